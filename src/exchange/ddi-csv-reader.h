/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "exchange/ddi-exchange-error.h"

G_BEGIN_DECLS

/* Reads a CSV file (RFC 4180; comma, semicolon or tab, told by the header; LF or CRLF; UTF-8 with or
 * without a byte-order mark) record by record, holding one record at a time, so that the size of the
 * file does not matter and a monstrous line fails as soon as it is too long. */
#define DDI_TYPE_CSV_READER (ddi_csv_reader_get_type ())
G_DECLARE_FINAL_TYPE (DdiCsvReader, ddi_csv_reader, DDI, CSV_READER, GObject)

#define DDI_CSV_MAX_RECORD (1024 * 1024) /* bytes */
#define DDI_CSV_MAX_COLUMNS 64

/* @name stands for the file in messages. Takes a reference on @stream. */
DdiCsvReader *ddi_csv_reader_new (GInputStream *stream, const char *name);
/* Opens @path; "-" is standard input. */
DdiCsvReader *ddi_csv_reader_open (const char *path, GError **error);

const char *ddi_csv_reader_get_name (DdiCsvReader *self);

/* A column that the caller wants: its names in order of preference, separated by "|". */
typedef struct
{
  const char *names; /* "product|product_name"; compared without case, blanks and hyphens as "_" */
  gboolean required;
} DdiCsvColumn;

/* Reads the first record and finds each of @columns in it: @index[i] is where, or -1. Fails with
 * DDI_EXCHANGE_ERROR_HEADER where a required one is missing or one is there twice. */
gboolean ddi_csv_reader_read_header (DdiCsvReader *self, const DdiCsvColumn *columns, guint n_columns,
                                     int *index, GCancellable *cancellable, GError **error);
/* "Rain mm" as "rain_mm". (transfer full) */
char *ddi_csv_normalise (const char *name);
/* The names in the header, normalised ("Rain mm" is "rain_mm"). */
const char *const *ddi_csv_reader_get_header (DdiCsvReader *self);

/* Goes to the next record, skipping empty lines. FALSE at the end, or with @error set: nothing can be
 * read after an error. */
gboolean ddi_csv_reader_next (DdiCsvReader *self, GCancellable *cancellable, GError **error);

/* Of the current record. The line it begins on, from 1. */
guint64 ddi_csv_reader_get_row (DdiCsvReader *self);
guint ddi_csv_reader_get_n_fields (DdiCsvReader *self);
/* Valid until the next call of ddi_csv_reader_next(); unquoted, NUL-terminated, blanks kept. "" where
 * the record is shorter or @column is -1. */
const char *ddi_csv_reader_get_field (DdiCsvReader *self, int column);

/* A problem at this field of the current record, in printf style. (transfer full) */
DdiProblem *ddi_csv_reader_problem (DdiCsvReader *self, int column, const char *format, ...)
    G_GNUC_PRINTF (3, 4);

G_END_DECLS
