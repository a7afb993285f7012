/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>

#include "auth/ddi-auth-error.h"
#include "backup-fixture.h"
#include "db/ddi-db-error.h"
#include "support/ddi-test-directory.h"

static const DdiBackupKind kinds[] = { DDI_BACKUP_CUSTOM, DDI_BACKUP_PLAIN, DDI_BACKUP_CSV };

static gboolean
verify (const char *path, GError **error)
{
  DdiBackupVerifyOptions options = { .path = path };
  gboolean good = ddi_backup_verify (backup_fixture_server (), &options, NULL, error);

  backup_fixture_expect_no_scratch ();
  return good;
}

static void
expect_damaged (const char *path, const char *what)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DdiBackup) backup = NULL;

  g_assert_false (verify (path, &error));
  g_assert_error (error, DDI_BACKUP_ERROR, DDI_BACKUP_ERROR_DAMAGED);
  if (strstr (error->message, what) == NULL)
    g_error ("%s, not about %s", error->message, what);
  backup = ddi_backup_read (path, NULL);
  g_assert_null (ddi_backup_get_text (backup, "verified_at"));
}

static void
expect_sql (const char *format, const DdiBackup *backup, const char *expected)
{
  g_auto (GStrv) parts = g_strsplit (format, "%", 2);
  g_autofree char *sql = g_strconcat (parts[0], ddi_backup_get_text (backup, "id"), parts[1], NULL);

  backup_fixture_expect (sql, expected);
}

/* Made, kept to oneself, restored and found the same, and known to be; also where somebody has put a large object into
 * the database that its owner may not read. */
static void
test_kinds (void)
{
  g_free (ddi_test_home_psql (backup_fixture_home (), TRUE,
                              "SET SESSION AUTHORIZATION ddi_app; SELECT lo_from_bytea(77777, 'x')"));
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      g_autoptr (DdiBackup) backup = backup_fixture_make (kinds[i], NULL, "b"), again = NULL;
      g_autofree char *directory = g_path_get_dirname (backup->path);
      g_autofree char *names = backup_fixture_list (directory);
      g_autoptr (GError) error = NULL;
      struct stat info;

      g_assert_cmpstr (names, ==, "b b.json");
      g_assert_no_errno (stat (backup->path, &info));
      g_assert_cmpint (info.st_mode & 0777, ==, 0600);
      g_assert_cmpint (info.st_size, ==, ddi_backup_get_int (backup, "bytes"));
      expect_sql ("SELECT verified_at IS NULL FROM backups WHERE id = '%'", backup, "t");
      expect_sql ("SELECT count(*) FROM audit_logs WHERE action = 'BACKUP' AND details ->> 'id' = '%' AND "
                  "details ->> 'digest' <> '' AND NOT details ? 'path'",
                  backup, "1");
      verify (backup->path, &error);
      g_assert_no_error (error);
      again = ddi_backup_read (backup->path, &error);
      g_assert_no_error (error);
      g_assert_nonnull (ddi_backup_get_text (again, "verified_at"));
      expect_sql ("SELECT verified_at IS NOT NULL AND verdict IS NULL FROM backups WHERE id = '%'", backup,
                  "t");
    }
}

static void
test_table (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      g_autoptr (DdiBackup) backup = backup_fixture_make (kinds[i], "daily_sales", "b");
      g_autoptr (GError) error = NULL;

      g_assert_cmpint (json_object_get_size (json_object_get_object_member (backup->manifest, "tables")), ==,
                       1);
      verify (backup->path, &error);
      g_assert_no_error (error);
    }
}

/* A partitioned one with what its partitions hold. */
static void
test_partitions (void)
{
  g_autoptr (DdiBackup) backup = backup_fixture_make (DDI_BACKUP_CUSTOM, "public.daily_sales_archive", "b");
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (json_object_get_int_member (json_object_get_object_member (
                                                   json_object_get_object_member (backup->manifest, "tables"),
                                                   "public.daily_sales_archive"),
                                               "rows"),
                   ==, 3);
  verify (backup->path, &error);
  g_assert_no_error (error);
}

