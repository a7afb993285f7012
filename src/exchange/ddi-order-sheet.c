/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "exchange/ddi-order-sheet.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <pango/pangocairo.h>

#include "core/ddi-format.h"

#define MARGIN 40.0
#define LETTER_SHORT 612.0
#define LETTER_LONG 792.0

/* The sheet on the wall: rows as tall as a pen needs, shrunk to at most this when products are many. */
#define TALL_ROW 24.0
#define SHORT_ROW 16.0
#define GRID_ROW 17.0
/* The shops' names, once a page. */
#define GRID_HEAD 24.0
#define GRID_NAME 150.0
#define GRID_SHOP_MIN 40.0
#define GRID_SHOP_MAX 64.0
#define HEAD 74.0
#define FOOT 22.0

/* A row of paper: a category's heading, a product, or a category's sum; or nothing, before a page's end. */
typedef enum
{
  HEADING,
  PRODUCT,
  SUM,
  EMPTY,
} RowKind;

typedef struct
{
  RowKind kind;
  guint product; /* for HEADING and SUM one of its products */
} Row;

/* Fewer rows than these are not worth keeping together. */
#define LEAST_ROWS 4

typedef struct
{
  double row_height;
  double shop_width; /* of one column; the total's is as wide */
  guint rows_a_page;
  guint shops_a_page;
  guint n_row_pages;
  guint n_shop_pages;
  GArray *rows; /* Row */
} Plan;

typedef enum
{
  LEFT,
  RIGHT,
  CENTER,
  RIGHT_TWO_LINES, /* a shop's name over a narrow column */
} Align;

void
ddi_order_sheet_default_size (DdiOrderMatrix *matrix, double *width, double *height)
{
  gboolean upright = ddi_order_matrix_get_n_shops (matrix) <= 1;

  *width = upright ? LETTER_SHORT : LETTER_LONG;
  *height = upright ? LETTER_LONG : LETTER_SHORT;
}

/* Products come sorted by their place on the sheet; a category's products stand together here. */
static GArray *
make_rows (DdiOrderMatrix *matrix)
{
  GArray *rows = g_array_new (FALSE, FALSE, sizeof (Row));
  guint n = ddi_order_matrix_get_n_products (matrix);
  g_autofree gboolean *done = g_new0 (gboolean, MAX (n, 1));

  for (guint first = 0; first < n; first++)
    {
      const char *category = ddi_order_matrix_get_category (matrix, first);
      Row row = { HEADING, first };

      if (done[first])
        continue;
      g_array_append_val (rows, row);
      for (guint p = first; p < n; p++)
        if (!done[p] && g_str_equal (ddi_order_matrix_get_category (matrix, p), category))
          {
            row = (Row){ PRODUCT, p };
            done[p] = TRUE;
            g_array_append_val (rows, row);
          }
      row = (Row){ SUM, first };
      g_array_append_val (rows, row);
    }
  return rows;
}

/* The rows with which @row has to share a page: a heading its first product and what follows, and the last product its
 * sum. */
static guint
count_together (GArray *rows, guint row)
{
  const Row *all = (const Row *)(gpointer)rows->data;

  if (all[row].kind == HEADING)
    return MIN (3, rows->len - row);
  return all[row].kind == PRODUCT && row + 1 < rows->len && all[row + 1].kind == SUM ? 2 : 1;
}

/* Nothing stands alone at the end of a page, and a page that begins within a category says which. */
static GArray *
break_pages (GArray *rows, guint rows_a_page)
{
  GArray *broken = g_array_new (FALSE, FALSE, sizeof (Row));

  for (guint i = 0; i < rows->len; i++)
    {
      Row row = g_array_index (rows, Row, i);
      Row heading = { HEADING, row.product }, empty = { EMPTY, 0 };

      while (rows_a_page >= LEAST_ROWS && broken->len % rows_a_page > 0 &&
             broken->len % rows_a_page + count_together (rows, i) > rows_a_page)
        g_array_append_val (broken, empty);
      if (rows_a_page >= LEAST_ROWS && broken->len > 0 && broken->len % rows_a_page == 0 &&
          row.kind != HEADING)
        g_array_append_val (broken, heading);
      g_array_append_val (broken, row);
    }
  return broken;
}

