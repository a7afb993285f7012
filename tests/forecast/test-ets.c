/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <string.h>

#include "forecast/ddi-ets-fit.h"
#include "forecast/ddi-ets-gradient.h"

#define PERIOD 7
#define MOST_STATES DDI_ETS_N_STATES (PERIOD)

/* One of R's fits: see ets-reference.R. */
typedef struct
{
  DdiEtsForm form;
  DdiEtsSmoothing smoothing;
  double l, chosen_aicc;
  double start[MOST_STATES];
  GArray *y;
} Reference;

/* A series with a season and two gaps, for derivatives. */
#define N_SLOPE 60

static void
slope_series (double *y)
{
  for (int t = 0; t < N_SLOPE; t++)
    y[t] = t == 13 || t == 30 ? NAN : 20 + 10 * sin (t * 2 * G_PI / PERIOD) + t * 37 % 11;
}

static void
clear_cb (gpointer data)
{
  g_array_unref (((Reference *)data)->y);
}

static GArray *
read_numbers (const char *text)
{
  GArray *numbers = g_array_new (FALSE, FALSE, sizeof (double));
  char *end;

  for (double v = g_ascii_strtod (text, &end); end != text; text = end, v = g_ascii_strtod (text, &end))
    g_array_append_val (numbers, v);
  return numbers;
}

static DdiEtsKind
read_kind (const char *word)
{
  return *word == 'A' ? DDI_ETS_ADDITIVE : *word == 'M' ? DDI_ETS_MULTIPLICATIVE : DDI_ETS_NONE;
}

static Reference
read_reference (char **lines)
{
  g_auto (GStrv) words = g_strsplit (lines[0], " ", -1);
  g_autoptr (GArray) start = read_numbers (lines[1]);
  Reference self = {
    .form = { read_kind (words[0]), read_kind (words[1]), atoi (words[2]) == 1, read_kind (words[3]),
              read_kind (words[3]) == DDI_ETS_NONE ? 1 : PERIOD },
    .smoothing = { g_ascii_strtod (words[4], NULL), g_ascii_strtod (words[5], NULL),
                   g_ascii_strtod (words[6], NULL), g_ascii_strtod (words[7], NULL) },
    .l = g_ascii_strtod (words[8], NULL),
    .chosen_aicc = g_ascii_strtod (words[9], NULL),
    .y = read_numbers (lines[2]),
  };

  for (guint i = 0; i < start->len; i++)
    self.start[i] = g_array_index (start, double, i);
  return self;
}

static GArray *
read_references (void)
{
  g_autofree char *path =
      g_build_filename (g_getenv ("DDI_TEST_SOURCE"), "tests/forecast/ets-reference.txt", NULL);
  GArray *references = g_array_new (FALSE, FALSE, sizeof (Reference));
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;

  g_array_set_clear_func (references, clear_cb);
  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);
  lines = g_strsplit (text, "\n", -1);
  for (char **line = lines; *line; line++)
    if (**line != '#' && **line != '\0')
      {
        Reference reference = read_reference (line);

        g_array_append_val (references, reference);
        line += 2;
      }
  g_assert_cmpuint (references->len, ==, 200);
  return references;
}

/* R's parameters and initial states make R's likelihood. */
static void
test_likelihood (void)
{
  g_autoptr (GArray) references = read_references ();

  for (guint i = 0; i < references->len; i++)
    {
      Reference *r = &g_array_index (references, Reference, i);
      double state[MOST_STATES], l;

      memcpy (state, r->start, sizeof state);
      l = ddi_ets_run (&r->form, &r->smoothing, state, (double *)r->y->data, (int)r->y->len, NULL);
      g_assert_cmpfloat_with_epsilon (l, r->l, 1e-6 * fabs (r->l));
    }
}

/* The derivatives are those of the run: central differences, of every form, with a gap. */
static void
assert_slope (const DdiEtsForm *form, DdiEtsSmoothing *p, double *start, double *value, double slope)
{
  double y[N_SLOPE], state[MOST_STATES], l[2], old = *value, step = 1e-5 * MAX (1, fabs (old));

  slope_series (y);
  for (int i = 0; i < 2; i++)
    {
      *value = old + (i == 0 ? step : -step);
      memcpy (state, start, sizeof state);
      l[i] = ddi_ets_run (form, p, state, y, N_SLOPE, NULL);
    }
  *value = old;
  g_assert_cmpfloat_with_epsilon (slope, (l[0] - l[1]) / (2 * step), 1e-6 * (1 + fabs (slope)));
}

