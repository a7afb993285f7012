/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "forecast/ddi-ets-search.h"

#include "forecast/ddi-ets-gradient.h"

#include <math.h>
#include <nlopt.h>
#include <string.h>

#define LEAST_SMOOTHING 1e-4
#define LARGEST_SMOOTHING (1 - 1e-4)
#define LEAST_DAMPING 0.8
#define LARGEST_DAMPING 0.98
/* What NLopt is told, as L a step, of parameters that make no forecast; no series comes near it. */
#define HOPELESS 1e4
#define MOST_EVALUATIONS 400

/* What is searched: α, β / α, γ / (1 - α) and φ as far as the form has them, so that the usual region is a
 * box; then level, growth and all seasons but the last, each as a multiple of a unit. Units that make L about
 * as steep in all of them end the search sooner: the initial level and seasons are forgotten, a growth adds up. */
#define LEVEL_UNIT 3.0
#define GROWTH_UNIT 0.1
#define SEASON_UNIT 3.0

static int
n_smoothing (const DdiEtsForm *form)
{
  return 1 + (form->trend != DDI_ETS_NONE) + (form->season != DDI_ETS_NONE) + (form->damped ? 1 : 0);
}

static int
n_searched (const DdiEtsForm *form)
{
  return n_smoothing (form) + 1 + (form->trend != DDI_ETS_NONE) +
         (form->season != DDI_ETS_NONE ? form->period - 1 : 0);
}

static double
level_unit (const DdiEtsSearch *self)
{
  return LEVEL_UNIT * self->scale;
}

static double
growth_unit (const DdiEtsSearch *self)
{
  return GROWTH_UNIT * (self->form->trend == DDI_ETS_MULTIPLICATIVE ? 1 : self->scale);
}

static double
season_unit (const DdiEtsSearch *self)
{
  return SEASON_UNIT * (self->form->season == DDI_ETS_MULTIPLICATIVE ? 1 : self->scale);
}

static void
read_point (DdiEtsSearch *self, const double *x)
{
  const DdiEtsForm *form = self->form;
  DdiEtsSmoothing *p = &self->smoothing;
  int m = form->period;
  double last = form->season == DDI_ETS_MULTIPLICATIVE ? m : 0;

  *p = (DdiEtsSmoothing){ .alpha = *x++, .phi = 1 };
  if (form->trend != DDI_ETS_NONE)
    p->beta = p->alpha * *x++;
  if (form->season != DDI_ETS_NONE)
    p->gamma = (1 - p->alpha) * *x++;
  if (form->damped)
    p->phi = *x++;
  self->start[DDI_ETS_LEVEL] = level_unit (self) * *x++;
  if (form->trend != DDI_ETS_NONE)
    self->start[DDI_ETS_GROWTH] = growth_unit (self) * *x++;
  if (form->season == DDI_ETS_NONE)
    return;
  for (int k = 0; k < m - 1; k++)
    {
      self->start[DDI_ETS_SEASON + k] = season_unit (self) * *x++;
      last -= self->start[DDI_ETS_SEASON + k];
    }
  self->start[DDI_ETS_SEASON + m - 1] = last;
}

static void
write_point (const DdiEtsSearch *self, double *x)
{
  const DdiEtsForm *form = self->form;
  const DdiEtsSmoothing *p = &self->smoothing;

  *x++ = p->alpha;
  if (form->trend != DDI_ETS_NONE)
    *x++ = p->beta / p->alpha;
  if (form->season != DDI_ETS_NONE)
    *x++ = p->gamma / (1 - p->alpha);
  if (form->damped)
    *x++ = p->phi;
  *x++ = self->start[DDI_ETS_LEVEL] / level_unit (self);
  if (form->trend != DDI_ETS_NONE)
    *x++ = self->start[DDI_ETS_GROWTH] / growth_unit (self);
  if (form->season != DDI_ETS_NONE)
    for (int k = 0; k < form->period - 1; k++)
      *x++ = self->start[DDI_ETS_SEASON + k] / season_unit (self);
}

