/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tasks/ddi-import-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>

/* What the temporary tables of an import get, row by row. */

static gboolean
next_shop (GString *line, gpointer user_data, GError **error)
{
  DdiImportCursor *self = user_data;
  const DdiImportShop *shop;

  if (self->index == self->file->shops->len)
    return FALSE;
  shop = self->file->shops->pdata[self->index];
  ddi_bulk_append_int (line, self->index++);
  ddi_bulk_append_text (line, shop->name);
  if (shop->store_id)
    ddi_bulk_append_int (line, shop->store_id);
  else
    ddi_bulk_append_null (line);
  return TRUE;
}

static gboolean
next_name (GString *line, gpointer user_data, GError **error)
{
  DdiImportCursor *self = user_data;
  const DdiImportName *name;

  if (self->index == self->file->names->len)
    return FALSE;
  name = self->file->names->pdata[self->index];
  ddi_bulk_append_int (line, self->index++);
  ddi_bulk_append_text (line, name->written);
  if (name->product_id)
    ddi_bulk_append_int (line, name->product_id);
  else
    ddi_bulk_append_null (line);
  ddi_bulk_append_text (line, name->means);
  ddi_bulk_append_text (line, name->category);
  ddi_bulk_append_int (line, name->row);
  return TRUE;
}

/* Days are formatted once each: a million rows speak of a thousand days. */
static gboolean
next_sale (GString *line, gpointer user_data, GError **error)
{
  DdiImportCursor *self = user_data;
  const DdiSalesFile *sales = self->file->sales;
  const DdiSalesRow *row;
  gint64 revenue = DDI_SALES_FILE_NO_REVENUE;

  if (self->index == sales->rows->len)
    return FALSE;
  if (sales->revenues)
    revenue = g_array_index (sales->revenues, gint64, self->index);
  row = &g_array_index (sales->rows, DdiSalesRow, self->index++);
  ddi_bulk_append_int (line, row->store);
  ddi_bulk_append_int (line, row->product);
  ddi_bulk_append_day (line, row->day);
  ddi_bulk_append_int (line, row->quantity);
  if (revenue == DDI_SALES_FILE_NO_REVENUE)
    ddi_bulk_append_null (line);
  else
    ddi_bulk_append_money (line, revenue);
  return TRUE;
}

static gboolean
next_sale_with_added (GString *line, gpointer user_data, GError **error)
{
  DdiImportCursor *self = user_data;
  g_autofree char *values = NULL;

  if (!next_sale (line, user_data, error))
    return FALSE;
  values = ddi_import_dup_added (self->file, self->index - 1);
  if (values)
    ddi_bulk_append_text (line, values);
  else
    ddi_bulk_append_null (line);
  return TRUE;
}

static gboolean
is_counted (DdiImportFile *file, int k)
{
  return file->sheet->day[k].state != DDI_SHEET_DAY_ALL_ZERO || file->confirmed_zero[k];
}

static void
append_pieces (GString *line, gint32 pieces)
{
  if (pieces == DDI_SHEET_BLANK)
    ddi_bulk_append_null (line);
  else
    ddi_bulk_append_int (line, pieces);
}

/* A day on which nothing was counted tells what was made and nothing else. A product that was not
 * offered has no sale: 0 would be taken for evidence of no demand. */
static void
append_figure (GString *line, DdiFigure figure, gboolean counted)
{
  DdiFigureKind kind = ddi_figure_get_kind (figure);

  append_pieces (line, figure.made);
  append_pieces (line, counted ? figure.wasted : DDI_SHEET_BLANK);
  append_pieces (line,
                 counted && kind != DDI_FIGURE_NOT_OFFERED ? ddi_figure_get_sold (figure) : DDI_SHEET_BLANK);
  ddi_bulk_append_text (line, kind == DDI_FIGURE_CARRIED_OVER ? "carried over or miscounted" : NULL);
}

