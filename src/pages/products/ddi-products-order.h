/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "db/ddi-rows.h"

G_BEGIN_DECLS

/* The rows of products/list as DdiQueryRows in the order of a column ("name", "category", "unit_cost",
 * "unit_price", "pack_size"), names as the locale sorts them. The catalogue is short: it is read at once and
 * sorted here. (element-type DdiQueryRow) (transfer full) */
GPtrArray *ddi_products_sort (DdiRows *rows, const char *column, gboolean descending);

G_END_DECLS
