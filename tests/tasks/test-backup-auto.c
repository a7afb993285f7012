/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gstdio.h>
#include <string.h>

#include "backup-fixture.h"
#include "db/ddi-backup-session.h"
#include "tasks/ddi-backup-auto.h"

static DdiBackupState *
load (void)
{
  g_autoptr (GError) error = NULL;
  DdiBackupState *state = ddi_backup_state_load (backup_fixture_server (), &error);

  g_assert_no_error (error);
  return state;
}

static DdiBackupAutoResult *
run (gboolean force)
{
  DdiBackupAutoOptions options = { .force = force };
  g_autoptr (GError) error = NULL;
  DdiBackupAutoResult *result = ddi_backup_auto_run (backup_fixture_server (), &options, NULL, &error);

  g_assert_no_error (error);
  backup_fixture_expect_no_scratch ();
  return result;
}

static void
set (DdiBackupEvery every, const char *second_place)
{
  DdiBackupSettings settings = { every, (char *)second_place, { 2, 0, 0 } };
  g_autoptr (GError) error = NULL;

  ddi_backup_settings_save (backup_fixture_server (), &settings, &error);
  g_assert_no_error (error);
}

static void
age_all (void)
{
  backup_fixture_sql ("UPDATE backups SET made_at = made_at - interval '2 days'");
}

/* Every file of an automatic backup in the first place. */
static guint
count (const char *directory)
{
  g_autoptr (GDir) dir = g_dir_open (directory, 0, NULL);
  const char *name;
  guint n = 0;

  while (dir && (name = g_dir_read_name (dir)) != NULL)
    n += g_str_has_prefix (name, "auto-") && g_str_has_suffix (name, ".json");
  return n;
}

/* A database that was made just now has nothing to lose yet. */
static void
test_new (void)
{
  g_autoptr (DdiBackupState) state = NULL;
  g_autoptr (GPtrArray) warnings = NULL;
  g_autoptr (DdiBackupAutoResult) result = NULL;

  backup_fixture_sql ("DELETE FROM backups");
  state = load ();
  warnings = ddi_backup_state_list_warnings (state);
  result = run (FALSE);
  g_assert_cmpint (state->age, ==, -1);
  g_assert_false (state->overdue);
  g_assert_true (state->no_second_place);
  g_assert_cmpint (state->settings->every, ==, DDI_BACKUP_DAILY);
  g_assert_cmpuint (state->settings->retention.months, ==, 12);
  g_assert_cmpuint (warnings->len, ==, 2);
  g_assert_null (result->path);
  backup_fixture_sql ("UPDATE schema_migrations SET applied_at = applied_at - interval '2 days'");
  g_clear_pointer (&state, ddi_backup_state_free);
  state = load ();
  g_assert_true (state->overdue);
}

static void
test_due (void)
{
  g_autoptr (DdiBackupAutoResult) first = run (FALSE), second = run (FALSE), third = NULL;
  g_autoptr (DdiBackupState) state = load ();
  g_autoptr (DdiBackup) backup = ddi_backup_read (first->path, NULL);

  g_assert_nonnull (ddi_backup_get_text (backup, "verified_at"));
  g_assert_null (second->path);
  g_assert_cmpint (state->verified_age, >=, 0);
  g_assert_false (state->overdue);
  /* Not by the clock of the timer, but by what there is. */
  age_all ();
  set (DDI_BACKUP_WEEKLY, NULL);
  third = run (FALSE);
  g_assert_null (third->path);
  set (DDI_BACKUP_BY_HAND, NULL);
  g_clear_pointer (&state, ddi_backup_state_free);
  state = load ();
  g_assert_false (state->overdue);
  set (DDI_BACKUP_DAILY, NULL);
  g_clear_pointer (&state, ddi_backup_state_free);
  state = load ();
  g_assert_true (state->overdue);
}

