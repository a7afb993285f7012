/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Two people at two desktops: what one changes the other hears of, soon, once, and without a word of what it was. */
#include "db/ddi-change-watch.h"
#include "ddi-db-fixture.h"
#include "ddi-trust.h"

#include <string.h>

typedef struct
{
  DdiDatabase *mine;   /* the administrator's, who watches */
  DdiDatabase *theirs; /* a district manager's */
  DdiChangeWatch *watch;
  GString *heard;
} Fixture;

static DdiDatabase *
open_as (const char *token)
{
  g_autofree char *conninfo = ddi_db_fixture_dup_app ();
  DdiDatabase *database = ddi_database_new (conninfo, 1);

  ddi_database_set_session (database, token);
  return database;
}

static void
heard_cb (DdiChangeWatch *watch, const char *subjects, GString *heard)
{
  g_string_append_printf (heard, "%s;", subjects);
}

static void
wait_for_state (DdiChangeWatch *watch, DdiChangeWatchState state)
{
  while (ddi_change_watch_get_state (watch) != state)
    g_usleep (1000);
}

static void
set_up (Fixture *f, gconstpointer user_data)
{
  f->mine = open_as ("token-11");
  f->theirs = open_as ("token-12");
  f->heard = g_string_new (NULL);
  f->watch = ddi_change_watch_new (f->mine);
  g_signal_connect (f->watch, "changed", G_CALLBACK (heard_cb), f->heard);
  wait_for_state (f->watch, DDI_CHANGE_WATCH_LISTENING);
}

static void
tear_down (Fixture *f, gconstpointer user_data)
{
  g_clear_object (&f->watch);
  g_clear_object (&f->mine);
  g_clear_object (&f->theirs);
  g_string_free (f->heard, TRUE);
}

static void
change (DdiDatabase *database, const char *sql)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DdiRows) rows = ddi_db_fixture_run (database, sql, NULL, &error);

  g_assert_no_error (error);
}

static void
wait_to_hear (Fixture *f)
{
  while (f->heard->len == 0)
    g_main_context_iteration (NULL, TRUE);
}

/* Own changes, and statements that change nothing, are not told; the next one's word ends the wait. */
static void
test_told (Fixture *f, gconstpointer user_data)
{
  change (f->mine, "UPDATE daily_sales SET notes = 'mine' WHERE store_id = 1");
  change (f->theirs, "UPDATE daily_production SET sold_out_at = sold_out_at WHERE false");
  change (f->theirs, "UPDATE daily_waste SET reason = 'Damaged' WHERE store_id = 1");
  wait_to_hear (f);
  g_assert_cmpstr (f->heard->str, ==, "waste;");
}

/* Many statements and transactions in a row are told together. */
static void
test_gathered (Fixture *f, gconstpointer user_data)
{
  guint n = 0;

  for (int i = 0; i < 20; i++)
    {
      change (f->theirs, "UPDATE daily_waste SET reason = 'Damaged' WHERE store_id = 1");
      change (f->theirs, "UPDATE daily_sales SET notes = 'theirs' WHERE store_id = 2");
    }
  change (f->theirs, "UPDATE store_days SET state = state WHERE store_id = 1");
  while (strstr (f->heard->str, "days") == NULL)
    g_main_context_iteration (NULL, TRUE);
  for (const char *p = f->heard->str; (p = strchr (p, ';')); p++)
    n++;
  g_assert_nonnull (strstr (f->heard->str, "waste"));
  g_assert_nonnull (strstr (f->heard->str, "sales"));
  g_assert_cmpuint (n, <, 20);
}

/* A transaction that began before the look and ended after it is not missed, whichever number it has. */
static void
test_late_commit (Fixture *f, gconstpointer user_data)
{
  PGconn *slow = ddi_trust_connect ();

  ddi_trust_begin (slow, "token-12");
  PQclear (PQexec (slow, "UPDATE daily_waste SET reason = 'Expired' WHERE store_id = 2"));
  change (f->theirs, "UPDATE daily_sales SET notes = 'theirs' WHERE store_id = 1");
  wait_to_hear (f);
  g_assert_cmpstr (f->heard->str, ==, "sales;");
  g_string_truncate (f->heard, 0);
  PQclear (PQexec (slow, "COMMIT"));
  wait_to_hear (f);
  g_assert_cmpstr (f->heard->str, ==, "waste;");
  PQfinish (slow);
}

