/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "journal/ddi-session-mark.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

struct _DdiSessionMark
{
  char *path;
  int fd;
};

static char *
prefix_of (const char *place)
{
  g_autofree char *sum = g_compute_checksum_for_string (G_CHECKSUM_SHA256, place, -1);

  return g_strdup_printf ("running-%.16s-", sum);
}

/* When the session began whose mark @path is, where nobody holds it: then it is taken away. */
static GDateTime *
take_dead (const char *path)
{
  int fd = g_open (path, O_RDWR | O_CLOEXEC | O_NOFOLLOW, 0);
  GDateTime *began = NULL;
  struct stat status;

  if (fd < 0)
    return NULL;
  if (flock (fd, LOCK_EX | LOCK_NB) == 0 && fstat (fd, &status) == 0)
    {
      began = g_date_time_new_from_unix_local (status.st_mtime);
      (void)g_unlink (path);
    }
  (void)g_close (fd, NULL);
  return began;
}

static GDateTime *
find_crashed (const char *directory, const char *prefix)
{
  g_autoptr (GDir) dir = g_dir_open (directory, 0, NULL);
  g_autoptr (GDateTime) latest = NULL;
  const char *name;

  while (dir && (name = g_dir_read_name (dir)))
    if (g_str_has_prefix (name, prefix))
      {
        g_autofree char *path = g_build_filename (directory, name, NULL);
        g_autoptr (GDateTime) began = take_dead (path);

        if (began && (latest == NULL || g_date_time_compare (began, latest) > 0))
          {
            g_clear_pointer (&latest, g_date_time_unref);
            latest = g_steal_pointer (&began);
          }
      }
  return g_steal_pointer (&latest);
}

DdiSessionMark *
ddi_session_mark_begin (const char *directory, const char *place, GDateTime **crashed, GError **error)
{
  g_autofree char *prefix = prefix_of (place);
  g_autofree char *unique = g_uuid_string_random ();
  g_autofree char *name = g_strconcat (prefix, unique, NULL);
  DdiSessionMark *self = g_new0 (DdiSessionMark, 1);

  self->path = g_build_filename (directory, name, NULL);
  self->fd = -1;
  *crashed = NULL;
  if (g_mkdir_with_parents (directory, 0700) == 0)
    {
      *crashed = find_crashed (directory, prefix);
      self->fd = g_open (self->path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    }
  /* Between these two another program may take it for a dead one's; it is then told of a crash that was none, which is
   * better than a crash that is told to nobody. */
  if (self->fd >= 0 && flock (self->fd, LOCK_EX | LOCK_NB) == 0)
    return self;
  g_set_error (error, G_IO_ERROR, g_io_error_from_errno (errno), "%s: %s", self->path, g_strerror (errno));
  ddi_session_mark_abandon (self);
  return NULL;
}

void
ddi_session_mark_end (DdiSessionMark *self)
{
  (void)g_unlink (self->path);
  ddi_session_mark_abandon (self);
}

void
ddi_session_mark_abandon (DdiSessionMark *self)
{
  if (self->fd >= 0)
    (void)g_close (self->fd, NULL);
  g_free (self->path);
  g_free (self);
}
