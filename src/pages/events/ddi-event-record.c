/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "pages/events/ddi-event-record.h"

#include <math.h>

DdiEventRecord *
ddi_event_record_new (DdiDay day)
{
  DdiEventRecord *self = g_new0 (DdiEventRecord, 1);

  self->name = g_strdup ("");
  self->kind = DDI_EVENT_PROMOTION;
  self->first = self->last = day;
  self->expected_effect = NAN;
  self->closes_at = -1;
  return self;
}

DdiEventRecord *
ddi_event_record_copy (const DdiEventRecord *self)
{
  DdiEventRecord *copy = g_memdup2 (self, sizeof *self);

  copy->name = g_strdup (self->name);
  copy->category = g_strdup (self->category);
  return copy;
}

void
ddi_event_record_free (DdiEventRecord *self)
{
  g_free (self->name);
  g_free (self->category);
  g_free (self);
}

DdiEventRecord *
ddi_event_record_from_row (DdiRows *rows, guint row)
{
  DdiEventRecord *self = g_new0 (DdiEventRecord, 1);
  guint closes_at = ddi_rows_column (rows, "closes_at");

  self->id = (int)ddi_rows_get_int (rows, row, ddi_rows_column (rows, "id"));
  self->row_version = (int)ddi_rows_get_int (rows, row, ddi_rows_column (rows, "row_version"));
  self->store_id = (int)ddi_rows_get_int (rows, row, ddi_rows_column (rows, "store_id"));
  self->name = g_strdup (ddi_rows_get_text (rows, row, ddi_rows_column (rows, "name")));
  if (!ddi_event_kind_parse (ddi_rows_get_text (rows, row, ddi_rows_column (rows, "kind")), &self->kind))
    self->kind = DDI_EVENT_LOCAL;
  self->first = ddi_rows_get_day (rows, row, ddi_rows_column (rows, "starts_on"));
  self->last = ddi_rows_get_day (rows, row, ddi_rows_column (rows, "ends_on"));
  self->expected_effect = ddi_rows_get_double (rows, row, ddi_rows_column (rows, "expected_effect"));
  self->closes_at =
      ddi_rows_is_null (rows, row, closes_at) ? -1 : (int)ddi_rows_get_int (rows, row, closes_at);
  self->product_id = (int)ddi_rows_get_int (rows, row, ddi_rows_column (rows, "product_id"));
  self->category = g_strdup (ddi_rows_get_text (rows, row, ddi_rows_column (rows, "category")));
  return self;
}

void
ddi_event_record_save (const DdiEventRecord *self, DdiUnit *unit)
{
  GVariantBuilder params;

  g_variant_builder_init (&params, G_VARIANT_TYPE_TUPLE);
  g_variant_builder_add (&params, "i", self->store_id);
  g_variant_builder_add_value (&params, ddi_unit_day (self->first));
  g_variant_builder_add_value (&params, ddi_unit_day (self->last));
  g_variant_builder_add (&params, "s", self->name);
  g_variant_builder_add (&params, "s", ddi_event_kind_name (self->kind));
  g_variant_builder_add (&params, "md", !isnan (self->expected_effect), self->expected_effect);
  g_variant_builder_add (&params, "mi", self->closes_at >= 0, self->closes_at);
  g_variant_builder_add (&params, "i", self->product_id);
  g_variant_builder_add (&params, "ms", self->category);
  if (self->id != 0)
    {
      g_variant_builder_add (&params, "i", self->id);
      g_variant_builder_add (&params, "i", self->row_version);
    }
  ddi_unit_add (unit, self->id == 0 ? "events/insert" : "events/update", g_variant_builder_end (&params));
}

void
ddi_event_records_delete (GPtrArray *records, DdiUnit *unit)
{
  GVariantBuilder ids;

  g_variant_builder_init (&ids, G_VARIANT_TYPE ("ai"));
  for (guint i = 0; i < records->len; i++)
    g_variant_builder_add (&ids, "i", ((DdiEventRecord *)records->pdata[i])->id);
  ddi_unit_add (unit, "events/delete", g_variant_new ("(ai)", &ids));
}
