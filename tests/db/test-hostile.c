/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "db/ddi-session-private.h"
#include "ddi-db-fixture.h"
#include "ddi-trust.h"
#include "hostile-expert-attacks.h"

/* Each attack runs twice: first by a superuser who has taken the defence away and become ddi_app, where it
 * must succeed, or it proves nothing; then over a connection of ddi_app, where it must not. */

static PGconn *superuser;
static PGconn *pg;
static GString *said; /* notices and errors of what runs */

static void
notice_cb (void *user_data, const char *message)
{
  g_string_append (said, message);
}

/* What a COPY yields is said, too. */
static void
hear_copy (PGconn *connection)
{
  g_autoptr (PGresult) end = NULL;
  char *line = NULL;

  while (PQgetCopyData (connection, &line, 0) > 0)
    {
      g_string_append (said, line);
      PQfreemem (line);
    }
  while ((end = PQgetResult (connection)) != NULL)
    {
      g_string_append (said, PQresultErrorMessage (end));
      g_clear_pointer (&end, PQclear);
    }
}

/* The last command that a string of them runs, or the one that failed. */
static gboolean
attack_succeeds (PGconn *connection, const Attack *attack)
{
  g_autoptr (PGresult) result = NULL;
  const char *value;

  g_string_truncate (said, 0);
  result = PQexec (connection, attack->attack);
  g_string_append (said, PQresultErrorMessage (result));
  if (PQresultStatus (result) == PGRES_COPY_OUT)
    hear_copy (connection);
  if (attack->leak)
    return strstr (said->str, attack->leak) != NULL;
  if (PQresultStatus (result) == PGRES_COMMAND_OK)
    return atoi (PQcmdTuples (result)) > 0;
  if (PQresultStatus (result) != PGRES_TUPLES_OK || PQntuples (result) == 0)
    return FALSE;
  value = PQgetvalue (result, 0, 0);
  return !PQgetisnull (result, 0, 0) && !g_str_equal (value, "f");
}

static void
must (PGconn *connection, const char *sql)
{
  g_autoptr (PGresult) result = PQexec (connection, sql);

  if (PQresultStatus (result) != PGRES_COMMAND_OK && PQresultStatus (result) != PGRES_TUPLES_OK)
    g_error ("%s: %s", sql, PQresultErrorMessage (result));
}

/* Attempts are counted past a rollback, and two addresses may be counted together: no test starts with
 * what the one before it spent. */
static void
forget_attempts (void)
{
  must (superuser,
        "SELECT setval(c.oid, 0) FROM pg_class c WHERE c.relkind = 'S' AND c.relname LIKE 'attempts%'");
}

static void
check_attack (gconstpointer data)
{
  const Attack *attack = data;
  g_autofree char *session = g_strdup_printf ("SELECT set_config('ddi.session', '%s', true)", attack->token);

  forget_attempts ();
  must (superuser, "BEGIN");
  must (superuser, attack->defence);
  must (superuser, "SET LOCAL SESSION AUTHORIZATION ddi_app");
  must (superuser, session);
  if (!attack_succeeds (superuser, attack))
    g_error ("without its defence, too, “%s” holds: %s", attack->promise, said->str);
  must (superuser, "ROLLBACK");

  forget_attempts ();
  ddi_trust_begin (pg, attack->token);
  if (attack_succeeds (pg, attack))
    g_error ("“%s” is broken: %s", attack->promise, said->str);
  ddi_trust_end (pg);
}

/* Every argument of every function that ddi_app may call is a value: whatever is said, the answer is an
 * answer or a refusal, never a mistake in SQL, and nobody is more than before. */
