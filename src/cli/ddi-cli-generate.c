/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <math.h>
#include <unistd.h>

#include "cli/ddi-cli-store.h"
#include "cli/ddi-cli.h"
#include "core/ddi-format.h"
#include "tasks/ddi-generate.h"

static void
add_share (JsonBuilder *builder, const char *name, double value)
{
  json_builder_set_member_name (builder, name);
  if (isnan (value))
    json_builder_add_null_value (builder);
  else
    json_builder_add_double_value (builder, value);
}

static void
print_json (const DdiGenerateResult *result, int days)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autofree char *origin = ddi_day_format (result->origin);
  g_autofree char *first = ddi_day_format (result->origin + 1);
  g_autofree char *last = ddi_day_format (result->origin + days);
  const struct
  {
    const char *name;
    gint64 value;
  } counts[] = {
    { "run", result->run_id },
    { "stores", result->n_stores },
    { "series", result->n_series },
    { "pending", result->n_pending },
    { "superseded", result->n_superseded },
    { "changed", result->n_changed },
  };

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "origin");
  json_builder_add_string_value (builder, origin);
  json_builder_set_member_name (builder, "first");
  json_builder_add_string_value (builder, first);
  json_builder_set_member_name (builder, "last");
  json_builder_add_string_value (builder, last);
  for (guint i = 0; i < G_N_ELEMENTS (counts); i++)
    {
      json_builder_set_member_name (builder, counts[i].name);
      json_builder_add_int_value (builder, counts[i].value);
    }
  add_share (builder, "wape", result->wape);
  add_share (builder, "wape_rule_of_thumb", result->wape_rule_of_thumb);
  json_builder_end_object (builder);
  ddi_cli_print_json (builder);
}

static void
print_text (const DdiGenerateResult *result, int days)
{
  g_autofree char *origin = ddi_day_format (result->origin);
  g_autofree char *first = ddi_day_format (result->origin + 1);
  g_autofree char *last = ddi_day_format (result->origin + days);

  g_print (_ ("Forecast %u series of %u shops from %s to %s, from figures up to %s.\n"), result->n_series,
           result->n_stores, first, last, origin);
  g_print (_ ("%" PRId64 " lines wait for a decision; %" PRId64 " earlier ones were replaced.\n"),
           result->n_pending, result->n_superseded);
  if (result->n_changed > 0)
    g_print (ngettext ("%" PRId64 " line changed since it was decided.\n",
                       "%" PRId64 " lines changed since they were decided.\n", (gulong)result->n_changed),
             result->n_changed);
  if (!isnan (result->wape))
    {
      g_autofree char *ours = ddi_format_percent (result->wape, 1);
      g_autofree char *rule = ddi_format_percent (result->wape_rule_of_thumb, 1);

      g_print (_ ("Usual error of the last weeks: %s; of the rule of thumb: %s.\n"), ours, rule);
    }
}

/* One line on a terminal, nothing in a log. */
static void
show_progress_cb (double fraction, const char *step, gpointer user_data)
{
  g_printerr ("\r\033[K%s %3.0f %%", step, fraction * 100);
}

static gboolean
run_generate (const DdiCliContext *context, DdiHome *home, int days, const char *store, GError **error)
{
  DdiGenerateOptions options = { .days = days, .user_id = ddi_home_get_user_id (home) };
  gboolean terminal = isatty (STDERR_FILENO) && !context->json;
  DdiGenerateResult result;
  int store_id;
  gboolean good;

  if (store)
    {
      store_id = ddi_cli_find_store (ddi_home_get_database (home), store, error);
      if (store_id == 0)
        return FALSE;
      options.store_ids = &store_id;
      options.n_stores = 1;
    }
  if (terminal)
    options.progress = show_progress_cb;
  good = ddi_generate (ddi_home_get_database (home), &options, &result, NULL, error);
  if (terminal)
    g_printerr ("\r\033[K");
  if (!good)
    return FALSE;
  if (context->json)
    print_json (&result, days);
  else
    print_text (&result, days);
  return TRUE;
}

DdiCliExit
ddi_cli_generate (const DdiCliContext *context, int argc, char **argv)
{
  int days = 0;
  char *name = NULL;
  GOptionEntry entries[] = {
    { "days", 0, 0, G_OPTION_ARG_INT, &days, N_ ("how many days, 1 to 28"), "N" },
    { "store", 0, 0, G_OPTION_ARG_STRING, &name, N_ ("only this shop"), "NAME" },
    G_OPTION_ENTRY_NULL,
  };
  g_autoptr (DdiHome) home = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *store = NULL;
  gboolean good;

  good = ddi_cli_parse ("generate", NULL, entries, &argc, &argv);
  store = name;
  if (!good)
    return DDI_CLI_USAGE;
  if (argc > 1)
    return ddi_cli_misuse ("generate", _ ("takes no argument: %s"), argv[1]);
  if (days < 1 || days > DDI_GENERATE_MAX_DAYS)
    return ddi_cli_misuse ("generate", _ ("needs --days from 1 to %d"), DDI_GENERATE_MAX_DAYS);

  home = ddi_cli_open_home (context, &error);
  if (home == NULL)
    return ddi_cli_fail ("generate", "%s", error->message);
  good = run_generate (context, home, days, store, &error);
  good = ddi_cli_close_home (home, good ? &error : NULL) && good;
  return good ? DDI_CLI_GOOD : ddi_cli_fail ("generate", "%s", error->message);
}
