/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "forecast/ddi-theta.h"

#include "forecast/ddi-classical.h"

#include <math.h>

#define LEAST_KNOWN 4
/* A season near 0 cannot be divided by. */
#define LEAST_SEASON 1e-4
/* α: what simple exponential smoothing allows it, and what Fiorucci et al. do. */
#define LEAST_ALPHA 1e-4
#define LARGEST_ALPHA (1 - 1e-4)
#define LEAST_OPTIMISED_ALPHA 0.1
#define LARGEST_OPTIMISED_ALPHA 0.99
/* Points of the grid for α, closer together where it is small, and golden sections after it. */
#define N_GRID 24
#define N_SECTIONS 32
#define GOLDEN 0.6180339887498949
/* A line hardly told apart from the level's own start is left out. */
#define LEAST_DETERMINANT 1e-12

/* The straight line A + B t by least squares through what has been added. */
typedef struct
{
  double n, t, tt, y, ty;
} Line;

static void
line_add (Line *self, double t, double y)
{
  self->n += 1;
  self->t += t;
  self->tt += t * t;
  self->y += y;
  self->ty += t * y;
}

static double
line_slope (const Line *self)
{
  double spread = self->n * self->tt - self->t * self->t;

  return spread > 0 ? (self->n * self->ty - self->t * self->y) / spread : 0;
}

static double
line_at_zero (const Line *self, double slope)
{
  return self->n > 0 ? (self->y - slope * self->t) / self->n : 0;
}

static Line
line_through (const double *x, int n)
{
  Line line = { 0 };

  for (int t = 0; t < n; t++)
    if (!isnan (x[t]))
      line_add (&line, t + 1, x[t]);
  return line;
}

/* c(t) = (1 - α)^(t-1) A + (1 - (1 - α)^t) / α B, which 1 - 1 / θ is the weight of; t from 1 and
 * @power = (1 - α)^(t-1). */
static double
line_drift (const Line *self, double alpha, double power)
{
  double slope = line_slope (self);

  return power * line_at_zero (self, slope) + (1 - power * (1 - alpha)) / alpha * slope;
}

/* With α given, and L(t) the level from a start of 0,
 *
 *   μ(t) = L(t-1) + (1 - α)^k l(0) + (1 - 1 / θ) c(t),   L(t) = α x(t) + (1 - α) L(t-1),
 *
 * k the values known before t: a regression of x - L on the two, θ >= 1 (Fiorucci et al. 2016, eqs. 8-12 and
 * 17-22, solved for their linear part). */
typedef struct
{
  double uu, uc, cc, ur, cr, rr;
} Normal;

static void
gather (const DdiTheta *self, double alpha, const Line *whole, Normal *sums)
{
  gboolean dynamic = self->kind == DDI_THETA_DYNAMIC;
  double level = 0, u = 1, power = 1;
  Line line = dynamic ? (Line){ 0 } : *whole;

  *sums = (Normal){ 0 };
  for (int t = 0; t < self->n; t++, power *= 1 - alpha)
    {
      double c, r = self->x[t] - level;

      if (isnan (r))
        continue;
      c = self->kind == DDI_THETA_STANDARD ? 0 : line_drift (&line, alpha, power);
      sums->uu += u * u;
      sums->uc += u * c;
      sums->cc += c * c;
      sums->ur += u * r;
      sums->cr += c * r;
      sums->rr += r * r;
      level += alpha * r;
      u *= 1 - alpha;
      if (dynamic)
        line_add (&line, t + 1, self->x[t]);
    }
}

/* Σ e² at the best start and weight for this α. */
static double
solve (DdiTheta *self, double alpha, const Line *whole)
{
  Normal s;
  double determinant;

  gather (self, alpha, whole, &s);
  determinant = s.uu * s.cc - s.uc * s.uc;
  self->alpha = alpha;
  self->weight = determinant > LEAST_DETERMINANT * s.uu * s.cc
                     ? CLAMP ((s.uu * s.cr - s.uc * s.ur) / determinant, 0, 1)
                     : 0;
  self->start = (s.ur - self->weight * s.uc) / s.uu;
  self->squares = s.rr - 2 * (self->start * s.ur + self->weight * s.cr) + self->start * self->start * s.uu +
                  2 * self->start * self->weight * s.uc + self->weight * self->weight * s.cc;
  return self->squares;
}

