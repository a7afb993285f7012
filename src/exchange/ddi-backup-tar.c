/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "exchange/ddi-backup-tar.h"

#include <archive.h>
#include <archive_entry.h>
#include <errno.h>
#include <glib/gi18n-lib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "exchange/ddi-exchange-error.h"

#define BLOCK 10240
#define CHUNK 65536

struct _DdiBackupTarWriter
{
  struct archive *archive;
};

struct _DdiBackupTarReader
{
  struct archive *archive;
};

static gboolean
fail (struct archive *archive, DdiExchangeError code, GError **error)
{
  const char *reason = archive_error_string (archive);

  g_set_error (error, DDI_EXCHANGE_ERROR, code,
               code == DDI_EXCHANGE_ERROR_WRITE ? _ ("The archive cannot be written: %s")
                                                : _ ("The archive is damaged: %s"),
               reason ? reason : "");
  return FALSE;
}

DdiBackupTarWriter *
ddi_backup_tar_writer_new (int fd, GError **error)
{
  g_autoptr (DdiBackupTarWriter) self = g_new0 (DdiBackupTarWriter, 1);

  self->archive = archive_write_new ();
  if (archive_write_set_format_pax_restricted (self->archive) != ARCHIVE_OK ||
      archive_write_open_fd (self->archive, fd) != ARCHIVE_OK)
    {
      fail (self->archive, DDI_EXCHANGE_ERROR_WRITE, error);
      return NULL;
    }
  return g_steal_pointer (&self);
}

void
ddi_backup_tar_writer_free (DdiBackupTarWriter *self)
{
  archive_write_free (self->archive);
  g_free (self);
}

static gboolean
begin (DdiBackupTarWriter *self, const char *name, gint64 size, GError **error)
{
  struct archive_entry *entry = archive_entry_new ();
  int status;

  archive_entry_set_pathname (entry, name);
  archive_entry_set_filetype (entry, AE_IFREG);
  archive_entry_set_perm (entry, 0600);
  archive_entry_set_size (entry, size);
  status = archive_write_header (self->archive, entry);
  archive_entry_free (entry);
  return status == ARCHIVE_OK || fail (self->archive, DDI_EXCHANGE_ERROR_WRITE, error);
}

static gboolean
write_bytes (DdiBackupTarWriter *self, const char *bytes, gsize n, GError **error)
{
  return archive_write_data (self->archive, bytes, n) == (la_ssize_t)n ||
         fail (self->archive, DDI_EXCHANGE_ERROR_WRITE, error);
}

gboolean
ddi_backup_tar_writer_add (DdiBackupTarWriter *self, const char *name, int fd, GCancellable *cancellable,
                           GError **error)
{
  g_autofree char *buffer = g_malloc (CHUNK);
  struct stat info;
  gint64 at = 0;
  gssize n;

  if (fstat (fd, &info) != 0)
    {
      g_set_error (error, G_IO_ERROR, g_io_error_from_errno (errno), "%s: %s", name, g_strerror (errno));
      return FALSE;
    }
  if (!begin (self, name, info.st_size, error))
    return FALSE;
  while ((n = pread (fd, buffer, CHUNK, at)) > 0)
    {
      if (g_cancellable_set_error_if_cancelled (cancellable, error) ||
          !write_bytes (self, buffer, (gsize)n, error))
        return FALSE;
      at += n;
    }
  if (n < 0 || at != info.st_size)
    {
      g_set_error (error, DDI_EXCHANGE_ERROR, DDI_EXCHANGE_ERROR_WRITE, "%s: %s", name, g_strerror (errno));
      return FALSE;
    }
  return TRUE;
}

gboolean
ddi_backup_tar_writer_add_text (DdiBackupTarWriter *self, const char *name, const char *text, GError **error)
{
  return begin (self, name, (gint64)strlen (text), error) && write_bytes (self, text, strlen (text), error);
}

gboolean
ddi_backup_tar_writer_close (DdiBackupTarWriter *self, GError **error)
{
  return archive_write_close (self->archive) == ARCHIVE_OK ||
         fail (self->archive, DDI_EXCHANGE_ERROR_WRITE, error);
}

DdiBackupTarReader *
ddi_backup_tar_reader_new (int fd, GError **error)
{
  g_autoptr (DdiBackupTarReader) self = g_new0 (DdiBackupTarReader, 1);

  self->archive = archive_read_new ();
  /* Nothing but tar: what was not written here is not unpacked here. */
  if (archive_read_support_format_tar (self->archive) != ARCHIVE_OK ||
      archive_read_open_fd (self->archive, fd, BLOCK) != ARCHIVE_OK)
    {
      fail (self->archive, DDI_EXCHANGE_ERROR_FORMAT, error);
      return NULL;
    }
  return g_steal_pointer (&self);
}

void
ddi_backup_tar_reader_free (DdiBackupTarReader *self)
{
  archive_read_free (self->archive);
  g_free (self);
}

const char *
ddi_backup_tar_reader_next (DdiBackupTarReader *self, GError **error)
{
  struct archive_entry *entry;
  int status = archive_read_next_header (self->archive, &entry);

  if (status == ARCHIVE_OK)
    return archive_entry_pathname (entry);
  if (status != ARCHIVE_EOF)
    fail (self->archive, DDI_EXCHANGE_ERROR_FORMAT, error);
  return NULL;
}

gssize
ddi_backup_tar_reader_read (DdiBackupTarReader *self, char *bytes, gsize size, GError **error)
{
  la_ssize_t n = archive_read_data (self->archive, bytes, size);

  if (n < 0)
    fail (self->archive, DDI_EXCHANGE_ERROR_FORMAT, error);
  return n < 0 ? -1 : n;
}
