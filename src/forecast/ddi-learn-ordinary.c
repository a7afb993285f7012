/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "forecast/ddi-learn.h"

#include "forecast/ddi-parallel.h"

#include <math.h>

/* Event days before a series has eight weeks behind it have nothing to be held against. */
#define WARM_UP 56
/* An ordinary day must sell this for its event day to say something. */
#define LEAST_EXPECTED 0.5
/* Days ahead at which the spread of the later horizons is measured. */
static const int far_days[] = { 11, 22 };

#define N_FAR G_N_ELEMENTS (far_days)

typedef struct
{
  DdiLearn *learn;
  GArray **cells;        /* [n_blocks] of DdiEventCell */
  double (*near)[N_FAR]; /* [n_blocks]: Σ |error| of the weekly forecast on the days that … */
  double (*far)[N_FAR];  /* [n_blocks]: … were also forecast from far */
} Work;

static double
log_profile (const DdiOutlook *outlook, int d)
{
  return log (CLAMP (outlook->values.base[d] / outlook->values.level, 0.05, 7));
}

static void
note_event (const DdiLearn *learn, const DdiRoll *roll, const DdiOutlook *outlook, int t, double ordinary,
            GArray *cells)
{
  const DdiEvidence *h = learn->history;
  double y = learn->y[(gsize)roll->series * learn->stride + t];
  gboolean closed = ddi_evidence_closed (h, roll->store, t);
  gboolean silent = isnan (ddi_panel_quantities (h->panel, roll->series)[t]);
  DdiEventCell cell = { .series = roll->series, .t = t, .closed = closed, .silent = silent };

  if (ordinary < LEAST_EXPECTED || (isnan (y) && !closed))
    return;
  cell.tag = (gint16)ddi_evidence_tag (h, roll->store, t);
  ddi_event_cell_set (&cell, closed ? 0 : y, ordinary, log_profile (outlook, h->weekday[t]));
  g_array_append_val (cells, cell);
}

double
ddi_learn_note_day (const DdiLearn *self, const DdiRoll *roll, const DdiOutlook *outlook, int t,
                    const double *beta, GArray *cells)
{
  const DdiEvidence *h = self->history;
  double x[DDI_N_SIGNALS], ordinary;

  ddi_roll_signals (roll, outlook, t, x);
  ordinary = ddi_ordinary_forecast (outlook->values.base[h->weekday[t]], x, beta);
  if (roll->t >= self->first[roll->series] + WARM_UP && ddi_evidence_tag (h, roll->store, t) != DDI_NO_TAG)
    note_event (self, roll, outlook, t, ordinary, cells);
  return ordinary;
}

/* Forecasts a week from its first morning, with weights that have not seen the backtest. */
static void
forecast_week (const Work *work, const DdiRoll *roll, GArray *cells)
{
  DdiLearn *learn = work->learn;
  DdiOutlook outlook;

  if (!ddi_roll_outlook (roll, &outlook))
    return;
  for (int t = roll->t; t < roll->t + DDI_WEEK; t++)
    learn->ordinary[(gsize)roll->series * learn->stride + t] =
        (float)ddi_learn_note_day (learn, roll, &outlook, t, learn->early[t - roll->t], cells);
}

/* The same days' error from further away; the weekly forecast of that day is made by the time its week
 * has passed, so errors are compared once both are known. */
static void
measure_far (const Work *work, const DdiRoll *roll, float (*far)[N_FAR])
{
  const DdiLearn *learn = work->learn;
  const DdiEvidence *h = learn->history;
  DdiOutlook outlook;

  if (!ddi_roll_outlook (roll, &outlook))
    return;
  for (gsize i = 0; i < N_FAR; i++)
    {
      int t = roll->t + far_days[i] - 1;
      double x[DDI_N_SIGNALS];

      if (t >= h->n || ddi_evidence_tag (h, roll->store, t) != DDI_NO_TAG)
        continue;
      ddi_roll_signals (roll, &outlook, t, x);
      far[t][i] = (float)ddi_ordinary_forecast (outlook.values.base[h->weekday[t]], x,
                                                learn->early[ddi_horizon_index (far_days[i])]);
    }
}

static void
compare_far (const Work *work, int s, float (*far)[N_FAR], int block)
{
  const DdiLearn *learn = work->learn;
  const DdiEvidence *h = learn->history;

  for (int t = learn->backtest; t < h->n; t++)
    for (gsize i = 0; i < N_FAR; i++)
      {
        gsize slot = (gsize)s * learn->stride + t;

        if (isnan (far[t][i]) || isnan (learn->y[slot]) || isnan (learn->ordinary[slot]))
          continue;
        work->near[block][i] += fabs (learn->y[slot] - learn->ordinary[slot]);
        work->far[block][i] += fabs (learn->y[slot] - far[t][i]);
      }
}

