/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/* Why a file could not be read or written at all. What is wrong with one cell is a DdiProblem. */
typedef enum
{
  DDI_EXCHANGE_ERROR_ENCODING, /* UTF-16, invalid UTF-8, a NUL byte */
  DDI_EXCHANGE_ERROR_HEADER,   /* a column is missing or named twice */
  DDI_EXCHANGE_ERROR_LIMIT,    /* larger than any honest file: line, columns, cells, compression ratio */
  DDI_EXCHANGE_ERROR_FORMAT,   /* not a workbook, not a throw-away sheet, broken XML or quoting */
  DDI_EXCHANGE_ERROR_VALUE,    /* a cell that cannot be, where the caller wants no file with such cells */
  DDI_EXCHANGE_ERROR_WRITE,    /* the file could not be written */
} DdiExchangeError;

#define DDI_EXCHANGE_ERROR (ddi_exchange_error_quark ())
GQuark ddi_exchange_error_quark (void);

/* One thing about one cell that the user should know: "week.xlsx:32:H: a number in a row without a
 * name". @row counts from 1 as text editors and spreadsheets do; 0 is the whole file. */
#define DDI_TYPE_PROBLEM (ddi_problem_get_type ())
typedef struct
{
  char *file;
  guint64 row;
  char *column; /* "3" in a CSV file, "H" in a sheet; NULL: the whole row */
  char *reason; /* in the user's language */
} DdiProblem;

GType ddi_problem_get_type (void);
DdiProblem *ddi_problem_new (const char *file, guint64 row, const char *column, const char *reason);
DdiProblem *ddi_problem_copy (const DdiProblem *self);
void ddi_problem_free (DdiProblem *self);
/* "file:row:column: reason" (transfer full) */
char *ddi_problem_format (const DdiProblem *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DdiProblem, ddi_problem_free)

G_END_DECLS
