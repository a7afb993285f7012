/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "pages/audit/ddi-audit-words.h"

G_BEGIN_DECLS

/* One entry of the log: who, when, from where, and each field before and after. It changes nothing. */
#define DDI_TYPE_AUDIT_DIALOG (ddi_audit_dialog_get_type ())
G_DECLARE_FINAL_TYPE (DdiAuditDialog, ddi_audit_dialog, DDI, AUDIT_DIALOG, AdwWindow)

/* @rows: of audit/list-window. */
DdiAuditDialog *ddi_audit_dialog_new (GtkWindow *parent, const DdiAuditNames *names, DdiRows *rows,
                                      guint row);

G_END_DECLS
