/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gstdio.h>
#include <string.h>

#include "backup-fixture.h"
#include "cluster/ddi-cluster-swap.h"
#include "cluster/ddi-wal-archive.h"
#include "tasks/ddi-recovery.h"

/* Three sales of the fixture: this one is changed. */
#define NOTE "SELECT notes FROM daily_sales WHERE id = 1"

static char *
path_of (const char *name)
{
  return g_build_filename (backup_fixture_server ()->home, name, NULL);
}

static void
switch_on (void)
{
  g_autoptr (GError) error = NULL;

  ddi_continuous_set (backup_fixture_server (), 7, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
}

/* A whole second between what was and what comes, as a moment is told in seconds. */
static gint64
take_moment (void)
{
  g_autofree char *text = NULL;

  backup_fixture_sql ("SELECT pg_sleep(1.1 - extract(epoch FROM now()) + floor(extract(epoch FROM now())))");
  text = ddi_test_home_psql (backup_fixture_home (), TRUE, "SELECT floor(extract(epoch FROM now()))");
  backup_fixture_sql ("SELECT pg_sleep(1.1)");
  return g_ascii_strtoll (text, NULL, 10);
}

static DdiRestorePlan *
prepare (gint64 moment, GError **error)
{
  DdiRecoveryOptions options = { .moment = moment };

  return ddi_recovery_prepare (backup_fixture_server (), &options, NULL, error);
}

static const DdiRestoreTable *
find (const DdiRestorePlan *plan, const char *name)
{
  for (guint i = 0; i < plan->tables->len; i++)
    if (g_str_equal (((DdiRestoreTable *)plan->tables->pdata[i])->table, name))
      return plan->tables->pdata[i];
  g_error ("%s is not in the plan", name);
}

static void
expect_nothing_left (void)
{
  g_autofree char *staging = path_of ("recovery");

  g_assert_false (g_file_test (staging, G_FILE_TEST_EXISTS));
}

/* The program that has the home open asks as it always does. */
static void
expect_goes_on (void)
{
  DdiUnit *unit = ddi_unit_new ();
  g_autoptr (GPtrArray) rows = NULL;
  g_autoptr (GError) error = NULL;

  ddi_unit_set_read_only (unit);
  ddi_unit_add (unit, "status/show-server-version", NULL);
  rows = ddi_database_run (ddi_home_get_database (backup_fixture_home ()), unit, NULL, &error);
  g_assert_no_error (error);
}

static void
test_moments (void)
{
  static const struct
  {
    const char *text;
    gboolean good;
  } cases[] = {
    { "2026-11-25 14:05", TRUE },          { "2026-11-25 14:05:30", TRUE }, { " 2026-11-25T14:05 ", TRUE },
    { "2026-11-25T14:05:00+02:00", TRUE }, { "yesterday", FALSE },          { "2026-11-25", FALSE },
    { "2026-13-25 14:05", FALSE },         { "2026-11-25 25:05", FALSE },   { "", FALSE }
  };
  gint64 first, second;

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    g_assert_cmpint (ddi_recovery_parse_moment (cases[i].text, &first), ==, cases[i].good);
  g_assert_true (ddi_recovery_parse_moment ("2026-11-25 14:05", &first));
  g_assert_true (ddi_recovery_parse_moment ("2026-11-25 14:05:00", &second));
  g_assert_cmpint (first, ==, second);
  g_assert_true (ddi_recovery_parse_moment ("2026-11-25T14:05:00Z", &first));
  g_assert_cmpint (first, ==, 1795615500);
}

/* Without it there is no way back, and that is said. */
static void
test_off (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DdiContinuousStatus) status = ddi_continuous_read (backup_fixture_server (), &error);

  g_assert_no_error (error);
  g_assert_cmpint (status->days, ==, 0);
  g_assert_null (status->trouble);
  g_assert_null (prepare (g_get_real_time () / G_USEC_PER_SEC - 1, &error));
  g_assert_error (error, DDI_CONTINUOUS_ERROR, DDI_CONTINUOUS_ERROR_OFF);
  expect_nothing_left ();
}