static double
grid_alpha (double least, double largest, int i)
{
  double share = (double)CLAMP (i, 0, N_GRID - 1) / (N_GRID - 1);

  return least + (largest - least) * share * share;
}

static void
search_alpha (DdiTheta *self, const Line *whole)
{
  gboolean standard = self->kind == DDI_THETA_STANDARD;
  double least = standard ? LEAST_ALPHA : LEAST_OPTIMISED_ALPHA;
  double largest = standard ? LARGEST_ALPHA : LARGEST_OPTIMISED_ALPHA;
  double best = INFINITY, a, b, left, right, at_left, at_right;
  int found = 0;

  for (int i = 0; i < N_GRID; i++)
    {
      double squares = solve (self, grid_alpha (least, largest, i), whole);

      if (squares < best)
        {
          best = squares;
          found = i;
        }
    }
  a = grid_alpha (least, largest, found - 1);
  b = grid_alpha (least, largest, found + 1);
  left = b - GOLDEN * (b - a);
  right = a + GOLDEN * (b - a);
  at_left = solve (self, left, whole);
  at_right = solve (self, right, whole);
  for (int i = 0; i < N_SECTIONS; i++)
    if (at_left < at_right)
      {
        b = right;
        right = left;
        at_right = at_left;
        left = b - GOLDEN * (b - a);
        at_left = solve (self, left, whole);
      }
    else
      {
        a = left;
        left = right;
        at_left = at_right;
        right = a + GOLDEN * (b - a);
        at_right = solve (self, right, whole);
      }
  solve (self, MIN (at_left, at_right) <= best ? (a + b) / 2 : grid_alpha (least, largest, found), whole);
}

gsize
ddi_theta_size (int n, int period)
{
  return (gsize)n + (gsize)period;
}

static int
remove_season (DdiTheta *self, const double *y, double *x, double *season)
{
  gboolean seasonal = ddi_classical_is_seasonal (y, self->n, self->period);
  int known = 0;

  if (seasonal)
    ddi_classical_seasons (y, self->n, self->period, TRUE, season);
  for (int k = 0; k < self->period && seasonal; k++)
    seasonal = season[k] >= LEAST_SEASON;
  for (int k = 0; k < self->period && !seasonal; k++)
    season[k] = 1;
  for (int t = 0; t < self->n; t++)
    {
      x[t] = y[t] / season[t % self->period];
      known += !isnan (x[t]);
    }
  self->x = x;
  self->season = season;
  return known;
}

gboolean
ddi_theta_fit (DdiTheta *self, DdiThetaKind kind, const double *y, int n, int period, double *work)
{
  Line whole;

  *self = (DdiTheta){ .kind = kind, .n = n, .period = period };
  if (remove_season (self, y, work, work + n) < LEAST_KNOWN)
    return FALSE;
  whole = line_through (self->x, n);
  search_alpha (self, &whole);
  self->level = self->start;
  for (int t = 0; t < n; t++)
    if (!isnan (self->x[t]))
      self->level += self->alpha * (self->x[t] - self->level);
  return isfinite (self->level);
}

void
ddi_theta_forecast (const DdiTheta *self, int horizon, double *forecasts)
{
  double level = self->level, alpha = self->alpha, power = pow (1 - alpha, self->n);
  Line line = line_through (self->x, self->n);
  double half = line_slope (&line) / 2, first = half * (1 - power) / alpha;

  for (int i = 0; i < horizon; i++)
    {
      double mu;

      switch (self->kind)
        {
        case DDI_THETA_DYNAMIC: /* what is forecast is taken as what happens */
          mu = level + self->weight * line_drift (&line, alpha, power);
          level += alpha * (mu - level);
          power *= 1 - alpha;
          line_add (&line, self->n + i + 1, mu);
          break;
        case DDI_THETA_OPTIMISED: /* l(n) + (1 - 1 / θ) ((1 - α)^n A + (h - 1 + (1 - (1 - α)^(n+1)) / α) B) */
          mu = level + self->weight * (line_drift (&line, alpha, power) + i * line_slope (&line));
          break;
        case DDI_THETA_STANDARD: /* l(n) + (h - 1 + (1 - (1 - α)^n) / α) B / 2 */
        default:
          mu = level + i * half + first;
        }
      forecasts[i] = isfinite (mu) ? MAX (mu * self->season[(self->n + i) % self->period], 0) : 0;
    }
}
