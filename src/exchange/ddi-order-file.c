/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "exchange/ddi-order-file.h"

#include <cairo-pdf.h>
#include <glib/gi18n-lib.h>

#include "ddi-config.h"
#include "exchange/ddi-exchange-error.h"
#include "exchange/ddi-order-sheet.h"
#include "exchange/ddi-table-writer.h"

static const char *const formats[] = { "csv", "xlsx", "pdf" };

const char *
ddi_order_file_format (const char *path)
{
  const char *dot = strrchr (path, '.');

  for (guint i = 0; dot && i < G_N_ELEMENTS (formats); i++)
    if (g_ascii_strcasecmp (dot + 1, formats[i]) == 0)
      return formats[i];
  return NULL;
}

static char *
make_title (DdiOrderMatrix *matrix)
{
  g_autofree char *day = ddi_day_format (ddi_order_matrix_get_day (matrix));

  return g_strdup_printf (_ ("Order %s"), day);
}

static gboolean
write_table (DdiOrderMatrix *matrix, const char *path, GCancellable *cancellable, GError **error)
{
  guint n_shops = ddi_order_matrix_get_n_shops (matrix);
  g_autoptr (GArray) columns = g_array_new (FALSE, TRUE, sizeof (DdiTableColumn));
  g_autoptr (DdiTableWriter) writer = NULL;
  g_autofree char *title = make_title (matrix);
  DdiTableColumn column = { "product", DDI_TABLE_TEXT };

  g_array_append_val (columns, column);
  column.name = "category";
  g_array_append_val (columns, column);
  column.kind = DDI_TABLE_INTEGER;
  for (guint s = 0; s < n_shops; s++)
    {
      column.name = ddi_order_matrix_get_shop (matrix, s);
      g_array_append_val (columns, column);
    }
  column.name = "total";
  if (n_shops > 1)
    g_array_append_val (columns, column);

  writer = ddi_table_writer_open (path, title, (const DdiTableColumn *)columns->data, columns->len, error);
  if (writer == NULL)
    return FALSE;
  for (guint p = 0; p < ddi_order_matrix_get_n_products (matrix); p++)
    {
      ddi_table_writer_text (writer, ddi_order_matrix_get_product (matrix, p));
      ddi_table_writer_text (writer, ddi_order_matrix_get_category (matrix, p));
      for (guint s = 0; s < n_shops; s++)
        ddi_table_writer_int (writer, ddi_order_matrix_get_pieces (matrix, s, p));
      if (n_shops > 1)
        ddi_table_writer_int (writer, ddi_order_matrix_sum_product (matrix, p));
      if (!ddi_table_writer_end_record (writer, cancellable, error))
        return FALSE;
    }
  return ddi_table_writer_close (writer, cancellable, error);
}

static cairo_status_t
append_cb (void *closure, const unsigned char *data, unsigned int length)
{
  g_byte_array_append (closure, data, length);
  return CAIRO_STATUS_SUCCESS;
}

static void
draw_pages (DdiOrderMatrix *matrix, cairo_surface_t *surface, double width, double height)
{
  cairo_t *cr = cairo_create (surface);

  for (guint page = 0; page < ddi_order_sheet_n_pages (matrix, width, height); page++)
    {
      ddi_order_sheet_draw (matrix, cr, page, width, height);
      cairo_show_page (cr);
    }
  cairo_destroy (cr);
}

/* Into memory first: a PDF of some kilobytes then takes its file's place at once, or not at all. */
static gboolean
write_pdf (DdiOrderMatrix *matrix, const char *path, GError **error)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  g_autofree char *title = make_title (matrix);
  cairo_surface_t *surface;
  cairo_status_t status;
  double width, height;

  ddi_order_sheet_default_size (matrix, &width, &height);
  surface = cairo_pdf_surface_create_for_stream (append_cb, bytes, width, height);
  cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_TITLE, title);
  cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_CREATOR, "dunkin-demand " DDI_VERSION);
  draw_pages (matrix, surface, width, height);
  cairo_surface_finish (surface);
  status = cairo_surface_status (surface);
  cairo_surface_destroy (surface);
  if (status != CAIRO_STATUS_SUCCESS)
    {
      g_set_error (error, DDI_EXCHANGE_ERROR, DDI_EXCHANGE_ERROR_WRITE, _ ("“%s” could not be drawn: %s"),
                   path, cairo_status_to_string (status));
      return FALSE;
    }
  return g_file_set_contents (path, (const char *)bytes->data, bytes->len, error);
}

gboolean
ddi_order_file_write (DdiOrderMatrix *matrix, const char *path, GCancellable *cancellable, GError **error)
{
  const char *format = path == NULL || g_str_equal (path, "-") ? "csv" : ddi_order_file_format (path);

  if (format == NULL)
    {
      g_set_error (error, DDI_EXCHANGE_ERROR, DDI_EXCHANGE_ERROR_WRITE,
                   _ ("“%s” does not end in .csv, .xlsx or .pdf"), path);
      return FALSE;
    }
  if (g_str_equal (format, "pdf"))
    return write_pdf (matrix, path, error);
  return write_table (matrix, path, cancellable, error);
}
