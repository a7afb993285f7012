/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* What a client tries that has the program's password, libpq and bad intentions. */
typedef struct
{
  const char *promise; /* that it attacks */
  const char *token;   /* of the session it carries; "" for nobody */
  const char *defence; /* statements of a superuser that take away what guards, for the control */
  const char *attack;  /* statements; it has succeeded where the last one yields or does something */
  const char *leak;    /* not NULL: it has succeeded where a message says this */
} Attack;

#define MANAGER "token-13" /* store manager of shop 1; shop 3 is in another district */
#define DISTRICT "token-12"
#define VIEWER "token-14"

#define OPEN(table) "CREATE POLICY breach ON " table " TO ddi_app USING (true)"
#define EXPOSE(table) "GRANT ALL ON " table " TO ddi_app; ALTER TABLE " table " DISABLE ROW LEVEL SECURITY"
#define SETTING "'$argon2id$v=19$m=65536,t=2,p=1$00112233445566778899aabbccddeeff'"
#define KEY "repeat('77', 32)"
#define SALE                                                                                                 \
  "INSERT INTO daily_sales (user_id, store_id, date, product_id, product_name, quantity_sold) VALUES "
#define ANYBODY_ADMINISTRATES                                                                                \
  "CREATE OR REPLACE FUNCTION auth.require_administrator() RETURNS INTEGER LANGUAGE sql AS 'SELECT "         \
  "auth.user_id()'"
#define ALL_ADMINISTRATORS                                                                                   \
  "CREATE OR REPLACE FUNCTION auth.is_administrator() RETURNS BOOLEAN LANGUAGE sql AS 'SELECT true'"

