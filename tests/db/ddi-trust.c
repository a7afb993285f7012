/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ddi-trust.h"

#include "db/ddi-session-private.h"

void
ddi_trust_fill (void)
{
  g_autofree char *path =
      g_build_filename (g_getenv ("DDI_TEST_SOURCE"), "tests", "db", "trust-district.sql", NULL);
  g_autofree char *sql = NULL;
  g_autoptr (GError) error = NULL;

  g_file_get_contents (path, &sql, NULL, &error);
  g_assert_no_error (error);
  g_free (ddi_db_fixture_psql (sql));
}

PGconn *
ddi_trust_connect (void)
{
  g_autofree char *conninfo = ddi_db_fixture_dup_app ();
  g_autoptr (GError) error = NULL;
  PGconn *pg = ddi_session_open (conninfo, NULL, &error);

  g_assert_no_error (error);
  return pg;
}

void
ddi_trust_begin (PGconn *pg, const char *token)
{
  g_autoptr (PGresult) set = NULL;

  PQclear (PQexec (pg, "BEGIN"));
  set = PQexecParams (pg, "SELECT set_config('ddi.session', $1, true)", 1, NULL, &token, NULL, NULL, 0);
  g_assert_cmpint (PQresultStatus (set), ==, PGRES_TUPLES_OK);
}

void
ddi_trust_end (PGconn *pg)
{
  PQclear (PQexec (pg, "ROLLBACK"));
}
