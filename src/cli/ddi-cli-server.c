/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>

#include "cli/ddi-cli.h"
#include "db/ddi-conninfo.h"
#include "tasks/ddi-pooler-file.h"

#define DATABASE "dunkin_demand"

static void
add_text (JsonBuilder *builder, const char *name, const char *text)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_string_value (builder, text);
}

static void
add_boolean (JsonBuilder *builder, const char *name, gboolean value)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_boolean_value (builder, value);
}

/* Starts the server and lets it run. The database is made and brought up to date on the way, so that
 * whoever connects finds it. Returns the URI. */
static char *
keep_running (const DdiCliContext *context, DdiClusterRole role, GError **error)
{
  g_autoptr (DdiHome) home = ddi_cli_open_home (context, error);
  g_autofree char *uri = NULL;
  gboolean good;

  if (home == NULL)
    return NULL;
  uri = ddi_cluster_dup_uri (ddi_home_get_cluster (home), role, DATABASE);
  good = ddi_cluster_set_persistent (ddi_home_get_cluster (home), TRUE, error);
  return ddi_home_close (home, good ? error : NULL) && good ? g_steal_pointer (&uri) : NULL;
}

static DdiCliExit
run_start (const DdiCliContext *context, const char *directory)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *uri = keep_running (context, DDI_CLUSTER_APP, &error);

  if (uri == NULL)
    return ddi_cli_fail ("server start", "%s", error->message);
  if (context->json)
    {
      g_autoptr (JsonBuilder) builder = json_builder_new ();

      json_builder_begin_object (builder);
      add_text (builder, "data_dir", directory);
      add_boolean (builder, "running", TRUE);
      add_text (builder, "uri", uri);
      json_builder_end_object (builder);
      ddi_cli_print_json (builder);
    }
  else
    g_print (_ ("The server of %s runs until “server stop”.\n"), directory);
  return DDI_CLI_GOOD;
}

static DdiCliExit
run_stop (const DdiCliContext *context, const char *directory)
{
  g_autoptr (GError) error = NULL;
  gboolean stopped;

  if (!ddi_cluster_stop (directory, &stopped, NULL, &error))
    return ddi_cli_fail ("server stop", "%s", error->message);
  if (context->json)
    {
      g_autoptr (JsonBuilder) builder = json_builder_new ();

      json_builder_begin_object (builder);
      add_text (builder, "data_dir", directory);
      add_boolean (builder, "running", !stopped);
      json_builder_end_object (builder);
      ddi_cli_print_json (builder);
    }
  else if (stopped)
    g_print (_ ("The server of %s is stopped.\n"), directory);
  else
    g_print (_ ("The server of %s is in use and stops when the last program leaves it.\n"), directory);
  return DDI_CLI_GOOD;
}

static DdiCliExit
run_status (const DdiCliContext *context, const char *directory)
{
  g_autoptr (GError) error = NULL;
  DdiClusterStatus status;

  if (!ddi_cluster_inspect (directory, &status, &error))
    return ddi_cli_fail ("server status", "%s", error->message);
  if (context->json)
    {
      g_autoptr (JsonBuilder) builder = json_builder_new ();

      json_builder_begin_object (builder);
      add_text (builder, "data_dir", directory);
      add_boolean (builder, "initialised", status.initialised);
      add_boolean (builder, "running", status.running);
      add_boolean (builder, "persistent", status.persistent);
      json_builder_set_member_name (builder, "programs");
      json_builder_add_int_value (builder, status.n_users);
      json_builder_set_member_name (builder, "major_version");
      json_builder_add_int_value (builder, status.major_version);
      json_builder_end_object (builder);
      ddi_cli_print_json (builder);
    }
  else if (status.moved)
    g_print (_ ("The data of %s went to a server.\n"), directory);
  else if (!status.initialised)
    g_print (_ ("There is no database in %s yet.\n"), directory);
  else if (!status.running)
    g_print (_ ("The server of %s (PostgreSQL %d) does not run.\n"), directory, status.major_version);
  else
    {
      g_print (_ ("The server of %s (PostgreSQL %d) runs.\n"), directory, status.major_version);
      g_print (ngettext ("%u program uses it.\n", "%u programs use it.\n", status.n_users), status.n_users);
      if (status.persistent)
        g_print (_ ("It runs until “server stop”.\n"));
    }
  return DDI_CLI_GOOD;
}

static DdiCliExit
run_uri (const DdiCliContext *context, const char *directory, const char *name)
{
  DdiClusterRole role = DDI_CLUSTER_APP;
  g_autoptr (GError) error = NULL;
  g_autofree char *uri = NULL;

  if (g_strcmp0 (name, "owner") == 0)
    role = DDI_CLUSTER_OWNER;
  else if (name && !g_str_equal (name, "app"))
    return ddi_cli_misuse ("--role", _ ("is app or owner, not %s"), name);

  uri = keep_running (context, role, &error);
  if (uri == NULL)
    return ddi_cli_fail ("server uri", "%s", error->message);
  if (context->json)
    {
      g_autoptr (JsonBuilder) builder = json_builder_new ();

      json_builder_begin_object (builder);
      add_text (builder, "data_dir", directory);
      add_text (builder, "role", role == DDI_CLUSTER_OWNER ? "owner" : "app");
      add_text (builder, "uri", uri);
      json_builder_end_object (builder);
      ddi_cli_print_json (builder);
    }
  else
    g_print ("%s\n", uri);
  return DDI_CLI_GOOD;
}

