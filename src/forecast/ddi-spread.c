/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "forecast/ddi-spread.h"

#include "forecast/ddi-conformal.h"

#include <math.h>
#include <string.h>

/* p0, pieces. */
#define SMALLEST 0.3
/* Pseudo-errors of the product's shape in a series' own quantiles, and of its size. */
#define SHAPE_ERRORS 60.0
#define SIZE_ERRORS 20.0
/* Pseudo-errors of everybody's shape in a series' own quantiles. */
#define COMMON_ERRORS 100.0
/* Days in which an error counts half: how far forecasts are off changes over a year. */
#define HALF_LIFE 140.0
/* Days that tell whether a series errs more than it did of late, and pseudo-errors of "as it did". */
#define RECENT_DAYS 28
#define RECENT_ERRORS 60.0
/* Fewer own errors than this and the note says that the district's count. */
#define THIN 30
/* Pseudo-errors of "as wide as the others" in a weekday's and in an event's size. */
#define WEEKDAY_ERRORS 200.0
/* Errors that a product's quantiles are taken from, at most: every k-th of more. */
#define MOST_ERRORS 20000
/* Without any error known, demand is taken as overdispersed: mean |e| of p^γ. */
#define UNKNOWN_SIZE 0.35

/* The exponents tried: noise of counts is 0.5, of a factor 1. */
static const double exponents[] = { 0.5, 0.6, 0.7, 0.8, 0.9, 1.0 };

typedef struct
{
  const DdiEvidence *history;
  const float *y, *p;
  int stride, begin, end;
  const float *age_weight; /* [end - begin]: what an error of the day counts */
  DdiGoOnFunc go_on;
  gpointer data;
} Errors;

static double
scale_of (double p, double exponent)
{
  return pow (MAX (p, SMALLEST), exponent);
}

static gboolean
error_at (const Errors *self, int s, int t, double *y, double *p)
{
  gsize slot = (gsize)s * self->stride + t;

  *y = self->y[slot];
  *p = self->p[slot];
  return !isnan (*y) && !isnan (*p) && *p > 0;
}

/* The interval score at 80 % of pooled quantiles with exponent γ, on every k-th series. */
static double
score_exponent (const Errors *errors, double exponent)
{
  const DdiEvidence *h = errors->history;
  int stride = MAX (h->n_series / 300, 1);
  double score = 0;
  g_autoptr (GArray) sorted = g_array_new (FALSE, FALSE, sizeof (DdiWeighedError));

  for (int s = 0; s < h->n_series && errors->go_on (errors->data); s += stride)
    {
      float tenths[9];
      double y, p;

      g_array_set_size (sorted, 0);
      for (int t = errors->begin; t < errors->end; t++)
        if (ddi_evidence_tag (h, h->store[s], t) == DDI_NO_TAG && error_at (errors, s, t, &y, &p))
          {
            DdiWeighedError error = { (float)((y - p) / scale_of (p, exponent)), 1 };

            g_array_append_val (sorted, error);
          }
      if (sorted->len < THIN)
        continue;
      ddi_conformal_quantiles (sorted, G_N_ELEMENTS (tenths), tenths);
      for (int t = errors->begin; t < errors->end; t++)
        if (ddi_evidence_tag (h, h->store[s], t) == DDI_NO_TAG && error_at (errors, s, t, &y, &p))
          {
            double scale = scale_of (p, exponent), l = MAX (p + tenths[0] * scale, 0),
                   u = p + tenths[8] * scale;

            score += (u - l) + 10 * MAX (l - y, 0) + 10 * MAX (y - u, 0);
          }
    }
  return score;
}

static void
choose_exponent (DdiSpread *self, const Errors *errors)
{
  double best = INFINITY;

  self->exponent = 0.8;
  for (gsize i = 0; i < G_N_ELEMENTS (exponents); i++)
    {
      double score = score_exponent (errors, exponents[i]);

      if (score > 0 && score < best)
        {
          best = score;
          self->exponent = exponents[i];
        }
    }
}

/* (Σ_d |e| + k r m) / (n_d + k) / m: a weekday's size against the mean m of all of them, shrunk to r by k
 * pseudo-errors. */
