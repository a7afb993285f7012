/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* adw_message_dialog_new (), whose heading newer toolkits can measure, too: a newer libadwaita asks a heading of one line
 * how high it is in less room than it needs, and a newer GTK warns of that each time. */
GtkWidget *ddi_message_dialog_new (GtkWindow *parent, const char *heading, const char *body);

G_END_DECLS
