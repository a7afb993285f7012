/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "db/ddi-rows.h"

G_BEGIN_DECLS

/* The rows of a list that is short enough to be read at once (the catalogue, the shops) as DdiQueryRows
 * in the order of a column: @words as the locale sorts them, else numbers. What is NULL comes last both
 * ways. (element-type DdiQueryRow) (transfer full) */
GPtrArray *ddi_short_list_sort (DdiRows *rows, const char *column_name, gboolean words, gboolean descending);

G_END_DECLS
