/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tasks/ddi-import-async.h"

#include "import-fixture.h"

static void
test_undo_out_of_order (void)
{
  g_autofree char *early = import_write_week ("w1.xlsx", IMPORT_SUNDAY, 7, 0);
  g_autofree char *late = import_write_week ("w2.xlsx", IMPORT_SUNDAY, 7, 1);
  g_autofree char *edited = NULL;
  DdiImportUndo result;
  int first, second;

  import_clear ();
  first = import_one (DDI_IMPORT_SHEET, "Main Street", early, NULL);
  second = import_one (DDI_IMPORT_SHEET, "Main Street", late, NULL);
  edited = import_psql (
      "UPDATE daily_waste SET quantity_wasted = 8 WHERE product_name = 'Glazed' AND date = '2025-12-07'");
  import_undo (first);
  assert_sql ("SELECT count(*) FROM daily_waste", "42");
  result = import_undo (second);
  /* What somebody has written since stays. */
  g_assert_cmpint (result.kept, ==, 1);
  assert_sql ("SELECT count(*), min(quantity_wasted) FROM daily_waste", "1|8");
  assert_sql ("SELECT count(*) FROM daily_sales", "0");
}

static void
test_undo_twice (void)
{
  g_autofree char *path = import_write_week ("week.xlsx", IMPORT_SUNDAY, 1, 0);
  g_autoptr (GError) error = NULL;
  int batch;

  import_clear ();
  batch = import_one (DDI_IMPORT_SHEET, "Main Street", path, NULL);
  import_undo (batch);
  g_assert_false (ddi_import_undo (ddi_home_get_database (import_home), 1, batch, NULL, NULL, &error));
  g_assert_error (error, DDI_IMPORT_ERROR, DDI_IMPORT_ERROR_UNDONE);
  g_clear_error (&error);
  g_assert_false (ddi_import_undo (ddi_home_get_database (import_home), 1, 9999, NULL, NULL, &error));
  g_assert_error (error, DDI_IMPORT_ERROR, DDI_IMPORT_ERROR_NOT_FOUND);
}

