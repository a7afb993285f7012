/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cluster/ddi-server-pid.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <sys/pidfd.h>
#include <unistd.h>

/* Lines of postmaster.pid, counted from 0 (PostgreSQL's miscadmin.h). */
#define LINE_PID 0
#define LINE_STATUS 7

gboolean
ddi_server_pid_read (DdiClusterLayout *layout, DdiServerPid *self)
{
  g_autofree char *path = g_build_filename (layout->data, "postmaster.pid", NULL);
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;
  guint n;

  *self = (DdiServerPid){ 0 };
  if (!g_file_get_contents (path, &text, NULL, NULL))
    return FALSE;
  lines = g_strsplit (text, "\n", -1);
  n = g_strv_length (lines);
  self->pid = g_ascii_strtoll (lines[LINE_PID] ? lines[LINE_PID] : "", NULL, 10);
  self->ready = n > LINE_STATUS && g_str_has_prefix (lines[LINE_STATUS], "ready");
  return self->pid > 1 && self->pid <= G_MAXINT;
}

/* /proc/PID/cmdline may be read by anybody, unlike its cwd or exe. */
static gboolean
is_our_server (DdiClusterLayout *layout, gint64 pid)
{
  g_autofree char *path = g_strdup_printf ("/proc/%" G_GINT64_FORMAT "/cmdline", pid);
  g_autofree char *text = NULL;
  gsize length, at = 0;

  if (!g_file_get_contents (path, &text, &length, NULL))
    return FALSE;
  while (at < length)
    {
      if (g_str_equal (text + at, layout->data))
        return TRUE;
      at += strlen (text + at) + 1;
    }
  return FALSE;
}

int
ddi_server_pid_open (DdiClusterLayout *layout)
{
  DdiServerPid found;
  int fd;

  if (!ddi_server_pid_read (layout, &found))
    return -1;
  fd = pidfd_open ((pid_t)found.pid, 0);
  /* First the descriptor, then the look: so it is that process which was looked at. */
  if (fd >= 0 && !is_our_server (layout, found.pid))
    {
      close (fd);
      return -1;
    }
  return fd;
}

void
ddi_server_pid_remove_stale (DdiClusterLayout *layout)
{
  g_autofree char *pid_file = g_build_filename (layout->data, "postmaster.pid", NULL);
  g_autofree char *socket_lock = g_build_filename (layout->run, ".s.PGSQL.5432.lock", NULL);
  DdiServerPid found;

  /* Half a file (the disk was full) would be refused as well. */
  if (!ddi_server_pid_read (layout, &found) || kill ((pid_t)found.pid, 0) == 0 || errno == EPERM)
    g_unlink (pid_file);
  g_unlink (socket_lock);
}
