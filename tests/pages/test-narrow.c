/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Every page and every dialog that it opens, 360 pixels wide with text of one and a half times its size, as on a phone
 * of somebody who does not see well: nothing is wider than the screen, no label loses its end, no row of a table is
 * taller than what it says, and no table scrolls sideways. */
#include <pango/pango.h>

#include "app/ddi-connect-dialog.h"
#include "app/ddi-dialog-title.h"
#include "app/ddi-moment-dialog.h"
#include "app/ddi-outbox-dialog.h"
#include "app/ddi-screenshots.h"
#include "app/ddi-test-tour.h"
#include "app/ddi-test-window.h"
#include "pages/ddi-pages.h"
#include "pages/users/ddi-password-dialog.h"
#include "support/ddi-test-home.h"

#define WIDTH 360
#define HEIGHT 720
#define ROW_HEIGHT 40 /* at least, of a table */

static DdiHome *home;
static DdiSession *session;

static const DdiPageInfo *visited;
static guint n_labels;
static guint n_faults;
static gboolean settled; /* what was opened a moment ago may not have its last size */

static void
complain (const char *what, const char *text)
{
  n_faults++;
  if (settled)
    g_test_fail_printf ("%s: %s: %s", visited->id, what, text);
}

/* The height that the cells of a table's row need, as wide as they are. */
static int
measure_row (GtkWidget *row)
{
  int most = ROW_HEIGHT;

  for (GtkWidget *cell = gtk_widget_get_first_child (row); cell; cell = gtk_widget_get_next_sibling (cell))
    {
      int least;

      if (!gtk_widget_get_mapped (cell))
        continue;
      gtk_widget_measure (cell, GTK_ORIENTATION_VERTICAL, gtk_widget_get_allocated_width (cell), &least, NULL,
                          NULL, NULL);
      most = MAX (most, least);
    }
  return most;
}

static void
check_rows (GtkWidget *list)
{
  for (GtkWidget *row = gtk_widget_get_first_child (list); row; row = gtk_widget_get_next_sibling (row))
    if (gtk_widget_get_mapped (row) && gtk_widget_get_height (row) > measure_row (row) + 1)
      {
        g_autofree char *text = g_strdup_printf ("%d for %d", gtk_widget_get_height (row), measure_row (row));

        complain ("a row taller than its text", text);
      }
}

/* Nothing of a table lies past the edge, and no title past the end of its column. */
static void
check_across (GtkWidget *view)
{
  GtkAdjustment *across = gtk_scrollable_get_hadjustment (GTK_SCROLLABLE (view));
  GtkWidget *header = gtk_widget_get_first_child (view);

  if (across && gtk_adjustment_get_upper (across) > gtk_adjustment_get_page_size (across) + 1)
    {
      g_autofree char *text = g_strdup_printf ("%.0f in %.0f", gtk_adjustment_get_upper (across),
                                               gtk_adjustment_get_page_size (across));

      complain ("a table that scrolls sideways", text);
    }
  for (GtkWidget *title = gtk_widget_get_first_child (header); title;
       title = gtk_widget_get_next_sibling (title))
    {
      GtkWidget *content = gtk_widget_get_first_child (title);
      graphene_rect_t bounds;

      if (content && gtk_widget_get_mapped (content) && gtk_widget_compute_bounds (content, title, &bounds) &&
          (bounds.origin.x + bounds.size.width > (float)gtk_widget_get_width (title) + 1 ||
           bounds.origin.y + bounds.size.height > (float)gtk_widget_get_height (title) + 1))
        complain ("a title larger than its column", G_OBJECT_TYPE_NAME (title));
    }
}

/* Neither does anything else: what is beside the screen is not found. */
static void
check_scroller (GtkScrolledWindow *scroller)
{
  GtkAdjustment *across = gtk_scrolled_window_get_hadjustment (scroller);
  GtkPolicyType policy;

  gtk_scrolled_window_get_policy (scroller, &policy, NULL);
  if (policy != GTK_POLICY_NEVER && policy != GTK_POLICY_EXTERNAL &&
      gtk_adjustment_get_upper (across) > gtk_adjustment_get_page_size (across) + 1)
    {
      g_autofree char *text =
          g_strdup_printf ("%s, %.0f in %.0f", G_OBJECT_TYPE_NAME (gtk_scrolled_window_get_child (scroller)),
                           gtk_adjustment_get_upper (across), gtk_adjustment_get_page_size (across));

      complain ("scrolls sideways", text);
    }
}

