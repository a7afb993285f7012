/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "core/ddi-day.h"
#include "exchange/ddi-exchange-error.h"

G_BEGIN_DECLS

typedef enum
{
  DDI_TABLE_TEXT,
  DDI_TABLE_INTEGER,
  DDI_TABLE_DAY,
  DDI_TABLE_MONEY,   /* minor units with two decimals */
  DDI_TABLE_PERCENT, /* a share, 0.25 is 25 % */
  DDI_TABLE_REAL,    /* at most three decimals */
} DdiTableKind;

typedef struct
{
  const char *name; /* of the table's column: "quantity_wasted" */
  DdiTableKind kind;
} DdiTableColumn;

/* Writes a table to a file: as an Excel workbook (bold frozen header, filter, number and date formats)
 * where the path ends in .xlsx, else as CSV. The file takes its place when it is complete. */
#define DDI_TYPE_TABLE_WRITER (ddi_table_writer_get_type ())
G_DECLARE_FINAL_TYPE (DdiTableWriter, ddi_table_writer, DDI, TABLE_WRITER, GObject)

/* @path NULL or "-": CSV on standard output. @title names the worksheet. Writes the header. */
DdiTableWriter *ddi_table_writer_open (const char *path, const char *title, const DdiTableColumn *columns,
                                       guint n_columns, GError **error);

/* Cells of the current record, left to right; each column takes what its kind says. */
void ddi_table_writer_text (DdiTableWriter *self, const char *text); /* NULL: empty */
void ddi_table_writer_int (DdiTableWriter *self, gint64 value);      /* INTEGER, or MONEY in minor units */
void ddi_table_writer_day (DdiTableWriter *self, DdiDay day);        /* DDI_DAY_INVALID: empty */
void ddi_table_writer_double (DdiTableWriter *self, double value);   /* REAL, PERCENT; NaN: empty */
void ddi_table_writer_empty (DdiTableWriter *self);

gboolean ddi_table_writer_end_record (DdiTableWriter *self, GCancellable *cancellable, GError **error);
/* A writer that is dropped without closing leaves no file behind. */
gboolean ddi_table_writer_close (DdiTableWriter *self, GCancellable *cancellable, GError **error);

G_END_DECLS
