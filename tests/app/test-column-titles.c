/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is short of room: titles, names, choices and bars. */
#include "app/ddi-column-titles.h"

#include "app/ddi-bar-layout.h"
#include "app/ddi-choice-row.h"
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

/* A title that needs two lines gets them, and the arrow of the sort order leaves the words over their figures. */
static void
test_two_lines (void)
{
  GtkWidget *window = gtk_window_new (), *view = gtk_column_view_new (NULL), *label, *title, *arrow;
  GListModel *columns = gtk_column_view_get_columns (GTK_COLUMN_VIEW (view));
  g_autoptr (GtkSorter) sorter = GTK_SORTER (gtk_custom_sorter_new (NULL, NULL, NULL));
  g_autoptr (GtkColumnViewColumn) column = NULL;
  graphene_rect_t bounds;
  float start;
  int height;

  append_column (GTK_COLUMN_VIEW (view), "Thrown away");
  ddi_column_titles_end_last (GTK_COLUMN_VIEW (view));
  column = g_list_model_get_item (columns, 0);
  gtk_column_view_column_set_sorter (column, sorter);
  gtk_column_view_column_set_fixed_width (column, 90);
  gtk_window_set_child (GTK_WINDOW (window), view);
  gtk_window_set_default_size (GTK_WINDOW (window), 400, 300);
  gtk_window_present (GTK_WINDOW (window));
  ddi_test_settle ();
  label = find_label (view, "Thrown away");
  title = gtk_widget_get_parent (label);
  arrow = gtk_widget_get_next_sibling (label);
  g_assert_cmpint (pango_layout_get_line_count (gtk_label_get_layout (GTK_LABEL (label))), ==, 2);
  g_assert_true (gtk_widget_compute_bounds (label, title, &bounds));
  g_assert_cmpfloat (bounds.size.width, <=, gtk_widget_get_width (title));
  pango_layout_get_pixel_size (gtk_label_get_layout (GTK_LABEL (label)), NULL, &height);
  g_assert_cmpint (gtk_widget_get_height (title), >=, height);
  g_assert_false (gtk_widget_get_child_visible (arrow));

  gtk_column_view_column_set_fixed_width (column, 200);
  gtk_column_view_sort_by_column (GTK_COLUMN_VIEW (view), column, GTK_SORT_DESCENDING);
  ddi_test_settle ();
  g_assert_cmpint (pango_layout_get_line_count (gtk_label_get_layout (GTK_LABEL (label))), ==, 1);
  g_assert_true (gtk_widget_get_child_visible (arrow));
  g_assert_true (gtk_widget_compute_bounds (label, title, &bounds));
  g_assert_cmpfloat_with_epsilon (bounds.origin.x + bounds.size.width, gtk_widget_get_width (title), 1);
  start = bounds.origin.x;
  g_assert_true (gtk_widget_compute_bounds (arrow, title, &bounds));
  g_assert_cmpfloat (bounds.origin.x + bounds.size.width, <=, start);
  gtk_window_destroy (GTK_WINDOW (window));
}

static GtkWidget *
find_type (GtkWidget *widget, GType type)
{
  GtkWidget *found = G_TYPE_CHECK_INSTANCE_TYPE (widget, type) ? widget : NULL;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child && !found;
       child = gtk_widget_get_next_sibling (child))
    found = find_type (child, type);
  return found;
}

/* What is chosen is read whole, however much the row says about it. */
static void
test_choice (void)
{
  GtkWidget *window = gtk_window_new (), *list = gtk_list_box_new (), *row = ddi_choice_row_new (), *label;
  g_autoptr (GtkStringList) choices = gtk_string_list_new ((const char *[]){ "95 % of days", NULL });

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), "Range");
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row),
                               "How many of 100 days it should hold, in forecasts from now on");
  adw_combo_row_set_model (ADW_COMBO_ROW (row), G_LIST_MODEL (choices));
  gtk_list_box_append (GTK_LIST_BOX (list), row);
  gtk_window_set_child (GTK_WINDOW (window), list);
  gtk_window_set_default_size (GTK_WINDOW (window), 260, 200);
  gtk_window_present (GTK_WINDOW (window));
  ddi_test_settle ();
  label = find_label (find_type (row, GTK_TYPE_LIST_VIEW), "95 % of days");
  g_assert_nonnull (label);
  g_assert_false (pango_layout_is_ellipsized (gtk_label_get_layout (GTK_LABEL (label))));
  gtk_window_destroy (GTK_WINDOW (window));
}

