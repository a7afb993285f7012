/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/ddi-session.h"

#include "app/ddi-list-splice.h"
#include "db/ddi-change-watch.h"
#include "tasks/ddi-audit.h"
#include "tasks/ddi-custom-columns.h"

/* A server that is back is noticed after this. */
#define SEND_SECONDS 10
/* So long an entry of the log is not in its chain, at most. */
#define SEAL_SECONDS 120

struct _DdiSession
{
  GObject parent_instance;

  DdiHome *home;
  DdiGenerateRun *generate_run;
  GListStore *stores;
  GListStore *products;
  GPtrArray *columns;    /* (element-type DdiCustomColumn) */
  gboolean new_settings; /* the next reload tells of them */
  char *currency;
  double default_fractile;
  double waste_goal;
  double interval_coverage;
  DdiFilter filter;
  DdiDay pinned_today;
  DdiChangeWatch *watch; /* NULL before the first load */
  guint send_source;     /* while something waits in the outbox */
  guint seal_source;     /* since the first load */
};

G_DEFINE_FINAL_TYPE (DdiSession, ddi_session, G_TYPE_OBJECT)

enum
{
  FILTER_CHANGED,
  DATA_CHANGED,
  OUTBOX_CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

/* The order in which the statements are added to the unit of a reload. */
enum
{
  ROWS_STORES,
  ROWS_PRODUCTS,
  ROWS_SETTINGS,
  ROWS_COLUMNS,
};

static gboolean
same_store (gpointer a, gpointer b, gpointer user_data)
{
  return ddi_store_get_id (a) == ddi_store_get_id (b) &&
         g_strcmp0 (ddi_store_get_name (a), ddi_store_get_name (b)) == 0 &&
         g_strcmp0 (ddi_store_get_timezone (a), ddi_store_get_timezone (b)) == 0;
}

static gboolean
take_stores (DdiSession *self, DdiRows *rows)
{
  g_autoptr (GPtrArray) stores = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < ddi_rows_get_n (rows); i++)
    g_ptr_array_add (stores, ddi_store_new ((int)ddi_rows_get_int (rows, i, 0),
                                            ddi_rows_get_text (rows, i, 1), ddi_rows_get_text (rows, i, 2)));
  return ddi_list_splice_changed (self->stores, stores, same_store, NULL);
}

static gboolean
same_product (gpointer a, gpointer b, gpointer user_data)
{
  return ddi_product_get_id (a) == ddi_product_get_id (b) &&
         g_strcmp0 (ddi_product_get_name (a), ddi_product_get_name (b)) == 0;
}

static void
take_products (DdiSession *self, DdiRows *rows)
{
  g_autoptr (GPtrArray) products = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < ddi_rows_get_n (rows); i++)
    g_ptr_array_add (products,
                     ddi_product_new ((int)ddi_rows_get_int (rows, i, 0), ddi_rows_get_text (rows, i, 1),
                                      ddi_rows_get_text (rows, i, 2)));
  ddi_list_splice_changed (self->products, products, same_product, NULL);
}

static void
take_settings (DdiSession *self, DdiRows *rows)
{
  g_free (self->currency);
  self->currency = g_strdup (ddi_rows_get_text (rows, 0, ddi_rows_column (rows, "currency")));
  self->default_fractile = ddi_rows_get_double (rows, 0, ddi_rows_column (rows, "default_fractile"));
  self->waste_goal = ddi_rows_get_double (rows, 0, ddi_rows_column (rows, "waste_goal"));
  self->interval_coverage = ddi_rows_get_double (rows, 0, ddi_rows_column (rows, "interval_coverage"));
}

static gboolean
seal_cb (gpointer user_data)
{
  ddi_session_seal (user_data);
  return G_SOURCE_CONTINUE;
}

static void
keep_sealing (DdiSession *self)
{
  if (self->seal_source != 0)
    return;
  self->seal_source = g_timeout_add_seconds (SEAL_SECONDS, seal_cb, self);
  ddi_session_seal (self);
}

static void
announce (DdiSession *self, guint what)
{
  if (what)
    g_signal_emit (self, signals[DATA_CHANGED], 0, what);
}

static guint
data_from_words (const char *words)
{
  static const char *const names[] = { "stores",    "products", "production", "sales",   "waste",
                                       "forecasts", "events",   "days",       "settings" };
  g_auto (GStrv) list = g_strsplit (words, " ", -1);
  guint what = 0;

  /* In the order of DdiData. */
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (g_strv_contains ((const char *const *)list, names[i]))
      what |= 1u << i;
  return what;
}

static void
changed_elsewhere_cb (DdiSession *self, const char *subjects)
{
  ddi_session_changed (self, data_from_words (subjects) | DDI_DATA_ELSEWHERE);
}

static void
watch_others (DdiSession *self)
{
  if (self->watch)
    return;
  self->watch = ddi_change_watch_new (ddi_session_get_database (self));
  g_signal_connect_object (self->watch, "changed", G_CALLBACK (changed_elsewhere_cb), self,
                           G_CONNECT_SWAPPED);
}

