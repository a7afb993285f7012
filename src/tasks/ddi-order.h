/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "core/ddi-day.h"
#include "db/ddi-database.h"

G_BEGIN_DECLS

typedef enum
{
  DDI_ORDER_PENDING,
  DDI_ORDER_APPROVED,
  DDI_ORDER_REJECTED,
} DdiOrderStatus;

/* "pending", "approved" or "rejected", as the database says it. */
const char *ddi_order_status_to_string (DdiOrderStatus self);

#define DDI_ORDER_UNKNOWN (-1)

/* One product of one shop on one delivery day. Pieces; DDI_ORDER_UNKNOWN where nothing is known. */
typedef struct
{
  int id;          /* in forecasts: the decided row where there is one, else the pending one */
  int row_version; /* as it was read; a decision asks that it has not moved */
  int store_id;
  int product_id;
  const char *product;
  const char *category; /* NULL: none yet */
  int predicted;
  int lower;
  int upper;
  int coverage;      /* percent of days that they are to hold */
  double confidence; /* 0 to 1, NaN where unknown */
  int order;         /* what the engine proposed */
  int quantity;      /* what will be ordered: approved, or proposed while pending; 0 when rejected */
  DdiOrderStatus status;
  int changed_id; /* a newer pending row beside this decided one, or DDI_ORDER_UNKNOWN */
  int changed_row_version;
  int changed_order;  /* what that row proposes */
  int made_last_week; /* the same weekday a week before */
  int left_last_week;
  int sold_last_week;
  gboolean sold_out_last_week;
  gboolean is_new;        /* too short a history of its own */
  gboolean is_sold_out;   /* sold out so often that demand cannot be told */
  gboolean is_big_change; /* the order is more than a quarter, and a pack, away from a week before */
  gboolean is_exception;  /* asks for a look before it is approved */
  double waste;           /* expected, of @quantity */
  double lost;            /* expected lost sales; waste − lost = quantity − predicted */
  const char *model;
  const char *note;        /* what the engine had to say (fallbacks, default fractile…); may be NULL */
  const char *explanation; /* JSON, see ddi_generate_explain(); may be NULL */
  int decided_by_id;       /* 0 while pending */
  const char *decided_by;  /* NULL while pending */
  gint64 decided_at;       /* seconds since 1970, 0 while pending */
  const char *reason;      /* given with the decision; may be NULL */
} DdiOrderLine;

/* Sums of a category, or of all ("" in the last of an order's totals). */
typedef struct
{
  char *category;
  gint64 predicted;
  gint64 quantity;
  gint64 last_week; /* made the same weekday a week before; DDI_ORDER_UNKNOWN where nothing is known */
  gint64 waste;     /* expected, rounded so that waste − lost = quantity − predicted holds */
  gint64 lost;
} DdiOrderTotal;

/* One shop's order of one day: immutable, reference-counted, safe on any thread. */
#define DDI_TYPE_ORDER (ddi_order_get_type ())
typedef struct _DdiOrder DdiOrder;

GType ddi_order_get_type (void);
DdiOrder *ddi_order_ref (DdiOrder *self);
void ddi_order_unref (DdiOrder *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DdiOrder, ddi_order_unref)

int ddi_order_get_store_id (DdiOrder *self);
const char *ddi_order_get_store (DdiOrder *self);
DdiDay ddi_order_get_day (DdiOrder *self);
/* The last day the shop is known for; DDI_DAY_INVALID: none. */
DdiDay ddi_order_get_last_day (DdiOrder *self);
/* When the order must have left the house, seconds since 1970. */
gint64 ddi_order_get_due (DdiOrder *self);
guint ddi_order_get_n_lines (DdiOrder *self);
/* In the sheet's own product order. Owned by the order. */
const DdiOrderLine *ddi_order_get_line (DdiOrder *self, guint index);
/* The forecasts that are pending. (element-type int) (transfer full) */
GArray *ddi_order_get_pending (DdiOrder *self);
/* One per category, then one of all. (element-type DdiOrderTotal) (transfer none) */
GPtrArray *ddi_order_get_totals (DdiOrder *self);

/* Reads one shop's order: a unit to run, and its result. */
DdiUnit *ddi_order_unit (int store_id, DdiDay day);
DdiOrder *ddi_order_from_rows (GPtrArray *results);
/* Both at once; blocks. NULL with DDI_DB_ERROR_* on failure. */
DdiOrder *ddi_order_load (DdiDatabase *database, int store_id, DdiDay day, GCancellable *cancellable,
                          GError **error);

typedef enum
{
  DDI_DECISION_APPROVE, /* with the proposed quantity */
  DDI_DECISION_REJECT,
  DDI_DECISION_CHANGE, /* approved with another quantity, and a reason */
  DDI_DECISION_ACCEPT, /* the newer proposal beside a decided row becomes the approved one */
  DDI_DECISION_KEEP,   /* the newer proposal is declined; the decided row stays */
} DdiDecision;

/* One decision about a forecast row, which must still be as it was seen. */
typedef struct
{
  DdiDecision kind;
  int forecast_id;    /* for ACCEPT and KEEP: the newer pending row */
  int row_version;    /* of that row */
  int quantity;       /* CHANGE only */
  const char *reason; /* may be NULL */
  int user_id;
} DdiOrderDecision;

/* Fails with DDI_DB_ERROR_STALE where somebody else was faster. */
DdiUnit *ddi_order_decision_unit (const DdiOrderDecision *decision);
/* What a failed decision says to a person. (transfer none) */
const char *ddi_order_explain (const GError *error);

/* The undo: puts @line's row back as it was read before the decision @kind about it; DDI_DB_ERROR_STALE where somebody
 * else has decided since. */
DdiUnit *ddi_order_undo_unit (const DdiOrderLine *line, DdiDecision kind);

/* Approves of @seen (element-type int), the lines of a day that were pending when they were looked at, those that still
 * are; without @with_exceptions none that is one, and none of a shop with days missing. DDI_DB_ERROR_STALE, and none at
 * all, where one has been forecast anew since: it may be sent hours later. */
DdiUnit *ddi_order_approve_all_unit (DdiDay day, GArray *seen, gboolean with_exceptions, int user_id);
/* The forecasts that were approved. (element-type int) (transfer full) */
GArray *ddi_order_approved_ids (GPtrArray *results);
/* The undo: back to pending. */
DdiUnit *ddi_order_reopen_unit (GArray *ids);

G_END_DECLS
