/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include "tasks/ddi-order-private.h"

typedef struct
{
  DdiOrderTotal *total;
  double lost;
} Sum;

struct _DdiOrderSums
{
  GArray *sums; /* Sum, the last of all */
};

static void
free_total (gpointer data)
{
  DdiOrderTotal *total = data;

  g_free (total->category);
  g_free (total);
}

static void
append_sum (DdiOrderSums *self, const char *category)
{
  Sum sum = { g_new0 (DdiOrderTotal, 1), 0 };

  sum.total->category = g_strdup (category);
  sum.total->last_week = DDI_ORDER_UNKNOWN;
  g_array_append_val (self->sums, sum);
}

static void
add_to (Sum *sum, int predicted, int quantity, int last_week, double lost)
{
  sum->total->predicted += predicted;
  sum->total->quantity += quantity;
  sum->lost += lost;
  if (last_week != DDI_ORDER_UNKNOWN)
    sum->total->last_week = MAX (sum->total->last_week, 0) + last_week;
}

DdiOrderSums *
ddi_order_sums_new (void)
{
  DdiOrderSums *self = g_new0 (DdiOrderSums, 1);

  self->sums = g_array_new (FALSE, FALSE, sizeof (Sum));
  append_sum (self, "");
  return self;
}

void
ddi_order_sums_add (DdiOrderSums *self, const char *category, int predicted, int quantity, int last_week,
                    double lost)
{
  const char *name = category ? category : "";
  guint i = 1;

  while (i < self->sums->len && !g_str_equal (g_array_index (self->sums, Sum, i).total->category, name))
    i++;
  if (i == self->sums->len)
    append_sum (self, name);
  add_to (&g_array_index (self->sums, Sum, i), predicted, quantity, last_week, lost);
  add_to (&g_array_index (self->sums, Sum, 0), predicted, quantity, last_week, lost);
}

GPtrArray *
ddi_order_sums_finish (DdiOrderSums *self)
{
  GPtrArray *totals = g_ptr_array_new_with_free_func (free_total);

  for (guint i = 0; i < self->sums->len; i++)
    {
      Sum *sum = &g_array_index (self->sums, Sum, (i + 1) % self->sums->len);
      DdiOrderTotal *total = sum->total;

      /* Only one of the two is rounded, so that their difference stays what the integers say. */
      total->lost = MAX (llround (sum->lost), MAX (total->predicted - total->quantity, 0));
      total->waste = total->lost + total->quantity - total->predicted;
      g_ptr_array_add (totals, total);
    }
  g_array_unref (self->sums);
  g_free (self);
  return totals;
}
