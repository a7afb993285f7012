/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the Database page and the command line share, at a real server. */
#include "tasks/ddi-maintenance-run.h"

#include <fcntl.h>
#include <string.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "db/ddi-conninfo.h"
#include "db/ddi-db-error.h"
#include "db/ddi-session-private.h"
#include "support/ddi-test-home.h"
#include "tasks/ddi-maintenance-report.h"
#include "tasks/ddi-query-plan.h"

static DdiHome *home;
static DdiMaintenance *maintenance;

/* What the disk says is free, instead of what is: one that is filled would be everybody's. -1: what is. */
static gint64 pretended_room = -1;

/* Of this program, instead of the C library's. */
int
statvfs (const char *path, struct statvfs *told)
{
  int fd = open (path, O_RDONLY | O_CLOEXEC);
  int result = fd >= 0 ? fstatvfs (fd, told) : -1;

  if (fd >= 0)
    close (fd);
  if (result == 0 && pretended_room >= 0)
    told->f_bavail = (fsblkcnt_t)((guint64)pretended_room / told->f_frsize);
  return result;
}

static void
sql (const char *text)
{
  g_free (ddi_test_home_psql (home, FALSE, text));
}

static void
expect_sql (const char *text, const char *expected)
{
  g_autofree char *found = ddi_test_home_psql (home, FALSE, text);

  g_assert_cmpstr (found, ==, expected);
}

static PGconn *
open_session (const char *statement)
{
  g_autofree char *app =
      ddi_cluster_dup_conninfo (ddi_home_get_cluster (home), DDI_CLUSTER_APP, "dunkin_demand");
  g_autoptr (GError) error = NULL;
  PGconn *pg = ddi_session_open (app, NULL, &error);

  g_assert_no_error (error);
  ddi_session_execute (pg, statement, "test", &error);
  g_assert_no_error (error);
  return pg;
}

/* Nobody but the owner, however they come. */
static void
test_owner (void)
{
  g_autofree char *app =
      ddi_cluster_dup_conninfo (ddi_home_get_cluster (home), DDI_CLUSTER_APP, "dunkin_demand");
  g_autoptr (GError) error = NULL;
  g_autoptr (DdiDirect) direct = ddi_direct_open (app, NULL, &error);

  g_assert_null (direct);
  g_assert_error (error, DDI_DB_ERROR, DDI_DB_ERROR_DENIED);
  g_assert_nonnull (strstr (error->message, "ddi_app"));
}

