/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "db/ddi-connection-private.h"

#include "db/ddi-db-error-private.h"
#include "db/ddi-sql.h"

/* Milliseconds that a statement of a bulk unit may take where the unit does not say. */
#define BULK_TIMEOUT 600000
/* Bytes of rows that are gathered before they are handed to libpq. */
#define CHUNK 65536

/* Every value is followed by a tab; the row's last tab becomes its newline. */

void
ddi_bulk_append_null (GString *line)
{
  g_string_append_len (line, "\\N\t", 3);
}

void
ddi_bulk_append_int (GString *line, gint64 value)
{
  char digits[24];
  char *p = digits + sizeof digits;
  guint64 magnitude = value < 0 ? -(guint64)value : (guint64)value;

  *--p = '\t';
  do
    *--p = (char)('0' + magnitude % 10);
  while ((magnitude /= 10) > 0);
  if (value < 0)
    *--p = '-';
  g_string_append_len (line, p, digits + sizeof digits - p);
}

void
ddi_bulk_append_text (GString *line, const char *value)
{
  if (value == NULL)
    {
      ddi_bulk_append_null (line);
      return;
    }
  for (;; value++)
    {
      gsize plain = strcspn (value, "\\\t\n\r");

      g_string_append_len (line, value, (gssize)plain);
      value += plain;
      if (*value == '\0')
        break;
      g_string_append_c (line, '\\');
      g_string_append_c (line, *value == '\t' ? 't' : *value == '\n' ? 'n' : *value == '\r' ? 'r' : '\\');
    }
  g_string_append_c (line, '\t');
}

void
ddi_bulk_append_day (GString *line, DdiDay value)
{
  g_autofree char *text = value == DDI_DAY_INVALID ? NULL : ddi_day_format (value);

  ddi_bulk_append_text (line, text);
}

void
ddi_bulk_append_double (GString *line, double value)
{
  char buffer[G_ASCII_DTOSTR_BUF_SIZE];

  if (value != value)
    ddi_bulk_append_null (line);
  else
    g_string_append_printf (line, "%s\t", g_ascii_dtostr (buffer, sizeof buffer, value));
}

void
ddi_bulk_append_money (GString *line, gint64 minor_units)
{
  guint64 magnitude = minor_units < 0 ? -(guint64)minor_units : (guint64)minor_units;

  g_string_append_printf (line, "%s%" G_GUINT64_FORMAT ".%02u\t", minor_units < 0 ? "-" : "", magnitude / 100,
                          (guint)(magnitude % 100));
}

/* Reads to the end of what the last command answers; FALSE with @error where it failed. */
static gboolean
finish_command (PGconn *pg, const char *query, GError **error)
{
  g_autoptr (GError) first = NULL;
  PGresult *result;

  while ((result = PQgetResult (pg)) != NULL)
    {
      ExecStatusType status = PQresultStatus (result);

      if (status != PGRES_COMMAND_OK && first == NULL)
        first = ddi_db_error_new_from_result (result, query);
      PQclear (result);
      if (status == PGRES_COPY_IN || PQstatus (pg) == CONNECTION_BAD)
        break;
    }
  if (first == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&first));
  return FALSE;
}

static gboolean
start_copy (PGconn *pg, const char *query, GError **error)
{
  PGresult *result;
  gboolean started;

  if (!PQsendQuery (pg, ddi_sql_query (query)))
    {
      g_propagate_error (error, ddi_db_error_new_from_connection (pg, DDI_DB_ERROR_OFFLINE));
      return FALSE;
    }
  result = PQgetResult (pg);
  started = PQresultStatus (result) == PGRES_COPY_IN;
  if (!started)
    {
      g_propagate_error (error, ddi_db_error_new_from_result (result, query));
      finish_command (pg, query, NULL);
    }
  PQclear (result);
  return started;
}

/* Sends rows until there are no more, *error is set, or the connection breaks. */
static gboolean
send_rows (PGconn *pg, const DdiBulkCopy *copy, GCancellable *cancellable, GError **error)
{
  g_autoptr (GString) buffer = g_string_sized_new (CHUNK + 4096);
  g_autoptr (GError) local = NULL;

  while (copy->next_row (buffer, copy->user_data, &local))
    {
      if (buffer->len > 0 && buffer->str[buffer->len - 1] == '\t')
        buffer->str[buffer->len - 1] = '\n';
      if (buffer->len < CHUNK)
        continue;
      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return FALSE;
      if (PQputCopyData (pg, buffer->str, (int)buffer->len) != 1)
        {
          g_propagate_error (error, ddi_db_error_new_from_connection (pg, DDI_DB_ERROR_OFFLINE));
          return FALSE;
        }
      g_string_truncate (buffer, 0);
    }
  if (local)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  return PQputCopyData (pg, buffer->str, (int)buffer->len) == 1;
}

