/* SPDX-License-Identifier: GPL-3.0-or-later */
/* bench-list HOME JUMPS: the Sales page over all that a home has, as a person sees it: how long until its first rows
 * are there, how long a jump to any place takes until the rows there can be read, how long the main loop did not
 * turn meanwhile, and the memory of the program. Run under tests/run-ui.sh. */
#include "app/ddi-table-private.h"
#include "app/ddi-test-window.h"
#include "pages/records/ddi-records-page.h"
#include "watchdog.h"

#include <stdlib.h>

/* Years of history that the filter asks for. */
#define YEARS 20

typedef struct
{
  DdiTable *table;
  GtkSelectionModel *rows; /* of the view */
  GListModel *all;
  guint position;
  gint64 painted; /* frames */
} Place;

static double
milliseconds_since (gint64 start)
{
  return (double)(g_get_monotonic_time () - start) / 1000;
}

/* "VmRSS" or "VmHWM" of this process, MB; NaN where the system does not say. */
static double
read_memory (const char *name)
{
  g_autofree char *text = NULL;
  const char *line;

  if (!g_file_get_contents ("/proc/self/status", &text, NULL, NULL) || !(line = strstr (text, name)))
    return NAN;
  return g_ascii_strtod (line + strlen (name) + 1, NULL) / 1024;
}

static gboolean
is_loaded (gpointer user_data)
{
  Place *place = user_data;
  g_autoptr (DdiQueryRow) row = g_list_model_get_item (G_LIST_MODEL (place->rows), place->position);

  return row && ddi_query_row_get (row, NULL) != NULL &&
         ddi_table_pace_is_written (ddi_table_get_pace (place->table), place->position);
}

/* A list begins with few rows, and grows to all of them. */
static gboolean
is_whole (gpointer user_data)
{
  Place *place = user_data;

  return g_list_model_get_n_items (G_LIST_MODEL (place->rows)) == g_list_model_get_n_items (place->all);
}

static void
painted_cb (GdkFrameClock *clock, gpointer user_data)
{
  Place *place = user_data;

  place->painted++;
}

static gboolean
is_painted (gpointer user_data)
{
  Place *place = user_data;

  return place->painted > 0;
}

/* Until the row can be read on the screen. */
static void
wait_for_row (Place *place, GtkWidget *view)
{
  ddi_test_wait (is_loaded, place);
  place->painted = 0;
  gtk_widget_queue_draw (view);
  ddi_test_wait (is_painted, place);
}

static GtkWidget *
find_list (GtkWidget *widget)
{
  GtkWidget *list = GTK_IS_LIST_VIEW (widget) ? widget : NULL;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child && !list;
       child = gtk_widget_get_next_sibling (child))
    list = find_list (child);
  return list;
}

static int
compare_doubles (gconstpointer a, gconstpointer b)
{
  double x = *(const double *)a, y = *(const double *)b;

  return x < y ? -1 : x > y;
}

static void
jump_about (Place *place, GtkWidget *list, int n_jumps)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (place->rows));
  g_autofree double *took = g_new (double, n_jumps);
  g_autoptr (GRand) random = g_rand_new_with_seed (1);
  Watchdog *watchdog = watchdog_start ();
  double stalled;

  for (int i = 0; i < n_jumps; i++)
    {
      gint64 start = g_get_monotonic_time ();

      place->position = (guint)g_rand_int_range (random, 0, (gint32)n);
      gtk_widget_activate_action (list, "list.scroll-to-item", "u", place->position);
      wait_for_row (place, list);
      took[i] = milliseconds_since (start);
    }
  stalled = watchdog_stop (watchdog);
  qsort (took, n_jumps, sizeof (double), compare_doubles);
  g_print ("list {\"rows\": %u, \"jumps\": %d, \"jump_p50_ms\": %.1f, \"jump_p95_ms\": %.1f, "
           "\"jump_longest_ms\": %.1f, "
           "\"main_loop_longest_ms\": %.1f, \"memory_mb\": %.0f, \"memory_peak_mb\": %.0f}\n",
           n, n_jumps, took[n_jumps / 2], took[(int)(0.95 * (n_jumps - 1))], took[n_jumps - 1], stalled,
           read_memory ("VmRSS"), read_memory ("VmHWM"));
}

static void
measure (DdiSession *session, int n_jumps)
{
  DdiWindow *window = ddi_test_window_new (session);
  DdiFilter filter;
  Place place = { 0 };
  DdiRecordsPage *page;
  GtkColumnView *view;
  Watchdog *watchdog;
  gint64 start;

  ddi_test_wait_for_page (ddi_window_get_page (window));
  ddi_session_get_filter (session, &filter);
  filter.first = filter.last - YEARS * 366;
  ddi_session_set_filter (session, &filter);
  ddi_test_wait_for_page (ddi_window_get_page (window));
  g_print ("list {\"memory_before_mb\": %.0f}\n", read_memory ("VmRSS"));

  watchdog = watchdog_start ();
  start = g_get_monotonic_time ();
  g_assert_true (ddi_window_open_page (window, "sales", NULL));
  page = DDI_RECORDS_PAGE (ddi_window_get_page (window));
  place.table = ddi_records_page_get_table (page);
  place.all = gtk_slice_list_model_get_model (
      GTK_SLICE_LIST_MODEL (ddi_table_pace_get_rows (ddi_table_get_pace (place.table))));
  view = ddi_table_get_view (place.table);
  place.rows = gtk_column_view_get_model (view);
  g_signal_connect (gtk_widget_get_frame_clock (GTK_WIDGET (window)), "after-paint", G_CALLBACK (painted_cb),
                    &place);
  wait_for_row (&place, GTK_WIDGET (view));
  g_print ("list {\"first_rows_ms\": %.1f}\n", milliseconds_since (start));
  ddi_test_wait_for_page (DDI_PAGE (page));
  ddi_test_wait (is_whole, &place);
  g_print ("list {\"whole_ms\": %.1f, \"main_loop_longest_ms\": %.1f}\n", milliseconds_since (start),
           watchdog_stop (watchdog));
  jump_about (&place, find_list (GTK_WIDGET (view)), n_jumps);
  g_signal_handlers_disconnect_by_func (gtk_widget_get_frame_clock (GTK_WIDGET (window)), painted_cb, &place);
  ddi_test_window_close (window);
}

int
main (int argc, char **argv)
{
  DdiHomeOptions options = { .data_dir = argc > 1 ? argv[1] : NULL };
  int n_jumps = argc > 2 ? atoi (argv[2]) : 0;
  g_autoptr (DdiHome) home = NULL;
  g_autoptr (GError) error = NULL;
  DdiSession *session;
  int no_arguments = 1;

  if (n_jumps < 1)
    {
      g_printerr ("usage: bench-list HOME JUMPS\n");
      return 2;
    }
  ddi_test_ui_init (&no_arguments, &argv);
  home = ddi_home_open (&options, NULL, &error);
  g_assert_no_error (error);
  session = ddi_test_session_new (home);
  measure (session, n_jumps);
  g_object_unref (session);
  g_assert_true (ddi_home_close (home, NULL));
  return 0;
}
