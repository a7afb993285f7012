/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What ends sessions and codes, and what keeps them. */
#include "ddi-trust.h"

#include "db/ddi-session-private.h"

static PGconn *pg;

static void
expect (const char *token, const char *sql, const char *expected)
{
  g_autoptr (PGresult) answer = NULL;

  ddi_trust_begin (pg, token);
  answer = PQexec (pg, sql);
  g_assert_cmpint (PQresultStatus (answer), ==, PGRES_TUPLES_OK);
  g_assert_cmpstr (PQgetvalue (answer, 0, 0), ==, expected);
  PQclear (PQexec (pg, "COMMIT"));
}

/* Use moves the idle end on by the session's limit, though not past its last hour and not each time. */
static void
test_touch (void)
{
  const char *moved =
      "SELECT idle_at > now() + interval '11 hours', last_seen_at > now() - interval '1 minute'"
      " FROM auth_sessions WHERE token_hash = auth.hash_token('token-13')";
  const char *capped = "SELECT idle_at = expires_at FROM auth_sessions"
                       " WHERE token_hash = auth.hash_token('token-14')";

  g_free (ddi_db_fixture_psql (
      "UPDATE auth_sessions SET idle_at = now() + interval '1 minute', last_seen_at = now() - interval '11 "
      "hours',"
      " expires_at = now() + CASE user_id WHEN 14 THEN interval '1 hour' ELSE interval '1 day' END"
      " WHERE token_hash IN (auth.hash_token('token-13'), auth.hash_token('token-14'))"));
  expect ("token-13", "SELECT auth.touch()", "t");
  ddi_db_fixture_expect (moved, "t|t");
  expect ("token-14", "SELECT auth.touch()", "t");
  ddi_db_fixture_expect (capped, "t");
  g_free (ddi_db_fixture_psql ("UPDATE auth_sessions SET idle_at = now() + interval '1 minute',"
                               " last_seen_at = now() WHERE token_hash = auth.hash_token('token-13')"));
  expect ("token-13", "SELECT auth.touch()", "t");
  ddi_db_fixture_expect (moved, "f|t");
}

/* What has ended is not brought back by its use. */
static void
test_touch_of_the_ended (void)
{
  static const char *const tokens[] = { "expired-11", "idle-11", "revoked-11", "nobody", "" };

  for (gsize i = 0; i < G_N_ELEMENTS (tokens); i++)
    {
      expect (tokens[i], "SELECT auth.touch()", "f");
      expect (tokens[i], "SELECT auth.user_id() IS NULL", "t");
    }
}

/* A server's clock that goes back is the same as rows that go on. */
#define MOVE_BACK(by)                                                                                        \
  "UPDATE auth_sessions SET created_at = created_at + interval '" by                                         \
  "', last_seen_at = last_seen_at + interval '" by "', expires_at = expires_at + interval '" by              \
  "', idle_at = idle_at + interval '" by "', revoked_at = revoked_at + interval '" by "';"                   \
  "UPDATE password_reset_tokens SET created_at = created_at + interval '" by                                 \
  "', expires_at = expires_at + interval '" by "', used_at = used_at + interval '" by "';"                   \
  "UPDATE auth.invitations SET created_at = created_at + interval '" by                                      \
  "', expires_at = expires_at + interval '" by "', used_at = used_at + interval '" by "'"

#define SIGN_IN                                                                                              \
  "SELECT outcome FROM auth.sign_in('ada@example.org', repeat('11', 32), NULL, NULL, 'test', NULL)"

/* A clock that is set right by some seconds ends nothing; one that goes back by a day does not stretch a session by
 * one: it holds again when the day is over. */
static void
test_clock_back (void)
{
  expect ("token-12", "SELECT auth.user_id()", "12");
  g_free (ddi_db_fixture_psql (MOVE_BACK ("2 minutes")));
  expect ("token-12", "SELECT auth.user_id()", "12");
  g_free (ddi_db_fixture_psql (MOVE_BACK ("1 day")));
  expect ("token-12", "SELECT auth.user_id() IS NULL", "t");
  expect ("token-12", "SELECT count(*) FROM stores", "0");
  expect ("token-12", "SELECT auth.touch()", "f");
  /* Nobody is kept out by it. */
  expect ("", SIGN_IN, "good");
  g_free (ddi_db_fixture_psql (MOVE_BACK ("-1 day")));
  g_free (ddi_db_fixture_psql (MOVE_BACK ("-2 minutes")));
  expect ("token-12", "SELECT auth.user_id()", "12");
}

