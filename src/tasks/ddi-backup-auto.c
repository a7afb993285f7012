/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tasks/ddi-backup-auto.h"

#include <glib/gi18n-lib.h>

#include "tasks/ddi-backup-private.h"
#include "tasks/ddi-continuous.h"

void
ddi_backup_auto_result_free (DdiBackupAutoResult *self)
{
  g_free (self->path);
  g_free (self);
}

/* The right to make one now, for as long as the session lives; NULL without an error: somebody else has it. */
static DdiBackupSession *
claim (const DdiBackupServer *server, GError **error)
{
  g_autoptr (DdiBackupSession) session = ddi_backup_session_open (server->owner, error);
  g_autoptr (DdiRows) rows =
      session ? ddi_backup_session_query (session, "backup/try-auto", NULL, 0, error) : NULL;

  return rows && ddi_rows_get_boolean (rows, 0, 0) ? g_steal_pointer (&session) : NULL;
}

static char *
make_and_verify (const DdiBackupServer *server, const DdiBackupAutoOptions *options, const char *label,
                 GCancellable *cancellable, GError **error)
{
  DdiBackupOptions make = { .label = label,
                            .passphrase = options->passphrase,
                            .progress = options->progress,
                            .user_data = options->user_data };
  g_autoptr (DdiBackup) backup = ddi_backup_make (server, &make, cancellable, error);
  DdiBackupVerifyOptions verify = { .passphrase = options->passphrase,
                                    .progress = options->progress,
                                    .user_data = options->user_data };

  if (backup == NULL)
    return NULL;
  verify.path = backup->path;
  return ddi_backup_verify (server, &verify, cancellable, error) ? g_strdup (backup->path) : NULL;
}

static gboolean
forget (DdiBackupSession *session, GPtrArray *removed, GError **error)
{
  for (guint i = 0; i < removed->len; i++)
    {
      const char *id = removed->pdata[i];
      g_autoptr (DdiRows) rows = ddi_backup_session_query (session, "backup/forget", &id, 1, error);

      if (rows == NULL)
        return FALSE;
    }
  return TRUE;
}

/* The list in the database is of the first place; what has gone there may still be in the second. */
static gboolean
prune (DdiBackupSession *session, const DdiBackupServer *server, const DdiBackupState *state,
       const char *label, DdiBackupAutoResult *result, GError **error)
{
  g_autoptr (GPtrArray) removed = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) elsewhere = g_ptr_array_new_with_free_func (g_free);
  const DdiBackupSettings *settings = state->settings;

  result->n_pruned = ddi_backup_prune (server->directory, label, &settings->retention, removed);
  if (settings->second_place)
    result->n_pruned += ddi_backup_prune (settings->second_place, label, &settings->retention, elsewhere);
  return forget (session, removed, error);
}

static gboolean
run (DdiBackupSession *session, const DdiBackupServer *server, const DdiBackupAutoOptions *options,
     const DdiBackupState *state, DdiBackupAutoResult *result, GCancellable *cancellable, GError **error)
{
  g_autofree char *label = ddi_backup_auto_dup_label (state->database_uuid);
  int n_copied = 0;

  if (options->force || state->overdue)
    {
      result->path = make_and_verify (server, options, label, cancellable, error);
      if (result->path == NULL)
        return FALSE;
    }
  /* Before anything is copied, or what was just removed would come back. */
  if (!prune (session, server, state, label, result, error))
    return FALSE;
  if (state->settings->second_place && !state->second_place_away)
    n_copied =
        ddi_backup_mirror (server->directory, state->settings->second_place, label, cancellable, error);
  result->n_copied = (guint)MAX (n_copied, 0);
  return n_copied >= 0;
}

DdiBackupAutoResult *
ddi_backup_auto_run (const DdiBackupServer *server, const DdiBackupAutoOptions *options,
                     GCancellable *cancellable, GError **error)
{
  g_autoptr (GError) local = NULL;
  g_autoptr (DdiBackupSession) session = claim (server, &local);
  /* Read when nobody else is at it. */
  g_autoptr (DdiBackupState) state = session ? ddi_backup_state_load (server, &local) : NULL;
  g_autoptr (DdiBackupAutoResult) result = g_new0 (DdiBackupAutoResult, 1);

  if (state && run (session, server, options, state, result, cancellable, &local))
    ddi_continuous_keep (server, FALSE, options->progress, options->user_data, cancellable, &local);
  if (local == NULL)
    return g_steal_pointer (&result);
  g_propagate_error (error, g_steal_pointer (&local));
  return NULL;
}
