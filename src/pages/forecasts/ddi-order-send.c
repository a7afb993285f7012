/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "pages/forecasts/ddi-order-send.h"

#include <glib/gi18n-lib.h>

#include "exchange/ddi-order-file.h"
#include "tasks/ddi-audit.h"
#include "tasks/ddi-cores.h"
#include "tasks/ddi-order-matrix-load.h"

/* One order on its way: read, written by a thread, then recorded. */
typedef struct
{
  DdiWindow *window;
  DdiSession *session;
  DdiOrderSend send;
  char *format;
  GFile *file;
  DdiOrderMatrix *matrix;
  GArray *store_ids;
} Job;

static void
free_job (Job *job)
{
  g_clear_object (&job->window);
  g_clear_object (&job->session);
  g_clear_object (&job->file);
  g_clear_pointer (&job->matrix, ddi_order_matrix_unref);
  g_clear_pointer (&job->store_ids, g_array_unref);
  g_free (job->format);
  g_free (job);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Job, free_job)

static void
complain (Job *job, const GError *error)
{
  g_autofree char *text = g_strdup_printf (_ ("The order was not written: %s"), error->message);

  ddi_window_add_toast (job->window, text);
}

/* --- The undo of "marked as sent". --- */

typedef struct
{
  DdiSession *session;
  int dispatch_id;
} Unsend;

static void
free_unsend (gpointer data)
{
  Unsend *unsend = data;

  g_object_unref (unsend->session);
  g_free (unsend);
}

static void
unsent_cb (GObject *source, GAsyncResult *async_result, gpointer user_data)
{
  g_autoptr (DdiSession) session = user_data;
  g_autoptr (GPtrArray) results = ddi_database_run_finish (DDI_DATABASE (source), async_result, NULL);

  if (results)
    ddi_session_changed (session, DDI_DATA_FORECASTS);
}

static void
unsend_cb (DdiWindow *window, gpointer user_data)
{
  Unsend *unsend = user_data;

  ddi_database_run_async (ddi_session_get_database (unsend->session),
                          ddi_order_undo_dispatch_unit (unsend->dispatch_id), NULL, unsent_cb,
                          g_object_ref (unsend->session));
}

/* --- Reading, writing, recording. --- */

static void
recorded_cb (GObject *source, GAsyncResult *async_result, gpointer user_data)
{
  g_autoptr (Job) job = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) results = NULL;
  DdiOutboxOutcome outcome = ddi_session_enter_finish (DDI_SESSION (source), async_result, &results, &error);
  g_autofree char *name = g_file_get_basename (job->file);
  g_autofree char *text = NULL;
  Unsend *unsend;

  if (outcome == DDI_OUTBOX_KEPT)
    {
      text = g_strdup_printf (_ ("“%s” was written; it is marked as sent once the server answers"), name);
      ddi_window_add_toast (job->window, text);
      return;
    }
  if (outcome == DDI_OUTBOX_FAILED)
    {
      text = g_strdup_printf (_ ("“%s” was written, but not marked as sent: %s"), name, error->message);
      ddi_window_add_toast (job->window, text);
      return;
    }
  text = g_strdup_printf (_ ("“%s” was written and marked as sent"), name);
  if (results == NULL)
    {
      /* Its answer was lost, and with it what it is called. */
      ddi_window_add_toast (job->window, text);
      ddi_session_changed (job->session, DDI_DATA_FORECASTS);
      return;
    }
  unsend = g_new (Unsend, 1);
  unsend->session = g_object_ref (job->session);
  unsend->dispatch_id = (int)ddi_rows_get_int (results->pdata[0], 0, 0);
  ddi_window_add_undo_toast (job->window, text, unsend_cb, unsend, free_unsend);
  ddi_session_changed (job->session, DDI_DATA_FORECASTS);
}

