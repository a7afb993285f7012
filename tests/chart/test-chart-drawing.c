/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The pictures: colours at the places that the geometry names, and files that are what they say. */
#include "chart/ddi-chart-draw.h"
#include "chart/ddi-chart-export.h"

#include <libxml/parser.h>
#include <math.h>
#include <string.h>

#define FIRST 20000
/* Anti-aliasing may mix a colour with its surroundings by so much of a channel. */
#define TOLERANCE 0.12

typedef struct
{
  cairo_surface_t *surface;
  DdiChartLayout *layout;
  const DdiPalette *palette;
} Picture;

static Picture
paint (DdiChart *chart, int width, int height, const DdiChartState *state)
{
  Picture picture = { cairo_image_surface_create (CAIRO_FORMAT_ARGB32, width, height),
                      ddi_chart_layout_new (chart, width, height, NULL),
                      ddi_palette_get (DDI_PALETTE_LIGHT) };
  cairo_t *cr = cairo_create (picture.surface);

  ddi_palette_use (picture.palette, cr, DDI_INK_BACKGROUND);
  cairo_paint (cr);
  ddi_chart_layout_draw (picture.layout, cr, picture.palette);
  if (state)
    ddi_chart_layout_draw_state (picture.layout, cr, picture.palette, state);
  g_assert_cmpint (cairo_status (cr), ==, CAIRO_STATUS_SUCCESS);
  cairo_destroy (cr);
  cairo_surface_flush (picture.surface);
  return picture;
}

static void
picture_clear (Picture *picture)
{
  cairo_surface_destroy (picture->surface);
  ddi_chart_layout_free (picture->layout);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Picture, picture_clear)

static gboolean
has_ink (const Picture *picture, double x, double y, DdiInk ink)
{
  const DdiColour *wanted = &picture->palette->inks[ink];
  guint32 pixel;

  memcpy (&pixel,
          cairo_image_surface_get_data (picture->surface) +
              (int)y * cairo_image_surface_get_stride (picture->surface) + (int)x * 4,
          sizeof (pixel));
  return fabs ((pixel >> 16 & 0xff) / 255.0 - wanted->red) < TOLERANCE &&
         fabs ((pixel >> 8 & 0xff) / 255.0 - wanted->green) < TOLERANCE &&
         fabs ((pixel & 0xff) / 255.0 - wanted->blue) < TOLERANCE;
}

static void
test_line_and_gap (void)
{
  const double y[] = { 50, 50, 50, NAN, NAN, 50, NAN, 50 };
  g_autoptr (DdiChart) chart = ddi_chart_new_days ("Line", FIRST, 8, 1);
  g_auto (Picture) picture = { 0 };
  double at;

  ddi_chart_add_line (chart, "Line", DDI_INK_ACCENT, DDI_LINE_SOLID, y);
  picture = paint (chart, 400, 200, NULL);
  at = ddi_chart_layout_value (picture.layout, 50);
  for (guint i = 0; i < 8; i++)
    g_assert_cmpint (has_ink (&picture, ddi_chart_layout_datum (picture.layout, i), at - 0.5, DDI_INK_ACCENT),
                     ==, !isnan (y[i]));
  /* Between two known values there is a line, across a gap there is none. */
  g_assert_true (
      has_ink (&picture, ddi_chart_layout_datum (picture.layout, 0) + 20, at - 0.5, DDI_INK_ACCENT));
  g_assert_false (
      has_ink (&picture, ddi_chart_layout_datum (picture.layout, 5) + 20, at - 0.5, DDI_INK_ACCENT));
}

static void
test_dashes_after_today (void)
{
  double y[40];
  g_autoptr (DdiChart) chart = ddi_chart_new_days ("Line", FIRST, 40, 1);
  g_auto (Picture) picture = { 0 };
  guint before = 0, after = 0;
  double at, from, today, to;

  for (guint i = 0; i < G_N_ELEMENTS (y); i++)
    y[i] = 50;
  ddi_chart_set_today (chart, FIRST + 20);
  ddi_chart_add_line (chart, "Forecast", DDI_INK_ACCENT, DDI_LINE_DASHED_AFTER_TODAY, y);
  picture = paint (chart, 600, 200, NULL);
  at = ddi_chart_layout_value (picture.layout, 50) - 0.5;
  from = ddi_chart_layout_datum (picture.layout, 0);
  today = ddi_chart_layout_datum (picture.layout, 20);
  to = ddi_chart_layout_datum (picture.layout, 39);
  for (double x = from + 2; x < today - 2; x++)
    before += !has_ink (&picture, x, at, DDI_INK_ACCENT);
  for (double x = today + 2; x < to - 2; x++)
    after += !has_ink (&picture, x, at, DDI_INK_ACCENT);
  g_assert_cmpuint (before, ==, 0);
  g_assert_cmpuint (after, >, 20);
}

