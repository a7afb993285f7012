/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A primary and a standby, real ones: who answers, what is seen, and what is left when one dies. */
#include "db/ddi-checkup.h"
#include "db/ddi-db-error.h"
#include "db/ddi-hosts.h"
#include "db/ddi-session-private.h"
#include "db/ddi-unit-private.h"
#include "ddi-replica-pair.h"
#include "support/ddi-test-directory.h"
#include "tasks/ddi-backup.h"

/* Within which the program must go on, µs. */
#define FAILOVER (10 * G_USEC_PER_SEC)

typedef struct
{
  DdiReplicaPair *pair;
  DdiDatabase *database;
} Fixture;

static void
set_up (Fixture *f, gconstpointer user_data)
{
  f->pair = ddi_replica_pair_new ();
  f->database = ddi_replica_pair_open (f->pair, 2);
}

static void
tear_down (Fixture *f, gconstpointer user_data)
{
  g_clear_object (&f->database);
  ddi_replica_pair_free (f->pair);
}

/* One statement in a unit; its first value, "" where there is no row. */
static char *
run (DdiDatabase *database, const char *sql, gboolean read_only, const char *request)
{
  DdiUnit *unit = ddi_unit_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) results = NULL;

  ddi_unit_add_sql (unit, sql, NULL);
  if (read_only)
    ddi_unit_set_read_only (unit);
  if (request)
    ddi_unit_set_request (unit, request);
  results = ddi_database_run (database, unit, NULL, &error);
  g_assert_no_error (error);
  return g_strdup (ddi_rows_get_n (results->pdata[0]) > 0 ? ddi_rows_get_text (results->pdata[0], 0, 0) : "");
}

static char *
look (DdiDatabase *database, const char *sql)
{
  return run (database, sql, TRUE, NULL);
}

static void
write_district (DdiDatabase *database, const char *name)
{
  g_autofree char *sql = g_strdup_printf ("INSERT INTO districts (name) VALUES ('%s')", name);

  g_free (run (database, sql, FALSE, NULL));
}

#define WHERE "SELECT CASE WHEN pg_is_in_recovery() THEN 'standby' ELSE 'primary' END"
#define COUNT "SELECT count(*) FROM districts WHERE name LIKE 'replica %'"

static void
assert_look (DdiDatabase *database, const char *sql, const char *expected)
{
  g_autofree char *answer = look (database, sql);

  g_assert_cmpstr (answer, ==, expected);
}

static void
wait_for_look (DdiDatabase *database, const char *sql, const char *expected)
{
  for (;;)
    {
      g_autofree char *answer = look (database, sql);

      if (g_str_equal (answer, expected))
        return;
      g_usleep (10000);
    }
}

static void
test_reads_go_to_the_standby (Fixture *f, gconstpointer user_data)
{
  /* What the session knows is not known yet: the first look is at the primary. */
  assert_look (f->database, WHERE, "primary");
  wait_for_look (f->database, WHERE, "standby");
  g_free (run (f->database, "SELECT 1", FALSE, NULL));
  /* Another person's session may not be there yet either. */
  ddi_database_set_session (f->database, f->pair->token);
  assert_look (f->database, WHERE, "primary");
}

static void
test_own_writes_are_seen (Fixture *f, gconstpointer user_data)
{
  g_autofree char *paused = NULL;
  g_autofree char *resumed = NULL;

  assert_look (f->database, COUNT, "0");
  wait_for_look (f->database, WHERE, "standby");
  paused = ddi_replica_pair_ask (f->pair->standby, "SELECT pg_wal_replay_pause()::text");
  ddi_replica_pair_wait (f->pair->standby, "SELECT pg_get_wal_replay_pause_state()", "paused");
  write_district (f->database, "replica 1");
  for (guint i = 0; i < 30; i++)
    {
      assert_look (f->database, COUNT, "1");
      assert_look (f->database, WHERE, "primary");
      g_usleep (20000);
    }
  {
    g_autofree char *behind = ddi_replica_pair_ask (f->pair->standby, COUNT);

    g_assert_cmpstr (behind, ==, "0");
  }
  resumed = ddi_replica_pair_ask (f->pair->standby, "SELECT pg_wal_replay_resume()::text");
  wait_for_look (f->database, WHERE, "standby");
  assert_look (f->database, COUNT, "1");
}

