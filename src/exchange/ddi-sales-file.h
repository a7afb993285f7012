/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "core/ddi-day.h"
#include "exchange/ddi-exchange-error.h"

G_BEGIN_DECLS

/* One figure of a sales, waste or production file. 20 bytes, so that a million rows are 20 MB. */
typedef struct
{
  guint32 store;   /* index into stores */
  guint32 product; /* index into products */
  DdiDay day;
  gint32 quantity; /* pieces, >= 0 */
  guint32 row;     /* line of the file, for messages */
} DdiSalesRow;

/* sales.csv: store, product, date (YYYY-MM-DD), quantity and maybe revenue. A day without a row was not recorded; 0
 * means nothing sold. No two rows speak of the same store, product and day. */
typedef struct
{
  char *name;          /* of the file, for messages */
  GPtrArray *stores;   /* (element-type utf8) in order of first appearance, trimmed */
  GPtrArray *products; /* (element-type utf8) the same */
  GArray *rows;        /* (element-type DdiSalesRow) in the file's order */
  GArray *revenues;    /* (element-type gint64) of each row, minor units, DDI_SALES_FILE_NO_REVENUE where the
                        * cell is empty; NULL where the file has no such column */
  GPtrArray *
      others; /* (element-type utf8) headings of the columns it has besides; NULL where they were not asked for */
  GPtrArray *cells;    /* (element-type utf8) what stands there, [rows × others], NULL where nothing does */
  GStringChunk *texts; /* holds them */
  GPtrArray *problems; /* (element-type DdiProblem) rows left out; at most DDI_SALES_FILE_MAX_PROBLEMS */
  guint64 n_left_out;  /* rows left out, told or not */
} DdiSalesFile;

#define DDI_SALES_FILE_MAX_PROBLEMS 1000
#define DDI_SALES_FILE_NO_REVENUE (-1)

typedef struct
{
  const char *store; /* what all rows belong to where the file has no store column; may be NULL */
  gboolean lenient;  /* TRUE: rows that cannot be are left out; FALSE: the first one is the error */
  gboolean others;   /* TRUE: what stands in columns with other headings is kept too */
} DdiSalesFileOptions;

/* Reads all of @path ("-": standard input). Blocks. @options may be NULL. */
DdiSalesFile *ddi_sales_file_load (const char *path, const DdiSalesFileOptions *options,
                                   GCancellable *cancellable, GError **error);
/* The same from a stream. */
DdiSalesFile *ddi_sales_file_read (GInputStream *stream, const char *name, const DdiSalesFileOptions *options,
                                   GCancellable *cancellable, GError **error);
/* The cell of row @i under the heading @other; NULL where nothing stands there. */
const char *ddi_sales_file_get_other (const DdiSalesFile *self, guint i, guint other);
/* Row @i is to be left out, for what stands under the heading @other; ddi_sales_file_drop_marked() then takes all such
 * rows away. */
void ddi_sales_file_mark (DdiSalesFile *self, guint i, guint other, const char *reason);
void ddi_sales_file_drop_marked (DdiSalesFile *self);
void ddi_sales_file_free (DdiSalesFile *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DdiSalesFile, ddi_sales_file_free)

G_END_DECLS
