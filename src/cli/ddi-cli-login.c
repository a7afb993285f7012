/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include "auth/ddi-token-store.h"
#include "cli/ddi-cli.h"
#include "tasks/ddi-sign-in.h"

#define LINE 8192

DdiSecret *
ddi_cli_read_line (const char *prompt, gboolean hidden)
{
  gboolean terminal = isatty (STDIN_FILENO) != 0;
  struct termios shown, unseen;
  char *line = sodium_init () < 0 ? NULL : sodium_malloc (LINE);
  DdiSecret *secret = NULL;

  if (line == NULL)
    return NULL;
  if (terminal)
    {
      g_printerr ("%s ", prompt);
      if (hidden && tcgetattr (STDIN_FILENO, &shown) == 0)
        {
          unseen = shown;
          unseen.c_lflag &= ~(tcflag_t)ECHO;
          tcsetattr (STDIN_FILENO, TCSAFLUSH, &unseen);
        }
    }
  /* Not through stdio, whose buffer nobody wipes. */
  for (gsize n = 0; n < LINE && secret == NULL; n++)
    {
      gssize got = read (STDIN_FILENO, line + n, 1);

      if (got <= 0 && n == 0)
        break;
      if (got <= 0 || line[n] == '\n')
        secret = ddi_secret_new (line, n);
    }
  if (terminal && hidden)
    {
      tcsetattr (STDIN_FILENO, TCSAFLUSH, &shown);
      g_printerr ("\n");
    }
  sodium_free (line);
  return secret;
}

static void
tell_session (const DdiCliContext *context, const char *server, DdiSecret *token)
{
  g_autoptr (GError) error = NULL;

  if (context->json)
    {
      g_autoptr (JsonBuilder) builder = json_builder_new ();

      json_builder_begin_object (builder);
      json_builder_set_member_name (builder, "session");
      json_builder_add_string_value (builder, ddi_secret_get_text (token));
      json_builder_end_object (builder);
      ddi_cli_print_json (builder);
      return;
    }
  if (ddi_token_store_save (server, ddi_secret_get_text (token), &error))
    {
      g_print (_ ("You are signed in; this desktop remembers it.\n"));
      return;
    }
  g_printerr (_ ("This desktop keeps no secrets (%s). For this shell:\n"), error->message);
  g_print ("export DDI_SESSION=%s\n", ddi_secret_get_text (token));
}

static DdiCliExit
sign_in (const DdiCliContext *context, DdiDatabase *database, DdiSignInOptions *options)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *server = ddi_cli_dup_server (context);
  g_autoptr (DdiSecret) device = ddi_token_store_lookup (server);
  g_autoptr (DdiSecret) password = NULL, again = NULL, token = NULL;

  password =
      ddi_cli_read_line (options->kind == DDI_SIGN_IN_PASSWORD ? _ ("Password:") : _ ("New password:"), TRUE);
  if (password == NULL)
    return ddi_cli_fail ("login", "%s", _ ("no password was entered"));
  if (options->kind != DDI_SIGN_IN_PASSWORD)
    {
      again = ddi_cli_read_line (_ ("New password again:"), TRUE);
      if (again == NULL || g_strcmp0 (ddi_secret_get_text (again), ddi_secret_get_text (password)) != 0)
        return ddi_cli_fail ("login", "%s", _ ("the two passwords differ"));
    }
  options->password = password;
  options->device = device ? ddi_secret_get_text (device) : g_getenv ("DDI_SESSION");
  token = ddi_sign_in (database, options, NULL, &error);
  if (token == NULL)
    return ddi_cli_fail ("login", "%s", error->message);
  tell_session (context, server, token);
  return DDI_CLI_GOOD;
}

