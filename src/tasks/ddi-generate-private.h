/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/ddi-panel.h"
#include "forecast/ddi-forecast.h"
#include "tasks/ddi-generate.h"

G_BEGIN_DECLS

/* How far back a run looks: three years, so that each yearly event has been seen more than once. */
#define DDI_GENERATE_HISTORY_DAYS 1096

typedef struct
{
  int id;
  char *name;
  DdiDay last_day;  /* the last known day; DDI_DAY_INVALID: no history */
  DdiDay closed_on; /* DDI_DAY_INVALID: still there */
} DdiHistoryStore;

typedef struct
{
  int id;
  char *name;
  char *category; /* NULL: none */
  gboolean active;
  int shelf_life; /* days that a piece may be sold, its first among them; >= 1 */
} DdiHistoryProduct;

/* A complete day of something that may be sold for several days, pieces. */
typedef struct
{
  int series;
  DdiDay day;
  int made, sold, wasted;
} DdiHistoryLeftover;

/* What the engine reads, with the way back from its indices to the database's ids. Stores and products
 * stand at their index in the panel. */
typedef struct
{
  DdiPanel *panel;
  GPtrArray *stores;         /* DdiHistoryStore */
  GPtrArray *products;       /* DdiHistoryProduct */
  GHashTable *store_index;   /* id → index */
  GHashTable *product_index; /* id → index */
  DdiDay last_day;           /* the newest known day of all stores */
  double default_fractile;
  int coverage;      /* percent of days that a range is to hold: 80, 90 or 95 */
  double *fractiles; /* [n_series], NaN: no price, the default is used */
  int *packs;        /* [n_series] */
  int *displays;     /* [n_series], fewest pieces on the shelf in the morning */
  int *shelf_lives;  /* [n_series], days */
  GArray *leftovers; /* DdiHistoryLeftover, by series, then day */
} DdiHistory;

DdiHistory *ddi_history_load (DdiDatabase *database, GCancellable *cancellable, GError **error);
void ddi_history_free (DdiHistory *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DdiHistory, ddi_history_free)

/* How many pieces of each series may still be sold on the morning after @day, [n_series]: what was made on the days
 * of its shelf life before that is neither sold nor thrown away. 0 where a day of those is not known. (transfer
 * full) */
int *ddi_history_list_stocks (const DdiHistory *self, DdiDay day);
/* How many days back leftovers are looked for: twice the longest shelf life. */
#define DDI_HISTORY_LEFTOVER_DAYS 60
void ddi_history_add_leftovers (DdiHistory *self, DdiRows *rows);

/* One engine run for stores whose histories end within four weeks of each other: forecasts from the day
 * after @from's newest. */
typedef struct
{
  DdiForecast *forecast;
  gboolean *writes; /* [n_stores]: its rows of this store are wanted */
} DdiGenerateGroup;

void ddi_generate_group_free (DdiGenerateGroup *self);

/* Why this number, as JSON for forecasts.explanation: predicted, lower, upper (pieces, not rounded),
 * level (pieces), the factors weekday, season, drift, weather, correction, spill, combination, open,
 * events (name, offset in days, factor, standard_error of its log), flags ("new", "fallback", "sell_outs"),
 * fractile, fractile_from ("prices" or "default"), pack. (transfer full) */
char *ddi_generate_explain (const DdiHistory *history, const DdiForecastRow *row);
/* What the engine and the order rule have to say in words; NULL: nothing. (transfer full) */
char *ddi_generate_note (const DdiHistory *history, const DdiForecastRow *row);

/* Writes all groups as one run in one bulk unit and fills in the counts of @result. */
gboolean ddi_generate_write (DdiDatabase *database, const DdiHistory *history, GPtrArray *groups, int days,
                             int user_id, DdiGenerateResult *result, GCancellable *cancellable,
                             GError **error);

G_END_DECLS
