/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>

#include "cli/ddi-cli-store.h"
#include "cli/ddi-cli-table.h"
#include "cli/ddi-cli.h"

typedef struct
{
  char *role, *name, *to;
  char **stores;
} Options;

static void
options_clear (Options *self)
{
  g_free (self->role);
  g_free (self->name);
  g_free (self->to);
  g_strfreev (self->stores);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Options, options_clear)

static DdiRows *
ask (DdiDatabase *database, const char *query, GVariant *params, GError **error)
{
  DdiUnit *unit = ddi_unit_new ();
  g_autoptr (GPtrArray) results = NULL;

  ddi_unit_add (unit, query, params);
  results = ddi_database_run (database, unit, NULL, error);
  return results ? ddi_rows_ref (results->pdata[0]) : NULL;
}

static gboolean
find_user (DdiDatabase *database, const char *email, int *id, GError **error)
{
  g_autoptr (DdiRows) rows = ask (database, "accounts/find", g_variant_new ("(s)", email), error);

  if (rows == NULL)
    return FALSE;
  if (ddi_rows_get_n (rows) == 0)
    {
      g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                   _ ("there is no user %s, or you may not see them"), email);
      return FALSE;
    }
  *id = (int)ddi_rows_get_int (rows, 0, 0);
  return TRUE;
}

/* "mai": nothing where no store was named. Floating; NULL with @error. */
static GVariant *
find_stores (DdiDatabase *database, char **names, GError **error)
{
  g_autoptr (GVariantBuilder) builder = g_variant_builder_new (G_VARIANT_TYPE ("ai"));

  for (gsize i = 0; names && names[i]; i++)
    {
      int id = ddi_cli_find_store (database, names[i], error);

      if (id == 0)
        return NULL;
      g_variant_builder_add (builder, "i", id);
    }
  return g_variant_new_maybe (G_VARIANT_TYPE ("ai"), names ? g_variant_builder_end (builder) : NULL);
}

static DdiRows *
list (DdiDatabase *database, const DdiCliContext *context, GError **error)
{
  static const DdiCliColumn columns[] = {
    { "name", N_ ("Name"), DDI_CLI_TEXT },     { "email", N_ ("E-mail"), DDI_CLI_TEXT },
    { "role", N_ ("Role"), DDI_CLI_TEXT },     { "state", N_ ("State"), DDI_CLI_TEXT },
    { "stores", N_ ("Stores"), DDI_CLI_TEXT }, { "last_seen", N_ ("Last seen (UTC)"), DDI_CLI_TEXT },
  };
  DdiRows *rows = ask (database, "accounts/list", NULL, error);
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  if (rows == NULL)
    return NULL;
  if (!context->json)
    {
      ddi_cli_table_print (rows, columns, G_N_ELEMENTS (columns));
      return rows;
    }
  ddi_cli_table_add_json (builder, rows, columns, G_N_ELEMENTS (columns));
  ddi_cli_print_json (builder);
  return rows;
}

/* The code goes to whoever asked, once; the database keeps its hash. */
static void
tell_code (const DdiCliContext *context, DdiRows *rows, const char *email)
{
  const char *code = ddi_rows_get_text (rows, 0, 0);
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  if (!context->json)
    {
      g_print (
          _ ("Code for %s: %s\nThey choose a password with it: dunkin-demand-cli login %s --code CODE\n"),
          email, code, email);
      return;
    }
  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "code");
  json_builder_add_string_value (builder, code);
  json_builder_end_object (builder);
  ddi_cli_print_json (builder);
}

static DdiRows *
run_verb (DdiDatabase *database, const DdiCliContext *context, const char *verb, const char *email,
          const Options *options, GError **error)
{
  GVariant *stores = find_stores (database, options->stores, error);
  DdiRows *rows = NULL;
  int id = 0, successor = 0;

  if (stores == NULL)
    return NULL;
  g_variant_ref_sink (stores);
  if (g_str_equal (verb, "invite"))
    {
      rows = ask (database, "accounts/invite",
                  g_variant_new ("(smss@mai)", email, options->name,
                                 options->role ? options->role : "store_manager", stores),
                  error);
      if (rows)
        tell_code (context, rows, email);
    }
  else if (!find_user (database, email, &id, error))
    rows = NULL;
  else if (g_str_equal (verb, "reset"))
    {
      rows = ask (database, "accounts/issue-reset", g_variant_new ("(i)", id), error);
      if (rows)
        tell_code (context, rows, email);
    }
  else if (g_str_equal (verb, "role"))
    rows =
        ask (database, "accounts/change-role", g_variant_new ("(is@mai)", id, options->role, stores), error);
  else if (options->to == NULL || find_user (database, options->to, &successor, error))
    rows = ask (database, "accounts/deactivate",
                g_variant_new ("(i@mi)", id,
                               g_variant_new_maybe (G_VARIANT_TYPE_INT32,
                                                    successor ? g_variant_new_int32 (successor) : NULL)),
                error);
  g_variant_unref (stores);
  return rows;
}

DdiCliExit
ddi_cli_users (const DdiCliContext *context, int argc, char **argv)
{
  static const char *const verbs[] = { "invite", "reset", "role", "deactivate", NULL };
  g_auto (Options) options = { 0 };
  const GOptionEntry entries[] = {
    { "role", 0, 0, G_OPTION_ARG_STRING, &options.role,
      N_ ("administrator, district_manager, store_manager or viewer"), "ROLE" },
    { "store", 0, 0, G_OPTION_ARG_STRING_ARRAY, &options.stores, N_ ("a store of theirs; may be repeated"),
      "STORE" },
    { "name", 0, 0, G_OPTION_ARG_STRING, &options.name, N_ ("their name, with invite"), "NAME" },
    { "to", 0, 0, G_OPTION_ARG_STRING, &options.to, N_ ("who gets the stores, with deactivate"), "EMAIL" },
    { NULL },
  };
  g_autoptr (GError) error = NULL;
  g_autoptr (DdiHome) home = NULL;
  g_autoptr (DdiRows) rows = NULL;

  if (!ddi_cli_parse ("users", "[list] | invite|reset|role|deactivate EMAIL", entries, &argc, &argv))
    return DDI_CLI_USAGE;
  if (!(argc == 1 || (argc == 2 && g_str_equal (argv[1], "list")) ||
        (argc == 3 && g_strv_contains (verbs, argv[1]))))
    return ddi_cli_misuse ("users",
                           _ ("takes list, or invite, reset, role or deactivate and an e-mail address"));
  if (argc == 3 && g_str_equal (argv[1], "role") && options.role == NULL)
    return ddi_cli_misuse ("users role", _ ("needs --role"));
  home = ddi_cli_open_home (context, &error);
  if (home)
    rows = argc < 3 ? list (ddi_home_get_database (home), context, &error)
                    : run_verb (ddi_home_get_database (home), context, argv[1], argv[2], &options, &error);
  if (rows == NULL)
    return ddi_cli_fail ("users", "%s", error->message);
  ddi_cli_close_home (home, NULL);
  return DDI_CLI_GOOD;
}
