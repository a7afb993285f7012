/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/ddi-cli-backup-place.h"

#include <glib/gi18n-lib.h>
#include <sodium.h>
#include <string.h>
#include <unistd.h>

#include "db/ddi-conninfo.h"

gboolean
ddi_cli_backup_place_open (DdiCliBackupPlace *self, const DdiCliContext *context, GError **error)
{
  g_autofree char *connection = NULL;

  *self = (DdiCliBackupPlace){ 0 };
  /* From here on a signal is to leave no half file and no scratch database. */
  ddi_cli_get_cancellable ();
  if (context->connection == NULL)
    {
      self->home = ddi_cli_open_door (context, error);
      self->server = self->home ? ddi_backup_server_new_for_home (self->home) : NULL;
      return self->server != NULL;
    }
  connection = ddi_conninfo_secure (context->connection, context->accept_risk, error);
  self->server = connection ? ddi_backup_server_new_for_connection (connection) : NULL;
  return self->server != NULL;
}

void
ddi_cli_backup_place_close (DdiCliBackupPlace *self, GError **error)
{
  if (self->home)
    ddi_home_close (self->home, error && *error == NULL ? error : NULL);
  g_clear_object (&self->home);
  g_clear_pointer (&self->server, ddi_backup_server_free);
}

static DdiSecret *
read_file (const char *path, GError **error)
{
  g_autofree char *text = NULL;
  gsize length;
  DdiSecret *secret;

  if (!g_file_get_contents (path, &text, &length, error))
    return NULL;
  secret = ddi_secret_new (text, strcspn (text, "\r\n"));
  sodium_memzero (text, length);
  return secret;
}

static DdiSecret *
read_terminal (gboolean fresh)
{
  g_autoptr (DdiSecret) first = ddi_cli_read_line (_ ("Passphrase:"), TRUE);
  g_autoptr (DdiSecret) again = first && fresh ? ddi_cli_read_line (_ ("Once more:"), TRUE) : NULL;

  if (first && fresh &&
      (again == NULL || !g_str_equal (ddi_secret_get_text (first), ddi_secret_get_text (again))))
    return NULL;
  return g_steal_pointer (&first);
}

DdiSecret *
ddi_cli_backup_read_passphrase (const char *path, gboolean fresh, GError **error)
{
  const char *variable = g_getenv ("DDI_PASSPHRASE");
  g_autoptr (DdiSecret) secret = NULL;
  g_autoptr (GError) local = NULL;

  ddi_secret_forbid_core_dumps ();
  if (path)
    secret = read_file (path, &local);
  else if (variable)
    secret = ddi_secret_new (variable, strlen (variable));
  else if (isatty (STDIN_FILENO))
    secret = read_terminal (fresh);
  if (secret && ddi_secret_get_length (secret) > 0)
    return g_steal_pointer (&secret);
  if (local)
    g_propagate_error (error, g_steal_pointer (&local));
  else
    g_set_error (
        error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
        _ ("a passphrase is needed: in --passphrase-file, in DDI_PASSPHRASE, or typed in a terminal (a new "
           "one twice)"));
  return NULL;
}

gboolean
ddi_cli_backup_ask_passphrase (const char *backup, const char *path, DdiSecret **passphrase, GError **error)
{
  g_autoptr (GError) local = NULL;
  g_autoptr (DdiBackup) found = ddi_backup_read (backup, &local);

  *passphrase = NULL;
  /* What pg_dump has made needs none. */
  if (g_error_matches (local, DDI_BACKUP_ERROR, DDI_BACKUP_ERROR_FOREIGN))
    return TRUE;
  if (found == NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  if (found->sealed == NULL)
    return TRUE;
  *passphrase = ddi_cli_backup_read_passphrase (path, FALSE, error);
  return *passphrase != NULL;
}

void
ddi_cli_backup_progress_cb (const char *step, guint done, guint total, gpointer user_data)
{
  if (!isatty (STDERR_FILENO))
    return;
  if (total > 0)
    g_printerr ("\r\033[K%s %u/%u", step, done, total);
  else
    g_printerr ("\r\033[K%s", step);
}

void
ddi_cli_backup_progress_end (void)
{
  if (isatty (STDERR_FILENO))
    g_printerr ("\r\033[K");
}
