/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>
#include <string.h>

#include "cli/ddi-cli.h"
#include "tasks/ddi-code-mail.h"

typedef struct
{
  char *url, *from, *user, *ca_file;
} Options;

static void
options_clear (Options *self)
{
  g_free (self->url);
  g_free (self->from);
  g_free (self->user);
  g_free (self->ca_file);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Options, options_clear)

static void
add_member (JsonBuilder *builder, const char *name, const char *value)
{
  json_builder_set_member_name (builder, name);
  if (value)
    json_builder_add_string_value (builder, value);
  else
    json_builder_add_null_value (builder);
}

static gboolean
show (DdiDatabase *database, const DdiCliContext *context, GError **error)
{
  g_auto (DdiMailSettings) settings = { 0 };
  g_autoptr (JsonBuilder) builder = NULL;

  if (!ddi_mail_settings_load (&settings, database, NULL, error))
    return FALSE;
  if (context->json)
    {
      builder = json_builder_new ();
      json_builder_begin_object (builder);
      add_member (builder, "url", settings.url);
      add_member (builder, "from", settings.from);
      add_member (builder, "user", settings.user);
      json_builder_end_object (builder);
      ddi_cli_print_json (builder);
    }
  else if (settings.url == NULL)
    g_print ("%s\n", _ ("No mail server is set"));
  else
    /* Translators: a server's address, the sender's address. */
    g_print (_ ("Mail goes through %s from %s\n"), settings.url, settings.from);
  return TRUE;
}

/* The password is no option: every user of the machine could read it. */
static gboolean
set (DdiDatabase *database, const Options *options, GError **error)
{
  const char *password = g_getenv ("DDI_SMTP_PASSWORD");
  g_auto (DdiMailSettings) settings = { .url = g_strdup (options->url),
                                        .from = g_strdup (options->from),
                                        .user = g_strdup (options->user) };

  if (options->user && password)
    settings.password = ddi_secret_new (password, strlen (password));
  return ddi_mail_settings_save (&settings, database, NULL, error);
}

static gboolean
try (DdiDatabase *database, const char *to, const Options *options, GError **error)
{
  g_auto (DdiMailSettings) settings = { 0 };

  return ddi_mail_settings_load (&settings, database, NULL, error) &&
         ddi_code_mail_send (&settings, options->ca_file, to, DDI_CODE_RESET, "ABCD-EFGH", NULL, error);
}

static gboolean
answer (DdiDatabase *database, const DdiCliContext *context, const Options *options, GError **error)
{
  guint sent = 0;
  gboolean good = ddi_code_mail_answer (database, options->ca_file, &sent, NULL, error);
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  if (!context->json)
    {
      g_print (g_dngettext (GETTEXT_PACKAGE, "%u code sent\n", "%u codes sent\n", sent), sent);
      return good;
    }
  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "sent");
  json_builder_add_int_value (builder, sent);
  json_builder_end_object (builder);
  ddi_cli_print_json (builder);
  return good;
}

static gboolean
run_verb (DdiDatabase *database, const DdiCliContext *context, const char *verb, const char *to,
          const Options *options, GError **error)
{
  if (g_str_equal (verb, "set"))
    return set (database, options, error);
  if (g_str_equal (verb, "test"))
    return try (database, to, options, error);
  if (g_str_equal (verb, "resets"))
    return answer (database, context, options, error);
  return show (database, context, error);
}

DdiCliExit
ddi_cli_mail (const DdiCliContext *context, int argc, char **argv)
{
  static const char *const verbs[] = { "show", "set", "test", "resets", NULL };
  g_auto (Options) options = { 0 };
  const GOptionEntry entries[] = {
    { "url", 0, 0, G_OPTION_ARG_STRING, &options.url,
      N_ ("with set: the server, smtps://HOST:465 or smtp://HOST:587"), "URL" },
    { "from", 0, 0, G_OPTION_ARG_STRING, &options.from, N_ ("with set: the sender's address"),
      N_ ("ADDRESS") },
    { "user", 0, 0, G_OPTION_ARG_STRING, &options.user,
      N_ ("with set: who signs in to it; the password is read from DDI_SMTP_PASSWORD"), N_ ("NAME") },
    { "ca-file", 0, 0, G_OPTION_ARG_FILENAME, &options.ca_file,
      N_ ("certificates to trust instead of the system's"), N_ ("FILE") },
    { NULL },
  };
  g_autoptr (GError) error = NULL;
  g_autoptr (DdiHome) home = NULL;
  const char *verb;

  if (!ddi_cli_parse ("mail", "[show|set|test ADDRESS|resets]", entries, &argc, &argv))
    return DDI_CLI_USAGE;
  verb = argc > 1 ? argv[1] : "show";
  if (!g_strv_contains (verbs, verb) || argc > 3 || (argc == 3) != g_str_equal (verb, "test"))
    return ddi_cli_misuse ("mail", _ ("takes show, set, test and an address, or resets"));
  if (g_str_equal (verb, "set") && (options.url == NULL || options.from == NULL))
    return ddi_cli_misuse ("mail set", _ ("needs --url and --from"));
  home = ddi_cli_open_home (context, &error);
  if (home == NULL ||
      !run_verb (ddi_home_get_database (home), context, verb, argc == 3 ? argv[2] : NULL, &options, &error))
    return ddi_cli_fail ("mail", "%s", error->message);
  ddi_cli_close_home (home, NULL);
  return DDI_CLI_GOOD;
}
