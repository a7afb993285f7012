/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/ddi-query-model.h"

#include "app/ddi-query-model-private.h"

#define WINDOW DDI_QUERY_MODEL_WINDOW
/* Enough for what a column view keeps bound around the visible rows, several times over. */
#define MAX_WINDOWS 16
/* Windows asked for while the scroll bar is dragged past them are not worth more connections. */
#define MAX_IN_FLIGHT 2
/* Rows that are rather skipped than sought: a seek is another round trip. */
#define MAX_SKIP (10 * WINDOW)

static void list_model_init (GListModelInterface *iface);
static void fetch_wanted (DdiQueryModel *self);

G_DEFINE_FINAL_TYPE_WITH_CODE (DdiQueryModel, ddi_query_model, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_init))

static void
window_free (Window *window)
{
  g_clear_pointer (&window->rows, ddi_rows_unref);
  g_free (window);
}

static Window *
find_window (DdiQueryModel *self, guint number, GList **link)
{
  for (GList *l = self->windows.head; l; l = l->next)
    {
      Window *window = l->data;

      if (window->number == number)
        {
          if (link)
            *link = l;
          return window;
        }
    }
  return NULL;
}

/* The row's index in the window's rows; FALSE where the table has become shorter meanwhile. */
static gboolean
index_in_window (Window *window, guint position, guint *index)
{
  guint n = window->rows ? ddi_rows_get_n (window->rows) : 0;
  guint i = position - window->number * WINDOW;

  if (i >= n)
    return FALSE;
  *index = window->reversed ? n - 1 - i : i;
  return TRUE;
}

static void
drop_far_windows (DdiQueryModel *self)
{
  while (g_queue_get_length (&self->windows) > MAX_WINDOWS)
    window_free (g_queue_pop_tail (&self->windows));
}

static void
remember_anchor (DdiQueryModel *self, Window *window)
{
  guint n = ddi_rows_get_n (window->rows);
  guint last = window->reversed ? 0 : n - 1;
  g_autoptr (GStrvBuilder) key = NULL;

  if (n != WINDOW || g_hash_table_contains (self->anchors, GUINT_TO_POINTER (window->number)))
    return;
  key = g_strv_builder_new ();
  for (const char *const *name = self->source->key_columns; *name; name++)
    g_strv_builder_add (key, ddi_rows_get_text (window->rows, last, ddi_rows_column (window->rows, *name)));
  g_hash_table_insert (self->anchors, GUINT_TO_POINTER (window->number), g_strv_builder_end (key));
}

/* The last key column tells rows apart; the others are what they may be sorted by. */
static const char *
row_key (DdiQueryModel *self)
{
  const char *const *key = self->source->key_columns;

  while (key[1])
    key++;
  return *key;
}

static void
fill_window (DdiQueryModel *self, Window *window, DdiRows *rows)
{
  guint first = window->number * WINDOW;
  gboolean moved = FALSE;

  window->rows = ddi_rows_ref (rows);
  remember_anchor (self, window);
  for (guint i = 0; i < ddi_rows_get_n (rows); i++)
    {
      DdiQueryRow *item = g_hash_table_lookup (self->items, GUINT_TO_POINTER (first + i));
      guint index, old;

      if (item == NULL || !index_in_window (window, first + i, &index))
        continue;
      if (ddi_query_row_get (item, &old) &&
          !ddi_query_same_key (ddi_query_row_get (item, NULL), old, rows, index, row_key (self)))
        moved = TRUE;
      else
        ddi_query_row_fill (item, rows, index);
    }
  /* What is selected here is another row by now. */
  if (moved)
    {
      DdiQueryDiff diff = { first, ddi_rows_get_n (rows), ddi_rows_get_n (rows) };

      ddi_query_model_move_items (self, &diff);
      g_list_model_items_changed (G_LIST_MODEL (self), diff.first, diff.removed, diff.added);
    }
}

/* Where a window is read from: the nearest row known before it, the start or the end. */
typedef struct
{
  const char *const *after; /* NULL: the start, or with reversed the end */
  guint offset;
  guint limit;
  gboolean reversed;
  DdiRows *sought; /* one row: its days stand for the load's; NULL: the load's own */
} Route;

static Route
find_route (DdiQueryModel *self, guint number)
{
  guint first = number * WINDOW;
  Route route = { .offset = first, .limit = MIN (WINDOW, self->n - first) };
  guint after_end = self->n - first - route.limit;
  GHashTableIter iter;
  gpointer key, value;

  g_hash_table_iter_init (&iter, self->anchors);
  while (g_hash_table_iter_next (&iter, &key, &value))
    {
      guint anchor = GPOINTER_TO_UINT (key);

      if (anchor < number && (number - anchor - 1) * WINDOW < route.offset)
        {
          route.after = value;
          route.offset = (number - anchor - 1) * WINDOW;
        }
    }
  if (after_end < route.offset)
    {
      route.after = NULL;
      route.offset = after_end;
      route.reversed = TRUE;
    }
  return route;
}

