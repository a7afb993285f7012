/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>

#include "cli/ddi-cli-backup-place.h"
#include "tasks/ddi-continuous.h"
#include "tasks/ddi-recovery.h"

typedef enum
{
  SHOW,
  SWITCH_ON,
  SWITCH_OFF,
  FORGET,
} What;

static void
add_int (JsonBuilder *builder, const char *name, gint64 value)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_int_value (builder, value);
}

static void
add_moment (JsonBuilder *builder, const char *name, gint64 moment)
{
  g_autofree char *text = ddi_recovery_format_moment (moment);

  json_builder_set_member_name (builder, name);
  if (moment > 0)
    json_builder_add_string_value (builder, text);
  else
    json_builder_add_null_value (builder);
}

static void
print_json (const DdiContinuousStatus *status)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  add_int (builder, "days", status->days);
  add_moment (builder, "first", status->first);
  add_moment (builder, "last", status->last);
  add_int (builder, "bases", status->n_bases);
  add_int (builder, "base_bytes", status->base_bytes);
  add_int (builder, "log_bytes", status->segment_bytes);
  add_int (builder, "daily_bytes", status->daily);
  add_int (builder, "free_bytes", status->room);
  json_builder_set_member_name (builder, "trouble");
  if (status->trouble)
    json_builder_add_string_value (builder, status->trouble);
  else
    json_builder_add_null_value (builder);
  json_builder_end_object (builder);
  ddi_cli_print_json (builder);
}

static void
print (const DdiContinuousStatus *status)
{
  g_autofree char *first = ddi_recovery_format_moment (status->first);
  g_autofree char *taken = g_format_size ((guint64)(status->base_bytes + status->segment_bytes));
  g_autofree char *daily = g_format_size ((guint64)MAX (status->daily, 0));
  g_autofree char *room = g_format_size ((guint64)status->room);

  if (status->days == 0)
    g_print (_ ("Continuous backup is off: what happens between two backups cannot be gone back to.\n"));
  else
    g_print (ngettext ("Continuous backup is on and goes back %d day.\n",
                       "Continuous backup is on and goes back %d days.\n", (gulong)status->days),
             status->days);
  if (status->n_bases > 0)
    g_print (_ ("Any moment since %s can be gone back to: restore --to-time MOMENT\n"), first);
  if (status->n_bases > 0 || status->days > 0)
    g_print (_ ("It takes %s; %s are free on that disk.\n"), taken, room);
  if (status->daily >= 0)
    g_print (_ ("A day takes about %s.\n"), daily);
  if (status->trouble)
    g_print ("%s\n", status->trouble);
}

static gboolean
act (const DdiBackupServer *server, What what, int days, GError **error)
{
  gboolean good = TRUE;

  if (what == SWITCH_ON)
    good = ddi_continuous_set (server, days, ddi_cli_backup_progress_cb, NULL, ddi_cli_get_cancellable (),
                               error);
  else if (what == SWITCH_OFF)
    good = ddi_continuous_set (server, 0, NULL, NULL, NULL, error);
  else if (what == FORGET)
    good = ddi_continuous_forget (server, error);
  ddi_cli_backup_progress_end ();
  return good;
}

static DdiCliExit
run (const DdiCliContext *context, What what, int days)
{
  DdiCliBackupPlace place = { 0 };
  g_autoptr (DdiContinuousStatus) status = NULL;
  g_autoptr (GError) error = NULL;

  if (ddi_cli_backup_place_open (&place, context, &error) && act (place.server, what, days, &error))
    status = ddi_continuous_read (place.server, &error);
  ddi_cli_backup_place_close (&place, &error);
  if (error)
    return ddi_cli_fail ("backup continuous", "%s", error->message);
  if (context->json)
    print_json (status);
  else
    print (status);
  return DDI_CLI_GOOD;
}

DdiCliExit
ddi_cli_backup_continuous (const DdiCliContext *context, int argc, char **argv)
{
  static const char *words[] = {
    [SHOW] = "status", [SWITCH_ON] = "on", [SWITCH_OFF] = "off", [FORGET] = "forget"
  };
  int days = DDI_CONTINUOUS_DAYS;
  const GOptionEntry entries[] = {
    { "days", 0, 0, G_OPTION_ARG_INT, &days, N_ ("how many days it goes back (7)"), N_ ("N") },
    G_OPTION_ENTRY_NULL,
  };

  if (!ddi_cli_parse ("backup continuous", "[on|off|status|forget]", entries, &argc, &argv))
    return DDI_CLI_USAGE;
  if (days < 1 || days > 365)
    return ddi_cli_misuse ("--days", _ ("is from 1 to 365"));
  if (argc == 1)
    return run (context, SHOW, days);
  for (guint i = 0; argc == 2 && i < G_N_ELEMENTS (words); i++)
    if (g_str_equal (argv[1], words[i]))
      return run (context, (What)i, days);
  return ddi_cli_misuse ("backup continuous", _ ("is on, off, status or forget"));
}
