/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Lays its children out in columns of equal width, as many as fit, row by row; the cards of a row are
 * of equal height. Four children stand in one row, in two of two or in a column, never three and one. */
#define DDI_TYPE_COLUMNS_LAYOUT (ddi_columns_layout_get_type ())
G_DECLARE_FINAL_TYPE (DdiColumnsLayout, ddi_columns_layout, DDI, COLUMNS_LAYOUT, GtkLayoutManager)

G_END_DECLS
