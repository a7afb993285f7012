/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cluster/ddi-cluster-lock.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <sys/file.h>
#include <unistd.h>

#include "cluster/ddi-cluster.h"
#include "cluster/ddi-server-error.h"

#define PATIENCE (120 * G_TIME_SPAN_SECOND)

gboolean
ddi_cluster_pause (guint milliseconds, GCancellable *cancellable, GError **error)
{
  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return FALSE;
  g_usleep (milliseconds * 1000);
  return TRUE;
}

int
ddi_cluster_lock_try (DdiClusterLayout *layout, const char *path, gboolean *busy, GError **error)
{
  gboolean made = !g_file_test (path, G_FILE_TEST_EXISTS);
  int fd = open (path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);

  *busy = FALSE;
  if (fd < 0)
    {
      ddi_server_error_from_errno (error, errno, path);
      return -1;
    }
  if (made && !ddi_server_account_own (layout->account, path, error))
    {
      close (fd);
      return -1;
    }
  if (flock (fd, LOCK_EX | LOCK_NB) == 0)
    return fd;

  *busy = errno == EWOULDBLOCK;
  if (!*busy)
    ddi_server_error_from_errno (error, errno, path);
  close (fd);
  return -1;
}

int
ddi_cluster_lock_wait (DdiClusterLayout *layout, const char *path, GCancellable *cancellable, GError **error)
{
  gint64 end = g_get_monotonic_time () + PATIENCE;
  gboolean busy = TRUE;
  int fd;

  while ((fd = ddi_cluster_lock_try (layout, path, &busy, error)) < 0 && busy)
    {
      if (g_get_monotonic_time () > end)
        {
          g_set_error (
              error, DDI_CLUSTER_ERROR, DDI_CLUSTER_ERROR_START,
              _ ("Another program has been starting or stopping the database of %s for two minutes. Close it "
                 "and try again"),
              layout->home);
          return -1;
        }
      if (!ddi_cluster_pause (10, cancellable, error))
        return -1;
    }
  return fd;
}

gboolean
ddi_cluster_lock_is_held (const char *path)
{
  int fd = open (path, O_RDONLY | O_CLOEXEC);
  gboolean held;

  if (fd < 0)
    return FALSE;
  /* Shared, so that two who only look do not see each other. */
  held = flock (fd, LOCK_SH | LOCK_NB) != 0 && errno == EWOULDBLOCK;
  close (fd);
  return held;
}

int
ddi_cluster_lease_take (DdiClusterLayout *layout, char **path, GError **error)
{
  g_autofree char *uuid = g_uuid_string_random ();
  g_autofree char *name = g_build_filename (layout->leases, uuid, NULL);
  /* Somebody who counts may hold the new file for an instant. */
  int fd = ddi_cluster_lock_wait (layout, name, NULL, error);

  if (fd >= 0)
    *path = g_steal_pointer (&name);
  return fd;
}

guint
ddi_cluster_lease_count (DdiClusterLayout *layout, gboolean sweep)
{
  g_autoptr (GDir) dir = g_dir_open (layout->leases, 0, NULL);
  const char *name;
  guint n = 0;

  while (dir && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (layout->leases, name, NULL);

      if (ddi_cluster_lock_is_held (path))
        n++;
      else if (sweep)
        g_unlink (path);
    }
  return n;
}
