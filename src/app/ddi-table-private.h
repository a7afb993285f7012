/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/ddi-table.h"

G_BEGIN_DECLS

GtkColumnView *ddi_table_get_view (DdiTable *self);
/* One a DdiColumnInfo, in its order. (element-type GtkColumnViewColumn) (transfer none) */
GPtrArray *ddi_table_get_columns (DdiTable *self);
const DdiColumnInfo *ddi_table_get_infos (DdiTable *self);

G_END_DECLS
