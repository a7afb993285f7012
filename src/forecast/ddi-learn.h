/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "forecast/ddi-drift.h"
#include "forecast/ddi-engine.h"
#include "forecast/ddi-event-effect.h"
#include "forecast/ddi-levels.h"
#include "forecast/ddi-spell-effect.h"
#include "forecast/ddi-spread.h"
#include "forecast/ddi-stack.h"
#include "forecast/ddi-weather.h"

G_BEGIN_DECLS

/* The engine's working state, step by step:
 *   0. spells: what school holidays and promotions do, held against the days around them; every later step sees
 *      the days as they would have been without                             (ddi_learn_spells)
 *   1. levels: each series' base, one day ahead, sell-outs raised           (ddi_learn_levels)
 *      … and once more where more can be said of days seen in part, or of
 *      what came from products that were sold out                          (ddi_learn_refine)
 *   2. group sums of evidence and base                                      (ddi_learn_groups)
 *   3. the stack's weights, once from what lies before the backtest and once from everything; a
 *      mean over shrinkages, by how well each forecast the backtest         (ddi_learn_weights)
 *   4. the ordinary forecast of every past day from its weekly origin, with the weights that had not
 *      seen the backtest; cells of event days                               (ddi_learn_ordinary)
 *      The days of a week lean on the store's shape of it                  (ddi_learn_shape)
 *      Slow sellers then take the best of their models instead, and new    (ddi_learn_slow)
 *      products the level that they share with others                      (ddi_learn_new_products)
 *   5. event effects, each backtest week from earlier days only             (ddi_learn_events)
 *   6. the sums that pages show, forecast the same way, and what the series take from them; they have
 *      sums of none themselves                                               (ddi_learn_sums)
 *   7. the errors' distribution                                             (ddi_learn_spread)
 * Every array over series × days is float and row-major [n_series × n]. */

/* Drift, season, the weekday's season and echo, then the members' log ratios to the base, then the weather. */
#define DDI_X_DRIFT 0
#define DDI_X_SEASON (DDI_X_DRIFT + DDI_N_DRIFT)
#define DDI_X_WEEKDAY_SEASON (DDI_X_SEASON + DDI_N_SEASON)
#define DDI_X_ECHO (DDI_X_WEEKDAY_SEASON + DDI_N_WEEKDAY_SEASON)
#define DDI_X_MEMBER (DDI_X_ECHO + DDI_N_ECHO)
#define DDI_X_WEATHER (DDI_X_MEMBER + DDI_N_MEMBERS)
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

/* Days that an update may go beyond what a full run has learnt from. */
#define DDI_LEARN_ROOM 28
/* Days over which outliers are told. */
#define RECENT_DAYS 56

/* One series on one day to be forecast, before events. */
typedef struct
{
  float ordinary; /* pieces; NaN: the series has no evidence */
  float base;     /* pieces */
  float level;    /* mean of the base over the week */
  float drift;    /* log factors */
  float season;
  float weather;
} DdiAhead;

