/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tables that would be spread over several servers by store_id: every query that reads or writes one names the shop of its
 * rows, so that it goes to one server or joins on each, or is listed here with what would become of it. See
 * CONTRIBUTING, "Scaling out". */
#include <string.h>

#include "db/ddi-sql.h"

#define SPREAD                                                                                               \
  "daily_sales|daily_waste|daily_production|all_sales|all_waste|daily_sales_archive|daily_waste_archive|"    \
  "store_days|forecasts|forecast_history|forecast_comments|model_accuracy|waste_goals|product_offers|"       \
  "forecast_outcomes|order_lines|store_last_days|event_outcomes|store_sales_totals|store_production_totals|" \
  "forecast_totals|forecast_marks|store_forecast_sums"

typedef enum
{
  ADDS_UP, /* asks all shops: each server answers for its own and the answers are added up; works as it is */
  BY_ID,   /* finds rows by their number alone: would be told the shop as well, or ask every server */
} Reason;

static const struct
{
  const char *query;
  Reason reason;
} known[] = {
  { "accuracy/list-misses", ADDS_UP },
  { "columns/count-values", ADDS_UP },
  { "columns/plan-retype", ADDS_UP },
  { "forecasts/list-events", ADDS_UP },
  { "import/list-mixes", ADDS_UP },
  { "import/undo-production", BY_ID },
  { "import/undo-products", ADDS_UP },
  { "import/undo-sales", BY_ID },
  { "import/undo-waste", BY_ID },
  { "orders/approve", BY_ID },
  { "orders/approve-all", BY_ID },
  { "orders/change", BY_ID },
  { "orders/find-day", ADDS_UP },
  { "orders/forget-declined", BY_ID },
  { "orders/reject", BY_ID },
  { "orders/restore-decision", BY_ID },
  { "orders/restore-replaced", BY_ID },
  { "production/delete", BY_ID },
  { "production/get", BY_ID },
  { "production/restore", BY_ID },
  { "production/update", BY_ID },
  { "products/delete", ADDS_UP },
  { "products/first-day", ADDS_UP },
  { "products/list-unpriced", ADDS_UP },
  { "reports/users", ADDS_UP },
  { "sales/delete", BY_ID },
  { "sales/get", BY_ID },
  { "sales/restore", BY_ID },
  { "sales/update", BY_ID },
  { "status/count-rows", ADDS_UP },
  { "waste/delete", BY_ID },
  { "waste/get", BY_ID },
  { "waste/list-reasons", ADDS_UP },
  { "waste/restore", BY_ID },
  { "waste/update", BY_ID },
};

/* What looks after one server's tables, or makes them. */
static const char *const of_the_server[] = { "maintenance/", "restore/", "backup/", "demo/",    "migrations/",
                                             "provision/",   "archive/", "move/",   "recovery/" };

static gboolean
is_of_the_server (const char *query)
{
  for (guint i = 0; i < G_N_ELEMENTS (of_the_server); i++)
    if (g_str_has_prefix (query, of_the_server[i]))
      return TRUE;
  return FALSE;
}

static char *
strip_comments (const char *text)
{
  g_autoptr (GRegex) comments = g_regex_new ("--[^\\n]*", 0, 0, NULL);

  return g_regex_replace (comments, text, -1, 0, "", 0, NULL);
}

static gboolean
mentions (const char *text, gsize length)
{
  return g_strstr_len (text, (gssize)MIN (strlen (text), length), "store_id") != NULL;
}

/* Whether the rows that @match reads or writes are those of a shop that is named. */
static gboolean
names_shop (const char *text, GMatchInfo *match)
{
  g_autofree char *verb = g_match_info_fetch (match, 1), *alias = g_match_info_fetch (match, 3);
  g_autofree char *named = NULL;
  int end;

  g_match_info_fetch_pos (match, 2, NULL, &end);
  if (g_ascii_strcasecmp (verb, "INTO") == 0)
    return mentions (text + end, 400);
  if (alias == NULL || *alias == '\0')
    return mentions (text + end, 300);
  named = g_strdup_printf ("\\b%s\\.store_id\\b", alias);
  return g_regex_match_simple (named, text, 0, 0);
}

static gboolean
lacks_shop (const char *query)
{
  g_autofree char *text = strip_comments (ddi_sql_query (query));
  g_autoptr (GRegex) tables = g_regex_new (
      "\\b(FROM|JOIN|UPDATE|INTO|USING)\\s+(?:public\\.)?(" SPREAD ")\\b"
      "(?:\\s+(?:AS\\s+)?(?!(?:where|on|set|join|left|cross|order|group|union|select|using|values|limit|as|"
      "returning|inner|full|for|and|or|having|except)\\b)([a-z_][a-z0-9_]*))?",
      G_REGEX_CASELESS, 0, NULL);
  g_autoptr (GMatchInfo) match = NULL;

  g_regex_match (tables, text, 0, &match);
  for (; g_match_info_matches (match); g_match_info_next (match, NULL))
    if (!names_shop (text, match))
      return TRUE;
  return FALSE;
}

static gboolean
is_known (const char *query)
{
  for (guint i = 0; i < G_N_ELEMENTS (known); i++)
    if (g_str_equal (known[i].query, query))
      return TRUE;
  return FALSE;
}

static void
test_queries (void)
{
  g_auto (GStrv) queries = ddi_sql_list_queries ();

  for (char **query = queries; *query; query++)
    {
      gboolean lacks = !is_of_the_server (*query) && lacks_shop (*query);

      if (lacks && !is_known (*query))
        g_error ("%s names no shop for the rows of a table that is spread by store_id", *query);
      if (!lacks && is_known (*query))
        g_error ("%s names the shop now: it need not be listed", *query);
    }
}

/* What is listed is there: a reason that nobody needs any more misleads. */
static void
test_known (void)
{
  guint by_id = 0;

  for (guint i = 0; i < G_N_ELEMENTS (known); i++)
    {
      g_assert_true (ddi_sql_has_query (known[i].query));
      by_id += known[i].reason == BY_ID;
    }
  /* The figure in CONTRIBUTING. */
  g_assert_cmpuint (by_id, ==, 22);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/db/shards/queries", test_queries);
  g_test_add_func ("/db/shards/known", test_known);
  return g_test_run ();
}
