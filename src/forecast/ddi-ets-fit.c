/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "forecast/ddi-ets-fit.h"

#include <math.h>
#include <nlopt.h>
#include <string.h>

#define LEAST_SMOOTHING 1e-4
#define LARGEST_SMOOTHING (1 - 1e-4)
#define LEAST_DAMPING 0.8
#define LARGEST_DAMPING 0.98
/* What NLopt is told of parameters that make no forecast. */
#define HOPELESS 1e100
/* Evaluations of a full fit, and of one that holds the initial states. */
#define MOST_EVALUATIONS 4000
#define QUICK_EVALUATIONS 60
#define TOLERANCE 1e-9
#define QUICK_TOLERANCE 1e-4
/* A search that gained less than this share of L is over. */
#define RESTART_GAIN 1e-6
/* Forms that are fitted in full, and forms there are without a multiplicative trend. */
#define N_FULL 2
#define MOST_FORMS 15

/* What is searched: α, β / α, γ / (1 - α) and φ as far as the form has them, so that the usual region is a
 * box; then, in a full fit, level, growth and all seasons but the last, in units of the series' scale. */
typedef struct
{
  const DdiEtsForm *form;
  const double *y;
  int n;
  gboolean full;
  double scale;
  double *start, *state; /* [DDI_ETS_N_STATES]; start holds what is not searched */
  DdiEtsSmoothing smoothing;
} Search;

static int
n_smoothing (const DdiEtsForm *form)
{
  return 1 + (form->trend != DDI_ETS_NONE) + (form->season != DDI_ETS_NONE) + (form->damped ? 1 : 0);
}

static int
n_searched (const Search *self)
{
  const DdiEtsForm *form = self->form;
  int n = n_smoothing (form);

  if (self->full)
    n += 1 + (form->trend != DDI_ETS_NONE) + (form->season != DDI_ETS_NONE ? form->period - 1 : 0);
  return n;
}

static double
growth_unit (const Search *self)
{
  return self->form->trend == DDI_ETS_MULTIPLICATIVE ? 1 : self->scale;
}

static double
season_unit (const Search *self)
{
  return self->form->season == DDI_ETS_MULTIPLICATIVE ? 1 : self->scale;
}

static void
read_point (Search *self, const double *x)
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
  if (!self->full)
    return;
  self->start[DDI_ETS_LEVEL] = self->scale * *x++;
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
write_point (const Search *self, double *x, double *step)
{
  const DdiEtsForm *form = self->form;
  const DdiEtsSmoothing *p = &self->smoothing;
  int k = 0;

  x[k] = p->alpha;
  step[k++] = 0.1;
  if (form->trend != DDI_ETS_NONE)
    {
      x[k] = p->beta / p->alpha;
      step[k++] = 0.1;
    }
  if (form->season != DDI_ETS_NONE)
    {
      x[k] = p->gamma / (1 - p->alpha);
      step[k++] = 0.1;
    }
  if (form->damped)
    {
      x[k] = p->phi;
      step[k++] = 0.05;
    }
  if (!self->full)
    return;
  x[k] = self->start[DDI_ETS_LEVEL] / self->scale;
  step[k++] = 0.1;
  if (form->trend != DDI_ETS_NONE)
    {
      x[k] = self->start[DDI_ETS_GROWTH] / growth_unit (self);
      step[k++] = 0.01;
    }
  if (form->season != DDI_ETS_NONE)
    for (int i = 0; i < form->period - 1; i++)
      {
        x[k] = self->start[DDI_ETS_SEASON + i] / season_unit (self);
        step[k++] = 0.05;
      }
}

static double
evaluate_cb (unsigned n, const double *x, double *gradient, void *data)
{
  Search *self = data;
  double l;

  read_point (self, x);
  memcpy (self->state, self->start, DDI_ETS_N_STATES (self->form->period) * sizeof (double));
  l = ddi_ets_run (self->form, &self->smoothing, self->state, self->y, self->n, NULL);
  return isfinite (l) ? l : HOPELESS;
}

/* From where the search stands to where L is least; returns L. */
static double
search (Search *self, nlopt_algorithm algorithm, int most, double tolerance)
{
  int n = n_searched (self), n_box = n_smoothing (self->form);
  g_autofree double *x = g_new (double, 4 * n);
  double *lower = x + n, *upper = lower + n, *step = upper + n, l = HOPELESS;
  nlopt_opt optimizer = nlopt_create (algorithm, (unsigned)n);

  write_point (self, x, step);
  for (int i = 0; i < n; i++)
    {
      lower[i] = i < n_box ? LEAST_SMOOTHING : -HUGE_VAL;
      upper[i] = i < n_box ? LARGEST_SMOOTHING : HUGE_VAL;
    }
  if (self->form->damped)
    {
      lower[n_box - 1] = LEAST_DAMPING;
      upper[n_box - 1] = LARGEST_DAMPING;
    }
  for (int i = 0; i < n_box; i++)
    x[i] = CLAMP (x[i], lower[i], upper[i]);
  nlopt_set_min_objective (optimizer, evaluate_cb, self);
  nlopt_set_lower_bounds (optimizer, lower);
  nlopt_set_upper_bounds (optimizer, upper);
  nlopt_set_initial_step (optimizer, step);
  nlopt_set_ftol_rel (optimizer, tolerance);
  nlopt_set_maxeval (optimizer, most);
  nlopt_optimize (optimizer, x, &l);
  nlopt_destroy (optimizer);
  return evaluate_cb ((unsigned)n, x, NULL, self);
}