static gboolean
next_figure (GString *line, gpointer user_data, GError **error)
{
  DdiImportCursor *self = user_data;
  DdiThrowawaySheet *sheet = self->file->sheet;

  for (; self->index < sheet->products->len; self->index++, self->part = 0)
    for (; self->part < DDI_SHEET_DAYS; self->part++)
      {
        const DdiSheetProduct *product = sheet->products->pdata[self->index];
        DdiFigure figure = product->day[self->part];

        if (ddi_figure_get_kind (figure) == DDI_FIGURE_BLANK)
          continue;
        ddi_bulk_append_int (line, 0);
        ddi_bulk_append_int (line, self->index);
        ddi_bulk_append_day (line, sheet->day[self->part].day);
        append_figure (line, figure, is_counted (self->file, (int)self->part));
        self->part++;
        return TRUE;
      }
  return FALSE;
}

static const char *
state_text (DdiImportFile *file, int k)
{
  switch (file->sheet->day[k].state)
    {
    case DDI_SHEET_DAY_PARTIAL:
      return "partial";
    case DDI_SHEET_DAY_COMPLETE:
      return "complete";
    case DDI_SHEET_DAY_ALL_ZERO:
      return file->confirmed_zero[k] ? "complete" : "not_counted";
    case DDI_SHEET_DAY_NOT_STARTED:
    default:
      return "not_started";
    }
}

static gboolean
has_news (const DdiSheetDay *day)
{
  return day->state != DDI_SHEET_DAY_NOT_STARTED || day->n_offered > 0 ||
         day->typed_bought != DDI_SHEET_BLANK || day->typed_sold != DDI_SHEET_BLANK;
}

static gboolean
next_day (GString *line, gpointer user_data, GError **error)
{
  DdiImportCursor *self = user_data;
  const DdiSheetDay *day;

  while (self->index < DDI_SHEET_DAYS && !has_news (&self->file->sheet->day[self->index]))
    self->index++;
  if (self->index == DDI_SHEET_DAYS)
    return FALSE;
  day = &self->file->sheet->day[self->index];
  ddi_bulk_append_int (line, 0);
  ddi_bulk_append_day (line, day->day);
  ddi_bulk_append_text (line, state_text (self->file, (int)self->index));
  append_pieces (line, day->typed_bought);
  append_pieces (line, day->typed_sold);
  self->index++;
  return TRUE;
}

static void
append_shop (GString *line, DdiImportFile *file, const char *name)
{
  for (guint i = 0; name && i < file->shops->len; i++)
    if (g_ascii_strcasecmp (((DdiImportShop *)file->shops->pdata[i])->name, name) == 0)
      {
        ddi_bulk_append_int (line, i);
        return;
      }
  ddi_bulk_append_null (line);
}

static gboolean
next_event (GString *line, gpointer user_data, GError **error)
{
  DdiImportCursor *self = user_data;
  const DdiEventRow *row;

  if (self->index == self->file->events->rows->len)
    return FALSE;
  row = self->file->events->rows->pdata[self->index++];
  append_shop (line, self->file, row->store);
  ddi_bulk_append_day (line, row->starts_on);
  ddi_bulk_append_day (line, row->ends_on);
  ddi_bulk_append_text (line, row->name);
  ddi_bulk_append_text (line, row->kind);
  ddi_bulk_append_double (line, row->expected_effect);
  if (row->closes_at < 0)
    ddi_bulk_append_null (line);
  else
    ddi_bulk_append_int (line, row->closes_at);
  ddi_bulk_append_text (line, row->product);
  ddi_bulk_append_text (line, row->category);
  return TRUE;
}

