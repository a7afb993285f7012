/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "db/ddi-db-error.h"
#include "ddi-db-fixture.h"

/* Rows of the demo's temporary table: (store, date, state, closed_at). */
typedef struct
{
  int n;
  int at;
  int fail_at;   /* -1: never */
  int broken_at; /* a row that COPY refuses; -1: none */
  GCancellable *cancel;
} Source;

static gboolean
next_row_cb (GString *line, gpointer user_data, GError **error)
{
  Source *self = user_data;

  if (self->at == self->fail_at)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, "row 5 is no row");
      return FALSE;
    }
  if (self->at == self->n)
    return FALSE;
  if (self->cancel && self->at == self->n / 2)
    g_cancellable_cancel (self->cancel);
  ddi_bulk_append_int (line, self->at == self->broken_at ? 99999 : self->at % 1000);
  ddi_bulk_append_day (line, self->at);
  ddi_bulk_append_text (line, self->at % 2 ? "tab\t, line\nend\r, \\N and ☕" : "");
  ddi_bulk_append_null (line);
  self->at++;
  return TRUE;
}

static GPtrArray *
run (Source *source, const char *then, GCancellable *cancellable, GError **error)
{
  g_autofree char *conninfo = ddi_db_fixture_dup_app ();
  g_autoptr (DdiDatabase) database = ddi_database_new (conninfo, 1);
  DdiBulkCopy copy = { "demo/create-days", "demo/copy-days", next_row_cb, source };
  DdiUnit *unit = ddi_unit_new ();
  g_autofree char *before = ddi_db_fixture_value (database, "SELECT pg_backend_pid()");
  g_autofree char *after = NULL;
  GPtrArray *results;

  ddi_db_fixture_sign_in (database);
  ddi_unit_add_sql (unit, then, NULL);
  results = ddi_database_run_bulk (database, &copy, 1, unit, cancellable, error);
  /* Whatever came of it, the connection is clean and the table is gone. */
  after = ddi_db_fixture_value (
      database, "SELECT pg_backend_pid() || coalesce(to_regclass('pg_temp.demo_days')::text, '')");
  g_assert_cmpstr (after, ==, before);
  return results;
}

static void
test_copy (void)
{
  Source source = { .n = 20000, .fail_at = -1, .broken_at = -1 };
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) results =
      run (&source,
           "SELECT count(*), count(closed_at), count(*) FILTER (WHERE state = ''), max(state), "
           "min(date), max(date), sum(store) FROM demo_days",
           NULL, &error);
  DdiRows *rows;

  g_assert_no_error (error);
  rows = results->pdata[0];
  g_assert_cmpint (ddi_rows_get_int (rows, 0, 0), ==, 20000);
  g_assert_cmpint (ddi_rows_get_int (rows, 0, 1), ==, 0);
  g_assert_cmpint (ddi_rows_get_int (rows, 0, 2), ==, 10000);
  g_assert_cmpstr (ddi_rows_get_text (rows, 0, 3), ==, "tab\t, line\nend\r, \\N and ☕");
  g_assert_cmpint (ddi_rows_get_day (rows, 0, 4), ==, 0);
  g_assert_cmpint (ddi_rows_get_day (rows, 0, 5), ==, 19999);
  g_assert_cmpint (ddi_rows_get_int (rows, 0, 6), ==, 20 * 999 * 1000 / 2);
}

static void
test_empty (void)
{
  Source source = { .n = 0, .fail_at = -1, .broken_at = -1 };
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) results = run (&source, "SELECT count(*) FROM demo_days", NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpint (ddi_rows_get_int (results->pdata[0], 0, 0), ==, 0);
}

static void
test_source_fails (void)
{
  Source source = { .n = 20000, .fail_at = 15000, .broken_at = -1 };
  g_autoptr (GError) error = NULL;

  g_assert_null (run (&source, "SELECT 1", NULL, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA);
  g_assert_cmpstr (error->message, ==, "row 5 is no row");
}

static void
test_server_refuses (void)
{
  Source source = { .n = 20000, .fail_at = -1, .broken_at = 10 };
  g_autoptr (GError) error = NULL;

  g_assert_null (run (&source, "SELECT 1", NULL, &error));
  g_assert_error (error, DDI_DB_ERROR, DDI_DB_ERROR_INVALID);
}

static void
test_then_fails (void)
{
  Source source = { .n = 10, .fail_at = -1, .broken_at = -1 };
  g_autoptr (GError) error = NULL;

  g_assert_null (run (&source, "INSERT INTO districts (name) SELECT '' FROM demo_days", NULL, &error));
  g_assert_error (error, DDI_DB_ERROR, DDI_DB_ERROR_CONSTRAINT);
}

static void
test_cancelled (void)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  Source source = { .n = 20000, .fail_at = -1, .broken_at = -1, .cancel = cancellable };
  g_autoptr (GError) error = NULL;

  g_assert_null (run (&source, "SELECT 1", cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

static void
test_append (void)
{
  g_autoptr (GString) line = g_string_new (NULL);

  ddi_bulk_append_int (line, G_MININT64);
  ddi_bulk_append_int (line, 0);
  ddi_bulk_append_money (line, -105);
  ddi_bulk_append_money (line, G_MININT64);
  ddi_bulk_append_double (line, 0.5);
  ddi_bulk_append_text (line, NULL);
  ddi_bulk_append_day (line, DDI_DAY_INVALID);
  g_assert_cmpstr (line->str, ==, "-9223372036854775808\t0\t-1.05\t-92233720368547758.08\t0.5\t\\N\t\\N\t");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/db/bulk/append", test_append);
  g_test_add_func ("/db/bulk/copy", test_copy);
  g_test_add_func ("/db/bulk/empty", test_empty);
  g_test_add_func ("/db/bulk/source-fails", test_source_fails);
  g_test_add_func ("/db/bulk/server-refuses", test_server_refuses);
  g_test_add_func ("/db/bulk/then-fails", test_then_fails);
  g_test_add_func ("/db/bulk/cancelled", test_cancelled);
  return g_test_run ();
}
