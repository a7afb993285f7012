/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "core/ddi-day.h"

G_BEGIN_DECLS

/* Which backups stay: of each of the newest days, weeks (from Monday) and months that have one, one; and
 * always the newest one and the newest that is known to restore. */
typedef struct
{
  gint64 when; /* any unit; orders them */
  DdiDay day;  /* the same moment as a day */
  gboolean verified;
  gboolean keep; /* the answer */
} DdiBackupAge;

typedef struct
{
  guint days, weeks, months;
} DdiBackupRetention;

/* Seven days, four weeks, twelve months. */
extern const DdiBackupRetention ddi_backup_retention_default;

/* Sets keep in each of ages[n], in whatever order they are. Of a day, week or month the newest verified one
 * stays, or the newest where none is. O(n log n); at most days + weeks + months + 2 are kept, and of what is
 * kept a second call keeps everything. */
void ddi_backup_retention_choose (const DdiBackupRetention *self, DdiBackupAge *ages, gsize n);

G_END_DECLS
