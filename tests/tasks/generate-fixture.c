/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "generate-fixture.h"

/* Two shops × three products × 140 counted days up to Sunday 2026-11-22: a weekday pattern, a little
 * noise, something left on most days. The third product has a price, the others do not. */
static const char district[] =
    "INSERT INTO districts (id, name) VALUES (1, 'D');"
    "INSERT INTO stores (id, district_id, name) VALUES (1, 1, 'Store 01'), (2, 1, 'Store 02');"
    "INSERT INTO products (id, name, category) VALUES (1, 'Glazed', 'Donuts'), (2, 'Jelly', 'Donuts'),"
    "  (3, 'Munchkin', 'Munchkins');"
    "INSERT INTO product_prices (product_id, valid_from, unit_cost, unit_price, pack_size)"
    "  VALUES (3, '2020-01-01', 0.10, 0.40, 10);"
    "INSERT INTO daily_production (user_id, store_id, date, product_id, product_name, quantity_produced)"
    "  SELECT u.id, s, d::date, p.id, p.name, 20 * p.id + 4 * extract(isodow FROM d)::integer + 12"
    "  FROM users u, generate_series(1, 2) s, products p,"
    "    generate_series('2026-07-06'::date, '2026-11-22'::date, '1 day') d;"
    "INSERT INTO daily_waste (user_id, store_id, date, product_id, product_name, quantity_wasted, reason)"
    "  SELECT user_id, store_id, date, product_id, product_name,"
    "    3 + abs(hashint4(store_id * 7919 + product_id * 104729 + (date - '2026-01-01'))) % 13, 'End of day'"
    "  FROM daily_production;"
    "INSERT INTO daily_sales (user_id, store_id, date, product_id, product_name, quantity_sold, source)"
    "  SELECT p.user_id, store_id, date, product_id, p.product_name, quantity_produced - quantity_wasted, "
    "'derived'"
    "  FROM daily_production p JOIN daily_waste w USING (store_id, date, product_id);"
    "INSERT INTO store_days (store_id, date, state) SELECT DISTINCT store_id, date, 'complete' FROM "
    "daily_production;";

DdiHome *generate_home;

void
generate_fixture_init (int *argc, char ***argv)
{
  g_test_init (argc, argv, NULL);
  generate_home = ddi_test_home_new ();
}

int
generate_fixture_run (void)
{
  g_autoptr (GError) error = NULL;
  int status = g_test_run ();

  ddi_home_close (generate_home, &error);
  g_assert_no_error (error);
  g_clear_object (&generate_home);
  return status;
}

void
generate_sql (const char *text)
{
  g_autofree char *out = ddi_test_home_psql (generate_home, FALSE, text);
}

void
generate_assert_sql (const char *text, const char *expected)
{
  g_autofree char *got = ddi_test_home_psql (generate_home, FALSE, text);

  g_assert_cmpstr (got, ==, expected);
}

/* One generate_home for all tests, emptied for each. */
void
generate_empty (void)
{
  generate_sql (
      "TRUNCATE districts, stores, products, calendar_events, forecast_runs, forecast_history CASCADE");
}

void
generate_set_up (void)
{
  generate_empty ();
  generate_sql (district);
}

DdiGenerateResult
generate_days (int days)
{
  DdiGenerateOptions options = { .days = days, .user_id = ddi_home_get_user_id (generate_home) };
  DdiGenerateResult result;
  g_autoptr (GError) error = NULL;

  ddi_generate (ddi_home_get_database (generate_home), &options, &result, NULL, &error);
  g_assert_no_error (error);
  return result;
}
