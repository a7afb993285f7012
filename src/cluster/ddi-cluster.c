/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cluster/ddi-cluster.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <unistd.h>

#include "cluster/ddi-cluster-layout.h"
#include "cluster/ddi-cluster-lock.h"
#include "cluster/ddi-cluster-swap.h"
#include "cluster/ddi-server-error.h"
#include "cluster/ddi-server.h"

/* How long a server that holds server.lock may take until it is either ready or gone. */
#define PATIENCE (120 * G_TIME_SPAN_SECOND)
#define SYSTEM_HOME "/var/lib/dunkin-demand"

struct _DdiCluster
{
  GObject parent_instance;

  DdiClusterLayout *layout;
  char *socket_directory;
  char *lease_path;
  GMutex mutex; /* of closing, which two threads may want to do */
  int lease_fd; /* -1 once closed */
};

G_DEFINE_FINAL_TYPE (DdiCluster, ddi_cluster, G_TYPE_OBJECT)

char *
ddi_cluster_default_home (void)
{
  if (geteuid () == 0)
    return g_strdup (SYSTEM_HOME);
  return g_build_filename (g_get_user_data_dir (), "dunkin-demand", NULL);
}

/* A descriptor of server.lock once no process of a server is left; -1 without an error where a server
 * is there and ready, whoever started it. */
static int
seize_server_lock (DdiClusterLayout *layout, GCancellable *cancellable, GError **error)
{
  gint64 end = g_get_monotonic_time () + PATIENCE;

  while (TRUE)
    {
      gboolean busy;
      int fd = ddi_cluster_lock_try (layout, layout->server_lock, &busy, error);

      if (fd < 0 && !busy)
        return -1;
      if (ddi_server_is_accepting (layout))
        {
          if (fd >= 0)
            close (fd);
          return -1;
        }
      if (fd >= 0)
        return fd;
      if (g_get_monotonic_time () > end)
        {
          g_set_error (
              error, DDI_CLUSTER_ERROR, DDI_CLUSTER_ERROR_START,
              _ ("The database server of %s has been starting or stopping for two minutes; its log is %s"),
              layout->home, layout->log);
          return -1;
        }
      if (!ddi_cluster_pause (10, cancellable, error))
        return -1;
    }
}

gboolean
ddi_cluster_bring_up (DdiClusterLayout *layout, GCancellable *cancellable, GError **error)
{
  g_autoptr (DdiServerBinaries) binaries = NULL;
  g_autoptr (GError) local = NULL;
  int major;
  int fd = seize_server_lock (layout, cancellable, &local);

  if (fd < 0)
    {
      if (local == NULL)
        return TRUE;
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }

  if (!ddi_cluster_settle (layout, error))
    {
      close (fd);
      return FALSE;
    }
  major = ddi_cluster_layout_read_version (layout, error);
  if (major >= 0 && (major > 0 || !ddi_cluster_is_elsewhere (layout, error)))
    binaries = ddi_server_binaries_find (major, layout->data, error);
  if (binaries == NULL || (major == 0 && !ddi_server_initialise (layout, binaries, fd, cancellable, error)))
    {
      close (fd);
      return FALSE;
    }
  return ddi_server_start (layout, binaries, fd, cancellable, error);
}

static gboolean
open_locked (DdiCluster *self, GCancellable *cancellable, GError **error)
{
  if (!ddi_cluster_bring_up (self->layout, cancellable, error))
    return FALSE;
  self->socket_directory = ddi_cluster_layout_dup_socket_directory (self->layout, error);
  if (self->socket_directory == NULL)
    return FALSE;
  self->lease_fd = ddi_cluster_lease_take (self->layout, &self->lease_path, error);
  return self->lease_fd >= 0;
}

/* Stops the server if nobody is left who wants it. Wants the home's lock held. */
static gboolean
stop_if_unused (DdiClusterLayout *layout, gboolean *stopped, GError **error)
{
  *stopped = FALSE;
  if (ddi_cluster_lease_count (layout, TRUE) > 0 || g_file_test (layout->persistent, G_FILE_TEST_EXISTS))
    return TRUE;
  *stopped = ddi_server_stop (layout, error);
  return *stopped;
}

static void
drop_lease (DdiCluster *self)
{
  if (self->lease_fd < 0)
    return;
  g_unlink (self->lease_path);
  close (self->lease_fd);
  self->lease_fd = -1;
}

static void
ddi_cluster_finalize (GObject *object)
{
  DdiCluster *self = DDI_CLUSTER (object);

  drop_lease (self);
  g_clear_pointer (&self->layout, ddi_cluster_layout_free);
  g_free (self->socket_directory);
  g_free (self->lease_path);
  g_mutex_clear (&self->mutex);
  G_OBJECT_CLASS (ddi_cluster_parent_class)->finalize (object);
}

static void
ddi_cluster_class_init (DdiClusterClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = ddi_cluster_finalize;
}

static void
ddi_cluster_init (DdiCluster *self)
{
  self->lease_fd = -1;
  g_mutex_init (&self->mutex);
}

DdiCluster *
ddi_cluster_open (const char *home, GCancellable *cancellable, GError **error)
{
  g_autoptr (DdiCluster) self = g_object_new (DDI_TYPE_CLUSTER, NULL);
  gboolean good;
  int fd;

  self->layout = ddi_cluster_layout_new (home, error);
  if (self->layout == NULL || !ddi_cluster_layout_make (self->layout, error))
    return NULL;
  fd = ddi_cluster_lock_wait (self->layout, self->layout->lock, cancellable, error);
  if (fd < 0)
    return NULL;
  good = open_locked (self, cancellable, error);
  close (fd);
  return good ? g_steal_pointer (&self) : NULL;
}

