/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "forecast/ddi-engine.h"

#include "evaluate/ddi-sell-out.h"
#include "forecast/ddi-forecast-private.h"
#include "forecast/ddi-engine-state.h"
#include "forecast/ddi-learn-sums.h"
#include "forecast/ddi-parallel.h"

#include <math.h>

#define MOST_DAYS 366
/* A forecast may begin this many days after the last of the panel. */
#define MOST_GAP 731
/* Days without a sale, and pieces expected on them, after which a series is taken as ended. */
#define GONE_DAYS 21
#define GONE_PIECES 12.0
/* Days with evidence below which a history is short, and that a likeness is worth. */
#define SHORT_DAYS 28
#define LIKENESS_DAYS 14.0
/* Same weekdays on which a store must have sold something to count as open. */
#define OPEN_WEEKS 4
/* Weeks of the rule of thumb, and the furthest back that it looks for them. */
#define RULE_WEEKS 4
#define RULE_REACH 52
/* Days that the share of sell-outs is taken over. */
#define SELL_OUT_DAYS 28

enum
{
  COMBINATION,
  RULE_OF_THUMB,
  N_MODELS,
};

void
ddi_engine_request_init (DdiEngineRequest *request, const DdiPanel *panel)
{
  *request = (DdiEngineRequest){
    .panel = panel,
    .from = panel ? ddi_panel_first_day (panel) + ddi_panel_n_days (panel) : 0,
    .horizon = DDI_WEEK,
    .level = 0.8,
    .fractile = 0.75,
  };
}

gboolean
ddi_engine_request_check (const DdiEngineRequest *request, GError **error)
{
  const char *what = NULL;

  if (request->panel == NULL)
    what = "no panel";
  else if (request->horizon < 1 || request->horizon > MOST_DAYS)
    what = "the horizon is not within 1 to 366 days";
  else if (!(request->level >= 0.5 && request->level <= 0.99))
    what = "the level is not within 0.5 to 0.99";
  else if (!(request->fractile >= 0 && request->fractile <= 1))
    what = "the critical fractile is not within 0 to 1";
  else if (request->from < ddi_panel_first_day (request->panel))
    what = "the first day lies before the data";
  else if ((gint64)request->from - ddi_panel_first_day (request->panel) - ddi_panel_n_days (request->panel) >
           MOST_GAP)
    what = "the first day lies more than two years after the data";
  if (what)
    g_set_error_literal (error, DDI_FORECAST_ERROR, DDI_FORECAST_ERROR_REQUEST, what);
  return what == NULL;
}

typedef struct
{
  DdiLearn *learn;
  DdiForecast *forecast;
  guint8 *open; /* [n_stores × 7]: the store sells on that weekday */
} Finish;

/* Somebody recorded something within three days: the week was not simply left out. */
static gboolean
recorded_around (const double *y, int t, int n)
{
  for (int i = MAX (t - 3, 0); i <= MIN (t + 3, n - 1); i++)
    if (y[i] > 0)
      return TRUE;
  return FALSE;
}

/* A weekday on which the store sold nothing the last four times (or ever, in a shorter life) is a day
 * off, whether its days read 0 or are missing. */
static void
find_open_weekdays (Finish *work)
{
  const DdiEvidence *h = work->learn->history;

  for (int store = 0; store < h->n_stores; store++)
    {
      const double *y = h->sold + (gsize)store * h->n;
      int first = 0, seen[DDI_WEEK] = { 0 }, sold[DDI_WEEK] = { 0 };

      while (first < h->n && y[first] <= 0)
        first++;
      for (int t = h->n - 1; t >= first; t--)
        {
          int d = h->weekday[t];

          if (seen[d] >= OPEN_WEEKS || ddi_evidence_tag (h, store, t) != DDI_NO_TAG ||
              !recorded_around (y, t, h->n))
            continue;
          seen[d]++;
          sold[d] += y[t] > 0;
        }
      for (int d = 0; d < DDI_WEEK; d++)
        work->open[store * DDI_WEEK + d] = seen[d] < 2 || sold[d] > 0;
    }
}

/* Nothing sold for weeks although it was expected. A day counts where it reads 0, or where the store
 * sold other things and this series has no figure; a week that nobody recorded says nothing, nor does one
 * in which the store was known to be closed. */
