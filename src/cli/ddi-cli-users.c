/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>
#include <string.h>

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

/* The role behind "STORE=ROLE", or NULL: what is behind the sign is part of the name then. */
static const char *
own_role (const char *store)
{
  static const char *const roles[] = { "viewer", "store_manager", "district_manager", NULL };
  const char *sign = strrchr (store, '=');

  return sign && g_strv_contains (roles, sign + 1) ? sign + 1 : NULL;
}

static gboolean
has_own_roles (char **stores, gboolean all)
{
  guint n = 0;

  for (gsize i = 0; stores && stores[i]; i++)
    n += own_role (stores[i]) != NULL;
  return n > 0 && (!all || n == g_strv_length (stores));
}

/* "ai" and "as", the stores and what they may do at each. FALSE with @error. */
static gboolean
find_places (DdiDatabase *database, const Options *options, GVariant **stores, GVariant **roles,
             GError **error)
{
  g_autoptr (GVariantBuilder) ids = g_variant_builder_new (G_VARIANT_TYPE ("ai"));
  g_autoptr (GVariantBuilder) names = g_variant_builder_new (G_VARIANT_TYPE ("as"));

  for (gsize i = 0; options->stores && options->stores[i]; i++)
    {
      const char *role = own_role (options->stores[i]);
      g_autofree char *name = g_strndup (options->stores[i], role ? (gsize)(role - options->stores[i] - 1)
                                                                  : strlen (options->stores[i]));
      int id = ddi_cli_find_store (database, name, error);

      if (id == 0)
        return FALSE;
      g_variant_builder_add (ids, "i", id);
      g_variant_builder_add (names, "s", role ? role : options->role ? options->role : "store_manager");
    }
  *stores = g_variant_ref_sink (g_variant_builder_end (ids));
  *roles = g_variant_ref_sink (g_variant_builder_end (names));
  return TRUE;
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
  g_autoptr (GVariant) places = NULL, roles = NULL, stores = NULL;
  gboolean apart = has_own_roles (options->stores, FALSE);
  DdiRows *rows = NULL;
  int id = 0, successor = 0;

  if (!find_places (database, options, &places, &roles, error))
    return NULL;
  stores = g_variant_ref_sink (g_variant_new_maybe (G_VARIANT_TYPE ("ai"), options->stores ? places : NULL));
  if (g_str_equal (verb, "invite"))
    {
      rows = apart ? ask (database, "accounts/invite-member",
                          g_variant_new ("(sms@ai@as)", email, options->name, places, roles), error)
                   : ask (database, "accounts/invite",
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
  else if (g_str_equal (verb, "role") && apart)
    rows =
        ask (database, "accounts/change-memberships", g_variant_new ("(i@ai@as)", id, places, roles), error);
  else if (g_str_equal (verb, "role"))
    rows =
        ask (database, "accounts/change-role", g_variant_new ("(is@mai)", id, options->role, stores), error);
  else if (options->to == NULL || find_user (database, options->to, &successor, error))
    rows = ask (database, "accounts/deactivate",
                g_variant_new ("(i@mi)", id,
                               g_variant_new_maybe (G_VARIANT_TYPE_INT32,
                                                    successor ? g_variant_new_int32 (successor) : NULL)),
                error);
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
    { "store", 0, 0, G_OPTION_ARG_STRING_ARRAY, &options.stores,
      N_ ("a store of theirs, with a role of its own where it has one; may be repeated"), "STORE[=ROLE]" },
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
  if (argc == 3 && g_str_equal (argv[1], "role") && options.role == NULL &&
      !has_own_roles (options.stores, TRUE))
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