static double
relative_size (double sum, double n, double mean, double prior)
{
  return mean > 0 ? (sum + WEEKDAY_ERRORS * prior * mean) / ((n + WEEKDAY_ERRORS) * mean) : prior;
}

static double
mean_of (const double *sum, const double *n)
{
  double total = 0, count = 0;

  for (int d = 0; d < DDI_WEEK; d++)
    {
      total += sum[d];
      count += n[d];
    }
  return count > 0 ? total / count : 0;
}

/* A product's weekdays are as uneven as everybody's until its own errors say otherwise. */
static void
size_weekdays (DdiSpread *self, const double *sum, const double *n)
{
  double all_sum[DDI_WEEK] = { 0 }, all_n[DDI_WEEK] = { 0 };

  for (int i = 0; i < self->n_products * DDI_WEEK; i++)
    {
      all_sum[i % DDI_WEEK] += sum[i];
      all_n[i % DDI_WEEK] += n[i];
    }
  for (int i = 0; i < self->n_products * DDI_WEEK; i++)
    {
      int d = i % DDI_WEEK;
      double usual = relative_size (all_sum[d], all_n[d], mean_of (all_sum, all_n), 1);

      self->weekday[i] = (float)relative_size (sum[i], n[i], mean_of (sum + i - d, n + i - d), usual);
    }
}

/* Sums of |e| a product and weekday give the weekday's size; a series' sum its own. */
static void
measure_sizes (DdiSpread *self, const Errors *errors)
{
  const DdiEvidence *h = errors->history;
  g_autofree double *sum = g_new0 (double, (gsize)self->n_products *DDI_WEEK);
  g_autofree double *n = g_new0 (double, (gsize)self->n_products *DDI_WEEK);
  g_autofree double *own_sum = g_new0 (double, self->n_series);
  g_autofree double *own_n = g_new0 (double, self->n_series);
  g_autofree int *known = g_new0 (int, self->n_series);

  for (int s = 0; s < self->n_series && errors->go_on (errors->data); s++)
    for (int t = errors->begin; t < errors->end; t++)
      {
        gsize slot = (gsize)h->product[s] * DDI_WEEK + h->weekday[t];
        double y, p, e;

        if (ddi_evidence_tag (h, h->store[s], t) != DDI_NO_TAG || !error_at (errors, s, t, &y, &p))
          continue;
        e = fabs (y - p) / scale_of (p, self->exponent);
        sum[slot] += e;
        n[slot] += 1;
        own_sum[s] += errors->age_weight[t - errors->begin] * e;
        own_n[s] += errors->age_weight[t - errors->begin];
        known[s]++;
      }
  size_weekdays (self, sum, n);
  /* A thin series errs like its product, a thin product like everything. */
  {
    g_autofree double *product_sum = g_new0 (double, self->n_products);
    g_autofree double *product_n = g_new0 (double, self->n_products);
    double all_sum = 0, all_n = 0;

    for (int s = 0; s < self->n_series; s++)
      {
        product_sum[h->product[s]] += own_sum[s];
        product_n[h->product[s]] += own_n[s];
        all_sum += own_sum[s];
        all_n += own_n[s];
      }
    for (int s = 0; s < self->n_series; s++)
      {
        int product = h->product[s];
        double all = (all_sum + SIZE_ERRORS * UNKNOWN_SIZE) / (all_n + SIZE_ERRORS);
        double prior = (product_sum[product] + SIZE_ERRORS * all) / (product_n[product] + SIZE_ERRORS);

        self->size[s] = (float)((own_sum[s] + SIZE_ERRORS * prior) / (own_n[s] + SIZE_ERRORS));
        self->thin[s] = known[s] < THIN;
      }
  }
}

