/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>

#include "cli/ddi-cli-backup-place.h"
#include "db/ddi-conninfo.h"
#include "tasks/ddi-connection-file.h"

static void
add_text (JsonBuilder *builder, const char *name, const char *text)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_string_value (builder, text);
}

/* The file on standard output, so that it goes wherever it is wanted. */
static DdiCliExit
sign (const DdiCliContext *context, const char *address)
{
  DdiCliBackupPlace place = { 0 };
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;

  if (ddi_cli_backup_place_open (&place, context, &error))
    text = ddi_connection_file_make (place.server->owner, 0, address, &error);
  ddi_cli_backup_place_close (&place, &error);
  if (text == NULL || error)
    return ddi_cli_fail ("server sign", "%s", error->message);
  g_print ("%s\n", text);
  return DDI_CLI_GOOD;
}

static DdiCliExit
take (const DdiCliContext *context, const char *path)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DdiConnectionFile) file = ddi_connection_file_read (path, &error);
  g_autoptr (DdiServerProfile) before = file ? ddi_connection_file_check (file, &error) : NULL;
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  if (before == NULL || !ddi_connection_file_accept (file, &error))
    return ddi_cli_fail ("server accept", "%s", error->message);
  if (!context->json)
    {
      g_print (_ ("The database that was at %s\nis at %s\n"), before->address, file->address);
      return DDI_CLI_GOOD;
    }
  json_builder_begin_object (builder);
  add_text (builder, "database", file->uuid);
  add_text (builder, "from", before->address);
  add_text (builder, "to", file->address);
  json_builder_end_object (builder);
  ddi_cli_print_json (builder);
  return DDI_CLI_GOOD;
}

static DdiCliExit
list (const DdiCliContext *context)
{
  g_autoptr (GPtrArray) profiles = ddi_server_profile_list ();
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_array (builder);
  for (guint i = 0; i < profiles->len; i++)
    {
      const DdiServerProfile *profile = profiles->pdata[i];

      if (!context->json)
        g_print ("%s  %s\n", profile->uuid, profile->address);
      json_builder_begin_object (builder);
      add_text (builder, "database", profile->uuid);
      add_text (builder, "address", profile->address);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
  if (context->json)
    ddi_cli_print_json (builder);
  return DDI_CLI_GOOD;
}

static DdiCliExit
forget (const DdiCliContext *context, const char *uuid)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  if (!ddi_server_profile_forget (uuid, &error))
    return ddi_cli_fail ("server forget", "%s", error->message);
  if (!context->json)
    {
      g_print (_ ("%s is forgotten.\n"), uuid);
      return DDI_CLI_GOOD;
    }
  json_builder_begin_object (builder);
  add_text (builder, "forgotten", uuid);
  json_builder_end_object (builder);
  ddi_cli_print_json (builder);
  return DDI_CLI_GOOD;
}

gboolean
ddi_cli_profile_knows (const char *verb)
{
  static const char *const verbs[] = { "sign", "accept", "list", "forget", NULL };

  return g_strv_contains (verbs, verb);
}

DdiCliExit
ddi_cli_profile (const DdiCliContext *context, int argc, char **argv)
{
  if (g_str_equal (argv[0], "list"))
    return argc == 1 ? list (context) : ddi_cli_misuse ("server", _ ("list takes nothing more"));
  if (argc != 2)
    return ddi_cli_misuse ("server", _ ("%s takes one more word"), argv[0]);
  if (g_str_equal (argv[0], "sign"))
    return sign (context, argv[1]);
  return g_str_equal (argv[0], "accept") ? take (context, argv[1]) : forget (context, argv[1]);
}
