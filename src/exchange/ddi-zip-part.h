/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "exchange/ddi-exchange-error.h"

G_BEGIN_DECLS

/* One entry of a zip archive in memory, unpacked while it is read and never to disk. A part that
 * unpacks to more than DDI_ZIP_MAX_PART bytes, or to more than DDI_ZIP_MAX_RATIO times the whole
 * archive, fails with DDI_EXCHANGE_ERROR_LIMIT: no honest sheet does. */
typedef struct _DdiZipPart DdiZipPart;

#define DDI_ZIP_MAX_ARCHIVE (32 * 1024 * 1024)
#define DDI_ZIP_MAX_PART (128 * 1024 * 1024)
#define DDI_ZIP_MAX_RATIO 200
/* Below this a part may repeat itself as it likes. */
#define DDI_ZIP_SMALL_PART (1024 * 1024)

/* Finds @path ("xl/workbook.xml", compared without case). NULL without an error: it is not there.
 * The archive's bytes must outlive the part. */
DdiZipPart *ddi_zip_part_open (GBytes *archive, const char *path, GError **error);
void ddi_zip_part_close (DdiZipPart *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DdiZipPart, ddi_zip_part_close)

/* Up to @size bytes; 0 at the end, -1 on error. */
gssize ddi_zip_part_read (DdiZipPart *self, void *buffer, gsize size, GError **error);

G_END_DECLS
