/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where things stand, asked without a display. */
#include "chart/ddi-chart-layout.h"

#include <math.h>

#define FIRST 20000

static void
assert_inside (const DdiRect *box, const DdiRect *bounds)
{
  g_assert_cmpfloat (box->x, >=, -0.01);
  g_assert_cmpfloat (box->y, >=, -1.01);
  g_assert_cmpfloat (box->x + box->width, <=, bounds->width + 0.01);
  g_assert_cmpfloat (box->y + box->height, <=, bounds->height + 1.01);
}

/* No label covers another one or leaves the picture, and the plot is never turned inside out. */
static void
check_labels (DdiChart *chart, double width, double height)
{
  g_autoptr (DdiChartLayout) layout = ddi_chart_layout_new (chart, width, height, NULL);
  DdiRect bounds = ddi_chart_layout_get_bounds (layout), plot = ddi_chart_layout_get_plot (layout);
  guint n = ddi_chart_layout_get_n_labels (layout);

  g_assert_cmpfloat (plot.width, >=, 0);
  g_assert_cmpfloat (plot.height, >=, 0);
  for (guint i = 0; i < n; i++)
    {
      const DdiLabel *label = ddi_chart_layout_get_label (layout, i);

      assert_inside (&label->box, &bounds);
      for (guint j = 0; j < i; j++)
        {
          const DdiRect *a = &label->box, *b = &ddi_chart_layout_get_label (layout, j)->box;

          if (a->x < b->x + b->width && b->x < a->x + a->width && a->y + 1 < b->y + b->height &&
              b->y + 1 < a->y + a->height)
            g_error ("“%s” covers “%s” at %g × %g", label->text, ddi_chart_layout_get_label (layout, j)->text,
                     width, height);
        }
    }
  for (guint i = 0; i < ddi_chart_get_n (chart); i += 7)
    {
      DdiRect card = ddi_chart_layout_card (layout, i);

      assert_inside (&card, &bounds);
    }
}

static DdiChart *
random_chart (void)
{
  guint n = (guint)g_test_rand_int_range (0, 400);
  g_autofree double *y = g_new0 (double, n + 1);
  g_autofree double *z = g_new0 (double, n + 1);
  double scale = pow (10, g_test_rand_double_range (-1, 7));
  DdiChart *chart = ddi_chart_new_days ("Random", FIRST, n, g_test_rand_bit () ? 1 : 7);
  gboolean bars = g_test_rand_bit ();

  ddi_chart_set_measure (chart, (DdiMeasure)g_test_rand_int_range (0, 3));
  ddi_chart_set_currency (chart, "USD");
  ddi_chart_set_today (chart, FIRST + g_test_rand_int_range (-10, 400));
  for (guint layer = 0; layer < (guint)g_test_rand_int_range (0, 7); layer++)
    {
      g_autofree char *name =
          g_strdup_printf ("Series %u%s", layer, layer % 3 == 2 ? " with a long name" : "");

      for (guint i = 0; i < n; i++)
        {
          y[i] =
              g_test_rand_int_range (0, 5) == 0 ? NAN : g_test_rand_double_range (bars ? 0 : -0.1, 1) * scale;
          z[i] = y[i] + scale / 5;
        }
      if (bars)
        ddi_chart_add_bars (chart, name, ddi_palette_series (layer), y);
      else if (layer == 0)
        ddi_chart_add_band (chart, name, DDI_INK_BAND, y, z);
      else
        ddi_chart_add_line (chart, name, ddi_palette_series (layer), DDI_LINE_SOLID, y);
    }
  if (g_test_rand_bit ())
    ddi_chart_add_event (chart, FIRST + 3, FIRST + 9, "Promotion");
  if (g_test_rand_bit ())
    ddi_chart_add_reference (chart, scale / 2, "Goal");
  return chart;
}

static void
test_labels_never_overlap (void)
{
  for (int i = 0; i < 300; i++)
    {
      g_autoptr (DdiChart) chart = random_chart ();

      check_labels (chart, g_test_rand_int_range (0, 2000), g_test_rand_int_range (0, 700));
      check_labels (chart, 360, 220);
    }
}

static void
test_rows_labels (void)
{
  for (int i = 0; i < 100; i++)
    {
      guint n = (guint)g_test_rand_int_range (0, 40);
      g_auto (GStrv) names = g_new0 (char *, n + 1);
      g_autofree double *y = g_new0 (double, n + 1);
      g_autoptr (DdiChart) chart = NULL;

      for (guint row = 0; row < n; row++)
        {
          names[row] = g_strnfill ((gsize)g_test_rand_int_range (1, 60), 'm');
          y[row] = g_test_rand_int_range (0, 9) == 0 ? NAN : g_test_rand_int_range (0, 100000);
        }
      chart = ddi_chart_new_rows ("Rows", (const char *const *)names, n);
      ddi_chart_add_bars (chart, "Pieces", DDI_INK_SERIES_1, y);
      check_labels (chart, g_test_rand_int_range (0, 1200), g_test_rand_int_range (0, 900));
    }
}

