/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The page over known forecasts: what it shows is what the database holds, for all products and for one. */
#include "pages/accuracy/ddi-accuracy-page.h"

#include <glib/gstdio.h>
#include <math.h>

#include "app/ddi-test-window.h"
#include "chart/ddi-chart-view.h"
#include "pages/accuracy/ddi-accuracy-export.h"
#include "pages/accuracy/ddi-accuracy-text.h"
#include "support/ddi-test-home.h"
#include "tasks/accuracy-fixture.h"

static DdiHome *home;
static DdiSession *session;

static GtkWidget *
child (DdiWindow *window, const char *name)
{
  DdiAccuracyPage *page = DDI_ACCURACY_PAGE (ddi_window_get_page (window));

  return GTK_WIDGET (gtk_widget_get_template_child (GTK_WIDGET (ddi_accuracy_page_get_view (page)),
                                                    DDI_TYPE_ACCURACY_VIEW, name));
}

static DdiWindow *
open_page (void)
{
  DdiWindow *window = ddi_test_window_new (session);

  g_assert_true (ddi_window_open_page (window, "accuracy", NULL));
  ddi_test_wait_for_page (ddi_window_get_page (window));
  return window;
}

static void
set_range (void)
{
  DdiFilter filter = { .first = ddi_day_parse (FIRST_TEXT) };

  filter.last = filter.first + N_DAYS - 1;
  ddi_session_set_filter (session, &filter);
}

static guint
count_rows (GtkWidget *list)
{
  guint n = 0;

  while (gtk_list_box_get_row_at_index (GTK_LIST_BOX (list), (int)n))
    n++;
  return n;
}

static void
assert_explains (double inside, double above, double meant, gint64 n_sold_out, const char *words)
{
  g_autofree char *text = ddi_accuracy_explain_range (inside, above, meant, n_sold_out);

  if (words)
    g_assert_nonnull (strstr (text, words));
  else
    g_assert_null (text);
}

/* It is said what becomes of sold-out days where the range holds another share than it is meant to. */
static void
test_words (void)
{
  assert_explains (0.88, 0.02, 0.8, 1000, "88 % within the range, 10 % below and only 2 % above");
  assert_explains (0.7, 0.2, 0.8, 1000, "not known");
  assert_explains (0.88, 0.02, 0.8, 0, NULL);
  assert_explains (0.81, 0.02, 0.8, 1000, NULL);
  assert_explains (NAN, NAN, NAN, 1000, NULL);
  g_assert_cmpstr (ddi_accuracy_lean_caption (0.02), ==, "On average too high by");
  g_assert_cmpstr (ddi_accuracy_lean_caption (-0.02), ==, "On average too low by");
}

/* Before any forecast has met its day the page says so and leads to the forecasts. */
static void
test_empty (void)
{
  DdiWindow *window = open_page ();

  g_assert_cmpint (ddi_page_get_state (ddi_window_get_page (window)), ==, DDI_PAGE_EMPTY);
  ddi_test_window_close (window);
}

static void
test_figures (void)
{
  g_autofree char *made = ddi_test_home_psql (home, FALSE, accuracy_fixture);
  DdiWindow *window;
  DdiChart *chart;
  double ours = 0, rule = 0, actual = 0;
  g_autofree char *wanted = NULL;

  set_range ();
  window = open_page ();
  g_assert_cmpint (ddi_page_get_state (ddi_window_get_page (window)), ==, DDI_PAGE_CONTENT);
  for (int s = 1; s <= 2; s++)
    for (int p = 1; p <= 2; p++)
      for (int d = FIRST_FORECAST; d < N_DAYS; d++)
        {
          int predicted = accuracy_decided (s, p, d) ? 90 : accuracy_predicted (s, p, d, 1);
          double mean = 0;

          if (accuracy_sold_out (p, d))
            continue;
          for (int week = 1; week <= 4; week++)
            mean += accuracy_sold (s, p, d - 7 * week) / 4.0;
          ours += abs (predicted - accuracy_sold (s, p, d));
          rule += ABS (mean - accuracy_sold (s, p, d));
          actual += accuracy_sold (s, p, d);
        }
  wanted =
      g_strdup_printf ("Off by %.1f %%, the last four by %.1f %%", ours / actual * 100, rule / actual * 100);
  g_assert_cmpstr (gtk_label_get_label (GTK_LABEL (child (window, "headline"))), ==, wanted);
  g_assert_cmpuint (count_rows (child (window, "misses")), ==, 5);
  chart = ddi_chart_view_get_chart (
      DDI_CHART_VIEW (gtk_widget_get_first_child (GTK_WIDGET (child (window, "chart_bin")))));
  g_assert_cmpuint (ddi_chart_get_n (chart), ==, N_DAYS - FIRST_FORECAST);
  g_assert_cmpint (ddi_chart_get_day (chart, 0), ==, ddi_day_parse (FIRST_TEXT) + FIRST_FORECAST);
  ddi_test_window_close (window);
}

