/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "exchange/ddi-throwaway-sheet.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "core/ddi-name.h"
#include "exchange/ddi-cell.h"
#include "exchange/ddi-throwaway-layout.h"

/* A whole shop of fewer products may sell out of everything without raising an eyebrow. */
#define MIN_ALL_ZERO 3

typedef struct
{
  DdiThrowawaySheet *sheet;
  DdiSheetGrid *grid;
  DdiSheetColumns columns;
  gboolean has_columns;
  char *section;                       /* the heading above the current row */
  GHashTable *by_key;                  /* ddi_name_key() → DdiSheetProduct */
  GPtrArray *products;                 /* all named rows, also those without figures */
  guint foot[DDI_SHEET_ROW_TITLE + 1]; /* the row of each kind of foot, 0: none */
} Parser;

static void
product_free (DdiSheetProduct *product)
{
  g_free (product->name);
  g_free (product->category);
  g_free (product);
}

void
ddi_throwaway_sheet_free (DdiThrowawaySheet *self)
{
  for (int k = 0; k < DDI_SHEET_DAYS; k++)
    g_free (self->day[k].digest);
  g_free (self->file);
  g_free (self->pc_number);
  g_free (self->digest);
  g_clear_pointer (&self->products, g_ptr_array_unref);
  g_clear_pointer (&self->problems, g_ptr_array_unref);
  g_free (self);
}

G_GNUC_PRINTF (4, 5)
static void
warn (Parser *self, guint row, guint column, const char *format, ...)
{
  g_autofree char *name = column ? ddi_sheet_column_name (column) : NULL;
  g_autofree char *reason = NULL;
  va_list args;

  va_start (args, format);
  reason = g_strdup_vprintf (format, args);
  va_end (args);
  g_ptr_array_add (self->sheet->problems, ddi_problem_new (self->sheet->file, row, name, reason));
}

static gboolean
refuse (Parser *self, GError **error, const char *where, const char *reason)
{
  g_set_error (error, DDI_EXCHANGE_ERROR, DDI_EXCHANGE_ERROR_FORMAT, "%s%s%s: %s", self->sheet->file,
               where ? ":" : "", where ? where : "", reason);
  return FALSE;
}

/* Dates */

static DdiDay
parse_written_date (const char *text)
{
  int month, day, year, used = 0;
  g_autofree char *stripped = g_strstrip (g_strdup (text));

  if (strlen (stripped) == 10 && stripped[4] == '-')
    return ddi_day_parse (stripped);
  if (sscanf (stripped, "%2d/%2d/%4d%n", &month, &day, &year, &used) != 3 || stripped[used] != '\0')
    return DDI_DAY_INVALID;
  return ddi_day_from_ymd (year < 100 ? year + 2000 : year, month, day);
}

static DdiDay
cell_to_day (Parser *self, const DdiSheetCell *cell)
{
  if (cell->kind == DDI_SHEET_CELL_NUMBER)
    return ddi_sheet_grid_to_day (self->grid, cell->number);
  return cell->kind == DDI_SHEET_CELL_TEXT ? parse_written_date (cell->text) : DDI_DAY_INVALID;
}

static guint
find_row (Parser *self, DdiSheetRowKind kind, guint last)
{
  for (guint row = 1; row <= MIN (last, ddi_sheet_grid_get_n_rows (self->grid)); row++)
    if (ddi_throwaway_classify (self->grid, row) == kind)
      return row;
  return 0;
}

/* Only what was typed counts: a cached formula may come from a machine that never worked it out. The
 * days after the Sunday are compared where they were typed too. */
static void
check_typed_days (Parser *self, guint row, guint first)
{
  int k = 1;

  for (guint column = first + 1; column <= first + 2 * DDI_SHEET_DAYS && k < DDI_SHEET_DAYS; column++)
    {
      const DdiSheetCell *cell = ddi_sheet_grid_get (self->grid, row, column);

      if (cell->kind == DDI_SHEET_CELL_BLANK && !cell->formula)
        continue;
      if (!cell->formula && cell_to_day (self, cell) != self->sheet->day[k].day)
        {
          g_autofree char *day = ddi_day_format (self->sheet->day[k].day);

          warn (self, row, column, _ ("the typed date is not the day after the one before it; read as %s"),
                day);
        }
      k++;
    }
}