/* A title goes on in another line behind a word. */
static void
check_title (GtkLabel *label)
{
  PangoLayout *layout = gtk_label_get_layout (label);
  const char *text = pango_layout_get_text (layout);

  for (int i = 0; i + 1 < pango_layout_get_line_count (layout); i++)
    {
      const PangoLayoutLine *line = pango_layout_get_line_readonly (layout, i);
      int end = line->start_index + line->length;

      if (text[end] != ' ' && text[end - 1] != ' ')
        complain ("a word of the title in two lines", text);
    }
}

static void
check_cb (GtkWidget *widget, gpointer user_data)
{
  if (GTK_IS_COLUMN_VIEW (widget) && gtk_widget_get_mapped (widget))
    check_across (widget);
  if (GTK_IS_LIST_VIEW (widget) && gtk_widget_get_mapped (widget) &&
      GTK_IS_COLUMN_VIEW (gtk_widget_get_parent (widget)))
    check_rows (widget);
  if (GTK_IS_SCROLLED_WINDOW (widget) && gtk_widget_get_mapped (widget))
    check_scroller (GTK_SCROLLED_WINDOW (widget));
  if (!GTK_IS_LABEL (widget) || !gtk_widget_get_mapped (widget))
    return;
  n_labels++;
  if (DDI_IS_DIALOG_TITLE (gtk_widget_get_parent (widget)))
    check_title (GTK_LABEL (widget));
  if (pango_layout_is_ellipsized (gtk_label_get_layout (GTK_LABEL (widget))))
    complain ("cut off", gtk_label_get_text (GTK_LABEL (widget)));
}

/* Tells what has too little room, down from @root. */
static void
complain_of_widest (GtkWidget *root)
{
  g_autoptr (GString) path = g_string_new (NULL);
  int own, least = 0;

  for (GtkWidget *widest = root; widest;)
    {
      GtkWidget *parent = widest;

      gtk_widget_measure (parent, GTK_ORIENTATION_HORIZONTAL, -1, &own, NULL, NULL, NULL);
      g_string_append_printf (path, " > %d %s", own, G_OBJECT_TYPE_NAME (parent));
      widest = NULL;
      least = 0;
      for (GtkWidget *child = gtk_widget_get_first_child (parent); child;
           child = gtk_widget_get_next_sibling (child))
        {
          gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, &own, NULL, NULL, NULL);
          if (gtk_widget_get_mapped (child) && own > least)
            {
              least = own;
              widest = child;
            }
        }
    }
  complain ("too wide", path->str);
}

static void
check (GtkWidget *root)
{
  n_faults = 0;
  ddi_test_tour_walk (root, check_cb, NULL);
  if (gtk_widget_get_width (root) > WIDTH)
    complain_of_widest (root);
}

/* As the desktop would on a screen that is no larger: also a dialog, which opens wider. */
static void
fit (GtkWidget *root)
{
  int width, height;

  if (gtk_widget_get_width (root) <= WIDTH && gtk_widget_get_height (root) <= HEIGHT)
    return;
  gtk_window_get_default_size (GTK_WINDOW (root), &width, &height);
  width = width > 0 ? width : gtk_widget_get_width (root);
  height = height > 0 ? height : gtk_widget_get_height (root);
  gtk_window_set_default_size (GTK_WINDOW (root), MIN (width, WIDTH), MIN (height, HEIGHT));
  ddi_test_settle ();
}

static void
visit_cb (GtkWidget *root, gpointer user_data)
{
  g_object_ref (root);
  /* The window was narrow before: nothing in it may have asked for more, not even until it had adapted. */
  if (DDI_IS_WINDOW (root) && gtk_widget_get_width (root) > WIDTH)
    g_test_fail_printf ("%s: %d wide until it had adapted", visited->id, gtk_widget_get_width (root));
  fit (root);
  settled = FALSE;
  check (root);
  for (int i = 0; i < 10 && n_faults > 0; i++)
    {
      ddi_test_settle ();
      settled = i == 9;
      check (root);
    }
  g_object_unref (root);
}

