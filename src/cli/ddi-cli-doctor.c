/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>

#include "cli/ddi-cli.h"
#include "tasks/ddi-doctor.h"

static const char *
tell_state (DdiCheckState state)
{
  switch (state)
    {
    case DDI_CHECK_GOOD:
      return _ ("good");
    case DDI_CHECK_WARNING:
      return _ ("look");
    case DDI_CHECK_BAD:
      return _ ("wrong");
    case DDI_CHECK_SKIPPED:
    default:
      return _ ("not asked");
    }
}

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
print_json (GPtrArray *checks)
{
  const DdiCheck *bad = ddi_check_find_bad (checks);
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "good");
  json_builder_add_boolean_value (builder, bad == NULL);
  add_text (builder, "wrong", bad ? bad->step : NULL);
  json_builder_set_member_name (builder, "checks");
  json_builder_begin_array (builder);
  for (guint i = 0; i < checks->len; i++)
    {
      const DdiCheck *check = checks->pdata[i];

      json_builder_begin_object (builder);
      add_text (builder, "step", check->step);
      add_text (builder, "state", ddi_check_state_name (check->state));
      add_text (builder, "text", check->text);
      add_text (builder, "mend", check->mend);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
  json_builder_end_object (builder);
  ddi_cli_print_json (builder);
}

static void
print_text (GPtrArray *checks)
{
  for (guint i = 0; i < checks->len; i++)
    {
      const DdiCheck *check = checks->pdata[i];

      g_print ("%-10s %s: %s\n", tell_state (check->state), ddi_check_title (check), check->text);
      if (check->state == DDI_CHECK_WARNING && check->mend)
        g_print ("%-10s %s\n", "", check->mend);
    }
}

/* What is good is told as well, so that the error on stderr comes after a report, not instead of one. */
DdiCliExit
ddi_cli_doctor (const DdiCliContext *context, int argc, char **argv)
{
  DdiDoctorOptions options = { context->data_dir, context->connection, context->accept_risk };
  g_autoptr (GPtrArray) checks = NULL;
  const DdiCheck *bad;

  if (!ddi_cli_parse ("doctor", NULL, NULL, &argc, &argv))
    return DDI_CLI_USAGE;
  if (argc > 1)
    return ddi_cli_misuse ("doctor", _ ("takes no argument: %s"), argv[1]);
  checks = ddi_doctor_examine (&options, NULL);
  if (context->json)
    print_json (checks);
  else
    print_text (checks);
  bad = ddi_check_find_bad (checks);
  if (bad == NULL)
    return DDI_CLI_GOOD;
  return bad->mend ? ddi_cli_fail ("doctor", "%s: %s\n%s", ddi_check_title (bad), bad->text, bad->mend)
                   : ddi_cli_fail ("doctor", "%s: %s", ddi_check_title (bad), bad->text);
}
