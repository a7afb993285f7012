/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "pages/accuracy/ddi-accuracy-export.h"

#include "exchange/ddi-table-writer.h"
#include "pages/accuracy/ddi-accuracy-view.h"

static const DdiTableColumn columns[] = {
  { "dimension", DDI_TABLE_TEXT },    { "label", DDI_TABLE_TEXT },
  { "n", DDI_TABLE_INTEGER },         { "n_sold_out", DDI_TABLE_INTEGER },
  { "predicted", DDI_TABLE_INTEGER }, { "actual", DDI_TABLE_INTEGER },
  { "wape", DDI_TABLE_PERCENT },      { "bias", DDI_TABLE_PERCENT },
  { "coverage", DDI_TABLE_PERCENT },  { "n_rule", DDI_TABLE_INTEGER },
  { "rule_wape", DDI_TABLE_PERCENT }, { "wape_beside_rule", DDI_TABLE_PERCENT },
};

static void
write_cell (DdiTableWriter *writer, DdiRows *rows, guint row, const DdiTableColumn *info)
{
  guint column = ddi_rows_column (rows, info->name);
  g_autofree char *label = NULL;

  if (info->kind == DDI_TABLE_TEXT && g_str_equal (info->name, "label"))
    ddi_table_writer_text (writer, label = ddi_accuracy_label (rows, row));
  else if (info->kind == DDI_TABLE_TEXT)
    ddi_table_writer_text (writer, ddi_rows_get_text (rows, row, column));
  else if (info->kind == DDI_TABLE_INTEGER)
    ddi_table_writer_int (writer, ddi_rows_get_int (rows, row, column));
  else
    ddi_table_writer_double (writer, ddi_rows_get_double (rows, row, column));
}

gboolean
ddi_accuracy_export_write (DdiRows *rows, const char *path, GCancellable *cancellable, GError **error)
{
  g_autoptr (DdiTableWriter) writer =
      ddi_table_writer_open (path, "accuracy", columns, G_N_ELEMENTS (columns), error);

  if (writer == NULL)
    return FALSE;
  for (guint row = 0; row < ddi_rows_get_n (rows); row++)
    {
      for (guint i = 0; i < G_N_ELEMENTS (columns); i++)
        write_cell (writer, rows, row, &columns[i]);
      if (!ddi_table_writer_end_record (writer, cancellable, error))
        return FALSE;
    }
  return ddi_table_writer_close (writer, cancellable, error);
}
