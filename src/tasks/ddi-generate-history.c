/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>
#include <math.h>

#include "tasks/ddi-generate-private.h"

/* The statements of the one unit that reads a history, in their order. */
enum
{
  ORIGINS,
  PRODUCTS,
  HISTORY,
  CLOSED_DAYS,
  OFFERS,
  EVENTS,
  WEATHER,
  PRICES,
  FRACTILE,
  LEFTOVERS,
};

static void
free_store (gpointer data)
{
  DdiHistoryStore *store = data;

  g_free (store->name);
  g_free (store);
}

static void
free_product (gpointer data)
{
  DdiHistoryProduct *product = data;

  g_free (product->name);
  g_free (product->category);
  g_free (product);
}

static int
find_index (GHashTable *table, gint64 id)
{
  gpointer value;

  return g_hash_table_lookup_extended (table, GINT_TO_POINTER ((int)id), NULL, &value)
             ? GPOINTER_TO_INT (value)
             : -1;
}

/* The next number of a PostgreSQL array's text; *cursor moves past it. FALSE at the end. */
static gboolean
next_number (const char **cursor, gint64 *value)
{
  char *end;

  while (**cursor == '{' || **cursor == ',')
    (*cursor)++;
  *value = g_ascii_strtoll (*cursor, &end, 10);
  if (end == *cursor)
    return FALSE;
  *cursor = end;
  return TRUE;
}

static DdiUnit *
make_unit (void)
{
  DdiUnit *unit = ddi_unit_new ();

  ddi_unit_set_read_only (unit);
  /* A district's three years may take longer than a page's query may. */
  ddi_unit_set_statement_timeout (unit, 5 * 60 * 1000);
  ddi_unit_add (unit, "forecasts/list-origins", NULL);
  ddi_unit_add (unit, "forecasts/list-products", NULL);
  ddi_unit_add (unit, "forecasts/load-history", g_variant_new ("(i)", DDI_GENERATE_HISTORY_DAYS));
  ddi_unit_add (unit, "forecasts/list-closed-days", g_variant_new ("(i)", DDI_GENERATE_HISTORY_DAYS));
  ddi_unit_add (unit, "forecasts/list-offers", NULL);
  ddi_unit_add (unit, "forecasts/list-events", g_variant_new ("(i)", DDI_GENERATE_HISTORY_DAYS));
  ddi_unit_add (unit, "forecasts/list-weather", g_variant_new ("(i)", DDI_GENERATE_HISTORY_DAYS));
  ddi_unit_add (unit, "forecasts/list-prices", NULL);
  ddi_unit_add (unit, "forecasts/get-fractile", NULL);
  ddi_unit_add (unit, "forecasts/list-leftovers", g_variant_new ("(i)", DDI_HISTORY_LEFTOVER_DAYS));
  return unit;
}

static void
add_stores (DdiHistory *self, DdiRows *rows)
{
  self->last_day = DDI_DAY_INVALID;
  for (guint i = 0; i < ddi_rows_get_n (rows); i++)
    {
      DdiHistoryStore *store = g_new0 (DdiHistoryStore, 1);

      store->id = (int)ddi_rows_get_int (rows, i, 0);
      store->name = g_strdup (ddi_rows_get_text (rows, i, 1));
      store->closed_on = ddi_rows_get_day (rows, i, 4);
      store->last_day = ddi_rows_get_day (rows, i, 5);
      self->last_day = MAX (self->last_day, store->last_day);
      g_hash_table_insert (self->store_index, GINT_TO_POINTER (store->id), GINT_TO_POINTER ((int)i));
      g_ptr_array_add (self->stores, store);
    }
}

