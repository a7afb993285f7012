/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* The keys of the program, as a list that is as narrow as its window. */
#define DDI_TYPE_SHORTCUTS_WINDOW (ddi_shortcuts_window_get_type ())
G_DECLARE_FINAL_TYPE (DdiShortcutsWindow, ddi_shortcuts_window, DDI, SHORTCUTS_WINDOW, AdwWindow)

DdiShortcutsWindow *ddi_shortcuts_window_new (GtkWindow *parent);

G_END_DECLS
