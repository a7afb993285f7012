/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/ddi-day.h"

G_BEGIN_DECLS

#define DDI_FORECAST_ERROR (ddi_forecast_error_quark ())
GQuark ddi_forecast_error_quark (void);

typedef enum
{
  DDI_FORECAST_ERROR_REQUEST,   /* the request makes no sense; the message says which field */
  DDI_FORECAST_ERROR_CANCELLED, /* progress said stop */
} DdiForecastError;

/* Why a forecast is not the ordinary combination; several may hold. 0: ordinary. */
typedef enum
{
  DDI_NOTE_NONE = 0,
  DDI_NOTE_NO_HISTORY = 1 << 0, /* nothing was ever sold: predicted 0 */
  DDI_NOTE_SHORT_HISTORY =
      1 << 1,                    /* fewer than four weeks: level of the days there are, borrowing the rest */
  DDI_NOTE_BORROWED = 1 << 2,    /* starts like another product */
  DDI_NOTE_CLOSED = 1 << 3,      /* the store is closed that day: predicted 0 */
  DDI_NOTE_NOT_OFFERED = 1 << 4, /* outside the product's offer: predicted 0 */
  DDI_NOTE_GONE = 1 << 5,        /* nothing sold for weeks: taken as ended */
  DDI_NOTE_FEW_BACKTESTS = 1 << 6, /* the bounds come from the whole district's errors, not its own */
  DDI_NOTE_SELL_OUTS = 1 << 7,     /* demand was estimated upwards from sell-outs */
  DDI_NOTE_RAISE_ORDER =
      1 << 8, /* sold out on most days: demand is not identifiable, order more to learn it */
  DDI_NOTE_EVENT_UNKNOWN = 1 << 9, /* an event that day was never seen before */
  DDI_NOTE_OUTLIERS = 1 << 10,     /* days far outside were left out of the level, of late */
  DDI_NOTE_LEVEL_SHIFT = 1 << 11,  /* it sells more or less than some weeks ago, others do not */
  DDI_NOTE_SLOW_SELLER = 1 << 12,  /* a model for slow sellers, @model, in place of the combination */
  DDI_NOTE_LENT_LEVEL = 1 << 13,   /* the level comes in part from other stores or products */
} DdiNote;

/* The notes in words, joined by "; ", in the user's language; "" for none. */
char *ddi_note_to_text (DdiNote note);

/* What an event, a school holiday or a promotion does to a day: predicted is multiplied by @factor. */
typedef struct
{
  int event;             /* index in the panel */
  int offset;            /* the day counted from the event: -1 the day before, 0 in it, +1 the day after */
  double factor;         /* 1.12: 12 % more */
  double standard_error; /* of log factor; NaN: the manager's own figure */
} DdiEventFactor;

/* Why this number: predicted is level times all the factors, those of the events among them. */
typedef struct
{
  double level;       /* pieces sold on a usual day */
  double weekday;     /* factor of this weekday, 1 on average over the week's open days */
  double season;      /* factor of the time of year */
  double drift;       /* factor of what the whole district did lately */
  double weather;     /* factor of weather unusual for the time of year */
  double correction;  /* sell-out correction, >= 1 */
  double spill;       /* own demand over what was sold while others of the category were sold out, <= 1 */
  double combination; /* what the other models add to or take from the first */
  double open;        /* 1, or 0 on a closed day or outside the offer */
  const DdiEventFactor *events; /* [n_events], owned by the forecast */
  int n_events;
} DdiExplanation;

typedef struct
{
  int series; /* index in the panel */
  DdiDay day;
  int horizon;                    /* 1 is the first day forecast */
  double predicted, lower, upper; /* pieces, 0 <= lower <= predicted <= upper, finite */
  double confidence;              /* 1 - expected relative error at that horizon, cut to 0..1 */
  int order_quantity;             /* newsvendor quantity, a multiple of the pack, 0 on closed days */
  const char *model; /* a stable short name: "combination", "croston", "sba", "tsb", "local_level",
                                   * "borrowed", "none" */
  DdiNote note;
  DdiExplanation explanation;
} DdiForecastRow;

/* What a run found in its own backtest: sums over its days, pieces. */
typedef struct
{
  const char *
      model; /* of a series, what forecasts it (as of its rows), or "rule_of_thumb" (mean of the last four same
                      * weekdays); over all series "combination" is what forecasts each */
  int n;     /* days */
  double absolute_error;
  double actual;
  double weight; /* in the combination; NaN where it is not a member */
} DdiModelAccuracy;

/* What one event did at one store: the store's products together, on those of its days that were counted. */
typedef struct
{
  int event;       /* index in the panel */
  int store;       /* the same */
  double sold;     /* pieces */
  double expected; /* pieces that ordinary days would have sold, forecast a week ahead; > 0 */
} DdiEventOutcome;

/* The answer to one request: immutable, rows sorted by series, then day. */
typedef struct _DdiForecast DdiForecast;

DdiForecast *ddi_forecast_ref (DdiForecast *self);
void ddi_forecast_unref (DdiForecast *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DdiForecast, ddi_forecast_unref)

DdiDay ddi_forecast_from (const DdiForecast *self);
int ddi_forecast_horizon (const DdiForecast *self);
/* rows[n_series × horizon]; row of series s and horizon h (1…) is at s × horizon + h - 1. */
const DdiForecastRow *ddi_forecast_rows (const DdiForecast *self, gsize *n_rows);
/* The demand that is not exceeded with probability @p (0 < p < 1): monotone in p, >= 0, and equal to
 * lower and upper at (1 ∓ level) / 2. */
double ddi_forecast_quantile (const DdiForecast *self, gsize row, double p);
/* Order quantity at another critical fractile or pack size than the request's. */
int ddi_forecast_order (const DdiForecast *self, gsize row, double fractile, int pack_size);
/* How far the errors of a day are the same for all series (a warm day), found in the backtest: the bounds of a sum
 * lie sqrt ((1 - ρ) Σ w² + ρ (Σ w)²) from it, w the distances of its parts' bounds. 0 … 1; NaN: not known. */
double ddi_forecast_shared_error (const DdiForecast *self);
/* Of the events that are over, in the panel's order, then the stores'; none where the run went on from an earlier
 * one's state. Owned by the forecast. */
const DdiEventOutcome *ddi_forecast_event_outcomes (const DdiForecast *self, guint *n_outcomes);
/* Accuracy of each model on one series (series >= 0) or over all (-1); owned by the forecast. */
const DdiModelAccuracy *ddi_forecast_accuracy (const DdiForecast *self, int series, int *n_models);

G_END_DECLS