static void
test_positions (void)
{
  const double y[] = { 0, 50, 100, 25 };
  g_autoptr (DdiChart) chart = ddi_chart_new_days ("Bars", FIRST, 4, 1);
  g_autoptr (DdiChartLayout) layout = NULL;
  DdiRect plot, bar, second;

  ddi_chart_add_bars (chart, "One", DDI_INK_SERIES_1, y);
  ddi_chart_add_bars (chart, "Two", DDI_INK_SERIES_2, y);
  layout = ddi_chart_layout_new (chart, 400, 300, NULL);
  plot = ddi_chart_layout_get_plot (layout);

  /* 0 stands on the foot of the plot, the stack's 200 at its top. */
  g_assert_cmpfloat_with_epsilon (ddi_chart_layout_value (layout, 0), plot.y + plot.height, 1e-9);
  g_assert_cmpfloat_with_epsilon (ddi_chart_layout_value (layout, 200), plot.y, 1e-9);
  bar = ddi_chart_layout_bar (layout, 0, 1);
  second = ddi_chart_layout_bar (layout, 1, 1);
  g_assert_cmpfloat_with_epsilon (bar.height, plot.height / 4, 1e-9);
  g_assert_cmpfloat_with_epsilon (bar.y + bar.height, plot.y + plot.height, 1e-9);
  g_assert_cmpfloat_with_epsilon (second.y + second.height, bar.y, 1e-9);
  g_assert_cmpfloat_with_epsilon (bar.x + bar.width / 2, ddi_chart_layout_datum (layout, 1), 1e-9);
  g_assert_cmpfloat (ddi_chart_layout_bar (layout, 0, 0).height, ==, 0);
}

static void
test_waterfall_positions (void)
{
  const char *rows[] = { "Usual", "Rain", "Promotion", "Forecast" };
  const double y[] = { 24, -3, 6, 27 };
  const gboolean total[] = { TRUE, FALSE, FALSE, TRUE };
  g_autoptr (DdiChart) chart = ddi_chart_new_rows ("Why 27", rows, 4);
  g_autoptr (DdiChartLayout) layout = NULL;
  DdiRect rain, promotion, whole;

  ddi_chart_add_steps (chart, "Pieces", y, total);
  layout = ddi_chart_layout_new (chart, 400, 200, NULL);
  rain = ddi_chart_layout_bar (layout, 0, 1);
  promotion = ddi_chart_layout_bar (layout, 0, 2);
  whole = ddi_chart_layout_bar (layout, 0, 3);
  g_assert_cmpfloat_with_epsilon (rain.x, ddi_chart_layout_value (layout, 21), 1e-9);
  g_assert_cmpfloat_with_epsilon (rain.x, promotion.x, 1e-9);
  g_assert_cmpfloat_with_epsilon (promotion.x + promotion.width, whole.x + whole.width, 1e-9);
  g_assert_cmpfloat_with_epsilon (whole.x, ddi_chart_layout_value (layout, 0), 1e-9);
}

static void
test_hit (void)
{
  g_autofree double *y = g_new0 (double, 60);
  g_autoptr (DdiChart) chart = ddi_chart_new_days ("Line", FIRST, 60, 1);
  g_autoptr (DdiChartLayout) layout = NULL;
  DdiRect plot;

  ddi_chart_add_line (chart, "Line", DDI_INK_TEXT, DDI_LINE_SOLID, y);
  layout = ddi_chart_layout_new (chart, 800, 240, NULL);
  plot = ddi_chart_layout_get_plot (layout);
  for (guint i = 0; i < 60; i++)
    {
      double x = ddi_chart_layout_datum (layout, i), half = ddi_chart_layout_datum_width (layout) * 0.49;

      g_assert_cmpint (ddi_chart_layout_hit (layout, x, plot.y + 5), ==, i);
      g_assert_cmpint (ddi_chart_layout_hit (layout, x - half, plot.y + plot.height), ==, i);
      g_assert_cmpint (ddi_chart_layout_hit (layout, x + half, plot.y), ==, i);
    }
  g_assert_cmpint (ddi_chart_layout_hit (layout, plot.x - 3, plot.y), ==, 0);
  g_assert_cmpint (ddi_chart_layout_hit (layout, plot.x - 40, plot.y), ==, -1);
  g_assert_cmpint (ddi_chart_layout_hit (layout, plot.x, plot.y + plot.height + 40), ==, -1);
}

/* The values never hide under the pointer: in a wide picture the card stands beside its datum. */
static void
test_card_beside_datum (void)
{
  g_autofree double *y = g_new0 (double, 60);
  g_autoptr (DdiChart) chart = ddi_chart_new_days ("Line", FIRST, 60, 1);
  g_autoptr (DdiChartLayout) layout = NULL;

  ddi_chart_add_line (chart, "Line", DDI_INK_TEXT, DDI_LINE_SOLID, y);
  layout = ddi_chart_layout_new (chart, 800, 240, NULL);
  for (guint i = 0; i < 60; i++)
    {
      DdiRect card = ddi_chart_layout_card (layout, i);
      double x = ddi_chart_layout_datum (layout, i);

      g_assert_true (x < card.x || x > card.x + card.width);
    }
}

