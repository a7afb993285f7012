/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "forecast/ddi-learn-sums.h"

#include "forecast/ddi-forecast-private.h"
#include "forecast/ddi-parallel.h"

#include <math.h>

/* Fewer backtest days do not tell how sums and parts err together. */
#define LEAST_DAYS 112
/* A store that was not recorded for so many days is taken as closed on that weekday. */
#define RECORDED_DAYS 56
/* Series that are judged, at most. */
#define MOST_JUDGES 400

void
ddi_sums_free (DdiSums *self)
{
  g_clear_pointer (&self->hierarchy, ddi_hierarchy_free);
  g_clear_pointer (&self->learn, ddi_learn_free);
  g_clear_pointer (&self->panel, ddi_panel_unref);
  g_clear_pointer (&self->reconcile, ddi_reconcile_free);
  g_free (self);
}

void
ddi_sums_rest (DdiSums *self)
{
  ddi_learn_rest (self->learn);
  g_clear_pointer (&self->panel, ddi_panel_unref);
}

static gboolean
progress_cb (double share, gpointer data)
{
  return ddi_learn_go_on (data, 0);
}

static gboolean
go_on_cb (gpointer data)
{
  return ddi_learn_go_on (data, 0);
}

static void
mark_recorded (DdiLearn *self, int begin, int end, gpointer data)
{
  const DdiEvidence *h = self->history;
  guint8 *recorded = data;

  for (int s = 0; s < h->n_series && ddi_learn_go_on (self, 0); s++)
    {
      const double *y = ddi_panel_quantities (h->panel, s);

      for (int t = begin; t < end; t++)
        recorded[(gsize)h->store[s] * h->n + t] |= y[t] > 0;
    }
}

/* [n_stores × n]: whether the store's weekday was recorded within the last RECORDED_DAYS. */
static guint8 *
find_recorded (DdiLearn *self)
{
  const DdiEvidence *h = self->history;
  guint8 *recorded = g_new0 (guint8, MAX ((gsize)h->n_stores * h->n, 1));

  ddi_learn_for_days (self, mark_recorded, recorded);
  for (int store = 0; store < h->n_stores; store++)
    {
      guint8 *row = recorded + (gsize)store * h->n;
      int last[DDI_WEEK];

      for (int d = 0; d < DDI_WEEK; d++)
        last[d] = -RECORDED_DAYS - 1;
      for (int t = 0; t < h->n; t++)
        {
          if (row[t])
            last[t % DDI_WEEK] = t;
          row[t] = t - last[t % DDI_WEEK] <= RECORDED_DAYS;
        }
    }
  return recorded;
}

/* What series s adds to the sums of day t, pieces; *known where it is what was sold. Before its first sale and on
 * closed days it is nothing, and a gap counts as an ordinary day. */
static double
part_of_day (const DdiLearn *self, const guint8 *recorded, int s, int t, gboolean *known)
{
  const DdiEvidence *h = self->history;
  gsize slot = (gsize)s * self->stride + t;
  int store = h->store[s];

  *known = !isnan (self->y[slot]);
  if (*known)
    return self->y[slot];
  if (t < self->first[s] || ddi_evidence_closed (h, store, t) || !recorded[(gsize)store * h->n + t] ||
      !ddi_panel_may_sell (h->panel, s, ddi_panel_first_day (h->panel) + t))
    return 0;
  return self->base[slot] > 0 ? self->base[slot] : 0;
}

/* [n_nodes × n]: what the sums' parts sold, what had to be filled in, and whether any of it is known. */
typedef struct
{
  const DdiHierarchy *hierarchy;
  const guint8 *recorded;
  double *sold, *filled;
  guint8 *any;
} Filling;

static void
add_to_nodes (DdiLearn *self, int begin, int end, gpointer data)
{
  const Filling *to = data;
  const DdiHierarchy *hierarchy = to->hierarchy;
  const DdiEvidence *h = self->history;

  for (int s = 0; s < h->n_series && ddi_learn_go_on (self, 0); s++)
    for (int t = begin; t < end; t++)
      {
        gboolean known;
        double y = part_of_day (self, to->recorded, s, t, &known);

        for (int i = hierarchy->first[s]; i < hierarchy->first[s + 1]; i++)
          {
            gsize slot = (gsize)hierarchy->node[i] * h->n + t;

            to->any[slot] |= known;
            *(known ? to->sold + slot : to->filled + slot) += y;
          }
      }
}

