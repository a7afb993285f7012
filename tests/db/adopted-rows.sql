-- What an installation of years may hold: doubled sales, products missing from the catalogue, names in
-- three spellings, zero, huge and negative quantities, users without rows, bcrypt hashes.
INSERT INTO users (id, name, email, password_hash) VALUES
  (1, 'Ana', 'ana@example.org', '$2b$12$abcdefghijklmnopqrstuuWlOQ0n5pD0Jc7m3zZ1mNq0y2fW5bq4S'),
  (2, 'Ana', 'ana2@example.org', '$2b$12$abcdefghijklmnopqrstuuWlOQ0n5pD0Jc7m3zZ1mNq0y2fW5bq4S'),
  (3, ' ', 'blank@example.org', 'argon2'),
  (7, 'Nobody', 'idle@example.org', '$2b$12$abcdefghijklmnopqrstuuWlOQ0n5pD0Jc7m3zZ1mNq0y2fW5bq4S');
SELECT setval('users_id_seq', 7);
INSERT INTO products (id, name, category, unit_cost, unit_price) VALUES
  (1, 'Glazed Donut', 'Donuts', NULL, 1.29), (2, 'Jelly', 'Donuts', 0.40, 1.49), (3, 'glazed donut', NULL, 0.31, 9.99);
SELECT setval('products_id_seq', 3);
INSERT INTO daily_sales (id, user_id, date, product_name, quantity_sold, revenue, notes) VALUES
  (1, 1, '2025-11-01', 'Glazed Donut', 30, 38.70, 'morning'),
  (2, 1, '2025-11-01', 'GLAZED  DONUT ', 12, NULL, 'afternoon'),
  (3, 1, '2025-11-01', 'glazed donut', 0, 0.00, NULL),
  (4, 2, '2025-11-01', 'Glazed Donut', 5, NULL, NULL),
  (5, 1, '2025-11-02', 'Boston Kreme', 2147483647, 99999999.99, NULL),
  (6, 1, '2025-11-02', 'boston kreme', 2147483647, 99999999.99, 'twice'),
  (7, 1, '2025-11-03', 'Jelly', -4, -5.96, 'refund'),
  (8, 3, '2025-11-03', '   ', 1, NULL, NULL),
  (9, 1, '2025-11-04', 'Jelly', 0, NULL, NULL);
SELECT setval('daily_sales_id_seq', 9);
INSERT INTO daily_waste (id, user_id, date, product_name, quantity_wasted, reason, cost) VALUES
  (1, 1, '2025-11-01', 'Glazed Donut', 3, 'Damaged', 0.93),
  (2, 1, '2025-11-01', 'Glazed Donut', 9, 'End of day', NULL),
  (3, 1, '2025-11-02', 'Cruller', 2, NULL, NULL);
SELECT setval('daily_waste_id_seq', 3);
INSERT INTO forecasts (id, user_id, forecast_date, product_name, predicted_demand, status) VALUES
  (1, 1, '2025-11-05', 'Glazed Donut', 40, 'Pending'), (2, 1, '2025-11-05', 'glazed donut', 44, NULL),
  (3, 1, '2025-11-05', 'Glazed Donut', 41, 'approved'), (4, 2, '2025-11-05', 'Maple', 7, 'whatever');
SELECT setval('forecasts_id_seq', 4);
INSERT INTO audit_logs (user_id, action) VALUES (1, 'LOGIN');
