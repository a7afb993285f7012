/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "exchange/ddi-sales-file.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "core/ddi-name.h"
#include "exchange/ddi-cell.h"
#include "exchange/ddi-csv-reader.h"

/* More shops or products than this in one file is a column mixed up with another. */
#define MAX_NAMES 100000
#define MAX_NAME_LENGTH 255

/* Names seen so far: each spelling, and each key that spellings share, to an index + 1. */
typedef struct
{
  GPtrArray *names;
  GHashTable *by_spelling;
  GHashTable *by_key;
  char *last_spelling; /* rows of one series stand together: mostly no table is asked */
  guint32 last;
} Names;

typedef struct
{
  DdiCsvReader *reader;
  DdiSalesFile *file;
  const DdiSalesFileOptions *options;
  int store_column, product_column, date_column, quantity_column, revenue_column;
  GArray *other_columns; /* (element-type int) of file->others */
  Names stores, products;
} Loader;

static void
names_init (Names *self, GPtrArray *names)
{
  self->names = names;
  self->by_spelling = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->by_key = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->last_spelling = NULL;
}

static void
names_clear (Names *self)
{
  g_clear_pointer (&self->by_spelling, g_hash_table_unref);
  g_clear_pointer (&self->by_key, g_hash_table_unref);
}

static const char *
names_add (Names *self, const char *spelling, guint32 *index)
{
  g_autofree char *key = ddi_name_key (spelling);
  gpointer known = g_hash_table_lookup (self->by_key, key);

  if (*key == '\0')
    return _ ("the name is missing");
  if (g_utf8_strlen (spelling, -1) > MAX_NAME_LENGTH)
    return _ ("a name of more than 255 letters");
  if (known == NULL)
    {
      if (self->names->len == MAX_NAMES)
        return _ ("more than 100,000 different names");
      g_ptr_array_add (self->names, g_strstrip (g_strdup (spelling)));
      known = GUINT_TO_POINTER (self->names->len);
      g_hash_table_insert (self->by_key, g_steal_pointer (&key), known);
    }
  *index = GPOINTER_TO_UINT (known) - 1;
  self->last_spelling = g_strdup (spelling);
  g_hash_table_insert (self->by_spelling, self->last_spelling, known);
  return NULL;
}

static const char *
names_find (Names *self, const char *spelling, guint32 *index)
{
  gpointer key, known;
  const char *why;

  if (self->last_spelling && g_str_equal (self->last_spelling, spelling))
    {
      *index = self->last;
      return NULL;
    }
  if (g_hash_table_lookup_extended (self->by_spelling, spelling, &key, &known))
    {
      self->last_spelling = key;
      *index = GPOINTER_TO_UINT (known) - 1;
    }
  else if ((why = names_add (self, spelling, index)))
    return why;
  self->last = *index;
  return NULL;
}

/* TRUE to go on. Takes the problem. */
static gboolean
leave_out (DdiSalesFile *file, gboolean lenient, DdiProblem *problem, GError **error)
{
  g_autoptr (DdiProblem) owned = problem;

  if (!lenient)
    {
      g_autofree char *message = ddi_problem_format (problem);

      g_set_error_literal (error, DDI_EXCHANGE_ERROR, DDI_EXCHANGE_ERROR_VALUE, message);
      return FALSE;
    }
  file->n_left_out++;
  if (file->problems->len < DDI_SALES_FILE_MAX_PROBLEMS)
    g_ptr_array_add (file->problems, g_steal_pointer (&owned));
  return TRUE;
}

static const char *
parse_row (Loader *self, DdiSalesRow *row, gint64 *revenue, int *column)
{
  DdiCsvReader *r = self->reader;
  const char *why = NULL;
  const char *text;

  row->row = (guint32)MIN (ddi_csv_reader_get_row (r), G_MAXUINT32);
  *column = self->store_column;
  text = *column < 0 ? self->options->store : ddi_csv_reader_get_field (r, *column);
  why = names_find (&self->stores, text, &row->store);
  if (why)
    return why;
  *column = self->product_column;
  why = names_find (&self->products, ddi_csv_reader_get_field (r, *column), &row->product);
  if (why)
    return why;
  *column = self->date_column;
  why = ddi_cell_parse_day (ddi_csv_reader_get_field (r, *column), &row->day);
  if (why)
    return why;
  *column = self->quantity_column;
  text = ddi_csv_reader_get_field (r, *column);
  why = *text == '\0' ? _ ("the quantity is missing") : ddi_cell_parse_quantity (text, &row->quantity);
  if (why || self->revenue_column < 0)
    return why;
  *column = self->revenue_column;
  text = ddi_csv_reader_get_field (r, *column);
  return *text == '\0' ? NULL : ddi_cell_parse_money (text, revenue);
}

