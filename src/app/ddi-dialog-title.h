/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* The title of its window, for a header bar with words at both ends: where one line is too short for it, as on a phone
 * with large text, it wraps instead of losing its end, and is smaller where a word is too long. */
#define DDI_TYPE_DIALOG_TITLE (ddi_dialog_title_get_type ())
G_DECLARE_FINAL_TYPE (DdiDialogTitle, ddi_dialog_title, DDI, DIALOG_TITLE, AdwBin)

/* Another text than the window's title, as that of a page of it. */
void ddi_dialog_title_set_text (DdiDialogTitle *self, const char *text);

G_END_DECLS
