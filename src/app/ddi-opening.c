/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/ddi-opening.h"

#include <glib/gi18n-lib.h>

#include "cluster/ddi-cluster.h"
#include "db/ddi-db-error.h"
#include "journal/ddi-journal.h"
#include "tasks/ddi-demo.h"
#include "tasks/ddi-move.h"
#include "tasks/ddi-restore-home.h"

typedef struct
{
  DdiHomeKind kind;
  DdiOpeningStepFunc step;
  gpointer user_data;
  char *data_dir;
  DdiSession *session; /* once the home is open */
  DdiDemoResult demo;
  DdiMoveResult *moved;
  GError *not_moved; /* why not, where it was asked for */
} Opening;

static void
opening_free (Opening *opening)
{
  g_clear_object (&opening->session);
  g_clear_pointer (&opening->moved, ddi_move_result_free);
  g_clear_error (&opening->not_moved);
  g_free (opening->data_dir);
  g_free (opening);
}

/* A step on its way from the thread that opens to the main context; it keeps the task, whose
 * cancellable says whether anybody still listens. */
typedef struct
{
  GTask *task;
  char *text;
} Step;

static void
step_free (Step *step)
{
  g_object_unref (step->task);
  g_free (step->text);
  g_free (step);
}

static void
tell (GTask *task, const char *text)
{
  Opening *opening = g_task_get_task_data (task);

  if (opening->step && !g_task_get_completed (task) &&
      !g_cancellable_is_cancelled (g_task_get_cancellable (task)))
    opening->step (text, opening->user_data);
}

static gboolean
step_cb (gpointer user_data)
{
  Step *step = user_data;

  tell (step->task, step->text);
  return G_SOURCE_REMOVE;
}

static void
home_progress_cb (const char *text, gpointer user_data)
{
  Step *step = g_new0 (Step, 1);

  step->task = g_object_ref (user_data);
  step->text = g_strdup (text);
  g_main_context_invoke_full (g_task_get_context (step->task), G_PRIORITY_DEFAULT, step_cb, step,
                              (GDestroyNotify)step_free);
}

/* The demo's figures can be looked at while its forecasts are made. */
static void
forecast_demo (DdiSession *session, const DdiDemoResult *demo)
{
  DdiHome *home = ddi_session_get_home (session);
  DdiGenerateOptions options = ddi_demo_generate_options (home, demo);

  if (demo->lacks_forecasts)
    ddi_generate_run_start (ddi_session_get_generate_run (session), ddi_home_get_database (home), &options,
                            home);
}

static void
reloaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Opening *opening = g_task_get_task_data (task);
  GError *error = NULL;

  if (!ddi_session_reload_finish (DDI_SESSION (source), result, &error))
    {
      g_task_return_error (task, error);
      return;
    }
  forecast_demo (DDI_SESSION (source), &opening->demo);
  g_task_return_pointer (task, g_object_ref (source), g_object_unref);
}

static void
reload (GTask *task, DdiSession *session)
{
  ddi_session_reload_async (session, g_task_get_cancellable (task), reloaded_cb, g_object_ref (task));
}

static gpointer
fill_demo_thread (gpointer user_data)
{
  g_autoptr (GTask) fill = user_data;
  DdiHome *home = g_task_get_source_object (fill);
  DdiDemoResult *demo = g_task_get_task_data (fill);
  GError *error = NULL;

  if (ddi_demo_open_rows (home, demo, g_task_get_cancellable (fill), &error))
    g_task_return_boolean (fill, TRUE);
  else
    g_task_return_error (fill, error);
  return NULL;
}

static void
demo_filled_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Opening *opening = g_task_get_task_data (task);
  GError *error = NULL;

  if (g_task_propagate_boolean (G_TASK (result), &error))
    reload (task, opening->session);
  else
    g_task_return_error (task, error);
}

