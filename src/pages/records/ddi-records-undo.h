/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/ddi-window.h"
#include "pages/records/ddi-record.h"

G_BEGIN_DECLS

/* Toasts that undo a change of daily figures that is already in the database. @data: what the change
 * touched. */
void ddi_records_undo_insert (DdiWindow *window, DdiRecordKind kind, guint data, const DdiRecord *record);
void ddi_records_undo_update (DdiWindow *window, DdiRecordKind kind, guint data, const DdiRecord *before,
                              const DdiRecord *after);
/* (element-type DdiRecord) @removed: the rows of the delete statement. */
void ddi_records_undo_delete (DdiWindow *window, DdiRecordKind kind, guint data, GPtrArray *records,
                              DdiRows *removed);

G_END_DECLS
