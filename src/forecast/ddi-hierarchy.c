/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "forecast/ddi-hierarchy.h"

#include "forecast/ddi-spell.h"

#include <math.h>

/* Solving for n sums takes n³ / 3 multiplications, and nobody can stop it in between: so many take 60 ms. A kind
 * of sum that would go beyond is left out. */
#define MOST_NODES 1200

typedef struct
{
  const DdiPanel *panel;
  GArray *begin, *part;
} Builder;

typedef int (*GroupFunc) (const Builder *self, int series);

static int
store_of (const Builder *self, int series)
{
  return ddi_panel_series_store (self->panel, series);
}

static int
product_of (const Builder *self, int series)
{
  return ddi_panel_series_product (self->panel, series);
}

/* A category is known by its first product; one of a single product says no more than that product. */
static int
category_of (const Builder *self, int series)
{
  const char *category =
      ddi_panel_product_category (self->panel, ddi_panel_series_product (self->panel, series));
  int first = -1, n = 0;

  for (int p = 0; category && n < 2 && p < ddi_panel_n_products (self->panel); p++)
    if (g_strcmp0 (ddi_panel_product_category (self->panel, p), category) == 0)
      {
        first = first < 0 ? p : first;
        n++;
      }
  return n > 1 ? first : -1;
}

static int
all_of (const Builder *self, int series)
{
  return 0;
}

/* Adds a node for each of @n_groups groups with @least series or more. */
static void
add_kind (Builder *self, GroupFunc group_of, int n_groups, int least)
{
  int n_series = ddi_panel_n_series (self->panel), n = 0;
  g_autofree int *group = g_new (int, MAX (n_series, 1)), *size = g_new0 (int, n_groups + 1);
  g_autofree int *at = g_new0 (int, n_groups + 1);
  guint parts = self->part->len;

  for (int s = 0; s < n_series; s++)
    {
      group[s] = group_of (self, s);
      if (group[s] >= 0)
        size[group[s]]++;
    }
  for (int g = 0; g < n_groups; g++)
    n += size[g] >= least;
  if ((gint64)self->begin->len - 1 + n > MOST_NODES)
    return;
  for (int g = 0; g < n_groups; g++)
    if (size[g] >= least)
      {
        int end;

        at[g] = (int)parts;
        parts += (guint)size[g];
        end = (int)parts;
        g_array_append_val (self->begin, end);
      }
  g_array_set_size (self->part, parts);
  for (int s = 0; s < n_series; s++)
    if (group[s] >= 0 && size[group[s]] >= least)
      g_array_index (self->part, int, at[group[s]]++) = s;
}

/* Categories that hold more than one product, and fewer than all. */
static gboolean
has_categories (const DdiPanel *panel)
{
  const char *first = ddi_panel_n_products (panel) > 0 ? ddi_panel_product_category (panel, 0) : NULL;

  for (int p = 1; p < ddi_panel_n_products (panel); p++)
    if (g_strcmp0 (ddi_panel_product_category (panel, p), first) != 0)
      return TRUE;
  return FALSE;
}

/* The nodes of each series from the series of each node. */
static void
turn_around (DdiHierarchy *self)
{
  self->first = g_new0 (int, self->n_parts + 2);
  self->node = g_new (int, MAX (self->begin[self->n_nodes], 1));
  for (int i = 0; i < self->begin[self->n_nodes]; i++)
    self->first[self->part[i] + 2]++;
  for (int s = 0; s < self->n_parts; s++)
    self->first[s + 2] += self->first[s + 1];
  for (int k = 0; k < self->n_nodes; k++)
    for (int i = self->begin[k]; i < self->begin[k + 1]; i++)
      self->node[self->first[self->part[i] + 1]++] = k;
}

DdiHierarchy *
ddi_hierarchy_new (const DdiPanel *panel)
{
  DdiHierarchy *self = g_new0 (DdiHierarchy, 1);
  Builder builder = { panel, g_array_new (FALSE, FALSE, sizeof (int)),
                      g_array_new (FALSE, FALSE, sizeof (int)) };
  int zero = 0, n_stores = ddi_panel_n_stores (panel), n_products = ddi_panel_n_products (panel);

  g_array_append_val (builder.begin, zero);
  if (n_stores > 1 && n_products > 1)
    add_kind (&builder, all_of, 1, 2);
  if (n_stores > 1 && has_categories (panel))
    add_kind (&builder, category_of, n_products, 2);
  if (n_stores > 1)
    add_kind (&builder, product_of, n_products, 2);
  if (n_products > 1)
    add_kind (&builder, store_of, n_stores, 2);
  self->n_nodes = (int)builder.begin->len - 1;
  self->n_parts = ddi_panel_n_series (panel);
  self->begin = (int *)g_array_free (builder.begin, FALSE);
  self->part = (int *)g_array_free (builder.part, FALSE);
  turn_around (self);
  return self;
}

void
ddi_hierarchy_free (DdiHierarchy *self)
{
  g_free (self->begin);
  g_free (self->part);
  g_free (self->first);
  g_free (self->node);
  g_free (self);
}

/* The store of node k, or one more than there are. */
static int
common_store (const DdiHierarchy *self, const DdiPanel *panel, int k)
{
  int store = ddi_panel_series_store (panel, self->part[self->begin[k]]);

  for (int i = self->begin[k]; i < self->begin[k + 1]; i++)
    if (ddi_panel_series_store (panel, self->part[i]) != store)
      return ddi_panel_n_stores (panel);
  return store;
}

static void
copy_weather (const DdiPanel *from, DdiPanel *to, DdiDay last)
{
  for (int m = 0; m < ddi_panel_n_measures (from); m++)
    for (int store = DDI_EVENT_ALL_STORES; store < ddi_panel_n_stores (from); store++)
      for (DdiDay day = ddi_panel_first_day (from); day <= last; day++)
        {
          double value = ddi_panel_weather (from, m, store, day);
          double everywhere = ddi_panel_weather (from, m, DDI_EVENT_ALL_STORES, day);

          if (!isnan (value) && (store == DDI_EVENT_ALL_STORES || value != everywhere))
            ddi_panel_add_weather (to, ddi_panel_measure_name (from, m), store, day, value);
        }
}

DdiPanel *
ddi_hierarchy_make_panel (const DdiHierarchy *self, const DdiPanel *panel, DdiDay last_weather)
{
  DdiPanel *sums = ddi_panel_new (ddi_panel_first_day (panel), ddi_panel_n_days (panel));

  for (int store = 0; store <= ddi_panel_n_stores (panel); store++)
    {
      g_autofree char *name = g_strdup_printf ("%d", store);

      ddi_panel_add_store (sums, name);
    }
  /* Sums of stores are of one product, so that what events do to them is learnt together. */
  for (int k = 0; k < self->n_nodes; k++)
    {
      int store = common_store (self, panel, k);
      g_autofree char *name = g_strdup_printf ("%d", store < ddi_panel_n_stores (panel) ? -1 : k);

      ddi_panel_add_series (sums, store, ddi_panel_add_product (sums, name, NULL));
    }
  /* What spells do is not the same to every part: the sums are of what is left without them. */
  for (int e = 0; e < ddi_panel_n_events (panel); e++)
    if (!ddi_spell_is (ddi_panel_event (panel, e)))
      ddi_panel_add_event (sums, ddi_panel_event (panel, e));
  copy_weather (panel, sums, last_weather);
  return sums;
}
