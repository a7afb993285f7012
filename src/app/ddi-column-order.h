/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Puts the visible ones of @columns (element-type GtkColumnViewColumn), which are all columns of @view in the order in
 * which they are to stand, before the hidden ones: GTK 4.8 measures the cells of a row by their places among all
 * columns, but has none for those that are hidden, so that what stands behind them would get the height of a column of
 * no width. */
void ddi_column_order_put_hidden_last (GtkColumnView *view, GPtrArray *columns);

G_END_DECLS
