/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "pages/products/ddi-product-shops.h"

#include <math.h>

const DdiOffer ddi_offer_always = { DDI_DAY_INVALID, DDI_DAY_INVALID, 0, 100 };

gboolean
ddi_terms_equal (const DdiTerms *a, const DdiTerms *b)
{
  return a->cost == b->cost && a->price == b->price && a->salvage == b->salvage && a->pack == b->pack &&
         a->display == b->display;
}

gboolean
ddi_offer_equal (const DdiOffer *a, const DdiOffer *b)
{
  return a->first == b->first && a->last == b->last && a->like_id == b->like_id &&
         (a->like_id == 0 || a->percent == b->percent);
}

static void
shop_free (DdiProductShop *self)
{
  g_free (self->store);
  g_free (self);
}

static gint64
read_money (DdiRows *rows, guint row, const char *name)
{
  guint column = ddi_rows_column (rows, name);

  return ddi_rows_is_null (rows, row, column) ? DDI_PRICE_UNKNOWN : ddi_rows_get_money (rows, row, column);
}

static DdiProductShop *
shop_from_row (DdiRows *rows, guint row)
{
  DdiProductShop *self = g_new0 (DdiProductShop, 1);
  guint share = ddi_rows_column (rows, "like_share"), pack = ddi_rows_column (rows, "pack_size");

  self->store_id = (int)ddi_rows_get_int (rows, row, ddi_rows_column (rows, "store_id"));
  self->store = g_strdup (ddi_rows_get_text (rows, row, ddi_rows_column (rows, "store")));
  self->offer.first = ddi_rows_get_day (rows, row, ddi_rows_column (rows, "offered_from"));
  self->offer.last = ddi_rows_get_day (rows, row, ddi_rows_column (rows, "offered_to"));
  self->offer.like_id = (int)ddi_rows_get_int (rows, row, ddi_rows_column (rows, "like_id"));
  self->offer.percent =
      ddi_rows_is_null (rows, row, share) ? 100 : (int)lround (ddi_rows_get_double (rows, row, share) * 100);
  self->own = ddi_rows_get_boolean (rows, row, ddi_rows_column (rows, "own"));
  self->terms.cost = read_money (rows, row, "unit_cost");
  self->terms.price = read_money (rows, row, "unit_price");
  self->terms.salvage = read_money (rows, row, "salvage_value");
  self->terms.display = (int)ddi_rows_get_int (rows, row, ddi_rows_column (rows, "min_display"));
  self->terms.pack = ddi_rows_is_null (rows, row, pack) ? 1 : (int)ddi_rows_get_int (rows, row, pack);
  return self;
}

GPtrArray *
ddi_product_shops_from_rows (DdiRows *rows)
{
  GPtrArray *self = g_ptr_array_new_with_free_func ((GDestroyNotify)shop_free);

  for (guint i = 0; i < ddi_rows_get_n (rows); i++)
    if (ddi_rows_get_boolean (rows, i, ddi_rows_column (rows, "may_set")))
      g_ptr_array_add (self, shop_from_row (rows, i));
  return self;
}

static gpointer
shop_copy (gconstpointer shop, gpointer user_data)
{
  DdiProductShop *copy = g_memdup2 (shop, sizeof *copy);

  copy->store = g_strdup (copy->store);
  return copy;
}

GPtrArray *
ddi_product_shops_copy (GPtrArray *self)
{
  GPtrArray *copy;

  if (self == NULL)
    return NULL;
  copy = g_ptr_array_copy (self, shop_copy, NULL);
  g_ptr_array_set_free_func (copy, (GDestroyNotify)shop_free);
  return copy;
}

gboolean
ddi_product_shops_get_offer (GPtrArray *self, DdiOffer *offer)
{
  *offer = ddi_offer_always;
  if (self == NULL || self->len == 0)
    return TRUE;
  for (guint i = 1; i < self->len; i++)
    if (!ddi_offer_equal (&((DdiProductShop *)self->pdata[0])->offer,
                          &((DdiProductShop *)self->pdata[i])->offer))
      return FALSE;
  *offer = ((DdiProductShop *)self->pdata[0])->offer;
  return TRUE;
}