/* The error of a day in units of its series' size; FALSE where none is known, or it is not of that kind of day. */
static gboolean
error_in_units (const DdiSpread *self, const Errors *errors, int s, int t, gboolean event, float *e)
{
  const DdiEvidence *h = errors->history;
  double y, p;

  if ((ddi_evidence_tag (h, h->store[s], t) != DDI_NO_TAG) != event || !error_at (errors, s, t, &y, &p))
    return FALSE;
  *e = (float)((y - p) / (scale_of (p, self->exponent) * self->size[s] *
                          self->weekday[h->product[s] * DDI_WEEK + h->weekday[t]]));
  return TRUE;
}

/* Errors of one series, ordinary days or event days. What events did long ago counts as much as of late: there are
 * few of them. */
static void
collect (const DdiSpread *self, const Errors *errors, int s, gboolean event, GArray *values, int stride)
{
  for (int t = errors->begin; t < errors->end; t++)
    {
      DdiWeighedError error = { .weight = event ? 1 : errors->age_weight[t - errors->begin] };

      if (stride > 1 && (s + t) % stride != 0)
        continue;
      if (error_in_units (self, errors, s, t, event, &error.e))
        g_array_append_val (values, error);
    }
}

/* How much more a series errs of late, (Σ |e| + k) / (n + k). */
static double
recent_factor (const DdiSpread *self, const Errors *errors, int s)
{
  double sum = RECENT_ERRORS, n = RECENT_ERRORS;

  for (int t = MAX (errors->begin, errors->end - RECENT_DAYS); t < errors->end; t++)
    {
      float e;

      if (!error_in_units (self, errors, s, t, FALSE, &e))
        continue;
      sum += fabsf (e);
      n += 1;
    }
  return sum / n;
}

/* Where nobody has any error: a logistic distribution with mean |e| 1. */
static void
make_up_shape (float *grid)
{
  for (int i = 0; i < DDI_N_QUANTILES; i++)
    {
      double u = (i + 1.0) / (DDI_N_QUANTILES + 1);

      grid[i] = (float)(log (u / (1 - u)) * 0.72);
    }
}

/* The shape of each product's errors, and after them everybody's, which is also that of a product with few.
 * @shapes [(n_products + 1) × DDI_N_QUANTILES]. */
static void
fill_shapes (DdiSpread *self, const Errors *errors, gboolean event, float *shapes)
{
  const DdiEvidence *h = errors->history;
  g_autofree GArray **pools = g_new (GArray *, self->n_products + 1);
  GArray *all = pools[self->n_products] = g_array_new (FALSE, FALSE, sizeof (DdiWeighedError));
  float *common = shapes + (gsize)self->n_products * DDI_N_QUANTILES;
  gint64 cells = (gint64)self->n_series * MAX (errors->end - errors->begin, 1);
  int stride = (int)MAX (cells / ((gint64)MOST_ERRORS * MAX (self->n_products, 1)), 1);

  for (int product = 0; product < self->n_products; product++)
    pools[product] = g_array_new (FALSE, FALSE, sizeof (DdiWeighedError));
  for (int s = 0; s < self->n_series && errors->go_on (errors->data); s++)
    collect (self, errors, s, event, pools[h->product[s]], event ? 1 : stride);
  for (int product = 0; product < self->n_products; product++)
    g_array_append_vals (all, pools[product]->data,
                         MIN (pools[product]->len, (guint)(MOST_ERRORS / MAX (self->n_products, 1) + THIN)));
  ddi_conformal_quantiles (all, DDI_N_QUANTILES, common);
  if (all->len == 0)
    make_up_shape (common);
  for (int product = 0; product < self->n_products && errors->go_on (errors->data); product++)
    {
      float *grid = shapes + (gsize)product * DDI_N_QUANTILES;

      if (pools[product]->len >= THIN)
        ddi_conformal_quantiles (pools[product], DDI_N_QUANTILES, grid);
      else
        memcpy (grid, common, DDI_N_QUANTILES * sizeof (float));
    }
  for (int product = 0; product <= self->n_products; product++)
    g_array_unref (pools[product]);
}