/* ∂L/∂x from ∂L/∂ of what x stands for, @d and self->slope. */
static void
write_gradient (const DdiEtsSearch *self, const DdiEtsSmoothing *d, double *gradient)
{
  const DdiEtsForm *form = self->form;
  const DdiEtsSmoothing *p = &self->smoothing;
  const double *season = self->slope + DDI_ETS_SEASON;
  double *dalpha = gradient++;

  *dalpha = d->alpha;
  if (form->trend != DDI_ETS_NONE)
    {
      *dalpha += d->beta * p->beta / p->alpha;
      *gradient++ = d->beta * p->alpha;
    }
  if (form->season != DDI_ETS_NONE)
    {
      *dalpha -= d->gamma * p->gamma / (1 - p->alpha);
      *gradient++ = d->gamma * (1 - p->alpha);
    }
  if (form->damped)
    *gradient++ = d->phi;
  *gradient++ = self->slope[DDI_ETS_LEVEL] * level_unit (self);
  if (form->trend != DDI_ETS_NONE)
    *gradient++ = self->slope[DDI_ETS_GROWTH] * growth_unit (self);
  if (form->season != DDI_ETS_NONE)
    for (int k = 0; k < form->period - 1; k++)
      *gradient++ = (season[k] - season[form->period - 1]) * season_unit (self);
}

static double
evaluate (DdiEtsSearch *self, const double *x, DdiEtsSmoothing *d)
{
  read_point (self, x);
  memcpy (self->state, self->start, DDI_ETS_N_STATES (self->form->period) * sizeof (double));
  return ddi_ets_gradient (self->form, &self->smoothing, self->state, self->y, self->n, self->work,
                           self->slope, d);
}

/* L a step, so that steps of the search are of the same size on short series and long ones. */
static double
evaluate_cb (unsigned n, const double *x, double *gradient, void *data)
{
  DdiEtsSearch *self = data;
  DdiEtsSmoothing d;
  double l = evaluate (self, x, &d);
  gboolean good = isfinite (l);

  if (good && l < self->least)
    {
      self->least = l;
      memcpy (self->point, x, n * sizeof (double));
    }
  if (gradient == NULL)
    return good ? l / self->n : HOPELESS;
  if (good)
    write_gradient (self, &d, gradient);
  for (unsigned i = 0; i < n && good; i++)
    {
      gradient[i] /= self->n;
      good = isfinite (gradient[i]);
    }
  if (!good)
    memset (gradient, 0, n * sizeof (double));
  return good ? l / self->n : HOPELESS;
}

static void
set_bounds (const DdiEtsForm *form, int n, double *lower, double *upper)
{
  int n_box = n_smoothing (form);

  for (int i = 0; i < n; i++)
    {
      lower[i] = i < n_box ? LEAST_SMOOTHING : -HUGE_VAL;
      upper[i] = i < n_box ? LARGEST_SMOOTHING : HUGE_VAL;
    }
  if (form->damped)
    {
      lower[n_box - 1] = LEAST_DAMPING;
      upper[n_box - 1] = LARGEST_DAMPING;
    }
}

double
ddi_ets_search_run (DdiEtsSearch *self, double tolerance)
{
  int n = n_searched (self->form);
  double *x = self->point + n, *lower = x + n, *upper = lower + n, l;
  nlopt_opt optimizer = nlopt_create (NLOPT_LD_LBFGS, (unsigned)n);
  DdiEtsSmoothing d;

  write_point (self, x);
  set_bounds (self->form, n, lower, upper);
  for (int i = 0; i < n_smoothing (self->form); i++)
    x[i] = CLAMP (x[i], lower[i], upper[i]);
  self->least = INFINITY;
  memcpy (self->point, x, n * sizeof (double));
  nlopt_set_min_objective (optimizer, evaluate_cb, self);
  nlopt_set_lower_bounds (optimizer, lower);
  nlopt_set_upper_bounds (optimizer, upper);
  nlopt_set_ftol_rel (optimizer, tolerance);
  nlopt_set_maxeval (optimizer, MOST_EVALUATIONS);
  nlopt_optimize (optimizer, x, &l);
  nlopt_destroy (optimizer);
  return evaluate (self, self->point, &d);
}

static double
find_scale (const double *y, int n)
{
  double sum = 0;
  int known = 0;

  for (int t = 0; t < n; t++)
    if (!isnan (y[t]))
      {
        sum += fabs (y[t]);
        known++;
      }
  return sum > 0 ? sum / known : 1;
}

void
ddi_ets_search_init (DdiEtsSearch *self, const DdiEtsForm *form, const double *y, int n)
{
  gsize states = DDI_ETS_N_STATES (form->period);

  *self = (DdiEtsSearch){ .form = form, .y = y, .n = n, .scale = find_scale (y, n) };
  self->start = g_new0 (double, 3 * states + 4 * n_searched (form) + ddi_ets_gradient_size (n));
  self->state = self->start + states;
  self->slope = self->state + states;
  self->point = self->slope + states;
  self->work = self->point + 4 * n_searched (form);
}

void
ddi_ets_search_clear (DdiEtsSearch *self)
{
  g_clear_pointer (&self->start, g_free);
}