DdiCliExit
ddi_cli_login (const DdiCliContext *context, int argc, char **argv)
{
  g_autofree char *code = NULL, *name = NULL;
  gboolean first = FALSE;
  const GOptionEntry entries[] = {
    { "code", 0, 0, G_OPTION_ARG_STRING, &code,
      N_ ("choose a password with an invitation's or a reset's code"), "CODE" },
    { "first", 0, 0, G_OPTION_ARG_NONE, &first, N_ ("become the first administrator of an empty database"),
      NULL },
    { "name", 0, 0, G_OPTION_ARG_STRING, &name, N_ ("your name, with --first"), "NAME" },
    { NULL },
  };
  g_autoptr (DdiHome) home = NULL;
  g_autoptr (GError) error = NULL;
  DdiSignInOptions options = { 0 };
  DdiCliExit result;

  if (!ddi_cli_parse ("login", "EMAIL", entries, &argc, &argv))
    return DDI_CLI_USAGE;
  if (argc != 2)
    return ddi_cli_misuse (
        "login", _ ("takes an e-mail address; the password is asked for, or read from standard input"));
  if (context->connection == NULL)
    return ddi_cli_misuse ("login",
                           _ ("is for a server; the embedded database knows you by your account here"));
  home = ddi_cli_open_door (context, &error);
  if (home == NULL)
    return ddi_cli_fail ("login", "%s", error->message);
  options.kind = first ? DDI_SIGN_IN_FIRST : code ? DDI_SIGN_IN_CODE : DDI_SIGN_IN_PASSWORD;
  options.email = argv[1];
  options.code = code;
  options.name = name;
  result = sign_in (context, ddi_home_get_database (home), &options);
  ddi_home_close (home, NULL);
  return result;
}

/* The rows of one statement; NULL with @error. */
static DdiRows *
ask (DdiHome *home, const char *query, GError **error)
{
  DdiUnit *unit = ddi_unit_new ();
  g_autoptr (GPtrArray) results = NULL;

  ddi_unit_add (unit, query, NULL);
  results = ddi_database_run (ddi_home_get_database (home), unit, NULL, error);
  return results ? ddi_rows_ref (results->pdata[0]) : NULL;
}

DdiCliExit
ddi_cli_logout (const DdiCliContext *context, int argc, char **argv)
{
  g_autofree char *server = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (DdiHome) home = NULL;
  g_autoptr (DdiRows) rows = NULL;

  if (!ddi_cli_parse ("logout", NULL, NULL, &argc, &argv))
    return DDI_CLI_USAGE;
  if (argc != 1 || context->connection == NULL)
    return ddi_cli_misuse ("logout", _ ("takes only --connection"));
  server = ddi_cli_dup_server (context);
  home = ddi_cli_open_door (context, &error);
  rows = home ? ask (home, "accounts/close-session", &error) : NULL;
  if (rows == NULL)
    return ddi_cli_fail ("logout", "%s", error->message);
  ddi_token_store_forget (server);
  ddi_home_close (home, NULL);
  g_print ("%s\n",
           ddi_rows_get_boolean (rows, 0, 0) ? _ ("You are signed out.") : _ ("Nobody was signed in."));
  return DDI_CLI_GOOD;
}

DdiCliExit
ddi_cli_whoami (const DdiCliContext *context, int argc, char **argv)
{
  static const char *const members[] = { "name", "email", "role", "kind", "expires_at" };
  g_autoptr (GError) error = NULL;
  g_autoptr (DdiHome) home = NULL;
  g_autoptr (DdiRows) rows = NULL;
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  if (!ddi_cli_parse ("whoami", NULL, NULL, &argc, &argv))
    return DDI_CLI_USAGE;
  if (argc != 1)
    return ddi_cli_misuse ("whoami", _ ("takes nothing, not %s"), argv[1]);
  home = ddi_cli_open_home (context, &error);
  rows = home ? ask (home, "accounts/whoami", &error) : NULL;
  if (rows == NULL)
    return ddi_cli_fail ("whoami", "%s", error->message);
  ddi_home_close (home, NULL);
  if (ddi_rows_get_n (rows) == 0)
    {
      g_print ("%s\n", context->json ? "{\"role\": \"owner\"}" : _ ("You are the owner of this database."));
      return DDI_CLI_GOOD;
    }
  json_builder_begin_object (builder);
  for (gsize i = 0; i < G_N_ELEMENTS (members); i++)
    {
      json_builder_set_member_name (builder, members[i]);
      json_builder_add_string_value (builder,
                                     ddi_rows_get_text (rows, 0, ddi_rows_column (rows, members[i])));
    }
  json_builder_end_object (builder);
  if (context->json)
    ddi_cli_print_json (builder);
  else
    g_print ("%s <%s>, %s\n", ddi_rows_get_text (rows, 0, ddi_rows_column (rows, "name")),
             ddi_rows_get_text (rows, 0, ddi_rows_column (rows, "email")),
             ddi_rows_get_text (rows, 0, ddi_rows_column (rows, "role")));
  return DDI_CLI_GOOD;
}
