/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "exchange/ddi-zip-part.h"

#include <archive.h>
#include <archive_entry.h>
#include <glib/gi18n-lib.h>

/* More entries than this in a workbook is an attempt to keep us busy. */
#define MAX_ENTRIES 10000

struct _DdiZipPart
{
  struct archive *archive;
  gsize limit;
  gsize unpacked;
};

static gboolean
fail (DdiZipPart *self, GError **error)
{
  const char *why = archive_error_string (self->archive);

  g_set_error (error, DDI_EXCHANGE_ERROR, DDI_EXCHANGE_ERROR_FORMAT, _ ("the workbook is damaged (%s)"),
               why ? why : "zip");
  return FALSE;
}

static gboolean
find (DdiZipPart *self, const char *path, gboolean *found, GError **error)
{
  struct archive_entry *entry;

  *found = FALSE;
  for (guint n = 0; n < MAX_ENTRIES; n++)
    {
      int status = archive_read_next_header (self->archive, &entry);
      const char *name;

      if (status == ARCHIVE_EOF)
        return TRUE;
      if (status < ARCHIVE_WARN)
        return fail (self, error);
      name = archive_entry_pathname_utf8 (entry);
      if (name == NULL)
        name = archive_entry_pathname (entry);
      if (name && g_ascii_strcasecmp (name, path) == 0)
        {
          *found = TRUE;
          return TRUE;
        }
    }
  g_set_error_literal (error, DDI_EXCHANGE_ERROR, DDI_EXCHANGE_ERROR_LIMIT,
                       _ ("the workbook has more than 10,000 parts"));
  return FALSE;
}

DdiZipPart *
ddi_zip_part_open (GBytes *archive, const char *path, GError **error)
{
  g_autoptr (DdiZipPart) self = g_new0 (DdiZipPart, 1);
  gsize size;
  const void *data = g_bytes_get_data (archive, &size);
  gboolean found;

  self->archive = archive_read_new ();
  self->limit = CLAMP (size * DDI_ZIP_MAX_RATIO, DDI_ZIP_SMALL_PART, DDI_ZIP_MAX_PART);
  archive_read_support_format_zip_seekable (self->archive);
  if (archive_read_open_memory (self->archive, data, size) != ARCHIVE_OK)
    {
      fail (self, error);
      return NULL;
    }
  if (!find (self, path, &found, error) || !found)
    return NULL;
  return g_steal_pointer (&self);
}

void
ddi_zip_part_close (DdiZipPart *self)
{
  if (self->archive)
    archive_read_free (self->archive);
  g_free (self);
}

gssize
ddi_zip_part_read (DdiZipPart *self, void *buffer, gsize size, GError **error)
{
  la_ssize_t n = archive_read_data (self->archive, buffer, size);

  if (n < 0)
    {
      fail (self, error);
      return -1;
    }
  self->unpacked += (gsize)n;
  if (self->unpacked > self->limit)
    {
      g_set_error_literal (error, DDI_EXCHANGE_ERROR, DDI_EXCHANGE_ERROR_LIMIT,
                           _ ("the workbook unpacks to far more than a sheet can hold"));
      return -1;
    }
  return (gssize)n;
}
