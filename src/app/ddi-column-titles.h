/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Right-aligns the title of the last column of @view, so that it stands over the figures below it. GTK
 * 4.8 has no property for it; where a later GTK builds its titles otherwise, the title stays at the start. */
void ddi_column_titles_end_last (GtkColumnView *view);

G_END_DECLS
