/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tasks/ddi-import.h"

G_BEGIN_DECLS

/* The shop a file of this name was confirmed for is remembered under it: dates and numbers in
 * brackets do not count. (transfer full) */
char *ddi_import_file_hint (const char *name);

DdiImportShop *ddi_import_shop_new (int store_id, const char *name);
void ddi_import_shop_free (DdiImportShop *self);

/* Finds or adds a spelling. (transfer none) */
DdiImportName *ddi_import_plan_add_name (DdiImportPlan *self, const char *written, const char *category,
                                         guint row);

/* Two names of one file that are one product would write one figure twice: an error of the file, until
 * another choice is made. */
void ddi_import_file_check_names (DdiImportFile *file);

/* Finds the added columns among the headings of sales files, and leaves out rows with a value that is none of their
 * kind. */
gboolean ddi_import_match_added (DdiImportPlan *self, DdiDatabase *database, GCancellable *cancellable,
                                 GError **error);
gboolean ddi_import_has_added (DdiImportFile *file);
/* The values of a row of a sales file in added columns. (transfer full) NULL: it has none. */
char *ddi_import_dup_added (DdiImportFile *file, guint row);

/* The COPYs that bring @file's rows into the temporary tables of sql/queries/import/create-*.sql.
 * @copies has room for DDI_IMPORT_MAX_COPIES; returns how many there are. The cursors must outlive
 * the bulk unit. */
#define DDI_IMPORT_MAX_COPIES 4

typedef struct
{
  DdiImportFile *file;
  guint index; /* of the next row */
  guint part;  /* of the day or measure in it */
} DdiImportCursor;

guint ddi_import_make_copies (DdiImportFile *file, DdiImportCursor *cursors, DdiBulkCopy *copies);

/* Rows that the file has for the database, as the batch counts them. */
gint64 ddi_import_count_rows (DdiImportFile *file);

/* 'till' or 'derived'. */
const char *ddi_import_sales_source (DdiImportFile *file);

G_END_DECLS
