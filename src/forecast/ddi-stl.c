/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "forecast/ddi-stl.h"

#include "forecast/ddi-loess.h"

#include <math.h>
#include <string.h>

/* Passes of the inner loop in each round. */
#define INNER 2
#define ROBUST_INNER 1
/* Windows are worked out at each tenth of their width. */
#define JUMPS 10
/* Median absolute errors at which a value's weight is 0, and the shares of that at which it is 1 and 0. */
#define FARTHEST_MEDIANS 6
#define NEAR 0.001
#define FAR 0.999

/* What one decomposition works on. */
typedef struct
{
  const DdiStl *options;
  const double *y;
  int n;
  int season_window, trend_window, low_window;
  double *season, *trend; /* [n] */
  double *weight;         /* [n] */
  double *detrended;      /* [n + 2 period] */
  double *cycle;          /* [n + 2 period]: the seasons smoothed, a period beyond both ends */
  double *low;            /* [n + 2 period] */
  double *subseries, *smooth, *subweight; /* [n / period + 3] */
  double *scratch;                        /* [n + 2 period], for LOESS and medians */
} Work;

static gsize
longest (int n, int period)
{
  return (gsize)n + 2 * (gsize)period;
}

gsize
ddi_stl_size (int n, int period)
{
  return 4 * longest (n, period) + (gsize)n + 3 * ((gsize)n / period + 3);
}

static int
odd (double width)
{
  int whole = (int)lrint (width);

  return whole % 2 == 0 ? whole + 1 : whole;
}

static int
jump_of (int window)
{
  return (window + JUMPS - 1) / JUMPS;
}

static void
lay_out (Work *self, double *work)
{
  int period = self->options->period, many = self->n / period + 3;
  gsize all = longest (self->n, period);

  self->detrended = work;
  self->cycle = self->detrended + all;
  self->low = self->cycle + all;
  self->scratch = self->low + all;
  self->weight = self->scratch + all;
  self->subseries = self->weight + self->n;
  self->smooth = self->subseries + many;
  self->subweight = self->smooth + many;
}

/* 1. Each season's own series, over the years as it were, smoothed and carried one period beyond both ends. */
static void
smooth_season (Work *self, int k)
{
  int period = self->options->period, n = (self->n - 1 - k) / period + 1, width = self->season_window;
  DdiLoess loess = { self->subseries, self->subweight, n, width, 0, self->scratch };
  double first, last;

  for (int i = 0; i < n; i++)
    {
      self->subseries[i] = self->detrended[k + i * period];
      self->subweight[i] = self->weight[k + i * period];
    }
  ddi_loess_smooth (&loess, jump_of (width), self->smooth);
  first = ddi_loess_at (&loess, -1, 0, MIN (width, n) - 1);
  last = ddi_loess_at (&loess, n, MAX (0, n - width), n - 1);
  self->cycle[k] = isnan (first) ? self->smooth[0] : first;
  for (int i = 0; i < n; i++)
    self->cycle[k + (i + 1) * period] = self->smooth[i];
  self->cycle[k + (n + 1) * period] = isnan (last) ? self->smooth[n - 1] : last;
}

/* Means of @width; there are width - 1 fewer of them. Returns how many. */
static int
moving_mean (const double *x, int n, int width, double *mean)
{
  double sum = 0;

  for (int i = 0; i < n; i++)
    {
      sum += x[i];
      if (i >= width)
        sum -= x[i - width];
      if (i >= width - 1)
        mean[i - width + 1] = sum / width;
    }
  return n - width + 1;
}

/* 2. What the smoothed seasons hold of a level: moving means over a period, a period and three, and LOESS.
 * Overwrites self->detrended. */