static gboolean
next_weather (GString *line, gpointer user_data, GError **error)
{
  DdiImportCursor *self = user_data;
  DdiWeatherFile *weather = self->file->weather;

  for (; self->index < weather->rows->len; self->index++, self->part = 0)
    for (; self->part < weather->n_measures; self->part++)
      {
        const DdiWeatherRow *row = weather->rows->pdata[self->index];

        if (isnan (row->value[self->part]))
          continue;
        append_shop (line, self->file, row->store);
        ddi_bulk_append_day (line, row->day);
        ddi_bulk_append_text (line, weather->measures[self->part]);
        ddi_bulk_append_double (line, row->value[self->part]);
        self->part++;
        return TRUE;
      }
  return FALSE;
}

static void
add_copy (DdiImportFile *file, DdiImportCursor *cursors, DdiBulkCopy *copies, guint *n, DdiBulkCopy copy)
{
  cursors[*n] = (DdiImportCursor){ file, 0, 0 };
  copies[*n] = copy;
  copies[*n].user_data = &cursors[*n];
  (*n)++;
}

guint
ddi_import_make_copies (DdiImportFile *file, DdiImportCursor *cursors, DdiBulkCopy *copies)
{
  static const DdiBulkCopy shops = { "import/create-stores", "import/copy-stores", next_shop, NULL };
  static const DdiBulkCopy names = { "import/create-names", "import/copy-names", next_name, NULL };
  static const DdiBulkCopy figures = { "import/create-rows", "import/copy-figures", next_figure, NULL };
  static const DdiBulkCopy days = { "import/create-days", "import/copy-days", next_day, NULL };
  static const DdiBulkCopy sales = { "import/create-rows", "import/copy-sales", next_sale, NULL };
  static const DdiBulkCopy added = { "import/create-rows", "import/copy-sales-added", next_sale_with_added,
                                     NULL };
  static const DdiBulkCopy events = { "import/create-events", "import/copy-events", next_event, NULL };
  static const DdiBulkCopy weather = { "import/create-weather", "import/copy-weather", next_weather, NULL };
  guint n = 0;

  add_copy (file, cursors, copies, &n, shops);
  if (file->sheet || file->sales)
    add_copy (file, cursors, copies, &n, names);
  if (file->sheet)
    {
      add_copy (file, cursors, copies, &n, figures);
      add_copy (file, cursors, copies, &n, days);
    }
  else
    add_copy (file, cursors, copies, &n,
              file->sales    ? (ddi_import_has_added (file) ? added : sales)
              : file->events ? events
                             : weather);
  return n;
}

static gint64
count_figures (DdiImportFile *file)
{
  gint64 n = 0;

  for (guint i = 0; i < file->sheet->products->len; i++)
    for (int k = 0; k < DDI_SHEET_DAYS; k++)
      {
        DdiFigure figure = ((DdiSheetProduct *)file->sheet->products->pdata[i])->day[k];
        DdiFigureKind kind = ddi_figure_get_kind (figure);

        n += figure.made != DDI_SHEET_BLANK;
        if (is_counted (file, k) && figure.wasted != DDI_SHEET_BLANK)
          n += 1 + (figure.made != DDI_SHEET_BLANK && kind != DDI_FIGURE_NOT_OFFERED);
      }
  for (int k = 0; k < DDI_SHEET_DAYS; k++)
    n += has_news (&file->sheet->day[k]);
  return n;
}

gboolean
ddi_import_has_added (DdiImportFile *file)
{
  return file->added && file->added->len > 0;
}

gint64
ddi_import_count_rows (DdiImportFile *file)
{
  gint64 n = 0;

  if (file->sheet)
    return count_figures (file);
  if (file->sales)
    return file->sales->rows->len;
  if (file->events)
    return file->events->rows->len;
  for (guint i = 0; i < file->weather->rows->len; i++)
    for (guint k = 0; k < file->weather->n_measures; k++)
      n += !isnan (((DdiWeatherRow *)file->weather->rows->pdata[i])->value[k]);
  return n;
}

const char *
ddi_import_sales_source (DdiImportFile *file)
{
  return file->sheet ? "derived" : "till";
}
