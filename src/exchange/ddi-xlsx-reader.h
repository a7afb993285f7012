/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "exchange/ddi-exchange-error.h"
#include "exchange/ddi-sheet-grid.h"

G_BEGIN_DECLS

#define DDI_XLSX_MAX_ROWS 65535
#define DDI_XLSX_MAX_COLUMNS 256
#define DDI_XLSX_MAX_CELLS 1000000

/* The first worksheet, in the workbook's own order, of an Office Open XML workbook (ISO/IEC 29500).
 * Values only: shared and inline strings, numbers, booleans, errors, and what formulas last came to.
 * @file stands for the workbook in messages. Larger, bent or hostile files fail; nothing of them is
 * written anywhere or fetched from anywhere. */
DdiSheetGrid *ddi_xlsx_read (GBytes *workbook, const char *file, GCancellable *cancellable, GError **error);

/* Loads a file of at most DDI_ZIP_MAX_ARCHIVE bytes, for ddi_xlsx_read() and for its digest. */
GBytes *ddi_xlsx_load (GFile *file, GCancellable *cancellable, GError **error);

G_END_DECLS
