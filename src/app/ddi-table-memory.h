/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/ddi-table.h"

G_BEGIN_DECLS

/* The widths that the user has given the table's columns and the order of its rows survive a restart, under
 * @name (not translated). What was remembered is restored at once. Without settings it does nothing. */
void ddi_table_memory_follow (DdiTable *table, const char *name);

G_END_DECLS
