/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tasks/ddi-foreign-dump.h"

#include <errno.h>
#include <fcntl.h>
#include <gio/gunixinputstream.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#include "db/ddi-conninfo.h"
#include "db/ddi-migrator.h"
#include "exchange/ddi-sql-dump.h"
#include "tasks/ddi-backup-private.h"

/* A tar says so here. */
#define TAR_MARK 257

DdiForeignKind
ddi_foreign_dump_find_kind (const char *path)
{
  char start[4097] = { 0 };
  int fd = open (path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  gssize n = fd < 0 ? -1 : read (fd, start, sizeof start - 1);

  if (fd >= 0)
    close (fd);
  if (n < 5)
    return DDI_FOREIGN_NONE;
  if (memcmp (start, "PGDMP", 5) == 0)
    return DDI_FOREIGN_CUSTOM;
  if (start[0] == '\x1f' && start[1] == '\x8b')
    return DDI_FOREIGN_GZIP;
  if (n > TAR_MARK + 5 && memcmp (start + TAR_MARK, "ustar", 5) == 0)
    return DDI_FOREIGN_OTHER;
  return strstr (start, "-- PostgreSQL database dump") ? DDI_FOREIGN_PLAIN : DDI_FOREIGN_NONE;
}

/* An unnamed file for what pg_restore writes; -1 with @error set. */
static int
open_spool (const DdiBackupServer *server, GError **error)
{
  g_autofree char *path = g_build_filename (server->directory, ".adopting-XXXXXX", NULL);
  int fd;

  g_mkdir_with_parents (server->directory, 0700);
  fd = g_mkstemp_full (path, O_RDWR | O_CLOEXEC, 0600);
  if (fd < 0)
    g_set_error (error, G_IO_ERROR, g_io_error_from_errno (errno), "%s: %s", path, g_strerror (errno));
  else
    g_unlink (path);
  return fd;
}

/* pg_dump's own format as SQL text, by its own program. */
static int
unpack (const DdiBackupServer *server, const DdiRestoreOptions *options, int major, int fd,
        GCancellable *cancellable, GError **error)
{
  static const char *const argv[] = { "pg_restore", "--no-owner", "--no-privileges", "--file=-", NULL };
  const DdiBackupProgress progress = { options->progress, options->user_data };
  int spool = open_spool (server, error);
  const DdiBackupTool tool = { .conninfo = server->owner,
                               .major = major,
                               .argv = argv,
                               .in_fd = fd,
                               .out_fd = spool,
                               .step = _ ("Reading"),
                               .progress = &progress };

  if (spool < 0)
    return -1;
  if (ddi_backup_tool_run (&tool, cancellable, error) && lseek (spool, 0, SEEK_SET) == 0)
    return spool;
  close (spool);
  g_prefix_error (
      error, "%s: %s: ", options->path,
      _ ("This computer’s pg_restore cannot read it; where a newer pg_dump has made it, make it as SQL text "
         "(pg_dump DATABASE > FILE.sql)"));
  return -1;
}

static GInputStream *
open_text (const DdiBackupServer *server, const DdiRestoreOptions *options, int major,
           GCancellable *cancellable, GError **error)
{
  DdiForeignKind kind = ddi_foreign_dump_find_kind (options->path);
  int fd = open (options->path, O_RDONLY | O_CLOEXEC), text = fd;
  g_autoptr (GInputStream) stream = NULL;
  g_autoptr (GZlibDecompressor) gunzip = NULL;

  if (fd < 0)
    {
      g_set_error (error, G_IO_ERROR, g_io_error_from_errno (errno), "%s: %s", options->path,
                   g_strerror (errno));
      return NULL;
    }
  if (kind == DDI_FOREIGN_CUSTOM)
    {
      text = unpack (server, options, major, fd, cancellable, error);
      close (fd);
    }
  if (text < 0)
    return NULL;
  stream = g_unix_input_stream_new (text, TRUE);
  if (kind != DDI_FOREIGN_GZIP)
    return g_steal_pointer (&stream);
  gunzip = g_zlib_decompressor_new (G_ZLIB_COMPRESSOR_FORMAT_GZIP);
  return g_converter_input_stream_new (stream, G_CONVERTER (gunzip));
}

static gssize
supply_cb (char *bytes, gsize size, gpointer user_data, GError **error)
{
  return ddi_sql_dump_read_rows (user_data, bytes, size, error);
}

/* In one transaction: a file that would end it, or make and drop databases, does not get far. */
static gboolean
load_tables (DdiBackupSession *session, DdiSqlDump *dump, GCancellable *cancellable, GError **error)
{
  const char *statement = NULL;
  DdiSqlDumpPart part;

  if (!ddi_backup_session_begin_change (session, error))
    return FALSE;
  while ((part = ddi_sql_dump_next (dump, &statement, cancellable, error)) > DDI_SQL_DUMP_END)
    if (part == DDI_SQL_DUMP_COPY)
      {
        if (!ddi_backup_session_copy_in (session, statement, supply_cb, dump, cancellable, error))
          return FALSE;
      }
    else
      {
        g_autoptr (DdiRows) rows = ddi_backup_session_run (session, statement, cancellable, error);

        if (rows == NULL)
          return FALSE;
      }
  return part == DDI_SQL_DUMP_END && ddi_backup_session_commit (session, error);
}

G_GNUC_PRINTF (2, 0)
static gboolean
fail (GError **error, const char *format, const char *path)
{
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
  g_set_error (error, DDI_BACKUP_ERROR, DDI_BACKUP_ERROR_FOREIGN, format, path);
#pragma GCC diagnostic pop
  return FALSE;
}

/* What it holds is what can be adopted. */
static gboolean
check_contents (DdiSqlDump *dump, const char *path, GError **error)
{
  if (g_ptr_array_find_with_equal_func (ddi_sql_dump_get_left_out (dump), "public.schema_migrations",
                                        g_str_equal, NULL))
    return fail (
        error,
        _ ("%s is pg_dump’s of a database that this program manages already, with its rights and functions. "
           "Restore one of the program’s own backups; or restore this file with pg_restore or psql into an "
           "empty database of a server and connect to that with --connection"),
        path);
  if (!ddi_sql_dump_is_complete (dump))
    return fail (error, _ ("%s ends early: pg_dump did not finish it, or it was cut off"), path);
  if (ddi_sql_dump_has_table (dump, "users"))
    return TRUE;
  return fail (
      error,
      _ ("%s does not hold the table users, which all others refer to. Save the whole database: pg_dump -Fc "
         "DATABASE > FILE.dump"),
      path);
}

/* FALSE where it cannot be read to its end. */
static gboolean
pass_rest (DdiSqlDump *dump, GCancellable *cancellable)
{
  const char *statement = NULL;
  DdiSqlDumpPart part;

  while ((part = ddi_sql_dump_next (dump, &statement, cancellable, NULL)) > DDI_SQL_DUMP_END)
    continue;
  return part == DDI_SQL_DUMP_END;
}

static gboolean
read_dump (const DdiBackupServer *server, const char *conninfo, const DdiRestoreOptions *options,
           char **left_out, GCancellable *cancellable, GError **error)
{
  g_autoptr (DdiBackupSession) session = ddi_backup_session_open (conninfo, error);
  g_autoptr (GInputStream) text = NULL;
  g_autoptr (DdiSqlDump) dump = NULL;
  g_autoptr (GError) local = NULL;
  GPtrArray *others;

  if (session == NULL)
    return FALSE;
  text = open_text (server, options, ddi_backup_session_get_major (session), cancellable, error);
  if (text == NULL)
    return FALSE;
  dump = ddi_sql_dump_new (text);
  if (!load_tables (session, dump, cancellable, &local))
    {
      /* What the whole file is tells more than what the server says of one statement. */
      if (pass_rest (dump, cancellable) && check_contents (dump, options->path, error))
        g_propagate_prefixed_error (error, g_steal_pointer (&local), "%s: ", options->path);
      else if (error && *error == NULL)
        g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  if (!check_contents (dump, options->path, error))
    return FALSE;
  others = ddi_sql_dump_get_left_out (dump);
  g_ptr_array_add (others, NULL);
  *left_out = others->len > 1 ? g_strjoinv (", ", (char **)others->pdata) : NULL;
  return TRUE;
}

static DdiBackup *
save (const DdiBackupServer *server, const char *conninfo, const DdiRestoreOptions *options,
      GCancellable *cancellable, GError **error)
{
  const DdiBackupServer adopted = { (char *)conninfo, server->admin, server->directory, server->home };
  const DdiBackupOptions saving = { .label = "adopted",
                                    .passphrase = options->passphrase,
                                    .progress = options->progress,
                                    .user_data = options->user_data };

  return ddi_backup_make (&adopted, &saving, cancellable, error);
}

DdiBackup *
ddi_foreign_dump_adopt (const DdiBackupServer *server, const DdiRestoreOptions *options, char **left_out,
                        GCancellable *cancellable, GError **error)
{
  const DdiBackupProgress progress = { options->progress, options->user_data };
  g_autoptr (DdiRestoreTarget) target = NULL;
  g_autofree char *conninfo = NULL, *others = NULL;
  DdiBackup *backup;

  if (ddi_foreign_dump_find_kind (options->path) == DDI_FOREIGN_OTHER)
    {
      fail (error,
            _ ("%s is pg_dump’s tar format, which is not read here. Save the database anew: pg_dump -Fc "
               "DATABASE > "
               "FILE.dump"),
            options->path);
      return NULL;
    }
  ddi_backup_progress_tell (&progress, _ ("Adopting"), 0, 0);
  target = ddi_restore_target_open (server->admin, "restore", cancellable, error);
  conninfo = target
                 ? ddi_conninfo_with_database (server->owner, ddi_restore_target_get_database (target), error)
                 : NULL;
  if (conninfo == NULL || !read_dump (server, conninfo, options, &others, cancellable, error))
    return NULL;
  if (ddi_migrator_run (conninfo, FALSE, NULL, cancellable, error) < 0)
    {
      g_prefix_error (error, "%s: ", options->path);
      return NULL;
    }
  backup = save (server, conninfo, options, cancellable, error);
  if (backup)
    *left_out = g_steal_pointer (&others);
  return backup;
}

void
ddi_foreign_dump_discard (const DdiBackup *adopted)
{
  g_autofree char *manifest = ddi_backup_dup_manifest_path (adopted->path);

  g_unlink (adopted->path);
  g_unlink (manifest);
}
