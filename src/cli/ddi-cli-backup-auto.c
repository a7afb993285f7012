/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>
#include <unistd.h>

#include "cli/ddi-cli-backup-place.h"
#include "cli/ddi-cli.h"
#include "db/ddi-conninfo.h"
#include "tasks/ddi-backup-auto.h"

typedef struct
{
  gboolean force, status, install, remove;
  char *every, *second_place, *passphrase_file, *output;
} Options;

static void
options_clear (Options *self)
{
  g_free (self->every);
  g_free (self->second_place);
  g_free (self->passphrase_file);
  g_free (self->output);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Options, options_clear)

static void
add_int (JsonBuilder *builder, const char *name, gint64 value)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_int_value (builder, value);
}

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
add_state (JsonBuilder *builder, const DdiBackupState *state, GPtrArray *warnings)
{
  add_text (builder, "every", ddi_backup_every_name (state->settings->every));
  add_text (builder, "second_place", state->settings->second_place);
  json_builder_set_member_name (builder, "overdue");
  json_builder_add_boolean_value (builder, state->overdue);
  add_int (builder, "age", state->age);
  add_int (builder, "verified_age", state->verified_age);
  json_builder_set_member_name (builder, "warnings");
  json_builder_begin_array (builder);
  for (guint i = 0; i < warnings->len; i++)
    json_builder_add_string_value (builder, warnings->pdata[i]);
  json_builder_end_array (builder);
}

static void
print_result (const DdiBackupAutoResult *result)
{
  if (result->path)
    g_print (_ ("%s was made, restored and compared.\n"), result->path);
  else
    g_print (_ ("No backup is due.\n"));
  if (result->n_copied > 0)
    g_print (ngettext ("%u copied to the second place.\n", "%u copied to the second place.\n",
                       result->n_copied),
             result->n_copied);
  if (result->n_pruned > 0)
    g_print (ngettext ("%u older one removed.\n", "%u older ones removed.\n", result->n_pruned),
             result->n_pruned);
}

/* @result NULL: only how it stands. */
static void
print (const DdiCliContext *context, const DdiBackupState *state, const DdiBackupAutoResult *result)
{
  g_autoptr (GPtrArray) warnings = ddi_backup_state_list_warnings (state);
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  if (context->json)
    {
      json_builder_begin_object (builder);
      if (result)
        {
          add_text (builder, "file", result->path);
          add_int (builder, "copied", result->n_copied);
          add_int (builder, "removed", result->n_pruned);
        }
      add_state (builder, state, warnings);
      json_builder_end_object (builder);
      ddi_cli_print_json (builder);
      return;
    }
  if (result)
    print_result (result);
  for (guint i = 0; i < warnings->len; i++)
    g_print ("%s\n", (char *)warnings->pdata[i]);
}

/* What is said anew is kept; an empty place is none. */
static gboolean
save (DdiBackupServer *server, const Options *options, GError **error)
{
  g_autoptr (DdiBackupState) state = NULL;

  if (options->every == NULL && options->second_place == NULL)
    return TRUE;
  state = ddi_backup_state_load (server, error);
  if (state == NULL)
    return FALSE;
  if (options->every)
    ddi_backup_every_parse (options->every, &state->settings->every);
  if (options->second_place)
    {
      g_free (state->settings->second_place);
      state->settings->second_place =
          *options->second_place ? g_canonicalize_filename (options->second_place, NULL) : NULL;
    }
  return ddi_backup_settings_save (server, state->settings, error);
}

static gboolean
work (DdiCliBackupPlace *place, const DdiCliContext *context, const Options *options, DdiSecret *passphrase,
      GError **error)
{
  DdiBackupAutoOptions wanted = { .force = options->force,
                                  .passphrase = passphrase,
                                  .progress = ddi_cli_backup_progress_cb };
  gboolean only_said = (options->every || options->second_place) && !options->force;
  g_autoptr (DdiBackupAutoResult) result = NULL;
  g_autoptr (DdiBackupState) state = NULL;

  if (options->output)
    {
      g_free (place->server->directory);
      place->server->directory = g_canonicalize_filename (options->output, NULL);
    }
  if (!save (place->server, options, error))
    return FALSE;
  if (!options->status && !only_said)
    {
      result = ddi_backup_auto_run (place->server, &wanted, ddi_cli_get_cancellable (), error);
      ddi_cli_backup_progress_end ();
      if (result == NULL)
        return FALSE;
    }
  state = ddi_backup_state_load (place->server, error);
  if (state)
    print (context, state, result);
  return state != NULL;
}

