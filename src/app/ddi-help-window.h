/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "app/ddi-help.h"

G_BEGIN_DECLS

/* The help: its topics at the left, one of them at the right; one above the other where there is little room. */
#define DDI_TYPE_HELP_WINDOW (ddi_help_window_get_type ())
G_DECLARE_FINAL_TYPE (DdiHelpWindow, ddi_help_window, DDI, HELP_WINDOW, AdwWindow)

/* Shows the topic in the application's one help window, which stays beside the others and ends with @owner. */
DdiHelpWindow *ddi_help_window_show (GtkWindow *owner, const DdiHelpTopic *topic);

G_END_DECLS
