/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* A page's primary button for the window's header bar: its words, with a mnemonic, or, where the page's title leaves them
 * no room, its icon. Without @tooltip the words are that of the icon. */
GtkWidget *ddi_header_button_new (const char *words, const char *icon_name, const char *action,
                                  const char *tooltip);

/* The same of two buttons made elsewhere: @words keeps its own, @icon is told what it is called. */
GtkWidget *ddi_header_button_new_of (GtkWidget *words, GtkWidget *icon, const char *label, const char *action,
                                     const char *tooltip);

G_END_DECLS