/* The panel holds the days from the oldest sale that was read to the newest known day. */
static void
make_panel (DdiHistory *self, DdiRows *stores, DdiRows *history)
{
  DdiDay first = self->last_day;

  for (guint i = 0; i < ddi_rows_get_n (history); i++)
    {
      const char *cursor = ddi_rows_get_text (history, i, 2);
      gint64 day;

      while (next_number (&cursor, &day))
        first = MIN (first, (DdiDay)day);
    }
  self->panel = ddi_panel_new (first, self->last_day - first + 1);
  for (guint i = 0; i < self->stores->len; i++)
    {
      const DdiHistoryStore *store = self->stores->pdata[i];
      int index = ddi_panel_add_store (self->panel, store->name);

      ddi_panel_set_open_weekdays (self->panel, index, (unsigned)ddi_rows_get_int (stores, i, 2));
      ddi_panel_set_store_life (self->panel, index, ddi_rows_get_day (stores, i, 3), store->closed_on);
      if (!ddi_rows_is_null (stores, i, 6))
        ddi_panel_set_hours (self->panel, index, (int)ddi_rows_get_int (stores, i, 6),
                             (int)ddi_rows_get_int (stores, i, 7));
    }
}

static void
add_products (DdiHistory *self, DdiRows *rows)
{
  for (guint i = 0; i < ddi_rows_get_n (rows); i++)
    {
      DdiHistoryProduct *product = g_new0 (DdiHistoryProduct, 1);

      product->id = (int)ddi_rows_get_int (rows, i, 0);
      product->name = g_strdup (ddi_rows_get_text (rows, i, 1));
      product->category = g_strdup (ddi_rows_get_text (rows, i, 2));
      product->active = ddi_rows_get_boolean (rows, i, 3);
      product->shelf_life = (int)ddi_rows_get_int (rows, i, 4);
      ddi_panel_add_product (self->panel, product->name, product->category);
      g_hash_table_insert (self->product_index, GINT_TO_POINTER (product->id), GINT_TO_POINTER ((int)i));
      g_ptr_array_add (self->products, product);
    }
}

static void
add_history (DdiHistory *self, DdiRows *rows)
{
  for (guint i = 0; i < ddi_rows_get_n (rows); i++)
    {
      int store = find_index (self->store_index, ddi_rows_get_int (rows, i, 0));
      int product = find_index (self->product_index, ddi_rows_get_int (rows, i, 1));
      const char *days = ddi_rows_get_text (rows, i, 2);
      const char *quantities = ddi_rows_get_text (rows, i, 3);
      const char *flags = ddi_rows_get_text (rows, i, 4);
      const char *ends = ddi_rows_get_text (rows, i, 5);
      gint64 day, quantity, flag, ended;
      int series;

      if (store < 0 || product < 0)
        continue;
      series = ddi_panel_add_series (self->panel, store, product);
      while (next_number (&days, &day) && next_number (&quantities, &quantity) &&
             next_number (&flags, &flag) && next_number (&ends, &ended))
        {
          ddi_panel_set (self->panel, series, (DdiDay)day, (double)quantity, (DdiCellFlags)flag);
          if (ended >= 0)
            ddi_panel_set_ended (self->panel, series, (DdiDay)day, (int)ended);
        }
    }
}

/* A product that has never been sold somewhere has a series there only if an offer says so. */
static void
add_offers (DdiHistory *self, DdiRows *rows)
{
  for (guint i = 0; i < ddi_rows_get_n (rows); i++)
    {
      int store = find_index (self->store_index, ddi_rows_get_int (rows, i, 0));
      int product = find_index (self->product_index, ddi_rows_get_int (rows, i, 1));
      int like = ddi_rows_is_null (rows, i, 4)
                     ? -1
                     : find_index (self->product_index, ddi_rows_get_int (rows, i, 4));
      int series;

      if (store < 0 || product < 0)
        continue;
      series = ddi_panel_add_series (self->panel, store, product);
      ddi_panel_set_offer (self->panel, series, ddi_rows_get_day (rows, i, 2), ddi_rows_get_day (rows, i, 3));
      if (like >= 0)
        ddi_panel_set_starts_like (self->panel, series, like,
                                   ddi_rows_is_null (rows, i, 5) ? 1 : ddi_rows_get_double (rows, i, 5));
    }
}

