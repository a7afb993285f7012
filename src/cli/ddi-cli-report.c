/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>

#include "cli/ddi-cli-store.h"
#include "cli/ddi-cli-table.h"
#include "cli/ddi-cli.h"

typedef struct
{
  int days; /* 0: the report's own */
  DdiDay today;
  const char *time_zone;
  int store_id; /* 0: all */
} Ask;

typedef struct
{
  const char *name;
  const char *query;
  GVariant *(*params) (const Ask *ask); /* (floating) */
  const DdiCliColumn *columns;
  guint n_columns;
} Report;

static GVariant *
stores_of (const Ask *ask)
{
  gint32 store = ask->store_id;
  GVariant *stores = store ? g_variant_new_fixed_array (G_VARIANT_TYPE_INT32, &store, 1, sizeof store) : NULL;

  return g_variant_new_maybe (G_VARIANT_TYPE ("ai"), stores);
}

static GVariant *
days_back (const Ask *ask)
{
  return g_variant_new_maybe (G_VARIANT_TYPE_INT32, ask->days ? g_variant_new_int32 (ask->days) : NULL);
}

static GVariant *
trends_params (const Ask *ask)
{
  return g_variant_new ("(@*i@*)", ddi_unit_day (ask->today), ask->days ? ask->days : 30, stores_of (ask));
}

/* Twenty lines, or all of the days that were asked for. */
static GVariant *
accuracy_params (const Ask *ask)
{
  return g_variant_new ("(@*i@*@*)", ddi_unit_day (ask->today), ask->days ? G_MAXINT32 : 20, stores_of (ask),
                        days_back (ask));
}

static GVariant *
waste_params (const Ask *ask)
{
  return g_variant_new ("(@*i@*)", ddi_unit_day (ask->today), ask->days ? ask->days : 90, stores_of (ask));
}

static GVariant *
activity_params (const Ask *ask)
{
  return g_variant_new ("(@*iis)", ddi_unit_day (ask->today), ask->days ? ask->days : 7, 50, ask->time_zone);
}

static GVariant *
users_params (const Ask *ask)
{
  return g_variant_new ("(i@*@*)", 10, ddi_unit_day (ask->today), days_back (ask));
}

static const DdiCliColumn trends_columns[] = {
  { "date", N_ ("Day"), DDI_CLI_TEXT },
  { "daily_revenue", N_ ("Revenue"), DDI_CLI_MONEY },
  { "quantity_sold", N_ ("Sold"), DDI_CLI_INTEGER },
};
static const DdiCliColumn accuracy_columns[] = {
  { "forecast_date", N_ ("Day"), DDI_CLI_TEXT },     { "store_name", N_ ("Shop"), DDI_CLI_TEXT },
  { "product_name", N_ ("Product"), DDI_CLI_TEXT },  { "predicted_demand", N_ ("Forecast"), DDI_CLI_INTEGER },
  { "actual_demand", N_ ("Sold"), DDI_CLI_INTEGER }, { "error_pct", N_ ("Error"), DDI_CLI_PERCENT },
};
static const DdiCliColumn waste_columns[] = {
  { "product_name", N_ ("Product"), DDI_CLI_TEXT },
  { "total_wasted", N_ ("Thrown away"), DDI_CLI_INTEGER },
  { "total_cost", N_ ("Cost"), DDI_CLI_MONEY },
};
static const DdiCliColumn activity_columns[] = {
  { "created_at", N_ ("Time (UTC)"), DDI_CLI_TEXT },
  { "user_name", N_ ("Who"), DDI_CLI_TEXT },
  { "action", N_ ("What"), DDI_CLI_TEXT },
  { "details", N_ ("Details"), DDI_CLI_TEXT },
};
static const DdiCliColumn users_columns[] = {
  { "id", N_ ("Id"), DDI_CLI_INTEGER },
  { "name", N_ ("Name"), DDI_CLI_TEXT },
  { "sales_count", N_ ("Sales recorded"), DDI_CLI_INTEGER },
  { "runs", N_ ("Forecasts made"), DDI_CLI_INTEGER },
};

