/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "db/ddi-database-private.h"

#include "db/ddi-db-error.h"
#include "db/ddi-hosts.h"
#include "db/ddi-pool-private.h"

/* How often a unit is tried again after somebody else was in its way or the connection broke. */
#define MAX_RETRIES 6
#define FIRST_DELAY 10 /* ms */
/* For how long no standby is asked after one was behind, and after none was there, µs. */
/* Nothing is older: a standby is not asked for its own. */
#define FIRST_TIMELINE "00000001"
#define REST_BEHIND (G_USEC_PER_SEC / 5)
#define REST_AWAY (20 * G_USEC_PER_SEC)

struct _DdiDatabase
{
  GObject parent_instance;

  DdiPool *pool;
  DdiPool *standbys;    /* NULL: only one host, or the primary alone is wanted */
  GThreadPool *threads; /* our own: a blocked query must not keep GIO's from file dialogs */
  GMutex mutex;         /* guards what follows */
  char *session;
  guint64 position;  /* bytes of the write-ahead log that the session has seen the effect of; 0: not known */
  gint64 rest_until; /* no standby is asked before, monotonic µs */
};

G_DEFINE_FINAL_TYPE (DdiDatabase, ddi_database, G_TYPE_OBJECT)

char *
ddi_database_dup_session (DdiDatabase *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  return g_strdup (self->session);
}

/* Whether running the unit again can do no harm and some good. */
static gboolean
may_retry (DdiUnit *unit, DdiOutcome outcome, const GError *error)
{
  switch (outcome)
    {
    case DDI_OUTCOME_LOST:
      return !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
    case DDI_OUTCOME_UNKNOWN:
      return ddi_unit_is_read_only (unit) || ddi_unit_get_request (unit);
    case DDI_OUTCOME_ROLLED_BACK:
      return g_error_matches (error, DDI_DB_ERROR, DDI_DB_ERROR_CONFLICT);
    case DDI_OUTCOME_COMMITTED:
    case DDI_OUTCOME_REPEATED:
    default:
      return FALSE;
    }
}

static void
rest (DdiDatabase *self, gint64 time)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  self->rest_until = g_get_monotonic_time () + time;
}

/* What the session has seen it must not miss later, whichever server it asks. */
static void
remember_position (DdiDatabase *self, const char *session, const DdiConnection *connection)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  if (g_strcmp0 (session, self->session) == 0)
    self->position = MAX (self->position, connection->position);
}

/* 0: the primary is to be asked. */
static guint64
get_position_for_standby (DdiDatabase *self, DdiUnit *unit)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  if (self->standbys == NULL || !ddi_unit_is_read_only (unit) || g_get_monotonic_time () < self->rest_until)
    return 0;
  return self->position;
}

/* Cancelled, or as slow as the primary would be. */
static gboolean
is_final (const GError *error)
{
  return g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) ||
         g_error_matches (error, DDI_DB_ERROR, DDI_DB_ERROR_TIMEOUT);
}

/* FALSE: the primary has to answer. A standby says no for reasons of its own: it is behind, it drops a
 * snapshot that replaying is in the way of, it stops. */
static gboolean
try_standby (DdiDatabase *self, DdiUnit *unit, guint64 position, GCancellable *cancellable,
             DdiOutcome *outcome, GPtrArray **rows, GError **error)
{
  g_autoptr (GError) local = NULL;
  g_autofree char *session = ddi_database_dup_session (self);
  g_autofree char *timeline = ddi_pool_dup_timeline (self->pool);
  const DdiReplayed wanted = { position, g_strcmp0 (timeline, FIRST_TIMELINE) > 0 ? timeline : NULL };
  DdiConnection *connection = ddi_pool_acquire (self->standbys, cancellable, &local);

  *outcome = DDI_OUTCOME_ROLLED_BACK;
  if (connection)
    {
      *rows = ddi_connection_run_replayed (connection, unit, session, &wanted, cancellable, outcome, &local);
      remember_position (self, session, connection);
      /* Promoted: it is the primary's pool that finds it now. */
      if (*rows == NULL && ddi_connection_is_primary (connection))
        connection->generation--;
      ddi_pool_release (self->standbys, connection);
    }
  if (*rows)
    return TRUE;
  if (is_final (local))
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return TRUE;
    }
  g_debug ("asking the primary: %s", local->message);
  rest (self, connection ? REST_BEHIND : REST_AWAY);
  return FALSE;
}

/* One attempt, on whichever connection is free. */
static GPtrArray *
run_once (DdiDatabase *self, DdiUnit *unit, GCancellable *cancellable, DdiOutcome *outcome, GError **error)
{
  guint64 position = get_position_for_standby (self, unit);
  DdiConnection *connection;
  g_autofree char *session = NULL;
  GPtrArray *rows = NULL;

  if (position > 0 && try_standby (self, unit, position, cancellable, outcome, &rows, error))
    return rows;
  connection = ddi_pool_acquire (self->pool, cancellable, error);
  session = ddi_database_dup_session (self);
  *outcome = DDI_OUTCOME_ROLLED_BACK;
  if (connection == NULL)
    return NULL;
  connection->tracking = self->standbys != NULL;
  rows = ddi_connection_run (connection, unit, session, cancellable, outcome, error);
  remember_position (self, session, connection);
  ddi_pool_release (self->pool, connection);
  return rows;
}