static gboolean
read_dates (Parser *self, GError **error)
{
  guint row = find_row (self, DDI_SHEET_ROW_DATE, 12);
  guint column = 2;
  DdiDay sunday;
  g_autofree char *name = NULL;
  g_autofree char *where = NULL;
  const char *why;

  if (row == 0)
    return refuse (self, error, NULL, _ ("not a Daily Throw Away Chart: no row begins with DATE:"));
  while (column < 16 && ddi_sheet_grid_get (self->grid, row, column)->kind == DDI_SHEET_CELL_BLANK)
    column++;
  name = ddi_sheet_column_name (column);
  where = g_strdup_printf ("%u:%s", row, name);
  sunday = cell_to_day (self, ddi_sheet_grid_get (self->grid, row, column));
  if (sunday == DDI_DAY_INVALID)
    return refuse (self, error, where, _ ("the date of the Sunday is missing or cannot be read"));
  why = ddi_cell_check_day (sunday);
  if (why == NULL && ddi_day_weekday (sunday) != DDI_SUNDAY)
    why = _ ("the week must begin on a Sunday");
  if (why)
    {
      g_autofree char *day = ddi_day_format (sunday);
      g_autofree char *reason = g_strdup_printf (_ ("%s: %s"), why, day);

      return refuse (self, error, where, reason);
    }
  for (int k = 0; k < DDI_SHEET_DAYS; k++)
    self->sheet->day[k].day = sunday + k;
  check_typed_days (self, row, column);
  return TRUE;
}

/* Figures */

static gint32
bad (Parser *self, guint row, guint column, const char *why, double number)
{
  self->sheet->n_bad++;
  warn (self, row, column, "%s: %g", why, number);
  return DDI_SHEET_BLANK;
}

static gint32
take_text_figure (Parser *self, guint row, guint column, const char *text)
{
  double number;
  const char *why = ddi_cell_parse_number (text, &number);

  if (why == NULL)
    {
      why = ddi_cell_check_pieces (number);
      return why ? bad (self, row, column, why, number) : (gint32)number;
    }
  warn (self, row, column, _ ("no number of pieces, left out: “%.40s”"), text);
  return DDI_SHEET_BLANK;
}

static gint32
take_figure (Parser *self, guint row, guint column)
{
  const DdiSheetCell *cell = ddi_sheet_grid_get (self->grid, row, column);
  const char *why;

  switch (cell->kind)
    {
    case DDI_SHEET_CELL_NUMBER:
      why = ddi_cell_check_pieces (cell->number);
      return why ? bad (self, row, column, why, cell->number) : (gint32)cell->number;
    case DDI_SHEET_CELL_TEXT:
      return take_text_figure (self, row, column, cell->text);
    case DDI_SHEET_CELL_ERROR:
    case DDI_SHEET_CELL_BOOLEAN:
      warn (self, row, column, _ ("no number of pieces, left out: “%.40s”"),
            cell->text ? cell->text : (cell->number != 0 ? "TRUE" : "FALSE"));
      return DDI_SHEET_BLANK;
    case DDI_SHEET_CELL_BLANK:
    default:
      if (cell->formula)
        warn (
            self, row, column,
            _ ("a formula without a result, left out; open the sheet in a spreadsheet program and save it"));
      return DDI_SHEET_BLANK;
    }
}

static void
read_figures (Parser *self, guint row, DdiSheetProduct *product)
{
  for (int k = 0; k < DDI_SHEET_DAYS; k++)
    {
      DdiFigure *figure = &product->day[k];

      if (self->columns.am[k] == 0)
        continue;
      figure->made = take_figure (self, row, self->columns.am[k]);
      figure->wasted = take_figure (self, row, self->columns.pm[k]);
      if (ddi_figure_get_kind (*figure) == DDI_FIGURE_CARRIED_OVER)
        warn (self, row, self->columns.pm[k],
              _ ("%s: %d thrown away, but %d made; carried over or miscounted (kept as written, sold counts "
                 "as 0)"),
              product->name, figure->wasted, figure->made);
      if (ddi_figure_get_kind (*figure) == DDI_FIGURE_WASTED_ONLY && figure->wasted > 0)
        warn (self, row, self->columns.am[k], _ ("%s: %d thrown away, but what was made is not written"),
              product->name, figure->wasted);
    }
}

static gboolean
has_figure (const DdiSheetProduct *product)
{
  for (int k = 0; k < DDI_SHEET_DAYS; k++)
    if (product->day[k].made != DDI_SHEET_BLANK || product->day[k].wasted != DDI_SHEET_BLANK)
      return TRUE;
  return FALSE;
}