static void
test_no_table (void)
{
  g_autofree char *directory = backup_fixture_new_directory ();
  g_autofree char *path = g_build_filename (directory, "b", NULL);
  DdiBackupOptions options = { .table = "doughnuts", .path = path };
  g_autoptr (GError) error = NULL;
  g_autofree char *names = NULL;

  g_assert_null (ddi_backup_make (backup_fixture_server (), &options, NULL, &error));
  g_assert_error (error, DDI_BACKUP_ERROR, DDI_BACKUP_ERROR_TABLE);
  names = backup_fixture_list (directory);
  g_assert_cmpstr (names, ==, "");
}

static void
replace_once (const char *path, const char *from, const char *to)
{
  g_autofree char *text = NULL;
  gsize length;
  char *found;

  g_assert_true (g_file_get_contents (path, &text, &length, NULL));
  g_assert_cmpuint (strlen (from), ==, strlen (to));
  found = memmem (text, length, from, strlen (from));
  g_assert_nonnull (found);
  memcpy (found, to, strlen (to));
  g_assert_true (g_file_set_contents (path, text, (gssize)length, NULL));
}

/* One altered value, with a checksum that knows of it and with one that does not. */
static void
test_altered_text (void)
{
  static const DdiBackupKind texts[] = { DDI_BACKUP_PLAIN, DDI_BACKUP_CSV };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (DdiBackup) backup = backup_fixture_make (texts[i], NULL, "b");

      replace_once (backup->path, "secret 2", "secret 7");
      expect_damaged (backup->path, "checksum");
      backup_fixture_sign (backup->path);
      expect_damaged (backup->path, "public.daily_sales");
      expect_sql ("SELECT position('daily_sales' IN verdict) > 0 FROM backups WHERE id = '%'", backup, "t");
    }
}

/* A dump of the database as it is a moment later, under the manifest of before. */
static void
test_altered_database (void)
{
  static const struct
  {
    const char *change, *back, *what;
  } cases[] = {
    { "UPDATE daily_waste SET reason = 'x' WHERE id = 1", "UPDATE daily_waste SET reason = NULL WHERE id = 1",
      "public.daily_waste" },
    { "INSERT INTO weather (store_id, date, measure, value) VALUES (1, '2025-07-05', 'rain_mm', 0)",
      "DELETE FROM weather WHERE date = '2025-07-05'", "public.weather" },
    { "SELECT setval('daily_sales_id_seq', 7000)", "SELECT setval('daily_sales_id_seq', 100)",
      "daily_sales_id_seq" },
    { "ALTER POLICY see ON users USING (true)",
      "ALTER POLICY see ON users USING (id = ANY ((SELECT auth.visible_users())::int[]))",
      "policy public.users" },
    { "GRANT UPDATE ON audit_logs TO ddi_app", "REVOKE UPDATE ON audit_logs FROM ddi_app", "audit_logs" },
    { "DROP INDEX idx_users_email", "CREATE INDEX idx_users_email ON users(email)", "idx_users_email" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (DdiBackup) before = backup_fixture_make (DDI_BACKUP_CUSTOM, NULL, "b"), after = NULL;

      backup_fixture_sql (cases[i].change);
      after = backup_fixture_make (DDI_BACKUP_CUSTOM, NULL, "b");
      backup_fixture_sql (cases[i].back);
      g_assert_no_errno (g_rename (after->path, before->path));
      backup_fixture_sign (before->path);
      expect_damaged (before->path, cases[i].what);
    }
}

static void
test_truncated (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      g_autoptr (DdiBackup) backup = backup_fixture_make (kinds[i], NULL, "b");
      g_autofree char *text = NULL;
      g_autoptr (GError) error = NULL;
      gsize length;

      g_assert_true (g_file_get_contents (backup->path, &text, &length, NULL));
      g_assert_true (g_file_set_contents (backup->path, text, (gssize)length / 2, NULL));
      g_assert_false (verify (backup->path, &error));
      g_assert_error (error, DDI_BACKUP_ERROR, DDI_BACKUP_ERROR_DAMAGED);
      backup_fixture_sign (backup->path);
      g_clear_error (&error);
      g_assert_false (verify (backup->path, &error));
      g_assert_nonnull (error);
      expect_sql ("SELECT verified_at IS NULL AND verdict <> '' FROM backups WHERE id = '%'", backup, "t");
    }
}

