/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Lays its children out beside each other, and from the first that has no room there in a line below. A child is as wide
 * as it wants to be; one that expands takes what is left of its line. */
#define DDI_TYPE_BAR_LAYOUT (ddi_bar_layout_get_type ())
G_DECLARE_FINAL_TYPE (DdiBarLayout, ddi_bar_layout, DDI, BAR_LAYOUT, GtkLayoutManager)

/* Between two of a line, in pixels. */
#define DDI_BAR_LAYOUT_SPACING 12

G_END_DECLS
