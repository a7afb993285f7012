/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/ddi-cli-backup-place.h"

#include <glib/gi18n-lib.h>
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
