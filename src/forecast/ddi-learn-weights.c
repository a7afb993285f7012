/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "forecast/ddi-learn.h"

#include "forecast/ddi-parallel.h"

#include <math.h>

/* A series is learnt from once it has a quarter of a year behind it. */
#define WARM_UP 91
/* Rows of the regressions, at most twice as many: where there are more, they are seen from every second,
 * third … morning. That stride has no factor 7, so every weekday is seen at every horizon. */
#define MOST_ROWS 100000
#define STEP 28
/* Days in which a row's weight falls to 1/e. */
#define MEMORY 600.0
/* Log ratios beyond this say that something else happened. */
#define LARGEST 0.6
#define FORECAST_PIECES 1.0
/* Series that the shrinkages are judged on, at most. */
#define MOST_JUDGES 400

/* Horizons that stand for the groups of ddi_horizon_index(). */
static const int horizons[DDI_N_HORIZONS] = { 1, 2, 3, 4, 5, 6, 7, 11, 22 };
/* Shrinkages, in rows, strongest first. */
static const double lambdas[] = { 1e9, 3000, 1000, 300, 100, 30, 10, 3 };

#define N_LAMBDAS G_N_ELEMENTS (lambdas)

typedef double Weights[DDI_N_HORIZONS][DDI_N_SIGNALS];

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
  gsize row = (gsize)roll->series * learn->stride;
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
  DdiGroupSums *own = ddi_group_sums_new (1, h->n, 0);
  DdiSeasonMemo *seasons = ddi_season_memo_new (h->n);
  int begin, end;

  ddi_block_range (block, learn->n_blocks, h->n_series, &begin, &end);
  for (int s = begin; s < end && ddi_learn_go_on (learn, 1); s++)
    {
      DdiRoll roll;

      ddi_learn_own_sums (learn, s, 0, own);
      ddi_roll_init (&roll, learn, s, own);
      ddi_season_memo_reset (seasons);
      roll.seasons = seasons;
      for (int t = 0; t < h->n; t++)
        {
          gboolean ordinary = ddi_evidence_tag (h, roll.store, t) == DDI_NO_TAG;

          if (t >= learn->first[s] + WARM_UP && (t + s) % work->stride == 0)
            gather_from (work, &roll, work->early + (gsize)block * DDI_N_HORIZONS,
                         work->late + (gsize)block * DDI_N_HORIZONS);
          ddi_roll_step (&roll, ordinary ? learn->y[(gsize)s * learn->stride + t] : NAN, 1, NAN);
        }
    }
  ddi_group_sums_free (own);
  ddi_season_memo_free (seasons);
}

/* How far each shrinkage is off over the backtest, for a sample of series; summed in block order. */
typedef struct
{
  DdiLearn *learn;
  int stride;
  int n_weeks;
  const Weights *beta; /* [N_LAMBDAS] */
  double *error;       /* [n_blocks × n_weeks × N_LAMBDAS]: Σ |error| */
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
      double y = learn->y[(gsize)roll->series * learn->stride + t], x[DDI_N_SIGNALS];

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
  DdiGroupSums *own = ddi_group_sums_new (1, h->n, 0);
  int begin, end;

  ddi_block_range (block, learn->n_blocks, h->n_series, &begin, &end);
  for (int s = begin; s < end && ddi_learn_go_on (learn, 0); s++)
    {
      DdiRoll roll;

      if (s % work->stride != 0)
        continue;
      ddi_learn_own_sums (learn, s, 0, own);
      ddi_roll_init (&roll, learn, s, own);
      for (int t = 0; t < h->n; t++)
        {
          gboolean ordinary = ddi_evidence_tag (h, roll.store, t) == DDI_NO_TAG;

          if (t >= learn->backtest && (h->n - t) % DDI_WEEK == 0)
            judge_week (work, &roll,
                        work->error +
                            ((gsize)block * work->n_weeks + (t - learn->backtest) / DDI_WEEK) * N_LAMBDAS);
          ddi_roll_step (&roll, ordinary ? learn->y[(gsize)s * learn->stride + t] : NAN, 1, NAN);
        }
    }
  ddi_group_sums_free (own);
}

/* The plain mean of the level models, lone weeks left out. */
static void
plain_mean (double *prior)
{
  int n = 0;

  memset (prior, 0, DDI_N_SIGNALS * sizeof (double));
  for (int m = 0; m < DDI_N_MEMBERS; m++)
    n += m != DDI_MEMBER_LAST && m != DDI_MEMBER_BEFORE;
  for (int m = 0; m < DDI_N_MEMBERS; m++)
    if (m != DDI_MEMBER_LAST && m != DDI_MEMBER_BEFORE)
      prior[DDI_X_MEMBER + m] = 1.0 / n;
}

/* First the weights of all horizons together, shrunk to the plain mean, then each horizon's own, shrunk
 * to those. */