static void
add_others (Loader *self)
{
  for (guint i = 0; self->other_columns && i < self->other_columns->len; i++)
    {
      const char *text = ddi_csv_reader_get_field (self->reader, g_array_index (self->other_columns, int, i));
      g_autofree char *trimmed = g_strstrip (g_strdup (text));

      g_ptr_array_add (self->file->cells,
                       *trimmed ? g_string_chunk_insert_const (self->file->texts, trimmed) : NULL);
    }
}

static gboolean
read_rows (Loader *self, GCancellable *cancellable, GError **error)
{
  gboolean lenient = self->options && self->options->lenient;
  guint n_columns = g_strv_length ((char **)ddi_csv_reader_get_header (self->reader));
  g_autoptr (GError) local = NULL;

  while (ddi_csv_reader_next (self->reader, cancellable, &local))
    {
      guint n = ddi_csv_reader_get_n_fields (self->reader);
      DdiSalesRow row = { 0 };
      gint64 revenue = DDI_SALES_FILE_NO_REVENUE;
      DdiProblem *problem = NULL;
      int column = -1;
      const char *why;

      if (n != n_columns)
        problem =
            ddi_csv_reader_problem (self->reader, -1, _ ("%u cells where the header has %u"), n, n_columns);
      else if ((why = parse_row (self, &row, &revenue, &column)))
        problem = ddi_csv_reader_problem (self->reader, column, _ ("%s: “%.60s”"), why,
                                          ddi_csv_reader_get_field (self->reader, column));
      if (problem == NULL)
        {
          g_array_append_val (self->file->rows, row);
          if (self->file->revenues)
            g_array_append_val (self->file->revenues, revenue);
          add_others (self);
        }
      else if (!leave_out (self->file, lenient, problem, error))
        return FALSE;
    }
  if (local)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  return TRUE;
}

static guint64
series_day (const DdiSalesRow *row)
{
  return (guint64)row->store << 42 | (guint64)row->product << 22 | (guint64)(row->day + (1 << 20));
}

static int
compare_rows (gconstpointer a, gconstpointer b)
{
  const DdiSalesRow *x = *(const DdiSalesRow *const *)a, *y = *(const DdiSalesRow *const *)b;
  guint64 p = series_day (x), q = series_day (y);

  return p != q ? (p < q ? -1 : 1) : (x->row < y->row ? -1 : x->row > y->row);
}

static gboolean
ascends (GArray *rows)
{
  const DdiSalesRow *row = (const DdiSalesRow *)(gpointer)rows->data;

  for (guint i = 1; i < rows->len; i++)
    if (series_day (&row[i - 1]) >= series_day (&row[i]))
      return FALSE;
  return TRUE;
}

void
ddi_sales_file_drop_marked (DdiSalesFile *self)
{
  GArray *rows = self->rows, *revenues = self->revenues;
  guint kept = 0, n = self->others ? self->others->len : 0;

  for (guint i = 0; i < rows->len; i++)
    {
      if (g_array_index (rows, DdiSalesRow, i).quantity < 0)
        continue;
      g_array_index (rows, DdiSalesRow, kept) = g_array_index (rows, DdiSalesRow, i);
      if (revenues)
        g_array_index (revenues, gint64, kept) = g_array_index (revenues, gint64, i);
      for (guint k = 0; k < n; k++)
        self->cells->pdata[kept * n + k] = self->cells->pdata[i * n + k];
      kept++;
    }
  g_array_set_size (rows, kept);
  if (revenues)
    g_array_set_size (revenues, kept);
  if (n > 0)
    g_ptr_array_set_size (self->cells, (int)(kept * n));
}

const char *
ddi_sales_file_get_other (const DdiSalesFile *self, guint i, guint other)
{
  return self->cells->pdata[i * self->others->len + other];
}

void
ddi_sales_file_mark (DdiSalesFile *self, guint i, guint other, const char *reason)
{
  DdiSalesRow *row = &g_array_index (self->rows, DdiSalesRow, i);

  if (row->quantity < 0)
    return;
  leave_out (self, TRUE, ddi_problem_new (self->name, row->row, self->others->pdata[other], reason), NULL);
  row->quantity = -1;
}

/* A second row of the same store, product and day is left out: summing it or believing the later one
 * would both be a guess. */
static gboolean
drop_doubled (Loader *self, GError **error)
{
  GArray *rows = self->file->rows;
  g_autofree DdiSalesRow **sorted = NULL;
  const DdiSalesRow *first;

  if (ascends (rows))
    return TRUE;
  sorted = g_new (DdiSalesRow *, rows->len);
  for (guint i = 0; i < rows->len; i++)
    sorted[i] = &g_array_index (rows, DdiSalesRow, i);
  qsort (sorted, rows->len, sizeof *sorted, compare_rows);

  first = sorted[0];
  for (guint i = 1; i < rows->len; i++)
    {
      g_autofree char *row = NULL;
      g_autofree char *reason = NULL;

      if (series_day (first) != series_day (sorted[i]))
        {
          first = sorted[i];
          continue;
        }
      row = g_strdup_printf ("%u", first->row);
      reason = g_strdup_printf (_ ("the same store, product and day as in line %s"), row);
      if (!leave_out (self->file, self->options && self->options->lenient,
                      ddi_problem_new (self->file->name, sorted[i]->row, NULL, reason), error))
        return FALSE;
      sorted[i]->quantity = -1;
    }
  ddi_sales_file_drop_marked (self->file);
  return TRUE;
}

