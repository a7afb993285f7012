/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tasks/ddi-order.h"

G_BEGIN_DECLS

/* One shop on the order board. Pieces; DDI_ORDER_UNKNOWN where nothing is known. */
typedef struct
{
  int store_id;
  const char *store;
  DdiDay last_count; /* the last complete day; DDI_DAY_INVALID where there is none */
  gint64 predicted;
  gint64 quantity;
  gint64 last_week; /* made on the same weekday a week before */
  guint n_lines;
  guint n_pending;
  guint n_approved;
  guint n_rejected;
  guint n_changed;      /* decided lines with a newer proposal beside them */
  guint n_missing_days; /* open days between its last count and the newest of all shops */
  guint n_new_products;
  guint n_big_changes;    /* more than 25 % away from the same weekday last week */
  guint n_sold_out;       /* products sold out so often that demand cannot be told */
  guint n_fallbacks;      /* lines the engine could not forecast as usual */
  guint n_exceptions;     /* pending lines that ask for a look */
  const char *decided_by; /* the last decision */
  gint64 decided_at;      /* seconds since 1970, 0 where none */
} DdiOrderShop;

/* A file that went to the kitchen. */
typedef struct
{
  int id;
  gint64 sent_at; /* seconds since 1970 */
  const char *sent_by;
  const char *format;
  const char *file_name;
  gint64 total;
} DdiDispatch;

/* All shops' orders of one delivery day: immutable, reference-counted, safe on any thread. Shops
 * with exceptions come first, then by name. */
#define DDI_TYPE_ORDER_BOARD (ddi_order_board_get_type ())
typedef struct _DdiOrderBoard DdiOrderBoard;

GType ddi_order_board_get_type (void);
DdiOrderBoard *ddi_order_board_ref (DdiOrderBoard *self);
void ddi_order_board_unref (DdiOrderBoard *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DdiOrderBoard, ddi_order_board_unref)

DdiUnit *ddi_order_board_unit (DdiDay day);
DdiOrderBoard *ddi_order_board_from_rows (GPtrArray *results);
DdiOrderBoard *ddi_order_board_load (DdiDatabase *database, DdiDay day, GCancellable *cancellable,
                                     GError **error);

DdiDay ddi_order_board_get_day (DdiOrderBoard *self);
guint ddi_order_board_get_n_shops (DdiOrderBoard *self);
const DdiOrderShop *ddi_order_board_get_shop (DdiOrderBoard *self, guint index);
/* The forecasts that are pending, of one shop or (0) of all. (element-type int) (transfer full) */
GArray *ddi_order_board_get_pending (DdiOrderBoard *self, int store_id);
/* One per category, then one of all. (element-type DdiOrderTotal) (transfer none) */
GPtrArray *ddi_order_board_get_totals (DdiOrderBoard *self);
/* Newest first. (element-type DdiDispatch) (transfer none) */
GPtrArray *ddi_order_board_get_dispatches (DdiOrderBoard *self);
/* The earliest cutoff of the shops that still have something pending, seconds since 1970; 0: none. */
gint64 ddi_order_board_get_due (DdiOrderBoard *self);

G_END_DECLS