static gboolean
is_gone (const DdiLearn *learn, int s)
{
  const DdiEvidence *h = learn->history;
  const double *y = ddi_panel_quantities (h->panel, s);
  const guint8 *flags = ddi_panel_flags (h->panel, s);
  const double *store = learn->store_total + (gsize)h->store[s] * h->n;
  double expected = 0;
  int days = 0;

  for (int t = h->n - 1; t >= learn->first[s] && !(y[t] > 0); t--)
    {
      if ((isnan (y[t]) && !(store[t] > 0)) || flags[t] & DDI_CELL_CLOSED ||
          ddi_evidence_closure (h, h->store[s], t))
        continue;
      days++;
      if (learn->base[(gsize)s * learn->stride + t] > 0)
        expected += learn->base[(gsize)s * learn->stride + t];
    }
  return days >= GONE_DAYS && expected >= GONE_PIECES;
}

static DdiNote
series_note (const DdiLearn *learn, int s)
{
  const DdiEvidence *h = learn->history;
  const double *y = ddi_panel_quantities (h->panel, s);
  const guint8 *flags = ddi_panel_flags (h->panel, s);
  DdiNote note = DDI_NOTE_NONE;
  int counted = 0, sold_out = 0;

  if (learn->evidence[s] == 0)
    return DDI_NOTE_NO_HISTORY;
  for (int t = MAX (h->n - SELL_OUT_DAYS, 0); t < h->n; t++)
    if (!isnan (y[t]) && y[t] > 0)
      {
        counted++;
        /* Where the time is known, so is demand. */
        sold_out += (flags[t] & DDI_CELL_SOLD_OUT) != 0 && !ddi_learn_is_timed (learn, s, t);
      }
  if (learn->evidence[s] < SHORT_DAYS)
    note |= DDI_NOTE_SHORT_HISTORY;
  if (learn->spread && learn->spread->thin[s])
    note |= DDI_NOTE_FEW_BACKTESTS;
  if (learn->correction[s] > 1.01)
    note |= DDI_NOTE_SELL_OUTS;
  if (counted >= DDI_WEEK && sold_out > DDI_SELL_OUT_IDENTIFIABLE * counted)
    note |= DDI_NOTE_RAISE_ORDER;
  if (learn->cut[s] > 0)
    note |= DDI_NOTE_OUTLIERS;
  if (learn->model[s] == DDI_MODEL_LOCAL_LEVEL)
    note |= DDI_NOTE_LENT_LEVEL;
  else if (learn->model[s] != DDI_MODEL_COMBINATION)
    note |= DDI_NOTE_SLOW_SELLER;
  if (is_gone (learn, s))
    note |= DDI_NOTE_GONE;
  return note;
}

/* What keeps a day at zero, or DDI_NOTE_NONE. */
static DdiNote
day_note (const Finish *work, int s, int t)
{
  const DdiEvidence *h = work->learn->history;
  int store = h->store[s];

  if (!ddi_panel_may_sell (h->panel, s, ddi_panel_first_day (h->panel) + t))
    return DDI_NOTE_NOT_OFFERED;
  if (ddi_evidence_closure (h, store, t) || !work->open[store * DDI_WEEK + h->weekday[t]])
    return DDI_NOTE_CLOSED;
  return DDI_NOTE_NONE;
}

static void
add_factor (DdiForecastRow *row, DdiEventFactor *factors, DdiEventFactor factor, double *predicted)
{
  factors[row->explanation.n_events++] = factor;
  row->explanation.events = factors;
  *predicted *= factor.factor;
}

static void
fill_spells (const Finish *work, DdiForecastRow *row, DdiEventFactor *factors, int t, double *predicted)
{
  const DdiLearn *learn = work->learn;
  const DdiEvidence *h = learn->history;
  const DdiSegment *segment = ddi_spells_segment (h->spells, h->store[row->series], t);

  for (int i = 0; segment && i < segment->n; i++)
    {
      DdiEventFactor factor = { .event = h->spells->spells[segment->spell[i]].event };
      DdiSpellEffect effect;

      if (ddi_spells_role (h->spells, segment->spell[i], h->product[row->series]) == DDI_ROLE_NONE)
        continue;
      effect = ddi_spell_effects_of (learn->spell_effects, segment->spell[i], row->series);
      factor.factor = exp (effect.log_factor);
      factor.standard_error = effect.standard_error;
      add_factor (row, factors, factor, predicted);
      if (!effect.known)
        row->note |= DDI_NOTE_EVENT_UNKNOWN;
    }
}

