/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tasks/ddi-demo.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "db/ddi-db-error.h"
#include "tasks/ddi-demo-district.h"

/* Events are known this long before they come. */
#define EVENTS_AHEAD 120
/* A sheet that was late may have come since. */
#define LATE_DAYS 7

G_DEFINE_QUARK (ddi - demo - error - quark, ddi_demo_error)

/* The rows of one COPY, made as they are asked for: shop by shop, day by day, so that they arrive in
 * the order of the tables' keys. */
typedef struct
{
  const DdiDemoSpan *span;
  GArray *events;
  DdiDay from;

  int store;
  int product;
  DdiDay day;
  DdiDemoStoreDay store_day;
} Feed;

static void
append_time (GString *line, int minutes)
{
  g_autofree char *text = minutes < 0 ? NULL : g_strdup_printf ("%02d:%02d", minutes / 60, minutes % 60);

  ddi_bulk_append_text (line, text);
}

/* Moves to the next day, or to the first day of the next shop; FALSE at the end. */
static gboolean
next_store_day (Feed *feed)
{
  feed->day++;
  if (feed->day > feed->span->last)
    {
      feed->store++;
      feed->day = feed->from;
    }
  if (feed->store >= DDI_DEMO_N_STORES)
    return FALSE;
  ddi_demo_district_store_day (feed->span, feed->store, feed->day, feed->events, &feed->store_day);
  return TRUE;
}

static void
rewind_feed (Feed *feed)
{
  feed->store = 0;
  feed->day = feed->from - 1;
  feed->product = DDI_DEMO_N_PRODUCTS;
}

static gboolean
next_day_cb (GString *line, gpointer user_data, GError **error)
{
  static const char *const names[] = {
    [DDI_DEMO_PARTIAL] = "partial",
    [DDI_DEMO_COMPLETE] = "complete",
    [DDI_DEMO_CLOSED_EARLY] = "closed_early",
    [DDI_DEMO_CLOSED] = "closed",
  };
  Feed *feed = user_data;

  do
    if (!next_store_day (feed))
      return FALSE;
  while (feed->store_day.state == DDI_DEMO_NOT_SENT);

  ddi_bulk_append_int (line, feed->store + 1);
  ddi_bulk_append_day (line, feed->day);
  ddi_bulk_append_text (line, names[feed->store_day.state]);
  append_time (line, feed->store_day.state == DDI_DEMO_CLOSED_EARLY ? feed->store_day.closes_at : -1);
  return TRUE;
}

static gboolean
next_cell_cb (GString *line, gpointer user_data, GError **error)
{
  Feed *feed = user_data;
  DdiDemoCell cell;

  do
    {
      if (++feed->product >= DDI_DEMO_N_PRODUCTS)
        {
          if (!next_store_day (feed))
            return FALSE;
          feed->product = 0;
        }
      ddi_demo_district_cell (feed->span, feed->store, feed->product, feed->day, &feed->store_day, &cell);
    }
  while (!cell.recorded);

  ddi_bulk_append_int (line, feed->store + 1);
  ddi_bulk_append_day (line, feed->day);
  ddi_bulk_append_int (line, feed->product + 1);
  ddi_bulk_append_int (line, cell.made);
  ddi_bulk_append_int (line, cell.sold);
  ddi_bulk_append_int (line, cell.wasted);
  append_time (line, cell.sold_out_at);
  ddi_bulk_append_text (line, cell.reason);
  ddi_bulk_append_money (line,
                         (gint64)cell.sold * ddi_demo_district_price (feed->span, feed->product, feed->day));
  ddi_bulk_append_money (line, (gint64)cell.wasted * ddi_demo_district_get_product (feed->product)->cost);
  return TRUE;
}

static GVariant *
store_names (void)
{
  GVariantBuilder names;

  g_variant_builder_init (&names, G_VARIANT_TYPE ("as"));
  for (int i = 0; i < DDI_DEMO_N_STORES; i++)
    g_variant_builder_add (&names, "s", ddi_demo_district_get_store (i)->name);
  return g_variant_builder_end (&names);
}

static GVariant *
product_names (void)
{
  GVariantBuilder names;

  g_variant_builder_init (&names, G_VARIANT_TYPE ("as"));
  for (int i = 0; i < DDI_DEMO_N_PRODUCTS; i++)
    g_variant_builder_add (&names, "s", ddi_demo_district_get_product (i)->name);
  return g_variant_builder_end (&names);
}