static guint
count_labels (DdiChartLayout *layout, DdiLabelKind kind)
{
  guint n = 0;

  for (guint i = 0; i < ddi_chart_layout_get_n_labels (layout); i++)
    n += ddi_chart_layout_get_label (layout, i)->kind == kind;
  return n;
}

/* Two or three lines are named at their ends, more of them in a legend. */
static void
test_direct_labels (void)
{
  const double high[] = { 90, 95, 92, 99 }, low[] = { 10, 12, 9, 15 };
  g_autoptr (DdiChart) chart = ddi_chart_new_days ("Lines", FIRST, 4, 1);
  g_autoptr (DdiChartLayout) two = NULL;
  g_autoptr (DdiChartLayout) four = NULL;

  ddi_chart_add_line (chart, "High", DDI_INK_TEXT, DDI_LINE_SOLID, high);
  ddi_chart_add_line (chart, "Low", DDI_INK_ACCENT, DDI_LINE_SOLID, low);
  two = ddi_chart_layout_new (chart, 600, 300, NULL);
  g_assert_cmpuint (count_labels (two, DDI_LABEL_LINE), ==, 2);
  g_assert_cmpuint (count_labels (two, DDI_LABEL_LEGEND), ==, 0);

  ddi_chart_add_line (chart, "High again", DDI_INK_SERIES_1, DDI_LINE_SOLID, high);
  ddi_chart_add_line (chart, "Low again", DDI_INK_SERIES_2, DDI_LINE_SOLID, low);
  four = ddi_chart_layout_new (chart, 600, 300, NULL);
  g_assert_cmpuint (count_labels (four, DDI_LABEL_LINE), ==, 0);
  g_assert_cmpuint (count_labels (four, DDI_LABEL_LEGEND), ==, 4);
}

static void
test_natural_height (void)
{
  const char *rows[] = { "A", "B", "C" };
  const double y[] = { 1, 2, 3 };
  g_autoptr (DdiChart) chart = ddi_chart_new_rows ("Rows", rows, 3);
  g_autoptr (DdiChartLayout) layout = NULL;
  double height;

  ddi_chart_add_bars (chart, "Pieces", DDI_INK_SERIES_1, y);
  height = ddi_chart_layout_natural_height (chart, 400, NULL);
  layout = ddi_chart_layout_new (chart, 400, height, NULL);
  g_assert_cmpfloat (ddi_chart_layout_datum_width (layout), >=, 20);
  g_assert_cmpuint (count_labels (layout, DDI_LABEL_ROW), ==, 3);
}

static const DdiLabel *
find_row_name (DdiChartLayout *layout, const char *text)
{
  for (guint i = 0; i < ddi_chart_layout_get_n_labels (layout); i++)
    {
      const DdiLabel *label = ddi_chart_layout_get_label (layout, i);

      if (label->kind == DDI_LABEL_ROW && g_str_equal (label->text, text))
        return label;
    }
  return NULL;
}

/* Names too long for a narrow picture go on in a second line, with room for it, and none is in another's way. */
static void
test_long_names (void)
{
  const char *rows[] = { "Blueberry Munchkins", "Chocolate Frosted Donut", "Glazed" };
  const double y[] = { 2160, 1996, 1850 };
  g_autoptr (DdiChart) chart = ddi_chart_new_rows ("Rows", rows, 3);
  g_autoptr (DdiChartLayout) layout = NULL;
  double height;

  ddi_chart_add_bars (chart, "Pieces", DDI_INK_SERIES_1, y);
  height = ddi_chart_layout_natural_height (chart, 200, NULL);
  g_assert_cmpfloat (height, >, ddi_chart_layout_natural_height (chart, 800, NULL));
  layout = ddi_chart_layout_new (chart, 200, height, NULL);
  for (guint i = 0; i < 3; i++)
    {
      const DdiLabel *label = find_row_name (layout, rows[i]);

      g_assert_nonnull (label);
      g_assert_cmpfloat (label->box.height, <=, ddi_chart_layout_datum_width (layout));
      g_assert_cmpfloat (label->box.x, >=, 0);
    }
  g_assert_cmpfloat (find_row_name (layout, rows[0])->box.height, >,
                     1.5 * find_row_name (layout, rows[2])->box.height);
  check_labels (chart, 200, height);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/chart/layout/labels-never-overlap", test_labels_never_overlap);
  g_test_add_func ("/chart/layout/rows-labels", test_rows_labels);
  g_test_add_func ("/chart/layout/positions", test_positions);
  g_test_add_func ("/chart/layout/waterfall", test_waterfall_positions);
  g_test_add_func ("/chart/layout/hit", test_hit);
  g_test_add_func ("/chart/layout/card", test_card_beside_datum);
  g_test_add_func ("/chart/layout/direct-labels", test_direct_labels);
  g_test_add_func ("/chart/layout/natural-height", test_natural_height);
  g_test_add_func ("/chart/layout/long-names", test_long_names);
  return g_test_run ();
}
