/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Long lists in a real view: they grow from what is in view, and a jump writes what is in view first. */
#include "app/ddi-table-pace.h"

#include "app/ddi-test-window.h"

#define ROWS 1000
/* The text of a row that is still being read. */
#define SLOW "slow"

typedef struct
{
  GtkWidget *window;
  GtkWidget *view;
  GtkStringList *model;
  DdiTablePace *pace;
  guint most_written; /* between two frames */
  guint n_written;
} Fixture;

static gboolean
is_ready (GtkListItem *cell)
{
  return !g_str_equal (gtk_string_object_get_string (gtk_list_item_get_item (cell)), SLOW);
}

static void
show (GtkListItem *cell)
{
  Fixture *self = g_object_get_data (G_OBJECT (gtk_list_item_get_child (cell)), "fixture");
  GtkStringObject *row = gtk_list_item_get_item (cell);

  self->n_written++;
  gtk_label_set_label (GTK_LABEL (gtk_list_item_get_child (cell)),
                       is_ready (cell) ? gtk_string_object_get_string (row) : "…");
}

static void
setup_cb (GtkListItemFactory *factory, GtkListItem *cell, Fixture *self)
{
  GtkWidget *label = gtk_label_new (NULL);

  g_object_set_data (G_OBJECT (label), "fixture", self);
  gtk_list_item_set_child (cell, label);
}

static void
bind_cb (GtkListItemFactory *factory, GtkListItem *cell, Fixture *self)
{
  g_object_set_data (gtk_list_item_get_item (cell), "label", gtk_list_item_get_child (cell));
  ddi_table_pace_want (self->pace, cell, TRUE);
}

static void
unbind_cb (GtkListItemFactory *factory, GtkListItem *cell, Fixture *self)
{
  g_object_set_data (gtk_list_item_get_item (cell), "label", NULL);
  ddi_table_pace_forget (self->pace, cell);
}

static void
painted_cb (GdkFrameClock *clock, Fixture *self)
{
  self->most_written = MAX (self->most_written, self->n_written);
  self->n_written = 0;
}

static GtkStringList *
make_rows (guint n)
{
  GtkStringList *rows = gtk_string_list_new (NULL);

  for (guint i = 0; i < n; i++)
    {
      g_autofree char *text = g_strdup_printf ("row %u", i);

      gtk_string_list_append (rows, text);
    }
  return rows;
}

/* Every row with @columns cells. */
static void
set_up (Fixture *self, guint n_columns)
{
  GtkWidget *scrolled = gtk_scrolled_window_new ();
  GtkSelectionModel *selection;

  self->model = gtk_string_list_new (NULL);
  self->pace = ddi_table_pace_new (G_LIST_MODEL (self->model), show, is_ready);
  selection =
      GTK_SELECTION_MODEL (gtk_multi_selection_new (g_object_ref (ddi_table_pace_get_rows (self->pace))));
  self->view = gtk_column_view_new (selection);
  for (guint i = 0; i < n_columns; i++)
    {
      GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();

      g_signal_connect (factory, "setup", G_CALLBACK (setup_cb), self);
      g_signal_connect (factory, "bind", G_CALLBACK (bind_cb), self);
      g_signal_connect (factory, "unbind", G_CALLBACK (unbind_cb), self);
      gtk_column_view_append_column (GTK_COLUMN_VIEW (self->view),
                                     gtk_column_view_column_new ("Title", factory));
    }
  ddi_table_pace_set_view (self->pace, self->view);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), self->view);
  self->window = gtk_window_new ();
  gtk_window_set_default_size (GTK_WINDOW (self->window), 800, 600);
  gtk_window_set_child (GTK_WINDOW (self->window), scrolled);
  gtk_window_present (GTK_WINDOW (self->window));
  ddi_test_settle ();
  g_signal_connect (gtk_widget_get_frame_clock (self->window), "after-paint", G_CALLBACK (painted_cb), self);
}

static void
tear_down (Fixture *self)
{
  gtk_window_destroy (GTK_WINDOW (self->window));
  ddi_table_pace_free (self->pace);
  g_object_unref (self->model);
}

static void
fill (Fixture *self, guint n)
{
  g_autoptr (GtkStringList) rows = make_rows (n);
  g_autoptr (GStrvBuilder) texts = g_strv_builder_new ();
  g_auto (GStrv) all = NULL;

  for (guint i = 0; i < n; i++)
    g_strv_builder_add (texts, gtk_string_list_get_string (rows, i));
  all = g_strv_builder_end (texts);
  gtk_string_list_splice (self->model, 0, g_list_model_get_n_items (G_LIST_MODEL (self->model)),
                          (const char *const *)all);
}

static guint
n_let_in (Fixture *self)
{
  return g_list_model_get_n_items (ddi_table_pace_get_rows (self->pace));
}

static gboolean
is_whole (gpointer user_data)
{
  Fixture *self = user_data;

  return n_let_in (self) == g_list_model_get_n_items (G_LIST_MODEL (self->model));
}

