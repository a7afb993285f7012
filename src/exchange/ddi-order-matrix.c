/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "exchange/ddi-order-matrix.h"

typedef struct
{
  char *name;
  char *category;
  int pack;
  GArray *pieces; /* int, by shop; shorter than the shops where the last have none */
} Product;

struct _DdiOrderMatrix
{
  gatomicrefcount references;
  DdiDay day;
  GPtrArray *shops;    /* char */
  GPtrArray *products; /* Product */
  GHashTable *shop_index;
  GHashTable *product_index;
};

G_DEFINE_BOXED_TYPE (DdiOrderMatrix, ddi_order_matrix, ddi_order_matrix_ref, ddi_order_matrix_unref)

static void
free_product (gpointer data)
{
  Product *product = data;

  g_free (product->name);
  g_free (product->category);
  g_array_unref (product->pieces);
  g_free (product);
}

static const Product *
get_product (DdiOrderMatrix *self, guint product)
{
  return self->products->pdata[product];
}

static guint
find_shop (DdiOrderMatrix *self, const char *shop)
{
  gpointer index;

  if (!g_hash_table_lookup_extended (self->shop_index, shop, NULL, &index))
    {
      char *name = g_strdup (shop);

      index = GUINT_TO_POINTER (self->shops->len);
      g_ptr_array_add (self->shops, name);
      g_hash_table_insert (self->shop_index, name, index);
    }
  return GPOINTER_TO_UINT (index);
}

static Product *
find_product (DdiOrderMatrix *self, const char *name, const char *category, int pack)
{
  Product *product = g_hash_table_lookup (self->product_index, name);

  if (product)
    return product;
  product = g_new0 (Product, 1);
  product->name = g_strdup (name);
  product->category = g_strdup (category ? category : "");
  product->pack = MAX (pack, 1);
  product->pieces = g_array_new (FALSE, TRUE, sizeof (int));
  g_ptr_array_add (self->products, product);
  g_hash_table_insert (self->product_index, product->name, product);
  return product;
}

DdiOrderMatrix *
ddi_order_matrix_new (DdiDay day)
{
  DdiOrderMatrix *self = g_new0 (DdiOrderMatrix, 1);

  g_atomic_ref_count_init (&self->references);
  self->day = day;
  self->shops = g_ptr_array_new_with_free_func (g_free);
  self->products = g_ptr_array_new_with_free_func (free_product);
  self->shop_index = g_hash_table_new (g_str_hash, g_str_equal);
  self->product_index = g_hash_table_new (g_str_hash, g_str_equal);
  return self;
}

DdiOrderMatrix *
ddi_order_matrix_ref (DdiOrderMatrix *self)
{
  g_atomic_ref_count_inc (&self->references);
  return self;
}

void
ddi_order_matrix_unref (DdiOrderMatrix *self)
{
  if (!g_atomic_ref_count_dec (&self->references))
    return;
  g_hash_table_unref (self->shop_index);
  g_hash_table_unref (self->product_index);
  g_ptr_array_unref (self->shops);
  g_ptr_array_unref (self->products);
  g_free (self);
}

void
ddi_order_matrix_add_shop (DdiOrderMatrix *self, const char *shop)
{
  find_shop (self, shop);
}

void
ddi_order_matrix_add (DdiOrderMatrix *self, const char *shop, const char *product, const char *category,
                      int pack, int pieces)
{
  guint column = find_shop (self, shop);
  Product *row = find_product (self, product, category, pack);

  if (row->pieces->len <= column)
    g_array_set_size (row->pieces, column + 1);
  g_array_index (row->pieces, int, column) += pieces;
}

DdiDay
ddi_order_matrix_get_day (DdiOrderMatrix *self)
{
  return self->day;
}

guint
ddi_order_matrix_get_n_shops (DdiOrderMatrix *self)
{
  return self->shops->len;
}

guint
ddi_order_matrix_get_n_products (DdiOrderMatrix *self)
{
  return self->products->len;
}

const char *
ddi_order_matrix_get_shop (DdiOrderMatrix *self, guint shop)
{
  return self->shops->pdata[shop];
}

const char *
ddi_order_matrix_get_product (DdiOrderMatrix *self, guint product)
{
  return get_product (self, product)->name;
}

const char *
ddi_order_matrix_get_category (DdiOrderMatrix *self, guint product)
{
  return get_product (self, product)->category;
}

int
ddi_order_matrix_get_pack (DdiOrderMatrix *self, guint product)
{
  return get_product (self, product)->pack;
}

int
ddi_order_matrix_get_pieces (DdiOrderMatrix *self, guint shop, guint product)
{
  GArray *pieces = get_product (self, product)->pieces;

  return shop < pieces->len ? g_array_index (pieces, int, shop) : 0;
}

gint64
ddi_order_matrix_sum_product (DdiOrderMatrix *self, guint product)
{
  gint64 sum = 0;

  for (guint s = 0; s < self->shops->len; s++)
    sum += ddi_order_matrix_get_pieces (self, s, product);
  return sum;
}

gint64
ddi_order_matrix_sum_shop (DdiOrderMatrix *self, guint shop)
{
  gint64 sum = 0;

  for (guint p = 0; p < self->products->len; p++)
    sum += ddi_order_matrix_get_pieces (self, shop, p);
  return sum;
}

gint64
ddi_order_matrix_sum (DdiOrderMatrix *self)
{
  gint64 sum = 0;

  for (guint p = 0; p < self->products->len; p++)
    sum += ddi_order_matrix_sum_product (self, p);
  return sum;
}

gint64
ddi_order_matrix_sum_category (DdiOrderMatrix *self, const char *category, int shop)
{
  gint64 sum = 0;

  for (guint p = 0; p < self->products->len; p++)
    if (g_str_equal (get_product (self, p)->category, category))
      sum += shop < 0 ? ddi_order_matrix_sum_product (self, p)
                      : ddi_order_matrix_get_pieces (self, (guint)shop, p);
  return sum;
}
