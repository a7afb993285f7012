/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/ddi-query-model.h"
#include "core/ddi-day.h"
#include "db/ddi-database.h"

G_BEGIN_DECLS

/* The three kinds of daily figures that a person enters: made, sold, thrown away. They have a store, a
 * day, a product and a number of pieces in common. */
typedef enum
{
  DDI_RECORD_PRODUCTION,
  DDI_RECORD_SALES,
  DDI_RECORD_WASTE,
} DdiRecordKind;

#define DDI_RECORD_MONEY_UNKNOWN (-1)

typedef struct
{
  gint64 id; /* 0: not stored yet */
  int row_version;
  int store_id;
  DdiDay day;
  int product_id;
  gint64 pieces;
  gint64 money; /* revenue or cost in minor units, or DDI_RECORD_MONEY_UNKNOWN */
  char *text;   /* notes, reason, or the time it sold out ("HH:MM"); NULL: none */
  char *
      custom; /* values of added columns, see ddi-custom-columns.h; written, it leaves alone what it does not name */
} DdiRecord;

DdiRecord *ddi_record_copy (const DdiRecord *self);
void ddi_record_free (DdiRecord *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DdiRecord, ddi_record_free)

/* From a row of the kind's list. (transfer full) */
DdiRecord *ddi_record_from_row (DdiRecordKind kind, DdiRows *rows, guint row);

const DdiQuerySource *ddi_record_get_source (DdiRecordKind kind);

/* Adds what reads the row as it is now, for ddi_record_from_row(). */
void ddi_record_read (DdiRecordKind kind, gint64 id, DdiUnit *unit);

/* Each adds the change as the unit's first statement and, where made or wasted pieces moved, brings the
 * derived sales of the days into agreement. */
void ddi_record_insert (DdiRecordKind kind, const DdiRecord *record, int user_id, DdiUnit *unit);
/* @before is the record as it was read; its row_version says whether somebody changed it meanwhile. */
void ddi_record_update (DdiRecordKind kind, const DdiRecord *before, const DdiRecord *after, int user_id,
                        DdiUnit *unit);
/* (element-type DdiRecord) */
void ddi_record_delete (DdiRecordKind kind, GPtrArray *records, int user_id, DdiUnit *unit);
/* @removed: what the delete statement returned. */
void ddi_record_restore (DdiRecordKind kind, GPtrArray *records, DdiRows *removed, int user_id,
                         DdiUnit *unit);

G_END_DECLS
