/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "db/ddi-migrator.h"
#include "tasks/ddi-maintenance-advice.h"

G_BEGIN_DECLS

/* The statements that a person looks through, where nobody says otherwise. */
#define DDI_MAINTENANCE_MOST_SLOW 50

/* Everything that the Database page shows, as it was at one moment. Immutable. */
typedef struct
{
  DdiRows *overview;     /* maintenance/read-overview */
  DdiRows *role;         /* maintenance/show-role */
  DdiRows *tables;       /* maintenance/list-tables */
  DdiRows *indexes;      /* maintenance/list-indexes */
  DdiRows *sessions;     /* maintenance/list-sessions, all of them */
  DdiRows *slow;         /* the first, however short they take; NULL: statements are not counted */
  GPtrArray *slow_names; /* of each, that of our own query or NULL; NULL as above */
  char *slow_reason;     /* why not, and how to switch it on */
  GPtrArray *advice;     /* (element-type DdiAdvice) */
  GPtrArray *plan;       /* (element-type DdiMigration) NULL: it cannot be told */
  char *plan_reason;     /* why not */
  DdiRows *archive;      /* archive/read-state; NULL: it cannot be told */
  DdiRows *log;          /* audit/read-retention; NULL: it cannot be told */
  GPtrArray *hosts;      /* (element-type DdiHost) NULL: there is only one */
  GPtrArray *columns;    /* (element-type DdiCustomColumn) also removed ones; NULL: the schema knows none */
  gint64 room;           /* as ddi_maintenance_get_room() */
} DdiMaintenanceReport;

void ddi_maintenance_report_free (DdiMaintenanceReport *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DdiMaintenanceReport, ddi_maintenance_report_free)

/* (transfer full) */
DdiMaintenanceReport *ddi_maintenance_report_read (DdiMaintenance *self, GCancellable *cancellable,
                                                   GError **error);

G_END_DECLS
