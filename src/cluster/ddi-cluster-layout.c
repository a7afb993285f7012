/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cluster/ddi-cluster-layout.h"

#include <errno.h>
#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "cluster/ddi-cluster.h"
#include "cluster/ddi-server-error.h"

#define SOCKET_NAME "/.s.PGSQL.5432"
/* What fits in sun_path with its final NUL. */
#define LONGEST_DIRECTORY (sizeof (((struct sockaddr_un *)NULL)->sun_path) - sizeof SOCKET_NAME)

DdiClusterLayout *
ddi_cluster_layout_new (const char *home, GError **error)
{
  g_autoptr (DdiClusterLayout) self = g_new0 (DdiClusterLayout, 1);

  self->home = g_canonicalize_filename (home, NULL);
  self->lock = g_build_filename (self->home, "lock", NULL);
  self->server_lock = g_build_filename (self->home, "server.lock", NULL);
  self->leases = g_build_filename (self->home, "leases", NULL);
  self->persistent = g_build_filename (self->home, "persistent", NULL);
  self->data = g_build_filename (self->home, "data", NULL);
  self->new_data = g_build_filename (self->home, "data.new", NULL);
  self->swap = g_build_filename (self->home, "data.swap", NULL);
  self->moved = g_build_filename (self->home, "moved", NULL);
  self->wal = g_build_filename (self->home, "wal", NULL);
  self->run = g_build_filename (self->home, "run", NULL);
  self->log = g_build_filename (self->home, "server.log", NULL);
  self->alias = g_build_filename (self->home, "socket-alias", NULL);
  self->account = ddi_server_account_new (self->data, error);
  return self->account ? g_steal_pointer (&self) : NULL;
}

void
ddi_cluster_layout_free (DdiClusterLayout *self)
{
  g_free (self->home);
  g_free (self->lock);
  g_free (self->server_lock);
  g_free (self->leases);
  g_free (self->persistent);
  g_free (self->data);
  g_free (self->new_data);
  g_free (self->swap);
  g_free (self->moved);
  g_free (self->wal);
  g_free (self->run);
  g_free (self->log);
  g_free (self->alias);
  g_clear_pointer (&self->account, ddi_server_account_free);
  g_free (self);
}

static gboolean
make_private (DdiClusterLayout *self, const char *path, GError **error)
{
  if (g_mkdir (path, 0700) != 0)
    return errno == EEXIST ? TRUE : ddi_server_error_from_errno (error, errno, path);
  return ddi_server_account_own (self->account, path, error);
}

/* Makes @home and what is above it. Folders above are private to an ordinary user, but must let
 * root's server pass. */
static gboolean
make_home (DdiClusterLayout *self, GError **error)
{
  g_autofree char *parent = g_path_get_dirname (self->home);

  if (g_mkdir_with_parents (parent, self->account->change ? 0755 : 0700) != 0)
    return ddi_server_error_from_errno (error, errno, parent);
  /* Before anything is made where the server could not work. */
  return ddi_server_account_reaches (self->account, self->home, error) &&
         make_private (self, self->home, error);
}

/* An empty folder is taken over; one that holds other things is not touched. */
static gboolean
take_over (DdiClusterLayout *self, GError **error)
{
  g_autoptr (GDir) dir = g_dir_open (self->home, 0, NULL);

  if (dir == NULL)
    return ddi_server_error_from_errno (error, errno, self->home);
  if (g_dir_read_name (dir) != NULL)
    {
      /* Another program may have begun with it since we looked. */
      if (ddi_cluster_layout_exists (self))
        return TRUE;
      g_set_error (error, DDI_CLUSTER_ERROR, DDI_CLUSTER_ERROR_DAMAGED,
                   _ ("%s holds other files and no data of this program. Choose an empty or a new folder"),
                   self->home);
      return FALSE;
    }
  if (g_chmod (self->home, 0700) != 0)
    return ddi_server_error_from_errno (error, errno, self->home);
  return ddi_server_account_own (self->account, self->home, error);
}

gboolean
ddi_cluster_layout_exists (DdiClusterLayout *self)
{
  g_autofree char *settings = g_build_filename (self->home, "settings.conf", NULL);
  const char *ours[] = { self->lock, self->leases, self->run, self->data, settings };

  for (guint i = 0; i < G_N_ELEMENTS (ours); i++)
    if (g_file_test (ours[i], G_FILE_TEST_EXISTS))
      return TRUE;
  return FALSE;
}

