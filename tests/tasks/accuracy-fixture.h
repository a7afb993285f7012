/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/ddi-day.h"

/* Two shops and two products over six weeks from a Monday, the last two of them forecast: once in force, and two
 * times before that were replaced, one of them twice. The same formulas in SQL and in C. */

#define FIRST_TEXT "2026-10-05"
#define N_DAYS 42
#define FIRST_FORECAST 28

static const char accuracy_fixture[] =
    "INSERT INTO districts (name) VALUES ('D');"
    "INSERT INTO stores (district_id, name) VALUES (1, 'North'), (1, 'South');"
    "INSERT INTO products (name, category) VALUES ('Glazed', 'Donuts'), ('Bagel', 'Bagels');"
    "INSERT INTO store_days (store_id, date, state) SELECT s, date '" FIRST_TEXT "' + d, 'complete'"
    "  FROM generate_series(1, 2) s, generate_series(0, 41) d;"
    "INSERT INTO daily_sales (user_id, store_id, date, product_id, product_name, quantity_sold, source)"
    "  SELECT 1, s, date '" FIRST_TEXT
    "' + d, p.id, p.name, 20 + 7 * s + 5 * p.id + (7 * d + 3 * s + 11 * p.id) % 13,"
    "  'derived' FROM generate_series(1, 2) s, generate_series(0, 41) d, products p;"
    "INSERT INTO daily_production (user_id, store_id, date, product_id, product_name, quantity_produced, "
    "sold_out_at)"
    "  SELECT user_id, store_id, date, product_id, product_name, quantity_sold,"
    "  CASE WHEN store_id = 2 THEN time '10:40' END"
    "  FROM daily_sales WHERE product_id = 1 AND (date - date '" FIRST_TEXT "') % 5 = 0;"
    "INSERT INTO daily_waste (user_id, store_id, date, product_id, product_name, quantity_wasted)"
    "  SELECT user_id, store_id, date, product_id, product_name, 0 FROM daily_production;"
    "INSERT INTO forecasts (user_id, store_id, product_id, product_name, forecast_date, horizon, "
    "predicted_demand,"
    "  lower_bound, upper_bound, status)"
    "  SELECT 1, s, p.id, p.name, date '" FIRST_TEXT "' + d, 1, v, v - 5, v + 5, 'pending'"
    "  FROM generate_series(1, 2) s, generate_series(28, 41) d, products p,"
    "  LATERAL (SELECT 25 + (5 * d + s + 2 * p.id) % 17 AS v) f;"
    /* Decided two days ahead: it stays in force beside a newer one. */
    "INSERT INTO forecasts (user_id, store_id, product_id, product_name, forecast_date, horizon, "
    "predicted_demand,"
    "  lower_bound, upper_bound, status)"
    "  VALUES (1, 1, 2, 'Bagel', date '" FIRST_TEXT "' + 30, 2, 90, 80, 99, 'approved');"
    "INSERT INTO forecast_history (id, user_id, store_id, product_id, product_name, forecast_date, horizon,"
    "  predicted_demand, lower_bound, upper_bound, status, row_version, actual_censored)"
    "  SELECT f.id + 1000 * n, 1, store_id, product_id, product_name, forecast_date, (ARRAY[1, 3, 3, 8])[n],"
    "  predicted_demand + (ARRAY[40, 60, 3, 8])[n], lower_bound, upper_bound, 'pending', 1, false"
    "  FROM forecasts f, generate_series(1, 4) n WHERE status = 'pending';";

static inline int
accuracy_sold (int store, int product, int d)
{
  return 20 + 7 * store + 5 * product + (7 * d + 3 * store + 11 * product) % 13;
}

/* The forecast of @horizon 1, 3 or 8 that counts: the newest. */
static inline int
accuracy_predicted (int store, int product, int d, int horizon)
{
  return 25 + (5 * d + store + 2 * product) % 17 + (horizon > 1 ? horizon : 0);
}

static inline gboolean
accuracy_decided (int store, int product, int d)
{
  return store == 1 && product == 2 && d == 30;
}

static inline gboolean
accuracy_sold_out (int product, int d)
{
  return product == 1 && d % 5 == 0;
}
