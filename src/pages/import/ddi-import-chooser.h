/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Asks for the files to import, several at once. (transfer full) */
GtkFileChooserNative *ddi_import_chooser_new (GtkWindow *parent);

G_END_DECLS