static void
get_bounds (GtkWidget *row, const char *text, graphene_rect_t *bounds)
{
  GtkWidget *label = find_label (row, text);

  g_assert_nonnull (label);
  g_assert_true (gtk_widget_compute_bounds (label, row, bounds));
}

/* A choice stands beside its title, and below it where the title would be left a word a line. */
static void
test_choice_below (void)
{
  for (int width = 200; width <= 600; width += 400)
    {
      GtkWidget *window = gtk_window_new (), *list = gtk_list_box_new (), *row = ddi_choice_row_new ();
      g_autoptr (GtkStringList) choices = gtk_string_list_new ((const char *[]){ "After 15 Minutes", NULL });
      graphene_rect_t title, choice;

      adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), "Ask for the password again");
      adw_combo_row_set_model (ADW_COMBO_ROW (row), G_LIST_MODEL (choices));
      gtk_list_box_append (GTK_LIST_BOX (list), row);
      gtk_window_set_child (GTK_WINDOW (window), list);
      gtk_window_set_default_size (GTK_WINDOW (window), width, 200);
      gtk_window_present (GTK_WINDOW (window));
      ddi_test_settle ();
      get_bounds (row, "Ask for the password again", &title);
      get_bounds (row, "After 15 Minutes", &choice);
      if (width == 600)
        g_assert_cmpfloat (choice.origin.x, >=, title.origin.x + title.size.width);
      else
        {
          g_assert_cmpfloat (choice.origin.y, >=, title.origin.y + title.size.height);
          g_assert_cmpfloat (title.size.width, >, width * 0.8);
        }
      gtk_window_destroy (GTK_WINDOW (window));
    }
}

/* Beside each other where there is room, else below; one that expands takes the rest of its line. */
static void
test_bar (void)
{
  GtkWidget *window = gtk_window_new (), *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  GtkWidget *outer = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *first = gtk_button_new_with_label ("Day"), *second = gtk_label_new ("order due 14:00");
  graphene_rect_t a, b;
  int least, low, high;

  gtk_widget_set_layout_manager (box, g_object_new (DDI_TYPE_BAR_LAYOUT, NULL));
  gtk_widget_set_hexpand (second, TRUE);
  gtk_box_append (GTK_BOX (box), first);
  gtk_box_append (GTK_BOX (box), second);
  gtk_box_append (GTK_BOX (outer), box);
  gtk_window_set_child (GTK_WINDOW (window), outer);
  gtk_window_set_default_size (GTK_WINDOW (window), 500, 200);
  gtk_window_present (GTK_WINDOW (window));
  ddi_test_settle ();
  g_assert_true (gtk_widget_compute_bounds (first, box, &a));
  g_assert_true (gtk_widget_compute_bounds (second, box, &b));
  g_assert_cmpfloat (b.origin.x, >=, a.origin.x + a.size.width);
  g_assert_cmpfloat_with_epsilon (b.origin.x + b.size.width, gtk_widget_get_width (box), 1);

  gtk_widget_measure (box, GTK_ORIENTATION_HORIZONTAL, -1, &least, NULL, NULL, NULL);
  gtk_widget_measure (box, GTK_ORIENTATION_VERTICAL, 500, &low, NULL, NULL, NULL);
  gtk_widget_measure (box, GTK_ORIENTATION_VERTICAL, least, &high, NULL, NULL, NULL);
  g_assert_cmpint (high, >, low);
  gtk_window_destroy (GTK_WINDOW (window));
}

int
main (int argc, char *argv[])
{
  ddi_test_ui_init (&argc, &argv);
  g_test_add_func ("/column-titles/end-last", test_end_last);
  g_test_add_func ("/column-titles/wraps", test_wraps);
  g_test_add_func ("/column-titles/two-lines", test_two_lines);
  g_test_add_func ("/column-titles/choice", test_choice);
  g_test_add_func ("/column-titles/choice-below", test_choice_below);
  g_test_add_func ("/column-titles/bar", test_bar);
  return g_test_run ();
}