/* A series' own quantiles, shrunk to its product's and everybody's, as wide as it errs of late. */
static void
fill_own (DdiSpread *self, const Errors *errors, int s, const float *shapes, GArray *own)
{
  const float *product = shapes + (gsize)self->product[s] * DDI_N_QUANTILES;
  const float *common = shapes + (gsize)self->n_products * DDI_N_QUANTILES;
  float *grid = self->own + (gsize)s * DDI_N_QUANTILES;
  double known = 0, recent = recent_factor (self, errors, s);

  g_array_set_size (own, 0);
  collect (self, errors, s, FALSE, own, 1);
  for (guint i = 0; i < own->len; i++)
    known += g_array_index (own, DdiWeighedError, i).weight;
  ddi_conformal_quantiles (own, DDI_N_QUANTILES, grid);
  for (int i = 0; i < DDI_N_QUANTILES; i++)
    grid[i] = (float)(recent * (known * grid[i] + SHAPE_ERRORS * product[i] + COMMON_ERRORS * common[i]) /
                      (known + SHAPE_ERRORS + COMMON_ERRORS));
}

static float *
weigh_ages (int n)
{
  float *weight = g_new (float, MAX (n, 1));

  for (int i = 0; i < n; i++)
    weight[i] = (float)exp2 (-(n - i) / HALF_LIFE);
  return weight;
}

DdiSpread *
ddi_spread_new (const DdiEvidence *history, const float *y, const float *p, int stride, int begin,
                DdiGoOnFunc go_on, gpointer data)
{
  DdiSpread *self = g_new0 (DdiSpread, 1);
  gsize all_shapes = (gsize)(history->n_products + 1) * DDI_N_QUANTILES;
  g_autofree float *shapes = g_new (float, all_shapes), *events = g_new (float, all_shapes);
  g_autofree float *age_weight = weigh_ages (history->n - begin);
  g_autoptr (GArray) own = g_array_new (FALSE, FALSE, sizeof (DdiWeighedError));
  Errors errors = { .history = history,
                    .y = y,
                    .p = p,
                    .stride = stride,
                    .begin = begin,
                    .end = history->n,
                    .age_weight = age_weight,
                    .go_on = go_on,
                    .data = data };

  self->n_series = history->n_series;
  self->n_products = history->n_products;
  self->product = g_memdup2 (history->product, history->n_series * sizeof (int));
  self->weekday = g_new (float, (gsize)self->n_products *DDI_WEEK);
  self->own = g_new (float, (gsize)self->n_series *DDI_N_QUANTILES);
  self->size = g_new (float, self->n_series);
  self->thin = g_new0 (guint8, self->n_series);
  choose_exponent (self, &errors);
  measure_sizes (self, &errors);
  fill_shapes (self, &errors, FALSE, shapes);
  fill_shapes (self, &errors, TRUE, events);
  self->event = g_memdup2 (events, (gsize)self->n_products * DDI_N_QUANTILES * sizeof (float));
  for (int s = 0; s < self->n_series && go_on (data); s++)
    fill_own (self, &errors, s, shapes, own);
  if (!go_on (data))
    g_clear_pointer (&self, ddi_spread_free);
  return self;
}

void
ddi_spread_free (DdiSpread *self)
{
  g_free (self->product);
  g_free (self->weekday);
  g_free (self->own);
  g_free (self->event);
  g_free (self->size);
  g_free (self->thin);
  g_free (self);
}

void
ddi_spread_quantiles (const DdiSpread *self, int series, int weekday, gboolean event, double predicted,
                      double widen, float *quantiles)
{
  gsize product = self->product[series];
  const float *grid =
      event ? self->event + product * DDI_N_QUANTILES : self->own + (gsize)series * DDI_N_QUANTILES;
  double unit = scale_of (predicted, self->exponent) * self->weekday[product * DDI_WEEK + weekday] *
                self->size[series] * widen;

  for (int i = 0; i < DDI_N_QUANTILES; i++)
    {
      double q = MAX (predicted + unit * grid[i], 0);

      /* The forecast is the middle: no lower quantile lies above it and no upper one below. */
      if (i < DDI_N_QUANTILES / 2)
        q = MIN (q, predicted);
      else if (i > DDI_N_QUANTILES / 2)
        q = MAX (q, predicted);
      else
        q = predicted;
      quantiles[i] = (float)q;
    }
}
