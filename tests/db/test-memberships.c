/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A role for each shop: who says so, and what it opens. */
#include <string.h>

#include "db/ddi-session-private.h"
#include "ddi-trust.h"

static PGconn *pg;

/* The ids of the shops that a statement gives, each once, "1 3". */
static char *
ask_shops (const char *token, const char *sql)
{
  g_autofree char *all =
      g_strdup_printf ("WITH x (id) AS (%s) SELECT coalesce(string_agg(DISTINCT id::text, ' '), '') FROM x",
                       sql);
  g_autoptr (PGresult) answer = NULL;
  char *shops;

  ddi_trust_begin (pg, token);
  answer = PQexec (pg, all);
  shops =
      g_strdup (PQresultStatus (answer) == PGRES_TUPLES_OK ? PQgetvalue (answer, 0, 0)
                                                           : PQresultErrorField (answer, PG_DIAG_SQLSTATE));
  ddi_trust_end (pg);
  return shops;
}

static void
expect_shops (const char *token, const char *sql, const char *wanted)
{
  g_autofree char *shops = ask_shops (token, sql);

  if (!g_str_equal (shops, wanted))
    g_error ("%s as %s: “%s”, not “%s”", sql, token, shops, wanted);
}

/* Whoever keeps one shop and looks into another does each in its own: no right of the one reaches the other. */
static void
test_role_per_shop (void)
{
  static const char *const seen[] = { "daily_sales",        "daily_waste",    "daily_production",
                                      "store_days",         "forecasts",      "forecast_history",
                                      "forecast_comments",  "model_accuracy", "waste_goals",
                                      "product_offers",     "sheet_sources",  "daily_sales_archive",
                                      "daily_waste_archive" };
  static const char *const entered[] = { "daily_sales", "daily_waste", "daily_production", "store_days",
                                         "sheet_sources" };
  static const char *const decided[] = { "forecasts", "model_accuracy", "waste_goals", "product_offers" };
  /* Store manager of shop 3, viewer of shop 1; then district manager of shop 1's district, viewer of shop 3. */
  static const struct
  {
    const char *change, *sees, *enters, *decides;
  } cases[] = {
    { "SELECT auth.change_memberships(15, '{1,3}', '{viewer,store_manager}')", "1 3", "3", "" },
    { "SELECT auth.change_memberships(15, '{1,3}', '{district_manager,viewer}')", "1 2 3", "1 2", "1 2" },
    { "SELECT auth.change_memberships(15, '{3}', '{store_manager}')", "3", "3", "" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      ddi_trust_begin (pg, "token-11");
      PQclear (PQexec (pg, cases[i].change));
      PQclear (PQexec (pg, "COMMIT"));
      for (gsize k = 0; k < G_N_ELEMENTS (seen); k++)
        {
          g_autofree char *sql = g_strdup_printf ("SELECT store_id FROM %s", seen[k]);

          expect_shops ("token-15", sql, cases[i].sees);
        }
      for (gsize k = 0; k < G_N_ELEMENTS (entered) + G_N_ELEMENTS (decided); k++)
        {
          gboolean enters = k < G_N_ELEMENTS (entered);
          g_autofree char *sql = g_strdup_printf ("DELETE FROM %s RETURNING store_id",
                                                  enters ? entered[k] : decided[k - G_N_ELEMENTS (entered)]);

          expect_shops ("token-15", sql, enters ? cases[i].enters : cases[i].decides);
        }
      for (int store = 1; store <= 3; store++)
        {
          g_autofree char *sql =
              g_strdup_printf ("INSERT INTO daily_waste (user_id, store_id, date, product_id, product_name, "
                               "quantity_wasted) VALUES "
                               "((SELECT auth.user_id()), %d, '2025-08-01', 1, 'x', 1) RETURNING store_id",
                               store);
          g_autofree char *id = g_strdup_printf ("%d", store);

          expect_shops ("token-15", sql, strstr (cases[i].enters, id) ? id : "42501");
        }
    }
}

/* Only an administrator says who may what, and only whole answers are taken. */
static void
test_memberships (void)
{
  static const char *const refused[] = {
    "SELECT auth.change_memberships(13, '{1,3}', '{store_manager,store_manager}')",
    "SELECT auth.invite_member('eve@example.org', 'Eve', '{3}', '{store_manager}')",
    "SELECT auth.place(13, '{3}', '{store_manager}')",
  };
  static const char *const wrong[] = {
    "SELECT auth.change_memberships(13, '{1,3}', '{viewer}')",
    "SELECT auth.change_memberships(13, '{1}', '{administrator}')",
    "SELECT auth.change_memberships(13, '{1}', NULL)",
    "SELECT auth.change_memberships(13, '{NULL}', '{viewer}')",
    "SELECT auth.invite_member('eve@example.org', 'Eve', '{1,3}', '{viewer}')",
    "SELECT auth.change_memberships(11, '{1}', '{viewer}')", /* the last administrator */
  };

  for (int person = 12; person <= 15; person++)
    for (gsize i = 0; i < G_N_ELEMENTS (refused); i++)
      {
        g_autofree char *token = g_strdup_printf ("token-%d", person);
        g_autoptr (PGresult) answer = NULL;

        ddi_trust_begin (pg, token);
        answer = PQexec (pg, refused[i]);
        g_assert_cmpstr (PQresultErrorField (answer, PG_DIAG_SQLSTATE), ==, "42501");
        ddi_trust_end (pg);
      }
  for (gsize i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      g_autoptr (PGresult) answer = NULL;

      ddi_trust_begin (pg, "token-11");
      answer = PQexec (pg, wrong[i]);
      g_assert_cmpint (PQresultStatus (answer), ==, PGRES_FATAL_ERROR);
      ddi_trust_end (pg);
    }
  ddi_db_fixture_expect (
      "SELECT string_agg(user_id || role || store_id, ' ' ORDER BY user_id) FROM store_members",
      "12district_manager1 13store_manager1 14viewer1 15store_manager3");
}

int
main (int argc, char **argv)
{
  int failures;

  g_test_init (&argc, &argv, NULL);
  ddi_trust_fill ();
  pg = ddi_trust_connect ();
  g_test_add_func ("/db/memberships/role-per-shop", test_role_per_shop);
  g_test_add_func ("/db/memberships/who-says-so", test_memberships);
  failures = g_test_run ();
  PQfinish (pg);
  return failures;
}
