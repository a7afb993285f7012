/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tasks/ddi-waste-analysis.h"

#include <math.h>

#include "evaluate/ddi-shortage.h"
#include "evaluate/ddi-what-if.h"

static const double changes[DDI_WASTE_N_LEVELS] = { -0.2, -0.1, 0, 0.1, 0.2 };
static const char *const dimensions[DDI_WASTE_N_DIMENSIONS] = { "product", "reason", "shop", "weekday" };

static void
total_free (DdiWasteTotal *self)
{
  g_free (self->label);
  g_free (self);
}

static void
goal_free (DdiWasteGoal *self)
{
  g_free (self->store);
  g_free (self);
}

void
ddi_waste_analysis_free (DdiWasteAnalysis *self)
{
  for (guint i = 0; i < DDI_WASTE_N_DIMENSIONS; i++)
    g_ptr_array_unref (self->totals[i]);
  g_ptr_array_unref (self->goals);
  g_free (self);
}

static DdiWasteAnalysis *
analysis_new (void)
{
  DdiWasteAnalysis *self = g_new0 (DdiWasteAnalysis, 1);

  for (guint i = 0; i < DDI_WASTE_N_DIMENSIONS; i++)
    self->totals[i] = g_ptr_array_new_with_free_func ((GDestroyNotify)total_free);
  self->goals = g_ptr_array_new_with_free_func ((GDestroyNotify)goal_free);
  for (guint i = 0; i < DDI_WASTE_N_LEVELS; i++)
    self->levels[i].change = changes[i];
  return self;
}

static void
take_totals (DdiWasteAnalysis *self, DdiRows *rows)
{
  for (guint i = 0; i < ddi_rows_get_n (rows); i++)
    {
      DdiWasteTotal *total = g_new0 (DdiWasteTotal, 1);
      guint dimension = 0;

      while (dimension < DDI_WASTE_N_DIMENSIONS - 1 &&
             !g_str_equal (dimensions[dimension], ddi_rows_get_text (rows, i, 0)))
        dimension++;
      total->label = g_strdup (ddi_rows_get_text (rows, i, 1));
      total->wasted = ddi_rows_get_int (rows, i, 2);
      total->cost = ddi_rows_is_null (rows, i, 3) ? DDI_WASTE_COST_UNKNOWN : ddi_rows_get_money (rows, i, 3);
      g_ptr_array_add (self->totals[dimension], total);
    }
}

/* The pieces above the goal at what a piece thrown away costs here on average. */
static double
stake_of (const DdiWasteGoal *goal, DdiRows *rows, guint row)
{
  gint64 costed = ddi_rows_get_int (rows, row, 6);

  if (costed == 0)
    return NAN;
  return ((double)goal->wasted - goal->goal * (double)goal->made) *
         (double)ddi_rows_get_money (rows, row, 5) / (double)costed;
}

static void
take_goals (DdiWasteAnalysis *self, DdiRows *rows)
{
  for (guint i = 0; i < ddi_rows_get_n (rows); i++)
    {
      DdiWasteGoal *goal = g_new0 (DdiWasteGoal, 1);

      goal->store_id = (int)ddi_rows_get_int (rows, i, 0);
      goal->store = g_strdup (ddi_rows_get_text (rows, i, 1));
      goal->made = ddi_rows_get_int (rows, i, 2);
      goal->wasted = ddi_rows_get_int (rows, i, 3);
      goal->goal = ddi_rows_get_double (rows, i, 4);
      goal->stake = stake_of (goal, rows, i);
      g_ptr_array_add (self->goals, goal);
    }
}

static double
read_double (DdiRows *rows, guint row, guint column)
{
  return ddi_rows_is_null (rows, row, column) ? NAN : ddi_rows_get_double (rows, row, column);
}

static void
add_day (DdiWasteAnalysis *self, const DdiWhatIfDay *day, double waste_cost, double margin)
{
  gboolean priced = isfinite (waste_cost) && isfinite (margin);

  self->n_days++;
  self->n_unpriced += !priced;
  for (guint i = 0; i < DDI_WASTE_N_LEVELS; i++)
    {
      DdiWasteLevel *level = &self->levels[i];
      DdiWhatIfOutcome outcome = ddi_what_if (day, round (day->made * (1 + level->change)));

      level->wasted += outcome.wasted;
      level->lost += outcome.lost;
      if (!priced)
        continue;
      level->cost += outcome.wasted * waste_cost * 100;
      level->margin += outcome.lost * margin * 100;
    }
}

