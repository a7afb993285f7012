/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tasks/ddi-backup.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

#include "core/ddi-json.h"
#include "ddi-config.h"
#include "exchange/ddi-backup-file.h"
#include "tasks/ddi-backup-private.h"
#include "tasks/ddi-backup-stream.h"

static const char *const endings[] = { "dump", "sql", "tar" };

/* What one backup needs while it is made. */
typedef struct
{
  const DdiBackupServer *server;
  const DdiBackupOptions *options;
  DdiBackupProgress progress;
  DdiBackupSession *session;
  char *table; /* with its schema */
  char *snapshot;
  GPtrArray *parts; /* the tables that pg_dump is to take; all where there is no table */
  guint n_parts;
} Making;

static void
making_clear (Making *self)
{
  g_clear_pointer (&self->session, ddi_backup_session_free);
  g_clear_pointer (&self->parts, g_ptr_array_unref);
  g_free (self->table);
  g_free (self->snapshot);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Making, making_clear)

static void
add_parts (GPtrArray *parts, const char *text)
{
  g_autoptr (JsonNode) node = ddi_json_parse (text, -1, NULL);
  JsonArray *names = json_node_get_array (node);

  for (guint i = 0; i < json_array_get_length (names); i++)
    g_ptr_array_add (parts, g_strdup (json_array_get_string_element (names, i)));
}

/* Which tables there are; FALSE where the one that is wanted is not. */
static gboolean
find_tables (Making *self, GError **error)
{
  g_autoptr (DdiRows) tables =
      ddi_backup_session_list_tables (self->session, self->options->table, NULL, error);

  if (tables == NULL)
    return FALSE;
  if (self->options->table && ddi_rows_get_n (tables) != 1)
    {
      g_set_error (error, DDI_BACKUP_ERROR, DDI_BACKUP_ERROR_TABLE, _ ("There is no table “%s”"),
                   self->options->table);
      return FALSE;
    }
  self->parts = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; i < ddi_rows_get_n (tables); i++)
    add_parts (self->parts, ddi_rows_get_text (tables, i, ddi_rows_column (tables, "parts")));
  self->n_parts = self->parts->len;
  if (self->options->table)
    self->table = g_strdup (ddi_rows_get_text (tables, 0, ddi_rows_column (tables, "name")));
  return TRUE;
}

static void
digest_step_cb (const char *name, guint done, guint total, gpointer user_data)
{
  Making *self = user_data;

  ddi_backup_progress_tell (&self->progress, _ ("Reading"), done, total);
}

static gboolean
begin (Making *self, JsonObject *manifest, GCancellable *cancellable, GError **error)
{
  self->session = ddi_backup_session_open (self->server->owner, error);
  return self->session && (self->snapshot = ddi_backup_session_begin (self->session, error)) != NULL &&
         find_tables (self, error) && ddi_backup_session_describe (self->session, manifest, error) &&
         ddi_backup_session_read_sequences (self->session, self->table, manifest, error) &&
         ddi_backup_session_digest (self->session, self->table, NULL, manifest, digest_step_cb, self,
                                    cancellable, error);
}

static GPtrArray *
make_arguments (Making *self)
{
  GPtrArray *argv = g_ptr_array_new_with_free_func (g_free);
  gboolean plain = self->options->kind != DDI_BACKUP_CUSTOM;

  g_ptr_array_add (argv, g_strdup ("pg_dump"));
  g_ptr_array_add (argv, g_strdup ("--verbose"));
  g_ptr_array_add (argv, g_strdup ("--no-password"));
  g_ptr_array_add (argv, g_strdup ("--lock-wait-timeout=30s"));
  g_ptr_array_add (argv, g_strdup ("--encoding=UTF8"));
  g_ptr_array_add (argv, g_strdup ("--role=ddi_owner"));
  /* Large objects are nothing of ours. Whoever has the program's password may make one, which its owner alone may read,
   * and there would be no more backups. */
  g_ptr_array_add (argv, g_strdup ("--no-blobs"));
  g_ptr_array_add (argv, g_strdup_printf ("--snapshot=%s", self->snapshot));
  g_ptr_array_add (argv, g_strdup_printf ("--format=%s", plain ? "plain" : "custom"));
  /* A newer pg_dump only appends to its standard output: the contents with the places of all rows, which are written
   * last, would come behind the rows, where nobody reads them. */
  if (!plain)
    {
      g_ptr_array_add (argv, g_strdup ("--file=/dev/stdout"));
      /* A pipe cannot be, and a file is by ourselves. */
      g_ptr_array_add (argv, g_strdup ("--no-sync"));
    }
  for (guint i = 0; self->table && i < self->parts->len; i++)
    g_ptr_array_add (argv, g_strdup_printf ("--table=%s", (const char *)self->parts->pdata[i]));
  /* Where it is read back a partition may be missing: rows find theirs, or the one for all others. */
  if (self->table)
    g_ptr_array_add (argv, g_strdup ("--load-via-partition-root"));
  /* A text that makes the table, too, could not be read into a database that has it. */
  if (self->table && self->options->kind == DDI_BACKUP_PLAIN)
    g_ptr_array_add (argv, g_strdup ("--data-only"));
  return argv;
}

static gboolean
dump (Making *self, JsonObject *manifest, int fd, const char *directory, GCancellable *cancellable,
      GError **error)
{
  g_autoptr (GPtrArray) argv = make_arguments (self);
  DdiBackupTool tool = { .conninfo = self->server->owner,
                         .major = ddi_backup_session_get_major (self->session),
                         .in_fd = -1,
                         .out_fd = fd,
                         .step = _ ("Saving"),
                         .mark = "dumping contents of table",
                         .total = self->n_parts,
                         .progress = &self->progress };
  gboolean good;

  g_ptr_array_add (argv, NULL);
  tool.argv = (const char *const *)argv->pdata;
  if (self->options->kind == DDI_BACKUP_CSV)
    good = ddi_backup_write_csv (self->session, &tool, manifest, fd, directory, cancellable, error);
  else
    good = ddi_backup_tool_run (&tool, cancellable, error);
  return good && ddi_backup_session_read_sequences (self->session, self->table, manifest, error);
}

