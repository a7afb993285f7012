/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/ddi-day.h"

G_BEGIN_DECLS

/* Round values 1, 2, 5 × 10^k that cover a range: 3 to 6 of them. */
typedef struct
{
  double first; /* the lowest tick, at or below the lowest value */
  double step;
  guint n; /* 3..6 */
} DdiTicks;

/* Values outside ±1e300 are cut to it; NaN, infinite or reversed ranges give 0..1 (0..2 where only
 * @integral steps make sense). */
DdiTicks ddi_ticks_for_range (double lo, double hi, gboolean integral);
double ddi_ticks_value (const DdiTicks *self, guint index);

/* How large a text would be, px. */
typedef void (*DdiTextSizeFunc) (const char *text, gpointer user_data, double *width, double *height);

typedef enum
{
  DDI_STEP_DAY,
  DDI_STEP_WEEK, /* Mondays */
  DDI_STEP_MONTH,
  DDI_STEP_QUARTER,
  DDI_STEP_YEAR,
} DdiCalendarStep;

typedef struct
{
  guint index; /* datum the label stands under */
  double x;    /* the datum's place */
  double left; /* the label's box: centred on x, moved where it would leave the picture */
  double width;
  char *text;
} DdiDateLabel;

typedef struct
{
  DdiDay first;    /* day of datum 0 */
  guint n;         /* data */
  guint days_each; /* days a datum covers: 1, or 7 for weeks */
  double from, to; /* the plot's left and right edge */
  double min, max; /* the picture's edges: no label leaves them */
  double gap;      /* least room between two labels */
} DdiCalendarAxis;

/* Labels of the finest calendar step that fits: the first and the last datum always (the last alone
 * where both do not fit), the others where they neither touch each other nor those two.
 * (element-type DdiDateLabel) (transfer full) */
GPtrArray *ddi_ticks_for_calendar (const DdiCalendarAxis *axis, DdiTextSizeFunc size, gpointer user_data,
                                   DdiCalendarStep *step);

void ddi_date_label_free (DdiDateLabel *self);

G_END_DECLS
