/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/ddi-cli.h"

#include <glib/gi18n-lib.h>
#include <stdio.h>

#include "core/ddi-locale.h"
#include "db/ddi-conninfo.h"
#include "ddi-config.h"

#define PROGRAM "dunkin-demand-cli"

/* In the order of the help page; one row a subcommand. */
static const DdiCliCommand commands[] = {
  { "import", N_ ("read throw-away sheets, sales, events or weather"), ddi_cli_import },
  { "export", N_ ("write sales, waste, forecasts or production"), ddi_cli_export },
  { "advise", N_ ("say what would do the database good"), ddi_cli_advise },
  { "archive", N_ ("move old sales and waste to the archive, and back"), ddi_cli_archive },
  { "audit", N_ ("list, verify, export and retain the log of what was done"), ddi_cli_audit },
  { "backup", N_ ("save the database, verify and list backups"), ddi_cli_backup },
  { "restore", N_ ("bring back a backup, or one table of it"), ddi_cli_restore },
  { "backtest", N_ ("measure the forecasts on past weeks of a sales file"), ddi_cli_backtest },
  { "columns", N_ ("list, add, rename or remove columns of sales and waste"), ddi_cli_columns },
  { "demo", N_ ("add the demo district"), ddi_cli_demo },
  { "doctor", N_ ("say why the database cannot be used, and how to mend it"), ddi_cli_doctor },
  { "explain", N_ ("show how one of the program's own queries runs"), ddi_cli_explain },
  { "forecast", N_ ("forecast the days after a sales file"), ddi_cli_forecast },
  { "indexes", N_ ("list the indexes, their size and use"), ddi_cli_indexes },
  { "locks", N_ ("show who blocks whom; cancel or end a session"), ddi_cli_locks },
  { "login", N_ ("sign in to a server"), ddi_cli_login },
  { "logout", N_ ("end the session on a server"), ddi_cli_logout },
  { "mail", N_ ("set the mail server; mail codes to who forgot their password"), ddi_cli_mail },
  { "maintain", N_ ("vacuum, analyze or reindex tables"), ddi_cli_maintain },
  { "migrate", N_ ("bring the database to this program's schema"), ddi_cli_migrate },
  { "generate", N_ ("forecast the days ahead from what the database holds"), ddi_cli_generate },
  { "order", N_ ("show or write the order of a day"), ddi_cli_order },
  { "products", N_ ("merge a product into another, or take that back"), ddi_cli_products },
  { "report", N_ ("trends, accuracy, waste, activity, users or the week in money"), ddi_cli_report },
  { "server", N_ ("start, stop or show the embedded server, print its URI, or set up PgBouncer"),
    ddi_cli_server },
  { "settings", N_ ("show or change the business's settings"), ddi_cli_settings },
  { "sheets", N_ ("write the shops' sheets of a week, to count on"), ddi_cli_sheets },
  { "slow", N_ ("list the statements that take the most time"), ddi_cli_slow },
  { "status", N_ ("show the database, its version and what it holds"), ddi_cli_status },
  { "users", N_ ("list and invite users, reset passwords, change roles"), ddi_cli_users },
  { "whoami", N_ ("tell who is signed in"), ddi_cli_whoami },
  { NULL, NULL, NULL },
};

G_GNUC_PRINTF (2, 0)
static void
complain (const char *what, const char *format, va_list args)
{
  g_autofree char *why = g_strdup_vprintf (format, args);

  g_printerr ("dunkin-demand-cli: %s: %s\n", what, why);
}

DdiCliExit
ddi_cli_fail (const char *what, const char *format, ...)
{
  va_list args;

  va_start (args, format);
  complain (what, format, args);
  va_end (args);
  return DDI_CLI_FAILED;
}

DdiCliExit
ddi_cli_misuse (const char *what, const char *format, ...)
{
  va_list args;

  va_start (args, format);
  complain (what, format, args);
  va_end (args);
  return DDI_CLI_USAGE;
}

gboolean
ddi_cli_parse (const char *command, const char *arguments, const GOptionEntry *entries, int *argc,
               char ***argv)
{
  g_autoptr (GOptionContext) context = g_option_context_new (arguments);
  g_autoptr (GError) error = NULL;
  g_autofree char *name = g_strconcat (PROGRAM " ", command, NULL);
  gboolean good;

  for (const DdiCliCommand *c = commands; c->name; c++)
    if (g_str_equal (c->name, command))
      g_option_context_set_summary (context, _ (c->summary));
  if (entries)
    g_option_context_add_main_entries (context, entries, GETTEXT_PACKAGE);
  /* What --help shows. */
  g_set_prgname (name);
  good = g_option_context_parse (context, argc, argv, &error);
  g_set_prgname (PROGRAM);
  if (!good)
    ddi_cli_misuse (command, "%s", error->message);
  return good;
}

