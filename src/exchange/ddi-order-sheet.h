/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <cairo.h>

#include "exchange/ddi-order-matrix.h"

G_BEGIN_DECLS

/* The order on paper, in points: pure drawing, the same for the PDF, the printer and a preview.
 *
 * With one shop: a sheet to pin to the wall, readable from a step away, with room to write down what
 * was made and what was left. With several: products down, shops across, as many pages as that takes. */
guint ddi_order_sheet_n_pages (DdiOrderMatrix *matrix, double width, double height);
/* Draws page 0 … n_pages − 1 with its own margins on a page of @width × @height. */
void ddi_order_sheet_draw (DdiOrderMatrix *matrix, cairo_t *cr, guint page, double width, double height);

/* US Letter, upright for one shop and lengthwise for more. */
void ddi_order_sheet_default_size (DdiOrderMatrix *matrix, double *width, double *height);

G_END_DECLS