static void
find_low (Work *self)
{
  int period = self->options->period, n = (int)longest (self->n, period);
  DdiLoess loess = { self->detrended, NULL, self->n, self->low_window, 1, self->scratch };

  n = moving_mean (self->cycle, n, period, self->low);
  n = moving_mean (self->low, n, period, self->detrended);
  moving_mean (self->detrended, n, 3, self->low);
  memcpy (self->detrended, self->low, self->n * sizeof (double));
  ddi_loess_smooth (&loess, jump_of (self->low_window), self->low);
}

/* One pass of the inner loop (section 2.2): detrend, smooth the seasons, take their level out of them,
 * deseasonalise, smooth the trend. */
static void
pass (Work *self)
{
  int period = self->options->period;
  DdiLoess loess = { self->detrended, self->weight, self->n, self->trend_window, 1, self->scratch };

  for (int t = 0; t < self->n; t++)
    self->detrended[t] = self->y[t] - self->trend[t];
  for (int k = 0; k < period; k++)
    smooth_season (self, k);
  find_low (self);
  for (int t = 0; t < self->n; t++)
    {
      self->season[t] = self->cycle[period + t] - self->low[t];
      self->detrended[t] = self->y[t] - self->season[t];
    }
  ddi_loess_smooth (&loess, jump_of (self->trend_window), self->trend);
}

static int
compare_cb (const void *a, const void *b)
{
  double x = *(const double *)a, y = *(const double *)b;

  return (x > y) - (x < y);
}

/* Bisquare weights of the remainder, B(|r| / 6 median |r|) (section 2.4); 0 where y is missing. */
static void
weigh_remainder (Work *self)
{
  int known = 0;
  double farthest;

  for (int t = 0; t < self->n; t++)
    {
      self->weight[t] = fabs (self->y[t] - self->season[t] - self->trend[t]);
      if (!isnan (self->weight[t]))
        self->scratch[known++] = self->weight[t];
    }
  qsort (self->scratch, known, sizeof (double), compare_cb);
  farthest = known > 0
                 ? FARTHEST_MEDIANS / 2.0 * (self->scratch[known / 2] + self->scratch[known - 1 - known / 2])
                 : 0;
  for (int t = 0; t < self->n; t++)
    {
      double share = self->weight[t] / farthest;

      if (isnan (self->weight[t]) || self->weight[t] > FAR * farthest)
        self->weight[t] = 0;
      else
        self->weight[t] = self->weight[t] <= NEAR * farthest ? 1 : (1 - share * share) * (1 - share * share);
    }
}

/* Every season's mean, the same in every period. */
static void
level_seasons (Work *self)
{
  int period = self->options->period;

  for (int k = 0; k < period; k++)
    {
      double sum = 0;
      int n = 0;

      for (int t = k; t < self->n; t += period, n++)
        sum += self->season[t];
      for (int t = k; t < self->n; t += period)
        self->season[t] = sum / n;
    }
}

gboolean
ddi_stl_decompose (const DdiStl *self, const double *y, int n, double *season, double *trend, double *work)
{
  Work all = { .options = self, .y = y, .n = n, .season = season, .trend = trend };
  int passes = self->robust_rounds > 0 ? ROBUST_INNER : INNER;

  if (self->period < 2 || n <= 2 * self->period)
    return FALSE;
  lay_out (&all, work);
  all.season_window = self->season_window > 0 ? odd (MAX (self->season_window, 3)) : 10 * n + 1;
  all.low_window = odd (self->period);
  all.trend_window = self->trend_window > 0 ? odd (MAX (self->trend_window, 3))
                                            : odd (ceil (1.5 * self->period / (1 - 1.5 / all.season_window)));
  for (int t = 0; t < n; t++)
    {
      trend[t] = 0;
      all.weight[t] = isnan (y[t]) ? 0 : 1;
    }
  for (int round = 0; round <= self->robust_rounds; round++)
    {
      if (round > 0)
        weigh_remainder (&all);
      for (int i = 0; i < passes; i++)
        pass (&all);
    }
  if (self->season_window == 0)
    level_seasons (&all);
  return TRUE;
}
