/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cluster/ddi-backup-child.h"
#include "cluster/ddi-server-binaries.h"
#include "cluster/ddi-server.h"
#include "core/ddi-json.h"
#include "db/ddi-conninfo.h"
#include "tasks/ddi-backup-private.h"
#include "tasks/ddi-continuous-private.h"

#define PART ".part"

void
ddi_continuous_base_free (DdiContinuousBase *self)
{
  g_free (self->path);
  g_free (self);
}

gint64
ddi_continuous_measure (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;
  gint64 total = 0;

  while (dir && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);
      struct stat info;

      if (lstat (path, &info) == 0)
        total += S_ISDIR (info.st_mode) ? ddi_continuous_measure (path) : (gint64)info.st_size;
    }
  return total;
}

/* The manifest that pg_basebackup writes: which log it needs, and how large its files are. */
static gboolean
read_manifest (DdiContinuousBase *self, JsonObject *manifest)
{
  JsonArray *ranges = json_object_get_array_member (manifest, "WAL-Ranges");
  JsonArray *files = json_object_get_array_member (manifest, "Files");
  JsonObject *range = ranges && json_array_get_length (ranges) > 0
                          ? json_array_get_object_element (ranges, json_array_get_length (ranges) - 1)
                          : NULL;
  const char *start = range ? json_object_get_string_member_with_default (range, "Start-LSN", NULL) : NULL;

  if (files == NULL || start == NULL || !ddi_wal_segment_of (start, &self->segment))
    return FALSE;
  self->timeline = (guint)json_object_get_int_member_with_default (range, "Timeline", 0);
  for (guint i = 0; i < json_array_get_length (files); i++)
    self->unpacked +=
        json_object_get_int_member_with_default (json_array_get_object_element (files, i), "Size", 0);
  return self->timeline > 0;
}

static DdiContinuousBase *
read_base (const char *path)
{
  g_autoptr (DdiContinuousBase) self = g_new0 (DdiContinuousBase, 1);
  g_autoptr (JsonNode) root = NULL;
  g_autofree char *manifest = g_build_filename (path, "backup_manifest", NULL);
  g_autofree char *finished = g_build_filename (path, "finished", NULL);
  g_autofree char *text = NULL, *listed = NULL;
  gsize length;

  if (!g_file_get_contents (finished, &text, NULL, NULL) ||
      !g_file_get_contents (manifest, &listed, &length, NULL))
    return NULL;
  root = ddi_json_parse (listed, (gssize)length, NULL);
  if (root == NULL || !JSON_NODE_HOLDS_OBJECT (root) || !read_manifest (self, json_node_get_object (root)))
    return NULL;
  self->finished = g_ascii_strtoll (text, NULL, 10);
  self->path = g_strdup (path);
  self->bytes = ddi_continuous_measure (path);
  return g_steal_pointer (&self);
}

static int
compare_bases (gconstpointer a, gconstpointer b)
{
  const DdiContinuousBase *first = *(DdiContinuousBase *const *)a, *second = *(DdiContinuousBase *const *)b;

  return (first->finished > second->finished) - (first->finished < second->finished);
}

GPtrArray *
ddi_continuous_list_bases (const char *home)
{
  GPtrArray *bases = g_ptr_array_new_with_free_func ((GDestroyNotify)ddi_continuous_base_free);
  g_autofree char *folder = g_build_filename (home, "wal", "bases", NULL);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);
      DdiContinuousBase *base = g_str_has_suffix (name, PART) ? NULL : read_base (path);

      if (base)
        g_ptr_array_add (bases, base);
    }
  g_ptr_array_sort (bases, compare_bases);
  return bases;
}

/* "12345/67890 kB (18%), …" */
static void
progress_cb (const char *line, gpointer user_data)
{
  const char *percent = strchr (line, '%'), *open = percent ? strrchr (line, '(') : NULL;

  if (open && open < percent)
    ddi_backup_progress_tell (user_data, _ ("Copying the database"),
                              (guint)MIN (g_ascii_strtoull (open + 1, NULL, 10), 100), 100);
}

/* Whole or not at all: what it needs to be consistent is in it, and pg_basebackup synchronises it. */
static gboolean
run_basebackup (const DdiBackupServer *server, const char *into, const DdiBackupProgress *progress,
                GCancellable *cancellable, GError **error)
{
  g_autoptr (DdiBackupSession) session = ddi_backup_session_open (server->admin, error);
  g_autoptr (DdiServerBinaries) binaries = NULL;
  g_autofree char *pgdata = g_strconcat ("--pgdata=", into, NULL);
  const char *argv[] = {
    "pg_basebackup",     pgdata,          "--format=tar", "--gzip", "--wal-method=stream",
    "--checkpoint=fast", "--no-password", "--progress",   NULL
  };
  g_auto (GStrv) environment = NULL;
  DdiBackupChild child = {
    .argv = argv, .in_fd = -1, .out_fd = -1, .line = progress_cb, .user_data = (gpointer)progress
  };

  if (session == NULL)
    return FALSE;
  binaries = ddi_server_binaries_find_copy_tools (ddi_backup_session_get_major (session), error);
  environment = binaries ? ddi_conninfo_add_environment (g_get_environ (), server->admin, error) : NULL;
  if (environment == NULL)
    return FALSE;
  child.directory = binaries->directory;
  child.environment = (const char *const *)environment;
  return ddi_backup_child_run (&child, cancellable, error);
}

static gboolean
finish (const char *part, const char *whole, GError **error)
{
  g_autofree char *finished = g_build_filename (part, "finished", NULL);
  g_autofree char *text = g_strdup_printf ("%" G_GINT64_FORMAT "\n", g_get_real_time () / G_USEC_PER_SEC + 1);
  g_autofree char *folder = g_path_get_dirname (whole);
  int fd;

  if (!g_file_set_contents_full (finished, text, -1, G_FILE_SET_CONTENTS_DURABLE, 0600, error))
    return FALSE;
  if (g_rename (part, whole) != 0)
    {
      g_set_error (error, G_IO_ERROR, g_io_error_from_errno (errno), "%s: %s", whole, g_strerror (errno));
      return FALSE;
    }
  fd = open (folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (fd >= 0)
    {
      fsync (fd);
      close (fd);
    }
  return TRUE;
}

static void
remove_parts (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir && (name = g_dir_read_name (dir)) != NULL)
    if (g_str_has_suffix (name, PART))
      {
        g_autofree char *path = g_build_filename (folder, name, NULL);

        ddi_server_remove_tree (path);
      }
}

gboolean
ddi_continuous_make_base (const DdiBackupServer *server, const DdiBackupProgress *progress,
                          GCancellable *cancellable, GError **error)
{
  g_autofree char *folder = g_build_filename (server->home, "wal", "bases", NULL);
  g_autofree char *name = g_strdup_printf ("%" G_GINT64_FORMAT, g_get_real_time ());
  g_autofree char *whole = g_build_filename (folder, name, NULL);
  g_autofree char *part = g_strconcat (whole, PART, NULL);

  remove_parts (folder);
  ddi_backup_progress_tell (progress, _ ("Copying the database"), 0, 100);
  if (run_basebackup (server, part, progress, cancellable, error) && finish (part, whole, error))
    return TRUE;
  ddi_server_remove_tree (part);
  return FALSE;
}
