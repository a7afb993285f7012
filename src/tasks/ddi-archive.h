/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/ddi-day.h"
#include "tasks/ddi-maintenance.h"

G_BEGIN_DECLS

/* Old sales and waste, to the archive tables and back. What is archived is read as before (every list, report, export and
 * forecast reads both) and cannot be changed until it is brought back. */

#define DDI_ARCHIVE_YEARS_MIN 1
#define DDI_ARCHIVE_YEARS_MAX 50

typedef struct
{
  gboolean back; /* out of the archive */
  DdiDay first;  /* DDI_DAY_INVALID: from the oldest day on */
  DdiDay before; /* the first day that is left alone; DDI_DAY_INVALID: none is */
} DdiArchiveRange;

/* What is older than @years on the day @today. */
DdiArchiveRange ddi_archive_range_older (int years, DdiDay today);

/* What it is about to do. */
typedef struct
{
  DdiArchiveRange range;
  gint64 sales, waste;   /* rows */
  gint64 bytes;          /* about, with their indexes */
  DdiDay oldest, newest; /* DDI_DAY_INVALID: no row */
} DdiArchivePlan;

/* (transfer full: g_free()) */
DdiArchivePlan *ddi_archive_make_plan (DdiMaintenance *maintenance, const DdiArchiveRange *range,
                                       GCancellable *cancellable, GError **error);
/* In words, with figures. (transfer full) */
char *ddi_archive_plan_describe (const DdiArchivePlan *self);

/* archive/read-state: how many years are kept, what is archived and what the last run did. (transfer full) */
DdiRows *ddi_archive_read_state (DdiMaintenance *maintenance, GCancellable *cancellable, GError **error);
/* Keeps after how many years figures are old, for everybody. */
gboolean ddi_archive_write_years (DdiMaintenance *maintenance, int years, GCancellable *cancellable,
                                  GError **error);

/* After each batch, on the thread that runs. */
typedef void (*DdiArchiveProgress) (gint64 done, gint64 total, gpointer user_data);

typedef struct
{
  DdiArchiveRange range;
  int batch; /* rows a transaction; 0: as many as take about a second */
  DdiArchiveProgress progress;
  gpointer user_data;
} DdiArchiveOptions;

/* Rows that this call moved, also where it fails. */
typedef struct
{
  gint64 sales, waste;
} DdiArchiveResult;

/* Moves the rows in batches, each a transaction that also writes itself into the audit log. Where it is cancelled or
 * killed the batch under way is undone, what was moved before stays moved, and the same range asked for again goes on.
 * DDI_DB_ERROR_TIMEOUT where somebody else is moving rows, or holds one for longer than a few tries last. */
gboolean ddi_archive_run (DdiMaintenance *maintenance, const DdiArchiveOptions *options,
                          DdiArchiveResult *result, GCancellable *cancellable, GError **error);

G_END_DECLS