/* The rows of the moment are there, those of later are not; the later ones are kept and come back. */
static void
test_back_and_forth (void)
{
  g_autoptr (DdiRestorePlan) plan = NULL;
  g_autoptr (DdiContinuousStatus) status = NULL;
  g_autoptr (GPtrArray) former = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *kept = NULL, *again = NULL;
  DdiRecoveryOptions options = { 0 };
  gint64 early = g_get_real_time () / G_USEC_PER_SEC;

  switch_on ();
  backup_fixture_sql (
      "UPDATE daily_sales SET notes = 'of the moment' WHERE id = 1;"
      "INSERT INTO auth_sessions (token_hash, user_id, expires_at, idle_at)"
      " VALUES (auth.hash_token('a token'), 11, now() + interval '1 day', now() + interval '1 day')");
  options.moment = take_moment ();
  backup_fixture_sql (
      "UPDATE daily_sales SET notes = 'later' WHERE id = 1; DELETE FROM daily_sales WHERE id = 3");

  status = ddi_continuous_read (backup_fixture_server (), &error);
  g_assert_no_error (error);
  g_assert_cmpint (status->days, ==, 7);
  g_assert_cmpuint (status->n_bases, ==, 1);
  g_assert_cmpint (status->base_bytes, >, 0);
  g_assert_cmpint (status->first, >=, early);
  g_assert_null (status->trouble);

  plan = prepare (options.moment, &error);
  g_assert_no_error (error);
  g_assert_false (plan->other_database);
  g_assert_cmpint (find (plan, "public.daily_sales")->rows_now, ==, 2);
  g_assert_cmpint (find (plan, "public.daily_sales")->rows_backup, ==, 3);
  g_assert_true (find (plan, "public.stores")->same);
  backup_fixture_expect (NOTE, "later");

  g_assert_true (ddi_recovery_apply (backup_fixture_server (), &options, &kept, NULL, &error));
  g_assert_no_error (error);
  backup_fixture_expect (NOTE, "of the moment");
  backup_fixture_expect ("SELECT count(*) FROM daily_sales", "3");
  backup_fixture_expect ("SELECT count(*) FROM auth_sessions", "0");
  backup_fixture_expect ("SELECT count(*) FROM audit_logs WHERE action = 'RESTORED'", "1");
  expect_goes_on ();
  expect_nothing_left ();
  g_assert_true (g_file_test (kept, G_FILE_TEST_IS_DIR));

  /* It is kept on, from a new copy; a second way back takes a number of its own. */
  g_clear_pointer (&status, ddi_continuous_status_free);
  status = ddi_continuous_read (backup_fixture_server (), &error);
  g_assert_cmpuint (status->n_bases, ==, 2);
  g_assert_null (status->trouble);
  backup_fixture_sql ("UPDATE daily_sales SET notes = 'of the second' WHERE id = 1");
  options.moment = take_moment ();
  backup_fixture_sql ("UPDATE daily_sales SET notes = 'much later' WHERE id = 1");
  g_clear_pointer (&plan, ddi_restore_plan_free);
  plan = prepare (options.moment, &error);
  g_assert_no_error (error);
  g_free (g_steal_pointer (&kept));
  g_assert_true (ddi_recovery_apply (backup_fixture_server (), &options, &kept, NULL, &error));
  g_assert_no_error (error);
  backup_fixture_expect (NOTE, "of the second");
  backup_fixture_expect ("SELECT timeline_id FROM pg_control_checkpoint()", "3");

  g_assert_true (ddi_recovery_undo (backup_fixture_server (), &again, NULL, &error));
  g_assert_no_error (error);
  backup_fixture_expect (NOTE, "much later");
  expect_goes_on ();
  former = ddi_cluster_list_kept (backup_fixture_server ()->home);
  g_assert_cmpuint (former->len, ==, 2);
  g_assert_cmpuint (ddi_cluster_forget_kept (backup_fixture_server ()->home), ==, 2);
  g_assert_false (g_file_test (again, G_FILE_TEST_EXISTS));
}