/* The line is cut: what was changed meanwhile is told, and the watch listens again. */
static void
test_cut (Fixture *f, gconstpointer user_data)
{
  g_free (ddi_test_home_psql (ddi_db_fixture_home (), TRUE,
                              "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity "
                              "WHERE usename = 'ddi_app'"));
  change (f->theirs, "UPDATE daily_waste SET reason = 'Damaged' WHERE store_id = 1");
  wait_to_hear (f);
  g_assert_cmpstr (f->heard->str, ==, "waste;");
  wait_for_state (f->watch, DDI_CHANGE_WATCH_LISTENING);
}

/* Whoever listens hears that there is something to look at, and no more; who is not signed in is told nothing. */
static void
test_silent (Fixture *f, gconstpointer user_data)
{
  PGconn *stranger = ddi_trust_connect ();
  g_autoptr (DdiDatabase) nobody = open_as (NULL);
  g_autoptr (DdiRows) rows = NULL;
  PGnotify *notify = NULL;

  PQclear (PQexec (stranger, "LISTEN ddi_changes"));
  change (f->theirs, "UPDATE daily_waste SET reason = 'Damaged' WHERE store_id = 1");
  while (notify == NULL)
    {
      PQclear (PQexec (stranger, "SELECT 1"));
      notify = PQnotifies (stranger);
    }
  g_assert_cmpstr (notify->extra, ==, "");
  PQfreemem (notify);
  PQfinish (stranger);
  rows = ddi_db_fixture_query (nobody, "changes/list-since", g_variant_new ("(ms)", "1:1:"));
  g_assert_cmpuint (ddi_rows_get_n (rows), ==, 0);
  wait_to_hear (f);
}

/* Two that commit at once do not wait for one another's word; what the other left to the first is heard too. */
static void
test_at_once (Fixture *f, gconstpointer user_data)
{
  PGconn *first = ddi_trust_connect ();

  ddi_trust_begin (first, "token-12");
  PQclear (PQexec (first, "UPDATE daily_waste SET reason = 'Expired' WHERE store_id = 2"));
  /* As if it were committing, for as long as it likes. */
  PQclear (PQexec (first, "SET CONSTRAINTS ALL IMMEDIATE"));
  change (f->theirs, "UPDATE daily_sales SET notes = 'theirs' WHERE store_id = 1");
  PQclear (PQexec (first, "COMMIT"));
  while (strstr (f->heard->str, "sales") == NULL || strstr (f->heard->str, "waste") == NULL)
    g_main_context_iteration (NULL, TRUE);
  PQfinish (first);
}

/* After a restore the numbers begin anew: a snapshot from before is answered with everything. */
static void
test_restored (Fixture *f, gconstpointer user_data)
{
  g_autoptr (DdiRows) rows =
      ddi_db_fixture_query (f->mine, "changes/list-since", g_variant_new ("(ms)", "900000000:900000000:"));

  g_assert_nonnull (strstr (ddi_rows_get_text (rows, 0, 1), "settings"));
  g_assert_nonnull (strstr (ddi_rows_get_text (rows, 0, 1), "sales"));
}

/* Old rows go with the next run. */
static void
test_forgotten (Fixture *f, gconstpointer user_data)
{
  change (f->theirs, "UPDATE daily_waste SET reason = 'Damaged' WHERE store_id = 1");
  g_free (
      ddi_db_fixture_psql ("UPDATE auth.changes SET at = now() - interval '3 days' WHERE subject = 'waste'"));
  ddi_db_fixture_expect ("SELECT count(*) > 0 FROM auth.changes WHERE subject = 'waste'", "t");
  g_free (ddi_db_fixture_psql (
      "INSERT INTO forecast_runs (id, user_id, origin, horizon) VALUES (900, 11, '2025-08-01', 7)"));
  ddi_db_fixture_expect ("SELECT count(*) FROM auth.changes WHERE subject = 'waste'", "0");
  ddi_db_fixture_expect ("SELECT count(*) > 0 FROM auth.changes", "t");
}

#define ADD(path, func) g_test_add (path, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ddi_trust_fill ();
  ADD ("/db/changes/told", test_told);
  ADD ("/db/changes/gathered", test_gathered);
  ADD ("/db/changes/late-commit", test_late_commit);
  ADD ("/db/changes/cut", test_cut);
  ADD ("/db/changes/silent", test_silent);
  ADD ("/db/changes/at-once", test_at_once);
  ADD ("/db/changes/restored", test_restored);
  ADD ("/db/changes/forgotten", test_forgotten);
  return g_test_run ();
}