static DdiCliExit
run_work (const DdiCliContext *context, const Options *options)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DdiSecret) passphrase = NULL;
  DdiCliBackupPlace place = { 0 };

  if (options->passphrase_file &&
      (passphrase = ddi_cli_backup_read_passphrase (options->passphrase_file, FALSE, &error)) == NULL)
    return ddi_cli_fail ("backup auto", "%s", error->message);
  if (ddi_cli_backup_place_open (&place, context, &error))
    work (&place, context, options, passphrase, &error);
  ddi_cli_backup_place_close (&place, &error);
  return error ? ddi_cli_fail ("backup auto", "%s", error->message) : DDI_CLI_GOOD;
}

/* This command as the timer starts it: the same program on the same database. */
static GPtrArray *
make_command (const DdiCliContext *context, const Options *options, GError **error)
{
  g_autoptr (GPtrArray) argv = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *self = g_file_read_link ("/proc/self/exe", error);

  if (self == NULL)
    return NULL;
  g_ptr_array_add (argv, g_steal_pointer (&self));
  if (context->connection)
    {
      g_ptr_array_add (argv, g_strdup ("--connection"));
      g_ptr_array_add (argv, g_strdup (context->connection));
      if (context->accept_risk)
        g_ptr_array_add (argv, g_strdup ("--accept-insecure"));
    }
  else
    {
      g_ptr_array_add (argv, g_strdup ("--data-dir"));
      g_ptr_array_add (argv, ddi_cli_dup_directory (context));
    }
  g_ptr_array_add (argv, g_strdup ("backup"));
  g_ptr_array_add (argv, g_strdup ("auto"));
  if (options->passphrase_file)
    {
      g_ptr_array_add (argv, g_strdup ("--passphrase-file"));
      g_ptr_array_add (argv, g_canonicalize_filename (options->passphrase_file, NULL));
    }
  if (options->output)
    {
      g_ptr_array_add (argv, g_strdup ("--output"));
      g_ptr_array_add (argv, g_canonicalize_filename (options->output, NULL));
    }
  g_ptr_array_add (argv, NULL);
  return g_steal_pointer (&argv);
}

/* FALSE where there is no systemd of this user to tell. */
static gboolean
tell_systemd (const char *const *arguments)
{
  g_autoptr (GPtrArray) argv = g_ptr_array_new ();
  g_autoptr (GSubprocess) process = NULL;

  g_ptr_array_add (argv, (char *)"systemctl");
  g_ptr_array_add (argv, (char *)"--user");
  for (; *arguments; arguments++)
    g_ptr_array_add (argv, (char *)*arguments);
  g_ptr_array_add (argv, NULL);
  process = g_subprocess_newv ((const char *const *)argv->pdata,
                               G_SUBPROCESS_FLAGS_STDOUT_SILENCE | G_SUBPROCESS_FLAGS_STDERR_SILENCE, NULL);
  return process && g_subprocess_wait_check (process, NULL, NULL);
}

static void
print_timer (const DdiCliContext *context, const char *directory, gboolean installed, gboolean active)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  if (context->json)
    {
      json_builder_begin_object (builder);
      add_text (builder, "directory", directory);
      json_builder_set_member_name (builder, "installed");
      json_builder_add_boolean_value (builder, installed);
      json_builder_set_member_name (builder, "active");
      json_builder_add_boolean_value (builder, active);
      json_builder_end_object (builder);
      ddi_cli_print_json (builder);
    }
  else if (!installed)
    g_print (_ ("No timer makes backups any more.\n"));
  else if (active)
    g_print (_ ("A timer makes a backup every day, also when nobody has the program open.\n"));
  else
    g_print (_ ("The timer is written in %s; start it with: systemctl --user enable --now %s.timer\n"),
             directory, DDI_BACKUP_TIMER);
}