static void
fill_event (const Finish *work, DdiForecastRow *row, DdiEventFactor *factors, int t, double *predicted)
{
  const DdiLearn *learn = work->learn;
  const DdiEvidence *h = learn->history;
  const DdiAhead *ahead = learn->ahead + (gsize)row->series * h->horizon + (t - h->n);
  int tag = ddi_evidence_tag (h, h->store[row->series], t);
  DdiEventEffect effect;
  double seen;

  if (tag == DDI_NO_TAG)
    return;
  effect = ddi_event_effects_of (learn->effects, tag, row->series, *predicted,
                                 ahead->level > 0 ? log (CLAMP (ahead->base / ahead->level, 0.05, 7)) : 0);
  seen = ddi_learn_seen (learn, h->store[row->series], -1, t);
  if (seen < 1)
    {
      /* What an early end leaves of the day is known, whatever else its event does. */
      effect.factor *= seen;
      effect.known |= learn->history->tags[tag].kind == DDI_EVENT_CLOSURE;
    }
  add_factor (row, factors,
              (DdiEventFactor){ .event = h->tags[tag].event,
                                .offset = h->tags[tag].offset,
                                .factor = effect.factor,
                                .standard_error = effect.standard_error },
              predicted);
  if (!effect.known)
    row->note |= DDI_NOTE_EVENT_UNKNOWN;
  if (effect.factor <= 0)
    row->note |= DDI_NOTE_CLOSED;
}

/* Splits the forecast into factors; what the combination adds is what remains. */
static void
explain (const Finish *work, DdiForecastRow *row, const DdiAhead *ahead, double ordinary)
{
  DdiExplanation *why = &row->explanation;
  double usual, correction = work->learn->correction[row->series], spill = work->learn->spilt[row->series];

  why->correction = correction;
  why->spill = spill;
  why->level = ahead->level / correction / spill;
  why->weekday = ahead->level > 0 ? ahead->base / ahead->level : 1;
  why->season = exp (ahead->season);
  why->drift = exp (ahead->drift);
  why->weather = exp (ahead->weather);
  why->open = 1;
  usual = why->level * why->weekday * why->season * why->drift * why->weather * correction * spill;
  why->combination = usual > 0 ? ordinary / usual : 1;
}

/* Whether an event of a date of its own, not only spells, is in the forecast. */
static gboolean
is_dated (const Finish *work, const DdiExplanation *why)
{
  for (int i = 0; i < why->n_events; i++)
    if (!ddi_spell_is (ddi_panel_event (work->learn->history->panel, why->events[i].event)))
      return TRUE;
  return FALSE;
}

/* A spell whose effect is less sure than those of the backtest were, because it was never or seldom seen, spreads
 * demand by what it is less sure. */
static void
doubt_spells (const Finish *work, const DdiForecastRow *row, float *quantiles)
{
  const DdiExplanation *why = &row->explanation;
  double doubt = -work->learn->spell_variance, square = 0, factor;

  for (int i = 0; i < why->n_events; i++)
    if (ddi_spell_is (ddi_panel_event (work->learn->history->panel, why->events[i].event)))
      doubt += why->events[i].standard_error * why->events[i].standard_error;
  if (!(doubt > 0))
    return;
  for (int i = 0; i < DDI_N_QUANTILES; i++)
    square += (quantiles[i] - row->predicted) * (quantiles[i] - row->predicted) / DDI_N_QUANTILES;
  if (!(square > 0))
    return;
  factor = sqrt (1 + doubt * row->predicted * row->predicted / square);
  for (int i = 0; i < DDI_N_QUANTILES; i++)
    quantiles[i] = (float)MAX (row->predicted + factor * (quantiles[i] - row->predicted), 0);
}

static void
fill_distribution (const Finish *work, DdiForecastRow *row, gsize slot)
{
  const DdiEngineRequest *request = work->learn->request;
  const DdiEvidence *h = work->learn->history;
  float *quantiles = work->forecast->quantiles + slot * DDI_N_QUANTILES;
  double tail = (1 - request->level) / 2, off = 0;

  if (row->predicted > 0)
    ddi_spread_quantiles (work->learn->spread, row->series, ddi_day_weekday (row->day),
                          is_dated (work, &row->explanation), row->predicted,
                          work->learn->widen[ddi_horizon_index (row->day - work->learn->request->from + 1 +
                                                                h->horizon - request->horizon)],
                          quantiles);
  doubt_spells (work, row, quantiles);
  row->lower = MIN (ddi_quantiles_at (quantiles, tail), row->predicted);
  row->upper = MAX (ddi_quantiles_at (quantiles, 1 - tail), row->predicted);
  for (int i = 0; i < DDI_N_QUANTILES; i++)
    off += fabs (quantiles[i] - row->predicted) / DDI_N_QUANTILES;
  row->confidence = row->predicted > 0 ? CLAMP (1 - off / row->predicted, 0, 1) : 0;
}