/* The sums' history: a day on which more than half had to be filled in says nothing. */
static void
fill_panel (DdiLearn *self, const DdiHierarchy *hierarchy, DdiPanel *panel)
{
  const DdiEvidence *h = self->history;
  gsize cells = MAX ((gsize)hierarchy->n_nodes * h->n, 1);
  g_autofree guint8 *recorded = find_recorded (self);
  g_autofree double *sold = g_new0 (double, cells), *filled = g_new0 (double, cells);
  g_autofree guint8 *any = g_new0 (guint8, cells);
  Filling to = { hierarchy, recorded, sold, filled, any };

  ddi_learn_for_days (self, add_to_nodes, &to);
  for (int k = 0; k < hierarchy->n_nodes; k++)
    for (int t = 0; t < h->n; t++)
      {
        gsize slot = (gsize)k * h->n + t;

        if (any[slot] && filled[slot] <= sold[slot])
          ddi_panel_set (panel, k, ddi_panel_first_day (panel) + t, sold[slot] + filled[slot],
                         DDI_CELL_PLAIN);
      }
}

/* The sums of the request that @self is at. */
static void
make_sums (DdiLearn *self, DdiSums *sums)
{
  const DdiEngineRequest *request = self->request;

  g_clear_pointer (&sums->panel, ddi_panel_unref);
  sums->panel =
      ddi_hierarchy_make_panel (sums->hierarchy, request->panel, request->from + request->horizon - 1);
  fill_panel (self, sums->hierarchy, sums->panel);
  ddi_engine_request_init (&sums->request, sums->panel);
  sums->request.from = request->from;
  sums->request.horizon = request->horizon;
  sums->request.n_threads = request->n_threads;
  sums->request.progress = progress_cb;
  sums->request.progress_data = self;
}

static gboolean
learn_sums (DdiLearn *self, DdiSums *sums)
{
  make_sums (self, sums);
  sums->learn = ddi_learn_new (&sums->request);
  if (self->rolls)
    sums->learn->rolls = g_new0 (DdiRoll, sums->learn->history->n_series);
  return ddi_learn_days (sums->learn);
}

/* Actual less forecast on the backtest's ordinary days, [n_series × days]; NaN where not known and on event days,
 * whose errors are those of the event's effect. */
static float *
errors_of (DdiLearn *self)
{
  const DdiEvidence *h = self->history;
  int days = h->n - self->backtest;
  float *error = g_new0 (float, MAX ((gsize)h->n_series * days, 1));

  for (int s = 0; s < h->n_series && ddi_learn_go_on (self, 0); s++)
    for (int t = 0; t < days; t++)
      {
        gsize slot = (gsize)s * self->stride + self->backtest + t;
        gboolean ordinary = ddi_evidence_tag (h, h->store[s], self->backtest + t) == DDI_NO_TAG;

        error[(gsize)s * days + t] = ordinary ? self->y[slot] - self->expected[slot] : NAN;
      }
  return error;
}

/* The backtest in two halves, each day moved by what the other half says. */
typedef struct
{
  DdiLearn *learn;
  int days;
  DdiReconcile *half[2];  /* the covariance of each half's errors */
  DdiReconcileMove *move; /* [days], by the other half's */
  int stride;             /* every k-th series is judged */
  double (*error)[2];     /* [n_blocks]: Σ |error| of the forecasts as they are, and of those moved */
} Backtest;

static double
moved (const Backtest *self, int s, int t, double p)
{
  const DdiEvidence *h = self->learn->history;
  int other = t < self->days / 2;
  gboolean ordinary = ddi_evidence_tag (h, h->store[s], self->learn->backtest + t) == DDI_NO_TAG;

  return p > 0 && ordinary ? MAX (p + ddi_reconcile_move_part (self->half[other], self->move + t, s), 0) : p;
}