static void
make_plan (DdiOrderMatrix *matrix, double width, double height, Plan *plan)
{
  double room = height - 2 * MARGIN - HEAD - FOOT;
  guint n_shops = MAX (ddi_order_matrix_get_n_shops (matrix), 1);
  g_autoptr (GArray) rows = make_rows (matrix);

  if (n_shops == 1)
    {
      plan->row_height = CLAMP (room / MAX (rows->len + 1, 1), SHORT_ROW, TALL_ROW);
      plan->shops_a_page = 1;
    }
  else
    {
      double space = width - 2 * MARGIN - GRID_NAME;
      guint columns = (guint)MAX (floor (space / GRID_SHOP_MIN), 2);

      room -= GRID_HEAD;
      plan->row_height = GRID_ROW;
      plan->shops_a_page = MIN (columns - 1, n_shops);
      plan->shop_width = MIN (space / (plan->shops_a_page + 1), GRID_SHOP_MAX);
    }
  plan->rows_a_page = (guint)MAX (floor (room / plan->row_height), 1);
  plan->rows = break_pages (rows, plan->rows_a_page);
  plan->n_row_pages = MAX ((plan->rows->len + plan->rows_a_page - 1) / plan->rows_a_page, 1);
  plan->n_shop_pages = (n_shops + plan->shops_a_page - 1) / plan->shops_a_page;
}

guint
ddi_order_sheet_n_pages (DdiOrderMatrix *matrix, double width, double height)
{
  Plan plan;

  make_plan (matrix, width, height, &plan);
  g_array_unref (plan.rows);
  return plan.n_row_pages * plan.n_shop_pages;
}

/* Text inside a box of @width, ellipsized, its middle at @y. */
static void
show (cairo_t *cr, const char *font, Align align, double x, double y, double width, const char *text)
{
  g_autoptr (PangoLayout) layout = pango_cairo_create_layout (cr);
  PangoFontDescription *description = pango_font_description_from_string (font);
  PangoRectangle extents;
  double left = x;

  pango_layout_set_font_description (layout, description);
  pango_layout_set_text (layout, text, -1);
  pango_layout_set_width (layout, (int)(width * PANGO_SCALE));
  pango_layout_set_ellipsize (layout, PANGO_ELLIPSIZE_END);
  pango_layout_set_alignment (layout, align == LEFT     ? PANGO_ALIGN_LEFT
                                      : align == CENTER ? PANGO_ALIGN_CENTER
                                                        : PANGO_ALIGN_RIGHT);
  if (align == RIGHT_TWO_LINES)
    {
      pango_layout_set_wrap (layout, PANGO_WRAP_WORD);
      pango_layout_set_height (layout, -2);
      pango_layout_set_line_spacing (layout, 0.85f);
    }
  pango_layout_get_pixel_extents (layout, NULL, &extents);
  cairo_move_to (cr, left, y - extents.height / 2.0 - extents.y);
  pango_cairo_show_layout (cr, layout);
  pango_font_description_free (description);
}

static void
show_number (cairo_t *cr, const char *font, double x, double y, double width, gint64 value)
{
  g_autofree char *text = value > 0 ? ddi_format_int (value) : g_strdup ("–");

  show (cr, font, RIGHT, x, y, width, text);
}

static void
hairline (cairo_t *cr, double x1, double x2, double y, double weight)
{
  cairo_save (cr);
  cairo_set_source_rgb (cr, 0.6, 0.6, 0.6);
  cairo_set_line_width (cr, weight);
  cairo_move_to (cr, x1, y);
  cairo_line_to (cr, x2, y);
  cairo_stroke (cr);
  cairo_restore (cr);
}

