/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cluster/ddi-cluster-swap.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <stdio.h>
#include <unistd.h>

#include "cluster/ddi-cluster-lock.h"
#include "cluster/ddi-cluster.h"
#include "cluster/ddi-server-error.h"
#include "cluster/ddi-server.h"

#define KEPT "data.before-"

static void
sync_folder (const char *path)
{
  int fd = open (path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

  if (fd < 0)
    return;
  fsync (fd);
  close (fd);
}

static gboolean
move (const char *from, const char *to, GError **error)
{
  return g_rename (from, to) == 0 || ddi_server_error_from_errno (error, errno, from);
}

/* A new name for the former data directory. (transfer full) */
static char *
dup_kept_path (DdiClusterLayout *layout)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  g_autofree char *stamp = g_date_time_format (now, "%Y%m%d-%H%M%S");
  g_autofree char *first = g_strdup_printf ("%s/" KEPT "%s", layout->home, stamp);
  g_autofree char *path = g_strdup (first);

  for (guint i = 2; g_file_test (path, G_FILE_TEST_EXISTS); i++)
    {
      g_free (path);
      path = g_strdup_printf ("%s-%u", first, i);
    }
  return g_steal_pointer (&path);
}

gboolean
ddi_cluster_settle (DdiClusterLayout *layout, GError **error)
{
  g_autofree char *kept = NULL;

  if (!g_file_test (layout->swap, G_FILE_TEST_EXISTS))
    return TRUE;
  /* Only where the file system cannot exchange two names was there a moment with neither. */
  kept = g_file_test (layout->data, G_FILE_TEST_EXISTS) ? dup_kept_path (layout) : g_strdup (layout->data);
  if (!move (layout->swap, kept, error))
    return FALSE;
  sync_folder (layout->home);
  return TRUE;
}

static gboolean
exchange (DdiClusterLayout *layout, char **kept, GError **error)
{
  g_autofree char *aside = dup_kept_path (layout);
  gboolean absent = !g_file_test (layout->data, G_FILE_TEST_EXISTS);

  if (!absent && renameat2 (AT_FDCWD, layout->swap, AT_FDCWD, layout->data, RENAME_EXCHANGE) == 0)
    {
      sync_folder (layout->home);
      if (!move (layout->swap, aside, error))
        return FALSE;
    }
  else if (!absent && errno != EINVAL && errno != ENOSYS)
    return ddi_server_error_from_errno (error, errno, layout->data);
  else
    {
      if (!absent && !move (layout->data, aside, error))
        return FALSE;
      sync_folder (layout->home);
      if (!move (layout->swap, layout->data, error))
        return FALSE;
    }
  sync_folder (layout->home);
  if (kept)
    *kept = absent ? NULL : g_steal_pointer (&aside);
  return TRUE;
}

static gboolean
start_if_used (DdiClusterLayout *layout, GError **error)
{
  if (ddi_cluster_lease_count (layout, TRUE) == 0 && !g_file_test (layout->persistent, G_FILE_TEST_EXISTS))
    return TRUE;
  return ddi_cluster_bring_up (layout, NULL, error);
}

gboolean
ddi_cluster_swap (const char *home, const char *prepared, char **kept, GCancellable *cancellable,
                  GError **error)
{
  g_autoptr (DdiClusterLayout) layout = ddi_cluster_layout_new (home, error);
  gboolean good;
  int fd;

  if (layout == NULL)
    return FALSE;
  fd = ddi_cluster_lock_wait (layout, layout->lock, cancellable, error);
  if (fd < 0)
    return FALSE;
  good = ddi_server_stop (layout, error) && ddi_cluster_settle (layout, error) &&
         move (prepared, layout->swap, error) && exchange (layout, kept, error);
  if (good)
    g_unlink (layout->moved);
  /* Whatever came of it, those who use the home go on. */
  good = start_if_used (layout, good ? error : NULL) && good;
  close (fd);
  return good;
}

static gboolean
has_bases (DdiClusterLayout *layout)
{
  g_autofree char *bases = g_build_filename (layout->wal, "bases", NULL);
  g_autoptr (GDir) dir = g_dir_open (bases, 0, NULL);

  return dir && g_dir_read_name (dir) != NULL;
}