static void
judge_block (int block, gpointer data)
{
  Backtest *self = data;
  DdiLearn *learn = self->learn;
  int begin, end;

  ddi_block_range (block, learn->n_blocks, learn->history->n_series, &begin, &end);
  for (int s = begin; s < end && ddi_learn_go_on (learn, 0); s++)
    for (int t = 0; t < self->days && s % self->stride == 0; t++)
      {
        gsize slot = (gsize)s * learn->stride + learn->backtest + t;
        double y = learn->y[slot], p = learn->expected[slot];

        if (isnan (y) || isnan (p))
          continue;
        self->error[block][0] += fabs (y - p);
        self->error[block][1] += fabs (y - moved (self, s, t, p));
      }
}

static void
move_block (int block, gpointer data)
{
  Backtest *self = data;
  DdiLearn *learn = self->learn;
  int begin, end;

  ddi_block_range (block, learn->n_blocks, learn->history->n_series, &begin, &end);
  for (int s = begin; s < end && ddi_learn_go_on (learn, 0); s++)
    for (int t = 0; t < self->days; t++)
      {
        float *expected = learn->expected + (gsize)s * learn->stride + learn->backtest + t;

        if (!isnan (*expected))
          *expected = (float)moved (self, s, t, *expected);
      }
}

/* What each half's days are off by, moved by the other half's covariance. */
static gboolean
solve_halves (Backtest *self)
{
  for (int half = 0; half < 2; half++)
    {
      const DdiReconcile *own = self->half[half], *other = self->half[!half];
      int first = half ? self->days / 2 : 0;
      g_autofree double *gaps = g_new (double, MAX ((gsize)own->n_days * own->n_nodes, 1));

      /* A forecast's gap is that of its errors, turned round. */
      for (int t = 0; t < own->n_days; t++)
        for (int k = 0; k < own->n_nodes; k++)
          gaps[(gsize)t * own->n_nodes + k] = -own->gap[(gsize)k * own->n_days + t];
      if (!ddi_reconcile_solve (other, gaps, own->n_days, self->move + first))
        return FALSE;
    }
  return TRUE;
}

static gboolean
helps (Backtest *self)
{
  DdiLearn *learn = self->learn;
  double before = 0, after = 0;

  self->stride = MAX (learn->history->n_series / MOST_JUDGES, 1);
  self->error = g_malloc0_n (learn->n_blocks, sizeof *self->error);
  ddi_parallel_for (learn->n_blocks, learn->n_threads, judge_block, self);
  for (int b = 0; b < learn->n_blocks; b++)
    {
      before += self->error[b][0];
      after += self->error[b][1];
    }
  g_clear_pointer (&self->error, g_free);
  return after < before;
}

/* Whether the series' forecasts err less with the sums' than without; then they are moved. */
static gboolean
backtest_sums (DdiLearn *self, const DdiHierarchy *hierarchy, const DdiReconcileErrors *all)
{
  int days = all->n_days;
  DdiReconcileErrors early = *all, late = *all;
  g_autofree DdiReconcileMove *move = g_new0 (DdiReconcileMove, days);
  Backtest work = { .learn = self, .days = days, .move = move };
  gboolean good;

  early.end = late.begin = days / 2;
  work.half[0] = ddi_reconcile_new (hierarchy, &early, go_on_cb, self);
  work.half[1] = ddi_reconcile_new (hierarchy, &late, go_on_cb, self);
  good = ddi_learn_go_on (self, 0) && solve_halves (&work) && ddi_learn_go_on (self, 0) && helps (&work);
  if (good)
    ddi_parallel_for (self->n_blocks, self->n_threads, move_block, &work);
  for (int t = 0; t < days; t++)
    ddi_reconcile_move_clear (move + t);
  ddi_reconcile_free (work.half[0]);
  ddi_reconcile_free (work.half[1]);
  return good;
}

