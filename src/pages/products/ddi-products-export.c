/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "pages/products/ddi-products-export.h"

#include "exchange/ddi-table-writer.h"

static const DdiTableColumn columns[] = {
  { "name", DDI_TABLE_TEXT },        { "category", DDI_TABLE_TEXT },       { "unit_cost", DDI_TABLE_MONEY },
  { "unit_price", DDI_TABLE_MONEY }, { "salvage_value", DDI_TABLE_MONEY }, { "pack_size", DDI_TABLE_INTEGER },
  { "valid_from", DDI_TABLE_DAY },   { "sheet_order", DDI_TABLE_INTEGER },
};

gboolean
ddi_products_export_write (DdiRows *rows, const char *path, GCancellable *cancellable, GError **error)
{
  g_autoptr (DdiTableWriter) writer =
      ddi_table_writer_open (path, "products", columns, G_N_ELEMENTS (columns), error);

  if (writer == NULL)
    return FALSE;
  for (guint row = 0; row < ddi_rows_get_n (rows); row++)
    {
      for (guint i = 0; i < G_N_ELEMENTS (columns); i++)
        {
          guint column = ddi_rows_column (rows, columns[i].name);

          if (ddi_rows_is_null (rows, row, column))
            ddi_table_writer_empty (writer);
          else if (columns[i].kind == DDI_TABLE_MONEY)
            ddi_table_writer_int (writer, ddi_rows_get_money (rows, row, column));
          else if (columns[i].kind == DDI_TABLE_INTEGER)
            ddi_table_writer_int (writer, ddi_rows_get_int (rows, row, column));
          else if (columns[i].kind == DDI_TABLE_DAY)
            ddi_table_writer_day (writer, ddi_rows_get_day (rows, row, column));
          else
            ddi_table_writer_text (writer, ddi_rows_get_text (rows, row, column));
        }
      if (!ddi_table_writer_end_record (writer, cancellable, error))
        return FALSE;
    }
  return ddi_table_writer_close (writer, cancellable, error);
}
