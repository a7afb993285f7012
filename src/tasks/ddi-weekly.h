/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <cairo.h>

#include "db/ddi-database.h"

G_BEGIN_DECLS

/* Its paper: US Letter lengthwise, in points. */
#define DDI_WEEKLY_WIDTH 792.0
#define DDI_WEEKLY_HEIGHT 612.0

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

/* The same on a thread of its own. */
void ddi_weekly_load_async (DdiDatabase *database, const char *district, DdiDay sunday,
                            GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
DdiWeekly *ddi_weekly_load_finish (GAsyncResult *result, GError **error);

/* The sum of a money column over the shops, minor units; FALSE where no shop knows one. */
gboolean ddi_weekly_sum (const DdiWeekly *self, const char *column, gint64 *minor_units);
/* The sum of a column of whole numbers over the shops. */
gint64 ddi_weekly_count (const DdiWeekly *self, const char *column);

/* The week in words, as its paper's head says it: what it came to beside the mean of the last four same weekdays, the
 * estimate and its range, and what that is made of. "" where another sentence says why it is not known.
 * (transfer full) */
char *ddi_weekly_describe_saved (const DdiWeekly *self);
char *ddi_weekly_describe_kept (const DdiWeekly *self);
char *ddi_weekly_describe_net (const DdiWeekly *self);
/* Which products' days the net leaves out, "" where it has all that are compared. (transfer full) */
char *ddi_weekly_describe_left_out (const DdiWeekly *self);

/* On paper: the first pages in money, the last one a chart, the worst ten and the week to come. Pure drawing, the same
 * for the PDF and the printer. */
guint ddi_weekly_n_pages (const DdiWeekly *self);
void ddi_weekly_draw (const DdiWeekly *self, cairo_t *cr, guint page);
/* The same as a PDF. */
gboolean ddi_weekly_write_paper (const DdiWeekly *self, const char *path, GError **error);
/* The shops' rows and their sum as a workbook (or CSV, by the ending). */
gboolean ddi_weekly_write_table (const DdiWeekly *self, const char *path, GError **error);

G_END_DECLS
