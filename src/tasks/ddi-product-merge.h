/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/ddi-day.h"
#include "db/ddi-database.h"

G_BEGIN_DECLS

/* What is merged with a product, in this order. */
typedef enum
{
  DDI_MERGE_PRODUCTION,
  DDI_MERGE_WASTE,
  DDI_MERGE_SALES,
  DDI_MERGE_FORECASTS,
  DDI_N_MERGE_KINDS,
} DdiMergeKind;

/* What merging one product into another would do, for both as they were seen. */
typedef struct
{
  int gone_id;
  int gone_version;
  int kept_id;
  int kept_version;
  struct
  {
    gint64 rows;   /* of the product that goes */
    gint64 summed; /* of them, on days of a shop that both have */
  } kinds[DDI_N_MERGE_KINDS];
  int n_names;
  int n_stores;
  DdiDay first_day; /* of its figures; DDI_DAY_INVALID: it has none */
  DdiDay last_day;
} DdiProductMerge;

/* "Production", as a heading. */
const char *ddi_product_merge_name (DdiMergeKind kind);

/* Asks what a merge would do: one statement, refused where it cannot be or where the person may not. */
void ddi_product_merge_ask (int gone_id, int kept_id, DdiUnit *unit);
/* From its rows. FALSE where one of the products is not there any more. */
gboolean ddi_product_merge_read (DdiProductMerge *self, int gone_id, int kept_id, DdiRows *rows);

/* The unit that does it, once: it answers the merge's number (ddi_product_merge_get_id()). Refused where one of the
 * products has been changed since they were asked about. */
void ddi_product_merge_add (const DdiProductMerge *self, DdiUnit *unit);
/* 0 where it had been done before, and the answer was lost. */
int ddi_product_merge_get_id (DdiRows *rows);
/* The unit that takes it back. */
void ddi_product_merge_undo (int merge_id, DdiUnit *unit);

G_END_DECLS
