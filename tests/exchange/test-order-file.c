/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "exchange/ddi-order-file.h"

#include <glib/gstdio.h>

#include "exchange/ddi-exchange-error.h"
#include "exchange/ddi-order-sheet.h"
#include "exchange/ddi-xlsx-reader.h"

static DdiOrderMatrix *
make_matrix (guint n_shops, guint n_products)
{
  DdiOrderMatrix *matrix = ddi_order_matrix_new (ddi_day_parse ("2026-11-25"));

  for (guint p = 0; p < n_products; p++)
    for (guint s = 0; s < n_shops; s++)
      {
        g_autofree char *shop = g_strdup_printf ("Store %02u", s + 1);
        g_autofree char *product = g_strdup_printf ("Product %02u", p + 1);

        ddi_order_matrix_add (matrix, shop, product, p % 3 == 2 ? "Munchkins" : "Donuts", 6,
                              (int)(6 * (p + s)));
      }
  return matrix;
}

static char *
write_file (DdiOrderMatrix *matrix, const char *name)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *folder = g_dir_make_tmp ("order-XXXXXX", &error);
  char *path = g_build_filename (folder, name, NULL);

  g_assert_no_error (error);
  g_assert_true (ddi_order_file_write (matrix, path, NULL, &error));
  g_assert_no_error (error);
  return path;
}

static void
remove_file (const char *path)
{
  g_autofree char *folder = g_path_get_dirname (path);

  g_assert_cmpint (g_unlink (path), ==, 0);
  g_assert_cmpint (g_rmdir (folder), ==, 0);
}

static void
test_matrix (void)
{
  g_autoptr (DdiOrderMatrix) matrix = make_matrix (3, 4);

  g_assert_cmpuint (ddi_order_matrix_get_n_shops (matrix), ==, 3);
  g_assert_cmpuint (ddi_order_matrix_get_n_products (matrix), ==, 4);
  g_assert_cmpint (ddi_order_matrix_get_pieces (matrix, 2, 3), ==, 30);
  g_assert_cmpint (ddi_order_matrix_sum_product (matrix, 1), ==, 6 + 12 + 18);
  g_assert_cmpint (ddi_order_matrix_sum_shop (matrix, 1), ==, 6 + 12 + 18 + 24);
  g_assert_cmpint (ddi_order_matrix_sum_category (matrix, "Munchkins", -1), ==, 12 + 18 + 24);
  g_assert_cmpint (ddi_order_matrix_sum (matrix), ==, 6 * (18 + 12));

  /* A shop that gets nothing of a product, and one that gets it in two cells. */
  ddi_order_matrix_add (matrix, "Store 09", "Product 01", "Donuts", 6, 5);
  ddi_order_matrix_add (matrix, "Store 09", "Product 01", "Donuts", 6, 7);
  g_assert_cmpint (ddi_order_matrix_get_pieces (matrix, 3, 0), ==, 12);
  g_assert_cmpint (ddi_order_matrix_get_pieces (matrix, 3, 1), ==, 0);
}

static void
test_csv (void)
{
  g_autoptr (DdiOrderMatrix) matrix = make_matrix (2, 2);
  g_autofree char *path = NULL;
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;

  ddi_order_matrix_add (matrix, "Store 01", "=cmd|' /C calc'!A0", NULL, 1, 3);
  path = write_file (matrix, "order.csv");
  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (text, ==,
                   "product,category,Store 01,Store 02,total\n"
                   "Product 01,Donuts,0,6,6\n"
                   "Product 02,Donuts,6,12,18\n"
                   "'=cmd|' /C calc'!A0,,3,0,3\n");
  remove_file (path);
}

