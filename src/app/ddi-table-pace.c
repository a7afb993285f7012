/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/ddi-table-pace.h"

/* Rows of a list that has just come: about what a window shows. */
#define FIRST_ROWS 24
/* Rows that a frame adds, until there are as many as a list view keeps widgets of. */
#define ROWS_A_FRAME 16
#define KEPT_ROWS 240
/* Cells written in one frame: those of about two dozen rows. */
#define CELLS_A_FRAME 160
/* How often the cells in view whose rows are still being read say so, ms. */
#define PATIENCE 200

struct _DdiTablePace
{
  GListModel *model;
  GtkSliceListModel *rows;
  DdiTableShowFunc show;
  DdiTableReadyFunc is_ready;
  GtkWidget *view;          /* weak */
  GtkEventController *keys; /* the view's */
  guint grow_tick;

  GHashTable *waiting; /* GtkListItem, not owned: forgotten when it lets go of its row */
  guint n_written;     /* since the last frame */
  guint write_tick;
  guint late_source;
};

/* ---- rows ---- */

static gboolean
grow_cb (GtkWidget *view, GdkFrameClock *clock, gpointer user_data)
{
  DdiTablePace *self = user_data;
  guint size = gtk_slice_list_model_get_size (self->rows) + ROWS_A_FRAME;

  if (size < KEPT_ROWS && size < g_list_model_get_n_items (self->model))
    {
      gtk_slice_list_model_set_size (self->rows, size);
      return G_SOURCE_CONTINUE;
    }
  self->grow_tick = 0;
  gtk_slice_list_model_set_size (self->rows, G_MAXUINT);
  return G_SOURCE_REMOVE;
}

static void
clear_tick (DdiTablePace *self, guint *tick)
{
  if (*tick > 0)
    gtk_widget_remove_tick_callback (self->view, *tick);
  *tick = 0;
}

/* Called after the rows have followed the model. */
static void
items_changed_cb (DdiTablePace *self)
{
  gboolean all = gtk_slice_list_model_get_size (self->rows) == G_MAXUINT;

  if (g_list_model_get_n_items (self->model) == 0)
    {
      clear_tick (self, &self->grow_tick);
      gtk_slice_list_model_set_size (self->rows, FIRST_ROWS);
    }
  else if (!all && self->grow_tick == 0 && self->view)
    self->grow_tick = gtk_widget_add_tick_callback (self->view, grow_cb, self, NULL);
}

void
ddi_table_pace_let_in (DdiTablePace *self)
{
  clear_tick (self, &self->grow_tick);
  gtk_slice_list_model_set_size (self->rows, G_MAXUINT);
}

/* ---- cells ---- */

/* Who does not see that a cell is empty hears that it will not stay so. */
static void
set_busy (GtkListItem *cell, gboolean busy)
{
  GtkAccessible *child = GTK_ACCESSIBLE (gtk_list_item_get_child (cell));

  if (busy)
    gtk_accessible_update_state (child, GTK_ACCESSIBLE_STATE_BUSY, TRUE, -1);
  else
    gtk_accessible_reset_state (child, GTK_ACCESSIBLE_STATE_BUSY);
}

/* Of a row that is still being read it says as much. */
static void
write_cell (DdiTablePace *self, GtkListItem *cell)
{
  g_hash_table_remove (self->waiting, cell);
  self->n_written++;
  self->show (cell);
  gtk_widget_set_opacity (gtk_list_item_get_child (cell), 1);
  set_busy (cell, !self->is_ready (cell));
}

/* The row in the middle of the view. The adjustment follows a jump in the frame after it. */
static double
middle_row (DdiTablePace *self)
{
  GtkAdjustment *at = gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (self->view));
  double upper = gtk_adjustment_get_upper (at);

  if (upper <= 0)
    return 0;
  return (gtk_adjustment_get_value (at) + gtk_adjustment_get_page_size (at) / 2) / upper *
         g_list_model_get_n_items (G_LIST_MODEL (self->rows));
}

static int
compare_distance (gconstpointer a, gconstpointer b, gpointer user_data)
{
  const double *middle = user_data;
  double x = ABS (gtk_list_item_get_position (*(GtkListItem **)a) - *middle);
  double y = ABS (gtk_list_item_get_position (*(GtkListItem **)b) - *middle);

  return x < y ? -1 : x > y;
}

/* The waiting cells whose rows are there, or are not, the ones nearest to the view first. (transfer full) */
static GPtrArray *
list_waiting (DdiTablePace *self, gboolean ready)
{
  GPtrArray *cells = g_ptr_array_new ();
  GHashTableIter iter;
  gpointer cell;
  double middle = middle_row (self);

  g_hash_table_iter_init (&iter, self->waiting);
  while (g_hash_table_iter_next (&iter, &cell, NULL))
    if (self->is_ready (cell) == ready)
      g_ptr_array_add (cells, cell);
  g_ptr_array_sort_with_data (cells, compare_distance, &middle);
  return cells;
}

