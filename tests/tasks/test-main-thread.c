/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What a window does with its data leaves the main loop free, however long the database takes. */

#include <glib/gstdio.h>

#include "support/ddi-test-directory.h"
#include "support/ddi-test-home.h"
#include "support/ddi-test-lock.h"
#include "tasks/ddi-export.h"
#include "tasks/ddi-import.h"

static void
opened_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  DdiHome **home = user_data;
  g_autoptr (GError) error = NULL;

  *home = ddi_home_open_finish (result, &error);
  g_assert_no_error (error);
}

static gboolean
turn_cb (gpointer user_data)
{
  (*(guint *)user_data)++;
  return G_SOURCE_CONTINUE;
}

/* A first start: a server, roles, every migration; the main loop turns all the while. */
static void
test_first_start (void)
{
  g_autofree char *path = ddi_test_cluster_new_path ();
  DdiHomeOptions options = { .data_dir = path };
  g_autoptr (DdiHome) home = NULL;
  guint turns = 0, source = g_timeout_add (1, turn_cb, &turns);

  ddi_home_open_async (&options, NULL, opened_cb, &home);
  while (home == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_source_remove (source);
  g_assert_cmpuint (turns, >=, 20);
  ddi_home_close (home, NULL);
}

static void
listed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) rows = ddi_database_run_finish (DDI_DATABASE (source), result, &error);

  g_assert_no_error (error);
  (*(int *)user_data)--;
}

static void
exported_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;

  ddi_export_run_finish (result, NULL, &error);
  g_assert_no_error (error);
  (*(int *)user_data)--;
}

static char *
write_sales (void)
{
  char *path = ddi_test_directory_new_path ("sales");
  FILE *file = g_fopen (path, "we");

  g_assert_nonnull (file);
  g_assert_cmpint (fputs ("store,product,date,quantity\n", file), >=, 0);
  for (int product = 0; product < 30; product++)
    for (int day = 0; day < 600; day++)
      {
        g_autofree char *date = ddi_day_format (ddi_day_from_ymd (2023, 1, 1) + day);

        g_assert_cmpint (g_fprintf (file, "Main,Kind %d,%s,%d\n", product, date, day % 40), >, 0);
      }
  g_assert_no_errno (fclose (file));
  return path;
}

typedef struct
{
  DdiHome *home;
  char *path;
  int *waiting;
} Import;

static gboolean
imported_cb (gpointer user_data)
{
  (*(int *)user_data)--;
  return G_SOURCE_REMOVE;
}

static gpointer
import_thread (gpointer user_data)
{
  Import *import = user_data;
  DdiDatabase *database = ddi_home_get_database (import->home);
  g_autoptr (GPtrArray) files = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (DdiImportPlan) plan = NULL;
  g_autoptr (GError) error = NULL;

  g_ptr_array_add (files, g_file_new_for_path (import->path));
  plan = ddi_import_read (DDI_IMPORT_SALES, files, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (ddi_import_match (plan, database, NULL, NULL, &error));
  g_assert_true (ddi_import_preview (plan, database, NULL, &error));
  g_assert_true (
      ddi_import_apply (plan, database, ddi_home_get_user_id (import->home), NULL, NULL, NULL, &error));
  g_assert_no_error (error);
  g_idle_add (imported_cb, import->waiting);
  return NULL;
}

/* Queries that another session keeps waiting, an export and an import at once. */
static void
test_busy (void)
{
  g_autoptr (DdiHome) home = ddi_test_home_new ();
  g_autofree char *sales = write_sales ();
  g_autofree char *target = ddi_test_directory_new_path ("export");
  g_autofree char *n = NULL;
  DdiExportOptions options = {
    .kind = DDI_EXPORT_WASTE, .first = DDI_DAY_INVALID, .last = DDI_DAY_INVALID, .path = target
  };
  int waiting = 4;
  Import import = { home, sales, &waiting };
  DdiTestLock *lock = ddi_test_lock_new (home, "stores");
  GThread *thread;

  for (int i = 0; i < 2; i++)
    {
      DdiUnit *unit = ddi_unit_new ();

      ddi_unit_add (unit, "session/list-stores", NULL);
      ddi_database_run_async (ddi_home_get_database (home), unit, NULL, listed_cb, &waiting);
    }
  ddi_export_run_async (ddi_home_get_database (home), &options, NULL, exported_cb, &waiting);
  thread = g_thread_new ("import", import_thread, &import);
  ddi_test_lock_await (lock, 4);
  g_assert_cmpint (waiting, ==, 4);
  ddi_test_lock_release (lock);
  while (waiting > 0)
    g_main_context_iteration (NULL, TRUE);
  g_thread_join (thread);

  n = ddi_test_home_psql (home, FALSE, "SELECT count(*) FROM daily_sales");
  g_assert_cmpstr (n, ==, "18000");
  ddi_home_close (home, NULL);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/main-thread/first-start", test_first_start);
  g_test_add_func ("/main-thread/busy", test_busy);
  return g_test_run ();
}