/* The load's parameters followed by the order; the days of @sought, if any, in place of the load's. */
static void
begin_params (DdiQueryModel *self, GVariantBuilder *builder, gboolean descending, DdiRows *sought)
{
  static const char *const days[] = { NULL, "first", "last" };

  g_variant_builder_init (builder, G_VARIANT_TYPE_TUPLE);
  for (gsize i = 0; i < g_variant_n_children (self->params); i++)
    {
      g_autoptr (GVariant) child = g_variant_get_child_value (self->params, i);

      if (sought && i < G_N_ELEMENTS (days) && days[i])
        g_variant_builder_add (builder, "ms",
                               ddi_rows_get_text (sought, 0, ddi_rows_column (sought, days[i])));
      else
        g_variant_builder_add_value (builder, child);
    }
  g_variant_builder_add (builder, "s", self->sort);
  g_variant_builder_add (builder, "b", descending);
}

static GVariant *
window_params (DdiQueryModel *self, const Route *route)
{
  GVariantBuilder builder;

  begin_params (self, &builder, self->descending != route->reversed, route->sought);
  for (guint i = 0; self->source->key_columns[i]; i++)
    g_variant_builder_add (&builder, "ms", route->after ? route->after[i] : NULL);
  g_variant_builder_add (&builder, "x", (gint64)route->offset);
  g_variant_builder_add (&builder, "i", (gint32)route->limit);
  return g_variant_builder_end (&builder);
}

/* A fetch under way; @cancellable tells whether its generation of rows is still the model's. */
typedef struct
{
  DdiQueryModel *self;
  GCancellable *cancellable;
  guint number;
} Fetch;

static void
fetch_free (Fetch *fetch)
{
  g_object_unref (fetch->self);
  g_object_unref (fetch->cancellable);
  g_free (fetch);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Fetch, fetch_free)

static void
fetched_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Fetch) fetch = user_data;
  DdiQueryModel *self = fetch->self;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) rows = ddi_database_run_finish (DDI_DATABASE (source), result, &error);
  GList *link = NULL;
  Window *window;

  if (fetch->cancellable != self->cancellable)
    return;
  self->n_in_flight--;
  window = find_window (self, fetch->number, &link);
  if (rows && window)
    fill_window (self, window, rows->pdata[0]);
  else if (window)
    {
      /* It is asked for again when one of its rows is looked at again. */
      g_debug ("window %u: %s", fetch->number, error ? error->message : "gone");
      g_queue_delete_link (&self->windows, link);
      window_free (window);
    }
  fetch_wanted (self);
}

static void
run_window (Fetch *fetch, const Route *route)
{
  DdiQueryModel *self = fetch->self;
  Window *window = find_window (self, fetch->number, NULL);
  DdiUnit *unit = ddi_unit_new ();

  if (window)
    window->reversed = route->reversed;
  ddi_unit_add (unit, self->source->window, window_params (self, route));
  ddi_unit_set_read_only (unit);
  ddi_database_run_async (self->database, unit, self->cancellable, fetched_cb, fetch);
}

static void
sought_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Fetch) fetch = user_data;
  DdiQueryModel *self = fetch->self;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) results = ddi_database_run_finish (DDI_DATABASE (source), result, &error);
  g_autoptr (GPtrArray) after = g_ptr_array_new ();
  DdiRows *rows = results ? results->pdata[0] : NULL;
  Route route;

  if (fetch->cancellable != self->cancellable)
    return;
  if (error)
    g_debug ("window %u is not sought: %s", fetch->number, error->message);
  route = find_route (self, fetch->number);
  if (rows && ddi_rows_get_n (rows) > 0)
    {
      /* A NULL key ends nothing: there are as many as key columns. */
      for (const char *const *name = self->source->key_columns; *name; name++)
        g_ptr_array_add (after, (gpointer)ddi_rows_get_text (rows, 0, ddi_rows_column (rows, *name)));
      route.after = (const char *const *)after->pdata;
      route.offset = (guint)ddi_rows_get_int (rows, 0, ddi_rows_column (rows, "skip"));
      route.reversed = FALSE;
      route.sought = rows;
    }
  run_window (g_steal_pointer (&fetch), &route);
}

