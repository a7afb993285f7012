/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/ddi-window.h"

G_BEGIN_DECLS

/* While the window asks for a password nothing of it is in sight and no key leads to it: dialogs are hidden, actions
 * disabled. Uncovered, they are as they were, or with _nothing the dialogs are gone. */
void ddi_window_cover (DdiWindow *window);
void ddi_window_uncover (DdiWindow *window);
void ddi_window_uncover_nothing (DdiWindow *window);

G_END_DECLS