static void
add_closed_days (DdiHistory *self, DdiRows *rows)
{
  int n_series = ddi_panel_n_series (self->panel);
  g_autoptr (GPtrArray) by_store = g_ptr_array_new_with_free_func ((GDestroyNotify)g_array_unref);

  for (guint i = 0; i < self->stores->len; i++)
    g_ptr_array_add (by_store, g_array_new (FALSE, FALSE, sizeof (int)));
  for (int s = 0; s < n_series; s++)
    g_array_append_val ((GArray *)by_store->pdata[ddi_panel_series_store (self->panel, s)], s);

  for (guint i = 0; i < ddi_rows_get_n (rows); i++)
    {
      int store = find_index (self->store_index, ddi_rows_get_int (rows, i, 0));
      DdiDay day = ddi_rows_get_day (rows, i, 1);

      if (store < 0 || day > self->last_day)
        continue;
      for (guint k = 0; k < ((GArray *)by_store->pdata[store])->len; k++)
        ddi_panel_set (self->panel, g_array_index ((GArray *)by_store->pdata[store], int, k), day, 0,
                       DDI_CELL_CLOSED);
    }
}

/* A product that is not known here is one that concerns nobody. */
static const char *
product_name (const DdiHistory *self, int id)
{
  int index = find_index (self->product_index, id);

  return index < 0 ? "" : ((DdiHistoryProduct *)self->products->pdata[index])->name;
}

static void
add_events (DdiHistory *self, DdiRows *rows)
{
  for (guint i = 0; i < ddi_rows_get_n (rows); i++)
    {
      DdiEvent event = {
        .name = ddi_rows_get_text (rows, i, 3),
        .first = ddi_rows_get_day (rows, i, 1),
        .last = ddi_rows_get_day (rows, i, 2),
        .store = DDI_EVENT_ALL_STORES,
        .expected_effect = ddi_rows_get_double (rows, i, 5),
        .closes_at = ddi_rows_is_null (rows, i, 6) ? -1 : (int)ddi_rows_get_int (rows, i, 6),
        .category = ddi_rows_get_text (rows, i, 8),
      };

      if (!ddi_rows_is_null (rows, i, 0))
        event.store = find_index (self->store_index, ddi_rows_get_int (rows, i, 0));
      if (!ddi_rows_is_null (rows, i, 7))
        event.product = product_name (self, (int)ddi_rows_get_int (rows, i, 7));
      if (ddi_event_kind_parse (ddi_rows_get_text (rows, i, 4), &event.kind))
        ddi_panel_add_event (self->panel, &event);
    }
}

static void
add_weather (DdiHistory *self, DdiRows *rows)
{
  for (guint i = 0; i < ddi_rows_get_n (rows); i++)
    {
      int store = DDI_EVENT_ALL_STORES;

      if (!ddi_rows_is_null (rows, i, 0))
        store = find_index (self->store_index, ddi_rows_get_int (rows, i, 0));
      ddi_panel_add_weather (self->panel, ddi_rows_get_text (rows, i, 2), store,
                             ddi_rows_get_day (rows, i, 1), ddi_rows_get_double (rows, i, 3));
    }
}

/* Critical fractile: cost of a piece too few / (too few + too many)
 *   = (price − cost) / ((price − cost) + (cost − salvage)) = (price − cost) / (price − salvage).
 * NaN where a price or cost is not known, or nothing could be earned. */
static double
critical_fractile (DdiRows *rows, guint row)
{
  double cost = ddi_rows_get_double (rows, row, 2);
  double price = ddi_rows_get_double (rows, row, 3);
  double salvage = ddi_rows_is_null (rows, row, 4) ? 0 : ddi_rows_get_double (rows, row, 4);

  if (!(price > cost) || !(price > salvage) || !(cost >= salvage))
    return NAN;
  return MIN ((price - cost) / (price - salvage), 0.995);
}

