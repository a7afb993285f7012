/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Larger text than the desktop's: from now on @gtk follows the setting "text-size", a percentage of what the
 * desktop says, and @actions gets the action "text-size" whose state it is. @settings may be NULL: then
 * neither. */
void ddi_text_size_follow (GSettings *settings, GtkSettings *gtk, GActionMap *actions);

/* What @pixels of room for text at the usual size (96 dots an inch) come to at the size in use where @widget is. */
int ddi_text_size_scale (GtkWidget *widget, int pixels);

G_END_DECLS
