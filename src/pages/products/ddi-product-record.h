/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "pages/products/ddi-product-shops.h"

G_BEGIN_DECLS

/* A product with what is in force for it: a row of products/list. */
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
  DdiTerms terms;    /* of every shop */
  GPtrArray *shops;  /* (element-type DdiProductShop) NULL: not read */
  DdiDay shops_from; /* from when on shops get own terms that are written */
  int merge_id;      /* it was merged into another by this merge; 0: it is a product of its own */
  DdiDay valid_from; /* of the terms; DDI_DAY_INVALID: never priced */
} DdiProductRecord;

DdiProductRecord *ddi_product_record_new (void);
DdiProductRecord *ddi_product_record_copy (const DdiProductRecord *self);
void ddi_product_record_free (DdiProductRecord *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DdiProductRecord, ddi_product_record_free)

/* (transfer full) */
DdiProductRecord *ddi_product_record_from_row (DdiRows *rows, guint row);

/* Adds its statements to the unit; the first one answers id and row_version. */
void ddi_product_record_insert (const DdiProductRecord *self, DdiUnit *unit);
/* Adds its statements to the unit; the last one answers row_version. A changed price is written from
 * @after's valid_from on. @today: a day of the shops. */
void ddi_product_record_update (const DdiProductRecord *before, const DdiProductRecord *after, DdiDay today,
                                DdiUnit *unit);

G_END_DECLS
