/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cluster/ddi-server-binaries.h"

#include <glib/gstdio.h>

#include "cluster/ddi-cluster.h"
#include "support/ddi-test-directory.h"

static void
test_parse_version (void)
{
  static const struct
  {
    const char *text;
    int major;
  } cases[] = {
    { "postgres (PostgreSQL) 15.14 (Debian 15.14-0+deb12u1)\n", 15 },
    { "postgres (PostgreSQL) 18.0", 18 },
    { "postgres (PostgreSQL) 19devel\n", 19 },
    { "postgres (EnterpriseDB) 15.1", 0 },
    { "", 0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    g_assert_cmpint (ddi_server_binaries_parse_version (cases[i].text), ==, cases[i].major);
}

static void
test_missing_version (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DdiServerBinaries) found = ddi_server_binaries_find (99, "/some/where/data", &error);

  g_assert_null (found);
  g_assert_error (error, DDI_CLUSTER_ERROR, DDI_CLUSTER_ERROR_VERSION);
  g_assert_nonnull (strstr (error->message, "PostgreSQL 99"));
  g_assert_nonnull (strstr (error->message, "/some/where/data"));
}

/* Makes programs in @directory that say they are PostgreSQL @version. */
static void
pretend (const char *directory, const char *version)
{
  static const char *names[] = { "postgres", "initdb" };
  g_autofree char *script = g_strdup_printf ("#!/bin/sh\necho 'postgres (PostgreSQL) %s'\n", version);
  g_autoptr (GError) error = NULL;

  g_assert_no_errno (g_mkdir_with_parents (directory, 0755));
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *path = g_build_filename (directory, names[i], NULL);

      g_file_set_contents_full (path, script, -1, G_FILE_SET_CONTENTS_NONE, 0755, &error);
      g_assert_no_error (error);
    }
}

static void
test_newest_in_path (void)
{
  g_autofree char *old = ddi_test_directory_new_path ("bin");
  g_autofree char *new = ddi_test_directory_new_path ("bin");
  g_autofree char *path = g_strjoin (":", old, new, g_getenv ("PATH"), NULL);
  g_autofree char *before = g_strdup (g_getenv ("PATH"));
  g_autoptr (DdiServerBinaries) newest = NULL, asked = NULL;
  g_autoptr (GError) error = NULL;

  pretend (old, "77.3");
  pretend (new, "78.1 (Other)");
  g_setenv ("PATH", path, TRUE);
  newest = ddi_server_binaries_find (0, "", &error);
  g_assert_no_error (error);
  asked = ddi_server_binaries_find (77, "", &error);
  g_assert_no_error (error);
  g_setenv ("PATH", before, TRUE);

  g_assert_cmpint (newest->major, ==, 78);
  g_assert_cmpstr (newest->directory, ==, new);
  g_assert_cmpint (asked->major, ==, 77);
  g_assert_cmpstr (asked->directory, ==, old);
}

static void
pretend_tools (const char *directory, const char *version)
{
  static const char *const names[] = { "pg_dump", "pg_restore", "psql" };
  g_autofree char *script = g_strdup_printf ("#!/bin/sh\necho 'pg_dump (PostgreSQL) %s'\n", version);

  g_assert_no_errno (g_mkdir (directory, 0755));
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *path = g_build_filename (directory, names[i], NULL);

      g_assert_true (g_file_set_contents_full (path, script, -1, G_FILE_SET_CONTENTS_NONE, 0755, NULL));
    }
}

/* Of the server's version or the next newer one, never of an older one; no server need be installed. */
static void
test_tools (void)
{
  g_autofree char *old = ddi_test_directory_new_path ("bin");
  g_autofree char *new = ddi_test_directory_new_path ("bin");
  g_autofree char *path = g_strjoin (":", new, old, g_getenv ("PATH"), NULL);
  g_autofree char *before = g_strdup (g_getenv ("PATH"));
  g_autoptr (DdiServerBinaries) same = NULL, newer = NULL, none = NULL;
  g_autoptr (GError) error = NULL;

  pretend_tools (old, "77.3");
  pretend_tools (new, "79.1 (Other)");
  g_setenv ("PATH", path, TRUE);
  same = ddi_server_binaries_find_tools (77, &error);
  g_assert_no_error (error);
  newer = ddi_server_binaries_find_tools (78, &error);
  g_assert_no_error (error);
  none = ddi_server_binaries_find_tools (80, &error);
  g_setenv ("PATH", before, TRUE);

  g_assert_cmpstr (same->directory, ==, old);
  g_assert_cmpstr (newer->directory, ==, new);
  g_assert_null (none);
  g_assert_error (error, DDI_CLUSTER_ERROR, DDI_CLUSTER_ERROR_NO_SERVER);
  g_assert_nonnull (strstr (error->message, "PostgreSQL 80"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/server-binaries/parse-version", test_parse_version);
  g_test_add_func ("/server-binaries/missing-version", test_missing_version);
  g_test_add_func ("/server-binaries/newest-in-path", test_newest_in_path);
  g_test_add_func ("/server-binaries/tools", test_tools);
  return g_test_run ();
}