static void
take_days (DdiWasteAnalysis *self, DdiRows *rows)
{
  for (guint i = 0; i < ddi_rows_get_n (rows); i++)
    {
      double lower = read_double (rows, i, 4), upper = read_double (rows, i, 5);
      DdiWhatIfDay day = {
        .made = read_double (rows, i, 0),
        .sold = read_double (rows, i, 1),
        .sold_out = ddi_rows_get_boolean (rows, i, 2),
        .mean = read_double (rows, i, 3),
        .spread = isfinite (lower) && isfinite (upper)
                      ? ddi_spread_from_bounds (lower, upper, read_double (rows, i, 8) / 100)
                      : NAN,
      };

      add_day (self, &day, read_double (rows, i, 6), read_double (rows, i, 7));
    }
}

DdiWasteAnalysis *
ddi_waste_analysis_run (DdiDatabase *database, int store_id, DdiDay first, DdiDay last,
                        GCancellable *cancellable, GError **error)
{
  static const char *const queries[] = { "waste-analysis/list-totals", "waste-analysis/list-goals",
                                         "waste-analysis/list-days" };
  g_autoptr (DdiUnit) unit = ddi_unit_new ();
  g_autoptr (GPtrArray) results = NULL;
  g_autoptr (DdiWasteAnalysis) self = NULL;
  gint32 store = store_id;

  ddi_unit_set_read_only (unit);
  for (gsize i = 0; i < G_N_ELEMENTS (queries); i++)
    {
      GVariant *stores =
          store ? g_variant_new_fixed_array (G_VARIANT_TYPE_INT32, &store, 1, sizeof store) : NULL;

      ddi_unit_add (unit, queries[i],
                    g_variant_new ("(@mai@*@*)", g_variant_new_maybe (G_VARIANT_TYPE ("ai"), stores),
                                   ddi_unit_day (first), ddi_unit_day (last)));
    }
  results = ddi_database_run (database, g_steal_pointer (&unit), cancellable, error);
  if (results == NULL)
    return NULL;
  self = analysis_new ();
  take_totals (self, results->pdata[0]);
  take_goals (self, results->pdata[1]);
  take_days (self, results->pdata[2]);
  return g_steal_pointer (&self);
}

typedef struct
{
  DdiDatabase *database;
  int store_id;
  DdiDay first, last;
} Job;

static void
job_free (Job *job)
{
  g_object_unref (job->database);
  g_free (job);
}

static gpointer
run_thread (gpointer data)
{
  g_autoptr (GTask) task = data;
  Job *job = g_task_get_task_data (task);
  GError *error = NULL;
  DdiWasteAnalysis *analysis = ddi_waste_analysis_run (job->database, job->store_id, job->first, job->last,
                                                       g_task_get_cancellable (task), &error);

  if (analysis)
    g_task_return_pointer (task, analysis, (GDestroyNotify)ddi_waste_analysis_free);
  else
    g_task_return_error (task, error);
  return NULL;
}

/* A thread of its own: it mostly waits for the database. */
void
ddi_waste_analysis_async (DdiDatabase *database, int store_id, DdiDay first, DdiDay last,
                          GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *task = g_task_new (NULL, cancellable, callback, user_data);
  Job *job = g_new0 (Job, 1);

  *job = (Job){ g_object_ref (database), store_id, first, last };
  g_task_set_source_tag (task, ddi_waste_analysis_async);
  g_task_set_task_data (task, job, (GDestroyNotify)job_free);
  g_thread_unref (g_thread_new ("waste-analysis", run_thread, task));
}

DdiWasteAnalysis *
ddi_waste_analysis_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}

static int
compare_wasted (gconstpointer a, gconstpointer b)
{
  const DdiWasteTotal *x = *(DdiWasteTotal *const *)a, *y = *(DdiWasteTotal *const *)b;

  return x->wasted != y->wasted ? (x->wasted < y->wasted ? 1 : -1) : g_strcmp0 (x->label, y->label);
}

static int
compare_cost (gconstpointer a, gconstpointer b)
{
  const DdiWasteTotal *x = *(DdiWasteTotal *const *)a, *y = *(DdiWasteTotal *const *)b;

  return x->cost != y->cost ? (x->cost < y->cost ? 1 : -1) : compare_wasted (a, b);
}

guint
ddi_waste_totals_sort (GPtrArray *totals, gboolean by_cost)
{
  gint64 all = 0, sum = 0;
  guint n = 0;

  g_ptr_array_sort (totals, by_cost ? compare_cost : compare_wasted);
  for (guint i = 0; i < totals->len; i++)
    {
      const DdiWasteTotal *total = totals->pdata[i];

      all += by_cost ? MAX (total->cost, 0) : total->wasted;
    }
  while (n < totals->len && sum * 5 < all * 4)
    {
      const DdiWasteTotal *total = totals->pdata[n++];

      sum += by_cost ? MAX (total->cost, 0) : total->wasted;
    }
  return n;
}
