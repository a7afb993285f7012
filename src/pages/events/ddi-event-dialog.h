/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "app/ddi-session.h"
#include "pages/events/ddi-event-record.h"

G_BEGIN_DECLS

/* The form of one event, with what its past occurrences did. It writes by itself and closes when that is done.
 *
 * Signals: "saved" (DdiEventRecord *before, NULL for a new one; DdiEventRecord *after); "delete"
 * (DdiEventRecord *): the user wants it gone, the window has closed. */
#define DDI_TYPE_EVENT_DIALOG (ddi_event_dialog_get_type ())
G_DECLARE_FINAL_TYPE (DdiEventDialog, ddi_event_dialog, DDI, EVENT_DIALOG, AdwWindow)

/* @record: what to edit; a new one where its id is 0. */
DdiEventDialog *ddi_event_dialog_new (GtkWindow *parent, DdiSession *session, const DdiEventRecord *record);

G_END_DECLS
