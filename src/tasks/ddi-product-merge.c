/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tasks/ddi-product-merge.h"

#include <glib/gi18n-lib.h>

/* A product of many shops and years has some hundred thousand rows. */
#define TIMEOUT_MS (10 * 60 * 1000)

static const struct
{
  const char *name;
  const char *rows;
  const char *summed;
} kinds[DDI_N_MERGE_KINDS] = {
  [DDI_MERGE_PRODUCTION] = { N_ ("Production"), "n_production", "both_production" },
  [DDI_MERGE_WASTE] = { N_ ("Waste"), "n_waste", "both_waste" },
  [DDI_MERGE_SALES] = { N_ ("Sales"), "n_sales", "both_sales" },
  [DDI_MERGE_FORECASTS] = { N_ ("Forecasts"), "n_forecasts", "both_forecasts" },
};

const char *
ddi_product_merge_name (DdiMergeKind kind)
{
  return _ (kinds[kind].name);
}

void
ddi_product_merge_ask (int gone_id, int kept_id, DdiUnit *unit)
{
  ddi_unit_set_read_only (unit);
  ddi_unit_set_statement_timeout (unit, TIMEOUT_MS);
  ddi_unit_add (unit, "products/preview-merge", g_variant_new ("(ii)", gone_id, kept_id));
}

gboolean
ddi_product_merge_read (DdiProductMerge *self, int gone_id, int kept_id, DdiRows *rows)
{
  if (ddi_rows_get_n (rows) == 0)
    return FALSE;
  *self = (DdiProductMerge){ .gone_id = gone_id, .kept_id = kept_id };
  for (gsize i = 0; i < DDI_N_MERGE_KINDS; i++)
    {
      self->kinds[i].rows = ddi_rows_get_int (rows, 0, ddi_rows_column (rows, kinds[i].rows));
      self->kinds[i].summed = ddi_rows_get_int (rows, 0, ddi_rows_column (rows, kinds[i].summed));
    }
  self->n_names = (int)ddi_rows_get_int (rows, 0, ddi_rows_column (rows, "n_aliases"));
  self->n_stores = (int)ddi_rows_get_int (rows, 0, ddi_rows_column (rows, "n_stores"));
  self->first_day = ddi_rows_get_day (rows, 0, ddi_rows_column (rows, "first_day"));
  self->last_day = ddi_rows_get_day (rows, 0, ddi_rows_column (rows, "last_day"));
  self->gone_version = (int)ddi_rows_get_int (rows, 0, ddi_rows_column (rows, "gone_version"));
  self->kept_version = (int)ddi_rows_get_int (rows, 0, ddi_rows_column (rows, "kept_version"));
  return TRUE;
}

static void
make_once (DdiUnit *unit)
{
  g_autofree char *uuid = g_uuid_string_random ();

  ddi_unit_set_request (unit, uuid);
  ddi_unit_set_statement_timeout (unit, TIMEOUT_MS);
}

void
ddi_product_merge_add (const DdiProductMerge *self, DdiUnit *unit)
{
  make_once (unit);
  ddi_unit_add (unit, "products/merge",
                g_variant_new ("(iiii)", self->gone_id, self->gone_version, self->kept_id,
                               self->kept_version));
}

int
ddi_product_merge_get_id (DdiRows *rows)
{
  return ddi_rows_get_n (rows) > 0 ? (int)ddi_rows_get_int (rows, 0, 0) : 0;
}

void
ddi_product_merge_undo (int merge_id, DdiUnit *unit)
{
  make_once (unit);
  ddi_unit_add (unit, "products/undo-merge", g_variant_new ("(i)", merge_id));
}
