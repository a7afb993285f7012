/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "app/ddi-session.h"

G_BEGIN_DECLS

/* What the log says, in the user's words. All returned strings are (transfer full) unless they are const. */

/* Names for the ids in an entry's values. */
typedef struct
{
  DdiSession *session;
  DdiRows *people; /* audit/list-people; NULL: not read */
} DdiAuditNames;

/* What the drop-down of actions offers, first "all"; ends with a NULL name. */
typedef struct
{
  const char *name; /* marked with N_() */
  const char *actions[12];
} DdiAuditKind;
extern const DdiAuditKind ddi_audit_kinds[];

/* What the drop-down of subjects offers, first "all" with a NULL table; ends with a NULL name. */
typedef struct
{
  const char *name; /* marked with N_() */
  const char *table;
} DdiAuditSubject;
extern const DdiAuditSubject ddi_audit_subjects[];

/* "Sales" for "daily_sales"; a table that is not known is named as it is. */
const char *ddi_audit_table_name (const char *table);
/* "Sold" for "quantity_sold"; a column that is not known as it is, with blanks. */
char *ddi_audit_field_name (const char *column);
/* A value of such a column as a person reads it; @node may be NULL or null: "–". */
char *ddi_audit_value (const DdiAuditNames *names, const char *column, JsonNode *node);

/* One line for a row of audit/list-window: "Prices: Glazed changed". */
char *ddi_audit_describe_row (DdiRows *rows, guint row);

/* Where it came from: "192.0.2.7", "this computer", "198.51.100.4 (as the pooler says)". */
char *ddi_audit_address (const char *address);
/* Local time, to the second. */
char *ddi_audit_time (gint64 seconds);

/* NULL where it is no JSON object. (transfer full) */
JsonObject *ddi_audit_parse (const char *details);

G_END_DECLS
