/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* What this program is, and what somebody who helps wants to know. */
void ddi_about_show (GtkWindow *parent);

G_END_DECLS
