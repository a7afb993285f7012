/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <cairo-pdf.h>
#include <glib/gi18n-lib.h>
#include <math.h>
#include <pango/pangocairo.h>

#include "chart/ddi-chart-draw.h"
#include "core/ddi-format.h"
#include "ddi-config.h"
#include "exchange/ddi-exchange-error.h"
#include "tasks/ddi-weekly.h"

#define WIDTH DDI_WEEKLY_WIDTH
#define HEIGHT DDI_WEEKLY_HEIGHT
#define MARGIN 36.0
#define ROW 17.0
#define NAME 126.0
/* Between the amounts of two columns, at least. */
#define GAP 5
/* A line of the notes below the table. */
#define NOTE 11.0
/* Of the first row's titles, the last of their two lines. */
#define TABLE_TOP 182.0
#define OTHER_TOP (MARGIN + 10)
/* Nothing of the table stands below. */
#define TABLE_END (HEIGHT - MARGIN - 3 * ROW - 2 * NOTE)

static const struct
{
  const char *column;
  const char *title;
} figures[] = {
  { "forecast", N_ ("Forecast") },
  { "approved", N_ ("Approved") },
  { "delivered", N_ ("Delivered") },
  { "sold", N_ ("Sold") },
  { "thrown", N_ ("Thrown away") },
  { "saved", N_ ("Saved") },
  { "kept", N_ ("Sold more") },
  { "net", N_ ("Net") },
  { "changed", N_ ("By hand") },
  { "sold_before", N_ ("Sold a year ago") },
  { "thrown_before", N_ ("Thrown away a year ago") },
};

#define N_FIGURES G_N_ELEMENTS (figures)

/* Text of the table; a district whose amounts are too long for their columns is written smaller, never cut off. */
#define TABLE_POINTS 9
#define LEAST_POINTS 6
#define HEAD_POINTS 14

static int
measure (cairo_t *cr, const char *font, const char *text)
{
  g_autoptr (PangoLayout) layout = pango_cairo_create_layout (cr);
  PangoFontDescription *description = pango_font_description_from_string (font);
  int width;

  pango_layout_set_font_description (layout, description);
  pango_font_description_free (description);
  pango_layout_set_text (layout, text, -1);
  pango_layout_get_pixel_size (layout, &width, NULL);
  return width;
}

/* @align 0 left, 1 right, in a box from @x of @width. */
static void
show (cairo_t *cr, const char *font, double align, double x, double y, double width, const char *text)
{
  g_autoptr (PangoLayout) layout = pango_cairo_create_layout (cr);
  PangoFontDescription *description = pango_font_description_from_string (font);
  int text_width;

  pango_layout_set_font_description (layout, description);
  pango_font_description_free (description);
  pango_layout_set_text (layout, text, -1);
  pango_layout_get_pixel_size (layout, &text_width, NULL);
  if (text_width > width)
    {
      pango_layout_set_width (layout, (int)(width * PANGO_SCALE));
      pango_layout_set_ellipsize (layout, PANGO_ELLIPSIZE_END);
      text_width = (int)width;
    }
  cairo_move_to (cr, x + align * (width - text_width), y);
  pango_cairo_show_layout (cr, layout);
}

/* The title of a column of figures, in as many as three lines of which the last stands at @y. */
static void
show_title (cairo_t *cr, double x, double y, double width, const char *text)
{
  g_autoptr (PangoLayout) layout = pango_cairo_create_layout (cr);
  PangoFontDescription *description = pango_font_description_from_string ("Cantarell, Sans Bold 8");
  int height, line;

  pango_layout_set_font_description (layout, description);
  pango_font_description_free (description);
  pango_layout_set_text (layout, text, -1);
  pango_layout_get_pixel_size (layout, NULL, &line);
  pango_layout_set_width (layout, (int)(width * PANGO_SCALE));
  pango_layout_set_height (layout, -3);
  pango_layout_set_wrap (layout, PANGO_WRAP_WORD_CHAR);
  pango_layout_set_ellipsize (layout, PANGO_ELLIPSIZE_END);
  pango_layout_set_alignment (layout, PANGO_ALIGN_RIGHT);
  pango_layout_set_line_spacing (layout, 0.9F);
  pango_layout_get_pixel_size (layout, NULL, &height);
  cairo_move_to (cr, x, y + line - height);
  pango_cairo_show_layout (cr, layout);
}

static void
hairline (cairo_t *cr, double y)
{
  cairo_set_line_width (cr, 0.5);
  cairo_move_to (cr, MARGIN, y);
  cairo_line_to (cr, WIDTH - MARGIN, y);
  cairo_stroke (cr);
}

static char *
money (const DdiWeekly *self, gboolean known, gint64 minor)
{
  return known ? ddi_format_money_whole (minor, self->currency) : g_strdup ("–");
}

