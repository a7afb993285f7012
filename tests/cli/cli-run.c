/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli-run.h"

#include <gio/gio.h>
#include <string.h>

/* "%" alone or as an option's value is the home; elsewhere it is a sign like any other. */
static char *
place_home (const char *word, const char *home)
{
  if (g_str_equal (word, "%"))
    return g_strdup (home);
  if (g_str_has_suffix (word, "=%"))
    return g_strdup_printf ("%.*s%s", (int)strlen (word) - 1, word, home);
  return g_strdup (word);
}

CliRun *
cli_run (const char *home, const char *arguments)
{
  return cli_run_with_input (home, arguments, NULL);
}

CliRun *
cli_run_with_input (const char *home, const char *arguments, const char *input)
{
  g_auto (GStrv) words = g_strsplit (arguments, " ", -1);
  g_autoptr (GPtrArray) argv = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GSubprocess) process = NULL;
  g_autoptr (GError) error = NULL;
  CliRun *self = g_new0 (CliRun, 1);

  g_ptr_array_add (argv, g_strdup (g_getenv ("DDI_TEST_CLI")));
  for (char **word = words; *word; word++)
    if (**word != '\0')
      g_ptr_array_add (argv, place_home (*word, home));
  g_ptr_array_add (argv, NULL);

  process = g_subprocess_newv ((const char *const *)argv->pdata,
                               G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_PIPE |
                                   (input ? G_SUBPROCESS_FLAGS_STDIN_PIPE : G_SUBPROCESS_FLAGS_NONE),
                               &error);
  g_assert_no_error (error);
  g_subprocess_communicate_utf8 (process, input, NULL, &self->out, &self->err, &error);
  g_assert_no_error (error);
  g_assert_true (g_subprocess_get_if_exited (process));
  self->status = g_subprocess_get_exit_status (process);
  return self;
}

void
cli_run_free (CliRun *self)
{
  g_free (self->out);
  g_free (self->err);
  g_free (self);
}

CliRun *
cli_expect (int status, const char *home, const char *arguments)
{
  CliRun *run = cli_run (home, arguments);

  if (status == 0)
    g_assert_cmpstr (run->err, ==, "");
  else
    {
      g_assert_true (g_str_has_prefix (run->err, "dunkin-demand-cli: "));
      g_assert_cmpstr (run->out, ==, "");
    }
  g_assert_cmpint (run->status, ==, status);
  return run;
}

JsonObject *
cli_run_parse (CliRun *self, JsonParser *parser)
{
  g_autoptr (GError) error = NULL;

  json_parser_load_from_data (parser, self->out, -1, &error);
  g_assert_no_error (error);
  g_assert_true (JSON_NODE_HOLDS_OBJECT (json_parser_get_root (parser)));
  return json_node_get_object (json_parser_get_root (parser));
}
