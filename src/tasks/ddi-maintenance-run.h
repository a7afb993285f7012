/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tasks/ddi-maintenance.h"

G_BEGIN_DECLS

typedef enum
{
  DDI_MAINTAIN_VACUUM,  /* gives back the room of dead rows and analyzes */
  DDI_MAINTAIN_ANALYZE, /* counts anew what plans are made on */
  DDI_MAINTAIN_REINDEX, /* builds the indexes anew while they are used */
  DDI_MAINTAIN_FULL,    /* writes the table anew, and locks everybody out of it meanwhile */
  DDI_MAINTAIN_N,
} DdiMaintainVerb;

/* "vacuum", "analyze", "reindex", "full". */
const char *ddi_maintain_name (DdiMaintainVerb verb);
/* DDI_MAINTAIN_N where it is none of them. */
DdiMaintainVerb ddi_maintain_parse (const char *name);

/* What it is about to do. */
typedef struct
{
  guint n_steps;     /* tables, or the indexes to be built anew */
  gint64 bytes;      /* that are read in all */
  char *largest;     /* the largest of them */
  gint64 room;       /* bytes it needs at a time beside what is there; 0: none to speak of */
  gint64 free_bytes; /* on the disk; -1: a server does not tell */
  DdiRows *steps;    /* maintenance/make-maintenance */
} DdiMaintainPlan;

void ddi_maintain_plan_free (DdiMaintainPlan *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DdiMaintainPlan, ddi_maintain_plan_free)

/* @tables NULL: all. G_IO_ERROR_NOT_FOUND where none of them is ours. (transfer full) */
DdiMaintainPlan *ddi_maintain_make_plan (DdiMaintenance *self, DdiMaintainVerb verb,
                                         const char *const *tables, GCancellable *cancellable,
                                         GError **error);
/* In words, with figures: what it does, the room and the lock it takes. (transfer full) */
char *ddi_maintain_plan_describe (const DdiMaintainPlan *self, DdiMaintainVerb verb);

/* About twice a second, on the thread that runs; @name is a table or an index, @fraction of it, -1 where it is not known. */
typedef void (*DdiMaintainProgress) (const char *name, guint done, guint total, double fraction,
                                     gpointer user_data);

typedef struct
{
  DdiMaintainVerb verb;
  const char *const *tables; /* NULL: all */
  DdiMaintainProgress progress;
  gpointer user_data;
} DdiMaintainOptions;

/* Runs it, one by one, and writes it down in the audit log; what is done stays done where it is cancelled. It
 * waits for no lock longer than a few seconds. Returns how many tables, or indexes; -1 on error. */
int ddi_maintain_run (DdiMaintenance *self, const DdiMaintainOptions *options, GCancellable *cancellable,
                      GError **error);

G_END_DECLS
