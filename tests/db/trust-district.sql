-- Two districts, three shops (1 and 2 in the first), one person of each kind, one row a shop in every table.
-- People: 11 administrator, 12 district manager of shop 1 (and so of the district), 13 store manager of
-- shop 1, 14 viewer of shop 1, 15 store manager of shop 3.
INSERT INTO districts (id, name) VALUES (1, 'North'), (2, 'South');
INSERT INTO stores (id, district_id, name, code) VALUES (1, 1, 'One', 'N1'), (2, 1, 'Two', 'N2'), (3, 2, 'Three', 'S3');
INSERT INTO users (id, name, email, password_hash, role) VALUES
  (11, 'Ada', 'ada@example.org', '$argon2id$v=19$m=65536,t=2,p=1$00112233445566778899aabbccddeeff$'
     || encode(sha256('ddi key '::bytea || decode(repeat('11', 32), 'hex')), 'hex'), 'administrator'),
  (12, 'Dan', 'dan@example.org', '$argon2id$v=19$m=65536,t=2,p=1$10112233445566778899aabbccddeeff$'
     || encode(sha256('ddi key '::bytea || decode(repeat('12', 32), 'hex')), 'hex'), 'member'),
  (13, 'Mia', 'mia@example.org', '$argon2id$v=19$m=65536,t=2,p=1$20112233445566778899aabbccddeeff$'
     || encode(sha256('ddi key '::bytea || decode(repeat('13', 32), 'hex')), 'hex'), 'member'),
  (14, 'Vic', 'vic@example.org', '!', 'member'), (15, 'Xan', 'xan@example.org', '!', 'member');
INSERT INTO store_members (user_id, store_id, role) VALUES
  (12, 1, 'district_manager'), (13, 1, 'store_manager'), (14, 1, 'viewer'), (15, 3, 'store_manager');
INSERT INTO products (id, name) VALUES (1, 'Glazed'), (2, 'Jelly');
INSERT INTO custom_columns (id, entity, name, label, type, position) VALUES
  (1, 'sales', 'rain', 'Rain', 'boolean', 1), (2, 'waste', 'weight', 'Weight', 'decimal', 1);
INSERT INTO product_prices (id, product_id, store_id, valid_from, unit_price) VALUES
  (1, 1, 1, '2025-01-01', 1), (2, 1, 2, '2025-01-01', 1), (3, 1, 3, '2025-01-01', 1), (9, 1, NULL, '2025-01-01', 1);
INSERT INTO calendar_events (id, store_id, starts_on, ends_on, name, kind) VALUES
  (1, 1, '2025-07-04', '2025-07-04', 'Fair', 'local'), (2, 2, '2025-07-04', '2025-07-04', 'Fair', 'local'),
  (3, 3, '2025-07-04', '2025-07-04', 'Fair', 'local'), (9, NULL, '2025-07-04', '2025-07-04', 'Fourth', 'holiday');
INSERT INTO event_outcomes (store_id, kind, name, starts_on, sold, expected) SELECT id, 'local', 'Fair', '2025-07-04', 3, 2 FROM stores;
INSERT INTO weather (store_id, date, measure, value) VALUES
  (1, '2025-07-04', 'rain_mm', 1), (2, '2025-07-04', 'rain_mm', 1), (3, '2025-07-04', 'rain_mm', 1), (NULL, '2025-07-04', 'rain_mm', 1);
INSERT INTO import_batches (id, user_id, kind, source_name, digest, store_id) VALUES
  (1, 13, 'sheet', 'one.xlsx', 'd1', 1), (2, 12, 'sheet', 'two.xlsx', 'd2', 2), (3, 15, 'sheet', 'three.xlsx', 'd3', 3);
INSERT INTO import_changes (id, batch_id, table_name, row_id, before) SELECT id, id, 'daily_sales', id, '{"secret": 1}' FROM import_batches;
INSERT INTO forecast_runs (id, user_id, origin, horizon) VALUES (1, 12, '2025-07-01', 7), (2, 12, '2025-07-01', 7), (3, 11, '2025-07-01', 7);
INSERT INTO product_offers (product_id, store_id) SELECT 1, id FROM stores;
INSERT INTO product_merges (id, merged_id, kept_id, user_id, store_ids, products, undone_at) VALUES
  (1, 2, 1, 12, '{1,2}', '{}', now()), (2, 2, 1, 11, '{1,3}', '{}', now());
INSERT INTO product_merge_moves (merge_id, relation, ids) SELECT id, 'daily_sales', '{1}' FROM product_merges;
INSERT INTO product_merge_originals (merge_id, relation, row_id, kind) SELECT id, 'daily_sales', 1, 'added' FROM product_merges;
INSERT INTO sheet_sources (hint, store_id) SELECT 'pc:' || id, id FROM stores;
INSERT INTO daily_sales (id, user_id, store_id, date, product_id, quantity_sold, notes)
  SELECT id, CASE id WHEN 3 THEN 15 ELSE 13 END, id, '2025-07-03', 1, 10 * id, 'secret ' || id FROM stores;
INSERT INTO daily_waste (id, user_id, store_id, date, product_id, quantity_wasted)
  SELECT id, CASE id WHEN 3 THEN 15 ELSE 13 END, id, '2025-07-03', 1, id FROM stores;
