/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "core/ddi-day.h"
#include "exchange/ddi-exchange-error.h"
#include "exchange/ddi-sheet-grid.h"

G_BEGIN_DECLS

#define DDI_SHEET_DAYS 7
/* A figure that nobody typed: not the same as 0. */
#define DDI_SHEET_BLANK (-1)

/* What one figure of a product and day says. */
typedef enum
{
  DDI_FIGURE_BLANK,        /* nothing typed */
  DDI_FIGURE_MADE_ONLY,    /* made, but thrown away is not typed: sold is unknown */
  DDI_FIGURE_WASTED_ONLY,  /* thrown away, but made is not typed: sold is unknown */
  DDI_FIGURE_NOT_OFFERED,  /* 0 made and 0 thrown away: no evidence of demand */
  DDI_FIGURE_SOLD,         /* some were left: what was sold was the demand */
  DDI_FIGURE_SOLD_OUT,     /* none were left: demand was at least this */
  DDI_FIGURE_CARRIED_OVER, /* more thrown away than made: carried over or miscounted; sold counts as 0 */
} DdiFigureKind;

typedef struct
{
  gint32 made;   /* pieces, or DDI_SHEET_BLANK */
  gint32 wasted; /* pieces, or DDI_SHEET_BLANK */
} DdiFigure;

typedef struct
{
  char *name;     /* as written, trimmed; unique in the sheet by ddi_name_key() */
  char *category; /* "Donuts"; NULL where no section stands above it */
  guint row;
  DdiFigure day[DDI_SHEET_DAYS];
} DdiSheetProduct;

/* What the figures say about a whole day. */
typedef enum
{
  DDI_SHEET_DAY_NOT_STARTED, /* nothing counted */
  DDI_SHEET_DAY_PARTIAL,     /* more than one product in ten is not counted yet */
  DDI_SHEET_DAY_COMPLETE,
  DDI_SHEET_DAY_ALL_ZERO, /* nothing left of anything: really sold out, or not counted? */
} DdiSheetDayState;

typedef struct
{
  DdiDay day;
  DdiSheetDayState state;
  guint n_offered;     /* products with something made */
  guint n_counted;     /* of these, with thrown away typed */
  gint32 typed_bought; /* donuts, from the foot; DDI_SHEET_BLANK where not typed */
  gint32 typed_sold;
  gint64 donuts_made;
  gint64 donuts_wasted;
  char *digest; /* of its figures; NULL where fewer than DDI_SHEET_DIGEST_FIGURES are counted */
} DdiSheetDay;

/* Two real days never agree in this many counted figures; below, chance could do it. */
#define DDI_SHEET_DIGEST_FIGURES 5

/* A weekly Daily Throw Away Chart: pairs of columns a day (AM made or delivered, PM thrown away that
 * night), a product a row, Sunday first. */
typedef struct
{
  char *file;
  char *pc_number; /* NULL where the sheet does not tell */
  DdiSheetDay day[DDI_SHEET_DAYS];
  GPtrArray *products; /* (element-type DdiSheetProduct) those with a figure, in the sheet's order */
  GPtrArray *problems; /* (element-type DdiProblem) everything the user should know */
  guint n_bad;         /* cells that cannot be (negative, a fraction): an unattended import refuses them */
  char *digest;        /* of all figures without dates, to know a copied week; NULL: too few figures */
} DdiThrowawaySheet;

/* NULL where the grid is no such sheet at all. */
DdiThrowawaySheet *ddi_throwaway_sheet_parse (DdiSheetGrid *grid, const char *file, GError **error);
void ddi_throwaway_sheet_free (DdiThrowawaySheet *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DdiThrowawaySheet, ddi_throwaway_sheet_free)

/* Of one figure by itself; on a day that is not complete DDI_FIGURE_SOLD_OUT tells nothing. */
DdiFigureKind ddi_figure_get_kind (DdiFigure figure);
/* max (0, made − wasted); DDI_SHEET_BLANK where either is unknown. */
gint32 ddi_figure_get_sold (DdiFigure figure);

/* Made − thrown away − typed as sold, donuts only: pieces nobody can account for. FALSE where the day
 * has no typed figure. */
gboolean ddi_sheet_day_get_unaccounted (const DdiSheetDay *day, gint64 *unaccounted);

G_END_DECLS