static char *
make_path (Making *self, GError **error)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  g_autofree char *stamp = g_date_time_format (now, "%Y%m%d-%H%M%S");
  g_autofree char *table = NULL;
  g_autofree char *name = NULL;

  if (self->options->path)
    return g_canonicalize_filename (self->options->path, NULL);
  if (g_mkdir_with_parents (self->server->directory, 0700) != 0)
    {
      g_set_error (error, G_IO_ERROR, g_io_error_from_errno (errno), "%s: %s", self->server->directory,
                   g_strerror (errno));
      return NULL;
    }
  table = self->options->table ? g_strconcat ("-", self->options->table, NULL) : g_strdup ("");
  name = g_strdup_printf ("%s%s-%s.%s%s", self->options->label ? self->options->label : "dunkin-demand",
                          g_strdelimit (table, "/\".", '_'), stamp, endings[self->options->kind],
                          self->options->passphrase ? ".sealed" : "");
  return g_build_filename (self->server->directory, name, NULL);
}

/* In a session of its own: the one that reads is in the middle of its moment. */
static gboolean
record (const DdiBackupServer *server, const DdiBackup *backup, GError **error)
{
  g_autoptr (DdiBackupSession) session = ddi_backup_session_open (server->owner, error);
  g_autofree char *bytes = g_strdup_printf ("%" G_GINT64_FORMAT, ddi_backup_get_int (backup, "bytes"));
  g_autoptr (DdiRows) rows = NULL;
  const char *values[] = { ddi_backup_get_text (backup, "id"),
                           ddi_backup_get_text (backup, "made_at"),
                           ddi_backup_get_text (backup, "kind"),
                           ddi_backup_get_text (backup, "table"),
                           g_get_host_name (),
                           backup->path,
                           bytes,
                           backup->sealed ? "t" : "f",
                           ddi_backup_get_text (backup, "sha256"),
                           ddi_backup_get_text (backup, "newest_sale") };

  if (session == NULL)
    return FALSE;
  rows = ddi_backup_session_query (session, "backup/record", values, G_N_ELEMENTS (values), error);
  return rows != NULL;
}

/* Through the passphrase, where there is one. */
static gboolean
dump_into_file (Making *self, JsonObject *manifest, int fd, const char *directory, GCancellable *cancellable,
                GError **error)
{
  DdiBackupStream *stream;
  gboolean good;

  if (self->options->passphrase == NULL)
    return dump (self, manifest, fd, directory, cancellable, error);
  stream = ddi_backup_stream_seal (fd, self->options->passphrase, cancellable, error);
  if (stream == NULL)
    return FALSE;
  /* What is laid down for a moment must not lie on the stick that the backup goes to. */
  good = dump (self, manifest, ddi_backup_stream_get_fd (stream), g_get_tmp_dir (), cancellable, error);
  return ddi_backup_stream_finish (stream, good ? error : NULL) && good;
}

/* The file first, then what says that it is a backup. */
static gboolean
commit (DdiBackup *backup, DdiBackupFile *file, DdiSecret *passphrase, GCancellable *cancellable,
        GError **error)
{
  gint64 bytes;
  g_autofree char *sum = ddi_backup_file_digest (ddi_backup_file_get_fd (file), &bytes, cancellable, error);

  if (sum == NULL || !ddi_backup_file_commit (file, error))
    return FALSE;
  json_object_set_int_member (backup->manifest, "bytes", bytes);
  json_object_set_string_member (backup->manifest, "sha256", sum);
  if ((passphrase == NULL || ddi_backup_seal (backup, passphrase, error)) &&
      ddi_backup_write_manifest (backup, error))
    return TRUE;
  g_unlink (backup->path);
  return FALSE;
}

DdiBackup *
ddi_backup_make (const DdiBackupServer *server, const DdiBackupOptions *options, GCancellable *cancellable,
                 GError **error)
{
  g_auto (Making) self = { .server = server, .options = options };
  g_autoptr (DdiBackup) backup = g_new0 (DdiBackup, 1);
  g_autoptr (DdiBackupFile) file = NULL;
  g_autofree char *directory = NULL;
  g_autoptr (GError) local = NULL;

  self.progress = (DdiBackupProgress){ options->progress, options->user_data };
  backup->manifest = json_object_new ();
  backup->path = make_path (&self, error);
  if (backup->path == NULL || (file = ddi_backup_file_create (backup->path, error)) == NULL ||
      !begin (&self, backup->manifest, cancellable, error))
    return NULL;
  json_object_set_string_member (backup->manifest, "program_version", DDI_VERSION);
  json_object_set_string_member (backup->manifest, "kind", ddi_backup_kind_name (options->kind));
  json_object_set_string_member (backup->manifest, "database",
                                 ddi_backup_session_get_database (self.session));
  if (self.table)
    json_object_set_string_member (backup->manifest, "table", self.table);
  directory = g_path_get_dirname (backup->path);
  if (!dump_into_file (&self, backup->manifest, ddi_backup_file_get_fd (file), directory, cancellable,
                       error) ||
      !commit (backup, file, options->passphrase, cancellable, error))
    return NULL;
  /* The backup is whole, whether the database remembers it or not: an older schema has no list. */
  if (!record (server, backup, &local))
    g_message ("%s", local->message);
  return g_steal_pointer (&backup);
}