static void
reloaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  DdiSession *self = g_task_get_source_object (task);
  GError *error = NULL;
  g_autoptr (GPtrArray) rows = ddi_database_run_finish (DDI_DATABASE (source), result, &error);
  guint found;

  if (rows == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  take_settings (self, rows->pdata[ROWS_SETTINGS]);
  take_products (self, rows->pdata[ROWS_PRODUCTS]);
  g_ptr_array_unref (self->columns);
  self->columns = ddi_custom_columns_from_rows (rows->pdata[ROWS_COLUMNS], NULL);
  found = self->new_settings ? DDI_DATA_SETTINGS : 0;
  self->new_settings = FALSE;
  if (take_stores (self, rows->pdata[ROWS_STORES]))
    {
      if (self->filter.store_id != 0 && ddi_session_find_store (self, self->filter.store_id) == NULL)
        self->filter.store_id = 0;
      found |= DDI_DATA_STORES;
    }
  announce (self, found);
  watch_others (self);
  g_task_return_boolean (task, TRUE);
  /* What the last run of the program could not send. */
  ddi_session_outbox_changed (self);
  ddi_session_send (self, FALSE);
  keep_sealing (self);
}

static gboolean
send_cb (gpointer user_data)
{
  ddi_session_send (user_data, FALSE);
  return G_SOURCE_CONTINUE;
}

void
ddi_session_outbox_changed (DdiSession *self)
{
  DdiOutbox *outbox = ddi_session_get_outbox (self);
  gboolean waiting = outbox && ddi_outbox_get_n_waiting (outbox) > 0;

  if (waiting && self->send_source == 0)
    self->send_source = g_timeout_add_seconds (SEND_SECONDS, send_cb, self);
  else if (!waiting)
    g_clear_handle_id (&self->send_source, g_source_remove);
  g_signal_emit (self, signals[OUTBOX_CHANGED], 0);
}

static void
generated_cb (DdiSession *self, const char *what)
{
  if (what)
    ddi_session_changed (self, DDI_DATA_FORECASTS);
}

static void
ddi_session_finalize (GObject *object)
{
  DdiSession *self = DDI_SESSION (object);

  ddi_generate_run_stop (self->generate_run);
  g_clear_object (&self->generate_run);
  g_clear_handle_id (&self->send_source, g_source_remove);
  g_clear_handle_id (&self->seal_source, g_source_remove);
  g_clear_object (&self->watch);
  g_clear_object (&self->home);
  g_clear_object (&self->stores);
  g_clear_object (&self->products);
  g_ptr_array_unref (self->columns);
  g_free (self->currency);
  G_OBJECT_CLASS (ddi_session_parent_class)->finalize (object);
}

static void
ddi_session_class_init (DdiSessionClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = ddi_session_finalize;

  signals[FILTER_CHANGED] = g_signal_new ("filter-changed", DDI_TYPE_SESSION, G_SIGNAL_RUN_LAST, 0, NULL,
                                          NULL, NULL, G_TYPE_NONE, 0);
  signals[DATA_CHANGED] = g_signal_new ("data-changed", DDI_TYPE_SESSION, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                        NULL, G_TYPE_NONE, 1, G_TYPE_UINT);
  signals[OUTBOX_CHANGED] = g_signal_new ("outbox-changed", DDI_TYPE_SESSION, G_SIGNAL_RUN_LAST, 0, NULL,
                                          NULL, NULL, G_TYPE_NONE, 0);
}

static void
ddi_session_init (DdiSession *self)
{
  self->generate_run = ddi_generate_run_new ();
  g_signal_connect_object (self->generate_run, "ended", G_CALLBACK (generated_cb), self, G_CONNECT_SWAPPED);
  self->stores = g_list_store_new (DDI_TYPE_STORE);
  self->products = g_list_store_new (DDI_TYPE_PRODUCT);
  self->columns = g_ptr_array_new ();
  self->currency = g_strdup ("USD");
  self->default_fractile = 0.75;
  self->waste_goal = 0.15;
  self->interval_coverage = 0.8;
  self->pinned_today = DDI_DAY_INVALID;
  self->filter.last = ddi_day_today (NULL);
  self->filter.first = self->filter.last - 29;
}

DdiSession *
ddi_session_new (DdiHome *home)
{
  DdiSession *self = g_object_new (DDI_TYPE_SESSION, NULL);

  self->home = g_object_ref (home);
  return self;
}

DdiHome *
ddi_session_get_home (DdiSession *self)
{
  g_return_val_if_fail (DDI_IS_SESSION (self), NULL);
  return self->home;
}

DdiDatabase *
ddi_session_get_database (DdiSession *self)
{
  g_return_val_if_fail (DDI_IS_SESSION (self), NULL);
  return ddi_home_get_database (self->home);
}

int
ddi_session_get_user_id (DdiSession *self)
{
  g_return_val_if_fail (DDI_IS_SESSION (self), 0);
  return ddi_home_get_user_id (self->home);
}