static void
solve_all (DdiStack *stacks, double lambda, Weights beta)
{
  double prior[DDI_N_SIGNALS], together[DDI_N_SIGNALS] = { 0 };
  DdiStack all;

  ddi_stack_init (&all, stacks->p);
  for (int i = 0; i < DDI_N_HORIZONS; i++)
    ddi_stack_merge (&all, stacks + i);
  plain_mean (prior);
  ddi_stack_solve (&all, lambda, prior, together);
  for (int i = 0; i < DDI_N_HORIZONS; i++)
    ddi_stack_solve (stacks + i, lambda, together, beta[i]);
  ddi_stack_clear (&all);
}

/* What each shrinkage counts in the mean of all: as likely as its error is to be the least, exp (-z² / 2)
 * with z the mean difference to the least between weeks, in its standard errors (Diebold & Mariano 1995).
 * Where the backtest cannot tell them apart a mean errs less than the choice of any. */
static void
weigh_by_weeks (const double *error, int n_weeks, double share[N_LAMBDAS])
{
  double total[N_LAMBDAS] = { 0 }, sum = 0;
  gsize best = 0;

  for (int w = 0; w < n_weeks; w++)
    for (gsize k = 0; k < N_LAMBDAS; k++)
      total[k] += error[(gsize)w * N_LAMBDAS + k];
  for (gsize k = 1; k < N_LAMBDAS; k++)
    if (total[k] < total[best])
      best = k;
  for (gsize k = 0; k < N_LAMBDAS; k++)
    {
      double mean = (total[k] - total[best]) / MAX (n_weeks, 1), square = 0;

      for (int w = 0; w < n_weeks; w++)
        {
          double off = error[(gsize)w * N_LAMBDAS + k] - error[(gsize)w * N_LAMBDAS + best] - mean;

          square += off * off;
        }
      share[k] = square > 0 ? exp (-0.5 * mean * mean * n_weeks * (n_weeks - 1.0) / square) : k == best;
      sum += share[k];
    }
  for (gsize k = 0; k < N_LAMBDAS; k++)
    share[k] /= sum;
}

/* Σ share_k β_k, β_k the weights under shrinkage k. */
static void
mean_weights (const Weights *beta, const double share[N_LAMBDAS], Weights mean)
{
  memset (mean, 0, sizeof (Weights));
  for (gsize k = 0; k < N_LAMBDAS; k++)
    for (int i = 0; i < DDI_N_HORIZONS; i++)
      for (int j = 0; j < DDI_N_SIGNALS; j++)
        mean[i][j] += share[k] * beta[k][i][j];
}

static void
solve_lambdas (DdiStack *stacks, Weights *beta)
{
  for (gsize k = 0; k < N_LAMBDAS; k++)
    solve_all (stacks, lambdas[k], beta[k]);
}

/* How far each of @beta is off over the backtest, and from that the shares. */
static void
weigh_lambdas (DdiLearn *self, const Weights *beta, double share[N_LAMBDAS])
{
  int n_weeks = (self->history->n - self->backtest) / DDI_WEEK;
  gsize cells = (gsize)MAX (n_weeks, 1) * N_LAMBDAS;
  g_autofree double *error = g_new0 (double, self->n_blocks *cells);
  Judging work = { self, MAX (self->history->n_series / MOST_JUDGES, 1), n_weeks, beta, error };

  ddi_parallel_for (self->n_blocks, self->n_threads, judge_block, &work);
  for (int b = 1; b < self->n_blocks; b++)
    for (gsize k = 0; k < cells; k++)
      error[k] += error[b * cells + k];
  weigh_by_weeks (error, n_weeks, share);
}

gboolean
ddi_learn_weights (DdiLearn *self)
{
  const DdiEvidence *h = self->history;
  /* In steps of weeks: a day more must not mean other mornings. */
  gint64 rows = (gint64)h->n_series * (h->n / STEP * STEP) * DDI_N_HORIZONS;
  int n_stacks = self->n_blocks * DDI_N_HORIZONS;
  Gathering work = { .learn = self, .stride = (int)MAX (rows / MOST_ROWS, 1) };
  DdiStack *stacks = g_new (DdiStack, 2 * n_stacks);
  g_autofree Weights *beta = g_malloc0_n (N_LAMBDAS, sizeof *beta);
  double share[N_LAMBDAS];

  if (work.stride % DDI_WEEK == 0)
    work.stride++;
  for (int i = 0; i < 2 * n_stacks; i++)
    ddi_stack_init (stacks + i, self->n_signals);
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
      solve_lambdas (work.early, beta);
      weigh_lambdas (self, beta, share);
      mean_weights (beta, share, self->early);
      for (int i = 0; i < DDI_N_HORIZONS; i++)
        ddi_stack_merge (work.late + i, work.early + i);
      solve_lambdas (work.late, beta);
      mean_weights (beta, share, self->weight);
    }
  for (int i = 0; i < 2 * n_stacks; i++)
    ddi_stack_clear (stacks + i);
  g_free (stacks);
  return !g_atomic_int_get (&self->cancelled);
}
