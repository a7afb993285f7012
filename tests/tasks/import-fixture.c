/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "import-fixture.h"

#include <glib/gstdio.h>

#include "support/ddi-test-directory.h"

#include "chart.h"

DdiHome *import_home;
char *import_folder;

const char *const import_donuts[IMPORT_N_DONUTS] = { "Glazed",      "Jelly",   "Boston Kreme",
                                                     "Apple Crumb", "Sugared", "Old Fashioned" };

char *
import_psql (const char *sql)
{
  return ddi_test_home_psql (import_home, FALSE, sql);
}

void
import_clear (void)
{
  g_autofree char *out =
      import_psql ("SET client_min_messages = warning; TRUNCATE daily_sales, daily_waste, daily_production, "
                   "store_days, calendar_events, "
                   "weather, import_changes, import_batches, sheet_sources, products, product_aliases, "
                   "stores RESTART IDENTITY CASCADE");
}

/* A shop's week: six import_donuts, made 12 + the row, thrown away by product, day and @salt; days from
 * @n_days on are still blank. */
char *
import_write_week (const char *name, DdiDay sunday, int n_days, int salt)
{
  char *path = g_build_filename (import_folder, name, NULL);
  Chart chart = chart_new (path, sunday, NULL);

  for (guint i = 0; i < IMPORT_N_DONUTS; i++)
    {
      chart_name (&chart, 6 + i, import_donuts[i]);
      for (int k = 0; k < n_days; k++)
        chart_put (&chart, 6 + i, k, 12 + (int)i,
                   1 + ((int)i * 3 + k * 5 + salt * (int)((i + 1) * (i + 1))) % 7);
    }
  chart_save (&chart);
  return path;
}

DdiImportPlan *
import_plan (DdiImportKind kind, const char *store, const char *first, const char *second)
{
  g_autoptr (GPtrArray) files = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GError) error = NULL;
  DdiImportPlan *plan;

  g_ptr_array_add (files, g_file_new_for_path (first));
  if (second)
    g_ptr_array_add (files, g_file_new_for_path (second));
  plan = ddi_import_read (kind, files, store, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (ddi_import_match (plan, ddi_home_get_database (import_home), store, NULL, &error));
  g_assert_no_error (error);
  return plan;
}

DdiImportFile *
import_first (DdiImportPlan *plan)
{
  return plan->files->pdata[0];
}

void
import_preview (DdiImportPlan *plan)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (ddi_import_preview (plan, ddi_home_get_database (import_home), NULL, &error));
  g_assert_no_error (error);
}

void
import_apply (DdiImportPlan *plan)
{
  g_autoptr (GError) error = NULL;
  gboolean good = ddi_import_apply (plan, ddi_home_get_database (import_home),
                                    ddi_home_get_user_id (import_home), NULL, NULL, NULL, &error);

  g_assert_no_error (error);
  g_assert_true (good);
}

/* Reads, matches, previews and applies one file; returns its batch. */
int
import_one (DdiImportKind kind, const char *store, const char *path, DdiImportCounts *counts)
{
  g_autoptr (DdiImportPlan) plan = import_plan (kind, store, path, NULL);

  g_assert_no_error (import_first (plan)->error);
  import_preview (plan);
  import_apply (plan);
  if (counts)
    *counts = import_first (plan)->counts;
  return import_first (plan)->batch_id;
}

DdiImportUndo
import_undo (int batch)
{
  DdiImportUndo result;
  g_autoptr (GError) error = NULL;

  g_assert_true (ddi_import_undo (ddi_home_get_database (import_home), ddi_home_get_user_id (import_home),
                                  batch, &result, NULL, &error));
  g_assert_no_error (error);
  return result;
}

void
import_fixture_init (void)
{
  import_home = ddi_test_home_new ();
  import_folder = ddi_test_directory_new_path ("files");
  g_assert_cmpint (g_mkdir (import_folder, 0700), ==, 0);
}

int
import_fixture_run (void)
{
  int status = g_test_run ();

  ddi_home_close (import_home, NULL);
  g_clear_object (&import_home);
  g_clear_pointer (&import_folder, g_free);
  return status;
}
