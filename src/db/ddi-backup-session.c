/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "db/ddi-backup-session.h"

#include <errno.h>
#include <glib/gi18n-lib.h>

#include "db/ddi-db-error-private.h"
#include "db/ddi-rows-private.h"
#include "db/ddi-session-private.h"
#include "db/ddi-sql.h"

/* A server that has not yet begun what it was sent lets a cancel request fall: it is made again, ms. */
#define CANCEL_INTERVAL 250
#define CHUNK 65536

struct _DdiBackupSession
{
  PGconn *pg;
};

DdiBackupSession *
ddi_backup_session_open (const char *conninfo, GError **error)
{
  g_autoptr (PGconn) pg = ddi_session_open (conninfo, NULL, error);
  DdiBackupSession *self;

  if (pg == NULL || !ddi_session_check_direct (pg, error))
    return NULL;
  if (!ddi_session_execute_query (pg, "backup/open-session", error))
    {
      g_prefix_error (error, "%s: ", _ ("Backups are the owner's to make; connect as ddi_owner"));
      return NULL;
    }
  self = g_new0 (DdiBackupSession, 1);
  self->pg = g_steal_pointer (&pg);
  return self;
}

void
ddi_backup_session_free (DdiBackupSession *self)
{
  PQfinish (self->pg);
  g_free (self);
}

int
ddi_backup_session_get_major (DdiBackupSession *self)
{
  return PQserverVersion (self->pg) / 10000;
}

const char *
ddi_backup_session_get_database (DdiBackupSession *self)
{
  return PQdb (self->pg);
}

static void
cancel (PGconn *pg)
{
  char reason[256];
  PGcancel *handle = PQgetCancel (pg);

  if (handle && !PQcancel (handle, reason, sizeof reason))
    g_debug ("the cancel request failed: %s", reason);
  PQfreeCancel (handle);
}

/* Until the answer is there; as often as need be the server is told to stop. */
static void
wait_for_answer (PGconn *pg, GCancellable *cancellable)
{
  while (PQisBusy (pg))
    {
      GPollFD fds[2] = { { .fd = PQsocket (pg), .events = G_IO_IN } };
      gboolean cancelled = g_cancellable_is_cancelled (cancellable);
      gboolean watched = !cancelled && cancellable && g_cancellable_make_pollfd (cancellable, &fds[1]);

      if (cancelled)
        cancel (pg);
      while (g_poll (fds, watched ? 2 : 1, cancelled ? CANCEL_INTERVAL : -1) < 0 && errno == EINTR)
        continue;
      if (watched)
        g_cancellable_release_fd (cancellable);
      if (fds[0].revents && !PQconsumeInput (pg))
        return;
    }
}

/* The one result of what was sent, with what follows it read away. */
static PGresult *
take_answer (PGconn *pg, GCancellable *cancellable)
{
  PGresult *result, *next;

  wait_for_answer (pg, cancellable);
  result = PQgetResult (pg);
  while (result && PQresultStatus (result) != PGRES_COPY_IN && PQresultStatus (result) != PGRES_COPY_OUT)
    {
      wait_for_answer (pg, cancellable);
      next = PQgetResult (pg);
      if (next == NULL)
        break;
      PQclear (result);
      result = next;
    }
  return result;
}

static gboolean
check (PGconn *pg, const PGresult *result, ExecStatusType wanted, GCancellable *cancellable, GError **error)
{
  ExecStatusType status = PQresultStatus (result);

  if (status == wanted || (wanted == PGRES_TUPLES_OK && status == PGRES_COMMAND_OK))
    return TRUE;
  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return FALSE;
  g_propagate_error (error, result ? ddi_db_error_new_from_result (result, NULL)
                                   : ddi_db_error_new_from_connection (pg, DDI_DB_ERROR_OFFLINE));
  return FALSE;
}

/* Sends one statement; NULL with @error set where the answer is of another kind. */
static PGresult *
send (PGconn *pg, const char *statement, ExecStatusType wanted, GCancellable *cancellable, GError **error)
{
  g_autoptr (PGresult) result = NULL;

  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return NULL;
  if (!PQsendQuery (pg, statement))
    {
      g_propagate_error (error, ddi_db_error_new_from_connection (pg, DDI_DB_ERROR_OFFLINE));
      return NULL;
    }
  result = take_answer (pg, cancellable);
  return check (pg, result, wanted, cancellable, error) ? g_steal_pointer (&result) : NULL;
}

DdiRows *
ddi_backup_session_run (DdiBackupSession *self, const char *statement, GCancellable *cancellable,
                        GError **error)
{
  PGresult *result = send (self->pg, statement, PGRES_TUPLES_OK, cancellable, error);

  return result ? ddi_rows_new (result) : NULL;
}