static void
insert_once_cb (const char *step, guint done, guint total, gpointer user_data)
{
  gboolean *inserted = user_data;

  if (*inserted)
    return;
  *inserted = TRUE;
  backup_fixture_sql (
      "INSERT INTO weather (store_id, date, measure, value) VALUES (2, '2025-07-06', 'rain_mm', 0);"
      "INSERT INTO forecast_comments (id, store_id, forecast_date, user_id, body)"
      " VALUES (1000 + nextval('forecast_comments_id_seq'), 1, '2025-07-05', 13, 'x')");
}

/* What is entered while a backup is made is not in it, neither in the digests nor in the dump. */
static void
test_one_moment (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      g_autofree char *directory = backup_fixture_new_directory ();
      g_autofree char *path = g_build_filename (directory, "b", NULL);
      gboolean inserted = FALSE;
      DdiBackupOptions options = {
        .kind = kinds[i], .path = path, .progress = insert_once_cb, .user_data = &inserted
      };
      g_autoptr (GError) error = NULL;
      g_autoptr (DdiBackup) backup = ddi_backup_make (backup_fixture_server (), &options, NULL, &error);

      g_assert_no_error (error);
      g_assert_true (inserted);
      verify (path, &error);
      g_assert_no_error (error);
      backup_fixture_sql ("DELETE FROM weather WHERE date = '2025-07-06'");
    }
}

typedef struct
{
  GCancellable *cancellable;
  const char *step;
} Cancel;

static void
cancel_cb (const char *step, guint done, guint total, gpointer user_data)
{
  Cancel *self = user_data;

  if (g_str_equal (step, self->step))
    g_cancellable_cancel (self->cancellable);
}

/* Whenever it is cancelled, nothing is left of it. */
static void
test_cancelled (void)
{
  static const char *const steps[] = { "Reading", "Saving" };

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    for (guint j = 0; j < G_N_ELEMENTS (steps); j++)
      {
        g_autofree char *directory = backup_fixture_new_directory ();
        g_autofree char *path = g_build_filename (directory, "b", NULL);
        g_autoptr (GCancellable) cancellable = g_cancellable_new ();
        Cancel cancel = { cancellable, steps[j] };
        DdiBackupOptions options = {
          .kind = kinds[i], .path = path, .progress = cancel_cb, .user_data = &cancel
        };
        g_autoptr (GError) error = NULL;
        g_autofree char *names = NULL;

        g_assert_null (ddi_backup_make (backup_fixture_server (), &options, cancellable, &error));
        g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
        names = backup_fixture_list (directory);
        g_assert_cmpstr (names, ==, "");
      }
}

static void
test_verify_cancelled (void)
{
  static const char *const steps[] = { "Restoring", "Comparing" };
  g_autoptr (DdiBackup) backup = backup_fixture_make (DDI_BACKUP_CUSTOM, NULL, "b");

  for (guint i = 0; i < G_N_ELEMENTS (steps); i++)
    {
      g_autoptr (GCancellable) cancellable = g_cancellable_new ();
      Cancel cancel = { cancellable, steps[i] };
      DdiBackupVerifyOptions options = { .path = backup->path, .progress = cancel_cb, .user_data = &cancel };
      g_autoptr (GError) error = NULL;

      g_assert_false (ddi_backup_verify (backup_fixture_server (), &options, cancellable, &error));
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
      backup_fixture_expect_no_scratch ();
      /* Which says nothing about the backup. */
      expect_sql ("SELECT verdict IS NULL FROM backups WHERE id = '%'", backup, "t");
    }
}