static char *
make_font (gboolean bold, int points)
{
  return g_strdup_printf ("Cantarell, Sans%s %d", bold ? " Bold" : "", points);
}

/* The largest bold one in which @text has room. */
static char *
find_font (cairo_t *cr, const char *text, int points, double room)
{
  for (; points > LEAST_POINTS; points--)
    {
      g_autofree char *font = make_font (TRUE, points);

      if (measure (cr, font, text) <= room)
        break;
    }
  return make_font (TRUE, points);
}

static void
draw_head (const DdiWeekly *self, cairo_t *cr)
{
  g_autofree char *range = ddi_format_range (self->sunday, self->sunday + 6);
  g_autofree char *net = ddi_weekly_describe_net (self), *saved = ddi_weekly_describe_saved (self),
                  *kept = ddi_weekly_describe_kept (self);
  gint64 sold, thrown;
  gboolean sold_known = ddi_weekly_sum (self, "sold", &sold),
           thrown_known = ddi_weekly_sum (self, "thrown", &thrown);
  g_autofree char *sold_text = money (self, sold_known, sold),
                  *thrown_text = money (self, thrown_known, thrown);
  /* Translators: amounts of money. */
  g_autofree char *line = g_strdup_printf (_ ("Sold %s, thrown away %s"), sold_text, thrown_text);
  g_autofree char *net_font = find_font (cr, net, HEAD_POINTS, WIDTH - 2 * MARGIN);

  show (cr, "Cantarell, Sans Bold 18", 0, MARGIN, MARGIN, 480,
        self->district ? self->district : _ ("All Shops"));
  show (cr, "Cantarell, Sans 12", 1, WIDTH - MARGIN - 220, MARGIN + 6, 220, range);
  show (cr, "Cantarell, Sans Bold 14", 0, MARGIN, MARGIN + 36, WIDTH - 2 * MARGIN, line);
  show (cr, net_font, 0, MARGIN, MARGIN + 58, WIDTH - 2 * MARGIN, net);
  show (cr, "Cantarell, Sans 11", 0, MARGIN, MARGIN + 82, WIDTH - 2 * MARGIN, saved);
  show (cr, "Cantarell, Sans 11", 0, MARGIN, MARGIN + 100, WIDTH - 2 * MARGIN, kept);
}

static double
figure_x (guint i, double *width)
{
  *width = (WIDTH - 2 * MARGIN - NAME) / N_FIGURES;
  return MARGIN + NAME + *width * i;
}

static void
draw_titles (cairo_t *cr, double y)
{
  show (cr, "Cantarell, Sans Bold 8", 0, MARGIN, y, NAME, _ ("Shop"));
  for (guint i = 0; i < N_FIGURES; i++)
    {
      double width, x = figure_x (i, &width);

      show_title (cr, x + 2, y, width - 4, _ (figures[i].title));
    }
  hairline (cr, y + ROW - 3);
}

static char *
get_sum (const DdiWeekly *self, guint figure)
{
  gint64 sum;
  gboolean known = ddi_weekly_sum (self, figures[figure].column, &sum);

  return money (self, known, sum);
}

static char *
get_amount (const DdiWeekly *self, guint row, guint figure)
{
  guint column = ddi_rows_column (self->shops, figures[figure].column);

  return money (self, !ddi_rows_is_null (self->shops, row, column),
                ddi_rows_get_money (self->shops, row, column));
}

/* In which all amounts fit. */
static int
find_points (const DdiWeekly *self, cairo_t *cr)
{
  int points = TABLE_POINTS;
  double room;

  figure_x (0, &room);
  for (guint i = 0; i < N_FIGURES; i++)
    for (guint row = 0; row <= ddi_rows_get_n (self->shops); row++)
      {
        gboolean is_sum = row == ddi_rows_get_n (self->shops);
        g_autofree char *text = is_sum ? get_sum (self, i) : get_amount (self, row, i);

        for (; points > LEAST_POINTS; points--)
          {
            g_autofree char *font = make_font (is_sum, points);

            if (measure (cr, font, text) <= room - GAP)
              break;
          }
      }
  return points;
}

static void
draw_shop (const DdiWeekly *self, cairo_t *cr, guint row, double y, int points)
{
  g_autofree char *font = make_font (FALSE, points);

  show (cr, font, 0, MARGIN, y, NAME - 6,
        ddi_rows_get_text (self->shops, row, ddi_rows_column (self->shops, "store")));
  for (guint i = 0; i < N_FIGURES; i++)
    {
      double width, x = figure_x (i, &width);
      g_autofree char *text = get_amount (self, row, i);

      show (cr, font, 1, x, y, width - 2, text);
    }
}

