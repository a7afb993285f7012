/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/ddi-window.h"
#include "pages/events/ddi-event-record.h"

G_BEGIN_DECLS

/* A toast that undoes a change of events that is already in the database: @before became @after; one of
 * them is NULL where they were added or deleted, else both have the same length. (element-type DdiEventRecord) */
void ddi_events_undo (DdiWindow *window, const char *title, GPtrArray *before, GPtrArray *after);

G_END_DECLS
