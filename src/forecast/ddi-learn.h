/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "forecast/ddi-drift.h"
#include "forecast/ddi-engine.h"
#include "forecast/ddi-event-effect.h"
#include "forecast/ddi-levels.h"
#include "forecast/ddi-spread.h"
#include "forecast/ddi-stack.h"
#include "forecast/ddi-weather.h"

G_BEGIN_DECLS

/* The engine's working state, step by step:
 *   1. levels: each series' base, one day ahead, sell-outs raised           (ddi_learn_levels)
 *   2. group sums of evidence and base                                      (ddi_learn_groups)
 *   3. the stack's weights, once from what lies before the backtest and once from everything; a
 *      mean over shrinkages, by how well each forecast the backtest         (ddi_learn_weights)
 *   4. the ordinary forecast of every past day from its weekly origin, with the weights that had not
 *      seen the backtest; cells of event days                               (ddi_learn_ordinary)
 *      The days of a week lean on the store's shape of it                  (ddi_learn_shape)
 *      Slow sellers then take the best of their models instead, and new    (ddi_learn_slow)
 *      products the level that they share with others                      (ddi_learn_new_products)
 *   5. event effects, each backtest week from earlier days only             (ddi_learn_events)
 *   6. the errors' distribution                                             (ddi_learn_spread)
 * Every array over series × days is float and row-major [n_series × n]. */

/* Drift, season, the weekday's season and echo, then the members' log ratios to the base, then the spells and the weather. */
#define DDI_X_DRIFT 0
#define DDI_X_SEASON (DDI_X_DRIFT + DDI_N_DRIFT)
#define DDI_X_WEEKDAY_SEASON (DDI_X_SEASON + DDI_N_SEASON)
#define DDI_X_ECHO (DDI_X_WEEKDAY_SEASON + DDI_N_WEEKDAY_SEASON)
#define DDI_X_MEMBER (DDI_X_ECHO + DDI_N_ECHO)
#define DDI_X_SPELL (DDI_X_MEMBER + DDI_N_MEMBERS)
#define DDI_X_WEATHER (DDI_X_SPELL + DDI_N_SPELLS)
#define DDI_N_SIGNALS (DDI_X_WEATHER + DDI_N_WEATHER)

/* Horizons share weights: each of the first seven days, the second week, everything later. */
#define DDI_N_HORIZONS 9

/* Blocks of series: many enough for any number of cores, few enough to sum. */
#define DDI_N_BLOCKS 64

/* What forecasts a series. */
typedef enum
{
  DDI_MODEL_COMBINATION,
  DDI_MODEL_CROSTON, /* slow sellers: ddi-croston.h */
  DDI_MODEL_SBA,
  DDI_MODEL_TSB,
  DDI_MODEL_LOCAL_LEVEL, /* new products: ddi-local-level.h */
  DDI_N_MODELS,
} DdiLearnModel;

/* One series on one day to be forecast, before events. */
typedef struct
{
  float ordinary; /* pieces; NaN: the series has no evidence */
  float base;     /* pieces */
  float level;    /* mean of the base over the week */
  float drift;    /* log factors */
  float season;
  float spell;
  float weather;
} DdiAhead;

typedef struct
{
  const DdiEngineRequest *request;
  DdiEvidence *history;
  DdiWeatherSignals *weather; /* NULL: none known */
  int n_signals;              /* that can be other than 0, of DDI_N_SIGNALS */
  int n_threads, n_blocks;
  int backtest;        /* first day of the backtest */
  int *first;          /* [n_series]: day of the first sale, n for none */
  float *y;            /* evidence, raised for sell-outs; NaN */
  float *base;         /* one day ahead; NaN */
  float *ordinary;     /* from the weekly origin, without events; NaN */
  float *expected;     /* the same with events, on backtest days; NaN elsewhere */
  double *store_total; /* [n_stores × n]: NaN on event and closed days */
  DdiGroupSums *sums[DDI_N_GROUPINGS];
  double early[DDI_N_HORIZONS][DDI_N_SIGNALS];  /* weights from before the backtest */
  double weight[DDI_N_HORIZONS][DDI_N_SIGNALS]; /* from everything */
  DdiAhead *ahead;                              /* [n_series × history->horizon] */
  double *correction;                           /* [n_series]: sell-out correction of late, >= 1 */
  int *evidence;                                /* [n_series]: days with evidence */
  guint8 *model;                                /* [n_series]: DdiLearnModel */
  double *shape;          /* [n_stores]: share of the store's shape of the week in that of its series */
  int *cut;               /* [n_series]: lone days far outside, cut, of the last two months */
  struct _DdiRoll *rolls; /* [n_series]: as they stand after the history, where they are to be kept; NULL */
  GArray *cells;          /* DdiEventCell */
  DdiEventEffects *effects;
  double caution;
  DdiSpread *spread;
  double widen[DDI_N_HORIZONS]; /* spread of a horizon against that of the first week */

  GMutex lock; /* over what follows */
  double done, total;
  gint cancelled;
} DdiLearn;

DdiLearn *ddi_learn_new (const DdiEngineRequest *request);
void ddi_learn_free (DdiLearn *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DdiLearn, ddi_learn_free)