void
ddi_cli_print_json (JsonBuilder *builder)
{
  g_autoptr (JsonNode) root = json_builder_get_root (builder);
  g_autofree char *text = json_to_string (root, TRUE);

  g_print ("%s\n", text);
}

/* Without an option, the variables that psql knows mean a server, as they do for psql. Those that only
 * say how to connect (PGUSER, PGPORT, PGPASSFILE…) do not. */
static const char *
connection_of_environment (void)
{
  static const char *names[] = { "PGSERVICE", "PGDATABASE", "PGHOST", "PGHOSTADDR" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (g_getenv (names[i]) != NULL && *g_getenv (names[i]) != '\0')
      /* The first two name the database, too. */
      return i < 2 ? "" : "dbname=dunkin_demand";
  return NULL;
}

static void
print_help (void)
{
  g_print ("%s\n\n", _ ("Usage: dunkin-demand-cli [--json] [--data-dir DIR | --connection URI] COMMAND …"));
  for (const DdiCliCommand *c = commands; c->name; c++)
    g_print ("  %-10s %s\n", c->name, _ (c->summary));
  g_print ("\n%s\n",
           _ ("Without --data-dir and --connection the embedded database of this account is used, or the\n"
              "server that PGHOST, PGHOSTADDR, PGDATABASE or PGSERVICE name."));
}

/* Takes --name VALUE or --name=VALUE at argv[*i]; TRUE where it was that option. *value stays NULL
 * where the value is missing. */
static gboolean
take_option (char **argv, int argc, int *i, const char *name, const char **value)
{
  gsize length = strlen (name);

  if (strncmp (argv[*i], name, length) != 0)
    return FALSE;
  if (argv[*i][length] == '=')
    *value = argv[*i] + length + 1;
  else if (argv[*i][length] != '\0')
    return FALSE;
  else
    *value = *i + 1 < argc ? argv[++*i] : NULL;
  return TRUE;
}

int
ddi_cli_run (int argc, char **argv)
{
  DdiCliContext context = { 0 };
  g_autoptr (GPtrArray) rest = g_ptr_array_new ();

  ddi_locale_init ();

  for (int i = 1; i < argc; i++)
    {
      const char *name = argv[i];

      if (g_str_equal (argv[i], "--json"))
        context.json = TRUE;
      else if (g_str_equal (argv[i], "--accept-insecure"))
        context.accept_risk = TRUE;
      else if (take_option (argv, argc, &i, "--data-dir", &context.data_dir))
        {
          if (context.data_dir == NULL)
            return ddi_cli_misuse (name, _ ("needs a value"));
        }
      else if (take_option (argv, argc, &i, "--connection", &context.connection))
        {
          if (context.connection == NULL)
            return ddi_cli_misuse (name, _ ("needs a value"));
          if (ddi_conninfo_warn (context.connection))
            g_printerr ("dunkin-demand-cli: %s\n", ddi_conninfo_warn (context.connection));
        }
      else
        g_ptr_array_add (rest, argv[i]);
    }

  if (rest->len == 0)
    {
      print_help ();
      return DDI_CLI_USAGE;
    }
  if (g_str_equal (rest->pdata[0], "--help") || g_str_equal (rest->pdata[0], "help"))
    {
      print_help ();
      return DDI_CLI_GOOD;
    }
  if (g_str_equal (rest->pdata[0], "--version"))
    {
      g_print ("dunkin-demand-cli %s\n", DDI_VERSION);
      return DDI_CLI_GOOD;
    }

  if (context.data_dir && context.connection)
    return ddi_cli_misuse ("--data-dir", _ ("cannot be used together with --connection"));
  if (context.data_dir == NULL && context.connection == NULL)
    context.connection = connection_of_environment ();

  for (const DdiCliCommand *c = commands; c->name; c++)
    if (g_str_equal (rest->pdata[0], c->name))
      {
        int n = (int)rest->len;

        g_ptr_array_add (rest, NULL);
        return c->run (&context, n, (char **)rest->pdata);
      }
  return ddi_cli_misuse (rest->pdata[0], _ ("no such command; see dunkin-demand-cli --help"));
}
