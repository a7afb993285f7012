/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <unistd.h>

#include "auth/ddi-backup-seal.h"
#include "db/ddi-conninfo.h"
#include "db/ddi-migrator.h"
#include "exchange/ddi-backup-file.h"
#include "tasks/ddi-backup-private.h"
#include "tasks/ddi-backup-stream.h"

/* One restoring of one file into a database that is ours alone. */
typedef struct
{
  const DdiBackup *backup;
  const DdiBackupProgress *progress;
  char *conninfo; /* of the target, as the owner */
  const char *database;
  const char *table;
  int major;
} Loading;

/* What was written is still what is there; before anything of it is run. */
static gboolean
check_file (const DdiBackup *backup, int fd, GCancellable *cancellable, GError **error)
{
  gint64 bytes;
  g_autofree char *sum = ddi_backup_file_digest (fd, &bytes, cancellable, error);

  if (sum == NULL)
    return FALSE;
  if (bytes == ddi_backup_get_int (backup, "bytes") &&
      g_strcmp0 (sum, ddi_backup_get_text (backup, "sha256")) == 0)
    return TRUE;
  g_set_error (error, DDI_BACKUP_ERROR, DDI_BACKUP_ERROR_DAMAGED,
               _ ("%s is damaged: it is not the file that was written (%" PRId64 " bytes, not %" PRId64
                  ", or another checksum)"),
               backup->path, bytes, ddi_backup_get_int (backup, "bytes"));
  return FALSE;
}

/* One table's rows need the tables of this program around them, and none of their rules. */
static gboolean
prepare_for_table (Loading *self, GCancellable *cancellable, GError **error)
{
  g_autoptr (DdiBackupSession) session = NULL;

  if (ddi_migrator_run (self->conninfo, FALSE, NULL, cancellable, error) < 0)
    return FALSE;
  session = ddi_backup_session_open (self->conninfo, error);
  return session && ddi_backup_session_run_made (session, "restore/make-loosen", &self->table, 1, error);
}

static gboolean
load (Loading *self, int fd, GCancellable *cancellable, GError **error)
{
  g_autofree char *database = g_strdup_printf ("--dbname=%s", self->database);
  const char *restore[] = { "pg_restore",
                            "--verbose",
                            "--no-password",
                            "--no-owner",
                            "--role=ddi_owner",
                            "--exit-on-error",
                            database,
                            self->table ? "--data-only" : NULL,
                            NULL };
  const char *psql[] = {
    "psql",   "--no-psqlrc", "--quiet", "--no-password", "--set=ON_ERROR_STOP=1", "--single-transaction",
    database, NULL
  };
  gboolean custom = ddi_backup_get_kind (self->backup) == DDI_BACKUP_CUSTOM;
  DdiBackupTool tool = {
    .conninfo = self->conninfo,
    .major = self->major,
    .argv = custom ? restore : psql,
    .in_fd = fd,
    .out_fd = -1,
    .step = _ ("Restoring"),
    .mark = "processing data for table",
    .total = json_object_get_size (json_object_get_object_member (self->backup->manifest, "tables")),
    .progress = self->progress,
  };

  ddi_backup_progress_tell (self->progress, tool.step, 0, tool.total);
  if (self->table && !prepare_for_table (self, cancellable, error))
    return FALSE;
  if (ddi_backup_get_kind (self->backup) == DDI_BACKUP_CSV)
    return ddi_backup_load_csv (self->backup, &tool, fd, cancellable, error);
  return ddi_backup_tool_run (&tool, cancellable, error);
}

static void
compare_step_cb (const char *name, guint done, guint total, gpointer user_data)
{
  ddi_backup_progress_tell (user_data, _ ("Comparing"), done, total);
}

static gboolean
compare (Loading *self, GCancellable *cancellable, GError **error)
{
  JsonObject *saved = self->backup->manifest;
  g_autoptr (DdiBackupSession) session = ddi_backup_session_open (self->conninfo, error);
  g_autoptr (JsonObject) found = json_object_new ();
  g_autoptr (GPtrArray) differences = NULL;
  g_autofree char *told = NULL;

  if (session == NULL ||
      !ddi_backup_session_digest (session, self->table, json_object_get_object_member (saved, "tables"),
                                  found, compare_step_cb, (gpointer)self->progress, cancellable, error) ||
      !ddi_backup_session_read_sequences (session, self->table, found, error))
    return FALSE;
  differences =
      ddi_backup_compare (saved, found, ddi_backup_get_int (self->backup, "server_major") == self->major);
  if (differences->len == 0)
    return TRUE;
  g_ptr_array_add (differences, NULL);
  told = g_strjoinv ("; ", (char **)differences->pdata);
  g_set_error (error, DDI_BACKUP_ERROR, DDI_BACKUP_ERROR_DAMAGED,
               _ ("%s does not restore to what was saved: %s"), self->backup->path, told);
  return FALSE;
}

static gboolean
find_major (Loading *self, GError **error)
{
  g_autoptr (DdiBackupSession) session = ddi_backup_session_open (self->conninfo, error);

  if (session)
    self->major = ddi_backup_session_get_major (session);
  return session != NULL;
}

/* All of it, before a part of it is used. */
static gboolean
check_seal (const DdiBackupLoad *self, int fd, GCancellable *cancellable, GError **error)
{
  if (self->backup->sealed == NULL)
    return TRUE;
  if (!ddi_backup_seal_open (fd, -1, self->passphrase, cancellable, error))
    {
      g_prefix_error (error, "%s: ", self->backup->path);
      return FALSE;
    }
  return lseek (fd, 0, SEEK_SET) == 0;
}

static gboolean
load_file (Loading *loading, const DdiBackupLoad *self, int fd, GCancellable *cancellable, GError **error)
{
  DdiBackupStream *stream;
  gboolean good;

  if (self->backup->sealed == NULL)
    return load (loading, fd, cancellable, error);
  stream = ddi_backup_stream_open (fd, self->passphrase, cancellable, error);
  if (stream == NULL)
    return FALSE;
  good = load (loading, ddi_backup_stream_get_fd (stream), cancellable, error);
  return ddi_backup_stream_finish (stream, good ? error : NULL) && good;
}

gboolean
ddi_backup_load (const DdiBackupLoad *self, DdiRestoreTarget *target, GCancellable *cancellable,
                 GError **error)
{
  const DdiBackup *backup = self->backup;
  Loading loading = { .backup = backup,
                      .progress = self->progress,
                      .table = ddi_backup_get_text (backup, "table"),
                      .database = ddi_restore_target_get_database (target) };
  g_autofree char *conninfo = ddi_conninfo_with_database (self->server->owner, loading.database, error);
  int fd = conninfo ? open (backup->path, O_RDONLY | O_CLOEXEC) : -1;
  gboolean good;

  if (conninfo == NULL)
    return FALSE;
  if (fd < 0)
    {
      g_set_error (error, G_IO_ERROR, g_io_error_from_errno (errno), "%s: %s", backup->path,
                   g_strerror (errno));
      return FALSE;
    }
  loading.conninfo = conninfo;
  good = check_file (backup, fd, cancellable, error) && check_seal (self, fd, cancellable, error) &&
         find_major (&loading, error) && load_file (&loading, self, fd, cancellable, error) &&
         compare (&loading, cancellable, error);
  close (fd);
  return good;
}