static void
test_writes_are_seen_at_once (Fixture *f, gconstpointer user_data)
{
  for (guint i = 1; i <= 100; i++)
    {
      g_autofree char *name = g_strdup_printf ("replica %u", i);
      g_autofree char *expected = g_strdup_printf ("%u", i);

      write_district (f->database, name);
      assert_look (f->database, COUNT, expected);
    }
}

static void
test_dead_standby (Fixture *f, gconstpointer user_data)
{
  assert_look (f->database, COUNT, "0");
  wait_for_look (f->database, WHERE, "standby");
  ddi_replica_pair_kill_standby (f->pair);
  /* Its processes outlive the postmaster by a moment. */
  wait_for_look (f->database, WHERE, "primary");
  for (guint i = 0; i < 5; i++)
    assert_look (f->database, WHERE, "primary");
  write_district (f->database, "replica alone");
  assert_look (f->database, COUNT, "1");
}

static void
test_primary_alone_is_wanted (Fixture *f, gconstpointer user_data)
{
  g_autofree char *both = ddi_replica_pair_dup_conninfo (f->pair, "ddi_app");
  g_autofree char *conninfo = g_strdup_printf ("%s target_session_attrs=read-write", both);
  g_autoptr (DdiDatabase) database = ddi_database_new (conninfo, 1);

  ddi_database_set_session (database, f->pair->token);
  for (guint i = 0; i < 5; i++)
    assert_look (database, WHERE, "primary");
}

typedef struct
{
  DdiDatabase *database;
  int stop;
  GPtrArray *acknowledged; /* names */
  gint64 longest;          /* µs between two acknowledged writes */
} Writer;

/* As the program enters things: each with a request, so that a lost answer is asked for again. */
static gpointer
write_thread (gpointer data)
{
  Writer *self = data;
  gint64 last = g_get_monotonic_time ();

  for (guint i = 0; !g_atomic_int_get (&self->stop); i++)
    {
      g_autofree char *name = g_strdup_printf ("replica write %u", i);
      g_autofree char *sql = g_strdup_printf ("INSERT INTO districts (name) VALUES ('%s')", name);
      g_autofree char *request = g_uuid_string_random ();

      g_free (run (self->database, sql, FALSE, request));
      g_ptr_array_add (self->acknowledged, g_steal_pointer (&name));
      self->longest = MAX (self->longest, g_get_monotonic_time () - last);
      last = g_get_monotonic_time ();
    }
  return NULL;
}

static void
assert_nothing_lost (Fixture *f, const Writer *writer)
{
  g_autofree char *written =
      ddi_replica_pair_ask (f->pair->standby,
                            "SELECT count(*) FROM districts WHERE name LIKE 'replica write %'");
  g_autofree char *expected = g_strdup_printf ("%u", writer->acknowledged->len);

  for (guint i = 0; i < writer->acknowledged->len; i++)
    {
      g_autofree char *sql = g_strdup_printf ("SELECT count(*) FROM districts WHERE name = '%s'",
                                              (char *)writer->acknowledged->pdata[i]);
      g_autofree char *n = ddi_replica_pair_ask (f->pair->standby, sql);

      g_assert_cmpstr (n, ==, "1");
    }
  g_assert_cmpstr (written, ==, expected);
}

static void
fail_over (Fixture *f)
{
  g_autofree char *promoted = NULL;

  ddi_replica_pair_kill_primary (f->pair);
  /* As long as somebody, or what stands for him, needs to notice. */
  g_usleep (2 * G_USEC_PER_SEC);
  promoted = ddi_replica_pair_ask (f->pair->standby, "SELECT pg_promote()");
  g_assert_cmpstr (promoted, ==, "t");
}