static const char *const model_names[DDI_N_MODELS] = {
  [DDI_MODEL_COMBINATION] = "combination",
  [DDI_MODEL_CROSTON] = "croston",
  [DDI_MODEL_SBA] = "sba",
  [DDI_MODEL_TSB] = "tsb",
  [DDI_MODEL_LOCAL_LEVEL] = "local_level",
};

static void
fill_row (const Finish *work, int s, int i, DdiNote note)
{
  const DdiLearn *learn = work->learn;
  const DdiEvidence *h = learn->history;
  int gap = h->horizon - learn->request->horizon, t = h->n + gap + i;
  gsize slot = (gsize)s * learn->request->horizon + i;
  const DdiAhead *ahead = learn->ahead + (gsize)s * h->horizon + gap + i;
  DdiForecastRow *row = work->forecast->rows + slot;
  double predicted = isnan (ahead->ordinary) ? 0 : ahead->ordinary;
  DdiNote zero = day_note (work, s, t);

  *row = (DdiForecastRow){ .series = s,
                           .day = learn->request->from + i,
                           .horizon = i + 1,
                           .model = learn->evidence[s] > 0 ? model_names[learn->model[s]] : "none",
                           .note = note | zero };
  explain (work, row, ahead, predicted);
  if (zero != DDI_NOTE_NONE || (note & (DDI_NOTE_GONE | DDI_NOTE_NO_HISTORY)))
    {
      row->explanation.open = 0;
      predicted = 0;
    }
  else
    {
      DdiEventFactor *factors = work->forecast->factors + slot * DDI_MOST_FACTORS;

      fill_event (work, row, factors, t, &predicted);
      fill_spells (work, row, factors, t, &predicted);
    }
  row->predicted = predicted;
}

/* A series with little of its own takes the forecast of the product it starts like, times its share,
 * with a weight that fades as its own days come in. */
static void
borrow (const Finish *work, int s)
{
  const DdiLearn *learn = work->learn;
  const DdiEvidence *h = learn->history;
  int like, horizon = learn->request->horizon;
  double share, own;

  if (!ddi_panel_starts_like (h->panel, s, &like, &share))
    return;
  like = ddi_panel_find_series (h->panel, h->store[s], like);
  own = learn->evidence[s] / (learn->evidence[s] + LIKENESS_DAYS);
  if (like < 0 || like == s || learn->evidence[like] == 0 || learn->evidence[s] >= 8 * LIKENESS_DAYS)
    return;
  for (int i = 0; i < horizon; i++)
    {
      gsize slot = (gsize)s * horizon + i;
      DdiForecastRow *row = work->forecast->rows + slot;
      const DdiForecastRow *model = work->forecast->rows + (gsize)like * horizon + i;
      DdiExplanation *why = &row->explanation;
      double before = row->predicted;

      if (row->note & (DDI_NOTE_CLOSED | DDI_NOTE_NOT_OFFERED))
        continue;
      row->predicted = own * row->predicted + (1 - own) * share * model->predicted;
      row->model = "borrowed";
      row->note = (row->note & ~(DDI_NOTE_NO_HISTORY | DDI_NOTE_GONE)) | DDI_NOTE_BORROWED;
      if (before > 0)
        why->combination *= row->predicted / before;
      else
        {
          double factor = share * (1 - own);

          *why = model->explanation;
          why->combination *= factor;
          row->note |= model->note & DDI_NOTE_CLOSED;
        }
    }
}

/* The mean of the last four same weekdays that were recorded, within a year; NaN: there is none. Where weeks
 * are missing a manager takes the sheets there are. @y: what was sold, day by day. */
static double
rule_of_thumb (const double *y, int t)
{
  int furthest = MAX (t - RULE_REACH * DDI_WEEK, 0), n = 0;
  double sum = 0;

  for (int day = t - DDI_WEEK; day >= furthest && n < RULE_WEEKS; day -= DDI_WEEK)
    if (!isnan (y[day]))
      {
        sum += y[day];
        n++;
      }
  return n > 0 ? sum / n : NAN;
}

