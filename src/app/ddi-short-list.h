/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/ddi-table.h"
#include "db/ddi-rows.h"

G_BEGIN_DECLS

/* The rows of a list that is short enough to be read at once (the catalogue, the shops) as DdiQueryRows
 * in the order of a column: @words as the locale sorts them, else numbers. What is NULL comes last both
 * ways. (element-type DdiQueryRow) (transfer full) */
GPtrArray *ddi_short_list_sort (DdiRows *rows, const char *column_name, gboolean words, gboolean descending);

/* Makes @model, of DdiQueryRows, show @rows. A row that stays the same by its column @key keeps its item, which says
 * what it says now: so does a selection, and where the list is scrolled to. */
void ddi_short_list_show (GListStore *model, GPtrArray *rows, const char *key);

/* Both, in the order that the head of @table asks for; @words, ended by NULL, are the columns that are sorted as words.
 * @rows NULL: nothing has been read yet, and nothing changes. */
void ddi_short_list_show_sorted (GListStore *model, DdiRows *rows, const char *key, DdiTable *table,
                                 const char *const *words);

G_END_DECLS
