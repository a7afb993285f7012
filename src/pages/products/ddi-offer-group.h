/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "pages/products/ddi-product-shops.h"

G_BEGIN_DECLS

/* When a product is offered, and what it starts like until it has figures of its own.
 *
 * Signals: "changed" (), by the person; "activated" (): Enter. */
#define DDI_TYPE_OFFER_GROUP (ddi_offer_group_get_type ())
G_DECLARE_FINAL_TYPE (DdiOfferGroup, ddi_offer_group, DDI, OFFER_GROUP, AdwPreferencesGroup)

/* (element-type DdiProduct) The products that it can start like, but for itself. */
void ddi_offer_group_set_products (DdiOfferGroup *self, GListModel *products, int own_id);
/* @today: where a day begins that is not set. */
void ddi_offer_group_set_offer (DdiOfferGroup *self, const DdiOffer *offer, DdiDay today);
/* NULL, or why it cannot be. */
const char *ddi_offer_group_get_offer (DdiOfferGroup *self, DdiOffer *offer);

G_END_DECLS