static void
draw_sums (const DdiWeekly *self, cairo_t *cr, double y, int points)
{
  g_autofree char *font = make_font (TRUE, points);

  hairline (cr, y - 2);
  show (cr, font, 0, MARGIN, y, NAME, _ ("All"));
  for (guint i = 0; i < N_FIGURES; i++)
    {
      double width, x = figure_x (i, &width);
      g_autofree char *text = get_sum (self, i);

      show (cr, font, 1, x, y, width - 2, text);
    }
}

/* What is no figure stands above the two lines that say what the figures are. */
static void
draw_notes (const DdiWeekly *self, cairo_t *cr)
{
  gint64 n = ddi_weekly_count (self, "n_unpriced");
  g_autofree char *number = ddi_format_int (n);
  g_autofree char *unpriced =
      n == 0 ? g_strdup ("")
             : g_strdup_printf (
                   ngettext ("%s product’s day has no price or cost and is left out of the money.",
                             "%s products’ days have no price or cost and are left out of the money.",
                             (gulong)n),
                   number);
  g_autofree char *left_out = ddi_weekly_describe_left_out (self);
  const char *notes[] = {
    _ ("By hand: what changes of the proposed orders saved. A year ago: the same week 52 weeks before."),
    _ ("Thrown away is at its cost, everything else at its price. Net: saved, and sold more after what it "
       "cost to make."),
    left_out,
    unpriced,
  };
  double y = HEIGHT - MARGIN - 3;

  for (gsize i = 0; i < G_N_ELEMENTS (notes); i++)
    if (*notes[i])
      {
        show (cr, "Cantarell, Sans 8", 0, MARGIN, y, WIDTH - 2 * MARGIN, notes[i]);
        y -= NOTE;
      }
}

/* Shops that have room below a table's titles at @top. */
static guint
shops_below (double top)
{
  return (guint)floor ((TABLE_END - top) / ROW);
}

/* The pages in money: the first one has a head, the others are all table. */
static guint
count_money (const DdiWeekly *self)
{
  guint n = ddi_rows_get_n (self->shops), first = shops_below (TABLE_TOP), other = shops_below (OTHER_TOP);

  return n <= first ? 1 : 1 + (n - first + other - 1) / other;
}

static void
draw_money (const DdiWeekly *self, cairo_t *cr, guint page)
{
  guint n = ddi_rows_get_n (self->shops);
  double y = page == 0 ? TABLE_TOP : OTHER_TOP;
  guint row = page == 0 ? 0 : shops_below (TABLE_TOP) + (page - 1) * shops_below (OTHER_TOP);
  guint end = MIN (row + shops_below (y), n);
  int points = find_points (self, cr);

  if (page == 0)
    draw_head (self, cr);
  draw_titles (cr, y);
  for (; row < end; row++)
    draw_shop (self, cr, row, y += ROW, points);
  if (end < n)
    return;
  draw_sums (self, cr, y + ROW + 4, points);
  draw_notes (self, cr);
}

/* ---- the second part ---- */

static DdiChart *
make_chart (const DdiWeekly *self)
{
  guint n = ddi_rows_get_n (self->days);
  g_autofree double *predicted = g_new (double, n), *sold = g_new (double, n), *wasted = g_new (double, n);
  DdiChart *chart = ddi_chart_new_days (_ ("Forecast and actual, in pieces"), self->sunday, n, 1);

  for (guint i = 0; i < n; i++)
    {
      predicted[i] = ddi_rows_get_double (self->days, i, ddi_rows_column (self->days, "predicted"));
      sold[i] = ddi_rows_get_double (self->days, i, ddi_rows_column (self->days, "sold"));
      wasted[i] = ddi_rows_get_double (self->days, i, ddi_rows_column (self->days, "wasted"));
    }
  ddi_chart_add_bars (chart, _ ("Thrown away"), DDI_INK_SERIES_2, wasted);
  ddi_chart_add_line (chart, _ ("Forecast"), DDI_INK_ACCENT, DDI_LINE_DASHED, predicted);
  ddi_chart_add_line (chart, _ ("Sold"), DDI_INK_TEXT, DDI_LINE_SOLID, sold);
  return chart;
}