/* What has ended stays so, though its last hour has yet to come by the new clock. */
static void
test_clock_back_of_the_ended (void)
{
  const char *code =
      "SELECT outcome FROM auth.redeem('mia@example.org', 'ABCDE', '$argon2id$v=19$m=65536,t=2,p=1$"
      "30112233445566778899aabbccddeeff', repeat('1', 64), 'test')";

  g_free (ddi_db_fixture_psql (
      "UPDATE auth_sessions SET created_at = now() - interval '2 days', last_seen_at = now() - interval '13 "
      "hours',"
      " idle_at = now() - interval '1 hour' WHERE token_hash = auth.hash_token('token-15');"
      "INSERT INTO password_reset_tokens (user_id, token, created_at, expires_at) VALUES (13, "
      "auth.hash_code('ABCDE'),"
      " now() AT TIME ZONE 'UTC' - interval '2 hours', now() AT TIME ZONE 'UTC' - interval '1 hour');"
      /* Somebody at work. */
      "UPDATE auth_sessions SET last_seen_at = now() - interval '10 minutes'"
      " WHERE token_hash = auth.hash_token('token-14')"));
  expect ("token-14", "SELECT auth.touch()", "t");
  g_free (ddi_db_fixture_psql (MOVE_BACK ("90 minutes")));
  expect ("token-15", "SELECT auth.user_id() IS NULL", "t");
  expect ("", code, "refused");
  g_free (ddi_db_fixture_psql (MOVE_BACK ("-90 minutes")));
}

/* A code of tomorrow is none. */
static void
test_clock_back_of_a_code (void)
{
  const char *redeem =
      "SELECT outcome FROM auth.redeem('dan@example.org', 'FGHIJ', '$argon2id$v=19$m=65536,t=2,p=1$"
      "30112233445566778899aabbccddeeff', repeat('1', 64), 'test')";

  g_free (ddi_db_fixture_psql (
      "INSERT INTO password_reset_tokens (user_id, token, created_at, expires_at) VALUES (12, "
      "auth.hash_code('FGHIJ'),"
      " now() AT TIME ZONE 'UTC' + interval '1 day', now() AT TIME ZONE 'UTC' + interval '25 hours')"));
  expect ("", redeem, "refused");
  g_free (ddi_db_fixture_psql (
      "UPDATE password_reset_tokens SET created_at = now() AT TIME ZONE 'UTC' WHERE token = "
      "auth.hash_code('FGHIJ')"));
  expect ("", redeem, "good");
}

static void
forget_attempts (void)
{
  g_free (ddi_db_fixture_psql ("SELECT setval(c.oid::regclass, 0) FROM pg_class c WHERE c.relkind = 'S' AND "
                               "c.relname LIKE 'attempts\\_%' AND c.relnamespace = 'auth'::regnamespace"));
}

/* Attempts that were counted at a time which has yet to come keep nobody out, and still count from now on. */
static void
test_clock_back_of_the_throttle (void)
{
  g_free (ddi_db_fixture_psql (
      "SELECT setval(c.oid::regclass, (auth.minute() / 15 + 96) << 20 | 5000) FROM pg_class c"
      " WHERE c.relkind = 'S' AND c.relname LIKE 'attempts\\_%' AND c.relnamespace = 'auth'::regnamespace"));
  expect ("", SIGN_IN, "good");
  for (int i = 0; i < 5; i++)
    {
      ddi_trust_begin (pg, "");
      PQclear (PQexec (pg, "SELECT auth.sign_in('ada@example.org', 'x', NULL, NULL, 'test', NULL)"));
      PQclear (PQexec (pg, "COMMIT"));
    }
  ddi_db_fixture_expect (
      "SELECT bool_or(pg_sequence_last_value(c.oid) >> 20 = auth.minute() / 15 AND"
      " pg_sequence_last_value(c.oid) & 1048575 >= 5) FROM pg_class c WHERE c.relkind = 'S' AND"
      " c.relname LIKE 'attempts\\_account\\_%' AND c.relnamespace = 'auth'::regnamespace",
      "t");
  forget_attempts ();
}