static void
test_xlsx (void)
{
  g_autoptr (DdiOrderMatrix) matrix = make_matrix (2, 3);
  g_autofree char *path = write_file (matrix, "order.XLSX");
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = ddi_xlsx_load (file, NULL, &error);
  g_autoptr (DdiSheetGrid) grid = NULL;

  g_assert_no_error (error);
  grid = ddi_xlsx_read (bytes, "order.xlsx", NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (ddi_sheet_grid_get_text (grid, 1, 3), ==, "Store 01");
  g_assert_cmpstr (ddi_sheet_grid_get_text (grid, 3, 1), ==, "Product 02");
  g_assert_cmpfloat (ddi_sheet_grid_get (grid, 3, 4)->number, ==, 12);
  g_assert_cmpfloat (ddi_sheet_grid_get (grid, 4, 5)->number, ==, 12 + 18);
  remove_file (path);
}

static void
test_pdf (void)
{
  g_autoptr (DdiOrderMatrix) matrix = make_matrix (12, 24);
  g_autofree char *path = write_file (matrix, "order.pdf");
  g_autofree char *bytes = NULL;
  gsize length;
  g_autoptr (GError) error = NULL;

  g_file_get_contents (path, &bytes, &length, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (length, >, 2000);
  g_assert_true (g_str_has_prefix (bytes, "%PDF-"));
  g_assert_cmpstr (bytes + length - 6, ==, "%%EOF\n");
  remove_file (path);
}

/* Whatever the order, all is drawn inside the page. */
static void
test_sheet_stays_on_paper (void)
{
  static const guint sizes[][2] = { { 1, 24 }, { 1, 90 }, { 3, 5 }, { 12, 24 }, { 40, 60 }, { 1, 0 } };

  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      g_autoptr (DdiOrderMatrix) matrix = make_matrix (sizes[i][0], sizes[i][1]);
      double width, height;
      guint n_pages;

      if (sizes[i][1] == 0)
        ddi_order_matrix_add_shop (matrix, "Store 01");
      ddi_order_sheet_default_size (matrix, &width, &height);
      n_pages = ddi_order_sheet_n_pages (matrix, width, height);
      g_assert_cmpuint (n_pages, >=, 1);
      for (guint page = 0; page < n_pages; page++)
        {
          cairo_surface_t *surface = cairo_recording_surface_create (CAIRO_CONTENT_COLOR_ALPHA, NULL);
          cairo_t *cr = cairo_create (surface);
          double x, y, w, h;

          ddi_order_sheet_draw (matrix, cr, page, width, height);
          cairo_recording_surface_ink_extents (surface, &x, &y, &w, &h);
          g_assert_cmpfloat (x, >=, 20);
          g_assert_cmpfloat (y, >=, 20);
          g_assert_cmpfloat (x + w, <=, width - 20);
          g_assert_cmpfloat (y + h, <=, height - 20);
          g_assert_cmpint (cairo_status (cr), ==, CAIRO_STATUS_SUCCESS);
          cairo_destroy (cr);
          cairo_surface_destroy (surface);
        }
    }
}

static void
test_pages (void)
{
  g_autoptr (DdiOrderMatrix) wall = make_matrix (1, 24);
  g_autoptr (DdiOrderMatrix) district = make_matrix (40, 60);

  /* A shop's day fits on one sheet. */
  g_assert_cmpuint (ddi_order_sheet_n_pages (wall, 612, 792), ==, 1);
  g_assert_cmpuint (ddi_order_sheet_n_pages (district, 792, 612), >=, 6);
}

/* Whether text is in this part of the picture; lines are lighter. */
static gboolean
has_text (cairo_surface_t *picture, int x, int y, int width, int height)
{
  const guchar *data = cairo_image_surface_get_data (picture);
  int stride = cairo_image_surface_get_stride (picture);

  for (int row = y; row < y + height; row++)
    for (int column = x; column < x + width; column++)
      if (data[row * stride + column * 4] < 80)
        return TRUE;
  return FALSE;
}

/* Each page begins with a category's name and ends with figures, however many products there are. */
static void
test_page_breaks (void)
{
  enum
  {
    NAMES = 40,
    FIGURES = 192,
    TOP = 139,
    END = 540,
    ROW = 16,
  };

  for (guint n_products = 16; n_products < 40; n_products++)
    {
      g_autoptr (DdiOrderMatrix) matrix = make_matrix (3, n_products);
      guint n_pages = ddi_order_sheet_n_pages (matrix, 792, 612);

      for (guint page = 0; page < n_pages; page++)
        {
          cairo_surface_t *picture = cairo_image_surface_create (CAIRO_FORMAT_RGB24, 792, 612);
          cairo_t *cr = cairo_create (picture);
          int y = END;

          cairo_set_source_rgb (cr, 1, 1, 1);
          cairo_paint (cr);
          ddi_order_sheet_draw (matrix, cr, page, 792, 612);
          cairo_surface_flush (picture);
          g_assert_true (has_text (picture, NAMES, TOP, 100, ROW));
          g_assert_false (has_text (picture, FIGURES, TOP, 150, ROW));
          while (!has_text (picture, NAMES, y, 100, 1))
            y--;
          g_assert_true (has_text (picture, FIGURES, y - ROW / 2, 150, ROW / 2 + 1));
          cairo_destroy (cr);
          cairo_surface_destroy (picture);
        }
    }
}

static void
test_refused (void)
{
  g_autoptr (DdiOrderMatrix) matrix = make_matrix (1, 1);
  g_autoptr (GError) error = NULL;

  g_assert_cmpstr (ddi_order_file_format ("a.b.Pdf"), ==, "pdf");
  g_assert_null (ddi_order_file_format ("order"));
  g_assert_false (ddi_order_file_write (matrix, "order.docx", NULL, &error));
  g_assert_error (error, DDI_EXCHANGE_ERROR, DDI_EXCHANGE_ERROR_WRITE);
  g_clear_error (&error);
  g_assert_false (ddi_order_file_write (matrix, "/nowhere/at/all/order.pdf", NULL, &error));
  g_assert_nonnull (error);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/order-file/matrix", test_matrix);
  g_test_add_func ("/order-file/csv", test_csv);
  g_test_add_func ("/order-file/xlsx", test_xlsx);
  g_test_add_func ("/order-file/pdf", test_pdf);
  g_test_add_func ("/order-file/sheet-stays-on-paper", test_sheet_stays_on_paper);
  g_test_add_func ("/order-file/pages", test_pages);
  g_test_add_func ("/order-file/page-breaks", test_page_breaks);
  g_test_add_func ("/order-file/refused", test_refused);
  return g_test_run ();
}