static void
draw_worst (const DdiWeekly *self, cairo_t *cr, double y)
{
  static const char head[] = "Cantarell, Sans Bold 8";
  DdiRows *rows = self->worst;

  if (ddi_rows_get_n (rows) == 0)
    return;
  show (cr, "Cantarell, Sans Bold 12", 0, MARGIN, y, 500, _ ("Thrown Away at the Highest Cost"));
  y += ROW + 8;
  show (cr, head, 0, MARGIN, y, 230, _ ("Product"));
  show (cr, head, 0, MARGIN + 240, y, 230, _ ("Shop"));
  show (cr, head, 1, MARGIN + 480, y, 120, _ ("Thrown away, of made"));
  show (cr, head, 1, MARGIN + 620, y, 100, _ ("Cost"));
  hairline (cr, y + ROW - 3);
  for (guint row = 0; row < ddi_rows_get_n (rows); row++)
    {
      guint cost = ddi_rows_column (rows, "cost");
      g_autofree char *wasted =
          ddi_format_int (ddi_rows_get_int (rows, row, ddi_rows_column (rows, "wasted")));
      g_autofree char *made = ddi_format_int (ddi_rows_get_int (rows, row, ddi_rows_column (rows, "made")));
      /* Translators: pieces thrown away, and pieces made. */
      g_autofree char *pieces = g_strdup_printf (_ ("%s of %s"), wasted, made);
      g_autofree char *amount =
          money (self, !ddi_rows_is_null (rows, row, cost), ddi_rows_get_money (rows, row, cost));
      double at = y + ROW * (row + 1);

      show (cr, "Cantarell, Sans 9", 0, MARGIN, at, 230,
            ddi_rows_get_text (rows, row, ddi_rows_column (rows, "product")));
      show (cr, "Cantarell, Sans 9", 0, MARGIN + 240, at, 230,
            ddi_rows_get_text (rows, row, ddi_rows_column (rows, "store")));
      show (cr, "Cantarell, Sans 9", 1, MARGIN + 480, at, 120, pieces);
      show (cr, "Cantarell, Sans 9", 1, MARGIN + 620, at, 100, amount);
    }
}

static void
draw_rest (const DdiWeekly *self, cairo_t *cr)
{
  g_autoptr (DdiChart) chart = make_chart (self);
  gint64 next;
  gboolean known = ddi_weekly_sum (self, "forecast_next", &next);
  g_autofree char *amount = money (self, known, next);
  /* Translators: an amount of money. */
  g_autofree char *text = g_strdup_printf (_ ("Next week: %s forecast"), amount);

  show (cr, "Cantarell, Sans Bold 12", 0, MARGIN, MARGIN, 400, ddi_chart_get_title (chart));
  show (cr, "Cantarell, Sans 11", 1, WIDTH - MARGIN - 300, MARGIN, 300, text);
  cairo_save (cr);
  cairo_translate (cr, MARGIN, MARGIN + 24);
  ddi_chart_draw (chart, cr, WIDTH - 2 * MARGIN, 260, ddi_palette_get (DDI_PALETTE_LIGHT), NULL);
  cairo_restore (cr);
  cairo_set_source_rgb (cr, 0, 0, 0);
  draw_worst (self, cr, MARGIN + 310);
}

guint
ddi_weekly_n_pages (const DdiWeekly *self)
{
  return count_money (self) + 1;
}

void
ddi_weekly_draw (const DdiWeekly *self, cairo_t *cr, guint page)
{
  g_autofree char *number = g_strdup_printf (_ ("Page %u of %u"), page + 1, ddi_weekly_n_pages (self));

  cairo_set_source_rgb (cr, 0, 0, 0);
  if (page < count_money (self))
    draw_money (self, cr, page);
  else
    draw_rest (self, cr);
  show (cr, "Cantarell, Sans 8", 1, WIDTH - MARGIN - 100, HEIGHT - MARGIN + 11, 100, number);
}

static cairo_status_t
append_cb (void *closure, const unsigned char *data, unsigned int length)
{
  g_byte_array_append (closure, data, length);
  return CAIRO_STATUS_SUCCESS;
}

gboolean
ddi_weekly_write_paper (const DdiWeekly *self, const char *path, GError **error)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  cairo_surface_t *surface = cairo_pdf_surface_create_for_stream (append_cb, bytes, WIDTH, HEIGHT);
  cairo_t *cr = cairo_create (surface);
  cairo_status_t status;

  cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_TITLE,
                                  self->district ? self->district : _ ("All Shops"));
  cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_CREATOR, "dunkin-demand " DDI_VERSION);
  for (guint page = 0; page < ddi_weekly_n_pages (self); page++)
    {
      ddi_weekly_draw (self, cr, page);
      cairo_show_page (cr);
    }
  cairo_destroy (cr);
  cairo_surface_finish (surface);
  status = cairo_surface_status (surface);
  cairo_surface_destroy (surface);
  if (status == CAIRO_STATUS_SUCCESS)
    return g_file_set_contents (path, (const char *)bytes->data, bytes->len, error);
  g_set_error (error, DDI_EXCHANGE_ERROR, DDI_EXCHANGE_ERROR_WRITE, _ ("“%s” could not be drawn: %s"), path,
               cairo_status_to_string (status));
  return FALSE;
}
