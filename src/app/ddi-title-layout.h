/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Lays out the title of figures, a label and the arrow of the sort order: the words at the end, in as many lines as the
 * column's width asks for, and the arrow before them, so that they stand over the figures whatever the order. GTK 4.8 gives
 * all titles the height of one line, and draws one that needs two past the end of its column. */
#define DDI_TYPE_TITLE_LAYOUT (ddi_title_layout_get_type ())
G_DECLARE_FINAL_TYPE (DdiTitleLayout, ddi_title_layout, DDI, TITLE_LAYOUT, GtkLayoutManager)

G_END_DECLS
