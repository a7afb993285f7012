/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Two shops, four products, a counted week before Wednesday 2026-11-25, forecasts for that day. */
static const char order_district[] =
    "INSERT INTO districts (id, name) VALUES (1, 'D');"
    "INSERT INTO stores (id, district_id, name, timezone) VALUES (1, 1, 'Store 01', 'America/New_York'),"
    "  (2, 1, 'Store 02', 'America/New_York');"
    "INSERT INTO products (id, name, category, sheet_order) VALUES (1, 'Glazed', 'Donuts', 1),"
    "  (2, 'Boston Kreme', 'Donuts', 2), (3, 'Plain Munchkin', 'Munchkins', 3), (4, 'Pumpkin', 'Donuts', 4);"
    "INSERT INTO daily_production (user_id, store_id, date, product_id, product_name, quantity_produced)"
    "  SELECT u.id, s, '2026-11-18', p.id, p.name, 10 * p.id + 20 FROM generate_series(1, 2) s, products p, "
    "users u"
    "  WHERE p.id < 4;"
    "INSERT INTO daily_waste (user_id, store_id, date, product_id, product_name, quantity_wasted, reason)"
    "  SELECT user_id, store_id, date, product_id, product_name, product_id - 1, 'End of day' FROM "
    "daily_production;"
    "INSERT INTO daily_sales (user_id, store_id, date, product_id, product_name, quantity_sold, source)"
    "  SELECT p.user_id, store_id, date, product_id, p.product_name, quantity_produced - quantity_wasted, "
    "'derived'"
    "  FROM daily_production p JOIN daily_waste w USING (store_id, date, product_id);"
    "INSERT INTO store_days (store_id, date, state) VALUES (1, '2026-11-18', 'complete'), (2, '2026-11-18', "
    "'complete'),"
    "  (1, '2026-11-23', 'complete'), (2, '2026-11-21', 'complete');"
    "INSERT INTO forecast_runs (id, user_id, origin, horizon) SELECT 1000, id, '2026-11-23', 2 FROM users;"
    /* Glazed moves 30 → 31, Boston 40 → 60, the Munchkin 50 → 48, the Pumpkin is new. */
    "INSERT INTO forecasts (user_id, forecast_date, product_name, store_id, product_id, run_id, horizon, "
    "model,"
    "  predicted_demand, lower_bound, upper_bound, confidence, order_quantity, explanation)"
    "  SELECT u.id, '2026-11-25', p.name, s, p.id, 1000, 2, 'combination', q.n - 3, q.n - 9, q.n + 5, 0.8, "
    "q.n,"
    "    jsonb_build_object('pack', 1, 'flags', CASE p.id WHEN 4 THEN '[\"new\"]'::jsonb ELSE '[]' END)"
    "  FROM generate_series(1, 2) s, users u, products p JOIN (VALUES (1, 31), (2, 60), (3, 48), (4, 12)) "
    "q(id, n)"
    "    USING (id);";
