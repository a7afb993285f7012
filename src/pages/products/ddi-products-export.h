/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/ddi-window.h"

G_BEGIN_DECLS

/* Asks where to, and writes the rows of products/list as CSV or XLSX on a thread; a toast tells how it
 * went. */
void ddi_products_export_ask (DdiWindow *window, DdiRows *rows, GCancellable *cancellable);

G_END_DECLS