/* What the signals [begin, end) add to the log of the forecast. */
static float
add_up (const double *x, const double *beta, int begin, int end)
{
  double sum = 0;

  for (int k = begin; k < end; k++)
    sum += beta[k] * x[k];
  return (float)CLAMP (sum, -1, 1);
}

void
ddi_learn_look_ahead (DdiLearn *learn, const DdiRoll *roll)
{
  const DdiEvidence *h = learn->history;
  DdiAhead *ahead = learn->ahead + (gsize)roll->series * h->horizon;
  DdiOutlook outlook;
  gboolean known = ddi_roll_outlook (roll, &outlook);

  for (int i = 0; i < h->horizon; i++)
    {
      double x[DDI_N_SIGNALS];
      const double *beta = learn->weight[ddi_horizon_index (i + 1)];
      int d = h->weekday[h->n + i];

      ahead[i].ordinary = NAN;
      if (!known)
        continue;
      ddi_roll_signals (roll, &outlook, h->n + i, x);
      ahead[i] = (DdiAhead){ .ordinary = (float)ddi_ordinary_forecast (outlook.values.base[d], x, beta),
                             .base = (float)outlook.values.base[d],
                             .level = (float)outlook.values.level,
                             .drift = add_up (x, beta, DDI_X_DRIFT, DDI_X_SEASON) +
                                      add_up (x, beta, DDI_X_ECHO, DDI_X_MEMBER),
                             .season = add_up (x, beta, DDI_X_SEASON, DDI_X_ECHO),
                             .weather = add_up (x, beta, DDI_X_WEATHER, DDI_N_SIGNALS) };
    }
}

static void
roll_series (const Work *work, int s, int block, DdiGroupSums *own, float (*far)[N_FAR])
{
  DdiLearn *learn = work->learn;
  const DdiEvidence *h = learn->history;
  DdiRoll roll;

  for (int t = 0; t < h->n; t++)
    for (gsize i = 0; i < N_FAR; i++)
      far[t][i] = NAN;
  ddi_learn_own_sums (learn, s, 0, own);
  ddi_roll_init (&roll, learn, s, own);
  for (int t = 0; t < h->n; t++)
    {
      gboolean ordinary = ddi_evidence_tag (h, roll.store, t) == DDI_NO_TAG;

      if ((h->n - t) % DDI_WEEK == 0)
        {
          forecast_week (work, &roll, work->cells[block]);
          if (t >= learn->backtest)
            measure_far (work, &roll, far);
        }
      ddi_roll_step (&roll, ordinary ? learn->y[(gsize)s * learn->stride + t] : NAN, 1, NAN);
    }
  ddi_learn_look_ahead (learn, &roll);
  compare_far (work, s, far, block);
}

static void
ordinary_block (int block, gpointer data)
{
  Work *work = data;
  DdiLearn *learn = work->learn;
  const DdiEvidence *h = learn->history;
  DdiGroupSums *own = ddi_group_sums_new (1, h->n, 0);
  float (*far)[N_FAR] = g_malloc_n (MAX (h->n, 1), sizeof *far);
  int begin, end;

  ddi_block_range (block, learn->n_blocks, h->n_series, &begin, &end);
  for (int s = begin; s < end && ddi_learn_go_on (learn, 1); s++)
    roll_series (work, s, block, own, far);
  ddi_group_sums_free (own);
  g_free (far);
}

gboolean
ddi_learn_ordinary (DdiLearn *self)
{
  Work work = { .learn = self };
  double near[N_FAR] = { 0 }, far[N_FAR] = { 0 };

  work.cells = g_new (GArray *, self->n_blocks);
  work.near = g_malloc0_n (self->n_blocks, sizeof *work.near);
  work.far = g_malloc0_n (self->n_blocks, sizeof *work.far);
  for (int b = 0; b < self->n_blocks; b++)
    work.cells[b] = g_array_new (FALSE, FALSE, sizeof (DdiEventCell));
  ddi_parallel_for (self->n_blocks, self->n_threads, ordinary_block, &work);
  for (int b = 0; b < self->n_blocks; b++)
    {
      g_array_append_vals (self->cells, work.cells[b]->data, work.cells[b]->len);
      g_array_unref (work.cells[b]);
      for (gsize i = 0; i < N_FAR; i++)
        {
          near[i] += work.near[b][i];
          far[i] += work.far[b][i];
        }
    }
  for (gsize i = 0; i < N_FAR; i++)
    if (near[i] > 0)
      self->widen[ddi_horizon_index (far_days[i])] = CLAMP (far[i] / near[i], 1, 3);
  g_free (work.cells);
  g_free (work.near);
  g_free (work.far);
  return !g_atomic_int_get (&self->cancelled);
}