/* One that was brought back by hand, on another server or under another name, finds out by itself: at the next sign-in or
 * code, and while somebody is at work. */
static void
test_restored_by_hand (void)
{
  static const char *const elsewhere[] = { "system = system - 1", "database = database::oid::bigint - 1" };
  const char *redeem =
      "SELECT outcome FROM auth.redeem('dan@example.org', 'OLDER', '$argon2id$v=19$m=65536,t=2,p=1$"
      "30112233445566778899aabbccddeeff', repeat('1', 64), 'test')";

  for (gsize i = 0; i < G_N_ELEMENTS (elsewhere); i++)
    {
      g_autofree char *move = g_strdup_printf ("UPDATE auth.place SET %s", elsewhere[i]);

      forget_attempts ();
      g_free (ddi_db_fixture_psql (
          "DELETE FROM password_reset_tokens; INSERT INTO auth_sessions (token_hash, user_id, expires_at, "
          "last_seen_at) VALUES "
          "(auth.hash_token('older'), 12, now() + interval '1 day', now() - interval '1 hour');"
          "INSERT INTO password_reset_tokens (user_id, token, expires_at) VALUES (12, "
          "auth.hash_code('OLDER'), now() AT TIME ZONE 'UTC' + interval '1 hour')"));
      expect ("older", "SELECT auth.user_id()", "12");
      g_free (ddi_db_fixture_psql (move));
      if (i == 0)
        expect ("older", "SELECT auth.touch()", "t");
      else
        expect ("", redeem, "refused");
      expect ("older", "SELECT auth.user_id() IS NULL", "t");
      ddi_db_fixture_expect ("SELECT count(*) FROM password_reset_tokens WHERE used_at IS NULL", "0");
      expect ("", SIGN_IN, "good");
      ddi_db_fixture_expect ("SELECT count(*) FROM auth_sessions", "1");
    }
}

/* A database that came out of a backup knows no session, no invitation and no reset. */
static void
test_void_all (void)
{
  g_autofree char *invited = NULL, *reset = NULL;
  g_autofree char *redeem = NULL, *redeem_reset = NULL;
  const char *setting = "$argon2id$v=19$m=65536,t=2,p=1$30112233445566778899aabbccddeeff";
  const char *key = "1111111111111111111111111111111111111111111111111111111111111111";

  invited = ddi_db_fixture_psql ("SELECT auth.invite('new@example.org', 'New', 'viewer', '{1}')");
  reset = ddi_db_fixture_psql ("SELECT auth.issue_reset(13)");
  g_free (ddi_db_fixture_psql ("SELECT auth.request_reset('dan@example.org')"));
  ddi_db_fixture_expect ("SELECT count(*) FROM auth.reset_requests", "1");
  expect ("token-11", "SELECT auth.user_id()", "11");

  /* Nobody but the owner ends them all. */
  ddi_trust_begin (pg, "token-11");
  {
    g_autoptr (PGresult) refused = PQexec (pg, "SELECT auth.void_all()");

    g_assert_cmpstr (PQresultErrorField (refused, PG_DIAG_SQLSTATE), ==, "42501");
  }
  ddi_trust_end (pg);

  g_free (ddi_db_fixture_psql ("SELECT auth.void_all()"));
  for (int id = 11; id <= 15; id++)
    {
      g_autofree char *token = g_strdup_printf ("token-%d", id);

      expect (token, "SELECT auth.user_id() IS NULL", "t");
      expect (token, "SELECT count(*) FROM stores", "0");
    }
  redeem = g_strdup_printf ("SELECT outcome FROM auth.redeem('new@example.org', '%s', '%s', '%s', 'test')",
                            invited, setting, key);
  redeem_reset =
      g_strdup_printf ("SELECT outcome FROM auth.redeem('mia@example.org', '%s', '%s', '%s', 'test')", reset,
                       setting, key);
  expect ("", redeem, "refused");
  expect ("", redeem_reset, "refused");
  ddi_db_fixture_expect ("SELECT count(*) FROM auth.reset_requests", "0");
  ddi_db_fixture_expect ("SELECT count(*) FROM audit_logs WHERE action = 'SESSIONS_VOIDED'", "1");
  /* The password stays. */
  expect ("",
          "SELECT outcome FROM auth.sign_in('ada@example.org', repeat('11', 32), NULL, NULL, 'test', NULL)",
          "good");
}