/* A muffin and a bagel may bear the same name: the later one gets its section's name behind. */
static gboolean
name_product (Parser *self, DdiSheetProduct *product)
{
  g_autofree char *key = ddi_name_key (product->name);
  const DdiSheetProduct *other = g_hash_table_lookup (self->by_key, key);
  g_autofree char *longer = NULL;

  if (other == NULL)
    {
      g_hash_table_insert (self->by_key, g_steal_pointer (&key), product);
      return TRUE;
    }
  if (g_strcmp0 (other->category, product->category) == 0 || product->category == NULL)
    {
      if (has_figure (product))
        {
          self->sheet->n_bad++;
          warn (self, product->row, 1, _ ("%s stands in row %u already; this row is left out"), product->name,
                other->row);
        }
      return FALSE;
    }
  longer = g_strdup_printf ("%s (%s)", product->name, product->category);
  g_free (product->name);
  product->name = g_steal_pointer (&longer);
  return name_product (self, product);
}

static void
read_product (Parser *self, guint row)
{
  DdiSheetProduct *product = g_new0 (DdiSheetProduct, 1);

  product->name = ddi_throwaway_dup_name (self->grid, row);
  product->category = g_strdup (self->section);
  product->row = row;
  for (int k = 0; k < DDI_SHEET_DAYS; k++)
    product->day[k] = (DdiFigure){ DDI_SHEET_BLANK, DDI_SHEET_BLANK };
  if (!self->has_columns || g_utf8_strlen (product->name, -1) > 255)
    {
      warn (self, row, 1, _ ("a row that is not understood"));
      product_free (product);
      return;
    }
  read_figures (self, row, product);
  if (name_product (self, product))
    g_ptr_array_add (self->products, product);
  else
    product_free (product);
}

static void
warn_nameless (Parser *self, guint row)
{
  for (int k = 0; k < 2 * DDI_SHEET_DAYS; k++)
    {
      guint column = k % 2 ? self->columns.pm[k / 2] : self->columns.am[k / 2];
      const DdiSheetCell *cell = ddi_sheet_grid_get (self->grid, row, column);

      if (column && cell->kind == DDI_SHEET_CELL_NUMBER && !cell->formula)
        warn (self, row, column, _ ("%g in a row without a name, left out"), cell->number);
    }
}

static void
read_section (Parser *self, guint row)
{
  g_free (self->section);
  self->section = ddi_throwaway_dup_name (self->grid, row);
}

static gboolean
read_row (Parser *self, guint row, GError **error)
{
  DdiSheetRowKind kind = ddi_throwaway_classify (self->grid, row);
  g_autofree char *where = NULL;

  switch (kind)
    {
    case DDI_SHEET_ROW_AM_PM:
      where = g_strdup_printf ("%u", row);
      if (!ddi_throwaway_read_columns (self->grid, row, &self->columns))
        return refuse (self, error, where, _ ("the AM and PM columns of the week cannot be told apart"));
      self->has_columns = TRUE;
      return TRUE;
    case DDI_SHEET_ROW_SECTION:
      read_section (self, row);
      return TRUE;
    case DDI_SHEET_ROW_PRODUCT:
      read_product (self, row);
      return TRUE;
    case DDI_SHEET_ROW_NAMELESS:
      warn_nameless (self, row);
      return TRUE;
    default:
      self->foot[kind] = row;
      return TRUE;
    }
}

/* The foot */

static gboolean
is_donut (const DdiSheetProduct *product)
{
  g_autofree char *key = product->category ? ddi_name_key (product->category) : NULL;

  return key && (g_str_equal (key, "donuts") || g_str_equal (key, "doughnuts"));
}

static void
check_sum (Parser *self, DdiSheetRowKind kind, guint column, gint64 expected)
{
  guint row = self->foot[kind];
  const DdiSheetCell *cell = ddi_sheet_grid_get (self->grid, row, column);

  if (row == 0 || column == 0 || cell->kind != DDI_SHEET_CELL_NUMBER || cell->number == (double)expected)
    return;
  warn (self, row, column, _ ("the sheet says %g, its rows add up to %" PRId64), cell->number, expected);
}