static void
test_stack (void)
{
  const double a[] = { 40, 10, NAN }, b[] = { 30, 60, 20 };
  g_autoptr (DdiChart) chart = ddi_chart_new_days ("Waste", FIRST, 3, 1);
  g_auto (Picture) picture = { 0 };

  ddi_chart_add_bars (chart, "One", DDI_INK_SERIES_1, a);
  ddi_chart_add_bars (chart, "Two", DDI_INK_SERIES_2, b);
  picture = paint (chart, 300, 300, NULL);
  for (guint i = 0; i < 3; i++)
    for (guint layer = 0; layer < 2; layer++)
      {
        DdiRect bar = ddi_chart_layout_bar (picture.layout, layer, i);

        if (bar.height > 0)
          g_assert_true (has_ink (&picture, bar.x + bar.width / 2, bar.y + bar.height / 2,
                                  layer == 0 ? DDI_INK_SERIES_1 : DDI_INK_SERIES_2));
      }
}

static void
test_hollow_dot (void)
{
  const double y[] = { NAN, 50, NAN };
  g_autoptr (DdiChart) chart = ddi_chart_new_days ("Sold out", FIRST, 3, 1);
  g_auto (Picture) picture = { 0 };
  double x, at;

  ddi_chart_add_dots (chart, "Sold out", DDI_INK_NEGATIVE, y);
  picture = paint (chart, 300, 200, NULL);
  x = ddi_chart_layout_datum (picture.layout, 1);
  at = ddi_chart_layout_value (picture.layout, 50);
  g_assert_true (has_ink (&picture, x, at, DDI_INK_BACKGROUND));
  g_assert_true (has_ink (&picture, x + 3.2, at, DDI_INK_NEGATIVE));
}

static void
test_reading_card (void)
{
  const double y[] = { 10, 20, 30, 40, 50, 60 };
  const DdiChartState state = { 2, 0, 1 };
  g_autoptr (DdiChart) chart = ddi_chart_new_days ("Line", FIRST, 6, 1);
  g_auto (Picture) picture = { 0 };
  DdiRect card;

  ddi_chart_add_line (chart, "Line", DDI_INK_NEGATIVE, DDI_LINE_SOLID, y);
  picture = paint (chart, 500, 200, &state);
  card = ddi_chart_layout_card (picture.layout, 2);
  g_assert_true (has_ink (&picture, card.x + 4, card.y + card.height / 2, DDI_INK_CARD));
  g_assert_true (has_ink (&picture, ddi_chart_layout_datum (picture.layout, 2),
                          ddi_chart_layout_value (picture.layout, 30), DDI_INK_NEGATIVE));
}

/* The same data give the same picture, at any palette. */
static void
test_repeatable (void)
{
  const double y[] = { 10, 20, NAN, 40, 50, 60 };
  g_autoptr (DdiChart) chart = ddi_chart_new_days ("Line", FIRST, 6, 1);
  g_autoptr (GBytes) one = NULL;
  g_autoptr (GBytes) two = NULL;

  ddi_chart_add_line (chart, "Line", DDI_INK_TEXT, DDI_LINE_SOLID, y);
  one = ddi_chart_export (chart, DDI_CHART_FORMAT_PNG, 400, 200, ddi_palette_get (DDI_PALETTE_DARK), NULL);
  two = ddi_chart_export (chart, DDI_CHART_FORMAT_PNG, 400, 200, ddi_palette_get (DDI_PALETTE_DARK), NULL);
  g_assert_true (g_bytes_equal (one, two));
}