static void
test_failover_loses_nothing (Fixture *f, gconstpointer user_data)
{
  Writer writer = { .database = f->database, .acknowledged = g_ptr_array_new_with_free_func (g_free) };
  GThread *thread;

  ddi_replica_pair_synchronise (f->pair);
  thread = g_thread_new ("writer", write_thread, &writer);
  g_usleep (G_USEC_PER_SEC);
  fail_over (f);
  g_usleep (2 * G_USEC_PER_SEC);
  g_atomic_int_set (&writer.stop, 1);
  g_thread_join (thread);
  g_assert_cmpuint (writer.acknowledged->len, >, 1);
  g_assert_cmpint (writer.longest, >, 2 * G_USEC_PER_SEC);
  g_assert_cmpint (writer.longest, <, FAILOVER);
  assert_nothing_lost (f, &writer);
  assert_look (f->database, WHERE, "primary");
  g_ptr_array_unref (writer.acknowledged);
}

/* The primary that was replaced comes back, first in the list, and takes writes: nobody who asks both
 * writes there, whether he has seen its successor or starts anew. */
static void
test_replaced_primary_comes_back (Fixture *f, gconstpointer user_data)
{
  g_autoptr (DdiDatabase) anew = NULL;
  g_autofree char *old = NULL;
  g_autofree char *owner = ddi_replica_pair_dup_conninfo (f->pair, "ddi_owner");
  g_autoptr (GPtrArray) hosts = NULL;

  write_district (f->database, "replica before");
  ddi_replica_pair_wait (f->pair->standby, COUNT, "1");
  fail_over (f);
  write_district (f->database, "replica after");
  ddi_replica_pair_restart_primary (f->pair);
  /* The connections that there are would stay with the right one. */
  ddi_database_close (f->database);
  write_district (f->database, "replica later");
  anew = ddi_replica_pair_open (f->pair, 1);
  write_district (anew, "replica anew");
  old = ddi_replica_pair_ask (f->pair->primary, COUNT);
  g_assert_cmpstr (old, ==, "1");
  assert_look (f->database, COUNT, "4");
  hosts = ddi_hosts_look (owner, NULL);
  g_assert_cmpuint (ddi_hosts_count_primaries (hosts), ==, 2);

  /* And where only the old one is left, what is asked is refused rather than lost. */
  ddi_replica_pair_kill_standby (f->pair);
  ddi_database_close (f->database);
  {
    DdiUnit *unit = ddi_unit_new ();
    g_autoptr (GError) error = NULL;

    ddi_unit_add_sql (unit, "INSERT INTO districts (name) VALUES ('replica lost')", NULL);
    g_assert_null (ddi_database_run (f->database, unit, NULL, &error));
    g_assert_error (error, DDI_DB_ERROR, DDI_DB_ERROR_OFFLINE);
  }
}

/* As the program asks, and as its role: whether the standby has replayed so much of such a history. */
static gboolean
has_replayed (PGconn *standby, const char *timeline)
{
  const char *const values[] = { "1", timeline };
  g_autoptr (GError) error = NULL;
  g_autoptr (PGresult) rows =
      ddi_session_query (standby, "unit/check-replay", values, G_N_ELEMENTS (values), &error);

  g_assert_true (rows || strstr (error->message, "was replaced"));
  return rows != NULL;
}

/* A primary that was replaced comes back as a standby that has more of its own history than anybody has seen of the new
 * one: it is not read from. */