static void
assert_gradient (const DdiEtsForm *form)
{
  DdiEtsSmoothing p = { 0.3, 0.07, 0.21, 0.93 }, d;
  double y[N_SLOPE], state[MOST_STATES], slope[MOST_STATES], start[MOST_STATES] = { 22, 0.3 };
  g_autofree double *work = g_new (double, ddi_ets_gradient_size (N_SLOPE));

  slope_series (y);
  if (form->trend == DDI_ETS_MULTIPLICATIVE)
    start[DDI_ETS_GROWTH] = 1.01;
  for (int k = 0; k < form->period; k++)
    start[DDI_ETS_SEASON + k] = form->season == DDI_ETS_MULTIPLICATIVE ? 0.9 + 0.04 * k : k - 3;
  memcpy (state, start, sizeof state);
  ddi_ets_gradient (form, &p, state, y, N_SLOPE, work, slope, &d);
  assert_slope (form, &p, start, &p.alpha, d.alpha);
  assert_slope (form, &p, start, &start[DDI_ETS_LEVEL], slope[DDI_ETS_LEVEL]);
  if (form->trend != DDI_ETS_NONE)
    {
      assert_slope (form, &p, start, &p.beta, d.beta);
      assert_slope (form, &p, start, &start[DDI_ETS_GROWTH], slope[DDI_ETS_GROWTH]);
    }
  if (form->damped)
    assert_slope (form, &p, start, &p.phi, d.phi);
  if (form->season == DDI_ETS_NONE)
    return;
  assert_slope (form, &p, start, &p.gamma, d.gamma);
  for (int k = DDI_ETS_SEASON; k < DDI_ETS_N_STATES (form->period); k++)
    assert_slope (form, &p, start, &start[k], slope[k]);
}

static void
test_gradient (void)
{
  for (DdiEtsKind error = DDI_ETS_ADDITIVE; error <= DDI_ETS_MULTIPLICATIVE; error++)
    for (DdiEtsKind trend = DDI_ETS_NONE; trend <= DDI_ETS_MULTIPLICATIVE; trend++)
      for (int damped = 0; damped <= (trend != DDI_ETS_NONE); damped++)
        for (DdiEtsKind season = DDI_ETS_NONE; season <= DDI_ETS_MULTIPLICATIVE; season++)
          assert_gradient (
              &(DdiEtsForm){ error, trend, damped == 1, season, season == DDI_ETS_NONE ? 1 : PERIOD });
}

/* Our optimum is R's or better within a thousandth; and in the same region. */
static void
test_fit (void)
{
  g_autoptr (GArray) references = read_references ();

  for (guint i = 0; i < references->len; i++)
    {
      Reference *r = &g_array_index (references, Reference, i);
      g_auto (DdiEtsFit) fit = { 0 };

      g_assert_true (ddi_ets_fit (&fit, &r->form, (double *)r->y->data, (int)r->y->len));
      g_assert_cmpfloat (fit.l, <=, r->l + 1e-3 * fabs (r->l));
      g_assert_cmpfloat (fit.smoothing.alpha, >, 0);
      g_assert_cmpfloat (fit.smoothing.alpha, <, 1);
      g_assert_cmpfloat (fit.smoothing.beta, <=, fit.smoothing.alpha);
      g_assert_cmpfloat (fit.smoothing.gamma, <=, 1 - fit.smoothing.alpha);
    }
}

/* The form that we choose is as good as the one that R chooses, by the measure that both go by. */
static void
test_choice (void)
{
  g_autoptr (GArray) references = read_references ();

  for (guint i = 0; i < references->len; i++)
    {
      Reference *r = &g_array_index (references, Reference, i);
      g_auto (DdiEtsFit) fit = { 0 };

      g_assert_true (ddi_ets_choose (&fit, (double *)r->y->data, (int)r->y->len, PERIOD));
      g_assert_cmpfloat (fit.aicc, <=, r->chosen_aicc + 1e-3 * fabs (r->chosen_aicc));
    }
}

/* What is found from the begin does not hang on the number of steps that were looked at: a straight line with
 * a season, and days missing, is read as it is. */
static void
test_start (void)
{
  const DdiEtsForm form = { DDI_ETS_ADDITIVE, DDI_ETS_ADDITIVE, FALSE, DDI_ETS_ADDITIVE, PERIOD };
  const double season[PERIOD] = { 3, -1, 0, 2, -4, 1, -1 };
  double y[70], state[MOST_STATES];

  for (int t = 0; t < 70; t++)
    y[t] = 50 + 0.5 * (t + 1) + season[t % PERIOD];
  for (int steps = 28; steps <= 70; steps += 42)
    {
      ddi_ets_start (&form, y, 70, steps, steps, state);
      g_assert_cmpfloat_with_epsilon (state[DDI_ETS_LEVEL], 50, 1e-9);
      g_assert_cmpfloat_with_epsilon (state[DDI_ETS_GROWTH], 0.5, 1e-9);
      for (int k = 0; k < PERIOD; k++)
        g_assert_cmpfloat_with_epsilon (state[DDI_ETS_SEASON + k], season[k], 1e-9);
    }
  /* Closed on one weekday: the others are still told apart. */
  for (int t = 6; t < 70; t += PERIOD)
    y[t] = NAN;
  ddi_ets_start (&form, y, 70, 70, 70, state);
  g_assert_cmpfloat (state[DDI_ETS_SEASON], >, state[DDI_ETS_SEASON + 1] + 3);
  g_assert_cmpfloat (state[DDI_ETS_SEASON + 4], <, state[DDI_ETS_SEASON + 1] - 2);
}

