/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>

#include "db/ddi-db-error.h"
#include "tasks/ddi-order.h"

static void
add_approval (DdiUnit *unit, const DdiOrderDecision *decision)
{
  ddi_unit_add (unit, "orders/approve",
                g_variant_new ("(iiims)", decision->forecast_id, decision->row_version, decision->user_id,
                               decision->reason));
}

DdiUnit *
ddi_order_decision_unit (const DdiOrderDecision *decision)
{
  DdiUnit *unit = ddi_unit_new ();

  switch (decision->kind)
    {
    case DDI_DECISION_APPROVE:
      add_approval (unit, decision);
      break;
    case DDI_DECISION_REJECT:
      ddi_unit_add (unit, "orders/reject",
                    g_variant_new ("(iiims)", decision->forecast_id, decision->row_version, decision->user_id,
                                   decision->reason));
      break;
    case DDI_DECISION_CHANGE:
      ddi_unit_add (unit, "orders/change",
                    g_variant_new ("(iiimsi)", decision->forecast_id, decision->row_version,
                                   decision->user_id, decision->reason, decision->quantity));
      break;
    case DDI_DECISION_ACCEPT:
      ddi_unit_add (unit, "orders/retire-decided",
                    g_variant_new ("(ii)", decision->forecast_id, decision->row_version));
      add_approval (unit, decision);
      break;
    case DDI_DECISION_KEEP:
      ddi_unit_add (unit, "orders/keep",
                    g_variant_new ("(ii)", decision->forecast_id, decision->row_version));
      break;
    default:
      g_assert_not_reached ();
    }
  return unit;
}

const char *
ddi_order_explain (const GError *error)
{
  return g_error_matches (error, DDI_DB_ERROR, DDI_DB_ERROR_STALE)
             ? _ ("Somebody else decided about this line, or it was forecast anew; look at it again")
             : error->message;
}

static GVariant *
maybe_int (int value, int nothing)
{
  return g_variant_new_maybe (G_VARIANT_TYPE_INT32, value == nothing ? NULL : g_variant_new_int32 (value));
}

DdiUnit *
ddi_order_undo_unit (const DdiOrderLine *line, DdiDecision kind)
{
  DdiUnit *unit = ddi_unit_new ();

  switch (kind)
    {
    case DDI_DECISION_ACCEPT:
      /* The accepted proposal waits again, then the decided row comes back beside it. */
      ddi_unit_add (unit, "orders/reopen",
                    g_variant_new ("(@ai)", g_variant_new_fixed_array (G_VARIANT_TYPE_INT32,
                                                                       &line->changed_id, 1, sizeof (int))));
      ddi_unit_add (unit, "orders/restore-replaced", g_variant_new ("(i)", line->changed_id));
      break;
    case DDI_DECISION_KEEP:
      ddi_unit_add (unit, "orders/restore-replaced", g_variant_new ("(i)", line->id));
      ddi_unit_add (unit, "orders/forget-declined", g_variant_new ("(i)", line->id));
      break;
    case DDI_DECISION_APPROVE:
    case DDI_DECISION_REJECT:
    case DDI_DECISION_CHANGE:
    default:
      ddi_unit_add (unit, "orders/restore-decision",
                    g_variant_new ("(is@mi@mi@mxms)", line->id, ddi_order_status_to_string (line->status),
                                   maybe_int (line->status == DDI_ORDER_APPROVED ? line->quantity : -1, -1),
                                   maybe_int (line->decided_by_id, 0),
                                   g_variant_new_maybe (G_VARIANT_TYPE_INT64,
                                                        line->decided_at
                                                            ? g_variant_new_int64 (line->decided_at)
                                                            : NULL),
                                   line->reason));
      break;
    }
  return unit;
}

static GVariant *
make_ids (GArray *ids)
{
  return g_variant_new_fixed_array (G_VARIANT_TYPE_INT32, ids->data, ids->len, sizeof (int));
}

DdiUnit *
ddi_order_approve_all_unit (DdiDay day, GArray *seen, gboolean with_exceptions, int user_id)
{
  DdiUnit *unit = ddi_unit_new ();
  g_autofree char *text = ddi_day_format (day);

  ddi_unit_add (unit, "orders/approve-all",
                g_variant_new ("(sib@ai)", text, user_id, with_exceptions, make_ids (seen)));
  return unit;
}

GArray *
ddi_order_approved_ids (GPtrArray *results)
{
  DdiRows *rows = results->pdata[0];
  GArray *ids = g_array_sized_new (FALSE, FALSE, sizeof (int), ddi_rows_get_n (rows));

  for (guint i = 0; i < ddi_rows_get_n (rows); i++)
    {
      int id = (int)ddi_rows_get_int (rows, i, 0);

      g_array_append_val (ids, id);
    }
  return ids;
}

DdiUnit *
ddi_order_reopen_unit (GArray *ids)
{
  DdiUnit *unit = ddi_unit_new ();

  ddi_unit_add (unit, "orders/reopen", g_variant_new ("(@ai)", make_ids (ids)));
  return unit;
}