static void
test_replaced_history_is_not_read (Fixture *f, gconstpointer user_data)
{
  g_autofree char *conninfo = ddi_replica_pair_dup_conninfo_of (f->pair->standby, "ddi_app");
  g_autofree char *padded = NULL, *promoted = NULL, *further = NULL, *ask = NULL;
  PGconn *standby = PQconnectdb (conninfo);

  g_assert_true (has_replayed (standby, NULL));
  g_assert_true (has_replayed (standby, "00000001"));
  g_assert_false (has_replayed (standby, "00000002"));
  PQfinish (standby);

  write_district (f->database, "replica before");
  ddi_replica_pair_wait (f->pair->standby, COUNT, "1");
  ddi_replica_pair_kill_standby (f->pair);
  padded =
      ddi_replica_pair_ask (f->pair->primary,
                            "SELECT max(pg_logical_emit_message(false, 'x', repeat('x', 1000000)))::text "
                            "FROM generate_series(1, 40)");
  further = ddi_replica_pair_ask (f->pair->primary, "SELECT pg_switch_wal()::text");
  ddi_replica_pair_kill_primary (f->pair);
  ddi_replica_pair_restart_standby (f->pair);
  promoted = ddi_replica_pair_ask (f->pair->standby, "SELECT pg_promote()");
  g_assert_cmpstr (promoted, ==, "t");
  write_district (f->database, "replica after");
  ddi_replica_pair_restart_primary_as_standby (f->pair);
  ask = g_strdup_printf ("SELECT pg_last_wal_replay_lsn() >= '%s'", padded);
  ddi_replica_pair_wait (f->pair->primary, ask, "t");
  ddi_replica_pair_wait (f->pair->primary, COUNT, "1");
  for (guint i = 0; i < 30; i++)
    {
      assert_look (f->database, COUNT, "2");
      assert_look (f->database, WHERE, "primary");
      g_usleep (20000);
    }
}

static void
test_hosts_are_told (Fixture *f, gconstpointer user_data)
{
  g_autofree char *conninfo = ddi_replica_pair_dup_conninfo (f->pair, "ddi_owner");
  g_autoptr (GPtrArray) hosts = ddi_hosts_look (conninfo, NULL);
  const DdiHost *first, *second;

  g_assert_cmpuint (hosts->len, ==, 2);
  first = hosts->pdata[0];
  second = hosts->pdata[1];
  g_assert_null (first->why);
  g_assert_false (first->standby);
  g_assert_cmpstr (first->timeline, ==, "00000001");
  g_assert_null (second->why);
  g_assert_true (second->standby);
  g_assert_cmpuint (second->position, >, 0);
  g_assert_cmpuint (ddi_hosts_count_primaries (hosts), ==, 1);
}

/* The first that is bad, "" where none is; *n is how many hosts were told, *warned of how many something was said. */
static const char *
examine (const char *conninfo, guint *n, guint *warned)
{
  g_autoptr (GPtrArray) checks = ddi_checkup_run (conninfo, NULL);
  const DdiCheck *bad = ddi_check_find_bad (checks);

  *n = *warned = 0;
  for (guint i = 0; i < checks->len; i++)
    {
      const DdiCheck *check = checks->pdata[i];

      if (!g_str_equal (check->step, "host"))
        continue;
      *n += 1;
      *warned += check->state == DDI_CHECK_WARNING;
      g_assert_true ((check->state == DDI_CHECK_WARNING) == (check->mend != NULL));
    }
  return bad ? bad->step : "";
}

static void
test_doctor_tells_hosts (Fixture *f, gconstpointer user_data)
{
  g_autofree char *conninfo = ddi_replica_pair_dup_conninfo (f->pair, "ddi_app");
  g_autofree char *strict = g_strdup_printf ("%s target_session_attrs=read-write", conninfo);
  g_autofree char *alone = ddi_replica_pair_dup_conninfo_of (f->pair->primary, "ddi_app");
  g_autofree char *promoted = NULL;
  guint n, warned;

  g_assert_cmpstr (examine (alone, &n, &warned), ==, "");
  g_assert_cmpuint (n, ==, 0);
  g_assert_cmpstr (examine (conninfo, &n, &warned), ==, "");
  g_assert_cmpuint (n, ==, 2);
  g_assert_cmpuint (warned, ==, 0);

  /* A standby that was left by its primary has a primary missing, and says that nothing comes. */
  ddi_replica_pair_kill_primary (f->pair);
  ddi_replica_pair_wait (f->pair->standby, "SELECT count(*) FROM pg_stat_wal_receiver", "0");
  g_assert_cmpstr (examine (conninfo, &n, &warned), ==, "hosts");
  g_assert_cmpuint (warned, ==, 2);
  g_assert_cmpstr (examine (strict, &n, &warned), ==, "hosts");

  promoted = ddi_replica_pair_ask (f->pair->standby, "SELECT pg_promote()");
  g_assert_cmpstr (examine (conninfo, &n, &warned), ==, "");
  g_assert_cmpuint (warned, ==, 1);

  /* Two that take writes, of which the older is told from the newer. */
  ddi_replica_pair_restart_primary (f->pair);
  g_assert_cmpstr (examine (conninfo, &n, &warned), ==, "hosts");
  g_assert_cmpuint (warned, ==, 1);
}