void
ddi_product_shops_set_offer (GPtrArray *self, const DdiOffer *offer)
{
  for (guint i = 0; self && i < self->len; i++)
    ((DdiProductShop *)self->pdata[i])->offer = *offer;
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
ddi_terms_write (const DdiTerms *self, int product_id, int store_id, DdiDay from, DdiDay today, DdiUnit *unit)
{
  GVariantBuilder params;

  g_variant_builder_init (&params, G_VARIANT_TYPE_TUPLE);
  g_variant_builder_add (&params, "i", product_id);
  g_variant_builder_add (&params, "mi", store_id > 0, store_id);
  g_variant_builder_add_value (&params, ddi_unit_day (from));
  add_money (&params, self->cost);
  add_money (&params, self->price);
  add_money (&params, self->salvage);
  g_variant_builder_add (&params, "i", self->pack);
  g_variant_builder_add_value (&params, ddi_unit_day (today));
  g_variant_builder_add (&params, "mi", TRUE, self->display);
  ddi_unit_add (unit, "products/set-price", g_variant_builder_end (&params));
}

static char *
dup_day (DdiDay day)
{
  return day == DDI_DAY_INVALID ? g_strdup ("") : ddi_day_format (day);
}

/* The offers that differ, as one statement. */
static void
write_offers (int product_id, GPtrArray *before, GPtrArray *after, DdiUnit *unit)
{
  GVariantBuilder stores, first, last, likes, shares;
  guint n = 0;

  g_variant_builder_init (&stores, G_VARIANT_TYPE ("ai"));
  g_variant_builder_init (&first, G_VARIANT_TYPE ("as"));
  g_variant_builder_init (&last, G_VARIANT_TYPE ("as"));
  g_variant_builder_init (&likes, G_VARIANT_TYPE ("ai"));
  g_variant_builder_init (&shares, G_VARIANT_TYPE ("ad"));
  for (guint i = 0; i < after->len; i++)
    {
      const DdiProductShop *shop = after->pdata[i];
      const DdiOffer *was =
          before && i < before->len ? &((DdiProductShop *)before->pdata[i])->offer : &ddi_offer_always;
      g_autofree char *first_day = dup_day (shop->offer.first);
      g_autofree char *last_day = dup_day (shop->offer.last);

      if (ddi_offer_equal (was, &shop->offer))
        continue;
      g_variant_builder_add (&stores, "i", shop->store_id);
      g_variant_builder_add (&first, "s", first_day);
      g_variant_builder_add (&last, "s", last_day);
      g_variant_builder_add (&likes, "i", shop->offer.like_id);
      g_variant_builder_add (&shares, "d", shop->offer.percent / 100.0);
      n++;
    }
  if (n > 0)
    ddi_unit_add (unit, "products/set-offers",
                  g_variant_new ("(iaiasasaiad)", product_id, &stores, &first, &last, &likes, &shares));
  else
    {
      g_variant_builder_clear (&stores);
      g_variant_builder_clear (&first);
      g_variant_builder_clear (&last);
      g_variant_builder_clear (&likes);
      g_variant_builder_clear (&shares);
    }
}

void
ddi_product_shops_write (int product_id, GPtrArray *before, GPtrArray *after, DdiDay from, DdiDay today,
                         DdiUnit *unit)
{
  if (after == NULL)
    return;
  write_offers (product_id, before, after, unit);
  for (guint i = 0; i < after->len; i++)
    {
      const DdiProductShop *shop = after->pdata[i];
      const DdiProductShop *was = before && i < before->len ? before->pdata[i] : NULL;

      if (shop->own && (was == NULL || !was->own || !ddi_terms_equal (&was->terms, &shop->terms)))
        ddi_terms_write (&shop->terms, product_id, shop->store_id, from, today, unit);
      else if (!shop->own && was && was->own)
        {
          g_autofree char *day = ddi_day_format (from);

          ddi_unit_add (unit, "products/clear-price",
                        g_variant_new ("(iis)", product_id, shop->store_id, day));
        }
    }
}
