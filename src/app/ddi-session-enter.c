/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/ddi-session.h"

/* What a person enters, on its way through the outbox. */

typedef struct
{
  DdiOutboxOutcome outcome;
  GPtrArray *results;
  GError *error;
} Entered;

static void
entered_free (Entered *entered)
{
  g_clear_pointer (&entered->results, g_ptr_array_unref);
  g_clear_error (&entered->error);
  g_free (entered);
}

DdiOutbox *
ddi_session_get_outbox (DdiSession *self)
{
  g_return_val_if_fail (DDI_IS_SESSION (self), NULL);
  return ddi_home_get_outbox (ddi_session_get_home (self));
}

static void
kept_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Entered *entered = g_new0 (Entered, 1);

  entered->outcome = ddi_outbox_run_finish (DDI_OUTBOX (source), result, &entered->results, &entered->error);
  g_task_return_pointer (task, entered, (GDestroyNotify)entered_free);
  ddi_session_outbox_changed (g_task_get_source_object (task));
}

static void
run_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Entered *entered = g_new0 (Entered, 1);

  entered->results = ddi_database_run_finish (DDI_DATABASE (source), result, &entered->error);
  entered->outcome = entered->results ? DDI_OUTBOX_SENT : DDI_OUTBOX_FAILED;
  g_task_return_pointer (task, entered, (GDestroyNotify)entered_free);
}

/* A statement's rows are gone where it had been done before: its answer was lost on the way. */
static gboolean
is_lost (GPtrArray *results)
{
  return results->len > 0 && ddi_rows_get_n_affected (results->pdata[0]) < 0;
}

void
ddi_session_enter_async (DdiSession *self, const DdiOutboxNote *note, DdiUnit *unit,
                         GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *task = g_task_new (self, NULL, callback, user_data);
  DdiOutbox *outbox = ddi_session_get_outbox (self);

  g_task_set_source_tag (task, ddi_session_enter_async);
  if (outbox)
    ddi_outbox_run_async (outbox, ddi_session_get_database (self), note, unit, kept_cb, task);
  else
    {
      g_autofree char *request = g_uuid_string_random ();

      ddi_unit_set_request (unit, request);
      ddi_database_run_async (ddi_session_get_database (self), unit, NULL, run_cb, task);
    }
}

DdiOutboxOutcome
ddi_session_enter_finish (DdiSession *self, GAsyncResult *result, GPtrArray **results, GError **error)
{
  Entered *entered;
  DdiOutboxOutcome outcome;

  *results = NULL;
  g_return_val_if_fail (g_task_is_valid (result, self), DDI_OUTBOX_FAILED);

  entered = g_task_propagate_pointer (G_TASK (result), NULL);
  outcome = entered->outcome;
  if (entered->results && !is_lost (entered->results))
    *results = g_steal_pointer (&entered->results);
  if (entered->error)
    g_propagate_error (error, g_steal_pointer (&entered->error));
  entered_free (entered);
  return outcome;
}

static void
sent_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (DdiSession) self = user_data;
  g_autoptr (GError) error = NULL;
  guint touched;

  if (!ddi_outbox_send_finish (DDI_OUTBOX (source), result, &touched, &error))
    g_debug ("still waiting: %s", error->message);
  if (touched)
    ddi_session_changed (self, touched);
  ddi_session_outbox_changed (self);
}

void
ddi_session_send (DdiSession *self, gboolean again)
{
  DdiOutbox *outbox = ddi_session_get_outbox (self);

  if (outbox && ddi_outbox_get_n (outbox) > 0)
    ddi_outbox_send_async (outbox, ddi_session_get_database (self), again, NULL, sent_cb,
                           g_object_ref (self));
}