/* What the row says on the screen; NULL: it has no widget, or shows nothing yet. */
static const char *
text_at (Fixture *self, guint position)
{
  g_autoptr (GObject) row = g_list_model_get_item (G_LIST_MODEL (self->model), position);
  GtkWidget *label = g_object_get_data (row, "label");

  return label && gtk_widget_get_opacity (label) > 0 ? gtk_label_get_label (GTK_LABEL (label)) : NULL;
}

/* A list that comes grows by some rows a frame; one that was emptied does so again; a short one is there at once. */
static void
test_grows (void)
{
  Fixture self = { 0 };

  set_up (&self, 8);
  fill (&self, 10);
  g_assert_cmpuint (n_let_in (&self), ==, 10);
  fill (&self, 0);
  for (int again = 0; again < 2; again++)
    {
      fill (&self, ROWS);
      g_assert_cmpuint (n_let_in (&self), >, 10);
      g_assert_cmpuint (n_let_in (&self), <, 50);
      g_assert_cmpstr (text_at (&self, 0), ==, "row 0");
      ddi_test_wait (is_whole, &self);
      fill (&self, 0);
      g_assert_cmpuint (n_let_in (&self), ==, 0);
    }
  tear_down (&self);
}

static void
press_a_key (GtkWidget *view)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (view);

  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);
      gboolean stopped = FALSE;

      if (GTK_IS_EVENT_CONTROLLER_KEY (controller))
        g_signal_emit_by_name (controller, "key-pressed", GDK_KEY_a, 0, GDK_CONTROL_MASK, &stopped);
      g_assert_false (stopped);
    }
}

/* Whoever selects all of them, or goes to the end, means the whole list. */
static void
test_key (void)
{
  Fixture self = { 0 };

  set_up (&self, 8);
  press_a_key (self.view);
  fill (&self, ROWS);
  g_assert_cmpuint (n_let_in (&self), <, 50);
  press_a_key (self.view);
  g_assert_true (is_whole (&self));
  tear_down (&self);
}

static gboolean
is_there (gpointer user_data)
{
  return g_strcmp0 (text_at (user_data, 700), "row 700") == 0;
}

static gboolean
is_written (gpointer user_data)
{
  Fixture *self = user_data;

  for (guint i = 0; i < ROWS; i++)
    if (!ddi_table_pace_is_written (self->pace, i))
      return FALSE;
  return TRUE;
}

/* After a jump no row says what another one said, and no frame writes all that the view keeps. */
static void
test_jump (void)
{
  Fixture self = { 0 };
  GtkWidget *list;

  set_up (&self, 8);
  fill (&self, ROWS);
  ddi_table_pace_let_in (self.pace);
  ddi_test_wait (is_written, &self);
  ddi_test_settle ();
  self.most_written = self.n_written = 0;
  list = gtk_widget_get_last_child (self.view);
  gtk_widget_activate_action (list, "list.scroll-to-item", "u", 700);
  for (guint i = 0; i < ROWS; i++)
    if (text_at (&self, i))
      {
        g_autofree char *own = g_strdup_printf ("row %u", i);

        g_assert_cmpstr (text_at (&self, i), ==, own);
      }
  ddi_test_wait (is_there, &self);
  ddi_test_wait (is_written, &self);
  ddi_test_settle ();
  g_assert_cmpuint (self.most_written, >, 0);
  g_assert_cmpuint (self.most_written, <, 8 * 100);
  tear_down (&self);
}

static gboolean
is_busy (Fixture *self, guint position)
{
  g_autoptr (GObject) row = g_list_model_get_item (G_LIST_MODEL (self->model), position);

  return gtk_test_accessible_has_state (g_object_get_data (row, "label"), GTK_ACCESSIBLE_STATE_BUSY);
}

static gboolean
says_so (gpointer user_data)
{
  return g_strcmp0 (text_at (user_data, 3), "…") == 0;
}

/* A row that is still being read shows nothing, and after a while that it is; assistive tools are told until it says what
 * it holds. */
static void
test_slow (void)
{
  Fixture self = { 0 };

  set_up (&self, 1);
  fill (&self, 10);
  gtk_string_list_splice (self.model, 3, 1, (const char *const[]){ SLOW, NULL });
  g_assert_null (text_at (&self, 3));
  g_assert_true (is_busy (&self, 3));
  g_assert_false (is_busy (&self, 4));
  g_assert_false (ddi_table_pace_is_written (self.pace, 3));
  g_assert_cmpstr (text_at (&self, 4), ==, "row 4");
  ddi_test_wait (says_so, &self);
  g_assert_true (is_busy (&self, 3));

  gtk_string_list_splice (self.model, 3, 1, (const char *const[]){ "row 3", NULL });
  ddi_test_settle ();
  g_assert_cmpstr (text_at (&self, 3), ==, "row 3");
  g_assert_false (is_busy (&self, 3));
  tear_down (&self);
}

int
main (int argc, char **argv)
{
  g_setenv ("GTK_A11Y", "test", TRUE);
  ddi_test_ui_init (&argc, &argv);
  g_test_add_func ("/table-pace/grows", test_grows);
  g_test_add_func ("/table-pace/key", test_key);
  g_test_add_func ("/table-pace/jump", test_jump);
  g_test_add_func ("/table-pace/slow", test_slow);
  return g_test_run ();
}
