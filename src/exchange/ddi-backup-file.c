/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "exchange/ddi-backup-file.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <unistd.h>

#include "exchange/ddi-exchange-error.h"

#define CHUNK 65536

struct _DdiBackupFile
{
  char *path;
  char *directory;
  char *part; /* its name until it is in its place */
  gboolean named;
  int fd;
};

static gboolean
fail (const char *path, GError **error)
{
  g_set_error (error, DDI_EXCHANGE_ERROR, DDI_EXCHANGE_ERROR_WRITE, _ ("%s cannot be written: %s"), path,
               g_strerror (errno));
  return FALSE;
}

DdiBackupFile *
ddi_backup_file_create (const char *path, GError **error)
{
  g_autoptr (DdiBackupFile) self = g_new0 (DdiBackupFile, 1);
  g_autofree char *name = g_path_get_basename (path);
  g_autofree char *hidden = g_strdup_printf (".%s.part", name);

  self->path = g_strdup (path);
  self->directory = g_path_get_dirname (path);
  self->part = g_build_filename (self->directory, hidden, NULL);
  self->fd = open (self->directory, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
  if (self->fd < 0 && (errno == EOPNOTSUPP || errno == EISDIR || errno == EINVAL))
    {
      self->fd = open (self->part, O_CREAT | O_TRUNC | O_RDWR | O_CLOEXEC | O_NOFOLLOW, 0600);
      self->named = self->fd >= 0;
    }
  if (self->fd < 0)
    {
      fail (path, error);
      return NULL;
    }
  return g_steal_pointer (&self);
}

void
ddi_backup_file_free (DdiBackupFile *self)
{
  if (self->fd >= 0)
    close (self->fd);
  if (self->named)
    g_unlink (self->part);
  g_free (self->part);
  g_free (self->directory);
  g_free (self->path);
  g_free (self);
}

int
ddi_backup_file_get_fd (DdiBackupFile *self)
{
  return self->fd;
}

/* A link cannot replace a file, a rename can. */
static gboolean
give_name (DdiBackupFile *self)
{
  g_autofree char *open_file = g_strdup_printf ("/proc/self/fd/%d", self->fd);

  if (self->named)
    return TRUE;
  g_unlink (self->part);
  self->named = linkat (AT_FDCWD, open_file, AT_FDCWD, self->part, AT_SYMLINK_FOLLOW) == 0;
  return self->named;
}

/* So that the name is on the disk, too. */
static void
sync_directory (const char *path)
{
  int fd = open (path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

  if (fd < 0)
    return;
  fsync (fd);
  close (fd);
}

gboolean
ddi_backup_file_commit (DdiBackupFile *self, GError **error)
{
  if (fsync (self->fd) != 0 || !give_name (self) || g_rename (self->part, self->path) != 0)
    return fail (self->path, error);
  self->named = FALSE;
  sync_directory (self->directory);
  return TRUE;
}

int
ddi_backup_file_open_spool (const char *directory, GError **error)
{
  g_autofree char *path = g_build_filename (directory, ".ddi-XXXXXX", NULL);
  int fd = open (directory, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);

  if (fd < 0)
    {
      fd = g_mkstemp_full (path, O_RDWR | O_CLOEXEC, 0600);
      if (fd >= 0)
        g_unlink (path);
    }
  if (fd < 0)
    fail (path, error);
  return fd;
}

char *
ddi_backup_file_digest (int fd, gint64 *bytes, GCancellable *cancellable, GError **error)
{
  g_autoptr (GChecksum) sum = g_checksum_new (G_CHECKSUM_SHA256);
  g_autofree guchar *buffer = g_malloc (CHUNK);
  gssize n;

  *bytes = 0;
  while ((n = pread (fd, buffer, CHUNK, *bytes)) > 0)
    {
      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return NULL;
      g_checksum_update (sum, buffer, n);
      *bytes += n;
    }
  if (n < 0 || lseek (fd, 0, SEEK_SET) != 0)
    {
      g_set_error (error, G_IO_ERROR, g_io_error_from_errno (errno), "%s", g_strerror (errno));
      return NULL;
    }
  return g_strdup (g_checksum_get_string (sum));
}

static gboolean
write_all (DdiBackupFile *self, const char *bytes, gsize n, GError **error)
{
  while (n > 0)
    {
      gssize put = write (self->fd, bytes, n);

      if (put < 0 && errno == EINTR)
        continue;
      if (put < 0)
        return fail (self->path, error);
      bytes += put;
      n -= (gsize)put;
    }
  return TRUE;
}

gboolean
ddi_backup_file_write_text (const char *path, const char *text, GError **error)
{
  g_autoptr (DdiBackupFile) file = ddi_backup_file_create (path, error);

  return file && write_all (file, text, strlen (text), error) && ddi_backup_file_commit (file, error);
}

static gboolean
copy_bytes (int from, DdiBackupFile *into, GCancellable *cancellable, GError **error)
{
  g_autofree char *buffer = g_malloc (CHUNK);
  gssize n;

  while ((n = read (from, buffer, CHUNK)) != 0)
    {
      if (n < 0 && errno == EINTR)
        continue;
      if (n < 0)
        {
          g_set_error (error, G_IO_ERROR, g_io_error_from_errno (errno), "%s", g_strerror (errno));
          return FALSE;
        }
      if (g_cancellable_set_error_if_cancelled (cancellable, error) ||
          !write_all (into, buffer, (gsize)n, error))
        return FALSE;
    }
  return TRUE;
}

gboolean
ddi_backup_file_copy (const char *from, const char *to, GCancellable *cancellable, GError **error)
{
  int fd = open (from, O_RDONLY | O_CLOEXEC);
  g_autoptr (DdiBackupFile) file = NULL;
  gboolean good;

  if (fd < 0)
    {
      g_set_error (error, G_IO_ERROR, g_io_error_from_errno (errno), "%s: %s", from, g_strerror (errno));
      return FALSE;
    }
  file = ddi_backup_file_create (to, error);
  good = file && copy_bytes (fd, file, cancellable, error) && ddi_backup_file_commit (file, error);
  close (fd);
  return good;
}