static void
test_own_session (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DdiDirect) direct = ddi_maintenance_connect (maintenance, NULL, &error);
  int pid = ddi_direct_get_pid (direct);
  g_autoptr (DdiRows) rows = NULL;

  g_assert_no_error (error);
  g_assert_false (ddi_maintenance_end_session (maintenance, pid, TRUE, "test", NULL, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT);
  g_clear_error (&error);
  rows = ddi_direct_query (direct, "maintenance/show-role", NULL, NULL, &error);
  g_assert_no_error (error);

  /* Once it is closed its number is anybody's. */
  g_clear_pointer (&direct, ddi_direct_free);
  g_assert_false (ddi_maintenance_end_session (maintenance, pid, TRUE, "test", NULL, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
}

/* A session that holds very many locks is one row, and who waits for it stands below it. */
static void
test_many_locks (void)
{
  g_autoptr (PGconn) holder = open_session ("BEGIN; LOCK TABLE weather IN SHARE MODE; SELECT "
                                            "pg_advisory_xact_lock(n) FROM generate_series(1, 3000) n");
  g_autoptr (PGconn) waiter = open_session ("BEGIN");
  g_autoptr (GError) error = NULL;
  g_autoptr (DdiRows) rows = NULL;
  g_autoptr (GArray) places = NULL;
  guint pid;

  g_assert_cmpint (PQsendQuery (waiter, "LOCK TABLE weather IN EXCLUSIVE MODE"), ==, 1);
  sql ("DO $$ BEGIN WHILE NOT EXISTS (SELECT FROM pg_locks WHERE NOT granted) LOOP PERFORM pg_sleep(0.01); "
       "END LOOP; "
       "END $$");
  rows = ddi_maintenance_ask (maintenance, "maintenance/list-sessions", g_variant_new ("(b)", TRUE), NULL,
                              &error);
  g_assert_no_error (error);
  g_assert_cmpuint (ddi_rows_get_n (rows), ==, 2);
  pid = ddi_rows_column (rows, "pid");
  g_assert_cmpint (ddi_rows_get_int (rows, 0, pid), ==, PQbackendPID (holder));
  g_assert_cmpint (ddi_rows_get_int (rows, 0, ddi_rows_column (rows, "locks")), >, 3000);
  places = ddi_maintenance_order_sessions (rows);
  g_assert_cmpuint (places->len, ==, 2);
  g_assert_cmpuint (g_array_index (places, DdiSessionPlace, 0).depth, ==, 0);
  g_assert_cmpuint (g_array_index (places, DdiSessionPlace, 1).depth, ==, 1);
  g_assert_cmpint (ddi_rows_get_int (rows, g_array_index (places, DdiSessionPlace, 1).row, pid), ==,
                   PQbackendPID (waiter));
}

static gpointer
reindex (gpointer data)
{
  DdiMaintainOptions options = { .verb = DDI_MAINTAIN_REINDEX,
                                 .tables = (const char *[]){ "weather", NULL } };
  GError *error = NULL;

  g_assert_cmpint (ddi_maintain_run (maintenance, &options, data, &error), ==, -1);
  return error;
}

/* Cancelled while it waits for a transaction of a shop's, it leaves no half index behind. */
static void
test_cancelled_reindex (void)
{
  g_autoptr (PGconn) blocker = open_session ("BEGIN; LOCK TABLE weather IN ROW EXCLUSIVE MODE");
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  GThread *thread;

  thread = g_thread_new ("reindex", reindex, cancellable);
  sql ("DO $$ BEGIN WHILE NOT EXISTS (SELECT FROM pg_stat_activity WHERE query LIKE 'REINDEX%' AND "
       "wait_event_type = "
       "'Lock') LOOP PERFORM pg_sleep(0.01); PERFORM pg_stat_clear_snapshot(); END LOOP; END $$");
  g_cancellable_cancel (cancellable);
  sql ("DO $$ BEGIN WHILE EXISTS (SELECT FROM pg_stat_activity WHERE query LIKE 'REINDEX%' AND state = "
       "'active') LOOP "
       "PERFORM pg_sleep(0.01); PERFORM pg_stat_clear_snapshot(); END LOOP; END $$");
  PQclear (PQexec (blocker, "ROLLBACK"));
  error = g_thread_join (thread);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  expect_sql ("SELECT string_agg(oid::regclass::text, ' ') FROM pg_class WHERE relname LIKE '%ccnew%'", "");
  expect_sql ("SELECT details->>'done' FROM audit_logs WHERE action = 'MAINTENANCE' ORDER BY id DESC LIMIT 1",
              "0");
}

static void
count_cb (const char *name, guint done, guint total, double fraction, gpointer user_data)
{
  g_assert_cmpuint (done, <, total);
  g_assert_cmpfloat (fraction, <=, 1);
  (*(guint *)user_data)++;
}

static void
test_progress (void)
{
  guint n = 0;
  DdiMaintainOptions options = { .verb = DDI_MAINTAIN_VACUUM, .progress = count_cb, .user_data = &n };
  g_autoptr (GError) error = NULL;
  int done = ddi_maintain_run (maintenance, &options, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpint (done, >, 40);
  g_assert_cmpuint (n, >=, (guint)done);
}

static void
test_report (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DdiMaintenanceReport) report = ddi_maintenance_report_read (maintenance, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpint (ddi_rows_get_int (report->overview, 0, ddi_rows_column (report->overview, "bytes")), >,
                   1000000);
  g_assert_null (report->slow);
  g_assert_nonnull (strstr (report->slow_reason, "Overview switches that on"));
  g_assert_cmpuint (report->plan->len, >, 20);
  g_assert_cmpint (report->room, >, 0);
}

static DdiAdvice *
find_advice (GPtrArray *list, const char *kind)
{
  for (guint i = 0; i < list->len; i++)
    if (g_str_equal (((DdiAdvice *)list->pdata[i])->kind, kind))
      return list->pdata[i];
  return NULL;
}

static GPtrArray *
advise (void)
{
  g_autoptr (GError) error = NULL;
  GPtrArray *list = ddi_maintenance_advise (maintenance, NULL, &error);

  g_assert_no_error (error);
  return list;
}

/* The advice about a disk with so much room; NULL: none. */
static DdiAdvice *
advise_on_room (gint64 bytes, GPtrArray **list)
{
  pretended_room = bytes;
  *list = advise ();
  pretended_room = -1;
  return find_advice (*list, "disk");
}

/* Half a GiB more than the database has now is enough; less is told, and below half a GiB it presses. */
static void
test_room (void)
{
  const gint64 half_gib = 512 * 1024 * 1024;
  g_autofree char *size = ddi_test_home_psql (home, FALSE, "SELECT pg_database_size(current_database())");
  gint64 bytes = g_ascii_strtoll (size, NULL, 10);
  g_autoptr (GPtrArray) much = NULL, little = NULL, hardly = NULL;
  DdiAdvice *advice;
  g_autofree char *command = NULL;

  g_assert_null (advise_on_room (half_gib * 4 + bytes, &much));
  advice = advise_on_room (half_gib + bytes / 2, &little);
  g_assert_nonnull (advice);
  g_assert_false (advice->urgent);
  advice = advise_on_room (100000 * 4096, &hardly);
  g_assert_nonnull (advice);
  g_assert_true (advice->urgent);
  g_assert_nonnull (strstr (advice->text, "Only 409."));
  command = ddi_advice_dup_command (advice);
  g_assert_cmpstr (command, ==, "audit retain");
}

/* An index that is not asked is told with its size, once a week and a day have been counted; one that was asked is
 * not, nor is one that guards a rule. */
static void
test_unused_index (void)
{
  g_autoptr (GPtrArray) fresh = NULL, later = NULL, used = NULL;
  g_autofree char *command = NULL;
  DdiAdvice *advice;

  sql ("CREATE TABLE asked (n INTEGER, m INTEGER UNIQUE); INSERT INTO asked SELECT i, i FROM "
       "generate_series(1, 100000) i; CREATE INDEX asked_n ON asked(n); UPDATE schema_migrations SET "
       "applied_at = now()");
  fresh = advise ();
  g_assert_null (find_advice (fresh, "unused"));
  sql ("UPDATE schema_migrations SET applied_at = now() - interval '9 days' WHERE number = 1");
  later = advise ();
  advice = find_advice (later, "unused");
  g_assert_nonnull (advice);
  g_assert_false (advice->urgent);
  g_assert_cmpstr (advice->subject, ==, "asked_n");
  g_assert_nonnull (strstr (advice->text, "1 index ("));
  g_assert_nonnull (strstr (advice->text, "never used in the 9 days"));
  command = ddi_advice_dup_command (advice);
  g_assert_cmpstr (command, ==, "indexes");

  sql ("SET enable_seqscan = off; SELECT FROM asked WHERE n = 7; SELECT pg_stat_force_next_flush()");
  used = advise ();
  g_assert_null (find_advice (used, "unused"));
  sql ("DROP TABLE asked; UPDATE schema_migrations SET applied_at = now()");
}

static gboolean
lists_session (DdiDirect *direct, int pid)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DdiRows) rows =
      ddi_direct_query (direct, "maintenance/list-sessions", g_variant_new ("(b)", TRUE), NULL, &error);

  g_assert_no_error (error);
  for (guint i = 0; i < ddi_rows_get_n (rows); i++)
    {
      g_assert_false (ddi_rows_get_boolean (rows, i, ddi_rows_column (rows, "mine")));
      if (ddi_rows_get_int (rows, i, ddi_rows_column (rows, "pid")) == pid)
        return TRUE;
    }
  return FALSE;
}

static void
direct_sql (DdiDirect *direct, const char *text)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DdiRows) rows = ddi_direct_run (direct, text, "test", NULL, NULL, NULL, &error);

  g_assert_no_error (error);
}

