/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tasks/ddi-generate.h"

#include <glib/gi18n-lib.h>

#include "forecast/ddi-engine-state.h"
#include "tasks/ddi-cores.h"
#include "tasks/ddi-generate-private.h"

G_DEFINE_QUARK (ddi - generate - error - quark, ddi_generate_error)

/* A store whose sheets are further behind than this has its own days forecast, not the district's. */
#define MAX_LAG 28

/* The parts of the work, as shares of the progress. */
#define READ_SHARE 0.1
#define WRITE_SHARE 0.9

static void
tell (const DdiGenerateOptions *options, double fraction, const char *step)
{
  if (options->progress)
    options->progress (fraction, step, options->user_data);
}

static gboolean
is_chosen (const DdiGenerateOptions *options, int store_id)
{
  if (options->store_ids == NULL)
    return TRUE;
  for (guint i = 0; i < options->n_stores; i++)
    if (options->store_ids[i] == store_id)
      return TRUE;
  return FALSE;
}

static gboolean
check_stores (const DdiGenerateOptions *options, const DdiHistory *history, GError **error)
{
  for (guint i = 0; options->store_ids && i < options->n_stores; i++)
    if (!g_hash_table_contains (history->store_index, GINT_TO_POINTER (options->store_ids[i])))
      {
        g_set_error (error, DDI_GENERATE_ERROR, DDI_GENERATE_ERROR_NO_STORE,
                     _ ("There is no store with the id %d"), options->store_ids[i]);
        return FALSE;
      }
  return TRUE;
}

/* The stores that are still open, by the newest known day of those that end within MAX_LAG of it: one
 * origin a group. (element-type DdiGenerateGroup), with @origins[i] the group's. */
static GPtrArray *
make_groups (const DdiHistory *history, const DdiGenerateOptions *options, GArray *origins)
{
  guint n = history->stores->len;
  g_autofree gboolean *taken = g_new0 (gboolean, MAX (n, 1));
  GPtrArray *groups = g_ptr_array_new_with_free_func ((GDestroyNotify)ddi_generate_group_free);

  for (;;)
    {
      DdiDay origin = DDI_DAY_INVALID;
      DdiGenerateGroup *group;
      gboolean wanted = FALSE;

      for (guint i = 0; i < n; i++)
        if (!taken[i])
          origin = MAX (origin, ((DdiHistoryStore *)history->stores->pdata[i])->last_day);
      if (origin == DDI_DAY_INVALID)
        return groups;

      group = g_new0 (DdiGenerateGroup, 1);
      group->writes = g_new0 (gboolean, n);
      for (guint i = 0; i < n; i++)
        {
          const DdiHistoryStore *store = history->stores->pdata[i];

          if (taken[i] || store->last_day == DDI_DAY_INVALID || origin - store->last_day > MAX_LAG)
            continue;
          taken[i] = TRUE;
          if (store->closed_on != DDI_DAY_INVALID && store->closed_on <= origin)
            continue;
          group->writes[i] = is_chosen (options, store->id);
          wanted |= group->writes[i];
        }
      if (wanted)
        {
          g_ptr_array_add (groups, group);
          g_array_append_val (origins, origin);
        }
      else
        ddi_generate_group_free (group);
    }
}

typedef struct
{
  const DdiGenerateOptions *options;
  GCancellable *cancellable;
  guint group;
  guint n_groups;
} Progress;

static gboolean
progress_cb (double share, gpointer data)
{
  const Progress *self = data;
  double done = (self->group + share) / self->n_groups;

  tell (self->options, READ_SHARE + done * (WRITE_SHARE - READ_SHARE), _ ("Forecasting"));
  return !g_cancellable_is_cancelled (self->cancellable);
}

