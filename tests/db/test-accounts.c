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
  g_test_add_func ("/db/accounts/void-all", test_void_all);
  failures = g_test_run ();
  PQfinish (pg);
  return failures;
}