static void
measure_accuracy (const Finish *work, int s)
{
  const DdiLearn *learn = work->learn;
  const DdiEvidence *h = learn->history;
  const double *sold = ddi_panel_quantities (h->panel, s);
  const float *actual = learn->y + (gsize)s * learn->stride,
              *expected = learn->expected + (gsize)s * learn->stride;
  DdiModelAccuracy *own = work->forecast->accuracy + (gsize)s * N_MODELS;

  own[COMBINATION] = (DdiModelAccuracy){ .model = model_names[learn->model[s]], .weight = 1 };
  own[RULE_OF_THUMB] = (DdiModelAccuracy){ .model = "rule_of_thumb", .weight = NAN };
  for (int t = learn->backtest; t < h->n; t++)
    {
      double forecasts[N_MODELS], spell, y;

      /* Only days that both can say something about compare them. */
      if (isnan (actual[t]) || isnan (expected[t]))
        continue;
      forecasts[RULE_OF_THUMB] = rule_of_thumb (sold, t);
      if (isnan (forecasts[RULE_OF_THUMB]))
        continue;
      spell = learn->spell_effects ? exp (ddi_learn_spell_log (learn, s, t)) : 1;
      y = spell * actual[t];
      forecasts[COMBINATION] = spell * expected[t];
      for (int m = 0; m < N_MODELS; m++)
        {
          own[m].n++;
          own[m].actual += y;
          own[m].absolute_error += fabs (y - forecasts[m]);
        }
    }
}

static void
sum_accuracy (const Finish *work)
{
  int n_series = work->learn->history->n_series;
  DdiModelAccuracy *all = work->forecast->accuracy + (gsize)n_series * N_MODELS;

  all[COMBINATION] = (DdiModelAccuracy){ .model = "combination", .weight = 1 };
  all[RULE_OF_THUMB] = (DdiModelAccuracy){ .model = "rule_of_thumb", .weight = NAN };
  for (int s = 0; s < n_series; s++)
    for (int m = 0; m < N_MODELS; m++)
      {
        const DdiModelAccuracy *own = work->forecast->accuracy + (gsize)s * N_MODELS + m;

        all[m].n += own->n;
        all[m].actual += own->actual;
        all[m].absolute_error += own->absolute_error;
      }
}

static void
predict_block (int block, gpointer data)
{
  const Finish *work = data;
  DdiLearn *learn = work->learn;
  int begin, end;

  ddi_block_range (block, learn->n_blocks, learn->history->n_series, &begin, &end);
  for (int s = begin; s < end && ddi_learn_go_on (work->learn, 0); s++)
    {
      DdiNote note =
          series_note (learn, s) | (learn->shifted && learn->shifted[s] ? DDI_NOTE_LEVEL_SHIFT : 0);

      for (int i = 0; i < learn->request->horizon; i++)
        fill_row (work, s, i, note);
    }
}

/* Bounds, order and accuracy of forecasts that no longer move. */
static void
finish_block (int block, gpointer data)
{
  const Finish *work = data;
  DdiLearn *learn = work->learn;
  int begin, end, horizon = learn->request->horizon;

  ddi_block_range (block, learn->n_blocks, learn->history->n_series, &begin, &end);
  for (int s = begin; s < end && ddi_learn_go_on (work->learn, 1); s++)
    {
      for (gsize slot = (gsize)s * horizon; slot < (gsize)(s + 1) * horizon; slot++)
        fill_distribution (work, work->forecast->rows + slot, slot);
      ddi_learn_order (learn, work->forecast, s);
      measure_accuracy (work, s);
    }
}

DdiForecast *
ddi_learn_finish (DdiLearn *learn)
{
  const DdiEvidence *h = learn->history;
  const DdiEngineRequest *request = learn->request;
  g_autofree guint8 *open = g_new0 (guint8, (gsize)h->n_stores * DDI_WEEK + 1);
  DdiForecast *forecast =
      ddi_forecast_new (request->from, h->n_series, request->horizon, request->level, N_MODELS);
  Finish work = { learn, forecast, open };

  find_open_weekdays (&work);
  ddi_parallel_for (learn->n_blocks, learn->n_threads, predict_block, &work);
  for (int s = 0; s < h->n_series; s++)
    borrow (&work, s);
  ddi_learn_reconcile (learn, forecast);
  if (learn->spread == NULL)
    return forecast;
  ddi_parallel_for (learn->n_blocks, learn->n_threads, finish_block, &work);
  sum_accuracy (&work);
  forecast->shared_error = ddi_learn_shared_error (learn);
  ddi_learn_outcomes (learn, forecast->outcomes);
  if (!ddi_learn_go_on (learn, 0))
    g_clear_pointer (&forecast, ddi_forecast_unref);
  return forecast;
}

DdiForecast *
ddi_engine_run (const DdiEngineRequest *request, GError **error)
{
  g_autoptr (DdiEngineState) state = NULL;

  return ddi_engine_run_keeping (request, FALSE, &state, error);
}
