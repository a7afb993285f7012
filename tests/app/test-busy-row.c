/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/ddi-busy-row.h"

#include "app/ddi-test-window.h"

static GtkWidget *
make_row (void)
{
  return g_object_ref_sink (g_object_new (DDI_TYPE_BUSY_ROW, NULL));
}

static GtkWidget *
find (GtkWidget *widget, GType type)
{
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = g_type_is_a (G_OBJECT_TYPE (child), type) ? child : find (child, type);

      if (found)
        return found;
    }
  return NULL;
}

static void
settle (void)
{
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

static gpointer
report_thread (gpointer row)
{
  ddi_busy_row_report ("Half", 1, 2, row);
  return NULL;
}

/* What a thread reports is shown while it counts; what comes after the end is not, nor does it bring the row back. */
static void
test_report (void)
{
  g_autoptr (GtkWidget) row = make_row ();
  DdiBusyRow *self = DDI_BUSY_ROW (row);
  GtkProgressBar *bar = GTK_PROGRESS_BAR (find (row, GTK_TYPE_PROGRESS_BAR));

  g_assert_false (ddi_busy_row_is_busy (self));
  g_assert_false (gtk_widget_get_visible (row));
  ddi_busy_row_begin (self, "Begin");
  g_assert_true (gtk_widget_get_visible (row));
  g_assert_cmpstr (adw_preferences_row_get_title (ADW_PREFERENCES_ROW (row)), ==, "Begin");
  g_thread_join (g_thread_new ("report", report_thread, row));
  settle ();
  g_assert_cmpstr (adw_preferences_row_get_title (ADW_PREFERENCES_ROW (row)), ==, "Half");
  g_assert_cmpfloat (gtk_progress_bar_get_fraction (bar), ==, 0.5);

  ddi_busy_row_report ("Late", 0, 0, row);
  ddi_busy_row_end (self);
  settle ();
  g_assert_false (gtk_widget_get_visible (row));
  g_assert_cmpstr (adw_preferences_row_get_title (ADW_PREFERENCES_ROW (row)), ==, "Half");
}

static void
test_cancel (void)
{
  g_autoptr (GtkWidget) row = make_row ();
  DdiBusyRow *self = DDI_BUSY_ROW (row);
  GtkWidget *button = find (row, GTK_TYPE_BUTTON);
  GCancellable *work = ddi_busy_row_begin (self, "Begin");

  g_signal_emit_by_name (button, "clicked");
  g_assert_true (g_cancellable_is_cancelled (work));
  g_assert_false (gtk_widget_get_sensitive (button));
  ddi_busy_row_end (self);

  ddi_busy_row_begin (self, "Again");
  g_assert_true (gtk_widget_get_sensitive (button));
  ddi_busy_row_refuse_cancel (self);
  g_assert_false (gtk_widget_get_sensitive (button));
  ddi_busy_row_end (self);
}

/* The work keeps the row, so that its thread may name it; an abandoned row is kept by nothing else. */
static void
test_abandon (void)
{
  GtkWidget *row = make_row ();
  g_autoptr (GCancellable) work = g_object_ref (ddi_busy_row_begin (DDI_BUSY_ROW (row), "Begin"));

  g_object_add_weak_pointer (G_OBJECT (row), (gpointer *)&row);
  ddi_busy_row_abandon (DDI_BUSY_ROW (row));
  g_assert_true (g_cancellable_is_cancelled (work));
  g_object_unref (row);
  g_assert_nonnull (row);
  g_clear_object (&work);
  g_assert_null (row);
}

int
main (int argc, char **argv)
{
  ddi_test_ui_init (&argc, &argv);
  g_test_add_func ("/busy-row/report", test_report);
  g_test_add_func ("/busy-row/cancel", test_cancel);
  g_test_add_func ("/busy-row/abandon", test_abandon);
  return g_test_run ();
}
