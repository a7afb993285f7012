/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cli/ddi-cli-backup-place.h"
#include "tasks/ddi-restore.h"

G_BEGIN_DECLS

/* What a restore would change: as text, or as members of the object that is being built. */
void ddi_cli_restore_print_plan (const DdiRestorePlan *plan);
void ddi_cli_restore_add_plan (JsonBuilder *builder, const DdiRestorePlan *plan);
/* Asked once, by hand only. */
gboolean ddi_cli_restore_agree (void);

typedef struct
{
  const char *moment; /* "2026-11-25 14:05", "end"; NULL with undo */
  gboolean undo;      /* what was there before comes back */
  gboolean dry_run, yes;
} DdiCliRestoreTime;

/* "restore --to-time" and "restore --undo". */
DdiCliExit ddi_cli_restore_time (const DdiCliContext *context, const DdiCliRestoreTime *options);

G_END_DECLS