/* The first value of what @connection, which is in a transaction, is told; a lock that it would have to wait for is an
 * error. (transfer full) */
static char *
ask (PGconn *connection, const char *sql)
{
  g_autoptr (PGresult) answer = PQexec (connection, sql);

  if (PQresultStatus (answer) != PGRES_TUPLES_OK && PQresultStatus (answer) != PGRES_COMMAND_OK)
    return g_strdup (PQresultErrorField (answer, PG_DIAG_MESSAGE_PRIMARY));
  return g_strdup (PQntuples (answer) > 0 ? PQgetvalue (answer, 0, 0) : PQcmdTuples (answer));
}

/* A transaction that was begun before its session was ended does not write on, however it looks at the rest; it may
 * show what it could have read then. */
static void
test_ended_in_a_snapshot (void)
{
  const char *enter = "UPDATE daily_sales SET quantity_sold = 11 WHERE store_id = 1";
  static const char *const isolations[] = { "READ COMMITTED", "REPEATABLE READ", "SERIALIZABLE" };
  g_autofree char *seen = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (isolations); i++)
    {
      g_autofree char *begin = g_strdup_printf ("BEGIN ISOLATION LEVEL %s", isolations[i]);
      g_autofree char *entered = NULL;

      g_free (ask (pg, begin));
      g_free (ask (pg, "SELECT set_config('ddi.session', 'token-13', true), count(*) FROM daily_sales"));
      g_free (ddi_db_fixture_psql (
          "UPDATE auth_sessions SET revoked_at = now() WHERE token_hash = auth.hash_token('token-13')"));
      entered = ask (pg, enter);
      g_assert_cmpstr (entered, ==, "0");
      ddi_trust_end (pg);
      g_free (ddi_db_fixture_psql (
          "UPDATE auth_sessions SET revoked_at = NULL WHERE token_hash = auth.hash_token('token-13')"));
    }
  g_free (ask (pg, "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"));
  g_free (ask (pg, "SELECT set_config('ddi.session', 'token-13', true)"));
  seen = ask (pg, "SELECT count(*) FROM daily_sales");
  g_assert_cmpstr (seen, ==, "1");
  ddi_trust_end (pg);
}

/* What has been asked about an address keeps nobody waiting who asks about it too, whether somebody has it or not; nor
 * do those who do something else with that user wait. */
static void
test_no_lock_tells (void)
{
  static const char *const addresses[] = { "mia@example.org", "nobody@example.org" };
  g_autoptr (PGconn) other = ddi_trust_connect ();

  for (gsize i = 0; i < G_N_ELEMENTS (addresses); i++)
    {
      g_autofree char *redeem =
          g_strdup_printf ("SELECT outcome FROM auth.redeem('%s', 'x', '$argon2id$v=19$m=65536,t=2,p=1$"
                           "30112233445566778899aabbccddeeff', repeat('1', 64), 'test')",
                           addresses[i]);
      g_autofree char *wish = g_strdup_printf ("SELECT auth.request_reset('%s') IS NOT NULL", addresses[i]);
      g_autofree char *code = NULL, *asked = NULL, *locked = NULL;

      forget_attempts ();
      ddi_trust_begin (pg, "");
      g_free (ask (pg, redeem));
      g_free (ask (pg, wish));
      ddi_trust_begin (other, "");
      g_free (ask (other, "SET LOCAL lock_timeout = 1000"));
      code = ask (other, redeem);
      g_assert_cmpstr (code, ==, "refused");
      asked = ask (other, wish);
      g_assert_cmpstr (asked, ==, "t");
      ddi_trust_end (other);
      locked =
          ddi_db_fixture_psql ("SELECT count(*) FROM (SELECT FROM users WHERE id = 13 FOR UPDATE NOWAIT) u");
      g_assert_cmpstr (locked, ==, "1");
      ddi_trust_end (pg);
    }
}