static void
draw_head (DdiOrderMatrix *matrix, cairo_t *cr, double width)
{
  g_autofree char *day = ddi_format_day (ddi_order_matrix_get_day (matrix));
  g_autofree char *pieces = ddi_format_int (ddi_order_matrix_sum (matrix));
  g_autofree char *total = g_strdup_printf (_ ("%s pieces"), pieces);
  guint n_shops = ddi_order_matrix_get_n_shops (matrix);
  g_autofree char *shops =
      g_strdup_printf (ngettext ("Order of %u shop", "Order of %u shops", n_shops), n_shops);
  /* Translators: a date. */
  g_autofree char *order = g_strdup_printf (_ ("Order for %s"), day);
  const char *title = n_shops == 1 ? ddi_order_matrix_get_shop (matrix, 0) : shops;
  double room = width - 2 * MARGIN;

  show (cr, "Cantarell, Sans Bold 22", LEFT, MARGIN, MARGIN + 14, room * 0.62, title);
  show (cr, "Cantarell, Sans Bold 14", RIGHT, MARGIN + room * 0.62, MARGIN + 14, room * 0.38, total);
  show (cr, "Cantarell, Sans 14", LEFT, MARGIN, MARGIN + 40, room, n_shops == 1 ? order : day);
}

static void
draw_foot (cairo_t *cr, guint page, guint n_pages, double width, double height)
{
  g_autofree char *text = g_strdup_printf (_ ("Page %u of %u"), page + 1, n_pages);

  show (cr, "Cantarell, Sans 9", RIGHT, MARGIN, height - MARGIN - 4, width - 2 * MARGIN, text);
}

/* The columns of a shop's sheet, from the right edge: pieces, packs, then two boxes to write in. */
static void
draw_wall_row (DdiOrderMatrix *matrix, cairo_t *cr, const Row *row, double y, double row_height, double width)
{
  double right = width - MARGIN, middle = y + row_height / 2;
  double made = right - 140, order = right - 220, packs = right - 320;
  const char *category = ddi_order_matrix_get_category (matrix, row->product);
  int pack = ddi_order_matrix_get_pack (matrix, row->product);
  int pieces = ddi_order_matrix_get_pieces (matrix, 0, row->product);

  if (row->kind == HEADING)
    {
      show (cr, "Cantarell, Sans Bold 12", LEFT, MARGIN, middle, packs - MARGIN,
            *category ? category : _ ("Products"));
      show (cr, "Cantarell, Sans 9", RIGHT, packs, middle, 90, _ ("Packs"));
      show (cr, "Cantarell, Sans 9", RIGHT, order, middle, 70, _ ("Order"));
      show (cr, "Cantarell, Sans 9", CENTER, made, middle, 70, _ ("Made"));
      show (cr, "Cantarell, Sans 9", CENTER, made + 70, middle, 70, _ ("Left"));
      hairline (cr, MARGIN, right, y + row_height, 1);
      return;
    }
  if (row->kind == SUM)
    {
      show (cr, "Cantarell, Sans 9", RIGHT, packs, middle, 90, _ ("Sum"));
      show_number (cr, "Cantarell, Sans Bold 12", order, middle, 70,
                   ddi_order_matrix_sum_category (matrix, category, 0));
      return;
    }
  show (cr, "Cantarell, Sans 12", LEFT, MARGIN, middle, packs - MARGIN,
        ddi_order_matrix_get_product (matrix, row->product));
  if (pack > 1 && pieces > 0)
    {
      g_autofree char *text = g_strdup_printf ("%d × %d", pieces / pack, pack);

      show (cr, "Cantarell, Sans 10", RIGHT, packs, middle, 90, text);
    }
  show_number (cr, "Cantarell, Sans Bold 14", order, middle, 70, pieces);
  cairo_save (cr);
  cairo_set_source_rgb (cr, 0.6, 0.6, 0.6);
  cairo_set_line_width (cr, 0.5);
  cairo_rectangle (cr, made + 8, y + 2, 54, row_height - 4);
  cairo_rectangle (cr, made + 78, y + 2, 54, row_height - 4);
  cairo_stroke (cr);
  cairo_restore (cr);
  hairline (cr, MARGIN, made, y + row_height, 0.5);
}

/* Where the columns of these shops, and the total's behind the last, end. */
static double
grid_right (DdiOrderMatrix *matrix, double column, guint first, guint last)
{
  guint n = last - first + (last == ddi_order_matrix_get_n_shops (matrix) ? 1 : 0);

  return MARGIN + GRID_NAME + n * column;
}

