/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cluster/ddi-server-account.h"

#include <errno.h>
#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <grp.h>
#include <pwd.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cluster/ddi-cluster.h"
#include "cluster/ddi-server-error.h"

/* What root's server runs as where no data directory says otherwise. */
#define SERVER_USER "postgres"

void
ddi_server_account_free (DdiServerAccount *self)
{
  g_free (self->name);
  g_free (self->own_name);
  g_free (self->groups);
  g_free (self);
}

/* A line of the password file, by name or (name NULL) by number. FALSE: there is none. */
static gboolean
look_up (const char *name, uid_t uid, DdiServerAccount *account, char **found_name)
{
  struct passwd entry, *result = NULL;
  gsize size = 1024;
  g_autofree char *buffer = NULL;
  int status;

  do
    {
      size *= 2;
      buffer = g_realloc (buffer, size);
      status = name ? getpwnam_r (name, &entry, buffer, size, &result)
                    : getpwuid_r (uid, &entry, buffer, size, &result);
    }
  while (status == ERANGE);
  if (status != 0 || result == NULL)
    return FALSE;

  account->uid = entry.pw_uid;
  account->gid = entry.pw_gid;
  g_free (*found_name);
  *found_name = g_strdup (entry.pw_name);
  return TRUE;
}

static void
look_up_groups (DdiServerAccount *self)
{
  int n = 16, room;

  do
    {
      room = n;
      self->groups = g_renew (gid_t, self->groups, room);
    }
  while (getgrouplist (self->name, self->gid, self->groups, &n) < 0 && n > room);
  self->n_groups = MIN (n, room);
}

DdiServerAccount *
ddi_server_account_new (const char *data_dir, GError **error)
{
  g_autoptr (DdiServerAccount) self = g_new0 (DdiServerAccount, 1);
  struct stat info;
  gboolean known;

  if (!look_up (NULL, geteuid (), self, &self->own_name))
    {
      g_set_error (
          error, DDI_CLUSTER_ERROR, DDI_CLUSTER_ERROR_ACCESS,
          _ ("The account with number %u has no name on this computer, and the database server needs one"),
          (guint)geteuid ());
      return NULL;
    }
  if (geteuid () != 0)
    {
      self->name = g_strdup (self->own_name);
      return g_steal_pointer (&self);
    }

  self->change = TRUE;
  if (stat (data_dir, &info) == 0 && info.st_uid != 0)
    known = look_up (NULL, info.st_uid, self, &self->name);
  else
    known = look_up (SERVER_USER, 0, self, &self->name);
  if (!known)
    {
      g_set_error (
          error, DDI_CLUSTER_ERROR, DDI_CLUSTER_ERROR_ACCESS,
          _ ("A database server does not run as root, and there is no account “%s” to run it. Install the "
             "package postgresql, or start the program as an ordinary user"),
          SERVER_USER);
      return NULL;
    }
  look_up_groups (self);
  return g_steal_pointer (&self);
}

void
ddi_server_account_child_setup (gpointer data)
{
  const DdiServerAccount *self = data;

  setsid ();
  if (!self->change)
    return;
  if (setgroups ((size_t)self->n_groups, self->groups) != 0 ||
      setresgid (self->gid, self->gid, self->gid) != 0 || setresuid (self->uid, self->uid, self->uid) != 0)
    _exit (126);
}

gboolean
ddi_server_account_own (DdiServerAccount *self, const char *path, GError **error)
{
  if (self->change && lchown (path, self->uid, self->gid) != 0)
    return ddi_server_error_from_errno (error, errno, path);
  return TRUE;
}

static gboolean
may_pass (DdiServerAccount *self, const char *directory)
{
  const char *argv[] = { "test", "-x", directory, NULL };
  int status = 0;

  return g_spawn_sync ("/", (char **)argv, NULL, G_SPAWN_SEARCH_PATH, ddi_server_account_child_setup, self,
                       NULL, NULL, &status, NULL) &&
         g_spawn_check_wait_status (status, NULL);
}

gboolean
ddi_server_account_reaches (DdiServerAccount *self, const char *path, GError **error)
{
  g_autofree char *parent = g_path_get_dirname (path);
  g_autofree char *blocked = NULL;

  if (!self->change || may_pass (self, parent))
    return TRUE;

  /* The highest folder that stops the account is the one whose mode is to be changed. */
  while (!may_pass (self, parent))
    {
      g_autofree char *above = g_path_get_dirname (parent);

      g_free (blocked);
      blocked = g_strdup (parent);
      if (g_str_equal (above, parent))
        break;
      g_free (parent);
      parent = g_steal_pointer (&above);
    }
  g_set_error (
      error, DDI_CLUSTER_ERROR, DDI_CLUSTER_ERROR_ACCESS,
      _ ("Root's database server runs as the user “%s”, who may not enter %s. Choose a data directory "
         "elsewhere (the default is %s), or allow it with: chmod o+x %s"),
      self->name, blocked ? blocked : parent, "/var/lib/dunkin-demand", blocked ? blocked : parent);
  return FALSE;
}