/* Guesses keep nobody out who holds the right code, which is used once, by the first of two. */
static void
test_right_code (void)
{
  const char *redeem =
      "SELECT outcome FROM auth.redeem('dan@example.org', 'RIGHT', '$argon2id$v=19$m=65536,t=2,p=1$"
      "30112233445566778899aabbccddeeff', repeat('1', 64), 'test')";
  const char *guess =
      "SELECT outcome FROM auth.redeem('dan@example.org', 'WRONG', '$argon2id$v=19$m=65536,t=2,p=1$"
      "30112233445566778899aabbccddeeff', repeat('1', 64), 'test')";
  g_autoptr (PGconn) other = ddi_trust_connect ();
  g_autoptr (PGresult) second = NULL;
  g_autofree char *guessed = NULL, *first = NULL;

  forget_attempts ();
  g_free (ddi_db_fixture_psql ("INSERT INTO password_reset_tokens (user_id, token, expires_at) VALUES (12, "
                               "auth.hash_code('RIGHT'), now() AT TIME ZONE 'UTC' + interval '1 hour')"));
  ddi_trust_begin (pg, "");
  for (int i = 0; i < 30; i++)
    {
      g_free (guessed);
      guessed = ask (pg, guess);
    }
  g_assert_cmpstr (guessed, ==, "wait");
  first = ask (pg, redeem);
  g_assert_cmpstr (first, ==, "good");
  ddi_trust_begin (other, "");
  g_assert_true (PQsendQuery (other, redeem));
  PQclear (PQexec (pg, "COMMIT"));
  second = PQgetResult (other);
  g_assert_cmpstr (PQgetvalue (second, 0, 0), !=, "good");
  g_assert_null (PQgetResult (other));
  ddi_trust_end (other);
  forget_attempts ();
}

#define SETTING "$argon2id$v=19$m=65536,t=2,p=1$30112233445566778899aabbccddeeff"

/* What the program calls to change a user moves updated_at, which is UTC wherever the person who does it is. */
static void
test_updated_at (void)
{
  static const struct
  {
    const char *deed;
    int user;
  } deeds[] = {
    { "SELECT auth.change_role(13, 'viewer', '{1}')", 13 },
    { "SELECT auth.change_memberships(13, '{1}', '{viewer}')", 13 },
    { "SELECT auth.deactivate(13, NULL)", 13 },
    { "SELECT auth.change_password(repeat('11', 32), '" SETTING "', repeat('1', 64))", 11 },
    { "SELECT outcome FROM auth.redeem('mia@example.org', auth.issue_reset(13), '" SETTING
      "', repeat('1', 64), 'test')",
      13 },
    { "SELECT auth.invite('again@example.org', 'Again', 'viewer', '{1}')", 99 },
  };

  g_free (ddi_db_fixture_psql ("INSERT INTO users (id, name, email, password_hash, active) "
                               "VALUES (99, 'Again', 'again@example.org', '!', false)"));
  for (gsize i = 0; i < G_N_ELEMENTS (deeds); i++)
    {
      g_autofree char *is_now =
          g_strdup_printf ("SELECT updated_at = now() AT TIME ZONE 'UTC' FROM users WHERE id = %d",
                           deeds[i].user);
      g_autofree char *before = NULL, *after = NULL;

      forget_attempts ();
      ddi_trust_begin (pg, "token-11");
      g_free (ask (pg, "SET LOCAL timezone = 'Asia/Tokyo'"));
      before = ask (pg, is_now);
      g_assert_cmpstr (before, ==, "f");
      g_free (ask (pg, deeds[i].deed));
      after = ask (pg, is_now);
      if (g_strcmp0 (after, "t") != 0)
        g_error ("%s: %s", deeds[i].deed, after);
      ddi_trust_end (pg);
    }
  forget_attempts ();
  g_free (ddi_db_fixture_psql ("DELETE FROM users WHERE id = 99"));
}

