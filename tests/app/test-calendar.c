/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A day is chosen by the mouse and by keys alone, and weeks begin where they were told to. */
#include "app/ddi-calendar.h"

#include <stdlib.h>

#include "app/ddi-test-window.h"
#include "core/ddi-week.h"

static GtkWidget *window;
static DdiCalendar *calendar;
static guint n_selected;

static void
selected_cb (void)
{
  n_selected++;
}

static GtkWidget *
grid (void)
{
  return gtk_widget_get_last_child (GTK_WIDGET (calendar));
}

static const char *
text_at (int column, int row)
{
  GtkWidget *child = gtk_grid_get_child_at (GTK_GRID (grid ()), column, row);

  return GTK_IS_LABEL (child) ? gtk_label_get_label (GTK_LABEL (child))
                              : gtk_button_get_label (GTK_BUTTON (child));
}

static void
click (int column, int row)
{
  g_signal_emit_by_name (gtk_grid_get_child_at (GTK_GRID (grid ()), column, row), "clicked");
}

static void
press (guint keyval, GdkModifierType state)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (grid ());
  gboolean handled = FALSE;

  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);

      if (GTK_IS_EVENT_CONTROLLER_KEY (controller))
        g_signal_emit_by_name (controller, "key-pressed", keyval, 0, state, &handled);
    }
  g_assert_true (handled);
}

static void
set_up (DdiWeekday first)
{
  ddi_week_set_first ((int)first);
  calendar = DDI_CALENDAR (ddi_calendar_new ());
  ddi_calendar_set_day (calendar, ddi_day_parse ("2026-11-26"));
  g_signal_connect (calendar, "day-selected", selected_cb, NULL);
  window = gtk_window_new ();
  gtk_window_set_child (GTK_WINDOW (window), GTK_WIDGET (calendar));
  gtk_window_present (GTK_WINDOW (window));
  ddi_test_settle ();
  n_selected = 0;
}

static void
tear_down (void)
{
  gtk_window_destroy (GTK_WINDOW (window));
  ddi_week_set_first (-1);
}

/* 1 November 2026 is a Sunday. */
static void
test_week (void)
{
  set_up (DDI_SUNDAY);
  g_assert_cmpstr (text_at (0, 0), ==, "Sun");
  g_assert_cmpstr (text_at (0, 1), ==, "1");
  click (4, 4);
  g_assert_cmpuint (n_selected, ==, 1);
  g_assert_cmpint (ddi_calendar_get_day (calendar), ==, ddi_day_parse ("2026-11-26"));
  tear_down ();

  set_up (DDI_MONDAY);
  g_assert_cmpstr (text_at (0, 0), ==, "Mon");
  g_assert_cmpstr (text_at (0, 1), ==, "26");
  g_assert_cmpstr (text_at (6, 1), ==, "1");
  click (6, 1);
  g_assert_cmpint (ddi_calendar_get_day (calendar), ==, ddi_day_parse ("2026-11-01"));
  tear_down ();
}

/* The next showing follows a choice that was made since. */
static void
test_change (void)
{
  set_up (DDI_SUNDAY);
  gtk_widget_set_visible (GTK_WIDGET (calendar), FALSE);
  ddi_week_set_first (DDI_SATURDAY);
  gtk_widget_set_visible (GTK_WIDGET (calendar), TRUE);
  ddi_test_settle ();
  g_assert_cmpstr (text_at (0, 0), ==, "Sat");
  tear_down ();
}

/* Keys move, and turn over the month's edge; only a click, which Enter and Space are, chooses. */
static void
test_keys (void)
{
  GtkWidget *focus;

  set_up (DDI_SUNDAY);
  gtk_widget_grab_focus (GTK_WIDGET (calendar));
  press (GDK_KEY_Down, 0);
  press (GDK_KEY_Left, 0);
  g_assert_cmpuint (n_selected, ==, 0);
  focus = gtk_window_get_focus (GTK_WINDOW (window));
  g_assert_cmpstr (gtk_button_get_label (GTK_BUTTON (focus)), ==, "2");
  g_assert_cmpint (ddi_calendar_get_day (calendar), ==, ddi_day_parse ("2026-11-26"));
  g_signal_emit_by_name (focus, "clicked");
  g_assert_cmpint (ddi_calendar_get_day (calendar), ==, ddi_day_parse ("2026-12-02"));

  /* From 31 January a month on is the 28th; a year back from there stays. */
  ddi_calendar_set_day (calendar, ddi_day_parse ("2026-01-31"));
  press (GDK_KEY_Page_Down, 0);
  press (GDK_KEY_Page_Up, GDK_CONTROL_MASK);
  g_signal_emit_by_name (gtk_window_get_focus (GTK_WINDOW (window)), "clicked");
  g_assert_cmpint (ddi_calendar_get_day (calendar), ==, ddi_day_parse ("2025-02-28"));
  tear_down ();
}

int
main (int argc, char **argv)
{
  ddi_test_ui_init (&argc, &argv);
  g_test_add_func ("/calendar/week", test_week);
  g_test_add_func ("/calendar/change", test_change);
  g_test_add_func ("/calendar/keys", test_keys);
  return g_test_run ();
}
