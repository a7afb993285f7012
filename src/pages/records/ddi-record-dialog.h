/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "app/ddi-session.h"
#include "pages/records/ddi-record.h"

G_BEGIN_DECLS

/* The form of one daily figure. It says at once what cannot be, warns where a figure does not fit the
 * day's others, and writes when saved; it stays open with the reason where writing fails.
 *
 * Signal: "saved" (DdiRecord *before or NULL, DdiRecord *after), both pointers for the call only;
 * after has its id and row_version. Then it closes. */
#define DDI_TYPE_RECORD_DIALOG (ddi_record_dialog_get_type ())
G_DECLARE_FINAL_TYPE (DdiRecordDialog, ddi_record_dialog, DDI, RECORD_DIALOG, AdwWindow)

/* @record NULL: a new one, beginning with the filter's shop and today. */
DdiRecordDialog *ddi_record_dialog_new (GtkWindow *parent, DdiSession *session, DdiRecordKind kind,
                                        const DdiRecord *record);

G_END_DECLS