static void
draw_grid_head (DdiOrderMatrix *matrix, cairo_t *cr, double column, guint first, guint last, double y)
{
  for (guint s = first; s < last; s++)
    show (cr, "Cantarell, Sans Bold 7", RIGHT_TWO_LINES, MARGIN + GRID_NAME + (s - first) * column + 2,
          y + GRID_HEAD / 2, column - 4, ddi_order_matrix_get_shop (matrix, s));
  if (last == ddi_order_matrix_get_n_shops (matrix))
    show (cr, "Cantarell, Sans Bold 7", RIGHT_TWO_LINES, MARGIN + GRID_NAME + (last - first) * column + 2,
          y + GRID_HEAD / 2, column - 4, _ ("Total"));
  hairline (cr, MARGIN, grid_right (matrix, column, first, last), y + GRID_HEAD, 1);
}

static void
draw_grid_row (DdiOrderMatrix *matrix, cairo_t *cr, const Row *row, double column, guint first, guint last,
               double y)
{
  const char *category = ddi_order_matrix_get_category (matrix, row->product);
  const char *font = row->kind == PRODUCT ? "Cantarell, Sans 9" : "Cantarell, Sans Bold 9";
  gboolean with_total = last == ddi_order_matrix_get_n_shops (matrix);
  double middle = y + GRID_ROW / 2;
  double right = grid_right (matrix, column, first, last);

  if (row->kind == HEADING)
    {
      show (cr, font, LEFT, MARGIN, middle, GRID_NAME, *category ? category : _ ("Products"));
      hairline (cr, MARGIN, right, y + GRID_ROW, 0.4);
      return;
    }
  show (cr, font, LEFT, MARGIN, middle, GRID_NAME,
        row->kind == SUM ? _ ("Sum") : ddi_order_matrix_get_product (matrix, row->product));
  for (guint s = first; s <= last; s++)
    {
      gint64 value;

      if (s == last && !with_total)
        break;
      if (row->kind == SUM)
        value = ddi_order_matrix_sum_category (matrix, category, s == last ? -1 : (int)s);
      else
        value = s == last ? ddi_order_matrix_sum_product (matrix, row->product)
                          : ddi_order_matrix_get_pieces (matrix, s, row->product);
      show_number (cr, s == last ? "Cantarell, Sans Bold 9" : font,
                   MARGIN + GRID_NAME + (s - first) * column + 2, middle, column - 4, value);
    }
  hairline (cr, MARGIN, right, y + GRID_ROW, row->kind == SUM ? 1 : 0.4);
}

void
ddi_order_sheet_draw (DdiOrderMatrix *matrix, cairo_t *cr, guint page, double width, double height)
{
  Plan plan;
  guint first_row, first_shop, last_shop;
  double y = MARGIN + HEAD;

  make_plan (matrix, width, height, &plan);
  first_row = page % plan.n_row_pages * plan.rows_a_page;
  first_shop = page / plan.n_row_pages * plan.shops_a_page;
  last_shop = MIN (first_shop + plan.shops_a_page, ddi_order_matrix_get_n_shops (matrix));

  cairo_save (cr);
  cairo_set_source_rgb (cr, 0, 0, 0);
  draw_head (matrix, cr, width);
  if (ddi_order_matrix_get_n_shops (matrix) > 1)
    {
      draw_grid_head (matrix, cr, plan.shop_width, first_shop, last_shop, y);
      y += GRID_HEAD;
    }
  for (guint i = first_row; i < MIN (first_row + plan.rows_a_page, plan.rows->len); i++, y += plan.row_height)
    {
      const Row *row = &g_array_index (plan.rows, Row, i);

      if (row->kind == EMPTY)
        continue;
      if (ddi_order_matrix_get_n_shops (matrix) <= 1)
        draw_wall_row (matrix, cr, row, y, plan.row_height, width);
      else
        draw_grid_row (matrix, cr, row, plan.shop_width, first_shop, last_shop, y);
    }
  draw_foot (cr, page, plan.n_row_pages * plan.n_shop_pages, width, height);
  cairo_restore (cr);
  g_array_unref (plan.rows);
}