/* The second place gets what it has missed while it was away. */
static void
test_second_place (void)
{
  g_autofree char *second = backup_fixture_new_directory ();
  g_autofree char *away = g_build_filename (second, "away", NULL);
  g_autoptr (DdiBackupState) state = NULL;
  g_autoptr (DdiBackupAutoResult) made = NULL, copied = NULL, nothing = NULL;
  g_autofree char *name = NULL, *there = NULL, *a = NULL, *b = NULL;
  gsize n, m;

  set (DDI_BACKUP_DAILY, away);
  made = run (TRUE);
  g_assert_cmpuint (made->n_copied, ==, 0);
  state = load ();
  g_assert_true (state->second_place_away);
  g_assert_false (state->no_second_place);
  g_assert_no_errno (g_mkdir (away, 0755));
  copied = run (FALSE);
  g_assert_null (copied->path);
  g_assert_cmpuint (copied->n_copied, ==, count (backup_fixture_server ()->directory));
  nothing = run (FALSE);
  g_assert_cmpuint (nothing->n_copied, ==, 0);
  name = g_path_get_basename (made->path);
  there = g_build_filename (away, name, NULL);
  g_assert_true (g_file_get_contents (made->path, &a, &n, NULL) && g_file_get_contents (there, &b, &m, NULL));
  g_assert_cmpmem (a, n, b, m);
}

/* One that does not restore replaces none that does, and leaves the next one due. */
static void
test_not_verified (void)
{
  DdiBackupAutoOptions options = { 0 };
  g_autoptr (GError) error = NULL;
  g_autoptr (DdiBackupState) state = NULL;
  guint before = count (backup_fixture_server ()->directory);

  age_all ();
  backup_fixture_replace_tool ("pg_restore", "case \"$*\" in --version) ;; *) kill -9 $$;; esac");
  g_assert_null (ddi_backup_auto_run (backup_fixture_server (), &options, NULL, &error));
  backup_fixture_replace_tool (NULL, NULL);
  g_assert_error (error, DDI_CLUSTER_ERROR, DDI_CLUSTER_ERROR_CHILD);
  g_assert_cmpuint (count (backup_fixture_server ()->directory), ==, before + 1);
  state = load ();
  g_assert_true (state->overdue);
  g_assert_cmpint (state->age, <, state->verified_age);
}

/* A program and a timer at once make one. */
static void
test_alone (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DdiBackupSession) other = ddi_backup_session_open (backup_fixture_server ()->owner, &error);
  g_autoptr (DdiRows) claimed = ddi_backup_session_query (other, "backup/try-auto", NULL, 0, &error);
  g_autoptr (DdiBackupAutoResult) result = NULL;

  g_assert_no_error (error);
  result = run (TRUE);
  g_assert_null (result->path);
}

static void
put (const char *directory, const char *name, int days_ago, gboolean verified, gboolean with_file)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  g_autoptr (GDateTime) then = g_date_time_add_days (now, -days_ago);
  g_autofree char *stamp = g_date_time_format (then, "%Y-%m-%dT%H:%M:%SZ");
  g_autofree char *path = g_build_filename (directory, name, NULL);
  g_autofree char *manifest = g_strconcat (path, ".json", NULL);
  g_autofree char *text = g_strdup_printf (
      "{\"format\": \"dunkin-demand backup\", \"id\": \"%s\", \"made_at\": \"%s\", \"sha256\": \"\","
      " \"kind\": \"custom\", \"tables\": {}, \"sequences\": {}%s}",
      name, stamp, verified ? ", \"verified_at\": \"x\"" : "");

  g_assert_true (g_file_set_contents (manifest, text, -1, NULL));
  if (with_file)
    g_assert_true (g_file_set_contents (path, "x", -1, NULL));
}