static void
run_seek (Fetch *fetch)
{
  DdiQueryModel *self = fetch->self;
  DdiUnit *unit = ddi_unit_new ();
  GVariantBuilder builder;

  begin_params (self, &builder, self->descending, NULL);
  g_variant_builder_add (&builder, "x", (gint64)fetch->number * WINDOW);
  g_variant_builder_add (&builder, "i", WINDOW);
  ddi_unit_add (unit, self->source->seek, g_variant_builder_end (&builder));
  ddi_unit_set_read_only (unit);
  ddi_database_run_async (self->database, unit, self->cancellable, sought_cb, fetch);
}

static void
fetch_window (DdiQueryModel *self, guint number)
{
  Route route = find_route (self, number);
  Window *window = g_new0 (Window, 1);
  Fetch *fetch = g_new0 (Fetch, 1);

  window->number = number;
  g_queue_push_head (&self->windows, window);
  drop_far_windows (self);

  fetch->self = g_object_ref (self);
  fetch->cancellable = g_object_ref (self->cancellable);
  fetch->number = number;
  self->n_in_flight++;
  if (self->source->seek && route.offset > MAX_SKIP)
    run_seek (fetch);
  else
    run_window (fetch, &route);
}

static void
fetch_wanted (DdiQueryModel *self)
{
  while (self->wanted->len > 0 && self->n_in_flight < MAX_IN_FLIGHT)
    {
      guint number = g_array_index (self->wanted, guint, self->wanted->len - 1);

      g_array_set_size (self->wanted, self->wanted->len - 1);
      if (find_window (self, number, NULL) == NULL && number * WINDOW < self->n)
        fetch_window (self, number);
    }
}

static gboolean
fetch_cb (gpointer user_data)
{
  DdiQueryModel *self = user_data;

  self->fetch_source = 0;
  fetch_wanted (self);
  return G_SOURCE_REMOVE;
}

static void
want_window (DdiQueryModel *self, guint number)
{
  for (guint i = 0; i < self->wanted->len; i++)
    if (g_array_index (self->wanted, guint, i) == number)
      {
        g_array_remove_index (self->wanted, i);
        break;
      }
  g_array_append_val (self->wanted, number);
  if (self->wanted->len > 4)
    g_array_remove_index (self->wanted, 0);
  /* In an idle: a list view asks for many rows in a row, the ones in view last. */
  if (self->fetch_source == 0)
    self->fetch_source = g_idle_add (fetch_cb, self);
}

static GType
get_item_type (GListModel *model)
{
  return DDI_TYPE_QUERY_ROW;
}

static guint
get_n_items (GListModel *model)
{
  return DDI_QUERY_MODEL (model)->n;
}

static gpointer
get_item (GListModel *model, guint position)
{
  DdiQueryModel *self = DDI_QUERY_MODEL (model);
  DdiQueryRow *item;
  Window *window;
  GList *link;
  guint index;

  if (position >= self->n)
    return NULL;

  item = g_hash_table_lookup (self->items, GUINT_TO_POINTER (position));
  if (item)
    g_object_ref (item);
  else
    {
      item = ddi_query_row_new (position);
      ddi_query_model_add_item (self, item);
    }

  window = find_window (self, position / WINDOW, &link);
  if (window)
    {
      g_queue_unlink (&self->windows, link);
      g_queue_push_head_link (&self->windows, link);
      if (ddi_query_row_get (item, NULL) == NULL && index_in_window (window, position, &index))
        ddi_query_row_fill (item, window->rows, index);
    }
  else if (ddi_query_row_get (item, NULL) == NULL)
    want_window (self, position / WINDOW);
  return item;
}

static void
list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = get_item_type;
  iface->get_n_items = get_n_items;
  iface->get_item = get_item;
}

static void
stop (DdiQueryModel *self)
{
  g_clear_handle_id (&self->fetch_source, g_source_remove);
  if (self->cancellable)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->n_in_flight = 0;
  if (self->wanted)
    g_array_set_size (self->wanted, 0);
}

/* The rows that somebody holds are read again; till then they say what they said. */
static void
want_items (DdiQueryModel *self)
{
  GHashTableIter iter;
  gpointer key;

  g_hash_table_iter_init (&iter, self->items);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    if (find_window (self, GPOINTER_TO_UINT (key) / WINDOW, NULL) == NULL)
      want_window (self, GPOINTER_TO_UINT (key) / WINDOW);
}