/* A frame at a time and not in idles, of which many would pass before the next frame lays them all out. */
static gboolean
write_cb (GtkWidget *view, GdkFrameClock *clock, gpointer user_data)
{
  DdiTablePace *self = user_data;
  g_autoptr (GPtrArray) ready = list_waiting (self, TRUE);
  guint n = MIN (ready->len, CELLS_A_FRAME);

  self->n_written = 0;
  for (guint i = 0; i < n; i++)
    write_cell (self, ready->pdata[i]);
  if (n > 0)
    return G_SOURCE_CONTINUE;
  self->write_tick = 0;
  return G_SOURCE_REMOVE;
}

/* As many as in a frame; the others, which are further from the view, may have come until the next time. */
static gboolean
late_cb (gpointer user_data)
{
  DdiTablePace *self = user_data;
  g_autoptr (GPtrArray) cells = list_waiting (self, FALSE);
  guint n = MIN (cells->len, CELLS_A_FRAME);

  for (guint i = 0; i < n; i++)
    write_cell (self, cells->pdata[i]);
  if (n < cells->len)
    return G_SOURCE_CONTINUE;
  self->late_source = 0;
  return G_SOURCE_REMOVE;
}

void
ddi_table_pace_want (DdiTablePace *self, GtkListItem *cell, gboolean other_row)
{
  gboolean ready = self->is_ready (cell);

  if (self->write_tick == 0 && self->view)
    self->write_tick = gtk_widget_add_tick_callback (self->view, write_cb, self, NULL);
  if (ready && self->n_written < CELLS_A_FRAME)
    {
      write_cell (self, cell);
      return;
    }
  g_hash_table_add (self->waiting, cell);
  set_busy (cell, TRUE);
  if (other_row)
    gtk_widget_set_opacity (gtk_list_item_get_child (cell), 0);
  if (!ready && self->late_source == 0)
    self->late_source = g_timeout_add (PATIENCE, late_cb, self);
}

void
ddi_table_pace_forget (DdiTablePace *self, GtkListItem *cell)
{
  g_hash_table_remove (self->waiting, cell);
}

/* ---- the pace ---- */

DdiTablePace *
ddi_table_pace_new (GListModel *model, DdiTableShowFunc show, DdiTableReadyFunc is_ready)
{
  DdiTablePace *self = g_new0 (DdiTablePace, 1);

  self->model = g_object_ref (model);
  self->rows = gtk_slice_list_model_new (g_object_ref (model), 0, FIRST_ROWS);
  self->show = show;
  self->is_ready = is_ready;
  self->waiting = g_hash_table_new (NULL, NULL);
  g_signal_connect_swapped (model, "items-changed", G_CALLBACK (items_changed_cb), self);
  return self;
}

void
ddi_table_pace_free (DdiTablePace *self)
{
  if (self->view)
    {
      gtk_widget_remove_controller (self->view, self->keys);
      clear_tick (self, &self->grow_tick);
      clear_tick (self, &self->write_tick);
      g_object_remove_weak_pointer (G_OBJECT (self->view), (gpointer *)&self->view);
    }
  g_clear_handle_id (&self->late_source, g_source_remove);
  g_signal_handlers_disconnect_by_data (self->model, self);
  g_hash_table_unref (self->waiting);
  g_object_unref (self->rows);
  g_object_unref (self->model);
  g_free (self);
}

gboolean
ddi_table_pace_is_written (DdiTablePace *self, guint position)
{
  GHashTableIter iter;
  gpointer cell;

  g_hash_table_iter_init (&iter, self->waiting);
  while (g_hash_table_iter_next (&iter, &cell, NULL))
    if (gtk_list_item_get_position (cell) == position)
      return FALSE;
  return TRUE;
}

GListModel *
ddi_table_pace_get_rows (DdiTablePace *self)
{
  return G_LIST_MODEL (self->rows);
}

/* The last row and all of them are those of the list, not those that have been let in. */
static gboolean
key_cb (DdiTablePace *self)
{
  if (g_list_model_get_n_items (self->model) > 0)
    ddi_table_pace_let_in (self);
  return GDK_EVENT_PROPAGATE;
}

void
ddi_table_pace_set_view (DdiTablePace *self, GtkWidget *view)
{
  g_set_weak_pointer (&self->view, view);
  self->keys = gtk_event_controller_key_new ();
  gtk_event_controller_set_propagation_phase (self->keys, GTK_PHASE_CAPTURE);
  g_signal_connect_swapped (self->keys, "key-pressed", G_CALLBACK (key_cb), self);
  gtk_widget_add_controller (view, self->keys);
  items_changed_cb (self);
}