typedef struct
{
  const DdiEngineRequest *request;
  DdiEvidence *history;
  DdiWeatherSignals *weather; /* NULL: none known */
  int n_signals;              /* that can be other than 0, of DDI_N_SIGNALS */
  int n_threads, n_blocks;
  int backtest;    /* first day of the backtest */
  int stride;      /* of the arrays of a series and day: the history and room for what an update may add */
  int *first;      /* [n_series]: day of the first sale, n for none */
  float *y;        /* [n_series × stride]: evidence, raised for sell-outs, less what spells did; NaN */
  float *base;     /* [n_series × stride]: one day ahead; NaN */
  float *ordinary; /* [n_series × stride]: from the weekly origin, without events; NaN */
  float *
      expected; /* [n_series × stride]: the same with events, and with what was known of spells against what they did, on
                        * backtest days; NaN elsewhere */
  double *store_total; /* [n_stores × n]: NaN on event and closed days */
  DdiGroupSums *sums[DDI_N_GROUPINGS];
  double early[DDI_N_HORIZONS][DDI_N_SIGNALS];  /* weights from before the backtest */
  double weight[DDI_N_HORIZONS][DDI_N_SIGNALS]; /* from everything */
  DdiAhead *ahead;                              /* [n_series × history->horizon] */
  double *correction;                           /* [n_series]: sell-out correction of late, >= 1 */
  int *evidence;                                /* [n_series]: days with evidence */
  guint8 *model;                                /* [n_series]: DdiLearnModel */
  double *shape; /* [n_stores]: share of the store's shape of the week in that of its series */
  double *kappa; /* [n_stores]: how demand is spread over the day (ddi-intraday.h); 0: not learnt yet */
  float *
      spill; /* [n_series × stride]: pieces that came because others of the category were sold out; NULL: none */
  double *variance;       /* [n_series]: of demand over what was expected, of late */
  double *spilt;          /* [n_series]: own demand over what was asked for, of late, <= 1 */
  double *asked;          /* [n_series]: what was asked for, pieces, the older the less */
  double *spill_share;    /* [n_products]: of those who find it sold out, who take another of its category */
  guint8 *shifted;        /* [n_series]: its level has changed of late */
  int *cut;               /* [n_series]: whether a lone day far outside was left out in the last two months */
  struct _DdiRoll *rolls; /* [n_series]: as they stand after the history, where they are to be kept; NULL */
  GArray *cells;          /* DdiEventCell */
  GArray *spell_cells;    /* DdiSpellCell */
  DdiSpellEffects *spell_effects; /* NULL: no spells */
  double
      spell_variance; /* of the logs of spells as they were expected in the backtest: in its errors already */
  DdiEventEffects *effects;
  double caution;
  struct _DdiSums *above;       /* NULL: the sums add nothing */
  DdiSpread *spread;            /* NULL: of sums, only the forecast is wanted */
  double widen[DDI_N_HORIZONS]; /* spread of a horizon against that of the first week */

  GMutex lock; /* over what follows */
  double done, total;
  gint cancelled;
} DdiLearn;

DdiLearn *ddi_learn_new (const DdiEngineRequest *request);
/* What @request knows, on the threads of a learner that is asked whether to go on. */
DdiEvidence *ddi_learn_new_evidence (DdiLearn *self, const DdiEngineRequest *request);
void ddi_learn_free (DdiLearn *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DdiLearn, ddi_learn_free)

/* Everything above in order; FALSE when cancelled. */
gboolean ddi_learn_run (DdiLearn *self);
/* The same up to what each past day was expected to sell, which is all that sums need. */
gboolean ddi_learn_days (DdiLearn *self);
/* The forecast of a run that has learnt; without bounds and orders where there is no spread. NULL when cancelled. */
DdiForecast *ddi_learn_finish (DdiLearn *self);
/* Takes up a run at rest for a later @request, which is asked whether to go on from here on; alters nothing else. */
void ddi_learn_begin (DdiLearn *self, const DdiEngineRequest *request);
/* Goes on from a run whose rolls were kept to the later day of the request it has begun, learning levels only: what
 * an ordinary day's sales are made of, what events do and how far forecasts err stay as they were. FALSE when
 * cancelled, after which @self is of no use.
 * @history (transfer full) is the evidence of that request, of the same stores, series and tags. */
gboolean ddi_learn_extend (DdiLearn *self, DdiEvidence *history);
/* Lets go of the request and of what only learning needs. */
void ddi_learn_rest (DdiLearn *self);

/* The steps. Each returns FALSE when cancelled. */
gboolean ddi_learn_spells (DdiLearn *self);
gboolean ddi_learn_levels (DdiLearn *self);
gboolean ddi_learn_refine (DdiLearn *self);
/* Whether anything is known to spill over; and what came from others on the days from @from on, by the y and base that
 * they have so far: makes self->spill, 0 on earlier days. */