/* Each form goes on by itself: from the state after the series, the recursion without error. */
static void
test_forecast (void)
{
  const DdiEtsSmoothing smoothing = { 0.3, 0.1, 0.2, 0.9 };
  const DdiEtsForm forms[] = {
    { DDI_ETS_ADDITIVE, DDI_ETS_ADDITIVE, TRUE, DDI_ETS_ADDITIVE, 3 },
    { DDI_ETS_MULTIPLICATIVE, DDI_ETS_MULTIPLICATIVE, FALSE, DDI_ETS_MULTIPLICATIVE, 3 },
  };
  /* l + (φ + φ²) b + s, and l b² s. */
  const double expected[] = { 10 + (0.9 + 0.81) * 2 - 1, 10 * 4 * 0.5 };
  double states[][5] = { { 10, 2, -1, 3, -2 }, { 10, 2, 0.5, 1.5, 1 } };

  for (gsize i = 0; i < G_N_ELEMENTS (forms); i++)
    {
      double forecasts[2];

      /* After five steps the second one ahead has season 0. */
      ddi_ets_forecast (&forms[i], &smoothing, states[i], 5, 2, forecasts);
      g_assert_cmpfloat_with_epsilon (forecasts[1], expected[i], 1e-12);
    }
}

/* A missing step teaches nothing and moves the season on. */
static void
test_missing (void)
{
  const DdiEtsForm form = { DDI_ETS_ADDITIVE, DDI_ETS_NONE, FALSE, DDI_ETS_ADDITIVE, 2 };
  const DdiEtsSmoothing smoothing = { 0.5, 0, 0.1, 1 };
  const double y[] = { 12, NAN, NAN, 9, 11 };
  double state[] = { 10, 0, 2, -2 }, forecasts[5], l;

  l = ddi_ets_run (&form, &smoothing, state, y, 5, forecasts);
  g_assert_cmpfloat_with_epsilon (forecasts[2], 12, 1e-12);
  g_assert_cmpfloat_with_epsilon (forecasts[3], 8, 1e-12);
  g_assert_cmpfloat_with_epsilon (l, 3 * log (1 + 1.5 * 1.5), 1e-12);
}

/* Too short, or not positive: refused, never a number made up. */
static void
test_refusals (void)
{
  const DdiEtsForm plain = { DDI_ETS_ADDITIVE, DDI_ETS_NONE, FALSE, DDI_ETS_NONE, 1 };
  const DdiEtsForm ratios = { DDI_ETS_MULTIPLICATIVE, DDI_ETS_NONE, FALSE, DDI_ETS_NONE, 1 };
  const double zeros[] = { 0, 3, 0, 0, 1, 0, 0, 2, 0, 0, 1, 4 };
  g_auto (DdiEtsFit) fit = { 0 };

  g_assert_false (ddi_ets_fit (&fit, &plain, zeros, 4));
  g_assert_false (ddi_ets_choose (&fit, zeros, 3, PERIOD));
  g_assert_false (ddi_ets_fit (&fit, &ratios, zeros, 12));
  g_assert_true (ddi_ets_choose (&fit, zeros, 12, 1));
  g_assert_cmpint (fit.form.error, ==, DDI_ETS_ADDITIVE);
  g_assert_true (isfinite (fit.aicc));
}

/* Whatever comes in: a constant, a spike, a trillion, a line down through zero, one weekday never known, next to
 * nothing every other day; the forecast is finite. */
static void
test_strange_series (void)
{
  for (int kind = 0; kind < 7; kind++)
    {
      g_auto (DdiEtsFit) fit = { 0 };
      double y[60], forecasts[14];

      for (int t = 0; t < 60; t++)
        y[t] = kind == 0   ? 0
               : kind == 1 ? 5
               : kind == 2 ? (t == 30 ? 1e9 : 1)
               : kind == 3 ? 1e12 + t
               : kind == 4 ? 20.0 - t
               : kind == 5 ? (t % PERIOD == 6 ? NAN : 1 + t % PERIOD)
                           : (t % 2 ? NAN : 1e-9 * (1 + t % 5));
      g_assert_true (ddi_ets_choose (&fit, y, 60, PERIOD));
      ddi_ets_forecast (&fit.form, &fit.smoothing, fit.state, 60, 14, forecasts);
      for (int i = 0; i < 14; i++)
        g_assert_true (isfinite (forecasts[i]));
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/forecast/ets/likelihood", test_likelihood);
  g_test_add_func ("/forecast/ets/gradient", test_gradient);
  g_test_add_func ("/forecast/ets/start", test_start);
  g_test_add_func ("/forecast/ets/fit", test_fit);
  g_test_add_func ("/forecast/ets/choice", test_choice);
  g_test_add_func ("/forecast/ets/forecast", test_forecast);
  g_test_add_func ("/forecast/ets/missing", test_missing);
  g_test_add_func ("/forecast/ets/refusals", test_refusals);
  g_test_add_func ("/forecast/ets/strange-series", test_strange_series);
  return g_test_run ();
}
