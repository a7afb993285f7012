/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "forecast/ddi-learn.h"

#include "forecast/ddi-parallel.h"

#include <math.h>

/* A series is learnt from once it has a quarter of a year behind it. */
#define WARM_UP 91
/* Rows of the regressions, at most, and the fewest days between the mornings they are seen from. The
 * stride has no factor 7, so every weekday is seen at every horizon. */
#define MOST_ROWS 400000
#define LEAST_STRIDE 3
/* Days in which a row's weight falls to 1/e. */
#define MEMORY 600.0
/* Log ratios beyond this say that something else happened. */
#define LARGEST 1.0
#define FORECAST_PIECES 1.0
/* Series that the shrinkage is chosen on, at most. */
#define MOST_JUDGES 400

/* Horizons that stand for the groups of ddi_horizon_index(). */
static const int horizons[DDI_N_HORIZONS] = { 1, 2, 3, 4, 5, 6, 7, 11, 22 };
/* Shrinkages tried, in rows. */
static const double lambdas[] = { 3, 10, 30, 100, 300, 1000, 3000, 1e9 };

#define N_LAMBDAS G_N_ELEMENTS (lambdas)

typedef struct
{
  DdiLearn *learn;
  int stride;
  DdiStack *early, *late; /* [n_blocks × DDI_N_HORIZONS]: rows before the backtest, and in it */
} Gathering;

static void
gather_from (const Gathering *work, const DdiRoll *roll, DdiStack *early, DdiStack *late)
{
  const DdiLearn *learn = work->learn;
  const DdiEvidence *h = learn->history;
  gsize row = (gsize)roll->series * h->n;
  DdiOutlook outlook;

  if (!ddi_roll_outlook (roll, &outlook))
    return;
  for (int i = 0; i < DDI_N_HORIZONS; i++)
    {
      int t = roll->t + horizons[i] - 1;
      double x[DDI_N_SIGNALS], base, z;

      if (t >= h->n || isnan (learn->y[row + t]) || ddi_evidence_tag (h, roll->store, t) != DDI_NO_TAG)
        continue;
      base = outlook.values.base[h->weekday[t]];
      if (!(base > 0.1))
        continue;
      ddi_roll_signals (roll, &outlook, t, x);
      z = log ((learn->y[row + t] + FORECAST_PIECES) / (base + FORECAST_PIECES));
      ddi_stack_add (t < learn->backtest ? early + i : late + i, x, CLAMP (z, -LARGEST, LARGEST),
                     base * exp ((t - h->n) / MEMORY));
    }
}

static void
gather_block (int block, gpointer data)
{
  Gathering *work = data;
  DdiLearn *learn = work->learn;
  const DdiEvidence *h = learn->history;
  DdiGroupSums *own = ddi_group_sums_new (1, h->n);
  int begin, end;

  ddi_block_range (block, learn->n_blocks, h->n_series, &begin, &end);
  for (int s = begin; s < end && ddi_learn_go_on (learn, 1); s++)
    {
      DdiRoll roll;

      ddi_learn_own_sums (learn, s, own);
      ddi_roll_init (&roll, learn, s, own);
      for (int t = 0; t < h->n; t++)
        {
          gboolean ordinary = ddi_evidence_tag (h, roll.store, t) == DDI_NO_TAG;

          if (t >= learn->first[s] + WARM_UP && (t + s) % work->stride == 0)
            gather_from (work, &roll, work->early + (gsize)block * DDI_N_HORIZONS,
                         work->late + (gsize)block * DDI_N_HORIZONS);
          ddi_roll_step (&roll, ordinary ? learn->y[(gsize)s * h->n + t] : NAN, FALSE, NAN);
        }
    }
  ddi_group_sums_free (own);
}

/* How far each shrinkage is off over the backtest, for a sample of series; summed in block order. */
typedef struct
{
  DdiLearn *learn;
  int stride;
  double (*beta)[DDI_N_HORIZONS][DDI_N_SIGNALS]; /* [N_LAMBDAS] */
  double (*error)[N_LAMBDAS];                    /* [n_blocks] */
} Judging;

static void
judge_week (const Judging *work, const DdiRoll *roll, double *error)
{
  const DdiLearn *learn = work->learn;
  const DdiEvidence *h = learn->history;
  DdiOutlook outlook;

  if (!ddi_roll_outlook (roll, &outlook))
    return;
  for (int t = roll->t; t < MIN (roll->t + DDI_WEEK, h->n); t++)
    {
      double y = learn->y[(gsize)roll->series * h->n + t], x[DDI_N_SIGNALS];

      if (isnan (y) || ddi_evidence_tag (h, roll->store, t) != DDI_NO_TAG)
        continue;
      ddi_roll_signals (roll, &outlook, t, x);
      for (gsize k = 0; k < N_LAMBDAS; k++)
        error[k] += fabs (
            y - ddi_ordinary_forecast (outlook.values.base[h->weekday[t]], x, work->beta[k][t - roll->t]));
    }
}

