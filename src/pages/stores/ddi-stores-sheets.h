/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/ddi-window.h"

G_BEGIN_DECLS

/* The Sunday that next week begins with. */
DdiDay ddi_stores_sheets_get_sunday (DdiSession *session);
/* Asks for a folder and writes next week's sheets of all shops into it; a toast tells how it went. */
void ddi_stores_sheets_ask (DdiWindow *window, GCancellable *cancellable);
/* The same for a folder that was chosen. */
void ddi_stores_sheets_write (DdiWindow *window, const char *folder, GCancellable *cancellable);

G_END_DECLS
