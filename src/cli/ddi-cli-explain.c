/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>

#include "cli/ddi-cli.h"
#include "core/ddi-format.h"
#include "db/ddi-explain.h"
#include "db/ddi-sql.h"
#include "tasks/ddi-query-plan.h"

/* More parameters than any query has. */
#define MOST 32

static void
print_node (const DdiPlanNode *node, guint depth)
{
  g_autofree char *share = ddi_format_percent (node->share, 0);

  g_print ("%s %10.2f ms %6s %10.0f × %-6.0f %*s%s\n", node->costly ? "*" : " ", node->own_time, share,
           node->rows, node->loops, (int)depth * 2, "", node->label);
  if (node->condition)
    g_print ("%*s%s\n", (int)depth * 2 + 43, "", node->condition);
  for (guint i = 0; i < node->children->len; i++)
    print_node (node->children->pdata[i], depth + 1);
}

static gboolean
print (const DdiCliContext *context, const char *json, GError **error)
{
  g_autoptr (DdiQueryPlan) plan = NULL;

  if (context->json)
    {
      g_print ("%s\n", json);
      return TRUE;
    }
  plan = ddi_query_plan_parse (json, error);
  if (plan == NULL)
    return FALSE;
  g_print ("%s\n", _ ("Own time, share of the whole, rows × how often; * is costly"));
  print_node (plan->root, 0);
  g_print (_ ("Planned in %.2f ms, run in %.2f ms, rolled back\n"), plan->planning, plan->execution);
  return TRUE;
}

static gboolean
list (const DdiCliContext *context)
{
  g_auto (GStrv) names = ddi_sql_list_queries ();

  for (gsize i = 0; names[i]; i++)
    g_print ("%s\n", names[i]);
  return TRUE;
}

/* "2=2026-01-01" is $2. */
static gboolean
read_parameters (char **texts, const char **values)
{
  for (gsize i = 0; texts && texts[i]; i++)
    {
      char *end;
      guint64 n = g_ascii_strtoull (texts[i], &end, 10);

      if (*end != '=' || n < 1 || n > MOST)
        return FALSE;
      values[n - 1] = end + 1;
    }
  return TRUE;
}

static gboolean
explain (const DdiCliContext *context, const char *query, const char *const *values, GError **error)
{
  g_autoptr (DdiHome) home = ddi_cli_open_home (context, error);
  g_autofree char *json =
      home ? ddi_database_explain (ddi_home_get_database (home), query, values, MOST, error) : NULL;
  gboolean good = json && print (context, json, error);

  if (home)
    ddi_home_close (home, NULL);
  return good;
}

DdiCliExit
ddi_cli_explain (const DdiCliContext *context, int argc, char **argv)
{
  g_auto (GStrv) texts = NULL;
  gboolean listed = FALSE;
  const char *values[MOST] = { NULL };
  const GOptionEntry entries[] = {
    { "list", 0, 0, G_OPTION_ARG_NONE, &listed, N_ ("list the names of all queries"), NULL },
    { "param", 0, 0, G_OPTION_ARG_STRING_ARRAY, &texts, N_ ("a parameter, instead of a sample of its type"),
      "N=VALUE" },
    G_OPTION_ENTRY_NULL,
  };
  g_autoptr (GError) error = NULL;

  if (!ddi_cli_parse ("explain", "QUERY", entries, &argc, &argv))
    return DDI_CLI_USAGE;
  if (listed && argc == 1)
    return list (context) ? DDI_CLI_GOOD : DDI_CLI_FAILED;
  if (argc != 2 || listed)
    return ddi_cli_misuse ("explain", _ ("takes the name of one query, or --list"));
  if (!read_parameters (texts, values))
    return ddi_cli_misuse ("--param", _ ("is written N=VALUE, for $N of the query"));
  if (!explain (context, argv[1], values, &error))
    return ddi_cli_fail ("explain", "%s", error->message);
  return DDI_CLI_GOOD;
}