static void
expect_redeemed (const char *code, const char *expected)
{
  g_autofree char *redeem =
      g_strdup_printf ("SELECT outcome FROM auth.redeem('mia@example.org', '%s', '" SETTING
                       "', repeat('1', 64), 'test')",
                       code);
  g_autofree char *outcome = NULL;

  ddi_trust_begin (pg, "");
  outcome = ask (pg, redeem);
  g_assert_cmpstr (outcome, ==, expected);
  ddi_trust_end (pg);
}

/* A code that is issued ends an hour after that, by its row, and is refused from then on. */
static void
test_issued_code (void)
{
  g_autofree char *code = NULL, *now = NULL, *hour = NULL;

  forget_attempts ();
  ddi_trust_begin (pg, "token-11");
  g_free (ask (pg, "SET LOCAL timezone = 'Asia/Tokyo'"));
  code = ask (pg, "SELECT auth.issue_reset(13)");
  now = ask (pg, "SELECT now() AT TIME ZONE 'UTC'");
  PQclear (PQexec (pg, "COMMIT"));
  /* Its transaction began at created_at, and it was issued at some moment between that and this one. */
  hour = g_strdup_printf (
      "SELECT created_at = '%s', expires_at - created_at >= interval '1 hour', expires_at <= "
      "clock_timestamp() AT TIME ZONE 'UTC' + interval '1 hour', used_at IS NULL "
      "FROM password_reset_tokens WHERE token = auth.hash_code('%s')",
      now, code);
  ddi_db_fixture_expect (hour, "t|t|t|t");

  g_free (ddi_db_fixture_psql (
      "UPDATE password_reset_tokens SET created_at = created_at - interval '1 hour', expires_at = expires_at "
      "- interval '1 hour' WHERE user_id = 13 AND used_at IS NULL"));
  expect_redeemed (code, "refused");
  g_free (ddi_db_fixture_psql (
      "UPDATE password_reset_tokens SET created_at = created_at + interval '30 minutes', expires_at = "
      "expires_at + interval '30 minutes' WHERE user_id = 13 AND used_at IS NULL"));
  expect_redeemed (code, "good");
  g_free (ddi_db_fixture_psql ("DELETE FROM password_reset_tokens WHERE user_id = 13"));
  forget_attempts ();
}

/* A false challenge changes when the one it borrows from does, and then wholly: nothing of the salt stays. */
static void
test_false_challenges_move (void)
{
  ddi_db_fixture_expect (
      "BEGIN;"
      "CREATE TEMPORARY TABLE told AS SELECT i, auth.challenge('nobody' || i || '@example.org') AS before"
      "  FROM generate_series(1, 300) i;"
      "UPDATE users SET password_hash = '$2b$12$abcdefghijklmnopqrstuuABCDEFGHIJKLMNOPQRSTUVWXYZ01234' WHERE "
      "id = 11;"
      "CREATE TEMPORARY TABLE later AS SELECT t.*, auth.challenge('nobody' || i || '@example.org') AS after "
      "FROM told t;"
      "SELECT count(*) FILTER (WHERE after <> before) BETWEEN 20 AND 280"
      "  AND bool_and(after = before OR after LIKE '$2b$12$%' AND left(right(after, 22), 16) <>"
      "    left(auth.bcrypt_salt(decode(right(before, 32) || repeat('0', 12), 'hex')), 16)) FROM later;"
      "ROLLBACK",
      "t");
}