/* Typed, most likely from invoice and till: whatever stands there, it is no reason to refuse a sheet. */
static gint32
take_typed (Parser *self, DdiSheetRowKind kind, int k)
{
  guint n_bad = self->sheet->n_bad;
  gint32 typed;

  if (self->foot[kind] == 0 || self->columns.am[k] == 0)
    return DDI_SHEET_BLANK;
  typed = take_figure (self, self->foot[kind], self->columns.am[k]);
  self->sheet->n_bad = n_bad;
  return typed;
}

static void
read_foot (Parser *self, int k)
{
  DdiSheetDay *day = &self->sheet->day[k];

  day->typed_bought = take_typed (self, DDI_SHEET_ROW_BOUGHT, k);
  day->typed_sold = take_typed (self, DDI_SHEET_ROW_SOLD, k);
  check_sum (self, DDI_SHEET_ROW_TOTAL, self->columns.am[k], day->donuts_made);
  check_sum (self, DDI_SHEET_ROW_TOTAL, self->columns.pm[k], day->donuts_wasted);
  check_sum (self, DDI_SHEET_ROW_THROWAWAY, self->columns.pm[k], day->donuts_wasted);
  /* Mostly a slip in one of the rows: 24 donuts short of the invoice, and one product says 12, not 36. */
  if (day->n_offered > 0)
    check_sum (self, DDI_SHEET_ROW_BOUGHT, self->columns.am[k], day->donuts_made);
  if (day->typed_bought != DDI_SHEET_BLANK && day->typed_sold != DDI_SHEET_BLANK)
    check_sum (self, DDI_SHEET_ROW_DIFFERENCE, self->columns.am[k],
               (gint64)day->typed_bought - day->typed_sold);
}

/* The days */

static void
count_day (Parser *self, int k)
{
  DdiSheetDay *day = &self->sheet->day[k];
  gint64 left = 0;

  for (guint i = 0; i < self->products->len; i++)
    {
      const DdiSheetProduct *product = self->products->pdata[i];
      DdiFigure figure = product->day[k];

      if (is_donut (product))
        {
          day->donuts_made += MAX (figure.made, 0);
          day->donuts_wasted += MAX (figure.wasted, 0);
        }
      left += MAX (figure.wasted, 0);
      if (figure.made > 0)
        {
          day->n_offered++;
          day->n_counted += figure.wasted != DDI_SHEET_BLANK;
        }
    }
  if (day->n_counted == 0)
    day->state = DDI_SHEET_DAY_NOT_STARTED;
  else if ((day->n_offered - day->n_counted) * 10 > day->n_offered)
    day->state = DDI_SHEET_DAY_PARTIAL;
  else if (left == 0 && day->n_counted >= MIN_ALL_ZERO)
    day->state = DDI_SHEET_DAY_ALL_ZERO;
  else
    day->state = DDI_SHEET_DAY_COMPLETE;
}

/* What a complete day does not tell, and days where everything went. */
static void
question_day (Parser *self, int k)
{
  const DdiSheetDay *day = &self->sheet->day[k];

  if (day->state == DDI_SHEET_DAY_ALL_ZERO)
    {
      g_autofree char *date = ddi_day_format (day->day);

      warn (self, 0, 0, _ ("%s: nothing was left of %u products; really sold out, or not counted?"), date,
            day->n_counted);
    }
  if (day->state == DDI_SHEET_DAY_NOT_STARTED)
    return;
  for (guint i = 0; i < self->products->len; i++)
    {
      const DdiSheetProduct *product = self->products->pdata[i];

      if (product->day[k].made > 0 && product->day[k].wasted == DDI_SHEET_BLANK)
        warn (self, product->row, self->columns.pm[k], _ ("%s: made %d, thrown away is not written"),
              product->name, product->day[k].made);
    }
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp ((*(const DdiSheetProduct *const *)a)->name, (*(const DdiSheetProduct *const *)b)->name);
}

/* Of days first…last: the figures in the order of names, without dates. */
static char *
digest_days (GPtrArray *by_name, int first, int last)
{
  g_autoptr (GString) text = g_string_new (NULL);
  guint n = 0;

  for (int k = first; k <= last; k++)
    for (guint i = 0; i < by_name->len; i++)
      {
        const DdiSheetProduct *product = by_name->pdata[i];
        g_autofree char *key = ddi_name_key (product->name);
        DdiFigure figure = product->day[k];

        if (figure.made == DDI_SHEET_BLANK && figure.wasted == DDI_SHEET_BLANK)
          continue;
        g_string_append_printf (text, "%d|%s|%d|%d\n", k - first, key, figure.made, figure.wasted);
        n += figure.made > 0 && figure.wasted > 0;
      }
  return n < DDI_SHEET_DIGEST_FIGURES ? NULL
                                      : g_compute_checksum_for_string (G_CHECKSUM_SHA256, text->str, -1);
}

