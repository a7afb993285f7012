/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/ddi-test-home.h"

#include <gio/gio.h>
#include <glib/gstdio.h>

#include "support/ddi-test-directory.h"
#include "support/ddi-test-template.h"

/* Whatever shapes an empty database: any change makes a new template. */
static const char *shaping[] = { "migrations", "queries/migrations", "queries/provision" };

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return g_strcmp0 (*(const char *const *)a, *(const char *const *)b);
}

static void
add_folder (GChecksum *sum, const char *folder)
{
  g_autofree char *path = g_build_filename (g_getenv ("DDI_TEST_SOURCE"), "sql", folder, NULL);
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  const char *name;

  while (dir && (name = g_dir_read_name (dir)) != NULL)
    g_ptr_array_add (names, g_build_filename (path, name, NULL));
  g_ptr_array_sort (names, compare_names);
  for (guint i = 0; i < names->len; i++)
    {
      g_autofree char *text = NULL;
      gsize length;

      if (!g_file_get_contents (names->pdata[i], &text, &length, NULL))
        continue;
      g_checksum_update (sum, names->pdata[i], -1);
      g_checksum_update (sum, (const guchar *)text, (gssize)length);
    }
}

static char *
make_key (void)
{
  g_autoptr (GChecksum) sum = g_checksum_new (G_CHECKSUM_SHA256);
  g_autofree char *cluster = ddi_test_cluster_make_key ();

  g_checksum_update (sum, (const guchar *)cluster, -1);
  g_assert_nonnull (g_getenv ("DDI_TEST_SOURCE"));
  for (guint i = 0; i < G_N_ELEMENTS (shaping); i++)
    add_folder (sum, shaping[i]);
  return g_strdup (g_checksum_get_string (sum));
}

static void
make_home (const char *path)
{
  g_autofree char *cluster = ddi_test_cluster_new_path ();
  g_autoptr (DdiHome) home = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_no_errno (g_rename (cluster, path));
  home = ddi_test_home_open (path);
  ddi_home_close (home, &error);
  g_assert_no_error (error);
}

char *
ddi_test_home_new_path (void)
{
  g_autofree char *key = make_key ();

  return ddi_test_template_copy ("home", key, make_home);
}

DdiHome *
ddi_test_home_open (const char *path)
{
  DdiHomeOptions options = { .data_dir = path };
  g_autoptr (GError) error = NULL;
  DdiHome *home = ddi_home_open (&options, NULL, &error);

  g_assert_no_error (error);
  return home;
}

DdiHome *
ddi_test_home_new (void)
{
  g_autofree char *path = ddi_test_home_new_path ();

  return ddi_test_home_open (path);
}

char *
ddi_test_home_psql (DdiHome *home, gboolean superuser, const char *sql)
{
  g_autofree char *conninfo = superuser ? ddi_cluster_dup_conninfo (ddi_home_get_cluster (home),
                                                                    DDI_CLUSTER_SUPERUSER, "dunkin_demand")
                                        : ddi_home_dup_owner_conninfo (home);
  g_autoptr (GSubprocess) process = NULL;
  g_autoptr (GError) error = NULL;
  char *out = NULL;

  process = g_subprocess_new (G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error, "psql",
                              "--no-psqlrc", "--tuples-only", "--no-align", "--quiet",
                              "--set=ON_ERROR_STOP=1", "--dbname", conninfo, NULL);
  g_assert_no_error (error);
  g_subprocess_communicate_utf8 (process, sql, NULL, &out, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (g_subprocess_get_successful (process));
  return g_strchomp (out);
}
