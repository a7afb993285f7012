/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "db/ddi-database.h"

G_BEGIN_DECLS

/* Sunday's proof: what a week came to in money, shop by shop. */
typedef struct
{
  DdiDay sunday;
  char *district; /* NULL: all */
  char *currency; /* ISO 4217 */
  DdiRows *shops; /* reports/weekly */
  DdiRows *worst; /* reports/weekly-worst */
  DdiRows *days;  /* reports/weekly-days */
} DdiWeekly;

void ddi_weekly_free (DdiWeekly *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DdiWeekly, ddi_weekly_free)

/* @district NULL: all of them. Fails where no shop is open in that week. */
DdiWeekly *ddi_weekly_load (DdiDatabase *database, const char *district, DdiDay sunday,
                            GCancellable *cancellable, GError **error);

/* The sum of a money column over the shops, minor units; FALSE where no shop knows one. */
gboolean ddi_weekly_sum (const DdiWeekly *self, const char *column, gint64 *minor_units);

/* US Letter lengthwise: the first page in money, then charts, the worst ten and the week to come. */
gboolean ddi_weekly_write_paper (const DdiWeekly *self, const char *path, GError **error);
/* The shops' rows and their sum as a workbook (or CSV, by the ending). */
gboolean ddi_weekly_write_table (const DdiWeekly *self, const char *path, GError **error);

G_END_DECLS
