/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "pages/forecasts/ddi-decide.h"

#include <glib/gi18n-lib.h>

/* What is being done, or can be undone. */
typedef struct
{
  DdiWindow *window; /* kept while a unit runs; NULL in an undo's data */
  DdiSession *session;
  DdiOrder *order; /* keeps @line; NULL for all at once */
  const DdiOrderLine *line;
  DdiDecision kind;
  int quantity;
  GArray *ids; /* all at once: what was approved */
} Job;

static void
free_job (gpointer data)
{
  Job *job = data;

  g_clear_object (&job->window);
  g_clear_object (&job->session);
  g_clear_pointer (&job->order, ddi_order_unref);
  g_clear_pointer (&job->ids, g_array_unref);
  g_free (job);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Job, free_job)

static Job *
new_job (DdiWindow *window)
{
  Job *job = g_new0 (Job, 1);

  job->window = g_object_ref (window);
  job->session = g_object_ref (ddi_window_get_session (window));
  return job;
}

static void
undone_cb (GObject *source, GAsyncResult *async_result, gpointer user_data)
{
  g_autoptr (Job) job = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) results = ddi_database_run_finish (DDI_DATABASE (source), async_result, &error);

  if (results == NULL)
    ddi_window_add_toast (job->window, error->message);
  ddi_session_changed (job->session, DDI_DATA_FORECASTS);
}

static void
undo_cb (DdiWindow *window, gpointer user_data)
{
  Job *done = user_data;
  DdiUnit *unit =
      done->ids ? ddi_order_reopen_unit (done->ids) : ddi_order_undo_unit (done->line, done->kind);

  ddi_database_run_async (ddi_session_get_database (done->session), unit, NULL, undone_cb, new_job (window));
}

/* Takes @job. */
static void
offer_undo (Job *job, const char *text)
{
  g_autoptr (DdiWindow) window = g_steal_pointer (&job->window);
  g_autoptr (DdiSession) session = g_object_ref (job->session);

  ddi_window_add_undo_toast (window, text, undo_cb, job, free_job);
  ddi_session_changed (session, DDI_DATA_FORECASTS);
}

static char *
describe (const Job *job)
{
  const char *product = job->line->product;

  switch (job->kind)
    {
    case DDI_DECISION_REJECT:
      return g_strdup_printf (_ ("%s rejected"), product);
    case DDI_DECISION_CHANGE:
      return g_strdup_printf (_ ("%s: %d approved"), product, job->quantity);
    case DDI_DECISION_ACCEPT:
      return g_strdup_printf (_ ("%s: %d approved"), product, job->line->changed_order);
    case DDI_DECISION_KEEP:
      return g_strdup_printf (_ ("%s stays at %d"), product, job->line->quantity);
    case DDI_DECISION_APPROVE:
    default:
      return g_strdup_printf (_ ("%s: %d approved"), product, job->line->order);
    }
}

static void
decided_cb (GObject *source, GAsyncResult *async_result, gpointer user_data)
{
  g_autoptr (Job) job = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) results = ddi_database_run_finish (DDI_DATABASE (source), async_result, &error);
  g_autofree char *text = NULL;

  if (results == NULL || !ddi_order_decided (results, &error))
    {
      ddi_window_add_toast (job->window, error->message);
      ddi_session_changed (job->session, DDI_DATA_FORECASTS);
      return;
    }
  text = describe (job);
  offer_undo (g_steal_pointer (&job), text);
}

void
ddi_decide (DdiWindow *window, DdiOrder *order, const DdiOrderLine *line, DdiDecision kind, int quantity,
            const char *reason)
{
  gboolean newer = kind == DDI_DECISION_ACCEPT || kind == DDI_DECISION_KEEP;
  Job *job = new_job (window);
  DdiOrderDecision decision = {
    .kind = kind,
    .forecast_id = newer ? line->changed_id : line->id,
    .row_version = newer ? line->changed_row_version : line->row_version,
    .quantity = quantity,
    .reason = reason,
    .user_id = ddi_session_get_user_id (job->session),
  };

  job->order = ddi_order_ref (order);
  job->line = line;
  job->kind = kind;
  job->quantity = quantity;
  ddi_database_run_async (ddi_session_get_database (job->session), ddi_order_decision_unit (&decision), NULL,
                          decided_cb, job);
}

static void
approved_cb (GObject *source, GAsyncResult *async_result, gpointer user_data)
{
  g_autoptr (Job) job = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) results = ddi_database_run_finish (DDI_DATABASE (source), async_result, &error);
  g_autofree char *text = NULL;
  guint n;

  if (results == NULL)
    {
      ddi_window_add_toast (job->window, error->message);
      return;
    }
  job->ids = ddi_order_approved_ids (results);
  n = job->ids->len;
  if (n == 0)
    {
      ddi_window_add_toast (job->window, _ ("What is still pending asks for a look first"));
      return;
    }
  text = g_strdup_printf (ngettext ("%u line approved", "%u lines approved", n), n);
  offer_undo (g_steal_pointer (&job), text);
}

void
ddi_decide_all (DdiWindow *window, DdiDay day, int store_id, gboolean with_exceptions)
{
  Job *job = new_job (window);

  ddi_database_run_async (ddi_session_get_database (job->session),
                          ddi_order_approve_all_unit (day, store_id, with_exceptions,
                                                      ddi_session_get_user_id (job->session)),
                          NULL, approved_cb, job);
}