static const Report reports[] = {
  { "trends", "reports/trends", trends_params, trends_columns, G_N_ELEMENTS (trends_columns) },
  { "accuracy", "reports/accuracy", accuracy_params, accuracy_columns, G_N_ELEMENTS (accuracy_columns) },
  { "waste", "reports/waste", waste_params, waste_columns, G_N_ELEMENTS (waste_columns) },
  { "activity", "reports/activity", activity_params, activity_columns, G_N_ELEMENTS (activity_columns) },
  { "users", "reports/users", users_params, users_columns, G_N_ELEMENTS (users_columns) },
};

static const Report *
find_report (const char *name)
{
  for (guint i = 0; name && i < G_N_ELEMENTS (reports); i++)
    if (g_str_equal (reports[i].name, name))
      return &reports[i];
  return NULL;
}

/* The days of a report are those of the first shop: where the business is, not where this runs. */
static char *
find_timezone (DdiDatabase *database, GError **error)
{
  DdiUnit *unit = ddi_unit_new ();
  g_autoptr (GPtrArray) results = NULL;

  ddi_unit_set_read_only (unit);
  ddi_unit_add (unit, "session/list-stores", NULL);
  results = ddi_database_run (database, unit, NULL, error);
  if (results == NULL)
    return NULL;
  return g_strdup (ddi_rows_get_n (results->pdata[0]) > 0 ? ddi_rows_get_text (results->pdata[0], 0, 2)
                                                          : "UTC");
}

static gboolean
run_report (const DdiCliContext *context, const Report *report, DdiDatabase *database, Ask *ask,
            const char *store, GError **error)
{
  g_autofree char *time_zone = find_timezone (database, error);
  g_autoptr (GPtrArray) results = NULL;
  DdiUnit *unit;

  if (time_zone == NULL)
    return FALSE;
  if (store)
    ask->store_id = ddi_cli_find_store (database, store, error);
  if (store && ask->store_id == 0)
    return FALSE;
  ask->time_zone = time_zone;
  ask->today = ddi_day_today (time_zone);
  unit = ddi_unit_new ();
  ddi_unit_set_read_only (unit);
  ddi_unit_set_statement_timeout (unit, 5 * 60 * 1000);
  ddi_unit_add (unit, report->query, report->params (ask));
  results = ddi_database_run (database, unit, NULL, error);
  if (results == NULL)
    return FALSE;
  if (context->json)
    {
      g_autoptr (JsonBuilder) builder = json_builder_new ();

      ddi_cli_table_add_json (builder, results->pdata[0], report->columns, report->n_columns);
      ddi_cli_print_json (builder);
    }
  else
    ddi_cli_table_print (results->pdata[0], report->columns, report->n_columns);
  return TRUE;
}

DdiCliExit
ddi_cli_report (const DdiCliContext *context, int argc, char **argv)
{
  Ask ask = { .today = DDI_DAY_INVALID };
  char *name = NULL;
  GOptionEntry entries[] = {
    { "days", 0, 0, G_OPTION_ARG_INT, &ask.days, N_ ("how many days back"), "N" },
    { "store", 0, 0, G_OPTION_ARG_STRING, &name, N_ ("only this shop"), "NAME" },
    G_OPTION_ENTRY_NULL,
  };
  g_autoptr (DdiHome) home = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *store = NULL;
  const Report *report;
  gboolean good;

  /* It has options of its own. */
  for (int i = 1; i < argc; i++)
    if (g_str_equal (argv[i], "weekly"))
      return ddi_cli_weekly (context, argc, argv);
  ask.days = 0;
  good = ddi_cli_parse ("report", "trends|accuracy|waste|activity|users|weekly", entries, &argc, &argv);
  store = name;
  if (!good)
    return DDI_CLI_USAGE;
  report = find_report (argc > 1 ? argv[1] : NULL);
  if (report == NULL || argc > 2)
    return ddi_cli_misuse ("report", _ ("needs one of trends, accuracy, waste, activity, users, weekly"));
  if (ask.days < 0 || ask.days > 36500)
    return ddi_cli_misuse ("--days", _ ("must be from 1 to 36500"));

  home = ddi_cli_open_home (context, &error);
  if (home == NULL)
    return ddi_cli_fail ("report", "%s", error->message);
  good = run_report (context, report, ddi_home_get_database (home), &ask, store, &error);
  good = ddi_home_close (home, good ? &error : NULL) && good;
  return good ? DDI_CLI_GOOD : ddi_cli_fail ("report", "%s", error->message);
}