/* The shops' clocks are this computer's, so that their tomorrow is the user's. */
static char *
local_timezone (void)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_local ();
  const char *name = g_time_zone_get_identifier (zone);

  return g_strdup (name && strchr (name, '/') ? name : "UTC");
}

static void
add_stores (DdiUnit *unit, int user_id, DdiDay first)
{
  GVariantBuilder codes, pc_numbers, addresses, weekdays;
  g_autofree char *time_zone = local_timezone ();
  g_autofree char *opened = ddi_day_format (first);

  g_variant_builder_init (&codes, G_VARIANT_TYPE ("as"));
  g_variant_builder_init (&pc_numbers, G_VARIANT_TYPE ("as"));
  g_variant_builder_init (&addresses, G_VARIANT_TYPE ("as"));
  g_variant_builder_init (&weekdays, G_VARIANT_TYPE ("ai"));
  for (int i = 0; i < DDI_DEMO_N_STORES; i++)
    {
      const DdiDemoStore *store = ddi_demo_district_get_store (i);

      g_variant_builder_add (&codes, "s", store->code);
      g_variant_builder_add (&pc_numbers, "s", store->pc_number);
      g_variant_builder_add (&addresses, "s", store->address);
      g_variant_builder_add (&weekdays, "i", ddi_demo_district_open_weekdays (i));
    }
  ddi_unit_add (unit, "demo/insert-stores",
                g_variant_new ("(i@asasasasaiss)", user_id, store_names (), &codes, &pc_numbers, &addresses,
                               &weekdays, time_zone, opened));
}

static void
add_prices (DdiUnit *unit, const DdiDemoSpan *span, DdiDay valid_from)
{
  GVariantBuilder costs, prices, packs;
  g_autofree char *from = ddi_day_format (valid_from);

  g_variant_builder_init (&costs, G_VARIANT_TYPE ("ai"));
  g_variant_builder_init (&prices, G_VARIANT_TYPE ("ai"));
  g_variant_builder_init (&packs, G_VARIANT_TYPE ("ai"));
  for (int i = 0; i < DDI_DEMO_N_PRODUCTS; i++)
    {
      g_variant_builder_add (&costs, "i", ddi_demo_district_get_product (i)->cost);
      g_variant_builder_add (&prices, "i", ddi_demo_district_price (span, i, valid_from));
      g_variant_builder_add (&packs, "i", ddi_demo_district_get_product (i)->pack);
    }
  ddi_unit_add (unit, "demo/insert-prices",
                g_variant_new ("(s@asaiaiai)", from, product_names (), &costs, &prices, &packs));
}

static void
add_products (DdiUnit *unit, const DdiDemoSpan *span)
{
  GVariantBuilder categories, costs, prices;

  g_variant_builder_init (&categories, G_VARIANT_TYPE ("as"));
  g_variant_builder_init (&costs, G_VARIANT_TYPE ("ai"));
  g_variant_builder_init (&prices, G_VARIANT_TYPE ("ai"));
  for (int i = 0; i < DDI_DEMO_N_PRODUCTS; i++)
    {
      const DdiDemoProduct *product = ddi_demo_district_get_product (i);

      g_variant_builder_add (&categories, "s", product->category);
      g_variant_builder_add (&costs, "i", product->cost);
      g_variant_builder_add (&prices, "i", ddi_demo_district_price (span, i, span->last));
    }
  ddi_unit_add (unit, "demo/insert-products",
                g_variant_new ("(@asasaiai)", product_names (), &categories, &costs, &prices));
}

static GVariant *
maybe_time (int minutes)
{
  if (minutes <= 0)
    return g_variant_new_maybe (G_VARIANT_TYPE_STRING, NULL);
  return g_variant_new_maybe (NULL, g_variant_new_take_string (
                                        g_strdup_printf ("%02d:%02d", minutes / 60, minutes % 60)));
}

static GVariant *
maybe_effect (double effect)
{
  return g_variant_new_maybe (G_VARIANT_TYPE_DOUBLE, isnan (effect) ? NULL : g_variant_new_double (effect));
}

