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
  g_free (ddi_db_fixture_psql ("SELECT setval(c.oid::regclass, 0) FROM pg_class c WHERE c.relkind = 'S' AND "
                               "c.relname LIKE 'attempts\\_%'"
                               " AND c.relnamespace = 'auth'::regnamespace"));
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
  g_test_add_func ("/db/accounts/void-all", test_void_all);
  failures = g_test_run ();
  PQfinish (pg);
  return failures;
}