static void
judge_block (int block, gpointer data)
{
  Judging *work = data;
  DdiLearn *learn = work->learn;
  const DdiEvidence *h = learn->history;
  DdiGroupSums *own = ddi_group_sums_new (1, h->n);
  int begin, end;

  ddi_block_range (block, learn->n_blocks, h->n_series, &begin, &end);
  for (int s = begin; s < end && !g_atomic_int_get (&learn->cancelled); s++)
    {
      DdiRoll roll;

      if (s % work->stride != 0)
        continue;
      ddi_learn_own_sums (learn, s, own);
      ddi_roll_init (&roll, learn, s, own);
      for (int t = 0; t < h->n; t++)
        {
          gboolean ordinary = ddi_evidence_tag (h, roll.store, t) == DDI_NO_TAG;

          if (t >= learn->backtest && (h->n - t) % DDI_WEEK == 0)
            judge_week (work, &roll, work->error[block]);
          ddi_roll_step (&roll, ordinary ? learn->y[(gsize)s * h->n + t] : NAN, FALSE, NAN);
        }
    }
  ddi_group_sums_free (own);
}

static gsize
choose_lambda (DdiLearn *self, const DdiStack *early)
{
  double (*beta)[DDI_N_HORIZONS][DDI_N_SIGNALS] = g_malloc0_n (N_LAMBDAS, sizeof *beta);
  double (*error)[N_LAMBDAS] = g_malloc0_n (self->n_blocks, sizeof *error);
  Judging work = { self, MAX (self->history->n_series / MOST_JUDGES, 1), beta, error };
  double total[N_LAMBDAS] = { 0 };
  gsize best = 0;

  for (gsize k = 0; k < N_LAMBDAS; k++)
    for (int i = 0; i < DDI_N_HORIZONS; i++)
      ddi_stack_solve (early + i, lambdas[k], beta[k][i]);
  ddi_parallel_for (self->n_blocks, self->n_threads, judge_block, &work);
  for (int b = 0; b < self->n_blocks; b++)
    for (gsize k = 0; k < N_LAMBDAS; k++)
      total[k] += error[b][k];
  for (gsize k = 1; k < N_LAMBDAS; k++)
    if (total[k] < total[best])
      best = k;
  memcpy (self->early, beta[best], sizeof *beta);
  g_free (beta);
  g_free (error);
  return best;
}

gboolean
ddi_learn_weights (DdiLearn *self)
{
  const DdiEvidence *h = self->history;
  gint64 rows = (gint64)h->n_series * h->n * DDI_N_HORIZONS;
  int n_stacks = self->n_blocks * DDI_N_HORIZONS;
  Gathering work = { .learn = self, .stride = (int)MAX (rows / MOST_ROWS, LEAST_STRIDE) };
  DdiStack *stacks = g_new (DdiStack, 2 * n_stacks);

  if (work.stride % DDI_WEEK == 0)
    work.stride++;
  for (int i = 0; i < 2 * n_stacks; i++)
    ddi_stack_init (stacks + i, DDI_N_SIGNALS);
  work.early = stacks;
  work.late = stacks + n_stacks;
  ddi_parallel_for (self->n_blocks, self->n_threads, gather_block, &work);
  for (int b = 1; b < self->n_blocks; b++)
    for (int i = 0; i < DDI_N_HORIZONS; i++)
      {
        ddi_stack_merge (work.early + i, work.early + b * DDI_N_HORIZONS + i);
        ddi_stack_merge (work.late + i, work.late + b * DDI_N_HORIZONS + i);
      }
  if (!g_atomic_int_get (&self->cancelled))
    {
      self->lambda = lambdas[choose_lambda (self, work.early)];
      for (int i = 0; i < DDI_N_HORIZONS; i++)
        {
          ddi_stack_merge (work.late + i, work.early + i);
          ddi_stack_solve (work.late + i, self->lambda, self->weight[i]);
        }
    }
  for (int i = 0; i < 2 * n_stacks; i++)
    ddi_stack_clear (stacks + i);
  g_free (stacks);
  return !g_atomic_int_get (&self->cancelled);
}