/* Everything above in order; FALSE when cancelled. */
gboolean ddi_learn_run (DdiLearn *self);
/* The forecast of a run that has learnt. */
DdiForecast *ddi_learn_finish (DdiLearn *self);
/* Goes on from a run whose rolls were kept to @request's later day, learning levels only: what an ordinary
 * day's sales are made of, what events do and how far forecasts err stay as they were. FALSE when
 * cancelled, after which @self is of no use.
 * @history (transfer full) is the evidence of @request, of the same stores, series and tags. */
gboolean ddi_learn_extend (DdiLearn *self, const DdiEngineRequest *request, DdiEvidence *history);
/* Lets go of the request and of what only learning needs. */
void ddi_learn_rest (DdiLearn *self);

/* The steps. Each returns FALSE when cancelled. */
gboolean ddi_learn_levels (DdiLearn *self);
void ddi_learn_groups (DdiLearn *self);
gboolean ddi_learn_weights (DdiLearn *self);
gboolean ddi_learn_ordinary (DdiLearn *self);
/* Where products sell alike over the week, each one's forecasts are noisier than their sum: over the seven days of a
 * forecast,
 *
 *   ŷ'(d) = (1 - ω) ŷ(d) + ω Σ ŷ T(d) / Σ T,
 *
 * T the store's forecast, keeps the sum of the week and takes ω of its shape from the store. ω is the store's own,
 * by its weekly forecasts of the backtest, and 0 where they do not insist; a middle-out combination of a hierarchy
 * (Gross & Sohl 1990, top-down by forecast proportions). */
gboolean ddi_learn_shape (DdiLearn *self);
/* The same ahead of the history alone, with the ω that were learnt; the days after the last whole week among
 * themselves. */
void ddi_learn_shape_ahead (DdiLearn *self);
/* Series that sell less than a piece a day are forecast by the best of Croston's, Syntetos & Boylan's and Teunter,
 * Syntetos & Babai's models times the store's profile, where its weekly forecasts of the backtest have no
 * larger square error than the combination's, to one in a hundred. */
gboolean ddi_learn_slow (DdiLearn *self);
/* The same ahead of the history alone, for a series that has such a model; nothing for others. */
void ddi_learn_slow_ahead (DdiLearn *self, int series);
/* The levels of series with less than four weeks of evidence, borrowed from the same product in other stores, else
 * from its category in the store, else from the whole store. Call it once everything is looked ahead. */
gboolean ddi_learn_new_products (DdiLearn *self);
gboolean ddi_learn_events (DdiLearn *self);
gboolean ddi_learn_spread (DdiLearn *self);
/* Appends what each past event did (DdiEventOutcome); nothing after ddi_learn_extend(), which does not know. */
void ddi_learn_outcomes (const DdiLearn *self, GArray *outcomes);
/* The order of every row, once all rows have their quantiles. */
void ddi_learn_order (const DdiLearn *self, DdiForecast *forecast);

/* Which weights a horizon (1 …) uses. */
int ddi_horizon_index (int horizon);

/* The sums of each store over the history, and one series' next day with evidence @y, on whose morning
 * @roll stands. */
void ddi_learn_sum_stores (DdiLearn *self);
void ddi_learn_level_day (DdiLearn *self, struct _DdiRoll *roll, double y, gboolean censored);

/* Counts @steps of work done and asks whether to go on. */
gboolean ddi_learn_go_on (DdiLearn *self, double steps);

/* One series' forecasts from the morning that @roll stands on. */
void ddi_learn_look_ahead (DdiLearn *self, const struct _DdiRoll *roll);

/* One series rolled over its history, for whoever needs its values on the way. */
typedef struct _DdiRoll
{
  const DdiLearn *learn;
  int series, store;
  int t; /* the morning of this day: days < t are known */
  DdiLevels levels;
  DdiWeekdayMean store_mean;
  double spell_sum[DDI_N_SPELLS][DDI_WEEK], spell_weight[DDI_WEEK];
  const DdiGroupSums *own; /* the series' own sums; NULL while they are not known */
} DdiRoll;

void ddi_roll_init (DdiRoll *self, const DdiLearn *learn, int series, const DdiGroupSums *own);
/* Fills @own (one group over the history) with the series' sums. */
void ddi_learn_own_sums (const DdiLearn *self, int series, DdiGroupSums *own);
/* Takes day t in, with evidence @y (NaN: none) and goes on to t + 1; returns y raised for a sell-out. */
double ddi_roll_step (DdiRoll *self, double y, gboolean censored, double base);
void ddi_roll_profile (const DdiRoll *self, double profile[DDI_WEEK]);

/* What is the same for every day seen from one morning. */
typedef struct
{
  DdiLevelValues values;
  double drift[DDI_N_DRIFT];
  double member[DDI_WEEK][DDI_N_MEMBERS];
} DdiOutlook;

/* FALSE before the first evidence. */
gboolean ddi_roll_outlook (const DdiRoll *self, DdiOutlook *outlook);
/* x[DDI_N_SIGNALS] for day @day >= t. */
void ddi_roll_signals (const DdiRoll *self, const DdiOutlook *outlook, int day, double *x);
/* Appends what event day @t says to @cells, where it says something; @beta are the weights of its ordinary
 * forecast from where @roll stands, which is returned. */
double ddi_learn_note_day (const DdiLearn *self, const DdiRoll *roll, const DdiOutlook *outlook, int t,
                           const double *beta, GArray *cells);
/* The ordinary forecast: (b + 1) exp (x'β) - 1, cut at 0; 0 where the base is nothing. */
double ddi_ordinary_forecast (double base, const double *x, const double *beta);

G_END_DECLS
