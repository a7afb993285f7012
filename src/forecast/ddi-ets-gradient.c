/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "forecast/ddi-ets-gradient.h"

#include "forecast/ddi-ets-private.h"

#include <string.h>

/* What the way back has to know of a step: the states before it, and the grown part. */
typedef struct
{
  DdiEtsNow before;
  double growth;
} Step;

/* The way back: where it is, and what it has gathered. A name with a d before it is ∂L/∂ of it. */
typedef struct
{
  const DdiEtsForm *form;
  const DdiEtsSmoothing *smoothing;
  double push;   /* 2 n / Σ e² */
  double dl, db; /* of the level and growth after the step, then before it */
  DdiEtsSmoothing dp;
} Back;

gsize
ddi_ets_gradient_size (int n)
{
  return (gsize)n * (sizeof (Step) / sizeof (double));
}

/* ∂L/∂μ of L = n log Σ e² + 2 Σ log μ, with e = y - μ or y / μ - 1. */
static inline double
slope_of_forecast (const Back *self, double y, double mu)
{
  double e = y - mu, inverse;

  if (self->form->error != DDI_ETS_MULTIPLICATIVE)
    return -self->push * e;
  inverse = 1 / mu;
  e *= inverse;
  return (2 - self->push * e * (1 + e)) * inverse;
}

/* From ∂L/∂ of the expected level q and of the grown part to those of what they are made of. */
static inline void
back_from_level (Back *self, const Step *step, double dq, double dgrowth)
{
  double phi = self->smoothing->phi;

  switch (self->form->trend)
    {
    case DDI_ETS_ADDITIVE: /* q = l + g, g = φ b */
      dgrowth += dq;
      self->dl = dq;
      self->db = self->form->damped ? dgrowth * phi : dgrowth;
      self->dp.phi += dgrowth * step->before.b;
      return;
    case DDI_ETS_MULTIPLICATIVE: /* q = l g, g = b^φ */
      dgrowth += dq * step->before.l;
      self->dl = dq * step->growth;
      self->db = dgrowth;
      if (!self->form->damped)
        return;
      self->db = dgrowth * phi * step->growth / step->before.b;
      self->dp.phi += dgrowth * step->growth * log (step->before.b);
      return;
    case DDI_ETS_NONE:
    default:
      self->dl = dq;
    }
}

/* One step with a value back; @ds is ∂L/∂ of its season. The step's equations stand at ddi_ets_learn(); ∂L/∂d is
 * α ∂l + β ∂b + γ ∂s. Each step waits for the one after it, so what is known sooner is summed first. */
static inline void
back_one (Back *self, const Step *step, double y, double q, double *ds)
{
  const DdiEtsForm *form = self->form;
  const DdiEtsSmoothing *p = self->smoothing;
  double s = step->before.s, dmu = slope_of_forecast (self, y, ddi_ets_add_season (form, q, s)), later = 0;
  double d, dq, known = 0, deseasoned = y, from_level = p->alpha * self->dl, from_growth = 0;

  switch (form->season)
    {
    case DDI_ETS_ADDITIVE:
      deseasoned = y - s;
      known = p->gamma * *ds;
      self->dp.gamma += *ds * (deseasoned - q);
      dq = dmu - known;
      break;
    case DDI_ETS_MULTIPLICATIVE:
      {
        double ratio = y / q;

        deseasoned = y / s;
        self->dp.gamma += *ds * (ratio - s);
        dq = dmu * s - *ds * p->gamma * ratio / q;
        break;
      }
    case DDI_ETS_NONE:
    default:
      dq = dmu;
    }
  d = deseasoned - q;
  self->dp.alpha += self->dl * d;
  if (form->trend == DDI_ETS_ADDITIVE)
    {
      from_growth = p->beta * self->db;
      self->dp.beta += self->db * d;
    }
  else if (form->trend == DDI_ETS_MULTIPLICATIVE)
    {
      double share = self->db / step->before.l;

      from_growth = p->beta * share;
      self->dp.beta += share * d;
      later = -from_growth * d / step->before.l;
    }
  if (form->season == DDI_ETS_ADDITIVE)
    *ds += dmu - (known + from_level + from_growth);
  else if (form->season == DDI_ETS_MULTIPLICATIVE)
    *ds += dmu * q - *ds * p->gamma - (from_level + from_growth) * deseasoned / s;
  back_from_level (self, step, self->dl + dq - from_level - from_growth, self->db);
  self->dl += later;
}

static void
walk_back (Back *self, const double *y, int n, const Step *steps, double *slope)
{
  const DdiEtsForm *form = self->form;
  int states = DDI_ETS_N_STATES (form->period);

  memset (slope, 0, states * sizeof (double));
  for (int t = n - 1, season = DDI_ETS_SEASON + (n - 1) % form->period; t >= 0; t--)
    {
      const Step *step = steps + t;
      double l = step->before.l,
             q = form->trend == DDI_ETS_MULTIPLICATIVE ? l * step->growth : l + step->growth;

      if (isnan (y[t]))
        back_from_level (self, step, self->dl, self->db);
      else
        back_one (self, step, y[t], q, slope + season);
      season = season == DDI_ETS_SEASON ? states - 1 : season - 1;
    }
  slope[DDI_ETS_LEVEL] = self->dl;
  slope[DDI_ETS_GROWTH] = self->db;
}

double
ddi_ets_gradient (const DdiEtsForm *form, const DdiEtsSmoothing *smoothing, double *state, const double *y,
                  int n, double *work, double *slope, DdiEtsSmoothing *smoothing_slope)
{
  gboolean multiplicative = form->error == DDI_ETS_MULTIPLICATIVE;
  DdiEtsNow now = { .l = state[DDI_ETS_LEVEL], .b = state[DDI_ETS_GROWTH] };
  DdiEtsSum sum = DDI_ETS_SUM_INIT;
  Step *steps = (Step *)work;
  Back back = { .form = form, .smoothing = smoothing };
  double l;

  for (int t = 0, season = DDI_ETS_SEASON; t < n; t++)
    {
      double growth, q = ddi_ets_expect_level (form, smoothing->phi, &now, &growth);

      now.s = state[season];
      steps[t] = (Step){ now, growth };
      if (isnan (y[t]))
        ddi_ets_pass (form, &now, q, growth);
      else if (ddi_ets_sum_add (&sum, y[t], ddi_ets_add_season (form, q, now.s), multiplicative))
        ddi_ets_learn (form, smoothing, &now, y[t], q, growth);
      else
        return INFINITY;
      state[season] = now.s;
      if (++season == DDI_ETS_N_STATES (form->period))
        season = DDI_ETS_SEASON;
    }
  state[DDI_ETS_LEVEL] = now.l;
  state[DDI_ETS_GROWTH] = now.b;
  l = ddi_ets_sum_l (&sum);
  if (!isfinite (l))
    return INFINITY;
  back.push = 2 * sum.known / MAX (sum.squares, DDI_ETS_LEAST_SQUARES);
  walk_back (&back, y, n, steps, slope);
  *smoothing_slope = back.dp;
  return l;
}