INSERT INTO daily_production (id, user_id, store_id, date, product_id, product_name, quantity_produced)
  SELECT id, CASE id WHEN 3 THEN 15 ELSE 13 END, id, '2025-07-03', 1, 'Glazed', 12 * id FROM stores;
INSERT INTO store_days (store_id, date, state) SELECT id, '2025-07-03', 'complete' FROM stores;
INSERT INTO waste_goals (store_id, valid_from, share) SELECT id, '2025-01-01', 0.1 FROM stores;
INSERT INTO forecasts (id, user_id, forecast_date, product_id, store_id, predicted_demand, order_quantity, run_id)
  SELECT id, CASE id WHEN 3 THEN 11 ELSE 12 END, '2025-07-04', 1, id, 10, 12, id FROM stores;
-- Days that are summed, and marked again.
SELECT refresh_forecast_totals(NULL);
INSERT INTO forecast_marks SELECT DISTINCT store_id, forecast_date FROM forecasts;
INSERT INTO forecast_history SELECT f.*, now() FROM forecasts f;
INSERT INTO model_accuracy (store_id, product_id, model, run_id, n, absolute_error, actual) SELECT id, 1, 'mean', id, 1, 1, 1 FROM stores;
INSERT INTO forecast_comments (id, store_id, forecast_date, user_id, body)
  SELECT id, id, '2025-07-04', CASE id WHEN 3 THEN 15 ELSE 13 END, 'secret ' || id FROM stores;
INSERT INTO order_dispatches (id, delivery_date, user_id, format, file_name, store_ids, total) VALUES
  (1, '2025-07-04', 12, 'csv', 'a', '{1}', 1), (2, '2025-07-04', 12, 'csv', 'b', '{1,2}', 1), (3, '2025-07-04', 11, 'csv', 'c', '{1,3}', 1);
INSERT INTO client_requests (uuid, user_id) SELECT ('00000000-0000-0000-0000-0000000000' || id)::uuid, id FROM users WHERE id > 10;
INSERT INTO audit_logs (id, user_id, action) VALUES (1001, 11, 'SIGN_IN'), (1003, 15, 'SIGN_IN');
SELECT auth.make_archive_year('daily_sales', 2023);
INSERT INTO daily_sales_archive SELECT s.*, now() FROM daily_sales s;
INSERT INTO daily_waste_archive SELECT s.*, now() FROM daily_waste s;
UPDATE daily_sales_archive SET date = '2023-07-03', id = id + 1000;
UPDATE daily_waste_archive SET date = '2023-07-03', id = id + 1000;
INSERT INTO password_reset_tokens (user_id, token, expires_at) VALUES (11, repeat('ab', 32), now() + interval '1 hour');
-- The demo tokens: a long repetition of the id. Expired is 13's old one.
INSERT INTO auth_sessions (token_hash, user_id, expires_at, idle_at)
  SELECT auth.hash_token('token-' || id), id, now() + interval '1 day', now() + interval '1 day' FROM users WHERE id > 10;
INSERT INTO auth_sessions (token_hash, user_id, created_at, expires_at, idle_at)
  VALUES (auth.hash_token('expired-11'), 11, now() - interval '2 hours', now() - interval '1 hour', now() + interval '1 day'),
         (auth.hash_token('idle-11'), 11, now() - interval '2 days', now() + interval '1 day', now() - interval '1 hour');
INSERT INTO auth_sessions (token_hash, user_id, expires_at, idle_at, revoked_at)
  VALUES (auth.hash_token('revoked-11'), 11, now() + interval '1 day', now() + interval '1 day', now());
INSERT INTO users (id, name, email, password_hash, active) VALUES (16, 'Old', 'old@example.org', '!', false);
INSERT INTO auth_sessions (token_hash, user_id, expires_at, idle_at)
  VALUES (auth.hash_token('token-16'), 16, now() + interval '1 day', now() + interval '1 day');
INSERT INTO password_reset_tokens (user_id, token, expires_at, used_at) VALUES
  (13, auth.hash_code('USED'), now() + interval '1 hour', now()), (13, auth.hash_code('LATE'), now() - interval '1 minute', NULL);
SELECT setval(pg_get_serial_sequence(t, 'id'), 2000) FROM unnest(ARRAY['users', 'products', 'product_merges', 'daily_sales', 'daily_waste', 'forecasts']) t;
-- No person at this desktop: it is a server.
UPDATE users SET active = false WHERE id = 1;
ANALYZE daily_sales;
-- What filling these tables has logged is not part of the picture.
ALTER TABLE audit_logs DISABLE TRIGGER USER;
DELETE FROM audit_logs WHERE id NOT IN (1001, 1003);
ALTER TABLE audit_logs ENABLE TRIGGER USER;
INSERT INTO backups (id, made_at, kind, machine, path, bytes, digest) VALUES (gen_random_uuid(), now(), 'csv', 'm', '/b', 1, 'd');
SELECT setval(pg_get_serial_sequence('import_batches', 'id'), 2000), setval(pg_get_serial_sequence('order_dispatches', 'id'), 2000);