static gboolean
can_hold (const DdiEtsForm *form, const double *y, int n)
{
  gboolean positive = form->error == DDI_ETS_MULTIPLICATIVE || form->trend == DDI_ETS_MULTIPLICATIVE ||
                      form->season == DDI_ETS_MULTIPLICATIVE;
  int known = 0;

  for (int t = 0; t < n; t++)
    {
      if (positive && y[t] <= 0)
        return FALSE;
      known += isfinite (y[t]) ? 1 : 0;
    }
  return known > ddi_ets_n_parameters (form) + 1;
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

/* Where searches begin: with a season that moves, and with one that hardly does under a trend that lasts. L
 * has a valley at either. */
static const DdiEtsSmoothing beginnings[] = {
  { .alpha = 0.2, .beta = 0.02, .gamma = 0.04, .phi = 0.9 },
  { .alpha = 0.1, .beta = 0.0002, .gamma = 0.0002, .phi = 0.975 },
};

static void
search_init (Search *self, const DdiEtsForm *form, const double *y, int n)
{
  *self = (Search){ .form = form, .y = y, .n = n, .scale = find_scale (y, n) };
  self->start = g_new0 (double, 2 * DDI_ETS_N_STATES (form->period));
  self->state = self->start + DDI_ETS_N_STATES (form->period);
}

static void
search_begin (Search *self, const DdiEtsSmoothing *beginning)
{
  self->full = FALSE;
  ddi_ets_start (self->form, self->y, self->n, self->start);
  self->smoothing = *beginning;
}

static void
finish (Search *search_, DdiEtsFit *fit, double l)
{
  const DdiEtsForm *form = search_->form;
  gsize bytes = DDI_ETS_N_STATES (form->period) * sizeof (double);

  *fit = (DdiEtsFit){ .form = *form, .smoothing = search_->smoothing, .l = l };
  fit->aicc = ddi_ets_aicc (form, l, search_->n);
  fit->start = g_memdup2 (search_->start, bytes);
  fit->state = g_memdup2 (search_->state, bytes);
}

void
ddi_ets_fit_clear (DdiEtsFit *self)
{
  g_clear_pointer (&self->start, g_free);
  g_clear_pointer (&self->state, g_free);
}

/* All of @self's parameters, from where it stands: subplex from there, then once more from where that
 * ended, since its steps shrink before a long valley does. */
static double
search_full (Search *self)
{
  double before, l = HOPELESS;

  self->full = TRUE;
  do
    {
      before = l;
      l = search (self, NLOPT_LN_SBPLX, MOST_EVALUATIONS, TOLERANCE);
    }
  while (l < before - RESTART_GAIN * fabs (before));
  return l;
}

gboolean
ddi_ets_fit (DdiEtsFit *self, const DdiEtsForm *form, const double *y, int n)
{
  Search work;

  if (!can_hold (form, y, n))
    return FALSE;
  *self = (DdiEtsFit){ .l = HOPELESS };
  search_init (&work, form, y, n);
  for (gsize i = 0; i < G_N_ELEMENTS (beginnings); i++)
    {
      double l;

      search_begin (&work, &beginnings[i]);
      if (i == 0)
        search (&work, NLOPT_LN_BOBYQA, QUICK_EVALUATIONS, QUICK_TOLERANCE);
      l = search_full (&work);
      if (l >= self->l)
        continue;
      ddi_ets_fit_clear (self);
      finish (&work, self, l);
    }
  g_free (work.start);
  return self->l < HOPELESS;
}

/* The stable forms without a multiplicative trend, as many as a series has positive values and seasons for. */
static int
list_forms (const double *y, int n, int period, DdiEtsForm *forms)
{
  int n_forms = 0;

  for (DdiEtsKind error = DDI_ETS_ADDITIVE; error <= DDI_ETS_MULTIPLICATIVE; error++)
    for (int trend = 0; trend < 3; trend++)
      for (DdiEtsKind season = DDI_ETS_NONE; season <= (period > 1 ? error : DDI_ETS_NONE); season++)
        {
          DdiEtsForm form = { error, trend > 0 ? DDI_ETS_ADDITIVE : DDI_ETS_NONE, trend == 2, season,
                              season == DDI_ETS_NONE ? 1 : period };

          if (can_hold (&form, y, n))
            forms[n_forms++] = form;
        }
  return n_forms;
}

/* AICc with the initial states held. */
static double
weigh (const DdiEtsForm *form, const double *y, int n)
{
  Search work;
  double l;

  search_init (&work, form, y, n);
  search_begin (&work, &beginnings[0]);
  l = search (&work, NLOPT_LN_BOBYQA, QUICK_EVALUATIONS, QUICK_TOLERANCE);
  g_free (work.start);
  return ddi_ets_aicc (form, l, n);
}

gboolean
ddi_ets_choose (DdiEtsFit *self, const double *y, int n, int period)
{
  DdiEtsForm forms[MOST_FORMS];
  double aicc[MOST_FORMS];
  int n_forms = list_forms (y, n, period, forms);
  gboolean found = FALSE;

  for (int i = 0; i < n_forms; i++)
    aicc[i] = weigh (&forms[i], y, n);
  for (int k = 0; k < MIN (N_FULL, n_forms); k++)
    {
      DdiEtsFit fit = { 0 };
      int best = 0;

      for (int i = 1; i < n_forms; i++)
        if (aicc[i] < aicc[best])
          best = i;
      aicc[best] = INFINITY;
      if (!ddi_ets_fit (&fit, &forms[best], y, n))
        continue;
      if (found && self->aicc <= fit.aicc)
        {
          ddi_ets_fit_clear (&fit);
          continue;
        }
      if (found)
        ddi_ets_fit_clear (self);
      *self = fit;
      found = TRUE;
    }
  return found;
}