/* Nothing is prepared for a moment that was never kept, and the message says from when on. */
static void
test_out_of_reach (void)
{
  g_autoptr (GError) error = NULL;

  switch_on ();
  g_assert_null (prepare (1000000000, &error));
  g_assert_error (error, DDI_CONTINUOUS_ERROR, DDI_CONTINUOUS_ERROR_MOMENT);
  g_clear_error (&error);
  g_assert_null (prepare (g_get_real_time () / G_USEC_PER_SEC + 3600, &error));
  g_assert_error (error, DDI_CONTINUOUS_ERROR, DDI_CONTINUOUS_ERROR_MOMENT);
  expect_nothing_left ();
}

/* The segment that is being written, once it is kept. */
static char *
end_segment (void)
{
  g_autofree char *name =
      ddi_test_home_psql (backup_fixture_home (), TRUE, "SELECT pg_walfile_name(pg_switch_wal())");
  g_autofree char *folder = path_of ("wal/segments");
  char *path = g_strdup_printf ("%s/%s.gz", folder, name);

  for (guint i = 0; i < 1000 && !g_file_test (path, G_FILE_TEST_EXISTS); i++)
    g_usleep (20000);
  g_assert_true (g_file_test (path, G_FILE_TEST_EXISTS));
  return path;
}

/* A hole in the log, and a segment whose bytes are others, are told by name; nothing is changed. */
static void
test_hole (void)
{
  g_autofree char *first = NULL, *second = NULL, *aside = NULL, *bytes = NULL, *name = NULL;
  g_autoptr (GError) error = NULL;
  gint64 moment;
  gsize n;

  switch_on ();
  g_assert_true (ddi_continuous_keep (backup_fixture_server (), TRUE, NULL, NULL, NULL, &error));
  backup_fixture_sql ("UPDATE daily_sales SET notes = 'live' WHERE id = 1");
  first = end_segment ();
  backup_fixture_sql ("UPDATE daily_sales SET notes = 'live' WHERE id = 1");
  moment = take_moment ();
  second = end_segment ();
  name = g_path_get_basename (first);
  *strchr (name, '.') = '\0';

  aside = g_strconcat (first, ".aside", NULL);
  g_assert_no_errno (g_rename (first, aside));
  g_assert_null (prepare (moment, &error));
  g_assert_error (error, DDI_CONTINUOUS_ERROR, DDI_CONTINUOUS_ERROR_GAP);
  g_assert_nonnull (strstr (error->message, name));
  g_clear_error (&error);

  /* The codes, with which it begins: in the zeros that follow what little it holds another bit may mean the same. */
  g_assert_true (g_file_get_contents (aside, &bytes, &n, NULL));
  g_assert_cmpuint (n, >, 200);
  for (int i = 20; i < 40; i++)
    bytes[i] ^= 0x55;
  g_assert_true (g_file_set_contents (first, bytes, (gssize)n, NULL));
  g_assert_null (prepare (moment, &error));
  g_assert_error (error, DDI_CONTINUOUS_ERROR, DDI_CONTINUOUS_ERROR_GAP);
  g_clear_error (&error);
  g_assert_true (g_file_set_contents (first, bytes, (gssize)n / 2, NULL));
  g_assert_null (prepare (moment, &error));
  g_assert_error (error, DDI_CONTINUOUS_ERROR, DDI_CONTINUOUS_ERROR_GAP);
  g_clear_error (&error);

  expect_nothing_left ();
  backup_fixture_expect (NOTE, "live");
  g_assert_no_errno (g_rename (aside, first));
  g_clear_pointer (&bytes, g_free);
}