/* A transaction that stands in nobody's way is told once it is a minute old. A view of this session's own, which
 * stands before the server's, makes all of them as old as is needed: a second less and a second more. */
static void
test_minute (void)
{
  g_autoptr (PGconn) idle = open_session ("BEGIN; SELECT 1");
  g_autoptr (GError) error = NULL;
  g_autoptr (DdiDirect) direct = ddi_maintenance_connect (maintenance, NULL, &error);

  g_assert_no_error (error);
  direct_sql (direct, "CREATE TEMPORARY TABLE age AS SELECT interval '59 seconds' AS age");
  direct_sql (
      direct,
      "CREATE TEMPORARY VIEW pg_stat_activity AS SELECT a.datname, a.pid, a.usename, a.application_name, "
      "a.client_addr, a.backend_type, a.wait_event_type, a.wait_event, a.state, a.state_change, a.query, "
      "now() - age AS xact_start FROM pg_catalog.pg_stat_activity a, age WHERE a.xact_start IS NOT NULL");
  g_assert_false (lists_session (direct, PQbackendPID (idle)));
  direct_sql (direct, "UPDATE age SET age = interval '61 seconds'");
  g_assert_true (lists_session (direct, PQbackendPID (idle)));
}

/* A managed host is known by its roles, and has a way of its own. */
static void
test_managed (void)
{
  DdiCluster *cluster = ddi_home_get_cluster (home);
  g_autofree char *owner = ddi_cluster_dup_conninfo (cluster, DDI_CLUSTER_OWNER, "dunkin_demand");
  DdiHomeOptions options = { .connection = owner };
  g_autoptr (DdiSecret) secret = ddi_secret_new (owner, strlen (owner));
  g_autoptr (GError) error = NULL;
  g_autoptr (DdiHome) client = ddi_home_open (&options, NULL, &error);
  g_autoptr (DdiMaintenance) managed = client ? ddi_maintenance_new (client, secret) : NULL;
  g_autoptr (DdiRows) slow = NULL;

  g_assert_no_error (error);
  g_free (ddi_test_home_psql (home, TRUE, "CREATE ROLE rds_superuser"));
  slow = ddi_maintenance_list_slow (managed, 5, 0, NULL, &error);
  g_free (ddi_test_home_psql (home, TRUE, "DROP ROLE rds_superuser"));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED);
  g_assert_nonnull (strstr (error->message, "parameter group"));
  g_clear_error (&error);
  g_assert_false (ddi_maintenance_count_statements (managed, NULL, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED);
  g_assert_cmpint (ddi_maintenance_get_room (managed), ==, -1);
  ddi_home_close (client, NULL);
}