static void
test_arguments (void)
{
  static const char *const words[] = { "'''; DROP TABLE users; --'",
                                       "'x'' OR ''1''=''1'",
                                       "E'\\\\''; SELECT 1 --'",
                                       "'$$; DELETE FROM users; $$'",
                                       "'%I %L %s'",
                                       "repeat('a', 100000)",
                                       "NULL" };
  g_autoptr (PGresult) calls = PQexec (
      superuser,
      "SELECT p.oid::regproc::text, p.pronargs, array_to_string(ARRAY(SELECT format_type(t, NULL) FROM"
      " unnest(p.proargtypes) t), ',') FROM pg_proc p WHERE p.pronamespace = 'auth'::regnamespace"
      " AND p.pronargs > 0 AND has_function_privilege('ddi_app', p.oid, 'EXECUTE') ORDER BY 1");
  g_autofree char *before =
      ddi_db_fixture_psql ("SELECT string_agg(id || role || active, ' ' ORDER BY id) FROM users");
  g_autofree char *after = NULL;

  g_assert_cmpint (PQntuples (calls), >, 8);
  for (int i = 0; i < PQntuples (calls); i++)
    for (gsize w = 0; w < G_N_ELEMENTS (words); w++)
      {
        g_auto (GStrv) types = g_strsplit (PQgetvalue (calls, i, 2), ",", -1);
        g_autoptr (GString) call = g_string_new (NULL);
        g_autoptr (PGresult) result = NULL;
        const char *state;

        g_string_printf (call, "SELECT * FROM %s(", PQgetvalue (calls, i, 0));
        for (gsize t = 0; types[t]; t++)
          {
            g_autofree char *list = g_strdup_printf ("ARRAY[%s]", words[w]);

            g_string_append_printf (call, "%s%s::%s", t ? ", " : "",
                                    g_str_equal (types[t], "text")        ? words[w]
                                    : g_str_equal (types[t], "text[]")    ? list
                                    : g_str_equal (types[t], "jsonb")     ? "'{}'"
                                    : g_str_equal (types[t], "integer[]") ? "'{1}'"
                                    : g_str_equal (types[t], "date")      ? "'2025-03-14'"
                                                                          : "1",
                                    types[t]);
          }
        g_string_append_c (call, ')');
        ddi_trust_begin (pg, MANAGER);
        result = PQexec (pg, call->str);
        state = PQresultErrorField (result, PG_DIAG_SQLSTATE);
        if (state && !g_str_has_prefix (state, "22") && !g_str_has_prefix (state, "P0002") &&
            !g_str_equal (state, "42501") && !g_str_has_prefix (state, "02") &&
            !g_str_has_prefix (state, "23"))
          g_error ("%s: %s", call->str, PQresultErrorMessage (result));
        ddi_trust_end (pg);
      }
  after = ddi_db_fixture_psql ("SELECT string_agg(id || role || active, ' ' ORDER BY id) FROM users");
  g_assert_cmpstr (before, ==, after);
}

static char *
ask (const char *sql)
{
  g_autoptr (PGresult) result = PQexec (pg, sql);

  if (PQresultStatus (result) != PGRES_TUPLES_OK)
    g_error ("%s: %s", sql, PQresultErrorMessage (result));
  return g_strdup (PQgetvalue (result, 0, 0));
}

/* Nothing tells whether an address has an account: form and steadiness of the challenge, the answer to a
 * wrong proof, the answer to a wish for a reset, and what each writes. */
static void
test_strangers (void)
{
  static const char *const addresses[] = { "ada@example.org", "stranger@example.org", "vic@example.org" };

  forget_attempts ();
  for (gsize i = 0; i < G_N_ELEMENTS (addresses); i++)
    {
      g_autofree char *challenge = g_strdup_printf ("SELECT auth.challenge('%s')", addresses[i]);
      g_autofree char *spaced = g_strdup_printf ("SELECT auth.challenge(' %s ')", addresses[i]);
      g_autofree char *sign_in = g_strdup_printf (
          "SELECT s::text FROM auth.sign_in('%s', repeat('ee', 32), NULL, NULL, 'x', NULL) s", addresses[i]);
      g_autofree char *reset = g_strdup_printf ("SELECT auth.request_reset('%s')::text", addresses[i]);
      g_autofree char *log = NULL;
      g_autofree char *first = NULL, *second = NULL, *answer = NULL, *wish = NULL;

      ddi_trust_begin (pg, "");
      first = ask (challenge);
      second = ask (spaced);
      g_assert_cmpstr (first, ==, second);
      g_assert_true (
          g_regex_match_simple ("^\\$argon2id\\$v=19\\$m=65536,t=2,p=1\\$[0-9a-f]{32}$", first, 0, 0));
      answer = ask (sign_in);
      g_assert_cmpstr (answer, ==, "(refused,,0,,)");
      wish = ask (reset);
      g_assert_cmpstr (wish, ==, "");
      ddi_trust_end (pg);
    }
}

/* What a statement did, in a process of its own: the calls of each function, and the scans and writes of each table. */
static char *
dup_work (const char *sql)
{
  g_autofree char *conninfo = ddi_db_fixture_dup_superuser ();
  g_autoptr (GError) error = NULL;
  g_autoptr (PGconn) fresh = ddi_session_open (conninfo, NULL, &error);
  g_autoptr (PGresult) result = NULL;

  g_assert_no_error (error);
  must (fresh, "BEGIN; SET LOCAL track_functions = 'all'");
  must (fresh, sql);
  result = PQexec (
      fresh,
      "SELECT string_agg(f.funcname || ' ' || f.calls, ', ' ORDER BY f.funcname, f.funcid) || '; ' ||"
      " (SELECT string_agg(concat_ws(' ', t.relname, t.seq_scan, t.idx_scan, t.n_tup_ins, t.n_tup_upd, "
      "t.n_tup_del), ', ' ORDER BY t.relname) FROM pg_stat_xact_user_tables t WHERE t.seq_scan + t.idx_scan "
      "+ t.n_tup_ins + t.n_tup_upd + t.n_tup_del > 0)"
      " FROM pg_stat_xact_user_functions f");
  g_assert_cmpint (PQresultStatus (result), ==, PGRES_TUPLES_OK);
  return g_strdup (PQgetvalue (result, 0, 0));
}

