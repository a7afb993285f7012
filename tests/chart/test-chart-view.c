/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The widget on a display: what keys and pointer read, mark and tell. */
#include "chart/ddi-chart-view.h"

#include <adwaita.h>

#define FIRST 20000
#define N 30

typedef struct
{
  GtkWidget *window;
  DdiChartView *view;
  int first, last; /* of the range told last */
  guint resets;
  int activated;
} Fixture;

static void
range_cb (DdiChartView *view, int first, int last, Fixture *fixture)
{
  fixture->first = first;
  fixture->last = last;
}

static void
reset_cb (DdiChartView *view, Fixture *fixture)
{
  fixture->resets++;
}

static void
activated_cb (DdiChartView *view, guint index, Fixture *fixture)
{
  fixture->activated = (int)index;
}

static void
iterate (guint milliseconds)
{
  gint64 end = g_get_monotonic_time () + milliseconds * 1000;

  while (g_get_monotonic_time () < end)
    g_main_context_iteration (NULL, FALSE);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (DdiChart) chart = ddi_chart_new_days ("Sold", FIRST, N, GPOINTER_TO_UINT (data));
  double y[N];

  for (int i = 0; i < N; i++)
    y[i] = i;
  ddi_chart_add_line (chart, "Sold", DDI_INK_TEXT, DDI_LINE_SOLID, y);
  fixture->first = fixture->last = fixture->activated = -1;
  fixture->view = DDI_CHART_VIEW (ddi_chart_view_new ());
  fixture->window = gtk_window_new ();
  gtk_window_set_default_size (GTK_WINDOW (fixture->window), 600, 300);
  gtk_window_set_child (GTK_WINDOW (fixture->window), GTK_WIDGET (fixture->view));
  ddi_chart_view_set_chart (fixture->view, chart);
  g_signal_connect (fixture->view, "range-selected", G_CALLBACK (range_cb), fixture);
  g_signal_connect (fixture->view, "range-reset", G_CALLBACK (reset_cb), fixture);
  g_signal_connect (fixture->view, "row-activated", G_CALLBACK (activated_cb), fixture);
  gtk_window_present (GTK_WINDOW (fixture->window));
  while (gtk_widget_get_width (GTK_WIDGET (fixture->view)) == 0)
    g_main_context_iteration (NULL, TRUE);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  GtkWidget *view = GTK_WIDGET (fixture->view);

  g_object_add_weak_pointer (G_OBJECT (view), (gpointer *)&view);
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  iterate (50);
  g_assert_null (view);
}

/* The controller of a type that the view has; a click's is the one of the primary button. */
static GtkEventController *
find_controller (DdiChartView *view, GType type)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (GTK_WIDGET (view));

  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);

      if (g_type_is_a (G_OBJECT_TYPE (controller), type) &&
          (!GTK_IS_GESTURE_CLICK (controller) ||
           gtk_gesture_single_get_button (GTK_GESTURE_SINGLE (controller)) == GDK_BUTTON_PRIMARY))
        return controller;
    }
  g_assert_not_reached ();
}

static gboolean
press (Fixture *fixture, guint key, GdkModifierType modifiers)
{
  gboolean stopped;

  g_signal_emit_by_name (find_controller (fixture->view, GTK_TYPE_EVENT_CONTROLLER_KEY), "key-pressed", key,
                         0, modifiers, &stopped);
  return stopped;
}

static void
test_keys_read (Fixture *fixture, gconstpointer data)
{
  g_assert_cmpint (ddi_chart_view_get_focus (fixture->view), ==, -1);
  /* Reading begins at the newest day. */
  g_assert_true (press (fixture, GDK_KEY_Left, 0));
  g_assert_cmpint (ddi_chart_view_get_focus (fixture->view), ==, N - 1);
  press (fixture, GDK_KEY_Left, 0);
  g_assert_cmpint (ddi_chart_view_get_focus (fixture->view), ==, N - 2);
  press (fixture, GDK_KEY_Home, 0);
  g_assert_cmpint (ddi_chart_view_get_focus (fixture->view), ==, 0);
  press (fixture, GDK_KEY_Left, 0);
  g_assert_cmpint (ddi_chart_view_get_focus (fixture->view), ==, 0);
  press (fixture, GDK_KEY_Page_Down, 0);
  g_assert_cmpint (ddi_chart_view_get_focus (fixture->view), ==, 7);
  press (fixture, GDK_KEY_Return, 0);
  g_assert_cmpint (fixture->activated, ==, 7);
  g_assert_true (press (fixture, GDK_KEY_Escape, 0));
  g_assert_cmpint (ddi_chart_view_get_focus (fixture->view), ==, -1);
  /* Nothing left to leave: Escape is the window's. */
  g_assert_false (press (fixture, GDK_KEY_Escape, 0));
  g_assert_false (press (fixture, GDK_KEY_Up, 0));
  iterate (50);
}

static void
test_keys_select (Fixture *fixture, gconstpointer data)
{
  guint each = GPOINTER_TO_UINT (data);

  press (fixture, GDK_KEY_End, 0);
  press (fixture, GDK_KEY_Left, GDK_SHIFT_MASK);
  press (fixture, GDK_KEY_Left, GDK_SHIFT_MASK);
  iterate (50);
  press (fixture, GDK_KEY_Return, 0);
  g_assert_cmpint (fixture->first, ==, FIRST + (N - 3) * (int)each);
  g_assert_cmpint (fixture->last, ==, FIRST + N * (int)each - 1);
  g_assert_cmpint (fixture->activated, ==, -1);
}