/* One other byte in the copy of the data is found before anything is started on it. */
static void
test_damaged_base (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) bases = NULL;
  g_autofree char *tar = NULL, *bytes = NULL;
  const DdiContinuousBase *base;
  gint64 moment;
  gsize n;

  switch_on ();
  g_assert_true (ddi_continuous_keep (backup_fixture_server (), TRUE, NULL, NULL, NULL, &error));
  moment = take_moment ();
  bases = ddi_continuous_list_bases (backup_fixture_server ()->home);
  base = bases->pdata[bases->len - 1];
  tar = g_build_filename (base->path, "base.tar.gz", NULL);
  g_assert_true (g_file_get_contents (tar, &bytes, &n, NULL));
  bytes[n / 2] ^= 0x10;
  g_assert_true (g_file_set_contents (tar, bytes, (gssize)n, NULL));
  g_assert_null (prepare (moment, &error));
  g_assert_nonnull (error);
  expect_nothing_left ();
  bytes[n / 2] ^= 0x10;
  g_assert_true (g_file_set_contents (tar, bytes, (gssize)n, NULL));
}

/* Where nothing can be kept the shop goes on, the server holds only so much back, and it is told. */
static void
test_cannot_be_kept (void)
{
  g_autofree char *folder = path_of ("wal/segments"), *aside = path_of ("wal/aside"),
                  *gap = path_of ("wal/gap");
  g_autofree char *waiting = NULL;
  g_autoptr (DdiContinuousStatus) status = NULL;
  g_autoptr (GError) error = NULL;

  switch_on ();
  g_assert_no_errno (g_rename (folder, aside));
  g_assert_true (g_file_set_contents (folder, "in the way", -1, NULL));
  for (guint i = 0; i < 2 * DDI_WAL_MOST_WAITING; i++)
    {
      backup_fixture_sql ("UPDATE daily_sales SET notes = 'on and on' WHERE id = 1");
      g_free (ddi_test_home_psql (backup_fixture_home (), TRUE, "SELECT pg_switch_wal()"));
    }
  for (guint i = 0; i < 1000 && !g_file_test (gap, G_FILE_TEST_EXISTS); i++)
    g_usleep (20000);
  backup_fixture_expect (NOTE, "on and on");
  status = ddi_continuous_read (backup_fixture_server (), &error);
  g_assert_no_error (error);
  g_assert_nonnull (status->trouble);
  waiting = ddi_test_home_psql (
      backup_fixture_home (), TRUE,
      "SELECT count(*) <= 2 * 16 FROM pg_ls_archive_statusdir() WHERE name LIKE '%.ready'");
  g_assert_cmpstr (waiting, ==, "t");

  /* With a folder again, the next copy mends it. */
  g_assert_no_errno (g_unlink (folder));
  g_assert_no_errno (g_rename (aside, folder));
  g_assert_true (ddi_continuous_keep (backup_fixture_server (), FALSE, NULL, NULL, NULL, &error));
  g_assert_no_error (error);
  g_assert_false (g_file_test (gap, G_FILE_TEST_EXISTS));
}

/* Cancelled on the way, nothing is left and nothing is changed. */
static void
cancel_cb (const char *step, guint done, guint total, gpointer user_data)
{
  g_cancellable_cancel (user_data);
}

