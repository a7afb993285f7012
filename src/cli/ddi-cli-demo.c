/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/ddi-cli.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <json-glib/json-glib.h>

#include "tasks/ddi-demo.h"
#include "tasks/ddi-home.h"

static void
print_json (const DdiDemoResult *result)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (JsonNode) root = NULL;
  g_autofree char *first = result->first == DDI_DAY_INVALID ? NULL : ddi_day_format (result->first);
  g_autofree char *last = ddi_day_format (result->last);
  g_autofree char *text = NULL;

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "stores");
  json_builder_add_int_value (builder, result->n_stores);
  json_builder_set_member_name (builder, "products");
  json_builder_add_int_value (builder, result->n_products);
  json_builder_set_member_name (builder, "rows_added");
  json_builder_add_int_value (builder, result->n_rows);
  json_builder_set_member_name (builder, "first");
  json_builder_add_string_value (builder, first);
  json_builder_set_member_name (builder, "last");
  json_builder_add_string_value (builder, last);
  json_builder_end_object (builder);
  root = json_builder_get_root (builder);
  text = json_to_string (root, TRUE);
  g_print ("%s\n", text);
}

static void
print_text (const DdiDemoResult *result)
{
  g_autofree char *first = result->first == DDI_DAY_INVALID ? NULL : ddi_day_format (result->first);
  g_autofree char *last = ddi_day_format (result->last);

  if (result->n_rows == 0)
    g_print (_ ("The demo district is there already, up to %s.\n"), last);
  else
    g_print (_ ("The demo district: %u shops, %u products, %" PRId64 " rows from %s to %s, and the "
                "forecasts of the week ahead.\n"),
             result->n_stores, result->n_products, result->n_rows, first, last);
}

DdiCliExit
ddi_cli_demo (const DdiCliContext *context, int argc, char **argv)
{
  g_autoptr (DdiHome) home = NULL;
  g_autoptr (GError) error = NULL;
  DdiDemoResult result;
  gboolean good;

  if (!ddi_cli_parse ("demo", NULL, NULL, &argc, &argv))
    return DDI_CLI_USAGE;
  if (argc > 1)
    return ddi_cli_misuse ("demo", _ ("takes no argument: %s"), argv[1]);
  home = ddi_cli_open_home (context, &error);
  if (home == NULL)
    return ddi_cli_fail ("demo", "%s", error->message);
  good = ddi_demo_open (home, &result, NULL, &error);
  if (!good)
    {
      ddi_cli_close_home (home, NULL);
      return ddi_cli_fail ("demo", "%s", error->message);
    }
  if (context->json)
    print_json (&result);
  else
    print_text (&result);
  return ddi_cli_close_home (home, &error) ? DDI_CLI_GOOD : ddi_cli_fail ("demo", "%s", error->message);
}
