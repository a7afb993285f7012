/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "pages/forecasts/ddi-decide.h"

#include <glib/gi18n-lib.h>

#include "core/ddi-format.h"

/* What is being done, or can be undone. */
typedef struct
{
  DdiWindow *window; /* kept while a unit runs; NULL in an undo's data */
  DdiSession *session;
  DdiOrder *order; /* keeps @line; NULL for all at once */
  const DdiOrderLine *line;
  DdiDecision kind;
  int quantity;
  DdiDay day;
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

static char *
describe_all (guint n)
{
  return g_strdup_printf (ngettext ("%u line approved", "%u lines approved", n), n);
}

static void
undone_cb (GObject *source, GAsyncResult *async_result, gpointer user_data)
{
  g_autoptr (Job) job = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) results = NULL;
  DdiOutboxOutcome outcome = ddi_session_enter_finish (DDI_SESSION (source), async_result, &results, &error);

  if (outcome == DDI_OUTBOX_FAILED)
    {
      ddi_window_add_toast (job->window, ddi_order_explain (error));
      ddi_session_changed (job->session, DDI_DATA_FORECASTS);
    }
  else
    ddi_window_tell_entered (job->window, job->session, outcome, DDI_DATA_FORECASTS);
}

/* Enters what is decided about @day; @callback gets @job. */
static void
enter (Job *job, DdiDay day, const char *title, DdiUnit *unit, GAsyncReadyCallback callback)
{
  g_autofree char *text = ddi_day_format (day), *place = g_strconcat ("day=", text, NULL);

  ddi_session_enter_async (job->session, &(DdiOutboxNote){ title, "forecasts", place, DDI_DATA_FORECASTS },
                           unit, callback, job);
}

static void
undo_cb (DdiWindow *window, gpointer user_data)
{
  Job *done = user_data;
  DdiUnit *unit =
      done->ids ? ddi_order_reopen_unit (done->ids) : ddi_order_undo_unit (done->line, done->kind);
  g_autofree char *what = done->ids ? describe_all (done->ids->len) : describe (done);
  g_autofree char *title = g_strdup_printf (_ ("Undo: %s"), what);

  enter (new_job (window), done->day, title, unit, undone_cb);
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

static void
decided_cb (GObject *source, GAsyncResult *async_result, gpointer user_data)
{
  g_autoptr (Job) job = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) results = NULL;
  DdiOutboxOutcome outcome = ddi_session_enter_finish (DDI_SESSION (source), async_result, &results, &error);
  g_autofree char *text = NULL;

  if (outcome == DDI_OUTBOX_FAILED)
    {
      ddi_window_add_toast (job->window, ddi_order_explain (error));
      ddi_session_changed (job->session, DDI_DATA_FORECASTS);
      return;
    }
  /* While it waits it is taken back in the list of what waits. */
  if (outcome == DDI_OUTBOX_KEPT)
    {
      ddi_window_tell_entered (job->window, job->session, outcome, DDI_DATA_FORECASTS);
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
  g_autofree char *title = NULL;

  job->order = ddi_order_ref (order);
  job->line = line;
  job->kind = kind;
  job->quantity = quantity;
  job->day = ddi_order_get_day (order);
  title = describe (job);
  enter (job, job->day, title, ddi_order_decision_unit (&decision), decided_cb);
}

static void
approved_cb (GObject *source, GAsyncResult *async_result, gpointer user_data)
{
  g_autoptr (Job) job = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) results = NULL;
  DdiOutboxOutcome outcome = ddi_session_enter_finish (DDI_SESSION (source), async_result, &results, &error);
  g_autofree char *text = NULL;

  if (outcome == DDI_OUTBOX_FAILED)
    {
      ddi_window_add_toast (job->window, ddi_order_explain (error));
      ddi_session_changed (job->session, DDI_DATA_FORECASTS);
      return;
    }
  /* It waits; or it had been done and the answer was lost on the way, so that nobody knows any more which they were. */
  if (results == NULL)
    {
      ddi_window_tell_entered (job->window, job->session, outcome, DDI_DATA_FORECASTS);
      return;
    }
  job->ids = ddi_order_approved_ids (results);
  if (job->ids->len == 0)
    {
      ddi_window_add_toast (job->window, _ ("What is still pending asks for a look first"));
      return;
    }
  text = describe_all (job->ids->len);
  offer_undo (g_steal_pointer (&job), text);
}

void
ddi_decide_all (DdiWindow *window, DdiDay day, GArray *seen, gboolean with_exceptions)
{
  Job *job = new_job (window);
  g_autofree char *when = ddi_format_day_short (day, ddi_session_get_today (job->session, 0));
  /* Translators: in the list of what waits for the server; %s is a day. */
  g_autofree char *title = g_strdup_printf (_ ("Approve all, %s"), when);

  job->day = day;
  enter (job, day, title,
         ddi_order_approve_all_unit (day, seen, with_exceptions, ddi_session_get_user_id (job->session)),
         approved_cb);
}