/* pg_dump dies half way: an older backup of that name stays. */
static void
test_killed (void)
{
  g_autoptr (DdiBackup) older = backup_fixture_make (DDI_BACKUP_CUSTOM, NULL, "b");
  g_autofree char *directory = g_path_get_dirname (older->path);
  DdiBackupOptions options = { .path = older->path };
  g_autoptr (GError) error = NULL;
  g_autofree char *names = NULL;

  backup_fixture_replace_tool ("pg_dump", "case \"$*\" in --version) ;; *) echo half; kill -9 $$;; esac");
  g_assert_null (ddi_backup_make (backup_fixture_server (), &options, NULL, &error));
  backup_fixture_replace_tool (NULL, NULL);
  g_assert_error (error, DDI_CLUSTER_ERROR, DDI_CLUSTER_ERROR_CHILD);
  g_clear_error (&error);
  names = backup_fixture_list (directory);
  g_assert_cmpstr (names, ==, "b b.json");
  verify (older->path, &error);
  g_assert_no_error (error);
}

/* The password reaches pg_dump, and stands on no command line. */
static void
test_password (void)
{
  g_autofree char *directory = backup_fixture_new_directory ();
  g_autofree char *log = g_build_filename (directory, "log", NULL);
  g_autofree char *path = g_build_filename (directory, "b", NULL);
  g_autofree char *script =
      g_strdup_printf ("case \"$*\" in --version) ;; *) echo \"$PGPASSWORD|$*\" > %s;; esac", log);
  g_autoptr (DdiBackupServer) server = ddi_backup_server_copy (backup_fixture_server ());
  g_autofree char *owner = g_steal_pointer (&server->owner);
  g_autofree char *text = NULL;
  DdiBackupOptions options = { .path = path };
  g_autoptr (GError) error = NULL;
  g_autoptr (DdiBackup) backup = NULL;

  server->owner = g_strconcat (owner, " password='se\\'cret'", NULL);
  backup_fixture_replace_tool ("pg_dump", script);
  backup = ddi_backup_make (server, &options, NULL, &error);
  backup_fixture_replace_tool (NULL, NULL);
  g_assert_no_error (error);
  g_assert_true (g_file_get_contents (log, &text, NULL, NULL));
  g_assert_true (g_str_has_prefix (text, "se'cret|"));
  g_assert_null (strstr (text + 8, "se'cret"));
}

/* Whoever may not make a database is told before anything is done. */
static void
test_forbidden (void)
{
  g_autoptr (DdiBackup) backup = backup_fixture_make (DDI_BACKUP_CUSTOM, NULL, "b");
  g_autoptr (DdiBackupServer) server = ddi_backup_server_copy (backup_fixture_server ());
  DdiBackupVerifyOptions options = { .path = backup->path };
  g_autoptr (GError) error = NULL;

  g_free (server->admin);
  server->admin = g_strdup (server->owner);
  g_assert_false (ddi_backup_verify (server, &options, NULL, &error));
  g_assert_error (error, DDI_DB_ERROR, DDI_DB_ERROR_DENIED);
  g_assert_nonnull (strstr (error->message, "CREATEDB"));
}

/* Who is not the owner saves nothing, rather than what a policy lets through. */
static void
test_not_owner (void)
{
  g_autofree char *directory = backup_fixture_new_directory ();
  g_autofree char *path = g_build_filename (directory, "b", NULL);
  g_autoptr (DdiBackupServer) server = ddi_backup_server_copy (backup_fixture_server ());
  DdiBackupOptions options = { .path = path };
  g_autoptr (GError) error = NULL;

  g_free (server->owner);
  server->owner = ddi_cluster_dup_conninfo (ddi_home_get_cluster (backup_fixture_home ()), DDI_CLUSTER_APP,
                                            "dunkin_demand");
  g_assert_null (ddi_backup_make (server, &options, NULL, &error));
  g_assert_error (error, DDI_DB_ERROR, DDI_DB_ERROR_DENIED);
}