/* What a host does not grant is told, and does not keep the rest from being shown. */
static void
test_not_granted (void)
{
  g_autofree char *owner =
      ddi_cluster_dup_conninfo (ddi_home_get_cluster (home), DDI_CLUSTER_OWNER, "dunkin_demand");
  DdiHomeOptions options = { .connection = owner };
  g_autoptr (DdiSecret) secret = ddi_secret_new (owner, strlen (owner));
  g_autoptr (GError) error = NULL;
  g_autoptr (DdiHome) client = ddi_home_open (&options, NULL, &error);
  g_autoptr (DdiMaintenance) managed = client ? ddi_maintenance_new (client, secret) : NULL;
  g_autoptr (PGconn) other = open_session ("SELECT 1");
  g_autoptr (DdiMaintenanceReport) report = NULL;

  g_assert_no_error (error);
  g_free (ddi_test_home_psql (home, TRUE, "REVOKE pg_monitor, pg_signal_backend FROM ddi_owner"));
  report = ddi_maintenance_report_read (managed, NULL, &error);
  g_assert_no_error (error);
  g_assert_false (ddi_rows_get_boolean (report->role, 0, ddi_rows_column (report->role, "reads_statistics")));
  g_assert_false (ddi_maintenance_end_session (managed, PQbackendPID (other), TRUE, "test", NULL, &error));
  g_free (ddi_test_home_psql (home, TRUE, "GRANT pg_monitor, pg_signal_backend TO ddi_owner"));
  g_assert_error (error, DDI_DB_ERROR, DDI_DB_ERROR_DENIED);
  g_assert_nonnull (strstr (error->message, "pg_signal_backend"));
  g_assert_cmpint (PQstatus (other), ==, CONNECTION_OK);
  ddi_home_close (client, NULL);
}

