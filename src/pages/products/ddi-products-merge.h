/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/ddi-window.h"

G_BEGIN_DECLS

/* Merging from the page: the form, the toast that takes it back, and taking back one of another day. */

/* Opens the form; @gone_id and @kept_id may be 0. */
void ddi_products_merge_ask (DdiWindow *window, int gone_id, int kept_id);
/* Takes a merge back. */
void ddi_products_merge_undo (DdiWindow *window, int merge_id);

G_END_DECLS