static void
test_export (void)
{
  const double y[] = { 10, 20, NAN, 40 };
  g_autoptr (DdiChart) chart = ddi_chart_new_days ("A & B <“Glazed”>", FIRST, 4, 1);
  const DdiPalette *palette = ddi_palette_get (DDI_PALETTE_LIGHT);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) png = NULL;
  g_autoptr (GBytes) svg = NULL;
  g_autoptr (GBytes) pdf = NULL;
  const guint8 *data;
  gsize size;
  xmlDocPtr document;

  ddi_chart_add_line (chart, "Line", DDI_INK_TEXT, DDI_LINE_SOLID, y);
  png = ddi_chart_export (chart, DDI_CHART_FORMAT_PNG, 400, 200, palette, &error);
  g_assert_no_error (error);
  data = g_bytes_get_data (png, &size);
  g_assert_cmpmem (data, 8, "\x89PNG\r\n\x1a\n", 8);
  /* The header's width and height, big-endian: twice the size asked for. */
  g_assert_cmpuint (data[18] << 8 | data[19], ==, 800);
  g_assert_cmpuint (data[22] << 8 | data[23], ==, 400);

  svg = ddi_chart_export (chart, DDI_CHART_FORMAT_SVG, 400, 200, palette, &error);
  g_assert_no_error (error);
  data = g_bytes_get_data (svg, &size);
  document = xmlReadMemory ((const char *)data, (int)size, "chart.svg", NULL, XML_PARSE_NONET);
  g_assert_nonnull (document);
  g_assert_cmpstr ((const char *)xmlDocGetRootElement (document)->name, ==, "svg");
  xmlFreeDoc (document);

  pdf = ddi_chart_export (chart, DDI_CHART_FORMAT_PDF, 400, 200, palette, &error);
  g_assert_no_error (error);
  data = g_bytes_get_data (pdf, &size);
  g_assert_cmpmem (data, 5, "%PDF-", 5);
  g_assert_nonnull (g_strstr_len ((const char *)data + size - 10, 10, "%%EOF"));

  g_assert_cmpint (ddi_chart_format_from_name ("chart.SVG"), ==, DDI_CHART_FORMAT_SVG);
  g_assert_cmpint (ddi_chart_format_from_name ("a.b.pdf"), ==, DDI_CHART_FORMAT_PDF);
  g_assert_cmpint (ddi_chart_format_from_name ("chart"), ==, DDI_CHART_FORMAT_PNG);
}

/* Nothing, one value, no value, all the same, huge, tiny and negative data draw at any size. */
static void
test_awkward_data (void)
{
  static const double fills[] = { NAN, 0, 1, -5, 1e280, -1e280, 1e-300, INFINITY, 27 };
  static const guint counts[] = { 0, 1, 2, 500 };
  static const int sizes[] = { 1, 20, 300 };

  for (gsize f = 0; f < G_N_ELEMENTS (fills); f++)
    for (gsize c = 0; c < G_N_ELEMENTS (counts); c++)
      {
        guint n = counts[c];
        g_autofree double *y = g_new0 (double, n + 1);
        g_autofree gboolean *total = g_new0 (gboolean, n + 1);
        g_auto (GStrv) names = g_new0 (char *, n + 1);
        g_autoptr (DdiChart) days = ddi_chart_new_days ("", FIRST, n, 1);
        g_autoptr (DdiChart) rows = NULL;

        for (guint i = 0; i < n; i++)
          {
            y[i] = fills[f];
            names[i] = g_strdup ("");
          }
        rows = ddi_chart_new_rows ("", (const char *const *)names, n);
        ddi_chart_set_today (days, FIRST);
        ddi_chart_add_band (days, "Band", DDI_INK_BAND, y, y);
        ddi_chart_add_line (days, "Line", DDI_INK_TEXT, DDI_LINE_DASHED_AFTER_TODAY, y);
        ddi_chart_add_bars (days, "Bars", DDI_INK_SERIES_1, y);
        ddi_chart_add_dots (days, "Dots", DDI_INK_TEXT, y);
        ddi_chart_add_event (days, DDI_DAY_MIN, DDI_DAY_MAX, "Always");
        ddi_chart_add_reference (days, fills[f], "Goal");
        ddi_chart_add_bars (rows, "Bars", DDI_INK_SERIES_1, y);
        ddi_chart_add_steps (rows, "Steps", y, total);
        for (gsize s = 0; s < G_N_ELEMENTS (sizes); s++)
          {
            const DdiChartState state = { 0, 0, (int)n };
            g_auto (Picture) one = paint (days, sizes[s], sizes[s], &state);
            g_auto (Picture) two = paint (rows, sizes[s], sizes[s], &state);
            cairo_t *cr = cairo_create (one.surface);

            ddi_sparkline_draw (cr, y, n, sizes[s], sizes[s], one.palette);
            g_assert_cmpint (cairo_status (cr), ==, CAIRO_STATUS_SUCCESS);
            cairo_destroy (cr);
          }
      }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/chart/drawing/line-and-gap", test_line_and_gap);
  g_test_add_func ("/chart/drawing/dashes-after-today", test_dashes_after_today);
  g_test_add_func ("/chart/drawing/stack", test_stack);
  g_test_add_func ("/chart/drawing/hollow-dot", test_hollow_dot);
  g_test_add_func ("/chart/drawing/reading-card", test_reading_card);
  g_test_add_func ("/chart/drawing/repeatable", test_repeatable);
  g_test_add_func ("/chart/drawing/export", test_export);
  g_test_add_func ("/chart/drawing/awkward-data", test_awkward_data);
  return g_test_run ();
}