/* About a server elsewhere, whatever the rest is about. */
static DdiCliExit
run_pooler (const DdiCliContext *context, int port, const char *listen, const char *auth_file)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *connection =
      context->connection ? ddi_conninfo_secure (context->connection, context->accept_risk, &error) : NULL;
  const DdiPoolerFile file = { .connection = connection,
                               .auth_file = auth_file ? auth_file : DDI_POOLER_AUTH_FILE,
                               .listen = listen ? listen : DDI_POOLER_LISTEN,
                               .port = port > 0 ? (guint)port : DDI_POOLER_PORT,
                               .clients = DDI_POOLER_CLIENTS,
                               .servers = DDI_POOLER_SERVERS };
  g_autofree char *text = NULL;

  if (context->connection == NULL)
    return ddi_cli_misuse ("server pgbouncer", _ ("needs --connection: it stands before a server"));
  if (port < 0 || port > 65535)
    return ddi_cli_misuse ("--port", _ ("is a number from 1 to 65535"));
  text = connection ? ddi_pooler_file_make (&file, &error) : NULL;
  if (text == NULL)
    return ddi_cli_fail ("server pgbouncer", "%s", error->message);
  if (context->json)
    {
      g_autoptr (JsonBuilder) builder = json_builder_new ();

      json_builder_begin_object (builder);
      add_text (builder, "pgbouncer.ini", text);
      json_builder_end_object (builder);
      ddi_cli_print_json (builder);
    }
  else
    g_print ("%s", text);
  return DDI_CLI_GOOD;
}

DdiCliExit
ddi_cli_server (const DdiCliContext *context, int argc, char **argv)
{
  g_autofree char *directory = ddi_cli_dup_directory (context);
  g_autofree char *role = NULL, *auth_file = NULL, *listen = NULL;
  int port = 0;
  const GOptionEntry entries[] = {
    { "role", 0, 0, G_OPTION_ARG_STRING, &role, N_ ("with uri: who connects, app or owner"), "ROLE" },
    { "port", 0, 0, G_OPTION_ARG_INT, &port, N_ ("with pgbouncer: where it listens (6432)"), "N" },
    { "listen", 0, 0, G_OPTION_ARG_STRING, &listen,
      N_ ("with pgbouncer: on which addresses (127.0.0.1), * for all"), N_ ("ADDRESS") },
    { "auth-file", 0, 0, G_OPTION_ARG_FILENAME, &auth_file, N_ ("with pgbouncer: its list of roles"),
      N_ ("FILE") },
    G_OPTION_ENTRY_NULL,
  };
  const char *verb;

  if (!ddi_cli_parse ("server",
                      "start|stop|status|uri|pgbouncer|move URI|fetch URI|upgrade|sign ADDRESS|accept "
                      "FILE|list|forget UUID",
                      entries, &argc, &argv))
    return DDI_CLI_USAGE;
  if (argc == 2 && role == NULL && g_str_equal (argv[1], "pgbouncer"))
    return run_pooler (context, port, listen, auth_file);
  if (port != 0 || listen || auth_file)
    return ddi_cli_misuse (port != 0 ? "--port"
                           : listen  ? "--listen"
                                     : "--auth-file",
                           _ ("is for “server pgbouncer”"));
  if (context->connection && g_strcmp0 (argc > 1 ? argv[1] : NULL, "sign") != 0)
    return ddi_cli_misuse ("server",
                           _ ("is about the embedded database; a connection to another server was given"));
  verb = argc > 1 ? argv[1] : "";
  if (role == NULL &&
      (g_str_equal (verb, "move") || g_str_equal (verb, "fetch") || g_str_equal (verb, "upgrade")))
    return ddi_cli_move (context, argc - 1, argv + 1);
  if (argc > 2)
    return ddi_cli_misuse ("server", _ ("takes one word, and then not %s"), argv[2]);
  if (g_str_equal (verb, "uri"))
    return run_uri (context, directory, role);
  if (role)
    return ddi_cli_misuse ("--role", _ ("is for “server uri”"));
  if (g_str_equal (verb, "start"))
    return run_start (context, directory);
  if (g_str_equal (verb, "stop"))
    return run_stop (context, directory);
  if (g_str_equal (verb, "status"))
    return run_status (context, directory);
  return ddi_cli_misuse (
      "server",
      _ ("takes start, stop, status, uri, pgbouncer, move, fetch, upgrade, sign, accept, list or forget"));
}