gboolean
ddi_learn_sums (DdiLearn *self)
{
  g_autoptr (DdiSums) sums = g_new0 (DdiSums, 1);
  g_autofree float *nodes = NULL, *parts = NULL;
  DdiReconcileErrors all;
  int days = self->history->n - self->backtest;

  if (!ddi_learn_go_on (self, 0))
    return FALSE;
  sums->hierarchy = ddi_hierarchy_new (self->request->panel);
  if (sums->hierarchy->n_nodes == 0 || days < LEAST_DAYS)
    return TRUE;
  if (!ddi_learn_go_on (self, 0) || !learn_sums (self, sums))
    return FALSE;
  nodes = errors_of (sums->learn);
  parts = errors_of (self);
  all = (DdiReconcileErrors){ .nodes = nodes, .parts = parts, .n_days = days, .end = days };
  if (backtest_sums (self, sums->hierarchy, &all) && ddi_learn_go_on (self, 0))
    {
      sums->reconcile = ddi_reconcile_new (sums->hierarchy, &all, go_on_cb, self);
      self->above = g_steal_pointer (&sums);
    }
  return !g_atomic_int_get (&self->cancelled);
}

gboolean
ddi_learn_extend_sums (DdiLearn *self)
{
  DdiSums *sums = self->above;

  if (sums == NULL)
    return TRUE;
  if (sums->hierarchy == NULL)
    sums->hierarchy = ddi_hierarchy_new (self->request->panel);
  make_sums (self, sums);
  ddi_learn_begin (sums->learn, &sums->request);
  return ddi_learn_extend (sums->learn, ddi_learn_new_evidence (sums->learn, &sums->request));
}

/* What the spells of its day make of a forecast. */
static double
spell_factor (const DdiEvidence *h, const DdiForecastRow *row)
{
  const DdiExplanation *why = &row->explanation;
  double factor = 1;

  for (int i = 0; i < why->n_events; i++)
    if (ddi_spell_is (ddi_panel_event (h->panel, why->events[i].event)))
      factor *= why->events[i].factor;
  return factor;
}

/* A part that its sums know less of than it does: at nothing for a reason of its own, or on an event's day, of
 * which a product is learnt better than a store's or a category's sum. */
static gboolean
is_unusual (const DdiEvidence *h, const DdiForecastRow *row, int t)
{
  int store = h->store[row->series];

  return (row->note & (DDI_NOTE_NOT_OFFERED | DDI_NOTE_GONE | DDI_NOTE_BORROWED)) ||
         ddi_evidence_closure (h, store, t) || ddi_evidence_tag (h, store, t) != DDI_NO_TAG ||
         !(spell_factor (h, row) > 0);
}

static void
reconcile_day (const DdiLearn *self, DdiForecast *forecast, const DdiForecastRow *sums, int i)
{
  const DdiEvidence *h = self->history;
  const DdiReconcile *reconcile = self->above->reconcile;
  int horizon = forecast->horizon, t = h->n + h->horizon - self->request->horizon + i;
  g_autofree double *nodes = g_new (double, reconcile->n_nodes), *parts = g_new (double, h->n_series);

  for (int k = 0; k < reconcile->n_nodes; k++)
    {
      const DdiForecastRow *row = sums + (gsize)k * horizon + i;

      nodes[k] = row->note & (DDI_NOTE_NO_HISTORY | DDI_NOTE_GONE) ? NAN : row->predicted;
    }
  for (int s = 0; s < h->n_series; s++)
    {
      const DdiForecastRow *row = forecast->rows + (gsize)s * horizon + i;

      parts[s] = is_unusual (h, row, t) ? row->predicted : row->predicted / spell_factor (h, row);
      for (int j = reconcile->first[s]; j < reconcile->first[s + 1] && is_unusual (h, row, t); j++)
        nodes[reconcile->node[j]] = NAN;
    }
  ddi_reconcile_day (reconcile, nodes, parts);
  for (int s = 0; s < h->n_series; s++)
    {
      DdiForecastRow *row = forecast->rows + (gsize)s * horizon + i;
      double before = row->predicted;

      if (!(before > 0) || is_unusual (h, row, t))
        continue;
      row->predicted = parts[s] * spell_factor (h, row);
      row->explanation.combination *= row->predicted / before;
    }
}

void
ddi_learn_reconcile (DdiLearn *self, DdiForecast *forecast)
{
  g_autoptr (DdiForecast) sums = NULL;

  if (self->above == NULL)
    return;
  sums = ddi_learn_finish (self->above->learn);
  self->above->reconcile->go_on = go_on_cb;
  self->above->reconcile->data = self;
  for (int i = 0; sums && i < forecast->horizon && ddi_learn_go_on (self, 0); i++)
    reconcile_day (self, forecast, sums->rows, i);
}
