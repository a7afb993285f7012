/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "chart/ddi-chart.h"

G_BEGIN_DECLS

/* The values at one datum, in the words of the card. */
typedef struct
{
  char *name;
  char *value;
  DdiInk ink;
  gboolean swatch; /* drawn with its ink; a mere reading is not */
} DdiReadingLine;

typedef struct
{
  char *heading;    /* "Wed 25 Nov 2026", "Week from 23 Nov 2026", or the row's label */
  GPtrArray *lines; /* of DdiReadingLine: those with a value, a band as "21 – 34" */
  char *events;     /* "Thanksgiving, Promotion"; NULL where none */
} DdiReading;

DdiReading *ddi_reading_new (DdiChart *chart, guint index);
void ddi_reading_free (DdiReading *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DdiReading, ddi_reading_free)

/* One line, for a screen reader: "Wed 25 Nov 2026: Actual 27, Forecast 30". (transfer full) */
char *ddi_reading_to_text (const DdiReading *self);

/* What stands behind the picture, in sentences: the range, each series with its last, lowest and
 * highest value and its mean, gaps, events. Translated. (transfer full) */
char *ddi_chart_summarise (DdiChart *chart);

G_END_DECLS
