/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Long work has ended: where no window of the program has the focus, the desktop is asked to tell so. FALSE where
 * one has it. A click on what is told brings the window up. */
gboolean ddi_notice_post (GtkWindow *window, const char *title, const char *body);

G_END_DECLS
