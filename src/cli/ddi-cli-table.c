/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/ddi-cli-table.h"

#include <glib/gi18n-lib.h>

#include "core/ddi-format.h"

static char *
format_cell (DdiRows *rows, guint row, const DdiCliColumn *column)
{
  guint index = ddi_rows_column (rows, column->name);

  if (ddi_rows_is_null (rows, row, index))
    return g_strdup ("–");
  switch (column->kind)
    {
    case DDI_CLI_INTEGER:
      return ddi_format_int (ddi_rows_get_int (rows, row, index));
    case DDI_CLI_MONEY:
      return ddi_format_amount (ddi_rows_get_money (rows, row, index));
    case DDI_CLI_PERCENT:
      return ddi_format_percent (ddi_rows_get_double (rows, row, index) / 100, 1);
    case DDI_CLI_TEXT:
    default:
      return g_strdup (ddi_rows_get_text (rows, row, index));
    }
}

static void
append_padded (GString *line, const char *text, guint width, gboolean right)
{
  guint length = (guint)g_utf8_strlen (text, -1);
  guint blanks = width > length ? width - length : 0;

  if (line->len > 0)
    g_string_append (line, "  ");
  if (right)
    g_string_append_printf (line, "%*s", (int)blanks, "");
  g_string_append (line, text);
  if (!right)
    g_string_append_printf (line, "%*s", (int)blanks, "");
}

/* cells[row * n_columns + column], the first row the titles. (element-type char*) (transfer full) */
static GPtrArray *
format_cells (DdiRows *rows, const DdiCliColumn *columns, guint n_columns)
{
  GPtrArray *cells = g_ptr_array_new_with_free_func (g_free);

  for (guint c = 0; c < n_columns; c++)
    g_ptr_array_add (cells, g_strdup (_ (columns[c].title)));
  for (guint r = 0; r < ddi_rows_get_n (rows); r++)
    for (guint c = 0; c < n_columns; c++)
      g_ptr_array_add (cells, format_cell (rows, r, &columns[c]));
  return cells;
}

void
ddi_cli_table_print (DdiRows *rows, const DdiCliColumn *columns, guint n_columns)
{
  g_autoptr (GPtrArray) cells = format_cells (rows, columns, n_columns);
  g_autofree guint *widths = g_new0 (guint, n_columns);

  for (guint i = 0; i < cells->len; i++)
    widths[i % n_columns] = MAX (widths[i % n_columns], (guint)g_utf8_strlen (cells->pdata[i], -1));
  for (guint first = 0; first < cells->len; first += n_columns)
    {
      g_autoptr (GString) line = g_string_new (NULL);

      for (guint c = 0; c < n_columns; c++)
        append_padded (line, cells->pdata[first + c], widths[c], columns[c].kind != DDI_CLI_TEXT);
      g_print ("%s\n", g_strchomp (line->str));
    }
}

static void
add_value (JsonBuilder *builder, DdiRows *rows, guint row, const DdiCliColumn *column)
{
  guint index = ddi_rows_column (rows, column->name);

  if (ddi_rows_is_null (rows, row, index))
    json_builder_add_null_value (builder);
  else if (column->kind == DDI_CLI_INTEGER)
    json_builder_add_int_value (builder, ddi_rows_get_int (rows, row, index));
  else if (column->kind == DDI_CLI_TEXT)
    json_builder_add_string_value (builder, ddi_rows_get_text (rows, row, index));
  else
    json_builder_add_double_value (builder, ddi_rows_get_double (rows, row, index));
}

void
ddi_cli_table_add_json (JsonBuilder *builder, DdiRows *rows, const DdiCliColumn *columns, guint n_columns)
{
  json_builder_begin_array (builder);
  for (guint r = 0; r < ddi_rows_get_n (rows); r++)
    {
      json_builder_begin_object (builder);
      for (guint c = 0; c < n_columns; c++)
        {
          json_builder_set_member_name (builder, columns[c].name);
          add_value (builder, rows, r, &columns[c]);
        }
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
}
