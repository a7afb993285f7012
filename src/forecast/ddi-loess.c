/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "forecast/ddi-loess.h"

#include <math.h>

/* Within this share of the farthest distance a weight is 1, and from that one on it is 0; a line is fitted where
 * the values lie this much of all apart (the constants of Cleveland et al. 1990's program). */
#define NEAR 0.001
#define FAR 0.999
#define APART 0.001

static double
tricube (double distance, double h)
{
  double share = distance / h;

  if (distance <= NEAR * h)
    return 1;
  if (distance > FAR * h)
    return 0;
  share = 1 - share * share * share;
  return share * share * share;
}

/* Weights of the values in self->work, 1 in sum; FALSE where all are 0. */
static gboolean
weigh (const DdiLoess *self, double x, int left, int right)
{
  double h = MAX (x - left, right - x), sum = 0;

  if (self->window > self->n)
    h += (self->window - self->n) / 2;
  for (int i = left; i <= right; i++)
    {
      self->work[i] = (self->weight ? self->weight[i] : 1) * tricube (fabs (i - x), h);
      sum += self->work[i];
    }
  if (!(sum > 0))
    return FALSE;
  for (int i = left; i <= right; i++)
    self->work[i] /= sum;
  return TRUE;
}

/* Turns weights of a mean into those of a line's value at x: w (1 + (x - a) (i - a) / Σ w (i - a)²), a = Σ w i. */
static void
tilt (const DdiLoess *self, double x, int left, int right)
{
  double mean = 0, spread = 0;

  for (int i = left; i <= right; i++)
    mean += self->work[i] * i;
  for (int i = left; i <= right; i++)
    spread += self->work[i] * (i - mean) * (i - mean);
  if (sqrt (spread) <= APART * (self->n - 1))
    return;
  for (int i = left; i <= right; i++)
    self->work[i] *= 1 + (x - mean) * (i - mean) / spread;
}

double
ddi_loess_at (const DdiLoess *self, double x, int left, int right)
{
  double sum = 0;

  if (!weigh (self, x, left, right))
    return NAN;
  if (self->degree > 0)
    tilt (self, x, left, right);
  for (int i = left; i <= right; i++)
    if (self->work[i] != 0)
      sum += self->work[i] * self->y[i];
  return sum;
}

/* As at @x, or the value itself, or @last where it is missing too. */
static double
found_at (const DdiLoess *self, int x, int left, int right, double last)
{
  double value = ddi_loess_at (self, x, left, right);

  if (isnan (value))
    value = self->y[x];
  return isnan (value) ? last : value;
}

static void
draw_line (double *smooth, int from, int to)
{
  for (int i = from + 1; i < to; i++)
    smooth[i] = smooth[from] + (smooth[to] - smooth[from]) * (i - from) / (to - from);
}

void
ddi_loess_smooth (const DdiLoess *self, int jump, double *smooth)
{
  int n = self->n, width = MIN (self->window, n), left = 0, at = 0;
  double last = 0;

  if (n < 2)
    {
      if (n == 1)
        smooth[0] = isnan (self->y[0]) ? 0 : self->y[0];
      return;
    }
  jump = CLAMP (jump, 1, n - 1);
  for (int i = 0; i < n; i += jump)
    {
      left = CLAMP (i - (width + 1) / 2 + 1, 0, n - width);
      last = smooth[i] = found_at (self, i, left, left + width - 1, last);
      draw_line (smooth, at, i);
      at = i;
    }
  /* The end is worked out from the same values as the last one before it. */
  if (at < n - 1)
    {
      smooth[n - 1] = found_at (self, n - 1, left, left + width - 1, last);
      draw_line (smooth, at, n - 1);
    }
}