/* The nearest of what the database's ranges know. */
static int
read_coverage (double share)
{
  return share > 0.925 ? 95 : share > 0.85 ? 90 : 80;
}

static void
add_prices (DdiHistory *self, DdiRows *rows, DdiRows *fractile)
{
  int n_series = ddi_panel_n_series (self->panel);

  self->default_fractile = CLAMP (ddi_rows_get_double (fractile, 0, 0), 0.01, 0.995);
  self->coverage = read_coverage (ddi_rows_get_double (fractile, 0, 1));
  self->fractiles = g_new (double, MAX (n_series, 1));
  self->packs = g_new (int, MAX (n_series, 1));
  self->displays = g_new0 (int, MAX (n_series, 1));
  for (int s = 0; s < n_series; s++)
    {
      self->fractiles[s] = NAN;
      self->packs[s] = 1;
    }
  for (guint i = 0; i < ddi_rows_get_n (rows); i++)
    {
      int store = find_index (self->store_index, ddi_rows_get_int (rows, i, 0));
      int product = find_index (self->product_index, ddi_rows_get_int (rows, i, 1));
      int series = store < 0 || product < 0 ? -1 : ddi_panel_find_series (self->panel, store, product);

      if (series < 0)
        continue;
      self->fractiles[series] = critical_fractile (rows, i);
      self->packs[series] = (int)MAX (ddi_rows_get_int (rows, i, 5), 1);
      self->displays[series] = (int)ddi_rows_get_int (rows, i, 6);
    }
}

void
ddi_history_free (DdiHistory *self)
{
  if (self->panel)
    ddi_panel_unref (self->panel);
  g_ptr_array_unref (self->stores);
  g_ptr_array_unref (self->products);
  g_hash_table_unref (self->store_index);
  g_hash_table_unref (self->product_index);
  g_free (self->fractiles);
  g_free (self->packs);
  g_free (self->displays);
  g_free (self->shelf_lives);
  g_clear_pointer (&self->leftovers, g_array_unref);
  g_free (self);
}

DdiHistory *
ddi_history_load (DdiDatabase *database, GCancellable *cancellable, GError **error)
{
  g_autoptr (GPtrArray) results = ddi_database_run (database, make_unit (), cancellable, error);
  g_autoptr (DdiHistory) self = NULL;

  if (results == NULL)
    return NULL;
  self = g_new0 (DdiHistory, 1);
  self->stores = g_ptr_array_new_with_free_func (free_store);
  self->products = g_ptr_array_new_with_free_func (free_product);
  self->store_index = g_hash_table_new (NULL, NULL);
  self->product_index = g_hash_table_new (NULL, NULL);

  add_stores (self, results->pdata[ORIGINS]);
  if (self->last_day == DDI_DAY_INVALID)
    {
      g_set_error_literal (
          error, DDI_GENERATE_ERROR, DDI_GENERATE_ERROR_NO_HISTORY,
          _ ("There is no history to learn from yet: import sales or throw-away sheets first"));
      return NULL;
    }
  make_panel (self, results->pdata[ORIGINS], results->pdata[HISTORY]);
  add_products (self, results->pdata[PRODUCTS]);
  add_history (self, results->pdata[HISTORY]);
  add_offers (self, results->pdata[OFFERS]);
  add_closed_days (self, results->pdata[CLOSED_DAYS]);
  add_events (self, results->pdata[EVENTS]);
  add_weather (self, results->pdata[WEATHER]);
  add_prices (self, results->pdata[PRICES], results->pdata[FRACTILE]);
  ddi_history_add_leftovers (self, results->pdata[LEFTOVERS]);
  return g_steal_pointer (&self);
}
