/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/ddi-day.h"
#include "db/ddi-database.h"

G_BEGIN_DECLS

#define DDI_PRICE_UNKNOWN (-1)

/* What a piece costs and brings, minor units or DDI_PRICE_UNKNOWN, how many come in a pack,
 * and how many are on the shelf in the morning at least. */
typedef struct
{
  gint64 cost;
  gint64 price;
  gint64 salvage;
  int pack;
  int display;
} DdiTerms;

/* When a product is offered and what it starts like. */
typedef struct
{
  DdiDay first; /* DDI_DAY_INVALID: always */
  DdiDay last;  /* DDI_DAY_INVALID: for good */
  int like_id;  /* 0: nothing */
  int percent;  /* of the product that it starts like */
} DdiOffer;

/* What holds for a product in one shop: a row of products/list-shops. */
typedef struct
{
  int store_id;
  char *store;
  DdiOffer offer;
  gboolean own; /* the terms are the shop's, not those of every shop */
  DdiTerms terms;
} DdiProductShop;

extern const DdiOffer ddi_offer_always;

gboolean ddi_terms_equal (const DdiTerms *a, const DdiTerms *b);
gboolean ddi_offer_equal (const DdiOffer *a, const DdiOffer *b);

/* The shops that one may set. (element-type DdiProductShop) (transfer full) */
GPtrArray *ddi_product_shops_from_rows (DdiRows *rows);
/* (transfer full) NULL of NULL. */
GPtrArray *ddi_product_shops_copy (GPtrArray *self);
/* TRUE where all shops have the same, which is in @offer then. */
gboolean ddi_product_shops_get_offer (GPtrArray *self, DdiOffer *offer);
void ddi_product_shops_set_offer (GPtrArray *self, const DdiOffer *offer);

/* Adds statements that make @after of @before (the same shops; NULL: nothing was set) to the unit. Prices hold from
 * @from. @product_id 0: the one that the unit has just added. @today: a day of the shops. */
void ddi_product_shops_write (int product_id, GPtrArray *before, GPtrArray *after, DdiDay from, DdiDay today,
                              DdiUnit *unit);
/* Adds the statement that sets terms from a day on; @store_id 0: of every shop. */
void ddi_terms_write (const DdiTerms *self, int product_id, int store_id, DdiDay from, DdiDay today,
                      DdiUnit *unit);

G_END_DECLS
