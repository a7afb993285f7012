/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "backup-fixture.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <unistd.h>

#include "cluster/ddi-server-binaries.h"
#include "exchange/ddi-backup-file.h"
#include "support/ddi-test-directory.h"

static DdiHome *home;
static DdiBackupServer *server;

DdiHome *
backup_fixture_home (void)
{
  g_autofree char *path =
      g_build_filename (g_getenv ("DDI_TEST_SOURCE"), "tests", "db", "trust-district.sql", NULL);
  g_autofree char *sql = NULL;

  if (home)
    return home;
  home = ddi_test_home_new ();
  g_assert_true (g_file_get_contents (path, &sql, NULL, NULL));
  g_free (ddi_test_home_psql (home, FALSE, sql));
  return home;
}

DdiBackupServer *
backup_fixture_server (void)
{
  if (server == NULL)
    server = ddi_backup_server_new_for_home (backup_fixture_home ());
  return server;
}

void
backup_fixture_end (void)
{
  g_clear_pointer (&server, ddi_backup_server_free);
  if (home)
    ddi_home_close (home, NULL);
  g_clear_object (&home);
}

void
backup_fixture_sql (const char *sql)
{
  g_free (ddi_test_home_psql (backup_fixture_home (), FALSE, sql));
}

void
backup_fixture_expect (const char *sql, const char *expected)
{
  g_autofree char *text = ddi_test_home_psql (backup_fixture_home (), FALSE, sql);

  g_assert_cmpstr (text, ==, expected);
}

void
backup_fixture_expect_no_scratch (void)
{
  backup_fixture_expect ("SELECT count(*) FROM pg_database WHERE datname LIKE 'ddi\\_%'", "0");
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return g_strcmp0 (*(const char *const *)a, *(const char *const *)b);
}

char *
backup_fixture_list (const char *directory)
{
  g_autoptr (GDir) dir = g_dir_open (directory, 0, NULL);
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL)
    g_ptr_array_add (names, g_strdup (name));
  g_ptr_array_sort (names, compare_names);
  g_ptr_array_add (names, NULL);
  return g_strjoinv (" ", (char **)names->pdata);
}

char *
backup_fixture_new_directory (void)
{
  char *path = ddi_test_directory_new_path ("backups");

  g_assert_no_errno (g_mkdir (path, 0755));
  return path;
}

DdiBackup *
backup_fixture_make (DdiBackupKind kind, const char *table, const char *name)
{
  g_autofree char *directory = backup_fixture_new_directory ();
  g_autofree char *path = g_build_filename (directory, name, NULL);
  DdiBackupOptions options = { .kind = kind, .table = table, .path = path };
  g_autoptr (GError) error = NULL;
  DdiBackup *backup = ddi_backup_make (backup_fixture_server (), &options, NULL, &error);

  g_assert_no_error (error);
  return backup;
}

void
backup_fixture_sign (const char *path)
{
  g_autofree char *manifest = g_strconcat (path, ".json", NULL);
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autoptr (JsonGenerator) generator = json_generator_new ();
  int fd = open (path, O_RDONLY | O_CLOEXEC);
  gint64 bytes;
  g_autofree char *sum = ddi_backup_file_digest (fd, &bytes, NULL, NULL);
  JsonObject *object;

  close (fd);
  g_assert_true (json_parser_load_from_file (parser, manifest, NULL));
  object = json_node_get_object (json_parser_get_root (parser));
  json_object_set_string_member (object, "sha256", sum);
  json_object_set_int_member (object, "bytes", bytes);
  json_generator_set_root (generator, json_parser_get_root (parser));
  g_assert_true (json_generator_to_file (generator, manifest, NULL));
}

static void
write_tool (const char *directory, const char *name, const char *script)
{
  g_autofree char *path = g_build_filename (directory, name, NULL);

  g_assert_true (g_file_set_contents_full (path, script, -1, G_FILE_SET_CONTENTS_NONE, 0755, NULL));
}

void
backup_fixture_replace_tool (const char *name, const char *script)
{
  static char *path;
  static const char *const tools[] = { "pg_dump", "pg_restore", "psql" };
  g_autofree char *directory = NULL, *longer = NULL;
  g_autoptr (DdiServerBinaries) real = NULL;

  if (path == NULL)
    path = g_strdup (g_getenv ("PATH"));
  g_setenv ("PATH", path, TRUE);
  if (script == NULL)
    return;
  real = ddi_server_binaries_find_tools (DDI_SERVER_OLDEST, NULL);
  directory = backup_fixture_new_directory ();
  for (guint i = 0; i < G_N_ELEMENTS (tools); i++)
    {
      g_autofree char *text =
          g_strdup_printf ("#!/bin/sh\nREAL=%s\n%s\nexec \"$REAL/%s\" \"$@\"\n", real->directory,
                           g_str_equal (tools[i], name) ? script : "", tools[i]);

      write_tool (directory, tools[i], text);
    }
  longer = g_strconcat (directory, ":", path, NULL);
  g_setenv ("PATH", longer, TRUE);
}
