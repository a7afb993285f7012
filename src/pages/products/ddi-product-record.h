/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/ddi-day.h"
#include "db/ddi-database.h"

G_BEGIN_DECLS

#define DDI_PRICE_UNKNOWN (-1)

/* A product with what is in force for it: a row of products/list. Money in minor units, or
 * DDI_PRICE_UNKNOWN. */
typedef struct
{
  int id; /* 0: not stored yet */
  int row_version;
  char *name;
  char *category; /* NULL: none */
  char **names;   /* others that it is known by on sheets; NULL: none */
  int shelf_life; /* days */
  int place;      /* on the sheet, 0: none */
  gboolean active;
  gint64 cost;
  gint64 price;
  gint64 salvage;
  int pack;
  int merge_id;      /* it was merged into another by this merge; 0: it is a product of its own */
  DdiDay valid_from; /* of cost, price, salvage and pack; DDI_DAY_INVALID: never priced */
} DdiProductRecord;

DdiProductRecord *ddi_product_record_new (void);
DdiProductRecord *ddi_product_record_copy (const DdiProductRecord *self);
void ddi_product_record_free (DdiProductRecord *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DdiProductRecord, ddi_product_record_free)

/* (transfer full) */
DdiProductRecord *ddi_product_record_from_row (DdiRows *rows, guint row);
gboolean ddi_product_record_same_price (const DdiProductRecord *a, const DdiProductRecord *b);

/* Adds its statements to the unit; the first one answers id and row_version. */
void ddi_product_record_insert (const DdiProductRecord *self, DdiUnit *unit);
/* Adds its statements to the unit; the last one answers row_version. A changed price is written from
 * @after's valid_from on. @today: a day of the shops. */
void ddi_product_record_update (const DdiProductRecord *before, const DdiProductRecord *after, DdiDay today,
                                DdiUnit *unit);

G_END_DECLS