static void
add_events (DdiUnit *unit, GArray *events)
{
  GVariantBuilder starts, ends, names, kinds, stores, effects, closings, categories;

  g_variant_builder_init (&starts, G_VARIANT_TYPE ("as"));
  g_variant_builder_init (&ends, G_VARIANT_TYPE ("as"));
  g_variant_builder_init (&names, G_VARIANT_TYPE ("as"));
  g_variant_builder_init (&kinds, G_VARIANT_TYPE ("as"));
  g_variant_builder_init (&stores, G_VARIANT_TYPE ("ams"));
  g_variant_builder_init (&effects, G_VARIANT_TYPE ("amd"));
  g_variant_builder_init (&closings, G_VARIANT_TYPE ("ams"));
  g_variant_builder_init (&categories, G_VARIANT_TYPE ("ams"));
  for (guint i = 0; i < events->len; i++)
    {
      const DdiDemoEvent *event = &g_array_index (events, DdiDemoEvent, i);
      g_autofree char *first = ddi_day_format (event->first);
      g_autofree char *last = ddi_day_format (event->last);

      g_variant_builder_add (&starts, "s", first);
      g_variant_builder_add (&ends, "s", last);
      g_variant_builder_add (&names, "s", event->name);
      g_variant_builder_add (&kinds, "s", event->kind);
      g_variant_builder_add (&stores, "ms",
                             event->store == DDI_DEMO_ALL_STORES
                                 ? NULL
                                 : ddi_demo_district_get_store (event->store)->name);
      g_variant_builder_add_value (&effects, maybe_effect (event->expected));
      g_variant_builder_add_value (&closings, maybe_time (event->closes_at));
      g_variant_builder_add (&categories, "ms", event->category);
    }
  ddi_unit_add (unit, "demo/insert-events",
                g_variant_new ("(asasasasamsamdamsams)", &starts, &ends, &names, &kinds, &stores, &effects,
                               &closings, &categories));
}

/* What the database has of the demo. */
typedef struct
{
  gboolean made;
  guint64 seed;
  DdiDay first;
  DdiDay last;
  gint64 n_stores;
  DdiDay forecast_to; /* DDI_DAY_INVALID: nothing is forecast */
} State;

static gboolean
read_state (DdiDatabase *database, State *state, GCancellable *cancellable, GError **error)
{
  g_autoptr (DdiUnit) unit = ddi_unit_new ();
  g_autoptr (GPtrArray) results = NULL;
  DdiRows *rows;

  ddi_unit_add (unit, "demo/read-state", NULL);
  ddi_unit_set_read_only (unit);
  results = ddi_database_run (database, g_steal_pointer (&unit), cancellable, error);
  if (results == NULL)
    return FALSE;
  rows = results->pdata[0];
  state->first = ddi_rows_get_day (rows, 0, ddi_rows_column (rows, "first"));
  state->made = state->first != DDI_DAY_INVALID;
  if (state->made)
    state->seed = g_ascii_strtoull (ddi_rows_get_text (rows, 0, ddi_rows_column (rows, "seed")), NULL, 10);
  state->last = ddi_rows_get_day (rows, 0, ddi_rows_column (rows, "last"));
  state->n_stores = ddi_rows_get_int (rows, 0, ddi_rows_column (rows, "stores"));
  state->forecast_to = ddi_rows_get_day (rows, 0, ddi_rows_column (rows, "forecast_to"));
  return TRUE;
}

/* A start that was cut off before its forecasts were made lacks them still. */
static void
count_lacking (const State *state, DdiDemoResult *result)
{
  DdiDay covered =
      state->forecast_to == DDI_DAY_INVALID ? result->last - 7 * DDI_DEMO_WEEKS_LIVED : state->forecast_to;

  result->lacks_forecasts = result->n_rows > 0 || covered <= result->last;
  /* The last run reached its whole horizon beyond the days that were known then. */
  result->past_weeks = CLAMP ((result->last - covered) / 7, 0, DDI_DEMO_WEEKS_LIVED);
}