static void
test_cancelled (void)
{
  g_autofree char *path = import_write_week ("week.xlsx", IMPORT_SUNDAY, 7, 0);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (DdiImportPlan) plan = NULL;
  g_autoptr (GError) error = NULL;

  import_clear ();
  plan = import_plan (DDI_IMPORT_SHEET, "Main Street", path, NULL);
  g_cancellable_cancel (cancellable);
  g_assert_false (ddi_import_apply (plan, ddi_home_get_database (import_home),
                                    ddi_home_get_user_id (import_home), NULL, NULL, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  assert_sql (
      "SELECT (SELECT count(*) FROM stores) + (SELECT count(*) FROM products) + (SELECT count(*) FROM "
      "import_batches)",
      "0");
}

/* A shop that an import made goes with it, unless something else speaks of it meanwhile. */
static void
test_undo_shops (void)
{
  g_autofree char *one = import_write_week ("one.xlsx", IMPORT_SUNDAY, 7, 0);
  g_autofree char *two = import_write_week ("two.xlsx", IMPORT_SUNDAY + 7, 7, 3);
  g_autofree char *out = NULL;
  int first, second;

  import_clear ();
  first = import_one (DDI_IMPORT_SHEET, "Main Street", one, NULL);
  second = import_one (DDI_IMPORT_SHEET, "Main Street", two, NULL);
  import_undo (first);
  assert_sql ("SELECT count(*) FROM stores", "1");
  import_undo (second);
  /* The second batch did not make it, and the first one found it in use. */
  assert_sql ("SELECT count(*) FROM stores", "1");

  import_clear ();
  first = import_one (DDI_IMPORT_SHEET, "Main Street", one, NULL);
  import_undo (first);
  assert_sql ("SELECT (SELECT count(*) FROM stores) + (SELECT count(*) FROM sheet_sources)", "0");

  first = import_one (DDI_IMPORT_SHEET, "Main Street", one, NULL);
  out = import_psql ("UPDATE stores SET address = '1 Main Street'");
  import_undo (first);
  assert_sql ("SELECT count(*) FROM stores", "1");
}

typedef struct
{
  GMainLoop *loop;
  GCancellable *cancellable;
  const char *file; /* cancelled when this one is under way */
  gboolean writing; /* … and is being written */
  gint64 sent, rows;
  GError *error;
} Watched;

static void
watch_cb (const DdiImportProgress *progress, gpointer user_data)
{
  Watched *self = user_data;

  g_assert_cmpint (progress->sent, >=, self->sent);
  g_assert_cmpint (progress->sent, <=, progress->rows);
  self->sent = progress->sent;
  self->rows = progress->rows;
  if (g_strcmp0 (progress->file, self->file) == 0 && progress->writing == self->writing)
    g_cancellable_cancel (self->cancellable);
}

static void
watched_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Watched *self = user_data;

  ddi_import_apply_finish (result, &self->error);
  g_main_loop_quit (self->loop);
}

static void
watch (GPtrArray *plans, Watched *self)
{
  self->loop = g_main_loop_new (NULL, FALSE);
  self->cancellable = g_cancellable_new ();
  ddi_import_apply_async (ddi_home_get_database (import_home), ddi_home_get_user_id (import_home), plans,
                          watch_cb, self, self->cancellable, watched_cb, self);
  g_main_loop_run (self->loop);
  g_main_loop_unref (self->loop);
  g_object_unref (self->cancellable);
}

/* The second file of two is cancelled while the server writes it: the first one goes again, too. */
static void
test_cancelled_midway (void)
{
  g_autofree char *one = import_write_week ("one.xlsx", IMPORT_SUNDAY, 7, 0);
  g_autofree char *two = import_write_week ("two.xlsx", IMPORT_SUNDAY + 7, 7, 3);
  g_autoptr (GPtrArray) plans = g_ptr_array_new_with_free_func ((GDestroyNotify)ddi_import_plan_free);
  g_autoptr (DdiUnit) slow = NULL;
  g_autofree char *out = NULL;
  Watched cancelled = { .file = "two.xlsx", .writing = TRUE };
  Watched good = { .file = NULL };

  import_clear ();
  /* So that the cancel comes while it is written, and not behind it. */
  out = import_psql ("CREATE FUNCTION be_slow() RETURNS trigger LANGUAGE plpgsql AS "
                     "$$ BEGIN PERFORM pg_sleep(60) FROM stores HAVING count(*) > 0 AND EXISTS "
                     "(SELECT FROM daily_waste WHERE date = '2025-12-07'); RETURN NULL; END $$; "
                     "CREATE TRIGGER be_slow BEFORE INSERT ON daily_waste EXECUTE FUNCTION be_slow()");
  g_ptr_array_add (plans, import_plan (DDI_IMPORT_SHEET, "Main Street", one, two));
  watch (plans, &cancelled);
  g_assert_error (cancelled.error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&cancelled.error);
  assert_sql (
      "SELECT (SELECT count(*) FROM stores) + (SELECT count(*) FROM daily_sales) + (SELECT count(*) FROM "
      "daily_production) + (SELECT count(*) FROM products) + (SELECT count(*) FROM store_days)",
      "0");
  g_free (import_psql ("DROP TRIGGER be_slow ON daily_waste; DROP FUNCTION be_slow"));

  watch (plans, &good);
  g_assert_no_error (good.error);
  g_assert_cmpint (good.sent, ==, good.rows);
  g_assert_cmpint (good.rows, ==, 2 * 133);
  assert_sql ("SELECT count(*) FROM daily_production", "84");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  import_fixture_init ();
  g_test_add_func ("/tasks/import/undo-out-of-order", test_undo_out_of_order);
  g_test_add_func ("/tasks/import/undo-twice", test_undo_twice);
  g_test_add_func ("/tasks/import/cancelled", test_cancelled);
  g_test_add_func ("/tasks/import/undo-shops", test_undo_shops);
  g_test_add_func ("/tasks/import/cancelled-midway", test_cancelled_midway);
  return import_fixture_run ();
}
