/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>
#include <inttypes.h>

#include "cli/ddi-cli-backup-place.h"
#include "tasks/ddi-move.h"

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
print_json (const DdiMoveResult *result)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "tables");
  json_builder_add_int_value (builder, result->tables);
  json_builder_set_member_name (builder, "rows");
  json_builder_add_int_value (builder, result->rows);
  add_text (builder, "backup", result->backup);
  add_text (builder, "kept_directory", result->kept);
  add_text (builder, "address", result->address);
  json_builder_end_object (builder);
  ddi_cli_print_json (builder);
}

static void
print_text (const DdiMoveResult *result)
{
  g_print (_ ("%" PRId64 " rows of %u tables went over and were compared.\n"), result->rows, result->tables);
  if (result->address)
    g_print (_ ("Give ddi_app a password on the server, then connect: dunkin-demand --connection \"%s\"\n"),
             result->address);
  if (result->kept)
    g_print (
        _ ("What was there before is kept in %s; it comes back with: dunkin-demand-cli restore --undo\n"),
        result->kept);
  g_print (_ ("Everybody has to sign in again.\n"));
}

/* The data leave a home that this program alone has open. */
static DdiMoveResult *
move_away (const DdiCliContext *context, const DdiMoveOptions *options, GError **error)
{
  g_autoptr (DdiHome) home = ddi_cli_open_door (context, error);
  DdiMoveResult *result = home ? ddi_move_to_server (home, options, ddi_cli_get_cancellable (), error) : NULL;

  if (home)
    ddi_home_close (home, NULL);
  return result;
}

DdiCliExit
ddi_cli_move (const DdiCliContext *context, int argc, char **argv)
{
  g_autofree char *directory = ddi_cli_dup_directory (context);
  gboolean upgrade = g_str_equal (argv[0], "upgrade");
  const DdiMoveOptions options = { .connection = upgrade ? NULL : argv[1],
                                   .accept_risk = context->accept_risk,
                                   .progress = ddi_cli_backup_progress_cb };
  g_autoptr (DdiMoveResult) result = NULL;
  g_autoptr (GError) error = NULL;

  if (argc != (upgrade ? 1 : 2))
    return ddi_cli_misuse ("server", upgrade ? _ ("upgrade takes nothing more")
                                             : _ ("move and fetch take the address of a server"));
  if (upgrade)
    result = ddi_move_to_newest (directory, FALSE, &options, ddi_cli_get_cancellable (), &error);
  else if (g_str_equal (argv[0], "move"))
    result = move_away (context, &options, &error);
  else
    result = ddi_move_to_home (directory, &options, ddi_cli_get_cancellable (), &error);
  ddi_cli_backup_progress_end ();
  if (result == NULL)
    return ddi_cli_fail ("server", "%s", error->message);
  if (context->json)
    print_json (result);
  else
    print_text (result);
  return DDI_CLI_GOOD;
}
