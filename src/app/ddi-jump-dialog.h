/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/ddi-window.h"

G_BEGIN_DECLS

/* Asks where to go: a word of a page's, a shop's or a product's name, Enter. */
#define DDI_TYPE_JUMP_DIALOG (ddi_jump_dialog_get_type ())
G_DECLARE_FINAL_TYPE (DdiJumpDialog, ddi_jump_dialog, DDI, JUMP_DIALOG, AdwWindow)

DdiJumpDialog *ddi_jump_dialog_new (DdiWindow *window);

G_END_DECLS
