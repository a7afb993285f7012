/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tasks/ddi-outbox-private.h"

#include "db/ddi-db-error.h"
#include "db/ddi-unit-json.h"

#define MAX_DENIALS 3

/* Whether the same entry may well be taken later: nothing in it is wrong. */
static gboolean
may_wait (const GError *error)
{
  static const DdiDbError codes[] = { DDI_DB_ERROR_OFFLINE,   DDI_DB_ERROR_UNKNOWN, DDI_DB_ERROR_CONFLICT,
                                      DDI_DB_ERROR_ADDRESSEE, DDI_DB_ERROR_TIMEOUT, DDI_DB_ERROR_FULL,
                                      DDI_DB_ERROR_VERSION };

  if (error->domain != DDI_DB_ERROR)
    return TRUE;
  for (gsize i = 0; i < G_N_ELEMENTS (codes); i++)
    if (error->code == (int)codes[i])
      return TRUE;
  return FALSE;
}

static void
add_check (const DdiOutboxEntry *entry, DdiUnit *unit)
{
  ddi_unit_add (unit, "outbox/check-addressee", g_variant_new ("(si)", entry->database, entry->user_id));
}

/* The entry's own statements, behind the one that says whom they are for. */
static DdiUnit *
make_unit (const DdiOutboxEntry *entry, GError **error)
{
  g_autoptr (JsonNode) statements = ddi_unit_to_json (entry->unit);
  g_autoptr (DdiUnit) check = ddi_unit_new ();
  g_autoptr (JsonNode) first = NULL;
  JsonArray *all = json_array_new ();
  JsonArray *own = json_node_get_array (statements);
  g_autoptr (JsonNode) root = json_node_init_array (json_node_alloc (), all);
  DdiUnit *unit;

  add_check (entry, check);
  first = ddi_unit_to_json (check);
  json_array_add_element (all, json_array_dup_element (json_node_get_array (first), 0));
  for (guint i = 0; i < json_array_get_length (own); i++)
    json_array_add_element (all, json_array_dup_element (own, i));
  json_array_unref (all);
  unit = ddi_unit_from_json (root, error);
  if (unit)
    ddi_unit_set_request (unit, entry->request);
  return unit;
}

/* A session that has ended may be refused anything, and first of all to record the request: whether the entry is
 * wrong, or only cannot be sent by this session, is asked apart. Replaces @error by the answer. */
static void
ask_why (const DdiOutboxEntry *entry, DdiDatabase *database, GCancellable *cancellable, GError **error)
{
  DdiUnit *unit = ddi_unit_new ();
  g_autoptr (GPtrArray) results = NULL;
  g_autoptr (GError) local = NULL;

  ddi_unit_set_read_only (unit);
  add_check (entry, unit);
  results = ddi_database_run (database, unit, cancellable, &local);
  if (results || !may_wait (local))
    return;
  g_clear_error (error);
  g_propagate_error (error, g_steal_pointer (&local));
}

/* The answers to the entry's own statements. (transfer full) A server that hangs up while it is connected to looks like
 * one that does not let us in: it is asked more than once before the entry is blamed. */
static GPtrArray *
send_entry (const DdiOutboxEntry *entry, DdiDatabase *database, GCancellable *cancellable, GError **error)
{
  for (guint attempt = 1;; attempt++)
    {
      DdiUnit *unit = make_unit (entry, error);
      GPtrArray *results = unit ? ddi_database_run (database, unit, cancellable, error) : NULL;

      if (results)
        g_ptr_array_remove_index (results, 0);
      if (results || unit == NULL || may_wait (*error))
        return results;
      ask_why (entry, database, cancellable, error);
      if (attempt == MAX_DENIALS || !g_error_matches (*error, DDI_DB_ERROR, DDI_DB_ERROR_DENIED))
        return NULL;
      g_clear_error (error);
    }
}

/* @mine is the entry whose answers are wanted; its refusal is its caller's to tell. */
static gboolean
send_all (DdiOutbox *self, DdiDatabase *database, const DdiOutboxEntry *mine, gboolean again,
          GPtrArray **results, guint *touched, GCancellable *cancellable, GError **error)
{
  g_autoptr (GPtrArray) entries = ddi_outbox_list (self);

  for (guint i = 0; i < entries->len; i++)
    {
      DdiOutboxEntry *entry = entries->pdata[i];
      gboolean is_mine = mine && g_str_equal (mine->file, entry->file);
      g_autoptr (GError) local = NULL;
      g_autoptr (GPtrArray) answers = NULL;

      if (entry->refusal && !again)
        continue;
      answers = send_entry (entry, database, cancellable, &local);
      ddi_outbox_set_away (self, g_error_matches (local, DDI_DB_ERROR, DDI_DB_ERROR_OFFLINE));
      if (answers)
        {
          *touched |= entry->touched;
          if (is_mine)
            *results = g_steal_pointer (&answers);
          if (!ddi_outbox_remove (self, entry, error))
            return FALSE;
        }
      else if (is_mine || may_wait (local))
        {
          g_propagate_error (error, g_steal_pointer (&local));
          return FALSE;
        }
      else if (!ddi_outbox_refuse (self, entry, local->message, error))
        return FALSE;
    }
  return TRUE;
}

gboolean
ddi_outbox_send (DdiOutbox *self, DdiDatabase *database, gboolean again, guint *touched,
                 GCancellable *cancellable, GError **error)
{
  gboolean good;

  *touched = 0;
  ddi_outbox_lock_sending (self);
  good = send_all (self, database, NULL, again, NULL, touched, cancellable, error);
  ddi_outbox_unlock_sending (self);
  return good;
}

