/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "core/ddi-day.h"

G_BEGIN_DECLS

/* Writes a CSV file as RFC 4180 says (CRLF only on request), buffered. A text cell that a spreadsheet
 * would run as a formula (it begins with = + - @ tab or CR and is no number) gets an apostrophe in
 * front. */
#define DDI_TYPE_CSV_WRITER (ddi_csv_writer_get_type ())
G_DECLARE_FINAL_TYPE (DdiCsvWriter, ddi_csv_writer, DDI, CSV_WRITER, GObject)

DdiCsvWriter *ddi_csv_writer_new (GOutputStream *stream);
/* Writes to a new file beside @path that takes its place in ddi_csv_writer_close(), so that a full
 * disk does not cost the old one; NULL or "-" is standard output. */
DdiCsvWriter *ddi_csv_writer_open (const char *path, GError **error);

/* Cells of the current record, left to right. */
void ddi_csv_writer_text (DdiCsvWriter *self, const char *text); /* NULL is an empty cell */
void ddi_csv_writer_int (DdiCsvWriter *self, gint64 value);
void ddi_csv_writer_day (DdiCsvWriter *self, DdiDay day); /* empty where DDI_DAY_INVALID */
/* Shortest form with at most @decimals; empty where NaN. */
void ddi_csv_writer_double (DdiCsvWriter *self, double value, int decimals);

/* Ends the record; writes to the stream when enough has gathered. */
gboolean ddi_csv_writer_end_record (DdiCsvWriter *self, GCancellable *cancellable, GError **error);
/* Flushes and closes. A writer that is dropped without it leaves no file behind. */
gboolean ddi_csv_writer_close (DdiCsvWriter *self, GCancellable *cancellable, GError **error);

/* What a text cell becomes, without quotes; also for XLSX and the clipboard. (transfer full) */
char *ddi_csv_defuse (const char *text);

G_END_DECLS
