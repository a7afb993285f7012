/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "app/ddi-session.h"

G_BEGIN_DECLS

/* Verifies the chain of the log and says in a banner how it went: whole with its head, or where it breaks.
 *
 * Signal: "ended" (), once the banner says it. */
#define DDI_TYPE_AUDIT_CHECK (ddi_audit_check_get_type ())
G_DECLARE_FINAL_TYPE (DdiAuditCheck, ddi_audit_check, DDI, AUDIT_CHECK, AdwBin)

GtkWidget *ddi_audit_check_new (void);
/* Begins; a check that is under way goes on. */
void ddi_audit_check_run (DdiAuditCheck *self, DdiSession *session);
/* What the banner says; NULL while there is none, or a check is under way. */
const char *ddi_audit_check_get_text (DdiAuditCheck *self);

G_END_DECLS
