/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

#include "core/ddi-day.h"

G_BEGIN_DECLS

/* What leaves the house: for one delivery day, how many pieces of each product each shop gets. With
 * one shop it is the sheet that is pinned to the wall there, with several the supplier's file. Filled
 * by one owner, then only read; reference-counted. */
#define DDI_TYPE_ORDER_MATRIX (ddi_order_matrix_get_type ())
typedef struct _DdiOrderMatrix DdiOrderMatrix;

GType ddi_order_matrix_get_type (void);
DdiOrderMatrix *ddi_order_matrix_new (DdiDay day);
DdiOrderMatrix *ddi_order_matrix_ref (DdiOrderMatrix *self);
void ddi_order_matrix_unref (DdiOrderMatrix *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DdiOrderMatrix, ddi_order_matrix_unref)

/* Shops and products stand in the order of their first cell, unless they were added before. A second
 * cell of the same shop and product adds to the first. @category may be NULL. */
void ddi_order_matrix_add_shop (DdiOrderMatrix *self, const char *shop);
void ddi_order_matrix_add (DdiOrderMatrix *self, const char *shop, const char *product, const char *category,
                           int pack, int pieces);

DdiDay ddi_order_matrix_get_day (DdiOrderMatrix *self);
guint ddi_order_matrix_get_n_shops (DdiOrderMatrix *self);
guint ddi_order_matrix_get_n_products (DdiOrderMatrix *self);
const char *ddi_order_matrix_get_shop (DdiOrderMatrix *self, guint shop);
const char *ddi_order_matrix_get_product (DdiOrderMatrix *self, guint product);
/* "" where there is none. */
const char *ddi_order_matrix_get_category (DdiOrderMatrix *self, guint product);
/* Pieces in a pack, >= 1. */
int ddi_order_matrix_get_pack (DdiOrderMatrix *self, guint product);
/* 0 where there is no cell. */
int ddi_order_matrix_get_pieces (DdiOrderMatrix *self, guint shop, guint product);
/* Sums; of all shops or of all products. */
gint64 ddi_order_matrix_sum_product (DdiOrderMatrix *self, guint product);
gint64 ddi_order_matrix_sum_shop (DdiOrderMatrix *self, guint shop);
gint64 ddi_order_matrix_sum (DdiOrderMatrix *self);
/* The pieces of one category at one shop, or (-1) at all. */
gint64 ddi_order_matrix_sum_category (DdiOrderMatrix *self, const char *category, int shop);

G_END_DECLS
