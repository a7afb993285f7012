/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>

#include "cli/ddi-cli-maintenance.h"
#include "tasks/ddi-maintenance-advice.h"

static void
add_text (JsonBuilder *builder, const char *name, const char *text)
{
  json_builder_set_member_name (builder, name);
  if (text)
    json_builder_add_string_value (builder, text);
  else
    json_builder_add_null_value (builder);
}

static void
print_json (GPtrArray *list)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_array (builder);
  for (guint i = 0; i < list->len; i++)
    {
      const DdiAdvice *advice = list->pdata[i];
      g_autofree char *command = ddi_advice_dup_command (advice);

      json_builder_begin_object (builder);
      add_text (builder, "kind", advice->kind);
      json_builder_set_member_name (builder, "urgent");
      json_builder_add_boolean_value (builder, advice->urgent);
      add_text (builder, "subject", advice->subject);
      add_text (builder, "text", advice->text);
      add_text (builder, "command", command);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
  ddi_cli_print_json (builder);
}

static void
print_text (GPtrArray *list)
{
  if (list->len == 0)
    g_print ("%s\n", _ ("All is well."));
  for (guint i = 0; i < list->len; i++)
    {
      const DdiAdvice *advice = list->pdata[i];
      g_autofree char *command = ddi_advice_dup_command (advice);

      g_print ("%s %s\n", advice->urgent ? "!" : "-", advice->text);
      if (command)
        g_print ("  → dunkin-demand-cli %s\n", command);
    }
}

static gboolean
advise (DdiMaintenance *maintenance, const DdiCliContext *context, gpointer data, GError **error)
{
  g_autoptr (GPtrArray) list = ddi_maintenance_advise (maintenance, NULL, error);

  if (list == NULL)
    return FALSE;
  if (context->json)
    print_json (list);
  else
    print_text (list);
  return TRUE;
}

DdiCliExit
ddi_cli_advise (const DdiCliContext *context, int argc, char **argv)
{
  if (!ddi_cli_parse ("advise", NULL, NULL, &argc, &argv))
    return DDI_CLI_USAGE;
  if (argc > 1)
    return ddi_cli_misuse ("advise", _ ("takes no argument: %s"), argv[1]);
  return ddi_cli_run_maintenance (context, "advise", advise, NULL);
}