/* @state, which may be NULL, goes on from what was learnt for an earlier origin, where it fits, and keeps it. */
static DdiForecast *
run_engine (const DdiEngineRequest *request, DdiEngineState **state, GError **error)
{
  DdiForecast *forecast = NULL;

  if (state == NULL)
    return ddi_engine_run (request, error);
  if (*state)
    forecast = ddi_engine_update (*state, request, NULL);
  if (forecast)
    return forecast;
  g_clear_pointer (state, ddi_engine_state_free);
  return ddi_engine_run_keeping (request, TRUE, state, error);
}

static gboolean
fit_group (DdiGenerateGroup *group, DdiDay origin, int days, const DdiHistory *history,
           DdiEngineState **state, Progress *progress, GError **error)
{
  DdiEngineRequest request;
  g_autofree int *stocks = ddi_history_list_stocks (history, origin);
  g_autoptr (GError) local = NULL;

  ddi_engine_request_init (&request, history->panel);
  request.from = origin + 1;
  request.horizon = days;
  request.level = history->coverage / 100.0;
  request.fractile = history->default_fractile;
  request.fractiles = history->fractiles;
  request.pack_sizes = history->packs;
  request.displays = history->displays;
  request.shelf_lives = history->shelf_lives;
  request.stocks = stocks;
  request.progress = progress_cb;
  request.progress_data = progress;
  group->forecast = run_engine (&request, state, &local);
  if (group->forecast)
    return TRUE;
  if (g_error_matches (local, DDI_FORECAST_ERROR, DDI_FORECAST_ERROR_CANCELLED))
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_CANCELLED, _ ("The forecast was cancelled"));
  else
    g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

static void
count_stores (GPtrArray *groups, guint n_stores, DdiGenerateResult *result)
{
  result->n_stores = 0;
  for (guint g = 0; g < groups->len; g++)
    for (guint i = 0; i < n_stores; i++)
      result->n_stores += ((DdiGenerateGroup *)groups->pdata[g])->writes[i] ? 1 : 0;
}

/* What every shop's order of the seven days after @origin would have been. */
static gboolean
generate_past_week (DdiDatabase *database, const DdiHistory *history, DdiDay origin, DdiEngineState **state,
                    Progress *progress, GError **error)
{
  g_autoptr (GPtrArray) groups = g_ptr_array_new_with_free_func ((GDestroyNotify)ddi_generate_group_free);
  DdiGenerateGroup *group = g_new0 (DdiGenerateGroup, 1);
  DdiGenerateResult result = { .origin = origin };

  g_ptr_array_add (groups, group);
  group->writes = g_new (gboolean, history->stores->len);
  for (guint i = 0; i < history->stores->len; i++)
    group->writes[i] = TRUE;
  return fit_group (group, origin, 7, history, state, progress, error) &&
         ddi_generate_write (database, history, groups, 7, progress->options->user_id, &result,
                             progress->cancellable, error);
}

gboolean
ddi_generate (DdiDatabase *database, const DdiGenerateOptions *options, DdiGenerateResult *result,
              GCancellable *cancellable, GError **error)
{
  g_autoptr (DdiHistory) history = NULL;
  g_autoptr (GPtrArray) groups = NULL;
  g_autoptr (GArray) origins = g_array_new (FALSE, FALSE, sizeof (DdiDay));
  g_autoptr (DdiEngineState) state = NULL;
  Progress progress = { options, cancellable };

  *result = (DdiGenerateResult){ .origin = DDI_DAY_INVALID };
  if (options->days < 1 || options->days > DDI_GENERATE_MAX_DAYS)
    {
      g_set_error (error, DDI_GENERATE_ERROR, DDI_GENERATE_ERROR_DAYS,
                   _ ("%d days cannot be forecast: 1 to %d can"), options->days, DDI_GENERATE_MAX_DAYS);
      return FALSE;
    }

  tell (options, 0, _ ("Reading the history"));
  history = ddi_history_load (database, cancellable, error);
  if (history == NULL || !check_stores (options, history, error))
    return FALSE;
  groups = make_groups (history, options, origins);
  if (groups->len == 0 || ddi_panel_n_series (history->panel) == 0)
    {
      g_set_error_literal (error, DDI_GENERATE_ERROR, DDI_GENERATE_ERROR_NO_HISTORY,
                           _ ("None of these shops has a history to learn from yet"));
      return FALSE;
    }
  result->origin = g_array_index (origins, DdiDay, 0);
  count_stores (groups, history->stores->len, result);

  progress.n_groups = (guint)options->past_weeks + groups->len;
  for (int weeks = options->past_weeks; weeks > 0; weeks--, progress.group++)
    if (!generate_past_week (database, history, result->origin - 7 * weeks, &state, &progress, error))
      return FALSE;
  for (guint i = 0; i < groups->len; i++, progress.group++)
    if (!fit_group (groups->pdata[i], g_array_index (origins, DdiDay, i), options->days, history, NULL,
                    &progress, error))
      return FALSE;

  tell (options, WRITE_SHARE, _ ("Writing the forecasts"));
  if (!ddi_generate_write (database, history, groups, options->days, options->user_id, result, cancellable,
                           error))
    return FALSE;
  tell (options, 1, _ ("Done"));
  return TRUE;
}