static gboolean
is_kept (DdiOutbox *self, const DdiOutboxEntry *entry)
{
  g_autoptr (GPtrArray) entries = ddi_outbox_list (self);

  for (guint i = 0; i < entries->len; i++)
    if (g_str_equal (((DdiOutboxEntry *)entries->pdata[i])->file, entry->file))
      return TRUE;
  return FALSE;
}

DdiOutboxOutcome
ddi_outbox_run (DdiOutbox *self, DdiDatabase *database, const DdiOutboxNote *note, DdiUnit *unit,
                GPtrArray **results, GError **error)
{
  g_autoptr (DdiOutboxEntry) entry = ddi_outbox_add (self, note, unit, error);
  g_autoptr (GError) local = NULL;
  guint touched = 0;

  *results = NULL;
  if (entry == NULL)
    return DDI_OUTBOX_FAILED;
  if (ddi_outbox_is_away (self))
    return DDI_OUTBOX_KEPT;
  ddi_outbox_lock_sending (self);
  send_all (self, database, entry, FALSE, results, &touched, NULL, &local);
  ddi_outbox_unlock_sending (self);
  /* Sent by now, perhaps with what another thread sent before our turn came. */
  if (!is_kept (self, entry))
    return DDI_OUTBOX_SENT;
  if (local == NULL || may_wait (local))
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return DDI_OUTBOX_KEPT;
    }
  if (!ddi_outbox_remove (self, entry, NULL))
    g_message ("%s: refused, and cannot be removed", entry->file);
  g_propagate_error (error, g_steal_pointer (&local));
  return DDI_OUTBOX_FAILED;
}

/* Off the main thread */

typedef struct
{
  DdiDatabase *database;
  DdiUnit *unit; /* NULL: only send what waits */
  char *title, *page, *place;
  guint touched;
  gboolean again;
  DdiOutboxOutcome outcome;
  GPtrArray *results;
  GError *why; /* it waits */
} Work;

static void
work_free (Work *work)
{
  g_object_unref (work->database);
  g_clear_pointer (&work->unit, ddi_unit_unref);
  g_free (work->title);
  g_free (work->page);
  g_free (work->place);
  g_clear_pointer (&work->results, g_ptr_array_unref);
  g_clear_error (&work->why);
  g_free (work);
}

void
ddi_outbox_work (GTask *owned)
{
  g_autoptr (GTask) task = owned;
  DdiOutbox *self = g_task_get_source_object (task);
  Work *work = g_task_get_task_data (task);
  DdiOutboxNote note = { work->title, work->page, work->place, work->touched };
  GError *error = NULL;

  if (work->unit)
    {
      work->outcome =
          ddi_outbox_run (self, work->database, &note, g_steal_pointer (&work->unit), &work->results, &error);
      if (work->outcome == DDI_OUTBOX_KEPT)
        work->why = g_steal_pointer (&error);
    }
  else
    ddi_outbox_send (self, work->database, work->again, &work->touched, g_task_get_cancellable (task),
                     &error);
  if (error)
    g_task_return_error (task, error);
  else
    g_task_return_boolean (task, TRUE);
}

static GTask *
make_task (DdiOutbox *self, DdiDatabase *database, GCancellable *cancellable, GAsyncReadyCallback callback,
           gpointer user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);
  Work *work = g_new0 (Work, 1);

  work->database = g_object_ref (database);
  /* What was sent was sent, whoever still listens. */
  g_task_set_check_cancellable (task, FALSE);
  g_task_set_task_data (task, work, (GDestroyNotify)work_free);
  return task;
}

void
ddi_outbox_send_async (DdiOutbox *self, DdiDatabase *database, gboolean again, GCancellable *cancellable,
                       GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *task = make_task (self, database, cancellable, callback, user_data);

  ((Work *)g_task_get_task_data (task))->again = again;
  g_task_set_source_tag (task, ddi_outbox_send_async);
  ddi_outbox_push (self, task);
}

gboolean
ddi_outbox_send_finish (DdiOutbox *self, GAsyncResult *result, guint *touched, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  *touched = ((Work *)g_task_get_task_data (G_TASK (result)))->touched;
  return g_task_propagate_boolean (G_TASK (result), error);
}

void
ddi_outbox_run_async (DdiOutbox *self, DdiDatabase *database, const DdiOutboxNote *note, DdiUnit *unit,
                      GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *task = make_task (self, database, NULL, callback, user_data);
  Work *work = g_task_get_task_data (task);

  work->unit = unit;
  work->title = g_strdup (note->title);
  work->page = g_strdup (note->page);
  work->place = g_strdup (note->place);
  work->touched = note->touched;
  g_task_set_source_tag (task, ddi_outbox_run_async);
  ddi_outbox_push (self, task);
}

DdiOutboxOutcome
ddi_outbox_run_finish (DdiOutbox *self, GAsyncResult *result, GPtrArray **results, GError **error)
{
  Work *work;

  *results = NULL;
  g_return_val_if_fail (g_task_is_valid (result, self), DDI_OUTBOX_FAILED);

  if (!g_task_propagate_boolean (G_TASK (result), error))
    return DDI_OUTBOX_FAILED;
  work = g_task_get_task_data (G_TASK (result));
  *results = g_steal_pointer (&work->results);
  if (work->why)
    g_propagate_error (error, g_steal_pointer (&work->why));
  return work->outcome;
}