static void
replace_rows (DdiQueryModel *self, DdiRows *totals, DdiRows *first_window)
{
  DdiQueryDiff diff = { 0, self->n, 0 };
  Window *window = g_new0 (Window, 1), *known = find_window (self, 0, NULL);
  guint n = (guint)CLAMP (ddi_rows_get_int (totals, 0, 0), 0, (gint64)G_MAXINT32);

  /* A guint is what a GListModel counts in. */
  diff.added = n;
  if (self->again && known && known->rows && !known->reversed)
    diff = ddi_query_diff (known->rows, self->n, first_window, n, row_key (self));
  ddi_query_model_move_items (self, &diff);
  g_queue_clear_full (&self->windows, (GDestroyNotify)window_free);
  g_hash_table_remove_all (self->anchors);
  g_clear_pointer (&self->totals, ddi_rows_unref);

  self->totals = ddi_rows_ref (totals);
  self->n = n;
  g_queue_push_head (&self->windows, window);
  fill_window (self, window, first_window);
  if (diff.removed > 0 || diff.added > 0)
    g_list_model_items_changed (G_LIST_MODEL (self), diff.first, diff.removed, diff.added);
  want_items (self);
}

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  DdiQueryModel *self = g_task_get_source_object (task);
  GError *error = NULL;
  g_autoptr (GPtrArray) rows = ddi_database_run_finish (DDI_DATABASE (source), result, &error);

  if (g_task_get_task_data (task) != self->cancellable)
    {
      g_clear_error (&error);
      g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_CANCELLED, "superseded");
      return;
    }
  if (rows == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  replace_rows (self, rows->pdata[0], rows->pdata[1]);
  g_task_return_boolean (task, TRUE);
}

static void
ddi_query_model_dispose (GObject *object)
{
  DdiQueryModel *self = DDI_QUERY_MODEL (object);

  stop (self);
  ddi_query_model_forget_items (self);
  g_clear_object (&self->database);
  G_OBJECT_CLASS (ddi_query_model_parent_class)->dispose (object);
}

static void
ddi_query_model_finalize (GObject *object)
{
  DdiQueryModel *self = DDI_QUERY_MODEL (object);

  g_queue_clear_full (&self->windows, (GDestroyNotify)window_free);
  g_hash_table_unref (self->items);
  g_hash_table_unref (self->anchors);
  g_array_unref (self->wanted);
  g_clear_pointer (&self->params, g_variant_unref);
  g_clear_pointer (&self->totals, ddi_rows_unref);
  g_free (self->sort);
  G_OBJECT_CLASS (ddi_query_model_parent_class)->finalize (object);
}

static void
ddi_query_model_class_init (DdiQueryModelClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = ddi_query_model_dispose;
  object_class->finalize = ddi_query_model_finalize;
}

static void
ddi_query_model_init (DdiQueryModel *self)
{
  g_queue_init (&self->windows);
  self->items = g_hash_table_new (NULL, NULL);
  self->anchors = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify)g_strfreev);
  self->wanted = g_array_new (FALSE, FALSE, sizeof (guint));
}

DdiQueryModel *
ddi_query_model_new (const DdiQuerySource *source)
{
  DdiQueryModel *self = g_object_new (DDI_TYPE_QUERY_MODEL, NULL);

  self->source = source;
  return self;
}

void
ddi_query_model_load_async (DdiQueryModel *self, DdiDatabase *database, GVariant *params, const char *sort,
                            gboolean descending, GCancellable *cancellable, GAsyncReadyCallback callback,
                            gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  DdiUnit *unit = ddi_unit_new ();
  Route start = { .limit = WINDOW };

  stop (self);
  g_variant_ref_sink (params);
  self->again = self->params && g_variant_equal (self->params, params) && g_strcmp0 (self->sort, sort) == 0 &&
                self->descending == descending;
  g_set_object (&self->database, database);
  g_clear_pointer (&self->params, g_variant_unref);
  self->params = params;
  g_free (self->sort);
  self->sort = g_strdup (sort);
  self->descending = descending;
  self->cancellable = g_cancellable_new ();

  g_task_set_source_tag (task, ddi_query_model_load_async);
  g_task_set_task_data (task, g_object_ref (self->cancellable), g_object_unref);
  ddi_unit_add (unit, self->source->count, self->params);
  ddi_unit_add (unit, self->source->window, window_params (self, &start));
  ddi_unit_set_read_only (unit);
  ddi_database_run_async (database, unit, cancellable ? cancellable : self->cancellable, loaded_cb,
                          g_steal_pointer (&task));
}

gboolean
ddi_query_model_load_finish (DdiQueryModel *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  return g_task_propagate_boolean (G_TASK (result), error);
}

DdiRows *
ddi_query_model_get_totals (DdiQueryModel *self)
{
  g_return_val_if_fail (DDI_IS_QUERY_MODEL (self), NULL);
  return self->totals;
}

guint
ddi_query_model_get_n_windows (DdiQueryModel *self)
{
  g_return_val_if_fail (DDI_IS_QUERY_MODEL (self), 0);
  return g_queue_get_length (&self->windows);
}