/* One asynchronous run. The progress callback belongs to the caller's main context. */
typedef struct
{
  DdiGenerateOptions options;
  DdiGenerateResult result;
  GTask *task; /* not owned: the job is the task's data */
  int *store_ids;
  gint waiting; /* 1 while a notice is on its way: a fit must not flood the main loop */
} Job;

typedef struct
{
  GTask *task;
  double fraction;
  char *step;
} Notice;

static void
free_job (gpointer data)
{
  Job *job = data;

  g_free (job->store_ids);
  g_free (job);
}

static void
free_notice (gpointer data)
{
  Notice *notice = data;

  g_object_unref (notice->task);
  g_free (notice->step);
  g_free (notice);
}

static gboolean
notify_cb (gpointer data)
{
  Notice *notice = data;
  Job *job = g_task_get_task_data (notice->task);

  g_atomic_int_set (&job->waiting, 0);
  if (!g_task_get_completed (notice->task) &&
      !g_cancellable_is_cancelled (g_task_get_cancellable (notice->task)))
    job->options.progress (notice->fraction, notice->step, job->options.user_data);
  return G_SOURCE_REMOVE;
}

/* On the worker. */
static void
post_progress_cb (double fraction, const char *step, gpointer user_data)
{
  Job *job = user_data;
  g_autoptr (GSource) source = NULL;
  Notice *notice;

  if (!g_atomic_int_compare_and_exchange (&job->waiting, 0, 1))
    return;
  notice = g_new (Notice, 1);
  notice->task = g_object_ref (job->task);
  notice->fraction = fraction;
  notice->step = g_strdup (step);
  source = g_idle_source_new ();
  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_callback (source, notify_cb, notice, free_notice);
  g_source_attach (source, g_task_get_context (job->task));
}

static void
generate_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  Job *job = task_data;
  DdiGenerateOptions options = job->options;
  GError *error = NULL;

  if (options.progress)
    {
      options.progress = post_progress_cb;
      options.user_data = job;
    }
  if (ddi_generate (source, &options, &job->result, cancellable, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

void
ddi_generate_async (DdiDatabase *database, const DdiGenerateOptions *options, GCancellable *cancellable,
                    GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (database, cancellable, callback, user_data);
  Job *job = g_new0 (Job, 1);

  job->options = *options;
  job->task = task;
  if (options->store_ids)
    {
      job->store_ids = g_memdup2 (options->store_ids, options->n_stores * sizeof (int));
      job->options.store_ids = job->store_ids;
    }
  g_task_set_source_tag (task, ddi_generate_async);
  g_task_set_task_data (task, job, free_job);
  ddi_cores_run (task, generate_thread);
}

gboolean
ddi_generate_finish (GAsyncResult *async_result, DdiGenerateResult *result, GError **error)
{
  Job *job = g_task_get_task_data (G_TASK (async_result));

  if (!g_task_propagate_boolean (G_TASK (async_result), error))
    return FALSE;
  *result = job->result;
  return TRUE;
}
