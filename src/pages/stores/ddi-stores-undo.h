/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/ddi-window.h"
#include "pages/stores/ddi-store-record.h"

G_BEGIN_DECLS

/* A toast that undoes a change of a shop that is already in the database: @before became @after; one
 * of them is NULL where the shop was added or deleted. */
void ddi_stores_undo (DdiWindow *window, const DdiStoreRecord *before, const DdiStoreRecord *after);

G_END_DECLS
