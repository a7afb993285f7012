/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "exchange/ddi-tree-unpack.h"

#include <archive.h>
#include <archive_entry.h>
#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <unistd.h>

#include "exchange/ddi-exchange-error.h"

#define BLOCK 65536

typedef struct
{
  struct archive *archive;
  const char *tar, *into;
  uid_t uid;
  gid_t gid;
  gint64 *bytes;
  GCancellable *cancellable;
} Unpacking;

static gboolean
fail_damaged (Unpacking *self, const char *reason, GError **error)
{
  g_set_error (error, DDI_EXCHANGE_ERROR, DDI_EXCHANGE_ERROR_FORMAT, _ ("%s is damaged: %s"), self->tar,
               reason ? reason : "");
  return FALSE;
}

static gboolean
fail_errno (const char *path, GError **error)
{
  int code = errno;

  g_set_error (error, G_IO_ERROR, g_io_error_from_errno (code), "%s: %s", path, g_strerror (code));
  return FALSE;
}

static gboolean
is_inside (const char *name)
{
  g_auto (GStrv) parts = g_strsplit (name, "/", -1);

  return name[0] != '/' && name[0] != '\0' && !g_strv_contains ((const char *const *)parts, "..");
}

static gboolean
write_all (int fd, const char *bytes, size_t n)
{
  while (n > 0)
    {
      ssize_t written = write (fd, bytes, n);

      if (written < 0 && errno == EINTR)
        continue;
      if (written < 0)
        return FALSE;
      bytes += written;
      n -= (size_t)written;
    }
  return TRUE;
}

static gboolean
copy_data (Unpacking *self, int fd, const char *path, GError **error)
{
  const void *block;
  size_t n;
  la_int64_t at, end = 0;
  int status;

  while ((status = archive_read_data_block (self->archive, &block, &n, &at)) == ARCHIVE_OK)
    {
      if (g_cancellable_set_error_if_cancelled (self->cancellable, error))
        return FALSE;
      /* What lies between two blocks is zeros. */
      if (at != end && lseek (fd, at, SEEK_SET) < 0)
        return fail_errno (path, error);
      if (!write_all (fd, block, n))
        return fail_errno (path, error);
      end = at + (la_int64_t)n;
      if (self->bytes)
        *self->bytes += (gint64)n;
    }
  if (status != ARCHIVE_EOF)
    return fail_damaged (self, archive_error_string (self->archive), error);
  return ftruncate (fd, end) == 0 || fail_errno (path, error);
}

static gboolean
write_file (Unpacking *self, const char *path, mode_t mode, GError **error)
{
  int fd = open (path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, mode & 0777);
  gboolean good;

  if (fd < 0)
    return fail_errno (path, error);
  good = copy_data (self, fd, path, error);
  if (close (fd) != 0 && good)
    return fail_errno (path, error);
  return good;
}

static gboolean
unpack_entry (Unpacking *self, struct archive_entry *entry, GError **error)
{
  const char *name = archive_entry_pathname (entry);
  g_autofree char *path = NULL;
  mode_t type = archive_entry_filetype (entry), mode = archive_entry_perm (entry);

  if (name == NULL || !is_inside (name) || (type != AE_IFREG && type != AE_IFDIR) ||
      archive_entry_hardlink (entry))
    return fail_damaged (self, name, error);
  path = g_build_filename (self->into, name, NULL);
  if (type == AE_IFDIR)
    {
      if (g_mkdir (path, mode & 0777) != 0 && errno != EEXIST)
        return fail_errno (path, error);
    }
  else if (!write_file (self, path, mode, error))
    return FALSE;
  if (geteuid () == 0 && lchown (path, self->uid, self->gid) != 0)
    return fail_errno (path, error);
  return TRUE;
}

static gboolean
unpack (Unpacking *self, GError **error)
{
  struct archive_entry *entry;
  int status;

  if (archive_read_support_format_tar (self->archive) != ARCHIVE_OK ||
      archive_read_support_filter_gzip (self->archive) != ARCHIVE_OK ||
      archive_read_open_filename (self->archive, self->tar, BLOCK) != ARCHIVE_OK)
    return fail_damaged (self, archive_error_string (self->archive), error);
  while ((status = archive_read_next_header (self->archive, &entry)) == ARCHIVE_OK)
    if (!unpack_entry (self, entry, error))
      return FALSE;
  return status == ARCHIVE_EOF || fail_damaged (self, archive_error_string (self->archive), error);
}

gboolean
ddi_tree_unpack (const char *tar, const char *into, uid_t uid, gid_t gid, gint64 *bytes,
                 GCancellable *cancellable, GError **error)
{
  Unpacking self = { archive_read_new (), tar, into, uid, gid, bytes, cancellable };
  gboolean good = unpack (&self, error);

  archive_read_free (self.archive);
  return good;
}
