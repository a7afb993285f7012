/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/ddi-day.h"
#include "db/ddi-database.h"

G_BEGIN_DECLS

/* A shop as it is edited: a row of stores/list. Texts are never NULL; "" stands for none. */
typedef struct
{
  int id; /* 0: not stored yet */
  int row_version;
  char *name;
  char *district;
  char *code;
  char *pc_number;
  char *address;
  char *timezone;        /* IANA name */
  int open_weekdays;     /* mask, Monday 1 */
  int delivery_weekdays; /* mask */
  DdiDay opened_on;      /* DDI_DAY_INVALID: not known */
  DdiDay closed_on;      /* the last day; DDI_DAY_INVALID: it goes on */
  int cutoff;            /* of an order, minutes after midnight */
  int lead_days;         /* from the order to the delivery */
  int opens_at;          /* minutes after midnight; -1: not known, and then neither is the other */
  int closes_at;         /* the same; may be after midnight */
} DdiStoreRecord;

/* Open every day in the desktop's time zone, ordered by 14:00 for the next day. */
DdiStoreRecord *ddi_store_record_new (void);
DdiStoreRecord *ddi_store_record_copy (const DdiStoreRecord *self);
void ddi_store_record_free (DdiStoreRecord *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DdiStoreRecord, ddi_store_record_free)

/* (transfer full) */
DdiStoreRecord *ddi_store_record_from_row (DdiRows *rows, guint row);

/* Adds the statement that stores it, new or changed; it answers id and row_version. */
void ddi_store_record_save (const DdiStoreRecord *self, DdiUnit *unit);
/* Adds the statement that deletes it; refused by the database where the shop has figures. */
void ddi_store_record_delete (const DdiStoreRecord *self, DdiUnit *unit);

/* "14:00" → 840; FALSE where it is no time of day. "9", "9:30" and "9.30" are read too. */
gboolean ddi_store_record_parse_time (const char *text, int *minutes);
/* (transfer full) */
char *ddi_store_record_format_time (int minutes);

G_END_DECLS