gboolean
ddi_cluster_layout_make (DdiClusterLayout *self, GError **error)
{
  gboolean there = g_file_test (self->home, G_FILE_TEST_EXISTS);

  if (there && !ddi_cluster_layout_exists (self) && !take_over (self, error))
    return FALSE;
  if (!there && !make_home (self, error))
    return FALSE;
  return make_private (self, self->leases, error) && make_private (self, self->run, error);
}

static gboolean
is_empty_or_absent (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);

  return dir == NULL ? !g_file_test (path, G_FILE_TEST_EXISTS) : g_dir_read_name (dir) == NULL;
}

int
ddi_cluster_layout_read_version (DdiClusterLayout *self, GError **error)
{
  g_autofree char *path = g_build_filename (self->data, "PG_VERSION", NULL);
  g_autofree char *text = NULL;
  gint64 major;

  if (is_empty_or_absent (self->data))
    return 0;
  if (g_file_get_contents (path, &text, NULL, NULL) && (major = g_ascii_strtoll (text, NULL, 10)) > 0 &&
      major < G_MAXINT)
    return (int)major;

  g_set_error (error, DDI_CLUSTER_ERROR, DDI_CLUSTER_ERROR_DAMAGED,
               _ ("%s is not a readable data directory of PostgreSQL (its file PG_VERSION is missing or "
                  "wrong). Nothing "
                  "was changed; put a backup in its place, or start with another data directory"),
               self->data);
  return -1;
}

/* Whether @link is still a name of run/ that we may trust: ours, in a folder of ours that nobody
 * else can write. */
static gboolean
is_good_alias (DdiClusterLayout *self, const char *link)
{
  g_autofree char *parent = g_path_get_dirname (link);
  g_autofree char *target = g_file_read_link (link, NULL);
  struct stat info;

  return target && g_str_equal (target, self->run) && strlen (link) <= LONGEST_DIRECTORY &&
         lstat (parent, &info) == 0 && S_ISDIR (info.st_mode) && info.st_uid == geteuid () &&
         (info.st_mode & 0077) == 0;
}

static char *
make_alias (DdiClusterLayout *self, GError **error)
{
  const char *runtime = g_getenv ("XDG_RUNTIME_DIR");
  const char *sandbox = g_getenv ("FLATPAK_ID");
  g_autofree char *shared = NULL, *directory = NULL, *link = NULL;

  /* The base directory specification: a relative path is to be ignored. */
  if (runtime && !g_path_is_absolute (runtime))
    runtime = NULL;
  /* A sandbox shares only this part of its runtime directory with its siblings. */
  if (runtime && sandbox)
    shared = g_build_filename (runtime, "app", sandbox, NULL);
  else
    shared = g_strdup (runtime);
  if (shared)
    directory = g_build_filename (shared, "ddi-XXXXXX", NULL);
  if (directory == NULL || strlen (directory) + strlen ("/s") > LONGEST_DIRECTORY ||
      g_mkdtemp_full (directory, 0700) == NULL)
    {
      g_free (directory);
      directory = g_strdup ("/tmp/ddi-XXXXXX");
      if (g_mkdtemp_full (directory, 0700) == NULL)
        {
          g_set_error (
              error, DDI_CLUSTER_ERROR, DDI_CLUSTER_ERROR_PATH,
              _ ("The path %s is too long for a socket, and no shorter name could be made in /tmp: %s"),
              self->run, g_strerror (errno));
          return NULL;
        }
    }

  link = g_build_filename (directory, "s", NULL);
  if (symlink (self->run, link) != 0)
    {
      ddi_server_error_from_errno (error, errno, link);
      return NULL;
    }
  return g_steal_pointer (&link);
}

char *
ddi_cluster_layout_dup_socket_directory (DdiClusterLayout *self, GError **error)
{
  g_autofree char *link = NULL;

  if (strlen (self->run) <= LONGEST_DIRECTORY)
    return g_strdup (self->run);

  if (g_file_get_contents (self->alias, &link, NULL, NULL) && is_good_alias (self, link))
    return g_steal_pointer (&link);
  g_clear_pointer (&link, g_free);

  link = make_alias (self, error);
  if (link == NULL || !g_file_set_contents (self->alias, link, -1, error))
    return NULL;
  return g_steal_pointer (&link);
}