gboolean
ddi_cluster_is_elsewhere (DdiClusterLayout *layout, GError **error)
{
  g_autofree char *address = NULL;

  if (!g_file_get_contents (layout->moved, &address, NULL, NULL))
    {
      if (has_bases (layout))
        g_set_error (
            error, DDI_CLUSTER_ERROR, DDI_CLUSTER_ERROR_DAMAGED,
            _ ("The data in %s are gone, and the continuous backup of them is there. It brings them back: "
               "dunkin-demand-cli --data-dir %s restore --to-time end"),
            layout->data, layout->home);
      return has_bases (layout);
    }
  g_set_error (
      error, DDI_CLUSTER_ERROR, DDI_CLUSTER_ERROR_MOVED,
      _ ("The data of %s went to the server %s; connect to it. What was here is kept and comes back with: "
         "dunkin-demand-cli restore --undo"),
      layout->home, g_strstrip (address));
  return TRUE;
}

gboolean
ddi_cluster_welcome (const char *home, GError **error)
{
  g_autoptr (DdiClusterLayout) layout = ddi_cluster_layout_new (home, error);

  if (layout == NULL)
    return FALSE;
  ddi_server_remove_tree (layout->wal);
  return g_unlink (layout->moved) == 0 || errno == ENOENT ||
         ddi_server_error_from_errno (error, errno, layout->moved);
}

/* First where they went: without that the next program would make a new database. */
static gboolean
put_aside (DdiClusterLayout *layout, const char *address, char **kept, GError **error)
{
  g_autofree char *aside = dup_kept_path (layout);

  if (!g_file_set_contents_full (layout->moved, address, -1,
                                 G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE, 0600, error) ||
      !ddi_server_account_own (layout->account, layout->moved, error) || !ddi_server_stop (layout, error) ||
      !move (layout->data, aside, error))
    return FALSE;
  sync_folder (layout->home);
  g_unlink (layout->persistent);
  *kept = g_steal_pointer (&aside);
  return TRUE;
}

gboolean
ddi_cluster_put_aside (const char *home, const char *address, char **kept, GError **error)
{
  g_autoptr (DdiClusterLayout) layout = ddi_cluster_layout_new (home, error);
  gboolean good;
  int fd;

  if (layout == NULL)
    return FALSE;
  fd = ddi_cluster_lock_wait (layout, layout->lock, NULL, error);
  if (fd < 0)
    return FALSE;
  good = put_aside (layout, address, kept, error);
  if (!good)
    g_unlink (layout->moved);
  close (fd);
  return good;
}

gboolean
ddi_cluster_restart (const char *home, GCancellable *cancellable, GError **error)
{
  g_autoptr (DdiClusterLayout) layout = ddi_cluster_layout_new (home, error);
  gboolean good;
  int fd;

  if (layout == NULL)
    return FALSE;
  fd = ddi_cluster_lock_wait (layout, layout->lock, cancellable, error);
  if (fd < 0)
    return FALSE;
  good = ddi_server_stop (layout, error) && start_if_used (layout, error);
  close (fd);
  return good;
}

static int
compare_newest_first (gconstpointer a, gconstpointer b)
{
  return -g_strcmp0 (*(const char *const *)a, *(const char *const *)b);
}

GPtrArray *
ddi_cluster_list_kept (const char *home)
{
  GPtrArray *found = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GDir) dir = g_dir_open (home, 0, NULL);
  const char *name;

  while (dir && (name = g_dir_read_name (dir)) != NULL)
    if (g_str_has_prefix (name, KEPT))
      g_ptr_array_add (found, g_build_filename (home, name, NULL));
  g_ptr_array_sort (found, compare_newest_first);
  return found;
}

gboolean
ddi_cluster_forget_one (const char *home, const char *kept, GError **error)
{
  g_autoptr (GPtrArray) all = ddi_cluster_list_kept (home);

  if (!g_ptr_array_find_with_equal_func (all, kept, g_str_equal, NULL))
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND, _ ("%s is no longer there"), kept);
      return FALSE;
    }
  ddi_server_remove_tree (kept);
  return !g_file_test (kept, G_FILE_TEST_EXISTS) || ddi_server_error_from_errno (error, EACCES, kept);
}

guint
ddi_cluster_forget_kept (const char *home)
{
  g_autoptr (GPtrArray) kept = ddi_cluster_list_kept (home);

  for (guint i = 0; i < kept->len; i++)
    ddi_server_remove_tree (kept->pdata[i]);
  return kept->len;
}