/* What a program that was killed has left is dropped by the next one, and what another one works in is not. */
static void
test_swept (void)
{
  g_autoptr (DdiBackup) backup = backup_fixture_make (DDI_BACKUP_CUSTOM, NULL, "b");
  g_autoptr (GError) error = NULL;

  g_free (ddi_test_home_psql (backup_fixture_home (), TRUE,
                              "CREATE DATABASE ddi_verify_20200101_000000_00000000 OWNER ddi_owner"));
  verify (backup->path, &error);
  g_assert_no_error (error);
}

static DdiSecret *
secret (const char *text)
{
  return ddi_secret_new (text, strlen (text));
}

static gboolean
verify_sealed (const char *path, DdiSecret *passphrase, GError **error)
{
  DdiBackupVerifyOptions options = { .path = path, .passphrase = passphrase };
  gboolean good = ddi_backup_verify (backup_fixture_server (), &options, NULL, error);

  backup_fixture_expect_no_scratch ();
  return good;
}

/* Neither the file nor what lies beside it tells anything. */
static void
expect_secret (const char *path)
{
  static const char *const words[] = { "secret", "daily_sales", "ddi_app", "ada@example.org" };
  g_autofree char *manifest = g_strconcat (path, ".json", NULL);
  const char *const files[] = { path, manifest };

  for (guint i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_autofree char *bytes = NULL;
      gsize n;

      g_assert_true (g_file_get_contents (files[i], &bytes, &n, NULL));
      for (guint j = 0; j < G_N_ELEMENTS (words); j++)
        if (memmem (bytes, n, words[j], strlen (words[j])))
          g_error ("%s tells “%s”", files[i], words[j]);
    }
}

static void
test_sealed (void)
{
  g_autoptr (DdiSecret) passphrase = secret ("correct horse"), wrong = secret ("correct hors");

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      g_autofree char *directory = backup_fixture_new_directory ();
      g_autofree char *path = g_build_filename (directory, "b", NULL);
      DdiBackupOptions options = { .kind = kinds[i], .path = path, .passphrase = passphrase };
      g_autoptr (GError) error = NULL;
      g_autoptr (DdiBackup) backup = ddi_backup_make (backup_fixture_server (), &options, NULL, &error);

      g_assert_no_error (error);
      expect_secret (path);
      expect_sql ("SELECT encrypted FROM backups WHERE id = '%'", backup, "t");
      verify_sealed (path, passphrase, &error);
      g_assert_no_error (error);
      expect_sql ("SELECT verified_at IS NOT NULL FROM backups WHERE id = '%'", backup, "t");
      expect_secret (path);
      if (i > 0)
        continue;
      g_assert_false (verify_sealed (path, wrong, &error));
      g_assert_error (error, DDI_AUTH_ERROR, DDI_AUTH_ERROR_REFUSED);
      g_clear_error (&error);
      g_assert_false (verify_sealed (path, NULL, &error));
      g_assert_error (error, DDI_BACKUP_ERROR, DDI_BACKUP_ERROR_SEALED);
      g_clear_error (&error);
      /* A wrong passphrase says nothing about the backup. */
      expect_sql ("SELECT verified_at IS NOT NULL FROM backups WHERE id = '%'", backup, "t");
    }
}

/* A flipped bit or a missing end: no program of PostgreSQL is started. The checksum that counts is inside, where
 * nobody forges it. */
