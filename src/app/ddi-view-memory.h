/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/ddi-session.h"
#include "app/ddi-window.h"

G_BEGIN_DECLS

/* What survives a restart: the window's size, the page in view, and the filter. */

void ddi_view_memory_save_window (GSettings *settings, GtkWindow *window);
void ddi_view_memory_restore_window (GSettings *settings, GtkWindow *window);

/* The page and the filter. */
void ddi_view_memory_save_view (GSettings *settings, DdiWindow *window, DdiSession *session);
/* @settings NULL: all shops, the last thirty days. A shop that is there no longer is all of them. */
void ddi_view_memory_restore_filter (GSettings *settings, DdiSession *session);
void ddi_view_memory_restore_page (GSettings *settings, DdiWindow *window);

G_END_DECLS