static void
written_cb (GObject *source, GAsyncResult *async_result, gpointer user_data)
{
  g_autoptr (Job) job = g_steal_pointer (&user_data);
  g_autoptr (GError) error = NULL;
  g_autofree char *name = g_file_get_basename (job->file);
  g_autofree char *text = NULL, *day = NULL, *place = NULL, *title = NULL;
  DdiUnit *unit;

  if (!g_task_propagate_boolean (G_TASK (async_result), &error))
    {
      complain (job, error);
      return;
    }
  if (!job->send.dispatch)
    {
      text = g_strdup_printf (_ ("“%s” was written"), name);
      ddi_audit_note_export_later (ddi_session_get_database (job->session), "order", name, -1);
      ddi_window_add_toast (job->window, text);
      return;
    }
  unit = ddi_order_dispatch_unit (job->matrix, job->format, name, job->store_ids,
                                  ddi_session_get_user_id (job->session));
  day = ddi_day_format (job->send.day);
  place = g_strconcat ("day=", day, NULL);
  /* Translators: the file of an order was sent to the kitchen. */
  title = g_strdup_printf (_ ("“%s” sent"), name);
  ddi_session_enter_async (job->session, &(DdiOutboxNote){ title, "forecasts", place, DDI_DATA_FORECASTS },
                           unit, recorded_cb, job);
  g_steal_pointer (&job);
}

static void
write_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  Job *job = task_data;
  g_autofree char *path = g_file_get_path (job->file);
  GError *error = NULL;

  if (ddi_order_file_write (job->matrix, path, cancellable, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
read_cb (GObject *source, GAsyncResult *async_result, gpointer user_data)
{
  g_autoptr (Job) job = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) results = ddi_database_run_finish (DDI_DATABASE (source), async_result, &error);
  g_autoptr (GTask) task = NULL;

  if (results == NULL)
    {
      complain (job, error);
      return;
    }
  job->matrix = ddi_order_matrix_from_rows (job->send.day, results);
  job->store_ids = ddi_order_matrix_store_ids (results);
  if (ddi_order_matrix_get_n_products (job->matrix) == 0)
    {
      ddi_window_add_toast (job->window, _ ("Nothing is approved for this day yet"));
      return;
    }
  task = g_task_new (NULL, NULL, written_cb, job);
  g_task_set_task_data (task, job, NULL);
  ddi_cores_run (task, write_thread);
  g_steal_pointer (&job);
}

void
ddi_order_send_to (DdiWindow *window, const DdiOrderSend *send, GFile *file)
{
  DdiSession *session = ddi_window_get_session (window);
  Job *job = g_new0 (Job, 1);

  job->window = g_object_ref (window);
  job->session = g_object_ref (session);
  job->send = *send;
  job->format = g_strdup (send->format);
  job->file = g_object_ref (file);
  ddi_database_run_async (ddi_session_get_database (session),
                          ddi_order_matrix_unit (send->day, send->store_id, send->approved_only), NULL,
                          read_cb, job);
}

/* --- Asking where to. --- */

typedef struct
{
  DdiWindow *window;
  DdiOrderSend send;
  char *format;
} Ask;

static void
chosen_cb (GtkNativeDialog *dialog, int response, gpointer user_data)
{
  Ask *ask = user_data;

  if (response == GTK_RESPONSE_ACCEPT)
    {
      g_autoptr (GFile) file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog));

      ask->send.format = ask->format;
      ddi_order_send_to (ask->window, &ask->send, file);
    }
  g_object_unref (ask->window);
  g_free (ask->format);
  g_free (ask);
  g_object_unref (dialog);
}

void
ddi_order_send_ask (DdiWindow *window, const DdiOrderSend *send)
{
  GtkFileChooserNative *chooser =
      gtk_file_chooser_native_new (_ ("Save Order"), GTK_WINDOW (window), GTK_FILE_CHOOSER_ACTION_SAVE,
                                   _ ("_Save"), _ ("_Cancel"));
  g_autofree char *day = ddi_day_format (send->day);
  g_autofree char *name = g_strdup_printf ("order-%s.%s", day, send->format);
  Ask *ask = g_new0 (Ask, 1);

  ask->window = g_object_ref (window);
  ask->send = *send;
  ask->format = g_strdup (send->format);
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (chooser), name);
  g_signal_connect (chooser, "response", G_CALLBACK (chosen_cb), ask);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (chooser));
}