DdiGenerateRun *
ddi_session_get_generate_run (DdiSession *self)
{
  g_return_val_if_fail (DDI_IS_SESSION (self), NULL);
  return self->generate_run;
}

void
ddi_session_reload_async (DdiSession *self, GCancellable *cancellable, GAsyncReadyCallback callback,
                          gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  DdiUnit *unit = ddi_unit_new ();

  g_task_set_source_tag (task, ddi_session_reload_async);
  ddi_unit_add (unit, "session/list-stores", NULL);
  ddi_unit_add (unit, "session/list-products", NULL);
  ddi_unit_add (unit, "session/read-settings", NULL);
  ddi_unit_add (unit, "columns/list", NULL);
  ddi_unit_set_read_only (unit);
  ddi_database_run_async (ddi_session_get_database (self), unit, cancellable, reloaded_cb,
                          g_steal_pointer (&task));
}

gboolean
ddi_session_reload_finish (DdiSession *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  return g_task_propagate_boolean (G_TASK (result), error);
}

GListModel *
ddi_session_get_stores (DdiSession *self)
{
  g_return_val_if_fail (DDI_IS_SESSION (self), NULL);
  return G_LIST_MODEL (self->stores);
}

DdiStore *
ddi_session_find_store (DdiSession *self, int id)
{
  g_return_val_if_fail (DDI_IS_SESSION (self), NULL);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->stores)); i++)
    {
      g_autoptr (DdiStore) store = g_list_model_get_item (G_LIST_MODEL (self->stores), i);

      if (ddi_store_get_id (store) == id)
        return store;
    }
  return NULL;
}

GPtrArray *
ddi_session_get_columns (DdiSession *self)
{
  g_return_val_if_fail (DDI_IS_SESSION (self), NULL);
  return self->columns;
}

GListModel *
ddi_session_get_products (DdiSession *self)
{
  g_return_val_if_fail (DDI_IS_SESSION (self), NULL);
  return G_LIST_MODEL (self->products);
}

const char *
ddi_session_get_currency (DdiSession *self)
{
  g_return_val_if_fail (DDI_IS_SESSION (self), NULL);
  return self->currency;
}

double
ddi_session_get_default_fractile (DdiSession *self)
{
  g_return_val_if_fail (DDI_IS_SESSION (self), 0.75);
  return self->default_fractile;
}

double
ddi_session_get_waste_goal (DdiSession *self)
{
  g_return_val_if_fail (DDI_IS_SESSION (self), 0.15);
  return self->waste_goal;
}

double
ddi_session_get_interval_coverage (DdiSession *self)
{
  g_return_val_if_fail (DDI_IS_SESSION (self), 0.8);
  return self->interval_coverage;
}

DdiDay
ddi_session_get_today (DdiSession *self, int store_id)
{
  DdiStore *store;

  g_return_val_if_fail (DDI_IS_SESSION (self), DDI_DAY_INVALID);

  if (self->pinned_today != DDI_DAY_INVALID)
    return self->pinned_today;
  store = ddi_session_find_store (self, store_id);
  if (store == NULL && g_list_model_get_n_items (G_LIST_MODEL (self->stores)) > 0)
    {
      g_autoptr (DdiStore) first = g_list_model_get_item (G_LIST_MODEL (self->stores), 0);

      store = first;
    }
  return ddi_day_today (store ? ddi_store_get_timezone (store) : NULL);
}

void
ddi_session_set_today (DdiSession *self, DdiDay today)
{
  g_return_if_fail (DDI_IS_SESSION (self));
  self->pinned_today = today;
}

void
ddi_session_get_filter (DdiSession *self, DdiFilter *filter)
{
  g_return_if_fail (DDI_IS_SESSION (self));
  *filter = self->filter;
}

void
ddi_session_set_filter (DdiSession *self, const DdiFilter *filter)
{
  g_return_if_fail (DDI_IS_SESSION (self));
  g_return_if_fail (filter->first <= filter->last);

  if (self->filter.store_id == filter->store_id && self->filter.first == filter->first &&
      self->filter.last == filter->last)
    return;
  self->filter = *filter;
  g_signal_emit (self, signals[FILTER_CHANGED], 0);
}

void
ddi_session_seal (DdiSession *self)
{
  g_return_if_fail (DDI_IS_SESSION (self));

  if (ddi_session_get_user_id (self) != 0)
    ddi_audit_seal_later (ddi_session_get_database (self));
}

static void
lists_read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;

  if (!ddi_session_reload_finish (DDI_SESSION (source), result, &error) &&
      !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CLOSED))
    g_warning ("reading shops and products: %s", error->message);
}

void
ddi_session_changed (DdiSession *self, guint what)
{
  g_return_if_fail (DDI_IS_SESSION (self));

  self->new_settings |= (what & DDI_DATA_SETTINGS) != 0;
  if (what & (DDI_DATA_STORES | DDI_DATA_PRODUCTS | DDI_DATA_SETTINGS))
    ddi_session_reload_async (self, NULL, lists_read_cb, NULL);
  announce (self, what & ~(guint)DDI_DATA_SETTINGS);
}