gboolean
ddi_cluster_ensure (DdiCluster *self, GCancellable *cancellable, GError **error)
{
  gboolean good;
  int fd;

  g_return_val_if_fail (DDI_IS_CLUSTER (self), FALSE);

  if (ddi_cluster_lock_is_held (self->layout->server_lock) && ddi_server_is_accepting (self->layout))
    return TRUE;
  fd = ddi_cluster_lock_wait (self->layout, self->layout->lock, cancellable, error);
  if (fd < 0)
    return FALSE;
  /* Who has left must not start it for nobody. */
  good = self->lease_fd >= 0;
  if (good)
    good = ddi_cluster_bring_up (self->layout, cancellable, error);
  else
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_CLOSED, _ ("The data were closed meanwhile"));
  close (fd);
  return good;
}

const char *
ddi_cluster_get_home (DdiCluster *self)
{
  g_return_val_if_fail (DDI_IS_CLUSTER (self), NULL);

  return self->layout->home;
}

/* A value of a libpq connection string. */
static void
append_value (GString *text, const char *value)
{
  g_string_append_c (text, '\'');
  for (const char *c = value; *c; c++)
    {
      if (*c == '\'' || *c == '\\')
        g_string_append_c (text, '\\');
      g_string_append_c (text, *c);
    }
  g_string_append_c (text, '\'');
}

static const char *users[] = {
  [DDI_CLUSTER_SUPERUSER] = "postgres",
  [DDI_CLUSTER_OWNER] = "ddi_owner",
  [DDI_CLUSTER_APP] = "ddi_app",
};

char *
ddi_cluster_dup_conninfo (DdiCluster *self, DdiClusterRole role, const char *database)
{
  g_autoptr (GString) text = g_string_new ("host=");

  g_return_val_if_fail (DDI_IS_CLUSTER (self), NULL);

  append_value (text, self->socket_directory);
  /* Said in full, so that PGHOSTADDR, PGPORT and the like in the environment do not lead elsewhere. */
  g_string_append_printf (text,
                          " hostaddr='' port=5432 user=%s target_session_attrs=any dbname=", users[role]);
  append_value (text, database);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

char *
ddi_cluster_dup_uri (DdiCluster *self, DdiClusterRole role, const char *database)
{
  g_autofree char *host = NULL, *path = NULL;

  g_return_val_if_fail (DDI_IS_CLUSTER (self), NULL);

  host = g_uri_escape_string (self->socket_directory, "/", FALSE);
  path = g_uri_escape_string (database, NULL, FALSE);
  return g_strdup_printf ("postgresql:///%s?host=%s&port=5432&user=%s", path, host, users[role]);
}

gboolean
ddi_cluster_set_persistent (DdiCluster *self, gboolean persistent, GError **error)
{
  const char *path;

  g_return_val_if_fail (DDI_IS_CLUSTER (self), FALSE);

  path = self->layout->persistent;
  if (!persistent)
    return g_unlink (path) == 0 || errno == ENOENT || ddi_server_error_from_errno (error, errno, path);
  return g_file_set_contents_full (path, "", 0, G_FILE_SET_CONTENTS_CONSISTENT, 0600, error) &&
         ddi_server_account_own (self->layout->account, path, error);
}

static gboolean
close_locked (DdiCluster *self, GError **error)
{
  gboolean good, stopped;
  int fd;

  if (self->lease_fd < 0)
    return TRUE;
  fd = ddi_cluster_lock_wait (self->layout, self->layout->lock, NULL, error);
  drop_lease (self);
  if (fd < 0)
    return FALSE;
  good = stop_if_unused (self->layout, &stopped, error);
  close (fd);
  return good;
}

gboolean
ddi_cluster_close (DdiCluster *self, GError **error)
{
  g_autoptr (GMutexLocker) locker = NULL;

  g_return_val_if_fail (DDI_IS_CLUSTER (self), FALSE);

  locker = g_mutex_locker_new (&self->mutex);
  return close_locked (self, error);
}

gboolean
ddi_cluster_inspect (const char *home, DdiClusterStatus *status, GError **error)
{
  g_autoptr (DdiClusterLayout) layout = ddi_cluster_layout_new (home, error);
  int major;

  *status = (DdiClusterStatus){ 0 };
  if (layout == NULL)
    return FALSE;
  major = ddi_cluster_layout_read_version (layout, error);
  if (major < 0)
    return FALSE;
  status->major_version = major;
  status->initialised = major > 0;
  status->running = ddi_server_is_accepting (layout);
  status->persistent = g_file_test (layout->persistent, G_FILE_TEST_EXISTS);
  status->n_users = ddi_cluster_lease_count (layout, FALSE);
  return TRUE;
}

gboolean
ddi_cluster_stop (const char *home, gboolean *stopped, GCancellable *cancellable, GError **error)
{
  g_autoptr (DdiClusterLayout) layout = ddi_cluster_layout_new (home, error);
  gboolean good, stands = TRUE;
  int fd;

  if (layout == NULL)
    return FALSE;
  if (ddi_cluster_layout_exists (layout))
    {
      fd = ddi_cluster_lock_wait (layout, layout->lock, cancellable, error);
      if (fd < 0)
        return FALSE;
      good = g_unlink (layout->persistent) == 0 || errno == ENOENT;
      if (!good)
        ddi_server_error_from_errno (error, errno, layout->persistent);
      good = good && stop_if_unused (layout, &stands, error);
      close (fd);
      if (!good)
        return FALSE;
    }
  if (stopped)
    *stopped = stands;
  return TRUE;
}