/* Own time is that of a node without what lies below it, and marks the node to look at. */
static void
test_plan (void)
{
  static const char json[] =
      "[{\"Plan\": {\"Node Type\": \"Sort\", \"Actual Total Time\": 10.0, \"Actual Loops\": 1, \"Actual "
      "Rows\": 3, "
      "\"Plans\": [{\"Node Type\": \"Index Scan\", \"Index Name\": \"i\", \"Relation Name\": \"t\", "
      "\"Alias\": \"t\", "
      "\"Index Cond\": \"(a < 3)\", \"Actual Total Time\": 3.0, \"Actual Loops\": 3, \"Actual Rows\": 1}]}, "
      "\"Planning Time\": 0.5, \"Execution Time\": 10.0}]";
  g_autoptr (GError) error = NULL;
  g_autoptr (DdiQueryPlan) plan = ddi_query_plan_parse (json, &error);
  DdiPlanNode *scan;

  g_assert_no_error (error);
  scan = plan->root->children->pdata[0];
  g_assert_cmpfloat_with_epsilon (plan->root->own_time, 1, 1e-9);
  g_assert_false (plan->root->costly);
  g_assert_cmpfloat_with_epsilon (scan->share, 0.9, 1e-9);
  g_assert_true (scan->costly);
  g_assert_cmpstr (scan->label, ==, "Index Scan using i on t");
  g_assert_cmpstr (scan->condition, ==, "(a < 3)");
  g_assert_null (ddi_query_plan_parse ("[]", &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA);
}

static void
test_conninfo (void)
{
  g_autofree char *owner =
      ddi_conninfo_for_role ("postgresql://app:secret@h:7/d?sslmode=require", "ddi_owner");
  g_autofree char *with = ddi_conninfo_add_password (owner, "it's \\ here");
  g_autofree char *uri = ddi_conninfo_add_password ("postgresql://a@h/d?sslmode=require", "p&q");

  g_assert_null (strstr (owner, "secret"));
  g_assert_nonnull (strstr (owner, "user='ddi_owner'"));
  g_assert_nonnull (strstr (owner, "sslmode='require'"));
  g_assert_true (g_str_has_suffix (with, " password='it\\'s \\\\ here'"));
  g_assert_true (g_str_has_suffix (uri, "&password=p%26q"));
  g_assert_true (ddi_conninfo_has_password (with));
}

int
main (int argc, char **argv)
{
  int failures;

  g_test_init (&argc, &argv, NULL);
  home = ddi_test_home_new ();
  maintenance = ddi_maintenance_new (home, NULL);
  g_test_add_func ("/maintenance/owner", test_owner);
  g_test_add_func ("/maintenance/own-session", test_own_session);
  g_test_add_func ("/maintenance/many-locks", test_many_locks);
  g_test_add_func ("/maintenance/cancelled-reindex", test_cancelled_reindex);
  g_test_add_func ("/maintenance/progress", test_progress);
  g_test_add_func ("/maintenance/report", test_report);
  g_test_add_func ("/maintenance/room", test_room);
  g_test_add_func ("/maintenance/unused-index", test_unused_index);
  g_test_add_func ("/maintenance/minute", test_minute);
  g_test_add_func ("/maintenance/managed", test_managed);
  g_test_add_func ("/maintenance/not-granted", test_not_granted);
  g_test_add_func ("/maintenance/plan", test_plan);
  g_test_add_func ("/maintenance/conninfo", test_conninfo);
  failures = g_test_run ();
  ddi_home_close (home, NULL);
  g_clear_object (&maintenance);
  g_clear_object (&home);
  return failures;
}
