/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "db/ddi-rows.h"

G_BEGIN_DECLS

/* What is chosen from where a day is entered: shops as rows of a list, and reasons. */

/* A row for each DdiStore of @stores. */
void ddi_entry_shops_fill (GtkListBox *list, GListModel *stores);
int ddi_entry_shops_get_id (GtkListBoxRow *row);

/* The usual reasons, then those that this database has (@rows of waste/list-reasons). */
GStrv ddi_entry_list_reasons (DdiRows *rows);

G_END_DECLS
