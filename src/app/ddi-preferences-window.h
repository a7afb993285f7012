/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/ddi-window.h"

G_BEGIN_DECLS

/* What the person at this desktop prefers, and what the business has decided. Everything applies at once. */
#define DDI_TYPE_PREFERENCES_WINDOW (ddi_preferences_window_get_type ())
G_DECLARE_FINAL_TYPE (DdiPreferencesWindow, ddi_preferences_window, DDI, PREFERENCES_WINDOW,
                      AdwPreferencesWindow)

DdiPreferencesWindow *ddi_preferences_window_new (DdiWindow *window);

/* The command win.preferences. */
void ddi_preferences_command_activate (DdiWindow *window, GVariant *parameter);

G_END_DECLS