static void
test_sealed_damaged (void)
{
  g_autoptr (DdiSecret) passphrase = secret ("correct horse");
  g_autofree char *directory = backup_fixture_new_directory ();
  g_autofree char *path = g_build_filename (directory, "b", NULL);
  DdiBackupOptions options = { .kind = DDI_BACKUP_CUSTOM, .path = path, .passphrase = passphrase };
  g_autoptr (DdiBackup) backup = ddi_backup_make (backup_fixture_server (), &options, NULL, NULL);
  g_autofree char *bytes = NULL;
  gsize n;

  g_assert_nonnull (backup);
  g_assert_true (g_file_get_contents (path, &bytes, &n, NULL));
  backup_fixture_replace_tool ("pg_restore", "case \"$*\" in --version) ;; *) exit 3;; esac");
  for (guint i = 0; i < 3; i++)
    {
      g_autoptr (GError) error = NULL;

      bytes[n / 2] ^= i == 1;
      g_assert_true (g_file_set_contents (path, bytes, (gssize)(i == 2 ? n - 1 : n), NULL));
      bytes[n / 2] ^= i == 1;
      backup_fixture_sign (path);
      g_assert_false (verify_sealed (path, passphrase, &error));
      if (i == 0)
        g_assert_error (error, DDI_CLUSTER_ERROR, DDI_CLUSTER_ERROR_CHILD);
      else
        g_assert_error (error, DDI_BACKUP_ERROR, DDI_BACKUP_ERROR_DAMAGED);
    }
  backup_fixture_replace_tool (NULL, NULL);
}

/* The program that dumps dies, or the passphrase's thread is cancelled: nothing is left. */
static void
test_sealed_cancelled (void)
{
  static const char *const steps[] = { "Reading", "Saving" };
  g_autoptr (DdiSecret) passphrase = secret ("correct horse");

  for (guint i = 0; i < 2 * G_N_ELEMENTS (steps); i++)
    {
      g_autofree char *directory = backup_fixture_new_directory ();
      g_autofree char *path = g_build_filename (directory, "b", NULL);
      g_autoptr (GCancellable) cancellable = g_cancellable_new ();
      Cancel cancel = { cancellable, steps[i / 2] };
      DdiBackupOptions options = { .kind = i % 2 ? DDI_BACKUP_CSV : DDI_BACKUP_CUSTOM,
                                   .path = path,
                                   .passphrase = passphrase,
                                   .progress = cancel_cb,
                                   .user_data = &cancel };
      g_autoptr (GError) error = NULL;
      g_autofree char *names = NULL;

      g_assert_null (ddi_backup_make (backup_fixture_server (), &options, cancellable, &error));
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
      names = backup_fixture_list (directory);
      g_assert_cmpstr (names, ==, "");
    }
}

static void
test_manifest (void)
{
  g_autoptr (DdiBackup) backup = backup_fixture_make (DDI_BACKUP_CUSTOM, NULL, "b");
  g_autofree char *manifest = g_strconcat (backup->path, ".json", NULL);
  static const char *const texts[] = { "", "[]", "{}", "{\"format\": \"dunkin-demand backup\"}", "no JSON" };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_true (g_file_set_contents (manifest, texts[i], -1, NULL));
      g_assert_null (ddi_backup_read (backup->path, &error));
      g_assert_error (error, DDI_BACKUP_ERROR, DDI_BACKUP_ERROR_MANIFEST);
    }
}

int
main (int argc, char **argv)
{
  int failures;

  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/backup/kinds", test_kinds);
  g_test_add_func ("/backup/table", test_table);
  g_test_add_func ("/backup/partitions", test_partitions);
  g_test_add_func ("/backup/no-table", test_no_table);
  g_test_add_func ("/backup/altered-text", test_altered_text);
  g_test_add_func ("/backup/altered-database", test_altered_database);
  g_test_add_func ("/backup/truncated", test_truncated);
  g_test_add_func ("/backup/one-moment", test_one_moment);
  g_test_add_func ("/backup/cancelled", test_cancelled);
  g_test_add_func ("/backup/verify-cancelled", test_verify_cancelled);
  g_test_add_func ("/backup/killed", test_killed);
  g_test_add_func ("/backup/password", test_password);
  g_test_add_func ("/backup/forbidden", test_forbidden);
  g_test_add_func ("/backup/not-owner", test_not_owner);
  g_test_add_func ("/backup/swept", test_swept);
  g_test_add_func ("/backup/manifest", test_manifest);
  g_test_add_func ("/backup/sealed", test_sealed);
  g_test_add_func ("/backup/sealed-damaged", test_sealed_damaged);
  g_test_add_func ("/backup/sealed-cancelled", test_sealed_cancelled);
  failures = g_test_run ();
  backup_fixture_end ();
  return failures;
}
