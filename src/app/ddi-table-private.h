/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/ddi-table-pace.h"
#include "app/ddi-table.h"

G_BEGIN_DECLS

GtkColumnView *ddi_table_get_view (DdiTable *self);
/* One a DdiColumnInfo, in its order. (element-type GtkColumnViewColumn) (transfer none) */
GPtrArray *ddi_table_get_columns (DdiTable *self);
const DdiColumnInfo *ddi_table_get_infos (DdiTable *self);

gboolean ddi_column_info_is_number (const DdiColumnInfo *info);
DdiTablePace *ddi_table_get_pace (DdiTable *self);
/* What a cell says, "" for nothing. (transfer full) */
char *ddi_table_format_cell (DdiTable *self, const DdiColumnInfo *info, DdiRows *rows, guint row);

/* The cells of a column, and the buttons at the end of a row; both are the table's own. Their widgets know their
 * GtkListItem as "list-item". (transfer full) */
GtkListItemFactory *ddi_table_cells_new (DdiTable *self, const DdiColumnInfo *info);
GtkListItemFactory *ddi_table_buttons_new (void);
/* Writes a cell, and tells whether its row is there. */
void ddi_table_show_cell (GtkListItem *cell);
gboolean ddi_table_cell_is_ready (GtkListItem *cell);

G_END_DECLS