static void
test_pruned (void)
{
  const DdiBackupRetention retention = { 2, 0, 0 };
  g_autofree char *directory = backup_fixture_new_directory ();
  g_autoptr (GPtrArray) removed = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *names = NULL;

  put (directory, "auto-a-1", 1, TRUE, TRUE);
  put (directory, "auto-a-2", 2, FALSE, TRUE);
  put (directory, "auto-a-3", 3, TRUE, TRUE);
  put (directory, "auto-a-4", 4, TRUE, FALSE);
  put (directory, "auto-b-9", 9, TRUE, TRUE);
  put (directory, "by-hand", 9, TRUE, TRUE);
  g_assert_cmpuint (ddi_backup_prune (directory, "auto-a", &retention, removed), ==, 1);
  g_assert_cmpuint (removed->len, ==, 1);
  g_assert_cmpstr (removed->pdata[0], ==, "auto-a-3");
  names = backup_fixture_list (directory);
  g_assert_cmpstr (
      names, ==, "auto-a-1 auto-a-1.json auto-a-2 auto-a-2.json auto-b-9 auto-b-9.json by-hand by-hand.json");
}

/* What is removed is not on the list any more. */
static void
test_forgotten (void)
{
  g_autofree char *label = NULL;
  g_autoptr (DdiBackupState) state = load ();
  g_autoptr (DdiBackup) backup = NULL;
  g_autoptr (DdiBackupAutoResult) first = NULL, second = NULL;
  g_autofree char *sql = NULL;

  set (DDI_BACKUP_DAILY, NULL);
  first = run (TRUE);
  backup = ddi_backup_read (first->path, NULL);
  label = ddi_backup_auto_dup_label (state->database_uuid);
  g_assert_nonnull (strstr (first->path, label));
  second = run (TRUE);
  /* Two of one day: the older one goes. */
  g_assert_cmpuint (second->n_pruned, >=, 1);
  g_assert_false (g_file_test (first->path, G_FILE_TEST_EXISTS));
  g_assert_true (g_file_test (second->path, G_FILE_TEST_EXISTS));
  sql = g_strdup_printf ("SELECT count(*) FROM backups WHERE id = '%s'", ddi_backup_get_text (backup, "id"));
  backup_fixture_expect (sql, "0");
}

static void
test_timer (void)
{
  static const char *const argv[] = { "/opt/a b/cli", "--data-dir", "/x/100% \"$HOME\"\\",
                                      "backup",       "auto",       NULL };
  g_autofree char *directory = backup_fixture_new_directory ();
  g_autofree char *below = g_build_filename (directory, "systemd", "user", NULL);
  g_autofree char *service = g_build_filename (below, DDI_BACKUP_TIMER ".service", NULL);
  g_autofree char *text = NULL, *names = NULL, *left = NULL;
  g_autoptr (GError) error = NULL;
  gboolean there;

  ddi_backup_timer_write (below, argv, &error);
  g_assert_no_error (error);
  names = backup_fixture_list (below);
  g_assert_cmpstr (names, ==, DDI_BACKUP_TIMER ".service " DDI_BACKUP_TIMER ".timer");
  g_assert_true (g_file_get_contents (service, &text, NULL, NULL));
  g_assert_nonnull (strstr (text,
                            "\nExecStart=\"/opt/a b/cli\" \"--data-dir\" \"/x/100%% \\\"$$HOME\\\"\\\\\" "
                            "\"backup\" \"auto\"\n"));
  g_assert_true (ddi_backup_timer_remove (below, &there, &error));
  g_assert_true (there);
  left = backup_fixture_list (below);
  g_assert_cmpstr (left, ==, "");
  g_assert_true (ddi_backup_timer_remove (below, &there, &error));
  g_assert_false (there);
}

int
main (int argc, char **argv)
{
  int failures;

  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/backup-auto/new", test_new);
  g_test_add_func ("/backup-auto/due", test_due);
  g_test_add_func ("/backup-auto/second-place", test_second_place);
  g_test_add_func ("/backup-auto/not-verified", test_not_verified);
  g_test_add_func ("/backup-auto/alone", test_alone);
  g_test_add_func ("/backup-auto/pruned", test_pruned);
  g_test_add_func ("/backup-auto/forgotten", test_forgotten);
  g_test_add_func ("/backup-auto/timer", test_timer);
  failures = g_test_run ();
  backup_fixture_end ();
  return failures;
}