/* Two administrators who send each other away at the same moment: one stays. */
static void
test_last_two (void)
{
  g_autoptr (PGconn) other = ddi_trust_connect ();
  g_autoptr (PGresult) second = NULL;
  g_autofree char *first = NULL, *waits = NULL;
  g_autofree char *waiting =
      g_strdup_printf ("SELECT count(*) FROM pg_stat_activity WHERE pid = %d AND wait_event_type = 'Lock'",
                       PQbackendPID (other));

  g_free (ddi_db_fixture_psql ("INSERT INTO users (id, name, email, password_hash, role) SELECT 17, 'Eve', "
                               "'eve@example.org', password_hash, "
                               "role FROM users WHERE id = 11;"
                               "INSERT INTO auth_sessions (token_hash, user_id, expires_at) VALUES "
                               "(auth.hash_token('token-17'), 17, now() + "
                               "interval '1 day')"));
  ddi_trust_begin (pg, "token-11");
  ddi_trust_begin (other, "token-17");
  first = ask (pg, "SELECT auth.deactivate(17, NULL)");
  g_assert_cmpstr (first, ==, "");
  g_assert_true (PQsendQuery (other, "SELECT auth.deactivate(11, NULL)"));
  do
    {
      g_free (waits);
      waits = ddi_test_home_psql (ddi_db_fixture_home (), TRUE, waiting);
    }
  while (g_str_equal (waits, "0"));
  PQclear (PQexec (pg, "COMMIT"));
  second = PQgetResult (other);
  g_assert_cmpstr (PQresultErrorField (second, PG_DIAG_MESSAGE_PRIMARY), ==, "the last administrator stays");
  g_assert_null (PQgetResult (other));
  ddi_trust_end (other);
  ddi_db_fixture_expect (
      "SELECT string_agg(id::text, ' ') FROM users WHERE role = 'administrator' AND active", "11");
}

/* Whoever has an administrator's session invites so many, and no more: 200, and one more at each of nine hours. */
static void
test_invitations_limited (void)
{
  g_autofree char *first = NULL, *refused = NULL;

  forget_attempts ();
  ddi_trust_begin (pg, "token-11");
  first = ask (pg, "SELECT count(auth.invite('guest' || i || '@example.org', 'Guest', 'viewer', '{1}'))"
                   " FROM generate_series(1, 200) i");
  g_assert_cmpstr (first, ==, "200");
  refused = ask (pg, "SELECT count(auth.invite('more' || i || '@example.org', 'More', 'viewer', '{1}'))"
                     " FROM generate_series(1, 10) i");
  g_assert_true (g_str_has_prefix (refused, "too many invitations: wait "));
  ddi_trust_end (pg);
  forget_attempts ();
}

int
main (int argc, char **argv)
{
  int failures;

  g_test_init (&argc, &argv, NULL);
  ddi_trust_fill ();
  pg = ddi_trust_connect ();
  g_test_add_func ("/db/accounts/touch", test_touch);
  g_test_add_func ("/db/accounts/touch-of-the-ended", test_touch_of_the_ended);
  g_test_add_func ("/db/accounts/clock-back", test_clock_back);
  g_test_add_func ("/db/accounts/clock-back-of-the-ended", test_clock_back_of_the_ended);
  g_test_add_func ("/db/accounts/clock-back-of-a-code", test_clock_back_of_a_code);
  g_test_add_func ("/db/accounts/clock-back-of-the-throttle", test_clock_back_of_the_throttle);
  g_test_add_func ("/db/accounts/ended-in-a-snapshot", test_ended_in_a_snapshot);
  g_test_add_func ("/db/accounts/no-lock-tells", test_no_lock_tells);
  g_test_add_func ("/db/accounts/right-code", test_right_code);
  g_test_add_func ("/db/accounts/updated-at", test_updated_at);
  g_test_add_func ("/db/accounts/issued-code", test_issued_code);
  g_test_add_func ("/db/accounts/false-challenges-move", test_false_challenges_move);
  g_test_add_func ("/db/accounts/invitations-limited", test_invitations_limited);
  g_test_add_func ("/db/accounts/last-two", test_last_two);
  /* Ends every session. */
  g_test_add_func ("/db/accounts/void-all", test_void_all);
  g_test_add_func ("/db/accounts/restored-by-hand", test_restored_by_hand);
  failures = g_test_run ();
  PQfinish (pg);
  return failures;
}
