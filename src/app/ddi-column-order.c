/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/ddi-column-order.h"

void
ddi_column_order_put_hidden_last (GtkColumnView *view, GPtrArray *columns)
{
  guint position = 0;

  for (guint i = 0; i < columns->len; i++)
    if (gtk_column_view_column_get_visible (columns->pdata[i]))
      gtk_column_view_insert_column (view, position++, columns->pdata[i]);
}
