/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "pages/products/ddi-product-shops.h"

G_BEGIN_DECLS

/* Rows of a form that hold what a piece costs and brings; an empty one is what nobody knows. */
typedef struct
{
  GtkWidget *cost;
  GtkWidget *price;
  GtkWidget *salvage;
  GtkWidget *pack;
  GtkWidget *display;
} DdiTermsRows;

/* Titles with the currency's sign. */
void ddi_terms_rows_name (const DdiTermsRows *self, const char *currency);
void ddi_terms_rows_set (const DdiTermsRows *self, const DdiTerms *terms);
/* NULL, or why they cannot be; marks what is wrong. */
const char *ddi_terms_rows_get (const DdiTermsRows *self, DdiTerms *terms);

/* The terms of one shop. The rows are not the form's own, so that a draft of the form never takes them for those of
 * every shop.
 *
 * Signals: "changed" (); "activated" (): Enter. */
#define DDI_TYPE_TERMS_GROUP (ddi_terms_group_get_type ())
G_DECLARE_FINAL_TYPE (DdiTermsGroup, ddi_terms_group, DDI, TERMS_GROUP, AdwPreferencesGroup)

const DdiTermsRows *ddi_terms_group_get_rows (DdiTermsGroup *self);

G_END_DECLS
