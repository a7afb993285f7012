/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <errno.h>
#include <glib/gi18n-lib.h>
#include <unistd.h>

#include "exchange/ddi-backup-file.h"
#include "exchange/ddi-backup-tar.h"
#include "tasks/ddi-backup-private.h"

/* The archive, in the order in which it is read back: what makes the tables, their rows, and what guards and
 * joins them. */
#define BEFORE "schema-before.sql"
#define TABLES "tables/"
#define AFTER "schema-after.sql"
#define SCHEMA "schema.json"

static int
open_spool (const char *directory, GError **error)
{
  return ddi_backup_file_open_spool (directory, error);
}

static gboolean
write_all (int fd, const char *bytes, gsize n, GError **error)
{
  while (n > 0)
    {
      gssize written = write (fd, bytes, n);

      if (written < 0 && errno == EINTR)
        continue;
      if (written < 0)
        {
          g_set_error (error, G_IO_ERROR, g_io_error_from_errno (errno), "%s", g_strerror (errno));
          return FALSE;
        }
      bytes += written;
      n -= (gsize)written;
    }
  return TRUE;
}

static gboolean
sink_cb (const char *bytes, gsize n, gpointer user_data, GError **error)
{
  return write_all (GPOINTER_TO_INT (user_data), bytes, n, error);
}

/* pg_dump with one more argument. */
static gboolean
add_section (DdiBackupTarWriter *tar, const DdiBackupTool *dump, const char *section, const char *name,
             const char *directory, GCancellable *cancellable, GError **error)
{
  g_autoptr (GPtrArray) argv = g_ptr_array_new ();
  g_autofree char *option = g_strdup_printf ("--section=%s", section);
  DdiBackupTool tool = *dump;
  int spool = open_spool (directory, error);
  gboolean good;

  if (spool < 0)
    return FALSE;
  for (const char *const *word = dump->argv; *word; word++)
    g_ptr_array_add (argv, (char *)*word);
  g_ptr_array_add (argv, option);
  g_ptr_array_add (argv, NULL);
  tool.argv = (const char *const *)argv->pdata;
  tool.out_fd = spool;
  tool.mark = NULL;
  good = ddi_backup_tool_run (&tool, cancellable, error) &&
         ddi_backup_tar_writer_add (tar, name, spool, cancellable, error);
  close (spool);
  return good;
}

static gboolean
add_table (DdiBackupTarWriter *tar, DdiBackupSession *session, const char *name, const char *statement,
           const char *directory, GCancellable *cancellable, GError **error)
{
  g_autofree char *entry = g_strconcat (TABLES, name, ".csv", NULL);
  int spool = open_spool (directory, error);
  gboolean good;

  if (spool < 0)
    return FALSE;
  good = ddi_backup_session_copy_out (session, statement, sink_cb, GINT_TO_POINTER (spool), cancellable,
                                      error) &&
         ddi_backup_tar_writer_add (tar, entry, spool, cancellable, error);
  close (spool);
  return good;
}

static gboolean
add_tables (DdiBackupTarWriter *tar, DdiBackupSession *session, const DdiBackupTool *dump,
            JsonObject *manifest, const char *directory, GCancellable *cancellable, GError **error)
{
  const char *table = json_object_get_string_member_with_default (manifest, "table", NULL);
  g_autoptr (DdiRows) tables = ddi_backup_session_list_tables (session, table, NULL, error);
  guint n = tables ? ddi_rows_get_n (tables) : 0;

  if (tables == NULL)
    return FALSE;
  for (guint i = 0; i < n; i++)
    {
      ddi_backup_progress_tell (dump->progress, dump->step, i, n);
      if (!add_table (tar, session, ddi_rows_get_text (tables, i, ddi_rows_column (tables, "name")),
                      ddi_rows_get_text (tables, i, ddi_rows_column (tables, "copy_out")), directory,
                      cancellable, error))
        return FALSE;
    }
  return TRUE;
}

/* What the columns are, for whoever reads the files with another program. */
static gboolean
add_schema (DdiBackupTarWriter *tar, JsonObject *manifest, GError **error)
{
  g_autoptr (JsonNode) root = json_node_new (JSON_NODE_OBJECT);
  g_autofree char *text = NULL;

  json_node_set_object (root, manifest);
  text = json_to_string (root, TRUE);
  return ddi_backup_tar_writer_add_text (tar, SCHEMA, text, error);
}

gboolean
ddi_backup_write_csv (DdiBackupSession *session, const DdiBackupTool *dump, JsonObject *manifest, int fd,
                      const char *spool_directory, GCancellable *cancellable, GError **error)
{
  g_autoptr (DdiBackupTarWriter) tar = ddi_backup_tar_writer_new (fd, error);

  return tar && add_schema (tar, manifest, error) &&
         add_section (tar, dump, "pre-data", BEFORE, spool_directory, cancellable, error) &&
         add_tables (tar, session, dump, manifest, spool_directory, cancellable, error) &&
         add_section (tar, dump, "post-data", AFTER, spool_directory, cancellable, error) &&
         ddi_backup_tar_writer_close (tar, error);
}

