/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/ddi-window.h"

G_BEGIN_DECLS

/* The dialogs that belong to a window, all together: out of sight, back as they were, or gone. */
void ddi_window_dialogs_hide (DdiWindow *window);
void ddi_window_dialogs_show (DdiWindow *window);
void ddi_window_dialogs_close (DdiWindow *window);

G_END_DECLS