static void
test_cancel (void)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  DdiRecoveryOptions options = { .progress = cancel_cb, .user_data = cancellable };
  g_autoptr (GError) error = NULL;

  switch_on ();
  backup_fixture_sql ("UPDATE daily_sales SET notes = 'live' WHERE id = 1");
  options.moment = take_moment ();
  g_assert_null (ddi_recovery_prepare (backup_fixture_server (), &options, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  expect_nothing_left ();
  backup_fixture_expect (NOTE, "live");
}

/* What is older than the days goes, with the log that only it needed. */
static void
test_retention (void)
{
  g_autoptr (GPtrArray) bases = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *folder = path_of ("wal/segments");
  g_autofree char *old = NULL, *before = NULL, *after = NULL;

  switch_on ();
  g_assert_true (ddi_continuous_keep (backup_fixture_server (), TRUE, NULL, NULL, NULL, &error));
  bases = ddi_continuous_list_bases (backup_fixture_server ()->home);
  g_assert_cmpuint (bases->len, >=, 2);
  for (guint i = 0; i < bases->len; i++)
    {
      g_autofree char *finished =
          g_build_filename (((DdiContinuousBase *)bases->pdata[i])->path, "finished", NULL);

      /* Nine, eight, … days ago. */
      old = g_strdup_printf ("%" G_GINT64_FORMAT,
                             g_get_real_time () / G_USEC_PER_SEC - (gint64)(bases->len - i + 7) * 86400);
      g_assert_true (g_file_set_contents (finished, old, -1, NULL));
      g_clear_pointer (&old, g_free);
    }
  before = backup_fixture_list (folder);
  g_assert_true (ddi_continuous_keep (backup_fixture_server (), FALSE, NULL, NULL, NULL, &error));
  g_assert_no_error (error);
  g_clear_pointer (&bases, g_ptr_array_unref);
  bases = ddi_continuous_list_bases (backup_fixture_server ()->home);
  /* The newest of the old ones, without which seven days ago is out of reach, and the new one. */
  g_assert_cmpuint (bases->len, ==, 2);
  after = backup_fixture_list (folder);
  g_assert_cmpuint (strlen (after), <, strlen (before));
}

/* A program killed while it goes back leaves the home as it was, and the next one cleans up. */
static void
test_killed (void)
{
  g_autofree char *staging = path_of ("recovery"), *data = path_of ("recovery/data/PG_VERSION"), *when = NULL;
  g_autoptr (GSubprocess) process = NULL;
  g_autoptr (DdiRestorePlan) plan = NULL;
  g_autoptr (GError) error = NULL;
  gint64 moment;

  switch_on ();
  backup_fixture_sql ("UPDATE daily_sales SET notes = 'live' WHERE id = 1");
  moment = take_moment ();
  when = ddi_recovery_format_moment (moment);
  process = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_SILENCE | G_SUBPROCESS_FLAGS_STDERR_SILENCE, &error,
                              g_getenv ("DDI_TEST_CLI"), "--data-dir", backup_fixture_server ()->home,
                              "restore", "--to-time", when, "--yes", NULL);
  g_assert_no_error (error);
  for (guint i = 0; i < 3000 && !g_file_test (data, G_FILE_TEST_EXISTS); i++)
    g_usleep (10000);
  g_subprocess_force_exit (process);
  g_subprocess_wait (process, NULL, NULL);
  g_assert_true (g_file_test (staging, G_FILE_TEST_EXISTS));
  backup_fixture_expect (NOTE, "live");
  plan = prepare (moment, &error);
  g_assert_no_error (error);
  ddi_recovery_discard (backup_fixture_server ());
  expect_nothing_left ();
}

static void
test_off_again (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *wal = path_of ("wal");

  switch_on ();
  g_assert_false (ddi_continuous_forget (backup_fixture_server (), &error));
  g_clear_error (&error);
  g_assert_true (ddi_continuous_set (backup_fixture_server (), 0, NULL, NULL, NULL, &error));
  g_assert_no_error (error);
  backup_fixture_expect ("SHOW archive_mode", "off");
  expect_goes_on ();
  g_assert_true (ddi_continuous_forget (backup_fixture_server (), &error));
  g_assert_false (g_file_test (wal, G_FILE_TEST_EXISTS));
}

int
main (int argc, char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/recovery/moments", test_moments);
  g_test_add_func ("/recovery/off", test_off);
  g_test_add_func ("/recovery/back-and-forth", test_back_and_forth);
  g_test_add_func ("/recovery/out-of-reach", test_out_of_reach);
  g_test_add_func ("/recovery/hole", test_hole);
  g_test_add_func ("/recovery/damaged-base", test_damaged_base);
  g_test_add_func ("/recovery/cannot-be-kept", test_cannot_be_kept);
  g_test_add_func ("/recovery/cancel", test_cancel);
  g_test_add_func ("/recovery/retention", test_retention);
  g_test_add_func ("/recovery/killed", test_killed);
  g_test_add_func ("/recovery/off-again", test_off_again);
  status = g_test_run ();
  backup_fixture_end ();
  return status;
}