static DdiCliExit
install (const DdiCliContext *context, const Options *options)
{
  static const char *const reload[] = { "daemon-reload", NULL };
  static const char *const enable[] = { "enable", "--now", DDI_BACKUP_TIMER ".timer", NULL };
  g_autofree char *directory = ddi_backup_timer_dup_directory ();
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) argv = NULL;

  if (context->connection && ddi_conninfo_has_password (context->connection))
    return ddi_cli_misuse ("--connection", _ ("stands in a file now: put the password into ~/.pgpass"));
  argv = make_command (context, options, &error);
  if (argv == NULL || !ddi_backup_timer_write (directory, (const char *const *)argv->pdata, &error))
    return ddi_cli_fail ("backup auto", "%s", error->message);
  print_timer (context, directory, TRUE, tell_systemd (reload) && tell_systemd (enable));
  return DDI_CLI_GOOD;
}

static DdiCliExit
uninstall (const DdiCliContext *context)
{
  static const char *const disable[] = { "disable", "--now", DDI_BACKUP_TIMER ".timer", NULL };
  static const char *const reload[] = { "daemon-reload", NULL };
  g_autofree char *directory = ddi_backup_timer_dup_directory ();
  g_autoptr (GError) error = NULL;
  gboolean there;

  tell_systemd (disable);
  if (!ddi_backup_timer_remove (directory, &there, &error))
    return ddi_cli_fail ("backup auto", "%s", error->message);
  tell_systemd (reload);
  print_timer (context, directory, FALSE, FALSE);
  return DDI_CLI_GOOD;
}

static gboolean
parse (Options *self, int *argc, char ***argv)
{
  const GOptionEntry entries[] = {
    { "now", 0, 0, G_OPTION_ARG_NONE, &self->force, N_ ("even where none is due"), NULL },
    { "status", 0, 0, G_OPTION_ARG_NONE, &self->status, N_ ("only say how it stands"), NULL },
    { "every", 0, 0, G_OPTION_ARG_STRING, &self->every, N_ ("from now on daily, weekly or off"),
      "daily|weekly|off" },
    { "second-place", 0, 0, G_OPTION_ARG_FILENAME, &self->second_place,
      N_ ("from now on copy each to this folder elsewhere, a stick or a share; empty: nowhere"),
      N_ ("FOLDER") },
    { "output", 'o', 0, G_OPTION_ARG_FILENAME, &self->output, N_ ("where the backups of a server lie"),
      N_ ("FOLDER") },
    { "passphrase-file", 0, 0, G_OPTION_ARG_FILENAME, &self->passphrase_file,
      N_ ("encrypt, under the passphrase in the first line of this file"), N_ ("FILE") },
    { "install-timer", 0, 0, G_OPTION_ARG_NONE, &self->install, N_ ("let systemd do this every day"), NULL },
    { "remove-timer", 0, 0, G_OPTION_ARG_NONE, &self->remove, N_ ("no more"), NULL },
    G_OPTION_ENTRY_NULL,
  };
  DdiBackupEvery every;

  if (!ddi_cli_parse ("backup", NULL, entries, argc, argv))
    return FALSE;
  if (*argc > 1 || (self->install && self->remove))
    ddi_cli_misuse ("backup auto", _ ("does one thing at a time: %s"),
                    *argc > 1 ? (*argv)[1] : "--remove-timer");
  else if (self->every && !ddi_backup_every_parse (self->every, &every))
    ddi_cli_misuse ("--every", _ ("is daily, weekly or off, not %s"), self->every);
  else
    return TRUE;
  return FALSE;
}

DdiCliExit
ddi_cli_backup_auto (const DdiCliContext *context, int argc, char **argv)
{
  g_auto (Options) options = { 0 };

  if (!parse (&options, &argc, &argv))
    return DDI_CLI_USAGE;
  if (options.install)
    return install (context, &options);
  if (options.remove)
    return uninstall (context);
  return run_work (context, &options);
}