static gboolean
shows_another (gpointer user_data)
{
  DdiWindow *window = ((gpointer *)user_data)[0];

  return g_strcmp0 (gtk_label_get_label (GTK_LABEL (child (window, "headline"))),
                    ((gpointer *)user_data)[1]) != 0;
}

static gboolean
shows_nothing (gpointer user_data)
{
  return g_strcmp0 (gtk_stack_get_visible_child_name (GTK_STACK (child (user_data, "stack"))), "nothing") ==
         0;
}

/* One product has figures of its own; one without forecasts leaves the choice in view. */
static void
test_product (void)
{
  g_autofree char *made =
      ddi_test_home_psql (home, FALSE, "INSERT INTO products (name, category) VALUES ('Zeppole', 'Donuts')");
  DdiWindow *window;
  g_autofree char *before = NULL;

  ddi_session_changed (session, DDI_DATA_PRODUCTS);
  for (guint i = 0; i < 100 && g_list_model_get_n_items (ddi_session_get_products (session)) < 3; i++)
    {
      ddi_test_settle ();
      g_usleep (10000);
    }
  window = open_page ();
  before = g_strdup (gtk_label_get_label (GTK_LABEL (child (window, "headline"))));
  gtk_drop_down_set_selected (GTK_DROP_DOWN (child (window, "product")), 1);
  ddi_test_wait (shows_another, ((gpointer[]){ window, before }));
  gtk_drop_down_set_selected (GTK_DROP_DOWN (child (window, "product")), 3);
  ddi_test_wait (shows_nothing, window);
  g_assert_cmpint (ddi_page_get_state (ddi_window_get_page (window)), ==, DDI_PAGE_CONTENT);
  g_assert_cmpstr (gtk_label_get_label (GTK_LABEL (child (window, "headline"))), ==, "");
  ddi_test_window_close (window);
}

/* The file has every group, with the words of the page. */
static void
test_export (void)
{
  DdiDay first = ddi_day_parse (FIRST_TEXT);
  DdiUnit *unit = ddi_unit_new ();
  g_autoptr (GPtrArray) results = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *path = g_build_filename (g_get_tmp_dir (), "ddi-accuracy.csv", NULL), *text = NULL;
  g_auto (GStrv) lines = NULL;

  ddi_unit_set_read_only (unit);
  ddi_unit_add (unit, "accuracy/list-groups",
                g_variant_new ("(@mai@*@*@mi)", g_variant_new_maybe (G_VARIANT_TYPE ("ai"), NULL),
                               ddi_unit_day (first), ddi_unit_day (first + N_DAYS - 1),
                               g_variant_new_maybe (G_VARIANT_TYPE_INT32, NULL)));
  results = ddi_database_run (ddi_session_get_database (session), unit, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (ddi_accuracy_export_write (results->pdata[0], path, NULL, &error));
  g_assert_no_error (error);
  g_assert_true (g_file_get_contents (path, &text, NULL, &error));
  g_unlink (path);
  lines = g_strsplit (g_strchomp (text), "\n", -1);
  g_assert_cmpuint (g_strv_length (lines), ==, ddi_rows_get_n (results->pdata[0]) + 1);
  g_assert_true (g_str_has_prefix (lines[0], "dimension,label,n,n_sold_out,"));
  g_assert_nonnull (strstr (text, "\nhorizon,8 days ahead,"));
  g_assert_nonnull (strstr (text, "\nweekday,Monday,"));
  g_assert_nonnull (strstr (text, "\nproduct,Glazed,"));
  g_assert_nonnull (strstr (text, "\nshop,South,"));
}

int
main (int argc, char **argv)
{
  int status;

  ddi_test_ui_init (&argc, &argv);
  home = ddi_test_home_new ();
  session = ddi_test_session_new (home);

  g_test_add_func ("/accuracy/empty", test_empty);
  g_test_add_func ("/accuracy/figures", test_figures);
  g_test_add_func ("/accuracy/words", test_words);
  g_test_add_func ("/accuracy/product", test_product);
  g_test_add_func ("/accuracy/export", test_export);
  status = g_test_run ();
  g_clear_object (&session);
  ddi_home_close (home, NULL);
  g_object_unref (home);
  return status;
}
