/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "pages/products/ddi-product-record.h"

DdiProductRecord *
ddi_product_record_new (void)
{
  DdiProductRecord *self = g_new0 (DdiProductRecord, 1);

  self->shelf_life = 1;
  self->active = TRUE;
  self->cost = self->price = self->salvage = DDI_PRICE_UNKNOWN;
  self->pack = 1;
  self->valid_from = DDI_DAY_INVALID;
  return self;
}

DdiProductRecord *
ddi_product_record_copy (const DdiProductRecord *self)
{
  DdiProductRecord *copy = g_memdup2 (self, sizeof *self);

  copy->name = g_strdup (self->name);
  copy->category = g_strdup (self->category);
  return copy;
}

void
ddi_product_record_free (DdiProductRecord *self)
{
  g_free (self->name);
  g_free (self->category);
  g_free (self);
}

static gint64
read_money (DdiRows *rows, guint row, const char *name)
{
  guint column = ddi_rows_column (rows, name);

  return ddi_rows_is_null (rows, row, column) ? DDI_PRICE_UNKNOWN : ddi_rows_get_money (rows, row, column);
}

DdiProductRecord *
ddi_product_record_from_row (DdiRows *rows, guint row)
{
  DdiProductRecord *self = ddi_product_record_new ();

  self->id = (int)ddi_rows_get_int (rows, row, ddi_rows_column (rows, "id"));
  self->row_version = (int)ddi_rows_get_int (rows, row, ddi_rows_column (rows, "row_version"));
  self->name = g_strdup (ddi_rows_get_text (rows, row, ddi_rows_column (rows, "name")));
  self->category = g_strdup (ddi_rows_get_text (rows, row, ddi_rows_column (rows, "category")));
  self->shelf_life = (int)ddi_rows_get_int (rows, row, ddi_rows_column (rows, "shelf_life_days"));
  self->place = (int)ddi_rows_get_int (rows, row, ddi_rows_column (rows, "sheet_order"));
  self->merge_id = (int)ddi_rows_get_int (rows, row, ddi_rows_column (rows, "merge_id"));
  self->active = ddi_rows_get_boolean (rows, row, ddi_rows_column (rows, "active"));
  self->cost = read_money (rows, row, "unit_cost");
  self->price = read_money (rows, row, "unit_price");
  self->salvage = read_money (rows, row, "salvage_value");
  self->pack = (int)ddi_rows_get_int (rows, row, ddi_rows_column (rows, "pack_size"));
  self->valid_from = ddi_rows_get_day (rows, row, ddi_rows_column (rows, "valid_from"));
  return self;
}

gboolean
ddi_product_record_same_price (const DdiProductRecord *a, const DdiProductRecord *b)
{
  return a->cost == b->cost && a->price == b->price && a->salvage == b->salvage && a->pack == b->pack;
}

static void
add_money (GVariantBuilder *params, gint64 minor_units)
{
  if (minor_units == DDI_PRICE_UNKNOWN)
    g_variant_builder_add (params, "ms", NULL);
  else
    g_variant_builder_add_value (params, g_variant_new_maybe (NULL, ddi_unit_money (minor_units)));
}

void
ddi_product_record_insert (const DdiProductRecord *self, DdiUnit *unit)
{
  gboolean priced = self->valid_from != DDI_DAY_INVALID;
  GVariantBuilder params;

  g_variant_builder_init (&params, G_VARIANT_TYPE_TUPLE);
  g_variant_builder_add (&params, "s", self->name);
  g_variant_builder_add (&params, "ms", self->category);
  g_variant_builder_add (&params, "i", self->shelf_life);
  g_variant_builder_add (&params, "mi", self->place > 0, self->place);
  if (priced)
    {
      add_money (&params, self->cost);
      add_money (&params, self->price);
      add_money (&params, self->salvage);
      g_variant_builder_add (&params, "i", self->pack);
      g_variant_builder_add_value (&params, ddi_unit_day (self->valid_from));
    }
  ddi_unit_add (unit, priced ? "products/insert-priced" : "products/insert", g_variant_builder_end (&params));
}

static void
set_price (const DdiProductRecord *self, DdiDay today, DdiUnit *unit)
{
  GVariantBuilder params;

  g_variant_builder_init (&params, G_VARIANT_TYPE_TUPLE);
  g_variant_builder_add (&params, "i", self->id);
  g_variant_builder_add (&params, "mi", FALSE, 0);
  g_variant_builder_add_value (&params, ddi_unit_day (self->valid_from));
  add_money (&params, self->cost);
  add_money (&params, self->price);
  add_money (&params, self->salvage);
  g_variant_builder_add (&params, "i", self->pack);
  g_variant_builder_add_value (&params, ddi_unit_day (today));
  ddi_unit_add (unit, "products/set-price", g_variant_builder_end (&params));
}

void
ddi_product_record_update (const DdiProductRecord *before, const DdiProductRecord *after, DdiDay today,
                           DdiUnit *unit)
{
  ddi_unit_add (unit, "products/update",
                g_variant_new ("(iismsimib)", before->id, before->row_version, after->name, after->category,
                               after->shelf_life, after->place > 0, after->place, after->active));
  if (after->valid_from != DDI_DAY_INVALID && !ddi_product_record_same_price (before, after))
    set_price (after, today, unit);
  ddi_unit_add (unit, "products/read-version", g_variant_new ("(i)", before->id));
}