static const Attack attacks[] = {
  /* Rows of other shops. */
  { "no sale of another shop is seen", MANAGER, OPEN ("daily_sales"),
    "SELECT id FROM daily_sales WHERE store_id = 3", NULL },
  { "no waste of another shop is seen", MANAGER, OPEN ("daily_waste"),
    "SELECT id FROM daily_waste WHERE store_id = 3", NULL },
  { "no production of another shop is seen", MANAGER, OPEN ("daily_production"),
    "SELECT id FROM daily_production WHERE store_id = 3", NULL },
  { "no day of another shop is seen", MANAGER, OPEN ("store_days"),
    "SELECT date FROM store_days WHERE store_id = 3", NULL },
  { "no forecast of another shop is seen", MANAGER, OPEN ("forecasts"),
    "SELECT id FROM forecasts WHERE store_id = 3", NULL },
  { "no old forecast of another shop is seen", MANAGER, OPEN ("forecast_history"),
    "SELECT id FROM forecast_history WHERE store_id = 3", NULL },
  { "no comment of another shop is seen", MANAGER, OPEN ("forecast_comments"),
    "SELECT body FROM forecast_comments WHERE store_id = 3", NULL },
  { "no price of another shop is seen", MANAGER, OPEN ("product_prices"),
    "SELECT id FROM product_prices WHERE store_id = 3", NULL },
  { "no event of another shop is seen", MANAGER, OPEN ("calendar_events"),
    "SELECT id FROM calendar_events WHERE store_id = 3", NULL },
  { "no replaced row of another's import is seen", MANAGER, OPEN ("import_changes"),
    "SELECT before FROM import_changes WHERE batch_id = 3", NULL },
  { "no archived sale of another shop is seen", MANAGER, OPEN ("daily_sales_archive"),
    "SELECT id FROM daily_sales_archive WHERE store_id = 3", NULL },
  { "an archive's partition is no way round", MANAGER, EXPOSE ("daily_sales_archive_2023"),
    "SELECT id FROM daily_sales_archive_2023 WHERE store_id = 3", NULL },
  { "no shop of another district is seen", MANAGER, OPEN ("stores"), "SELECT id FROM stores WHERE id = 3",
    NULL },
  { "no member of another shop is seen", MANAGER, OPEN ("store_members"),
    "SELECT user_id FROM store_members WHERE store_id = 3", NULL },
  { "no person of another district is seen", MANAGER, OPEN ("users"), "SELECT email FROM users WHERE id = 15",
    NULL },
  { "no order with other shops on it is seen", MANAGER, OPEN ("order_dispatches"),
    "SELECT total FROM order_dispatches WHERE id = 3", NULL },
  { "no request of another person is seen", MANAGER, OPEN ("client_requests"),
    "SELECT uuid FROM client_requests WHERE user_id = 15", NULL },
  { "no import of another shop is seen", MANAGER, OPEN ("import_batches"),
    "SELECT source_name FROM import_batches WHERE id = 3", NULL },
  { "a view looks with its reader's eyes", MANAGER, "ALTER VIEW order_lines SET (security_invoker = false)",
    "SELECT id FROM order_lines WHERE store_id = 3", NULL },
  { "every view does", MANAGER, "ALTER VIEW store_last_days SET (security_invoker = false)",
    "SELECT 1 FROM store_last_days WHERE store_id = 3", NULL },
  { "an aggregate counts only what is seen", MANAGER, OPEN ("daily_sales"),
    "SELECT sum(quantity_sold) > 10 FROM daily_sales", NULL },
  { "nor does a district manager see the next district", DISTRICT, OPEN ("daily_sales"),
    "SELECT id FROM daily_sales WHERE store_id = 3", NULL },
  { "a query in a function's text sees no more", MANAGER, OPEN ("daily_sales"),
    "SELECT query_to_xml('SELECT id FROM daily_sales WHERE store_id = 3', false, false, '')::text ~ 'row'",
    NULL },

  /* Secrets. */
  { "no password hash is read", MANAGER, "GRANT SELECT (password_hash) ON users TO ddi_app",
    "SELECT password_hash FROM users WHERE id = 11", NULL },
  { "nor as part of its row", MANAGER, "GRANT SELECT ON users TO ddi_app",
    "SELECT to_jsonb(u) FROM users u WHERE id = 11", NULL },
  { "nor by what a comparison tells", MANAGER, "GRANT SELECT ON users TO ddi_app",
    "SELECT id FROM users WHERE password_hash LIKE '$argon2id%'", NULL },
  { "no session is read", MANAGER, EXPOSE ("auth_sessions"), "SELECT token_hash FROM auth_sessions", NULL },
  { "no reset code is read", MANAGER, EXPOSE ("password_reset_tokens"),
    "SELECT token FROM password_reset_tokens", NULL },
  { "the key of the false answers is read by nobody", MANAGER, EXPOSE ("auth.secrets"),
    "SELECT value FROM auth.secrets", NULL },
  { "the text of a function holds no secret", MANAGER,
    "CREATE FUNCTION auth.breach() RETURNS TEXT LANGUAGE sql AS $$ SELECT "
    "'00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff' $$",
    "SELECT pg_get_functiondef(oid) FROM pg_proc WHERE pronamespace = 'auth'::regnamespace AND prosrc ~ "
    "'[0-9a-f]{32}'",
    NULL },
  { "attempts to sign in are not read", MANAGER,
    EXPOSE ("login_attempts") "; INSERT INTO login_attempts (email, succeeded) VALUES ('x', false)",
    "SELECT email FROM login_attempts", NULL },
  { "the log is the administrators'", MANAGER, OPEN ("audit_logs"),
    "SELECT id FROM audit_logs WHERE id = 1003", NULL },
  { "nor searched", MANAGER, ANYBODY_ADMINISTRATES, "SELECT auth.find_in_log('sign')", NULL },
  { "others' sessions are not listed", MANAGER, ALL_ADMINISTRATORS,
    "SELECT id FROM auth.sessions() WHERE user_id <> 13", NULL },
  { "accounts are not listed", MANAGER, ALL_ADMINISTRATORS, "SELECT email FROM auth.accounts()", NULL },

  /* Who one is. */
  { "nobody sees nothing", "", OPEN ("daily_sales"), "SELECT id FROM daily_sales", NULL },
  { "nobody sees no product", "", OPEN ("products"), "SELECT id FROM products", NULL },
  { "nobody sees no setting", "", OPEN ("settings"), "SELECT key FROM settings", NULL },
  { "an expired session is none", "expired-11",
    "UPDATE auth_sessions SET expires_at = now() + interval '1 hour'", "SELECT id FROM daily_sales", NULL },
  { "an idle session is none", "idle-11", "UPDATE auth_sessions SET idle_at = now() + interval '1 hour'",
    "SELECT id FROM daily_sales", NULL },
  { "a revoked session is none", "revoked-11", "UPDATE auth_sessions SET revoked_at = NULL",
    "SELECT id FROM daily_sales", NULL },
  { "a session of somebody who left is none", "token-16",
    "UPDATE users SET active = true, role = 'administrator' WHERE id = 16", "SELECT id FROM daily_sales",
    NULL },
  { "no time zone stretches a session", "expired-11",
    "CREATE OR REPLACE FUNCTION auth.session_id() RETURNS BIGINT LANGUAGE sql STABLE SECURITY DEFINER SET "
    "search_path = pg_catalog AS $$ SELECT s.id FROM public.auth_sessions s WHERE s.token_hash = "
    "auth.hash_token(current_setting('ddi.session', true)) AND s.expires_at AT TIME ZONE 'UTC' > "
    "localtimestamp $$; ALTER FUNCTION auth.user_id() RESET timezone",
    "SET LOCAL timezone = 'Etc/GMT+12'; SELECT auth.user_id()", NULL },
  { "a user's number is no session", MANAGER,
    "CREATE OR REPLACE FUNCTION auth.user_id() RETURNS INTEGER LANGUAGE sql STABLE AS $$ SELECT "
    "nullif(current_setting('ddi.session', true), '')::int $$",
    "SELECT set_config('ddi.session', '11', true); SELECT id FROM daily_sales WHERE store_id = 3", NULL },
  { "a stored hash is no token", MANAGER,
    "CREATE OR REPLACE FUNCTION auth.hash_token(token TEXT) RETURNS BYTEA LANGUAGE sql IMMUTABLE AS $$ "
    "SELECT decode(token, 'hex') $$",
    "SELECT set_config('ddi.session', encode(sha256('ddi token token-11'), 'hex'), true); SELECT id FROM "
    "daily_sales WHERE store_id = 3",
    NULL },
  { "a session is a value, not SQL", MANAGER,
    "CREATE OR REPLACE FUNCTION auth.session_id() RETURNS BIGINT LANGUAGE plpgsql STABLE SECURITY DEFINER AS "
    "$$ DECLARE r BIGINT; BEGIN EXECUTE 'SELECT id FROM public.auth_sessions WHERE client = ''' || "
    "current_setting('ddi.session', true) || '''' INTO r; RETURN r; END $$",
    "SELECT set_config('ddi.session', ''' OR user_id = 11 --', true); SELECT id FROM daily_sales WHERE "
    "store_id = 3",
    NULL },
  { "a session cannot be planted", MANAGER, EXPOSE ("auth_sessions"),
    "INSERT INTO auth_sessions (token_hash, user_id, expires_at) VALUES (sha256('x'), 11, 'infinity')",
    NULL },
  { "a session's end cannot be moved", MANAGER, EXPOSE ("auth_sessions"),
    "UPDATE auth_sessions SET expires_at = 'infinity'", NULL },
  { "nobody opens a session without a proof", MANAGER,
    "GRANT EXECUTE ON FUNCTION auth.open_session(INTEGER, TEXT, TEXT, INTERVAL, INTERVAL) TO ddi_app",
    "SELECT auth.open_session(11, 'x', 'password', '1 day', '1 day')", NULL },
  { "the local session is the owner's to open", MANAGER,
    "UPDATE users SET active = true WHERE id = 1; GRANT EXECUTE ON FUNCTION auth.open_local_session(TEXT) TO "
    "ddi_app",
    "SELECT auth.open_local_session('x')", NULL },
  { "a wrong key does not sign in", "",
    "CREATE OR REPLACE FUNCTION auth.proves(password_hash TEXT, proof TEXT) RETURNS BOOLEAN LANGUAGE sql AS "
    "'SELECT true'",
    "SELECT outcome = 'good' FROM auth.sign_in('ada@example.org', repeat('ee', 32), NULL, NULL, 'x', NULL)",
    NULL },
  { "what the database stores does not sign in", "",
    "CREATE OR REPLACE FUNCTION auth.proves(password_hash TEXT, proof TEXT) RETURNS BOOLEAN LANGUAGE sql AS "
    "'SELECT right(password_hash, 64) = proof'",
    "SELECT outcome = 'good' FROM auth.sign_in('ada@example.org', encode(sha256('ddi key '::bytea || "
    "decode(repeat('11', 32), 'hex')), 'hex'), NULL, NULL, 'x', NULL)",
    NULL },
  { "an address is a value, not SQL", "",
    "CREATE OR REPLACE FUNCTION auth.find_user(email TEXT) RETURNS INTEGER LANGUAGE plpgsql AS $$ DECLARE r "
    "INT; BEGIN EXECUTE 'SELECT max(id) FROM public.users WHERE id = 11 AND (email = ''' || email || ''')' "
    "INTO r; RETURN r; END $$",
    "SELECT outcome = 'good' FROM auth.sign_in(''' OR true) --', repeat('11', 32), NULL, NULL, 'x', NULL)",
    NULL },
  { "a rolled back guess is counted", "",
    "CREATE OR REPLACE FUNCTION auth.wait_for(kind TEXT, subject TEXT, free INTEGER) RETURNS INTEGER "
    "LANGUAGE sql AS 'SELECT 0'",
    "DO $$ BEGIN FOR i IN 1..30 LOOP BEGIN PERFORM auth.sign_in('dan@example.org', repeat('ee', 32), NULL, "
    "NULL, 'x', NULL); RAISE division_by_zero; EXCEPTION WHEN division_by_zero THEN NULL; END; END LOOP; END "
    "$$;SELECT outcome = 'refused' FROM auth.sign_in('dan@example.org', repeat('ee', 32), NULL, NULL, 'x', "
    "NULL)",
    NULL },
  { "a code is used once", "", "UPDATE password_reset_tokens SET used_at = NULL",
    "SELECT outcome = 'good' FROM auth.redeem('mia@example.org', 'used', " SETTING ", " KEY ", 'x')", NULL },
  { "a code lasts an hour", "", "UPDATE password_reset_tokens SET expires_at = now() + interval '1 hour'",
    "SELECT outcome = 'good' FROM auth.redeem('mia@example.org', 'late', " SETTING ", " KEY ", 'x')", NULL },
  { "no time zone stretches a code", "",
    "UPDATE password_reset_tokens SET created_at = created_at - interval '2 days';"
    "ALTER FUNCTION auth.redeem(TEXT, TEXT, TEXT, TEXT, TEXT) RESET timezone",
    "SET LOCAL timezone = 'Etc/GMT+12'; SELECT outcome = 'good' FROM auth.redeem('mia@example.org', "
    "'late', " SETTING ", " KEY ", 'x')",
    NULL },
  { "a code is its own person's", "",
    "UPDATE password_reset_tokens SET user_id = 14, used_at = NULL WHERE used_at IS NOT NULL",
    "SELECT outcome = 'good' FROM auth.redeem('vic@example.org', 'used', " SETTING ", " KEY ", 'x')", NULL },
  { "a weak key is not taken", MANAGER,
    "CREATE OR REPLACE FUNCTION auth.seal(setting TEXT, key TEXT) RETURNS TEXT LANGUAGE sql AS $$ SELECT "
    "setting || '$' || key $$",
    "SELECT auth.change_password(repeat('13', 32), "
    "'$argon2id$v=19$m=8,t=1,p=1$00112233445566778899aabbccddeeff', " KEY ")",
    NULL },
  { "a new password wants the old one", MANAGER,
    "CREATE OR REPLACE FUNCTION auth.proves(password_hash TEXT, proof TEXT) RETURNS BOOLEAN LANGUAGE sql AS "
    "'SELECT true'",
    "SELECT auth.change_password('', " SETTING ", " KEY ")", NULL },
  { "nobody sets another's password", MANAGER,
    "GRANT EXECUTE ON FUNCTION auth.set_password(INTEGER, TEXT, TEXT) TO ddi_app",
    "SELECT auth.set_password(11, " SETTING ", " KEY ") IS NOT NULL", NULL },
  { "the first administrator is made once", "",
    "CREATE OR REPLACE FUNCTION auth.is_vacant() RETURNS BOOLEAN LANGUAGE sql AS 'SELECT true'",
    "SELECT auth.make_first_administrator('eve@example.org', 'Eve', " SETTING ", " KEY ", 'x')", NULL },

  /* Writing. */
  { "nothing is entered for another shop", MANAGER, OPEN ("daily_sales"),
    SALE "(13, 3, '2025-08-01', 1, 'x', 1)", NULL },
  { "nothing of another shop is changed", MANAGER, OPEN ("daily_sales"),
    "UPDATE daily_sales SET quantity_sold = 0 WHERE store_id = 3", NULL },
  { "nothing of another shop is deleted", MANAGER, OPEN ("daily_sales"),
    "DELETE FROM daily_sales WHERE store_id = 3", NULL },
  { "a row does not move to another shop", MANAGER, OPEN ("daily_sales"),
    "UPDATE daily_sales SET store_id = 3, date = '2025-08-02' WHERE store_id = 1", NULL },
  { "nothing is entered in another's name", MANAGER, OPEN ("daily_sales"),
    SALE "(11, 1, '2025-08-01', 1, 'x', 1)", NULL },
  { "no row is given to another", MANAGER, "DROP TRIGGER daily_sales_8_author ON daily_sales",
    "UPDATE daily_sales SET user_id = 11 WHERE store_id = 1", NULL },
  { "the contract's way of entering is no way round", MANAGER,
    "CREATE OR REPLACE FUNCTION store_of_user(wanted INTEGER) RETURNS INTEGER LANGUAGE sql SECURITY DEFINER "
    "AS 'SELECT min(store_id) FROM public.store_members WHERE user_id = wanted'",
    "WITH added AS (INSERT INTO daily_sales (user_id, date, product_name, quantity_sold) VALUES (15, "
    "'2025-07-03', 'Glazed', 1000) RETURNING 1) SELECT 1 AS nothing_raised",
    NULL },
  { "a viewer does not enter by the contract's way", VIEWER,
    "CREATE OR REPLACE FUNCTION store_of_user(wanted INTEGER) RETURNS INTEGER LANGUAGE sql SECURITY DEFINER "
    "AS 'SELECT min(store_id) FROM public.store_members WHERE user_id = wanted'",
    "WITH added AS (INSERT INTO daily_sales (user_id, date, product_name, quantity_sold) VALUES (14, "
    "'2025-07-03', 'Glazed', 1000) RETURNING 1) SELECT 1 AS nothing_raised",
    NULL },
  { "a viewer enters nothing", VIEWER, OPEN ("daily_sales"), SALE "(14, 1, '2025-08-01', 1, 'x', 1)", NULL },
  { "a store manager decides nothing", MANAGER, OPEN ("forecasts"),
    "UPDATE forecasts SET status = 'approved' WHERE store_id = 1", NULL },
  { "nobody decides in another's name", DISTRICT, "DROP TRIGGER forecasts_8_decider ON forecasts",
    "UPDATE forecasts SET decided_by = 11 WHERE store_id = 1", NULL },
  { "nobody forges another's forecast", DISTRICT, OPEN ("forecasts"),
    "INSERT INTO forecasts (user_id, store_id, forecast_date, product_id, product_name) VALUES (11, 1, "
    "'2025-08-01', 1, 'x')",
    NULL },
  { "nor by way of the history", DISTRICT, OPEN ("forecast_history"),
    "INSERT INTO forecast_history SELECT (jsonb_populate_record(NULL::forecast_history, to_jsonb(f) || "
    "'{\"id\": 77, \"user_id\": 11, \"superseded_at\": \"2025-01-01\"}')).* FROM forecasts f WHERE id = 1",
    NULL },
  { "nobody makes oneself administrator", MANAGER, "GRANT UPDATE ON users TO ddi_app;" OPEN ("users"),
    "UPDATE users SET role = 'administrator' WHERE id = 13", NULL },
  { "nobody makes a user", MANAGER,
    "GRANT INSERT ON users TO ddi_app; GRANT USAGE ON SEQUENCE users_id_seq TO ddi_app;" OPEN ("users"),
    "INSERT INTO users (name, email, password_hash) VALUES ('Eve', 'eve@example.org', '!')", NULL },
  { "nobody lets oneself into a shop", MANAGER, OPEN ("store_members"),
    "INSERT INTO store_members VALUES (13, 3, 'store_manager')", NULL },
  { "nobody raises oneself", MANAGER, OPEN ("store_members"),
    "UPDATE store_members SET role = 'district_manager' WHERE user_id = 13", NULL },
  { "a district manager makes no other", DISTRICT, OPEN ("store_members"),
    "INSERT INTO store_members VALUES (14, 2, 'district_manager')", NULL },
  { "a district manager takes no shop along", DISTRICT,
    "DROP TRIGGER stores_8_district ON stores;" OPEN ("stores"),
    "UPDATE stores SET district_id = 2 WHERE id = 1", NULL },
  { "the log is not deleted", "token-11",
    EXPOSE ("audit_logs") "; ALTER TABLE audit_logs DISABLE TRIGGER USER", "DELETE FROM audit_logs", NULL },
  { "the log is not changed", "token-11",
    EXPOSE ("audit_logs") "; ALTER TABLE audit_logs DISABLE TRIGGER USER",
    "UPDATE audit_logs SET action = 'x'", NULL },
  { "the log's chain is not read", "token-11",
    EXPOSE ("auth.audit_chain") "; INSERT INTO auth.audit_chain (n, id, hash) VALUES (0, 0, 'x')",
    "SELECT hash FROM auth.audit_chain", NULL },
  { "no checkpoint is made that lets entries go", "token-11", EXPOSE ("auth.audit_checkpoints"),
    "INSERT INTO auth.audit_checkpoints (n, id, hash, entries, signature) VALUES (9, 9999, 'x', 1, 'x')",
    NULL },
  { "nothing says how far the log is sealed", "token-11", EXPOSE ("auth.audit_state"),
    "UPDATE auth.audit_state SET sealed_to = 0", NULL },
  { "nothing is put into an entry that is not made yet", MANAGER, EXPOSE ("auth.audit_parts"),
    "INSERT INTO auth.audit_parts (action, subject, is_change, details) VALUES ('IMPORT', 1, false, '{}')",
    NULL },
  { "nobody begins a batch that is none", MANAGER,
    "GRANT EXECUTE ON FUNCTION auth.add_part(TEXT, INTEGER, BOOLEAN, JSONB) TO ddi_app",
    "SELECT 1 FROM auth.add_part('IMPORT', 1, false, '{}')", NULL },
  { "no checkpoint is signed for others", "token-11",
    "GRANT EXECUTE ON FUNCTION auth.sign_checkpoint(BIGINT, INTEGER, BYTEA, BIGINT) TO ddi_app",
    "SELECT auth.sign_checkpoint(1, 1, 'x', 1)", NULL },
  { "only administrators let entries go", DISTRICT, ANYBODY_ADMINISTRATES,
    "SELECT auth.retain_audit('2025-01-01') >= 0", NULL },
  { "only administrators read the log's head", DISTRICT, ANYBODY_ADMINISTRATES,
    "SELECT hash FROM auth.audit_head()", NULL },
  { "only administrators look for a head", DISTRICT, ANYBODY_ADMINISTRATES,
    "SELECT count(*) >= 0 FROM auth.find_audit_head(repeat('0', 64))", NULL },
  { "only administrators verify the log", DISTRICT, ANYBODY_ADMINISTRATES,
    "SELECT count(*) >= 0 FROM auth.verify_audit()", NULL },
  { "the log is not written by hand", "token-11",
    EXPOSE ("audit_logs") "; GRANT USAGE ON SEQUENCE audit_logs_id_seq TO ddi_app",
    "INSERT INTO audit_logs (action) VALUES ('x')", NULL },
  { "a note names only what the program does", MANAGER,
    "GRANT EXECUTE ON FUNCTION auth.log(INTEGER, TEXT, JSONB) TO ddi_app",
    "SELECT 1 FROM auth.log(11, 'SIGN_IN', '{}')", NULL },
  { "settings are the administrators'", MANAGER, OPEN ("settings"),
    "UPDATE settings SET value = '1' WHERE key = 'waste_goal'", NULL },
  { "no request is recorded for another", MANAGER,
    "GRANT ALL ON client_requests TO ddi_app;" OPEN ("client_requests"),
    "INSERT INTO client_requests (uuid, user_id) VALUES (gen_random_uuid(), 11)", NULL },
  { "another's import is not undone", MANAGER, OPEN ("import_batches"),
    "UPDATE import_batches SET undone_at = now() WHERE id = 3", NULL },
  { "no import is undone in another's name", MANAGER, OPEN ("import_batches"),
    "UPDATE import_batches SET undone_by = 11 WHERE id = 1", NULL },
  { "a row that conflicts is not taken over", MANAGER, OPEN ("daily_sales"),
    SALE "(13, 3, '2025-07-03', 1, 'x', 1) ON CONFLICT (store_id, date, product_id) DO UPDATE SET "
         "quantity_sold = 0",
    NULL },
  { "an archive is not written", "token-11", EXPOSE ("daily_sales_archive"),
    "DELETE FROM daily_sales_archive", NULL },
  { "no table is emptied", MANAGER,
    "GRANT TRUNCATE ON daily_sales TO ddi_app; DROP TRIGGER daily_sales_totals_truncate ON daily_sales;"
    "DROP TRIGGER daily_sales_stores_truncate ON daily_sales",
    "TRUNCATE daily_sales; SELECT 1", NULL },

  /* What administrators do. */
  { "a store manager issues no reset", MANAGER, ANYBODY_ADMINISTRATES, "SELECT auth.issue_reset(11)", NULL },
  { "a store manager invites nobody", MANAGER, ANYBODY_ADMINISTRATES,
    "SELECT auth.invite('eve@example.org', 'Eve', 'administrator', NULL)", NULL },
  { "a store manager changes no role", MANAGER, ANYBODY_ADMINISTRATES,
    "SELECT auth.change_role(13, 'administrator', NULL) IS NOT NULL", NULL },
  { "no role at another shop is taken", MANAGER, ANYBODY_ADMINISTRATES,
    "SELECT auth.change_memberships(13, '{1,3}', '{store_manager,store_manager}') IS NOT NULL", NULL },
  { "a store manager sends nobody away", MANAGER, ANYBODY_ADMINISTRATES,
    "SELECT auth.deactivate(12, NULL) IS NOT NULL", NULL },
  { "nobody ends another's session", MANAGER, ALL_ADMINISTRATORS, "SELECT auth.revoke_sessions(4) > 0",
    NULL },
  { "the last administrator stays", "token-11",
    "CREATE OR REPLACE FUNCTION auth.keep_an_administrator(leaving INTEGER) RETURNS VOID LANGUAGE sql AS ''",
    "SELECT auth.deactivate(11, NULL) IS NOT NULL", NULL },

  /* The ways round. */
  { "the program's role is not the owner", MANAGER, "GRANT ddi_owner TO ddi_app",
    "SET LOCAL ROLE ddi_owner; SELECT id FROM daily_sales WHERE store_id = 3", NULL },
  { "nor becomes anybody", MANAGER, "ALTER ROLE ddi_app SUPERUSER",
    "SET LOCAL SESSION AUTHORIZATION ddi_owner; SELECT id FROM daily_sales WHERE store_id = 3", NULL },
  { "nor a superuser", MANAGER, "ALTER ROLE ddi_app SUPERUSER", "ALTER ROLE ddi_app SUPERUSER; SELECT 1",
    NULL },
  { "row-level security is not switched off", MANAGER, "ALTER ROLE ddi_app BYPASSRLS",
    "SET LOCAL row_security = off; SELECT id FROM daily_sales WHERE store_id = 3", NULL },
  { "nor taken off the table", MANAGER, "GRANT ddi_owner TO ddi_app",
    "ALTER TABLE daily_sales DISABLE ROW LEVEL SECURITY; SELECT 1", NULL },
  { "no policy is added", MANAGER, "GRANT ddi_owner TO ddi_app",
    "CREATE POLICY mine ON daily_sales USING (true); SELECT 1", NULL },
  { "no trigger is added", MANAGER, "GRANT TRIGGER ON daily_sales TO ddi_app",
    "CREATE FUNCTION pg_temp.spy() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'; CREATE "
    "TRIGGER spy BEFORE INSERT ON daily_sales FOR EACH ROW EXECUTE FUNCTION pg_temp.spy(); SELECT 1",
    NULL },
  { "nothing is made in public", MANAGER, "GRANT CREATE ON SCHEMA public TO ddi_app",
    "CREATE TABLE public.evil (a int); SELECT 1", NULL },
  { "nothing is made in auth", MANAGER, "GRANT CREATE ON SCHEMA auth TO ddi_app",
    "CREATE FUNCTION auth.evil() RETURNS int LANGUAGE sql AS 'SELECT 1'; SELECT 1", NULL },
  { "no schema is made whose operators could be found first", MANAGER,
    "DO $$ BEGIN EXECUTE format('GRANT CREATE ON DATABASE %I TO ddi_app', current_database()); END $$",
    "CREATE SCHEMA evil; SELECT 1", NULL },
  { "a temporary table shadows nothing that the owner reads", MANAGER,
    "CREATE OR REPLACE FUNCTION auth.user_id() RETURNS INTEGER LANGUAGE sql STABLE SECURITY DEFINER AS $$ "
    "SELECT s.user_id FROM auth_sessions s WHERE s.id = 1 $$; ALTER FUNCTION auth.user_id() RESET "
    "search_path; GRANT USAGE ON SCHEMA public TO ddi_app",
    "CREATE TEMPORARY TABLE auth_sessions AS SELECT 1 AS id, 11 AS user_id; GRANT ALL ON auth_sessions TO "
    "PUBLIC; SELECT id FROM daily_sales WHERE store_id = 3",
    NULL },
  { "a name found first changes no definer", MANAGER,
    "CREATE OR REPLACE FUNCTION auth.is_administrator() RETURNS BOOLEAN LANGUAGE plpgsql STABLE SECURITY "
    "DEFINER AS $$ BEGIN RETURN strict_check(); END $$; ALTER FUNCTION auth.is_administrator() RESET "
    "search_path;CREATE SCHEMA evil; GRANT ALL ON SCHEMA evil TO PUBLIC",
    "SET LOCAL search_path = evil, public; CREATE FUNCTION evil.strict_check() RETURNS BOOLEAN LANGUAGE sql "
    "AS 'SELECT true'; SELECT auth.is_administrator()",
    NULL },
  { "what is the owner's to call is not called", "",
    "GRANT EXECUTE ON FUNCTION product_of_name(TEXT) TO ddi_app", "SELECT product_of_name('Nobody''s')",
    NULL },
  { "nor the store of a user", MANAGER, "GRANT EXECUTE ON FUNCTION store_of_user(INTEGER) TO ddi_app",
    "SELECT store_of_user(13)", NULL },
  { "no counter is set back", MANAGER, "GRANT ALL ON ALL SEQUENCES IN SCHEMA auth TO ddi_app",
    "SELECT setval('auth.attempts_account_1', 1)", NULL },
  { "no counter of users is read", MANAGER, "GRANT SELECT ON SEQUENCE users_id_seq TO ddi_app",
    "SELECT last_value FROM users_id_seq", NULL },
  { "nor moved", MANAGER, "GRANT USAGE ON SEQUENCE users_id_seq TO ddi_app", "SELECT nextval('users_id_seq')",
    NULL },

  /* What is told on the side. */
  { "a function of one's own sees no hidden row", MANAGER,
    "ALTER TABLE daily_sales DISABLE ROW LEVEL SECURITY",
    "CREATE FUNCTION pg_temp.leak(what TEXT) RETURNS BOOLEAN LANGUAGE plpgsql COST 0.0000001 AS $$ BEGIN "
    "RAISE NOTICE 'saw %', what; RETURN true; END $$; SELECT count(*) FROM daily_sales WHERE "
    "pg_temp.leak(notes)",
    "saw secret 3" },
  { "an error shows no hidden value", MANAGER, "ALTER TABLE daily_sales DISABLE ROW LEVEL SECURITY",
    "SELECT 1 FROM daily_sales WHERE store_id = 3 AND notes::int = 1", "secret 3" },
  { "an error answers no question about a hidden row", MANAGER,
    "ALTER TABLE daily_sales DISABLE ROW LEVEL SECURITY",
    "SELECT 1 FROM daily_sales WHERE store_id = 3 AND 1 / (quantity_sold - 30) = 1", "division by zero" },
  { "a doubled row of another shop is not told", MANAGER, OPEN ("daily_sales"),
    SALE "(13, 3, '2025-07-03', 1, 'x', 1)", "duplicate key" },
  { "a key that is missing is not told", MANAGER, OPEN ("daily_sales"),
    SALE "(13, 999, '2025-07-03', 1, 'x', 1)", "not present" },
  { "statistics show no values", MANAGER, "ALTER TABLE daily_sales DISABLE ROW LEVEL SECURITY",
    "SELECT histogram_bounds FROM pg_stats WHERE tablename = 'daily_sales' AND attname = 'notes'", NULL },
  { "nor does what is behind them", MANAGER, "GRANT SELECT ON pg_statistic TO ddi_app",
    "SELECT stavalues1 FROM pg_statistic WHERE starelid = 'public.daily_sales'::regclass", NULL },
  { "a plan shows no hidden value", MANAGER, "ALTER TABLE daily_sales DISABLE ROW LEVEL SECURITY",
    "EXPLAIN (ANALYZE, COSTS OFF, SUMMARY OFF) SELECT 1 FROM daily_sales WHERE store_id = 3 AND notes::int = "
    "1",
    "secret 3" },

  /* The server's machine. */
  { "no program is run", MANAGER, "GRANT pg_execute_server_program TO ddi_app",
    "CREATE TEMPORARY TABLE out (line TEXT); COPY out FROM PROGRAM 'echo here'; SELECT line FROM out", NULL },
  { "no file is read", MANAGER, "GRANT pg_read_server_files TO ddi_app",
    "CREATE TEMPORARY TABLE out (line TEXT); COPY out FROM '/etc/hostname'; SELECT 1", NULL },
  { "nor by a function", MANAGER, "GRANT EXECUTE ON FUNCTION pg_read_file(TEXT) TO ddi_app",
    "SELECT pg_read_file('PG_VERSION')", NULL },
  { "no file becomes a large object", MANAGER, "GRANT EXECUTE ON FUNCTION lo_import(TEXT) TO ddi_app",
    "SELECT lo_import('/etc/passwd')", NULL },
  { "no directory is listed", MANAGER, "GRANT EXECUTE ON FUNCTION pg_ls_dir(TEXT) TO ddi_app",
    "SELECT pg_ls_dir('.')", NULL },
  { "no file is written", MANAGER, "GRANT pg_write_server_files TO ddi_app",
    "COPY (SELECT 1) TO '/tmp/../dev/null'", NULL },
  { "no other server is reached", MANAGER, "ALTER ROLE ddi_app SUPERUSER",
    "CREATE EXTENSION dblink; SELECT 1", NULL },
  { "no untrusted language is had", MANAGER, "ALTER ROLE ddi_app SUPERUSER",
    "CREATE FUNCTION pg_temp.sys() RETURNS language_handler AS '$libdir/plpgsql', 'plpgsql_call_handler' "
    "LANGUAGE C; SELECT 1",
    NULL },
  { "no setting of the server is changed", MANAGER, "ALTER ROLE ddi_app SUPERUSER",
    "SET LOCAL log_statement = 'none'; SELECT 1", NULL },
};
