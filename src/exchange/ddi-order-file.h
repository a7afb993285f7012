/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "exchange/ddi-order-matrix.h"

G_BEGIN_DECLS

/* "csv", "xlsx" or "pdf" by the ending of @path; NULL for any other. */
const char *ddi_order_file_format (const char *path);

/* Writes the order: CSV and XLSX have a row a product with the columns product, category, one a shop,
 * and total where there are several; the PDF is ddi-order-sheet.h's. NULL or "-" is CSV on standard
 * output. The file takes its place when it is complete. */
gboolean ddi_order_file_write (DdiOrderMatrix *matrix, const char *path, GCancellable *cancellable,
                               GError **error);

G_END_DECLS