/* What follows the two COPYs: the catalogue where the demo is new, then the rows. */
static DdiUnit *
write_unit (int user_id, const DdiDemoSpan *span, GArray *events, DdiDay from, gboolean is_new)
{
  DdiUnit *unit = ddi_unit_new ();
  g_autofree char *first = ddi_day_format (from);
  g_autofree char *last = ddi_day_format (span->last);

  if (is_new)
    {
      g_autofree char *seed = g_strdup_printf ("%" G_GUINT64_FORMAT, span->seed);

      ddi_unit_add (unit, "demo/record", g_variant_new ("(ss)", seed, first));
      add_stores (unit, user_id, span->first);
      add_products (unit, span);
      add_prices (unit, span, span->first);
      add_prices (unit, span, ddi_demo_district_price_rise (span));
      ddi_unit_add (unit, "demo/lift-keys", NULL);
    }
  ddi_unit_add (unit, "demo/insert-batch", g_variant_new ("(iss)", user_id, first, last));
  add_events (unit, events);
  ddi_unit_add (unit, "demo/insert-days", g_variant_new ("(@as)", store_names ()));
  ddi_unit_add (unit, "demo/insert-production",
                g_variant_new ("(i@as@as)", user_id, store_names (), product_names ()));
  ddi_unit_add (unit, "demo/insert-waste",
                g_variant_new ("(i@as@as)", user_id, store_names (), product_names ()));
  ddi_unit_add (unit, "demo/insert-sales",
                g_variant_new ("(i@as@as)", user_id, store_names (), product_names ()));
  if (is_new)
    ddi_unit_add (unit, "demo/restore-keys", NULL);
  ddi_unit_add (unit, "demo/analyze-figures", NULL);
  if (is_new)
    ddi_unit_add (unit, "demo/count-totals", NULL);
  ddi_unit_add (unit, "demo/close-batch", NULL);
  return unit;
}

static gboolean
write_rows (DdiDatabase *database, int user_id, const DdiDemoSpan *span, DdiDay from, gboolean is_new,
            gint64 *n_rows, GCancellable *cancellable, GError **error)
{
  g_autoptr (GArray) events = ddi_demo_calendar_events (from, span->last + EVENTS_AHEAD);
  Feed days = { .span = span, .events = events, .from = from };
  Feed cells = { .span = span, .events = events, .from = from };
  DdiBulkCopy copies[] = {
    { "demo/create-days", "demo/copy-days", next_day_cb, &days },
    { "demo/create-cells", "demo/copy-cells", next_cell_cb, &cells },
  };
  g_autoptr (GPtrArray) results = NULL;

  rewind_feed (&days);
  rewind_feed (&cells);
  results = ddi_database_run_bulk (database, copies, G_N_ELEMENTS (copies),
                                   write_unit (user_id, span, events, from, is_new), cancellable, error);
  if (results == NULL)
    return FALSE;
  *n_rows = ddi_rows_get_int (results->pdata[results->len - 1], 0, 0);
  return TRUE;
}

gboolean
ddi_demo_fill (DdiDatabase *database, int user_id, guint64 seed, DdiDay today, DdiDemoResult *result,
               GCancellable *cancellable, GError **error)
{
  DdiDemoResult local = { 0 };
  DdiDemoSpan span;
  State state = { 0 };
  DdiDay from;

  if (!read_state (database, &state, cancellable, error))
    return FALSE;
  if (!state.made && state.n_stores > 0)
    {
      g_set_error_literal (error, DDI_DEMO_ERROR, DDI_DEMO_ERROR_IN_USE,
                           _ ("This database already has shops of its own; the demo district was not added. "
                              "It can be tried in another place: dunkin-demand-cli --data-dir DIR demo"));
      return FALSE;
    }

  ddi_demo_span_init (&span, state.made ? state.seed : seed, today);
  if (state.made)
    span.first = state.first;
  from =
      state.made && state.last != DDI_DAY_INVALID ? MAX (span.first, state.last + 1 - LATE_DAYS) : span.first;

  result = result ? result : &local;
  *result = (DdiDemoResult){ .first = DDI_DAY_INVALID,
                             .last = state.last,
                             .n_stores = DDI_DEMO_N_STORES,
                             .n_products = DDI_DEMO_N_PRODUCTS };
  if (state.made && state.last >= span.last)
    {
      count_lacking (&state, result);
      return TRUE;
    }
  result->first = from;
  result->last = span.last;
  result->n_days = span.last - (state.last == DDI_DAY_INVALID ? span.first - 1 : state.last);
  if (!write_rows (database, user_id, &span, from, !state.made, &result->n_rows, cancellable, error))
    return FALSE;
  count_lacking (&state, result);
  return TRUE;
}
