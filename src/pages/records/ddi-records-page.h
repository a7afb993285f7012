/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/ddi-page.h"
#include "app/ddi-table.h"
#include "pages/records/ddi-record.h"

G_BEGIN_DECLS

/* What the pages Production, Sales and Waste have in common: a searched, sorted table of daily figures
 * of any length; add, edit and delete with undo; export. A page is the class fields below. */
#define DDI_TYPE_RECORDS_PAGE (ddi_records_page_get_type ())
G_DECLARE_DERIVABLE_TYPE (DdiRecordsPage, ddi_records_page, DDI, RECORDS_PAGE, DdiPage)

struct _DdiRecordsPageClass
{
  DdiPageClass parent_class;

  DdiRecordKind kind;
  DdiData data;
  const DdiColumnInfo *columns; /* the day first */
  const char *empty_title;      /* marked with N_() */
  const char *empty_text;       /* marked with N_() */
  const char *file_name;        /* of an export, without its ending */
  gboolean has_money;           /* the list's sum has an amount */

  /* Optional: a second way to look at the same days, which the user can switch to. */
  GtkWidget *(*make_view) (DdiRecordsPage *self);
  const char *view_title; /* marked with N_() */
};

/* For tests. */
DdiTable *ddi_records_page_get_table (DdiRecordsPage *self);
GtkWidget *ddi_records_page_get_search (DdiRecordsPage *self);

G_END_DECLS
