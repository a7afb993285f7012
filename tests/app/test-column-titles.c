/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/ddi-column-titles.h"
#include "app/ddi-table.h"
#include "app/ddi-test-window.h"

static GtkWidget *
find_label (GtkWidget *widget, const char *text)
{
  if (GTK_IS_LABEL (widget) && g_str_equal (gtk_label_get_text (GTK_LABEL (widget)), text))
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_label (child, text);

      if (found)
        return found;
    }
  return NULL;
}

static void
append_column (GtkColumnView *view, const char *title)
{
  g_autoptr (GtkColumnViewColumn) column =
      gtk_column_view_column_new (title, gtk_signal_list_item_factory_new ());

  gtk_column_view_append_column (view, column);
}

/* The title of figures ends where they end; its neighbours stay at the start. */
static void
test_end_last (void)
{
  GtkWidget *window = gtk_window_new ();
  GtkWidget *view = gtk_column_view_new (NULL);
  GtkWidget *first, *second;
  graphene_rect_t bounds, title;

  append_column (GTK_COLUMN_VIEW (view), "Shop");
  append_column (GTK_COLUMN_VIEW (view), "Sold");
  ddi_column_titles_end_last (GTK_COLUMN_VIEW (view));
  append_column (GTK_COLUMN_VIEW (view), "Status");
  for (guint i = 0; i < 3; i++)
    {
      g_autoptr (GtkColumnViewColumn) column =
          g_list_model_get_item (gtk_column_view_get_columns (GTK_COLUMN_VIEW (view)), i);

      gtk_column_view_column_set_fixed_width (column, 200);
    }
  gtk_window_set_child (GTK_WINDOW (window), view);
  gtk_window_set_default_size (GTK_WINDOW (window), 700, 300);
  gtk_window_present (GTK_WINDOW (window));
  ddi_test_settle ();

  first = find_label (view, "Shop");
  second = find_label (view, "Sold");
  g_assert_cmpfloat (gtk_label_get_xalign (GTK_LABEL (first)), <, 1);
  g_assert_cmpfloat (gtk_label_get_xalign (GTK_LABEL (second)), ==, 1);
  g_assert_true (gtk_widget_compute_bounds (second, view, &bounds));
  g_assert_true (gtk_widget_compute_bounds (gtk_widget_get_parent (second), view, &title));
  g_assert_cmpfloat_with_epsilon (bounds.origin.x + bounds.size.width, title.origin.x + title.size.width, 1);
  gtk_window_destroy (GTK_WINDOW (window));
}

/* Of a name that is longer than its column no letter is lost, and a title of two words does not make it wider. */
static void
test_wraps (void)
{
  GtkWidget *window = gtk_window_new (), *view = gtk_column_view_new (NULL);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0), *name = gtk_label_new ("Powdered Munchkins"),
            *title;
  int least, natural;

  ddi_table_wrap_name (GTK_LABEL (name));
  gtk_widget_measure (name, GTK_ORIENTATION_HORIZONTAL, -1, &least, &natural, NULL, NULL);
  g_assert_cmpint (least, <, natural);
  append_column (GTK_COLUMN_VIEW (view), "Thrown away");
  ddi_column_titles_end_last (GTK_COLUMN_VIEW (view));
  gtk_box_append (GTK_BOX (box), name);
  gtk_box_append (GTK_BOX (box), view);
  gtk_widget_set_halign (name, GTK_ALIGN_START);
  gtk_widget_set_size_request (name, natural * 2 / 3, -1);
  gtk_widget_set_hexpand (name, FALSE);
  gtk_window_set_child (GTK_WINDOW (window), box);
  gtk_window_set_default_size (GTK_WINDOW (window), natural * 2 / 3, 300);
  gtk_window_present (GTK_WINDOW (window));
  ddi_test_settle ();
  g_assert_cmpint (gtk_widget_get_width (name), <, natural);
  g_assert_false (pango_layout_is_ellipsized (gtk_label_get_layout (GTK_LABEL (name))));
  g_assert_cmpint (pango_layout_get_line_count (gtk_label_get_layout (GTK_LABEL (name))), ==, 2);

  title = find_label (view, "Thrown away");
  gtk_widget_measure (title, GTK_ORIENTATION_HORIZONTAL, -1, &least, &natural, NULL, NULL);
  g_assert_cmpint (least, <, natural);
  gtk_window_destroy (GTK_WINDOW (window));
}

int
main (int argc, char *argv[])
{
  ddi_test_ui_init (&argc, &argv);
  g_test_add_func ("/column-titles/end-last", test_end_last);
  g_test_add_func ("/column-titles/wraps", test_wraps);
  return g_test_run ();
}