gboolean ddi_learn_knows_spill (const DdiLearn *self);
void ddi_learn_find_spill (DdiLearn *self, int from);
/* The levels of every series anew. */
void ddi_learn_roll_levels (DdiLearn *self);
/* Sums that are there already are those of the days before, and go on with the new ones. */
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
/* The same ahead of the history alone, for the series that have such a model; nothing for others. */
void ddi_learn_slow_ahead (DdiLearn *self);
/* The levels of series with less than four weeks of evidence, borrowed from the same product in other stores, else
 * from its category in the store, else from the whole store. Call it once everything is looked ahead. */
gboolean ddi_learn_new_products (DdiLearn *self);
gboolean ddi_learn_events (DdiLearn *self);
gboolean ddi_learn_spread (DdiLearn *self);
/* Takes what spells did out of one series' days [begin, n). */
void ddi_learn_take_spells_out (const DdiLearn *self, int series, int begin, double *y);
/* The log factor of what spells did to a series on day @t; 0 where there was none. */
double ddi_learn_spell_log (const DdiLearn *self, int series, int t);
/* Puts into what is expected of each backtest week what earlier days told of its spells. */
void ddi_learn_expect_spells (DdiLearn *self);
/* Appends what each past event did (DdiEventOutcome); nothing after ddi_learn_extend(), which does not know. */
void ddi_learn_outcomes (DdiLearn *self, GArray *outcomes);
/* What the errors of a day have in common over the backtest: the mean correlation between two series', each pair
 * counting by the product of its sizes s (root mean square),
 *
 *   ρ = Σ_t ((Σ_i e_it)² - Σ_i e_it²) / Σ_t ((Σ_i s_i)² - Σ_i s_i²),
 *
 * cut to 0 … 1; NaN where there is nothing to tell it from. */
double ddi_learn_shared_error (DdiLearn *self);
/* Finds out whose level has changed of late, apart from what its shop's or all others did. */
void ddi_learn_find_shifts (DdiLearn *self);
/* The orders of one series, once its rows have their quantiles. */
void ddi_learn_order (const DdiLearn *self, DdiForecast *forecast, int series);

/* Which weights a horizon (1 …) uses. */
int ddi_horizon_index (int horizon);

/* The sums of each store over the history, and one series' next day with evidence @y, on whose morning
 * @roll stands. */
void ddi_learn_sum_stores (DdiLearn *self);
void ddi_learn_level_day (DdiLearn *self, struct _DdiRoll *roll, double y, gboolean censored);
/* The share of day @t's demand that came while there was something to sell; @series -1: while the store was open.
 * 1 on whole days, NaN where it is not known. */
double ddi_learn_seen (const DdiLearn *self, int store, int series, int t);
/* Whether something was left on no shelf at a known time: demand is known all the same. */
gboolean ddi_learn_is_timed (const DdiLearn *self, int series, int t);

/* Calls @body for ranges of days that together are the history, on the run's threads: what sums series by day adds
 * them in their order, whatever the number of threads. */
typedef void (*DdiDaysFunc) (DdiLearn *self, int begin, int end, gpointer data);
void ddi_learn_for_days (DdiLearn *self, DdiDaysFunc body, gpointer data);

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
  const DdiGroupSums *own; /* the series' own sums; NULL while they are not known */
  DdiSeasonMemo *seasons;  /* not owned; NULL: where a day is looked at once, there is nothing to keep */
} DdiRoll;

void ddi_roll_init (DdiRoll *self, const DdiLearn *learn, int series, const DdiGroupSums *own);
/* Fills @own (one group over the history) with the series' sums over the days from @from on: the same day of whatever
 * series it is filled with. */
void ddi_learn_own_sums (const DdiLearn *self, int series, int from, DdiGroupSums *own);
/* Takes day t in, with evidence @y (NaN: none), @seen and @base as in ddi_levels_step(), and goes on to t + 1;
 * returns y raised for a sell-out. */
double ddi_roll_step (DdiRoll *self, double y, double seen, double base);
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
