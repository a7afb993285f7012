/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/ddi-window.h"
#include "journal/ddi-session-mark.h"

G_BEGIN_DECLS

/* The action app.copy-details: what to send with a question goes to the clipboard. A view that shows an error gives it to
 * ddi_journal_note_error () and has a button for the action. */
void ddi_details_add_action (GtkApplication *application);

/* A session on the data that @place names begins in @window. Where the one before did not end properly, the window says
 * so, and what became of what was typed in it. NULL where no mark can be made. (transfer full) */
DdiSessionMark *ddi_details_begin_session (DdiWindow *window, const char *directory, const char *place);

G_END_DECLS