static void
test_page (gconstpointer user_data)
{
  DdiWindow *window = ddi_test_window_new (session);

  visited = user_data;
  n_labels = 0;
  g_assert_true (ddi_screenshots_set_style (window, "narrow-large"));
  ddi_test_settle ();
  ddi_test_tour_use (window, visited, visit_cb, NULL);
  g_assert_cmpuint (n_labels, >, 10);
  ddi_test_window_close (window);
}

static void
visit_dialog (DdiWindow *window)
{
  GtkWidget *dialog = NULL;
  g_autoptr (GList) windows = NULL;

  ddi_test_settle ();
  windows = gtk_window_list_toplevels ();
  for (GList *l = windows; l; l = l->next)
    if (l->data != (gpointer)window && gtk_widget_get_mapped (l->data))
      dialog = l->data;
  g_assert_nonnull (dialog);
  visit_cb (dialog, NULL);
  gtk_window_destroy (GTK_WINDOW (dialog));
  ddi_test_settle ();
}

static void
moment_cb (GtkWidget *widget, gint64 moment)
{
}

/* What waits is no change: it may be sent. */
static void
add_waiting (void)
{
  DdiUnit *unit = ddi_unit_new ();
  g_autoptr (GError) error = NULL;

  ddi_unit_add (unit, "session/read-settings", NULL);
  ddi_outbox_entry_unref (
      ddi_outbox_add (ddi_session_get_outbox (session),
                      &(DdiOutboxNote){ "Chocolate Frosted thrown away at Chestnut Street on Sat 28 Nov 2026",
                                        "overview", NULL, 0 },
                      unit, &error));
  g_assert_no_error (error);
}

/* What no page opens. */
static void
test_application (gconstpointer user_data)
{
  static const char *const actions[] = { "app.shortcuts", "win.preferences", "win.jump" };
  DdiWindow *window = ddi_test_window_new (session);

  visited = ddi_pages;
  g_assert_true (ddi_screenshots_set_style (window, "narrow-large"));
  ddi_test_settle ();
  for (gsize i = 0; i < G_N_ELEMENTS (actions); i++)
    {
      g_assert_true (gtk_widget_activate_action (GTK_WIDGET (window), actions[i], NULL));
      visit_dialog (window);
    }
  gtk_window_present (GTK_WINDOW (ddi_connect_dialog_new (GTK_WINDOW (window), NULL)));
  visit_dialog (window);
  gtk_window_present (GTK_WINDOW (ddi_password_dialog_new (window)));
  visit_dialog (window);
  add_waiting ();
  gtk_window_present (GTK_WINDOW (ddi_outbox_dialog_new (GTK_WINDOW (window), session)));
  visit_dialog (window);
  ddi_moment_dialog_ask (GTK_WIDGET (window), 0, moment_cb);
  visit_dialog (window);
  ddi_test_window_close (window);
}

int
main (int argc, char **argv)
{
  int status;

  ddi_test_ui_init (&argc, &argv);
  home = ddi_test_home_new ();
  ddi_test_tour_fill (home, "Chestnut");
  /* A name that fits its column in a table, and not the least that this may be. */
  g_free (ddi_test_home_psql (home, FALSE, "UPDATE products SET name = 'Chestnut Cakes' WHERE id = 1"));
  session = ddi_test_session_new (home);
  ddi_session_set_today (session, ddi_day_from_ymd (2026, 11, 24));

  g_test_add_data_func ("/narrow/application", NULL, test_application);
  for (const DdiPageInfo *info = ddi_pages; info->id; info++)
    {
      g_autofree char *path = g_strconcat ("/narrow/", info->id, NULL);

      g_test_add_data_func (path, info, test_page);
    }
  status = g_test_run ();
  g_clear_object (&session);
  ddi_home_close (home, NULL);
  g_object_unref (home);
  return status;
}