DdiRows *
ddi_backup_session_query (DdiBackupSession *self, const char *query, const char *const *values, guint n,
                          GError **error)
{
  PGresult *result = ddi_session_query (self->pg, query, values, n, error);

  return result ? ddi_rows_new (result) : NULL;
}

gboolean
ddi_backup_session_run_made (DdiBackupSession *self, const char *query, const char *const *values, guint n,
                             GError **error)
{
  return ddi_session_execute_made (self->pg, query, values, n, error);
}

char *
ddi_backup_session_begin (DdiBackupSession *self, GError **error)
{
  if (!ddi_session_execute_query (self->pg, "backup/begin", error))
    return NULL;
  return ddi_session_query_text (self->pg, "backup/export-snapshot", NULL, 0, error);
}

gboolean
ddi_backup_session_begin_change (DdiBackupSession *self, GError **error)
{
  return ddi_session_execute_query (self->pg, "restore/begin", error);
}

gboolean
ddi_backup_session_commit (DdiBackupSession *self, GError **error)
{
  return ddi_session_execute_query (self->pg, "unit/commit", error);
}

gboolean
ddi_backup_session_copy_out (DdiBackupSession *self, const char *statement, DdiBackupSinkFunc sink,
                             gpointer user_data, GCancellable *cancellable, GError **error)
{
  g_autoptr (PGresult) started = send (self->pg, statement, PGRES_COPY_OUT, cancellable, error);
  g_autoptr (PGresult) ended = NULL;
  gboolean good = TRUE;
  char *bytes = NULL;
  int n;

  if (started == NULL)
    return FALSE;
  while ((n = PQgetCopyData (self->pg, &bytes, 0)) > 0)
    {
      /* What is still under way after a failure is read and dropped. */
      if (good && (g_cancellable_set_error_if_cancelled (cancellable, error) ||
                   !sink (bytes, (gsize)n, user_data, error)))
        {
          good = FALSE;
          cancel (self->pg);
        }
      PQfreemem (bytes);
    }
  ended = take_answer (self->pg, NULL);
  return good && check (self->pg, ended, PGRES_COMMAND_OK, cancellable, error);
}

static gboolean
send_all (DdiBackupSession *self, DdiBackupSupplyFunc supply, gpointer user_data, GCancellable *cancellable,
          GError **error)
{
  g_autofree char *buffer = g_malloc (CHUNK);
  gssize n;

  while ((n = supply (buffer, CHUNK, user_data, error)) > 0)
    {
      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return FALSE;
      if (PQputCopyData (self->pg, buffer, (int)n) != 1)
        return FALSE;
    }
  return n == 0;
}

/* The first reason for a failure is the one that is told. Takes @ours. */
static gboolean
end_copy_in (DdiBackupSession *self, gboolean sent, GError *ours, GCancellable *cancellable, GError **error)
{
  g_autoptr (PGresult) ended = NULL;

  PQputCopyEnd (self->pg, sent ? NULL : "the rows ended early");
  ended = take_answer (self->pg, NULL);
  if (ours)
    {
      g_propagate_error (error, ours);
      return FALSE;
    }
  return check (self->pg, ended, PGRES_COMMAND_OK, cancellable, error) && sent;
}

gboolean
ddi_backup_session_copy_in (DdiBackupSession *self, const char *statement, DdiBackupSupplyFunc supply,
                            gpointer user_data, GCancellable *cancellable, GError **error)
{
  g_autoptr (PGresult) started = send (self->pg, statement, PGRES_COPY_IN, cancellable, error);
  g_autoptr (GError) ours = NULL;
  gboolean sent;

  if (started == NULL)
    return FALSE;
  sent = send_all (self, supply, user_data, cancellable, &ours);
  return end_copy_in (self, sent, g_steal_pointer (&ours), cancellable, error);
}

static gboolean
put_cb (const char *bytes, gsize n, gpointer user_data, GError **error)
{
  DdiBackupSession *into = user_data;

  if (PQputCopyData (into->pg, bytes, (int)n) == 1)
    return TRUE;
  g_propagate_error (error, ddi_db_error_new_from_connection (into->pg, DDI_DB_ERROR_OFFLINE));
  return FALSE;
}

gboolean
ddi_backup_session_copy_across (DdiBackupSession *from, const char *copy_out, DdiBackupSession *into,
                                const char *copy_in, GCancellable *cancellable, GError **error)
{
  g_autoptr (PGresult) started = send (into->pg, copy_in, PGRES_COPY_IN, cancellable, error);
  g_autoptr (GError) ours = NULL;
  gboolean sent;

  if (started == NULL)
    return FALSE;
  sent = ddi_backup_session_copy_out (from, copy_out, put_cb, into, cancellable, &ours);
  return end_copy_in (into, sent, g_steal_pointer (&ours), cancellable, error);
}