/* A failure on our side ends the COPY with an error, so that the server forgets it; the reason that
 * is told is the first one. */
static gboolean
copy_rows (PGconn *pg, const DdiBulkCopy *copy, GCancellable *cancellable, GError **error)
{
  g_autoptr (GError) ours = NULL;
  g_autoptr (GError) theirs = NULL;
  gboolean sent;
  gboolean taken;

  if (!start_copy (pg, copy->copy, error))
    return FALSE;
  sent = send_rows (pg, copy, cancellable, &ours);
  PQputCopyEnd (pg, sent ? NULL : "the rows ended early");
  taken = finish_command (pg, copy->copy, &theirs);
  if (sent && taken)
    return TRUE;
  if (ours)
    g_propagate_error (error, g_steal_pointer (&ours));
  else if (theirs)
    g_propagate_error (error, g_steal_pointer (&theirs));
  else
    g_propagate_error (error, ddi_db_error_new_from_connection (pg, DDI_DB_ERROR_OFFLINE));
  return FALSE;
}

/* COPY knows no pipeline, so the connection leaves it meanwhile; and blocking calls are shorter here. */
static gboolean
copy_all (PGconn *pg, const DdiBulkCopy *copies, guint n_copies, GCancellable *cancellable, GError **error)
{
  gboolean copied = TRUE;

  if (!PQexitPipelineMode (pg) || PQsetnonblocking (pg, 0) != 0)
    {
      g_propagate_error (error, ddi_db_error_new_from_connection (pg, DDI_DB_ERROR_FAILED));
      return FALSE;
    }
  for (guint i = 0; copied && i < n_copies; i++)
    copied = !g_cancellable_set_error_if_cancelled (cancellable, error) &&
             copy_rows (pg, &copies[i], cancellable, error);
  PQsetnonblocking (pg, 1);
  PQenterPipelineMode (pg);
  return copied;
}

static GPtrArray *
run_then (DdiConnection *self, DdiUnit *then, GCancellable *cancellable, DdiOutcome *outcome, GError **error)
{
  g_auto (DdiPipeline) pipeline = { 0 };
  GPtrArray *rows;

  ddi_pipeline_init (&pipeline, self->pg, cancellable);
  rows = ddi_connection_complete (&pipeline, then, 0, self->tracking, outcome, error);
  if (self->tracking && *outcome == DDI_OUTCOME_COMMITTED && pipeline.results->len > pipeline.n_to_commit)
    self->position =
        g_ascii_strtoull (PQgetvalue (pipeline.results->pdata[pipeline.n_to_commit], 0, 0), NULL, 10);
  if (!pipeline.broken)
    ddi_connection_settle (self, pipeline.cancelled);
  return rows;
}

GPtrArray *
ddi_connection_run_bulk (DdiConnection *self, const DdiBulkCopy *copies, guint n_copies, DdiUnit *then,
                         const char *session, GCancellable *cancellable, DdiOutcome *outcome, GError **error)
{
  g_auto (DdiPipeline) pipeline = { 0 };

  ddi_pipeline_init (&pipeline, self->pg, cancellable);
  ddi_connection_begin (&pipeline, then, session, BULK_TIMEOUT);
  for (guint i = 0; i < n_copies; i++)
    ddi_pipeline_add (&pipeline, copies[i].create, ddi_sql_query (copies[i].create), NULL);
  if (!ddi_pipeline_finish (&pipeline))
    *outcome = ddi_connection_fail (&pipeline, FALSE, error);
  else if (copy_all (self->pg, copies, n_copies, cancellable, error))
    return run_then (self, then, cancellable, outcome, error);
  else
    *outcome = PQstatus (self->pg) == CONNECTION_OK ? DDI_OUTCOME_ROLLED_BACK : DDI_OUTCOME_LOST;
  if (!pipeline.broken)
    ddi_connection_settle (self, pipeline.cancelled);
  return *outcome == DDI_OUTCOME_REPEATED ? ddi_connection_lose_rows (then) : NULL;
}