/* An address that has an account is no more and no other work than one that has none, or one that has yet to choose a
 * password: the same functions, looks and writes, so that time tells nothing. */
static void
test_same_work (void)
{
  static const char *const calls[] = {
    "SELECT auth.challenge('%s')",
    "SELECT auth.sign_in('%s', repeat('ee', 32), NULL, NULL, 'x', NULL)",
    "SELECT auth.redeem('%s', 'x', " SETTING ", " KEY ", 'x')",
    "SELECT auth.request_reset('%s')",
  };
  static const char *const others[] = { "stranger@example.org", "vic@example.org", "old@example.org" };

  for (gsize i = 0; i < G_N_ELEMENTS (calls); i++)
    for (gsize k = 0; k < G_N_ELEMENTS (others); k++)
      {
        g_auto (GStrv) parts = g_strsplit (calls[i], "%s", 2);
        g_autofree char *known = g_strconcat (parts[0], "ada@example.org", parts[1], NULL);
        g_autofree char *other = g_strconcat (parts[0], others[k], parts[1], NULL);
        g_autofree char *work = NULL, *same = NULL;

        forget_attempts ();
        work = dup_work (known);
        forget_attempts ();
        same = dup_work (other);
        g_assert_nonnull (strstr (work, "same_address "));
        g_assert_cmpstr (work, ==, same);
      }
}

/* Unknown addresses are of the same mix as the known ones: where some hashes are bcrypt, some answers are. */
static void
test_mix (void)
{
  g_autoptr (PGresult) result = NULL;

  must (superuser, "BEGIN");
  must (superuser, "UPDATE users SET password_hash = "
                   "'$2b$12$abcdefghijklmnopqrstuuABCDEFGHIJKLMNOPQRSTUVWXYZ01234' WHERE id = 12");
  result = PQexec (
      superuser,
      "SELECT count(*) FILTER (WHERE c LIKE '$2b$12$%') BETWEEN 80 AND 250 AND count(DISTINCT c) = 400"
      " AND bool_and(c ~ '^(\\$2b\\$12\\$[./A-Za-z0-9]{21}[.Oeu]|\\$argon2id.*)$')"
      " FROM generate_series(1, 400) i, auth.challenge('nobody' || i || '@example.org') c");
  g_assert_cmpstr (PQgetvalue (result, 0, 0), ==, "t");
  must (superuser, "ROLLBACK");
}

/* Guesses keep a stranger waiting, not the person on a device that has been here before. */
static void
test_not_locked_out (void)
{
  g_autofree char *guess = NULL, *known = NULL;

  forget_attempts ();
  ddi_trust_begin (pg, "");
  for (int i = 0; i < 40; i++)
    {
      g_free (guess);
      guess = ask ("SELECT outcome FROM auth.sign_in('mia@example.org', repeat('ee', 32), NULL, NULL, 'x', "
                   "'token-99')");
    }
  g_assert_cmpstr (guess, ==, "wait");
  known = ask (
      "SELECT outcome FROM auth.sign_in('mia@example.org', repeat('13', 32), NULL, NULL, 'x', 'token-13')");
  g_assert_cmpstr (known, ==, "good");
  ddi_trust_end (pg);
}

/* Their numbers go on from @first. */
static void
add_attacks (const Attack *attack, guint n, guint first)
{
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *slug = g_strdelimit (g_strdup (attack[i].promise), " ,'", '-');
      g_autofree char *path = g_strdup_printf ("/db/hostile/%03u-%s", first + i, slug);

      g_test_add_data_func (path, &attack[i], check_attack);
    }
}

int
main (int argc, char **argv)
{
  g_autofree char *conninfo = NULL;
  g_autoptr (GError) error = NULL;
  int failures;

  g_test_init (&argc, &argv, NULL);
  ddi_trust_fill ();
  said = g_string_new (NULL);
  pg = ddi_trust_connect ();
  PQsetNoticeProcessor (pg, notice_cb, NULL);
  conninfo = ddi_db_fixture_dup_superuser ();
  superuser = ddi_session_open (conninfo, NULL, &error);
  g_assert_no_error (error);
  PQsetNoticeProcessor (superuser, notice_cb, NULL);

  add_attacks (attacks, G_N_ELEMENTS (attacks), 1);
  add_attacks (expert_attacks, G_N_ELEMENTS (expert_attacks), G_N_ELEMENTS (attacks) + 1);
  g_test_add_func ("/db/hostile/arguments", test_arguments);
  g_test_add_func ("/db/hostile/strangers", test_strangers);
  g_test_add_func ("/db/hostile/same-work", test_same_work);
  g_test_add_func ("/db/hostile/mix", test_mix);
  g_test_add_func ("/db/hostile/not-locked-out", test_not_locked_out);
  failures = g_test_run ();
  PQfinish (pg);
  PQfinish (superuser);
  g_string_free (said, TRUE);
  return failures;
}
