/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "cli-run.h"
#include "support/ddi-test-home.h"

static char *owner;
static DdiHome *server;

static void
expect_sql (const char *sql, const char *wanted)
{
  g_autofree char *got = ddi_test_home_psql (server, FALSE, sql);

  g_assert_cmpstr (got, ==, wanted);
}

/* Saying what would happen changes nothing; doing it does what was said; and it is taken back by its old name. */
static void
test_merge (void)
{
  static const char ask[] =
      "SELECT string_agg(p.name || ' ' || s.quantity_sold, ', ' ORDER BY s.id) FROM daily_sales s "
      "JOIN products p ON p.id = s.product_id";
  g_autoptr (CliRun) dry =
      cli_expect (0, owner, "products merge glazd GLAZED --dry-run --connection % --json");
  g_autoptr (JsonParser) parser = json_parser_new ();
  JsonObject *said = cli_run_parse (dry, parser), *sales = json_object_get_object_member (said, "sales");
  g_autoptr (CliRun) done = NULL, text = NULL, back = NULL, again = NULL;

  g_assert_cmpstr (json_object_get_string_member (said, "merged"), ==, "Glazd");
  g_assert_true (json_object_get_boolean_member (said, "dry_run"));
  g_assert_false (json_object_has_member (said, "merge"));
  g_assert_cmpint (json_object_get_int_member (sales, "rows"), ==, 2);
  g_assert_cmpint (json_object_get_int_member (sales, "summed"), ==, 1);
  expect_sql (ask, "Glazed 10, Glazd 3, Glazd 4");

  done = cli_expect (0, owner, "products merge Glazd Glazed --connection %");
  g_assert_nonnull (strstr (done->out, "Sales: 2 rows, 1 of them summed"));
  expect_sql (ask, "Glazed 13, Glazed 4");
  back = cli_expect (0, owner, "products unmerge Glazd --connection % --json");
  expect_sql (ask, "Glazed 10, Glazd 3, Glazd 4");
  again = cli_expect (1, owner, "products unmerge Glazd --connection %");
}

static void
test_misuse (void)
{
  g_autoptr (CliRun) none = cli_expect (2, owner, "products");
  g_autoptr (CliRun) one = cli_expect (2, owner, "products merge Glazed");
  g_autoptr (CliRun) unknown = cli_expect (1, owner, "products merge Glazed Nothing --connection %");
  g_autoptr (CliRun) same = cli_expect (1, owner, "products merge Glazed glazed --connection %");

  g_assert_nonnull (strstr (unknown->err, "Nothing"));
}

int
main (int argc, char **argv)
{
  int failures;

  g_test_init (&argc, &argv, NULL);
  server = ddi_test_home_new ();
  owner = ddi_cluster_dup_uri (ddi_home_get_cluster (server), DDI_CLUSTER_OWNER, "dunkin_demand");
  g_free (ddi_test_home_psql (
      server, FALSE,
      "INSERT INTO districts (name) VALUES ('D'); INSERT INTO stores (district_id, name) VALUES (1, 'North');"
      "INSERT INTO products (name) VALUES ('Glazed'), ('Glazd');"
      "INSERT INTO daily_sales (user_id, store_id, date, product_id, product_name, quantity_sold)"
      "  VALUES (1, 1, '2025-07-01', 1, 'Glazed', 10), (1, 1, '2025-07-01', 2, 'Glazd', 3),"
      "  (1, 1, '2025-07-02', 2, 'Glazd', 4)"));
  g_test_add_func ("/cli/products/merge", test_merge);
  g_test_add_func ("/cli/products/misuse", test_misuse);
  failures = g_test_run ();
  ddi_home_close (server, NULL);
  g_clear_object (&server);
  g_free (owner);
  return failures;
}