static void
test_pointer_reads (Fixture *fixture, gconstpointer data)
{
  GtkEventController *motion = find_controller (fixture->view, GTK_TYPE_EVENT_CONTROLLER_MOTION);
  double width = gtk_widget_get_width (GTK_WIDGET (fixture->view));

  g_signal_emit_by_name (motion, "motion", width - 4, 100.0);
  g_assert_cmpint (ddi_chart_view_get_focus (fixture->view), ==, N - 1);
  iterate (50);
  g_signal_emit_by_name (motion, "leave");
  g_assert_cmpint (ddi_chart_view_get_focus (fixture->view), ==, -1);
  g_signal_emit_by_name (find_controller (fixture->view, GTK_TYPE_GESTURE_CLICK), "released", 2, 100.0,
                         100.0);
  g_assert_cmpuint (fixture->resets, ==, 1);
}

/* An image with the chart's title as name and its summary, or what is being read, as description. */
static void
test_accessible (Fixture *fixture, gconstpointer data)
{
  GtkAccessible *accessible = GTK_ACCESSIBLE (fixture->view);

  gtk_test_accessible_assert_role (accessible, GTK_ACCESSIBLE_ROLE_IMG);
  g_assert_true (gtk_test_accessible_has_property (accessible, GTK_ACCESSIBLE_PROPERTY_DESCRIPTION));
  gtk_test_accessible_assert_property (accessible, GTK_ACCESSIBLE_PROPERTY_LABEL, "Sold");
  press (fixture, GDK_KEY_Home, 0);
  gtk_test_accessible_assert_property (accessible, GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                       "Fri 4 Oct 2024: Sold 0");
}

static void
test_styles (Fixture *fixture, gconstpointer data)
{
  AdwStyleManager *style = adw_style_manager_get_default ();

  adw_style_manager_set_color_scheme (style, ADW_COLOR_SCHEME_FORCE_DARK);
  iterate (50);
  adw_style_manager_set_color_scheme (style, ADW_COLOR_SCHEME_FORCE_LIGHT);
  iterate (50);
  ddi_chart_view_set_focus (fixture->view, 3);
  ddi_chart_view_set_chart (fixture->view, NULL);
  g_assert_cmpint (ddi_chart_view_get_focus (fixture->view), ==, -1);
  g_assert_false (press (fixture, GDK_KEY_Home, 0));
  iterate (50);
}

static void
test_rows_keys (void)
{
  const char *rows[] = { "Glazed", "Jelly", "Kreme" };
  const double y[] = { 3, 2, 1 };
  g_autoptr (DdiChart) chart = ddi_chart_new_rows ("By product", rows, 3);
  Fixture fixture = { .view = DDI_CHART_VIEW (g_object_ref_sink (ddi_chart_view_new ())) };
  int minimum;

  ddi_chart_add_bars (chart, "Pieces", DDI_INK_SERIES_1, y);
  ddi_chart_view_set_chart (fixture.view, chart);
  press (&fixture, GDK_KEY_Down, 0);
  g_assert_cmpint (ddi_chart_view_get_focus (fixture.view), ==, 0);
  press (&fixture, GDK_KEY_Down, 0);
  g_assert_cmpint (ddi_chart_view_get_focus (fixture.view), ==, 1);
  gtk_widget_measure (GTK_WIDGET (fixture.view), GTK_ORIENTATION_VERTICAL, -1, &minimum, NULL, NULL, NULL);
  g_assert_cmpint (minimum, >=, 3 * 20);
  g_object_unref (fixture.view);
}

/* In a narrow view the rows get room for names that go on in a second line. */
static void
test_rows_height (void)
{
  const char *rows[] = { "Chocolate Munchkins", "Glazed Munchkins", "Jelly" };
  const double y[] = { 3, 2, 1 };
  g_autoptr (DdiChart) chart = ddi_chart_new_rows ("By product", rows, 3);
  GtkWidget *view = g_object_ref_sink (ddi_chart_view_new ());
  int narrow, wide;

  ddi_chart_add_bars (chart, "Pieces", DDI_INK_SERIES_1, y);
  ddi_chart_view_set_chart (DDI_CHART_VIEW (view), chart);
  gtk_widget_measure (view, GTK_ORIENTATION_VERTICAL, 200, &narrow, NULL, NULL, NULL);
  gtk_widget_measure (view, GTK_ORIENTATION_VERTICAL, 800, &wide, NULL, NULL, NULL);
  g_assert_cmpint (narrow, >, wide);
  g_object_unref (view);
}

int
main (int argc, char **argv)
{
  /* What assistive tools would be told, without such a tool. */
  g_setenv ("GTK_A11Y", "test", TRUE);
  gtk_test_init (&argc, &argv);
  adw_init ();
  g_test_add ("/chart/view/keys-read", Fixture, GUINT_TO_POINTER (1), set_up, test_keys_read, tear_down);
  g_test_add ("/chart/view/keys-select-days", Fixture, GUINT_TO_POINTER (1), set_up, test_keys_select,
              tear_down);
  g_test_add ("/chart/view/keys-select-weeks", Fixture, GUINT_TO_POINTER (7), set_up, test_keys_select,
              tear_down);
  g_test_add ("/chart/view/pointer", Fixture, GUINT_TO_POINTER (1), set_up, test_pointer_reads, tear_down);
  g_test_add ("/chart/view/accessible", Fixture, GUINT_TO_POINTER (1), set_up, test_accessible, tear_down);
  g_test_add ("/chart/view/styles", Fixture, GUINT_TO_POINTER (1), set_up, test_styles, tear_down);
  g_test_add_func ("/chart/view/rows-keys", test_rows_keys);
  g_test_add_func ("/chart/view/rows-height", test_rows_height);
  return g_test_run ();
}