const char *
ddi_database_get_conninfo (DdiDatabase *self)
{
  return ddi_pool_get_conninfo (self->pool);
}

void
ddi_database_set_reviver (DdiDatabase *self, DdiReviveFunc revive, gpointer user_data, GDestroyNotify destroy)
{
  g_return_if_fail (DDI_IS_DATABASE (self));

  ddi_pool_set_reviver (self->pool, revive, user_data, destroy);
}

GPtrArray *
ddi_database_run (DdiDatabase *self, DdiUnit *unit, GCancellable *cancellable, GError **error)
{
  g_autoptr (DdiUnit) owned = unit;
  g_autoptr (GError) unknown = NULL;

  g_return_val_if_fail (DDI_IS_DATABASE (self), NULL);

  for (guint attempt = 0;; attempt++)
    {
      g_autoptr (GError) local = NULL;
      DdiOutcome outcome;
      GPtrArray *rows = run_once (self, unit, cancellable, &outcome, &local);

      if (rows)
        return rows;
      if (outcome == DDI_OUTCOME_UNKNOWN && unknown == NULL && !ddi_unit_is_read_only (unit))
        unknown = g_error_copy (local);
      if (attempt < MAX_RETRIES && may_retry (unit, outcome, local) &&
          ddi_pool_back_off (FIRST_DELAY, attempt, cancellable, NULL))
        continue;
      /* Once an answer was lost, no later failure makes the unit's fate known. */
      g_propagate_error (error, unknown ? g_steal_pointer (&unknown) : g_steal_pointer (&local));
      return NULL;
    }
}

static void
run_task_cb (gpointer data, gpointer user_data)
{
  g_autoptr (GTask) task = data;
  GError *error = NULL;
  GPtrArray *rows =
      ddi_database_run (g_task_get_source_object (task), ddi_unit_ref (g_task_get_task_data (task)),
                        g_task_get_cancellable (task), &error);

  if (rows)
    g_task_return_pointer (task, rows, (GDestroyNotify)g_ptr_array_unref);
  else
    g_task_return_error (task, error);
}

void
ddi_database_run_async (DdiDatabase *self, DdiUnit *unit, GCancellable *cancellable,
                        GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);

  g_return_if_fail (DDI_IS_DATABASE (self));

  g_task_set_source_tag (task, ddi_database_run_async);
  /* What is committed is committed: a cancel that came too late must not hide it. */
  g_task_set_check_cancellable (task, FALSE);
  g_task_set_task_data (task, unit, (GDestroyNotify)ddi_unit_unref);
  g_thread_pool_push (self->threads, task, NULL);
}

GPtrArray *
ddi_database_run_finish (DdiDatabase *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/* Rows come from a stream that cannot be read twice, so a bulk unit is tried once. */
GPtrArray *
ddi_database_run_bulk (DdiDatabase *self, const DdiBulkCopy *copies, guint n_copies, DdiUnit *then,
                       GCancellable *cancellable, GError **error)
{
  g_autoptr (DdiUnit) owned = then;
  g_autofree char *session = ddi_database_dup_session (self);
  DdiConnection *connection = ddi_pool_acquire (self->pool, cancellable, error);
  DdiOutcome outcome;
  GPtrArray *rows;

  if (connection == NULL)
    return NULL;
  connection->tracking = self->standbys != NULL;
  rows = ddi_connection_run_bulk (connection, copies, n_copies, then, session, cancellable, &outcome, error);
  remember_position (self, session, connection);
  ddi_pool_release (self->pool, connection);
  return rows;
}

void
ddi_database_set_session (DdiDatabase *self, const char *token)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  g_free (self->session);
  self->session = g_strdup (token);
  /* A standby may not know the new one yet: the primary is asked first. */
  self->position = 0;
}

void
ddi_database_close (DdiDatabase *self)
{
  ddi_pool_close (self->pool);
  if (self->standbys)
    ddi_pool_close (self->standbys);
}

static void
ddi_database_finalize (GObject *object)
{
  DdiDatabase *self = DDI_DATABASE (object);

  /* Each task holds us, so none is queued; the last reference may be dropped on one of the threads,
   * which then must not wait for itself. */
  g_thread_pool_free (self->threads, FALSE, FALSE);
  ddi_pool_free (self->pool);
  g_clear_pointer (&self->standbys, ddi_pool_free);
  g_free (self->session);
  g_mutex_clear (&self->mutex);
  G_OBJECT_CLASS (ddi_database_parent_class)->finalize (object);
}

static void
ddi_database_class_init (DdiDatabaseClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = ddi_database_finalize;
}

static void
ddi_database_init (DdiDatabase *self)
{
  g_mutex_init (&self->mutex);
}

DdiDatabase *
ddi_database_new (const char *conninfo, guint size)
{
  DdiDatabase *self = g_object_new (DDI_TYPE_DATABASE, NULL);
  g_autofree char *primary = ddi_hosts_dup_primary (conninfo);
  g_autofree char *standby = ddi_hosts_dup_standby (conninfo);

  self->pool = ddi_pool_new (primary, size, standby ? DDI_POOL_PRIMARY : DDI_POOL_SERVER);
  self->standbys = standby ? ddi_pool_new (standby, size, DDI_POOL_STANDBYS) : NULL;
  self->threads = g_thread_pool_new (run_task_cb, NULL, (int)MAX (size, 1), FALSE, NULL);
  return self;
}