static void
home_opened_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Opening *opening = g_task_get_task_data (task);
  GError *error = NULL;
  g_autoptr (DdiHome) home = ddi_home_open_finish (result, &error);
  GTask *fill;

  if (home == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  if (ddi_home_get_user_id (home) == 0)
    {
      g_task_return_new_error (task, DDI_DB_ERROR, DDI_DB_ERROR_DENIED,
                               _ ("Nobody is signed in to this server"));
      return;
    }
  opening->session = ddi_session_new (home);
  if (opening->kind != DDI_HOME_KIND_DEMO)
    {
      reload (task, opening->session);
      return;
    }
  tell (task, _ ("Preparing the demo district…"));
  fill = g_task_new (home, g_task_get_cancellable (task), demo_filled_cb, g_object_ref (task));
  g_task_set_source_tag (fill, ddi_demo_open_rows);
  g_task_set_task_data (fill, &opening->demo, NULL); /* lives as long as its callback's data */
  g_thread_unref (g_thread_new ("fill-demo", fill_demo_thread, fill));
}

char *
ddi_opening_dup_data_dir (const DdiOpeningOptions *options)
{
  g_autofree char *home = NULL;

  if (options->data_dir)
    return g_strdup (options->data_dir);
  home = ddi_cluster_default_home ();
  return options->kind == DDI_HOME_KIND_DEMO ? g_strconcat (home, "-demo", NULL) : g_steal_pointer (&home);
}

static void
open_home (GTask *task, const DdiOpeningOptions *options)
{
  Opening *opening = g_task_get_task_data (task);
  DdiHomeOptions home = { .data_dir = opening->data_dir, .progress = home_progress_cb, .user_data = task };

  home.connection = options && options->kind == DDI_HOME_KIND_SERVER ? options->connection : NULL;
  home.remember = home.connection != NULL;
  home.sign_in = options ? options->sign_in : NULL;
  ddi_home_open_async (&home, g_task_get_cancellable (task), home_opened_cb, g_object_ref (task));
}

/* Where the data could not be moved they are as they were, and open with the server that has written them. */
static void
moved_if_former_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Opening *opening = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;

  if (!ddi_move_if_former_finish (result, &opening->moved, &error))
    ddi_journal_note_error ("upgrade", error);
  if (!g_task_return_error_if_cancelled (task))
    open_home (task, NULL);
}

static void
moved_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Opening *opening = g_task_get_task_data (task);

  opening->moved = ddi_move_finish (result, &opening->not_moved);
  if (opening->not_moved)
    ddi_journal_note_error ("upgrade", opening->not_moved);
  if (!g_task_return_error_if_cancelled (task))
    open_home (task, NULL);
}

static void
restored_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;

  if (ddi_restore_home_finish (result, &error))
    open_home (task, NULL);
  else
    g_task_return_error (task, error);
}

static void
copy_progress_cb (const char *step, guint done, guint total, gpointer user_data)
{
  g_autofree char *text =
      total > 0 ? g_strdup_printf (_ ("%s: %u of %u"), step, done, total) : g_strdup (step);

  home_progress_cb (text, user_data);
}

void
ddi_opening_run_async (const DdiOpeningOptions *options, GCancellable *cancellable,
                       GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  Opening *opening = g_new0 (Opening, 1);
  DdiRestoreHome restore = { .path = options->restore_path,
                             .passphrase = options->passphrase,
                             .progress = copy_progress_cb,
                             .user_data = task };
  const DdiMoveOptions move = { .progress = copy_progress_cb, .user_data = task };

  opening->kind = options->kind;
  opening->step = options->step;
  opening->user_data = options->user_data;
  opening->data_dir = ddi_opening_dup_data_dir (options);
  g_task_set_source_tag (task, ddi_opening_run_async);
  g_task_set_task_data (task, opening, (GDestroyNotify)opening_free);
  tell (task, _ ("Opening the data…"));
  restore.data_dir = opening->data_dir;
  if (options->restore_path)
    ddi_restore_home_async (&restore, cancellable, restored_cb, g_object_ref (task));
  else if (options->kind == DDI_HOME_KIND_SERVER)
    open_home (task, options);
  else if (options->upgrade)
    ddi_move_to_newest_async (opening->data_dir, &move, cancellable, moved_cb, g_object_ref (task));
  else
    ddi_move_if_former_async (opening->data_dir, &move, cancellable, moved_if_former_cb, g_object_ref (task));
}

DdiMoveResult *
ddi_opening_steal_move (GAsyncResult *result, GError **error)
{
  Opening *opening;

  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);

  opening = g_task_get_task_data (G_TASK (result));
  if (opening->not_moved)
    g_propagate_error (error, g_steal_pointer (&opening->not_moved));
  return g_steal_pointer (&opening->moved);
}

DdiSession *
ddi_opening_run_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}