static void
find_others (Loader *self, const int *known, guint n_known)
{
  const char *const *header = ddi_csv_reader_get_header (self->reader);

  self->file->others = g_ptr_array_new_with_free_func (g_free);
  self->file->cells = g_ptr_array_new ();
  self->file->texts = g_string_chunk_new (1024);
  self->other_columns = g_array_new (FALSE, FALSE, sizeof (int));
  for (int i = 0; header[i]; i++)
    {
      gboolean other = *header[i] != '\0';

      for (guint k = 0; k < n_known; k++)
        other &= known[k] != i;
      if (!other)
        continue;
      g_ptr_array_add (self->file->others, g_strdup (header[i]));
      g_array_append_val (self->other_columns, i);
    }
}

static gboolean
read_header (Loader *self, GCancellable *cancellable, GError **error)
{
  const DdiCsvColumn columns[] = {
    { "store|store_name|shop", !(self->options && self->options->store) },
    { "product|product_name|item", TRUE },
    { "date|day", TRUE },
    { "quantity|quantity_sold|quantity_produced|quantity_wasted|sold|pieces", TRUE },
    { "revenue", FALSE },
  };
  int index[G_N_ELEMENTS (columns)];

  if (!ddi_csv_reader_read_header (self->reader, columns, G_N_ELEMENTS (columns), index, cancellable, error))
    return FALSE;
  self->store_column = index[0];
  self->product_column = index[1];
  self->date_column = index[2];
  self->quantity_column = index[3];
  self->revenue_column = index[4];
  if (self->revenue_column >= 0)
    self->file->revenues = g_array_new (FALSE, FALSE, sizeof (gint64));
  if (self->options && self->options->others)
    find_others (self, index, G_N_ELEMENTS (index));
  return TRUE;
}

static DdiSalesFile *
load (DdiCsvReader *reader, const DdiSalesFileOptions *options, GCancellable *cancellable, GError **error)
{
  g_autoptr (DdiSalesFile) file = g_new0 (DdiSalesFile, 1);
  Loader loader = { .reader = reader, .file = file, .options = options };
  gboolean good;

  file->name = g_strdup (ddi_csv_reader_get_name (reader));
  file->stores = g_ptr_array_new_with_free_func (g_free);
  file->products = g_ptr_array_new_with_free_func (g_free);
  file->rows = g_array_new (FALSE, FALSE, sizeof (DdiSalesRow));
  file->problems = g_ptr_array_new_with_free_func ((GDestroyNotify)ddi_problem_free);
  names_init (&loader.stores, file->stores);
  names_init (&loader.products, file->products);

  good = read_header (&loader, cancellable, error) && read_rows (&loader, cancellable, error) &&
         drop_doubled (&loader, error);

  names_clear (&loader.stores);
  names_clear (&loader.products);
  g_clear_pointer (&loader.other_columns, g_array_unref);
  return good ? g_steal_pointer (&file) : NULL;
}

DdiSalesFile *
ddi_sales_file_load (const char *path, const DdiSalesFileOptions *options, GCancellable *cancellable,
                     GError **error)
{
  g_autoptr (DdiCsvReader) reader = ddi_csv_reader_open (path, error);

  return reader ? load (reader, options, cancellable, error) : NULL;
}

DdiSalesFile *
ddi_sales_file_read (GInputStream *stream, const char *name, const DdiSalesFileOptions *options,
                     GCancellable *cancellable, GError **error)
{
  g_autoptr (DdiCsvReader) reader = ddi_csv_reader_new (stream, name);

  return load (reader, options, cancellable, error);
}

void
ddi_sales_file_free (DdiSalesFile *self)
{
  g_free (self->name);
  g_clear_pointer (&self->stores, g_ptr_array_unref);
  g_clear_pointer (&self->products, g_ptr_array_unref);
  g_clear_pointer (&self->rows, g_array_unref);
  g_clear_pointer (&self->revenues, g_array_unref);
  g_clear_pointer (&self->others, g_ptr_array_unref);
  g_clear_pointer (&self->cells, g_ptr_array_unref);
  g_clear_pointer (&self->texts, g_string_chunk_free);
  g_clear_pointer (&self->problems, g_ptr_array_unref);
  g_free (self);
}
