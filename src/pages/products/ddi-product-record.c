/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "pages/products/ddi-product-record.h"

#include "core/ddi-json.h"

DdiProductRecord *
ddi_product_record_new (void)
{
  DdiProductRecord *self = g_new0 (DdiProductRecord, 1);

  self->shelf_life = 1;
  self->active = TRUE;
  self->terms = (DdiTerms){ DDI_PRICE_UNKNOWN, DDI_PRICE_UNKNOWN, DDI_PRICE_UNKNOWN, 1, 0 };
  self->valid_from = self->shops_from = DDI_DAY_INVALID;
  return self;
}

DdiProductRecord *
ddi_product_record_copy (const DdiProductRecord *self)
{
  DdiProductRecord *copy = g_memdup2 (self, sizeof *self);

  copy->name = g_strdup (self->name);
  copy->category = g_strdup (self->category);
  copy->names = g_strdupv (self->names);
  copy->shops = ddi_product_shops_copy (self->shops);
  return copy;
}

void
ddi_product_record_free (DdiProductRecord *self)
{
  g_free (self->name);
  g_free (self->category);
  g_strfreev (self->names);
  g_clear_pointer (&self->shops, g_ptr_array_unref);
  g_free (self);
}

static gint64
read_money (DdiRows *rows, guint row, const char *name)
{
  guint column = ddi_rows_column (rows, name);

  return ddi_rows_is_null (rows, row, column) ? DDI_PRICE_UNKNOWN : ddi_rows_get_money (rows, row, column);
}

/* From the JSON array of the list. */
static char **
read_names (const char *text)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_autoptr (JsonNode) node = text ? ddi_json_parse (text, -1, NULL) : NULL;
  JsonArray *array = node && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;

  for (guint i = 0; array && i < json_array_get_length (array); i++)
    g_strv_builder_add (builder, json_array_get_string_element (array, i));
  return g_strv_builder_end (builder);
}

DdiProductRecord *
ddi_product_record_from_row (DdiRows *rows, guint row)
{
  DdiProductRecord *self = ddi_product_record_new ();

  self->id = (int)ddi_rows_get_int (rows, row, ddi_rows_column (rows, "id"));
  self->row_version = (int)ddi_rows_get_int (rows, row, ddi_rows_column (rows, "row_version"));
  self->name = g_strdup (ddi_rows_get_text (rows, row, ddi_rows_column (rows, "name")));
  self->category = g_strdup (ddi_rows_get_text (rows, row, ddi_rows_column (rows, "category")));
  self->names = read_names (ddi_rows_get_text (rows, row, ddi_rows_column (rows, "aliases")));
  self->shelf_life = (int)ddi_rows_get_int (rows, row, ddi_rows_column (rows, "shelf_life_days"));
  self->place = (int)ddi_rows_get_int (rows, row, ddi_rows_column (rows, "sheet_order"));
  self->merge_id = (int)ddi_rows_get_int (rows, row, ddi_rows_column (rows, "merge_id"));
  self->active = ddi_rows_get_boolean (rows, row, ddi_rows_column (rows, "active"));
  self->terms.cost = read_money (rows, row, "unit_cost");
  self->terms.price = read_money (rows, row, "unit_price");
  self->terms.salvage = read_money (rows, row, "salvage_value");
  self->terms.pack = (int)ddi_rows_get_int (rows, row, ddi_rows_column (rows, "pack_size"));
  self->terms.display = (int)ddi_rows_get_int (rows, row, ddi_rows_column (rows, "min_display"));
  self->valid_from = ddi_rows_get_day (rows, row, ddi_rows_column (rows, "valid_from"));
  return self;
}

static void
add_money (GVariantBuilder *params, gint64 minor_units)
{
  if (minor_units == DDI_PRICE_UNKNOWN)
    g_variant_builder_add (params, "ms", NULL);
  else
    g_variant_builder_add_value (params, g_variant_new_maybe (NULL, ddi_unit_money (minor_units)));
}

/* The names of @these that are not among @those, as a statement's parameter; how many in @n. */
static GVariant *
names_without (char **these, char **those, guint *n)
{
  GVariantBuilder builder;

  *n = 0;
  g_variant_builder_init (&builder, G_VARIANT_TYPE_STRING_ARRAY);
  for (gsize i = 0; these && these[i]; i++)
    if (those == NULL || !g_strv_contains ((const char *const *)those, these[i]))
      {
        g_variant_builder_add (&builder, "s", these[i]);
        ++*n;
      }
  return g_variant_ref_sink (g_variant_builder_end (&builder));
}

/* @id 0: of the product that the unit has just added. */
static void
change_names (int id, char **before, char **after, DdiUnit *unit)
{
  guint n_removed, n_added;
  g_autoptr (GVariant) removed = names_without (before, after, &n_removed);
  g_autoptr (GVariant) added = names_without (after, before, &n_added);

  if (n_removed > 0)
    ddi_unit_add (unit, "products/remove-names", g_variant_new ("(i@as)", id, removed));
  if (n_added > 0)
    ddi_unit_add (unit, "products/add-names", g_variant_new ("(i@as)", id, added));
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
      add_money (&params, self->terms.cost);
      add_money (&params, self->terms.price);
      add_money (&params, self->terms.salvage);
      g_variant_builder_add (&params, "i", self->terms.pack);
      g_variant_builder_add_value (&params, ddi_unit_day (self->valid_from));
      g_variant_builder_add (&params, "i", self->terms.display);
    }
  ddi_unit_add (unit, priced ? "products/insert-priced" : "products/insert", g_variant_builder_end (&params));
  change_names (0, NULL, self->names, unit);
  ddi_product_shops_write (0, NULL, self->shops, self->shops_from, self->shops_from, unit);
}

void
ddi_product_record_update (const DdiProductRecord *before, const DdiProductRecord *after, DdiDay today,
                           DdiUnit *unit)
{
  ddi_unit_add (unit, "products/update",
                g_variant_new ("(iismsimib)", before->id, before->row_version, after->name, after->category,
                               after->shelf_life, after->place > 0, after->place, after->active));
  change_names (before->id, before->names, after->names, unit);
  if (after->valid_from != DDI_DAY_INVALID && !ddi_terms_equal (&before->terms, &after->terms))
    ddi_terms_write (&after->terms, after->id, 0, after->valid_from, today, unit);
  ddi_product_shops_write (before->id, before->shops, after->shops, after->shops_from, today, unit);
  ddi_unit_add (unit, "products/read-version", g_variant_new ("(i)", before->id));
}