static void
keep_products (Parser *self)
{
  DdiThrowawaySheet *sheet = self->sheet;
  g_autoptr (GPtrArray) by_name = g_ptr_array_new ();

  for (guint i = 0; i < self->products->len; i++)
    if (has_figure (self->products->pdata[i]))
      {
        g_ptr_array_add (sheet->products, self->products->pdata[i]);
        g_ptr_array_add (by_name, self->products->pdata[i]);
        self->products->pdata[i] = NULL;
      }
  g_ptr_array_sort (by_name, compare_names);
  for (int k = 0; k < DDI_SHEET_DAYS; k++)
    sheet->day[k].digest = digest_days (by_name, k, k);
  sheet->digest = digest_days (by_name, 0, DDI_SHEET_DAYS - 1);
}

static int
compare_problems (gconstpointer a, gconstpointer b)
{
  const DdiProblem *x = *(const DdiProblem *const *)a, *y = *(const DdiProblem *const *)b;

  return x->row < y->row ? -1 : x->row > y->row;
}

static gboolean
parse (Parser *self, GError **error)
{
  if (!read_dates (self, error))
    return FALSE;
  self->sheet->pc_number = ddi_throwaway_dup_pc_number (self->grid);
  for (guint row = 1; row <= ddi_sheet_grid_get_n_rows (self->grid); row++)
    if (!read_row (self, row, error))
      return FALSE;
  if (!self->has_columns)
    return refuse (self, error, NULL, _ ("not a Daily Throw Away Chart: no row names AM and PM columns"));
  for (int k = 0; k < DDI_SHEET_DAYS; k++)
    {
      count_day (self, k);
      read_foot (self, k);
      question_day (self, k);
    }
  keep_products (self);
  g_ptr_array_sort (self->sheet->problems, compare_problems);
  return TRUE;
}

static void
free_unless_kept (gpointer product)
{
  if (product)
    product_free (product);
}

DdiThrowawaySheet *
ddi_throwaway_sheet_parse (DdiSheetGrid *grid, const char *file, GError **error)
{
  g_autoptr (DdiThrowawaySheet) sheet = g_new0 (DdiThrowawaySheet, 1);
  Parser parser = { .sheet = sheet, .grid = grid };
  gboolean good;

  sheet->file = g_strdup (file);
  sheet->products = g_ptr_array_new_with_free_func ((GDestroyNotify)product_free);
  sheet->problems = g_ptr_array_new_with_free_func ((GDestroyNotify)ddi_problem_free);
  parser.products = g_ptr_array_new_with_free_func (free_unless_kept);
  parser.by_key = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  good = parse (&parser, error);

  g_free (parser.section);
  g_hash_table_unref (parser.by_key);
  g_ptr_array_unref (parser.products);
  return good ? g_steal_pointer (&sheet) : NULL;
}

DdiFigureKind
ddi_figure_get_kind (DdiFigure figure)
{
  if (figure.made == DDI_SHEET_BLANK)
    return figure.wasted == DDI_SHEET_BLANK ? DDI_FIGURE_BLANK : DDI_FIGURE_WASTED_ONLY;
  if (figure.wasted == DDI_SHEET_BLANK)
    return DDI_FIGURE_MADE_ONLY;
  if (figure.wasted > figure.made)
    return DDI_FIGURE_CARRIED_OVER;
  if (figure.made == 0)
    return DDI_FIGURE_NOT_OFFERED;
  return figure.wasted == 0 ? DDI_FIGURE_SOLD_OUT : DDI_FIGURE_SOLD;
}

gint32
ddi_figure_get_sold (DdiFigure figure)
{
  if (figure.made == DDI_SHEET_BLANK || figure.wasted == DDI_SHEET_BLANK)
    return DDI_SHEET_BLANK;
  return MAX (0, figure.made - figure.wasted);
}

gboolean
ddi_sheet_day_get_unaccounted (const DdiSheetDay *day, gint64 *unaccounted)
{
  if (day->typed_sold == DDI_SHEET_BLANK || day->state == DDI_SHEET_DAY_NOT_STARTED)
    return FALSE;
  *unaccounted = day->donuts_made - day->donuts_wasted - day->typed_sold;
  return TRUE;
}
