/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "app/ddi-session.h"
#include "app/ddi-table.h"
#include "pages/records/ddi-record.h"

G_BEGIN_DECLS

/* The columns that an administrator has added to a kind of figures, in its list and its form. */

/* Of a kind; none for production. (element-type DdiCustomColumn) (transfer container) */
GPtrArray *ddi_record_added_columns (DdiSession *session, DdiRecordKind kind);

/* Shows them behind the others. @columns (transfer none) */
void ddi_record_added_show (DdiTable *table, GPtrArray *columns);

/* Rows of a form, one a column, added to @group; @changed is called with @data when one is. (element-type GtkWidget)
 * (transfer container) */
GPtrArray *ddi_record_added_make_rows (AdwPreferencesGroup *group, GPtrArray *columns, GCallback changed,
                                       gpointer data);
/* @custom: a record's. */
void ddi_record_added_fill (GPtrArray *rows, GPtrArray *columns, const char *custom);
/* What is in the rows, for a record: names each column, so that a blank one takes its value away. NULL where there is no
 * column, or with @why (static) where something cannot be. (transfer full) */
char *ddi_record_added_read (GPtrArray *rows, GPtrArray *columns, const char **why);
/* @custom with a null for each column that it does not name; so that writing it is the whole of them. NULL where there
 * is no column. (transfer full) */
char *ddi_record_added_complete (GPtrArray *columns, const char *custom);

G_END_DECLS
