/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Lets the titles of all AdwPreferencesGroups below @root go on in a second line, where buttons beside them leave too
 * little room. libadwaita cuts their ends off and has no property for it. */
void ddi_heading_wrap (GtkWidget *root);

G_END_DECLS
