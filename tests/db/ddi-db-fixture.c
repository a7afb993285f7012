/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ddi-db-fixture.h"

#include "db/ddi-migrator.h"
#include "db/ddi-session-private.h"

static DdiHome *shared_home;

static void
close_shared_home (void)
{
  ddi_home_close (shared_home, NULL);
  g_clear_object (&shared_home);
}

DdiHome *
ddi_db_fixture_home (void)
{
  if (shared_home == NULL)
    {
      shared_home = ddi_test_home_new ();
      atexit (close_shared_home);
    }
  return shared_home;
}

char *
ddi_db_fixture_dup_other (DdiClusterRole role, const char *database)
{
  return ddi_cluster_dup_conninfo (ddi_home_get_cluster (ddi_db_fixture_home ()), role, database);
}

static char *
dup_conninfo (DdiClusterRole role)
{
  return ddi_db_fixture_dup_other (role, "dunkin_demand");
}

void
ddi_db_fixture_provision (const char *database)
{
  g_autofree char *conninfo = ddi_db_fixture_dup_other (DDI_CLUSTER_SUPERUSER, "postgres");
  g_autoptr (GError) error = NULL;

  ddi_provision (conninfo, database, NULL, &error);
  g_assert_no_error (error);
}

char *
ddi_db_fixture_execute (const char *conninfo, const char *sql)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PGconn) pg = ddi_session_open (conninfo, NULL, &error);
  g_autoptr (PGresult) result = NULL;

  g_assert_no_error (error);
  result = PQexec (pg, sql);
  if (PQresultStatus (result) != PGRES_TUPLES_OK && PQresultStatus (result) != PGRES_COMMAND_OK)
    g_error ("%s: %s", sql, PQerrorMessage (pg));
  if (PQntuples (result) == 0 || PQgetisnull (result, 0, 0))
    return NULL;
  return g_strdup (PQgetvalue (result, 0, 0));
}

void
ddi_db_fixture_check (const char *conninfo, const char *sql, const char *expected)
{
  g_autofree char *text = ddi_db_fixture_execute (conninfo, sql);

  if (g_strcmp0 (text, expected) != 0)
    g_error ("%s: %s, not %s", sql, text, expected);
}

char *
ddi_db_fixture_dup_app (void)
{
  return dup_conninfo (DDI_CLUSTER_APP);
}

char *
ddi_db_fixture_dup_owner (void)
{
  return dup_conninfo (DDI_CLUSTER_OWNER);
}

char *
ddi_db_fixture_dup_superuser (void)
{
  return dup_conninfo (DDI_CLUSTER_SUPERUSER);
}

char *
ddi_db_fixture_psql (const char *sql)
{
  return ddi_test_home_psql (ddi_db_fixture_home (), FALSE, sql);
}

void
ddi_db_fixture_expect (const char *sql, const char *expected)
{
  g_autofree char *text = ddi_db_fixture_psql (sql);

  g_assert_cmpstr (text, ==, expected);
}

void
ddi_db_fixture_sign_in (DdiDatabase *database)
{
  g_autofree char *token = ddi_db_fixture_psql ("SELECT auth.open_local_session('test')");

  ddi_database_set_session (database, token);
}

static DdiRows *
run (DdiDatabase *database, DdiUnit *unit, GError **error)
{
  g_autoptr (GPtrArray) results = ddi_database_run (database, unit, NULL, error);

  return results ? ddi_rows_ref (results->pdata[0]) : NULL;
}

DdiRows *
ddi_db_fixture_run (DdiDatabase *database, const char *sql, GVariant *params, GError **error)
{
  DdiUnit *unit = ddi_unit_new ();

  ddi_unit_add_sql (unit, sql, params);
  return run (database, unit, error);
}

DdiRows *
ddi_db_fixture_query (DdiDatabase *database, const char *query, GVariant *params)
{
  DdiUnit *unit = ddi_unit_new ();
  g_autoptr (GError) error = NULL;
  DdiRows *rows;

  ddi_unit_add (unit, query, params);
  rows = run (database, unit, &error);
  g_assert_no_error (error);
  return rows;
}

char *
ddi_db_fixture_value (DdiDatabase *database, const char *sql)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DdiRows) rows = ddi_db_fixture_run (database, sql, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (ddi_rows_get_n (rows), ==, 1);
  return g_strdup (ddi_rows_get_text (rows, 0, 0));
}