static void
test_standby_is_told (Fixture *f, gconstpointer user_data)
{
  g_autofree char *owner = ddi_replica_pair_dup_conninfo (f->pair, "ddi_owner");
  g_autofree char *paused = NULL, *text = NULL;
  g_autoptr (GPtrArray) hosts = NULL;
  DdiHost *standby;

  write_district (f->database, "replica seen");
  ddi_replica_pair_wait (f->pair->standby, COUNT, "1");
  paused = ddi_replica_pair_ask (f->pair->standby, "SELECT pg_wal_replay_pause()::text");
  ddi_replica_pair_wait (f->pair->standby, "SELECT pg_get_wal_replay_pause_state()", "paused");
  write_district (f->database, "replica unseen");
  ddi_replica_pair_wait (f->pair->standby, "SELECT pg_last_wal_receive_lsn() > pg_last_wal_replay_lsn()",
                         "t");
  hosts = ddi_hosts_look (owner, NULL);
  standby = hosts->pdata[1];
  g_assert_true (standby->receives);
  g_assert_cmpfloat (standby->lag, >, 0);
  text = ddi_host_describe (standby);
  g_assert_nonnull (strstr (text, "s behind, timeline 1"));
  g_assert_null (ddi_hosts_mend_one (hosts, 1));
  standby->lag = 3600;
  g_assert_nonnull (strstr (ddi_hosts_mend_one (hosts, 1), "pg_wal_replay_resume"));
}

/* pg_dump takes part in a session at the primary and pg_restore writes, also where the standby stands first. */
static void
test_backup_is_the_primarys (Fixture *f, gconstpointer user_data)
{
  g_autofree char *standby_first = g_strdup_printf ("%s,%s", f->pair->standby, f->pair->primary);
  g_autofree char *owner = ddi_replica_pair_dup_conninfo_of (standby_first, "ddi_owner");
  g_autoptr (DdiBackupServer) server = ddi_backup_server_new_for_connection (owner);
  g_autoptr (DdiBackup) backup = NULL;
  g_autofree char *path = ddi_test_directory_new_path ("backup.dump");
  const DdiBackupOptions options = { .path = path };
  const DdiBackupVerifyOptions verify = { .path = path };
  g_autoptr (GError) error = NULL;

  g_free (server->admin);
  server->admin = ddi_replica_pair_dup_conninfo_of (standby_first, "postgres");
  backup = ddi_backup_make (server, &options, NULL, &error);
  g_assert_no_error (error);
  ddi_backup_verify (server, &verify, NULL, &error);
  g_assert_no_error (error);
}

#define ADD(path, test) g_test_add ("/replica/" path, Fixture, NULL, set_up, test, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("reads-go-to-the-standby", test_reads_go_to_the_standby);
  ADD ("own-writes-are-seen", test_own_writes_are_seen);
  ADD ("writes-are-seen-at-once", test_writes_are_seen_at_once);
  ADD ("dead-standby", test_dead_standby);
  ADD ("primary-alone-is-wanted", test_primary_alone_is_wanted);
  ADD ("failover-loses-nothing", test_failover_loses_nothing);
  ADD ("replaced-primary-comes-back", test_replaced_primary_comes_back);
  ADD ("replaced-history-is-not-read", test_replaced_history_is_not_read);
  ADD ("hosts-are-told", test_hosts_are_told);
  ADD ("doctor-tells-hosts", test_doctor_tells_hosts);
  ADD ("standby-is-told", test_standby_is_told);
  ADD ("backup-is-the-primarys", test_backup_is_the_primarys);
  return g_test_run ();
}
