/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/ddi-event.h"
#include "db/ddi-database.h"

G_BEGIN_DECLS

/* An event as it is edited: a row of events/list. */
typedef struct
{
  int id; /* 0: not stored yet */
  int row_version;
  int store_id; /* 0: every shop */
  char *name;   /* never NULL */
  DdiEventKind kind;
  DdiDay first, last;     /* inclusive */
  double expected_effect; /* +0.15 is 15 % more; NaN: not said */
  int closes_at;          /* minutes after midnight; -1: as always */
  int product_id;         /* the one that it concerns; 0: all */
  char *category;         /* the same; NULL: all */
} DdiEventRecord;

/* A promotion of every shop on @day. */
DdiEventRecord *ddi_event_record_new (DdiDay day);
DdiEventRecord *ddi_event_record_copy (const DdiEventRecord *self);
void ddi_event_record_free (DdiEventRecord *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DdiEventRecord, ddi_event_record_free)

/* (transfer full) */
DdiEventRecord *ddi_event_record_from_row (DdiRows *rows, guint row);

/* Adds the statement that stores it, new or changed; it answers id and row_version. */
void ddi_event_record_save (const DdiEventRecord *self, DdiUnit *unit);
/* Adds the statement that deletes them. (element-type DdiEventRecord) */
void ddi_event_records_delete (GPtrArray *records, DdiUnit *unit);

G_END_DECLS
