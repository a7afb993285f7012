/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/ddi-day.h"
#include "db/ddi-database.h"

G_BEGIN_DECLS

/* Removing the oldest part of the log: it is in a file first, then it goes, and a signed checkpoint stands for it, from
 * which the chain goes on. For administrators. All of it blocks. */
typedef struct
{
  DdiDay before;  /* the first day (UTC) that stays */
  gint64 entries; /* that would go */
  gint64 left;    /* that stay */
  gint64 bytes;   /* about, of those that would go */
  DdiDay oldest;  /* of them; DDI_DAY_INVALID: none would go */
} DdiAuditRetentionPlan;

/* The day so many months before @today. */
DdiDay ddi_audit_retention_before (int months, DdiDay today);

/* Seals first, since only what is sealed can go. (transfer full: g_free()) */
DdiAuditRetentionPlan *ddi_audit_retention_make_plan (DdiDatabase *database, DdiDay before,
                                                      GCancellable *cancellable, GError **error);
/* In words, with figures. (transfer full) */
char *ddi_audit_retention_describe (const DdiAuditRetentionPlan *self);

/* Writes the entries before that day to @path, as ddi_audit_export() does, and once they are on the disk removes them.
 * Where anything fails, or the chain does not hold, nothing is removed. */
gboolean ddi_audit_retention_run (DdiDatabase *database, DdiDay before, const char *path, gint64 *removed,
                                  GCancellable *cancellable, GError **error);

G_END_DECLS
