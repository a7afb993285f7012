/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "pages/events/ddi-events-export.h"

#include "exchange/ddi-table-writer.h"
#include "pages/stores/ddi-store-record.h"

static const DdiTableColumn columns[] = {
  { "starts_on", DDI_TABLE_DAY },  { "ends_on", DDI_TABLE_DAY },     { "name", DDI_TABLE_TEXT },
  { "kind", DDI_TABLE_TEXT },      { "store", DDI_TABLE_TEXT },      { "expected_effect", DDI_TABLE_REAL },
  { "closes_at", DDI_TABLE_TEXT }, { "product", DDI_TABLE_TEXT },    { "category", DDI_TABLE_TEXT },
  { "effect", DDI_TABLE_REAL },    { "n_times", DDI_TABLE_INTEGER },
};

/* A time of day is written as an import reads it. */
static void
write_cell (DdiTableWriter *writer, DdiRows *rows, guint row, const DdiTableColumn *info)
{
  guint column = ddi_rows_column (rows, info->name);

  if (ddi_rows_is_null (rows, row, column))
    ddi_table_writer_empty (writer);
  else if (g_str_equal (info->name, "closes_at"))
    {
      g_autofree char *time = ddi_store_record_format_time ((int)ddi_rows_get_int (rows, row, column));

      ddi_table_writer_text (writer, time);
    }
  else if (info->kind == DDI_TABLE_DAY)
    ddi_table_writer_day (writer, ddi_rows_get_day (rows, row, column));
  else if (info->kind == DDI_TABLE_REAL)
    ddi_table_writer_double (writer, ddi_rows_get_double (rows, row, column));
  else if (info->kind == DDI_TABLE_INTEGER)
    ddi_table_writer_int (writer, ddi_rows_get_int (rows, row, column));
  else
    ddi_table_writer_text (writer, ddi_rows_get_text (rows, row, column));
}

gboolean
ddi_events_export_write (DdiRows *rows, const char *path, GCancellable *cancellable, GError **error)
{
  g_autoptr (DdiTableWriter) writer =
      ddi_table_writer_open (path, "events", columns, G_N_ELEMENTS (columns), error);

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
