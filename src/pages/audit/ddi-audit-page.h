/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/ddi-page.h"
#include "app/ddi-table.h"
#include "pages/audit/ddi-audit-check.h"

G_BEGIN_DECLS

/* The log of what was done, for administrators: by day, person, kind and subject; each entry with what was before
 * and after; whether it is whole. */
#define DDI_TYPE_AUDIT_PAGE (ddi_audit_page_get_type ())
G_DECLARE_FINAL_TYPE (DdiAuditPage, ddi_audit_page, DDI, AUDIT_PAGE, DdiPage)

/* For tests. */
DdiTable *ddi_audit_page_get_table (DdiAuditPage *self);
GListModel *ddi_audit_page_get_model (DdiAuditPage *self);
DdiAuditCheck *ddi_audit_page_get_check (DdiAuditPage *self);
GtkWidget *ddi_audit_page_get_search (DdiAuditPage *self);
GtkDropDown *ddi_audit_page_get_people (DdiAuditPage *self);
GtkDropDown *ddi_audit_page_get_kinds (DdiAuditPage *self);
GtkDropDown *ddi_audit_page_get_subjects (DdiAuditPage *self);
/* Writes what the page lists to @path, as its chooser does. */
void ddi_audit_page_export (DdiAuditPage *self, const char *path);

G_END_DECLS
