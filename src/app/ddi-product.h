/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/* One product, as selectors show it. Immutable. */
#define DDI_TYPE_PRODUCT (ddi_product_get_type ())
G_DECLARE_FINAL_TYPE (DdiProduct, ddi_product, DDI, PRODUCT, GObject)

DdiProduct *ddi_product_new (int id, const char *name, const char *category); /* @category may be NULL */

int ddi_product_get_id (DdiProduct *self);
const char *ddi_product_get_name (DdiProduct *self);
const char *ddi_product_get_category (DdiProduct *self);

G_END_DECLS