/* What is loaded, and into what. */
typedef struct
{
  const DdiBackup *backup;
  const DdiBackupTool *restore; /* psql */
  DdiBackupTarReader *tar;
  DdiBackupSession *session;
  DdiRows *tables;
  guint done;
} Loading;

static gssize
supply_cb (char *bytes, gsize size, gpointer user_data, GError **error)
{
  return ddi_backup_tar_reader_read (user_data, bytes, size, error);
}

/* One of the two texts, through psql. */
static gboolean
run_script (Loading *self, GCancellable *cancellable, GError **error)
{
  DdiBackupTool tool = *self->restore;
  char buffer[16384];
  gssize n;
  gboolean good;
  int spool = open_spool (g_get_tmp_dir (), error);

  if (spool < 0)
    return FALSE;
  while ((n = ddi_backup_tar_reader_read (self->tar, buffer, sizeof buffer, error)) > 0)
    if (!write_all (spool, buffer, (gsize)n, error))
      {
        n = -1;
        break;
      }
  tool.in_fd = spool;
  good = n == 0 && lseek (spool, 0, SEEK_SET) == 0 && ddi_backup_tool_run (&tool, cancellable, error);
  close (spool);
  return good;
}

static gboolean
load_table (Loading *self, const char *name, GCancellable *cancellable, GError **error)
{
  guint n = ddi_rows_get_n (self->tables), i = 0;

  while (i < n &&
         !g_str_equal (ddi_rows_get_text (self->tables, i, ddi_rows_column (self->tables, "name")), name))
    i++;
  if (i == n)
    {
      g_set_error (error, DDI_BACKUP_ERROR, DDI_BACKUP_ERROR_DAMAGED, _ ("There is no table “%s”"), name);
      return FALSE;
    }
  ddi_backup_progress_tell (self->restore->progress, self->restore->step, self->done++, n);
  return ddi_backup_session_copy_in (self->session,
                                     ddi_rows_get_text (self->tables, i,
                                                        ddi_rows_column (self->tables, "copy_in")),
                                     supply_cb, self->tar, cancellable, error);
}

/* The tables that are there by now, and how they are filled. */
static gboolean
find_tables (Loading *self, GError **error)
{
  if (self->session == NULL)
    self->session = ddi_backup_session_open (self->restore->conninfo, error);
  if (self->session && self->tables == NULL)
    self->tables =
        ddi_backup_session_list_tables (self->session, NULL,
                                        json_object_get_object_member (self->backup->manifest, "tables"),
                                        error);
  return self->tables != NULL;
}

static gboolean
load_entry (Loading *self, const char *name, GCancellable *cancellable, GError **error)
{
  gboolean whole = ddi_backup_get_text (self->backup, "table") == NULL;
  g_autofree char *table = NULL;

  if (g_str_equal (name, BEFORE) || g_str_equal (name, AFTER))
    return !whole || run_script (self, cancellable, error);
  if (!g_str_has_prefix (name, TABLES) || !g_str_has_suffix (name, ".csv"))
    return TRUE;
  table = g_strndup (name + strlen (TABLES), strlen (name) - strlen (TABLES) - strlen (".csv"));
  return find_tables (self, error) && load_table (self, table, cancellable, error);
}

static gboolean
set_sequences (Loading *self, GError **error)
{
  JsonObject *sequences = json_object_get_object_member (self->backup->manifest, "sequences");
  g_autoptr (GList) names = json_object_get_members (sequences);

  if (!find_tables (self, error))
    return FALSE;
  for (GList *name = names; name; name = name->next)
    {
      JsonNode *range = json_object_get_member (sequences, name->data);

      if (JSON_NODE_HOLDS_ARRAY (range) && json_array_get_length (json_node_get_array (range)) == 2 &&
          !ddi_backup_session_set_sequence (self->session, name->data,
                                            json_array_get_int_element (json_node_get_array (range), 1),
                                            error))
        return FALSE;
    }
  return TRUE;
}

gboolean
ddi_backup_load_csv (const DdiBackup *backup, const DdiBackupTool *restore, int fd, GCancellable *cancellable,
                     GError **error)
{
  Loading self = { .backup = backup, .restore = restore };
  g_autoptr (GError) local = NULL;
  const char *name;
  gboolean good = TRUE;

  self.tar = ddi_backup_tar_reader_new (fd, error);
  if (self.tar == NULL)
    return FALSE;
  while (good && (name = ddi_backup_tar_reader_next (self.tar, &local)) != NULL)
    {
      g_autofree char *copy = g_strdup (name);

      good = load_entry (&self, copy, cancellable, &local);
    }
  good = local == NULL && good && set_sequences (&self, &local);
  if (local)
    g_propagate_error (error, g_steal_pointer (&local));
  ddi_backup_tar_reader_free (self.tar);
  g_clear_pointer (&self.session, ddi_backup_session_free);
  g_clear_pointer (&self.tables, ddi_rows_unref);
  return good;
}
