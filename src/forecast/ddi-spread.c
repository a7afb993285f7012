/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "forecast/ddi-spread.h"

#include <math.h>
#include <stdlib.h>

/* p0, pieces. */
#define SMALLEST 0.3
/* Pseudo-errors of the product's shape in a series' own quantiles, and of its size. */
#define SHAPE_ERRORS 60.0
#define SIZE_ERRORS 20.0
/* Fewer own errors than this and the note says that the district's count. */
#define THIN 30
/* Pseudo-errors of "as wide as the others" in a weekday's and in an event's size. */
#define WEEKDAY_ERRORS 50.0
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
  int begin, end;
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
  gsize slot = (gsize)s * self->history->n + t;

  *y = self->y[slot];
  *p = self->p[slot];
  return !isnan (*y) && !isnan (*p) && *p > 0;
}

static int
compare_floats (gconstpointer a, gconstpointer b)
{
  float x = *(const float *)a, y = *(const float *)b;

  return x < y ? -1 : x > y;
}

static void
sort_floats (GArray *values)
{
  if (values->len > 1)
    qsort (values->data, values->len, sizeof (float), compare_floats);
}

/* The conformal quantile: the p (n + 1)-th smallest, interpolated; the extremes beyond. */
static double
quantile_of (const GArray *sorted, double p)
{
  double position = p * (sorted->len + 1) - 1;
  int below;

  if (sorted->len == 0)
    return 0;
  position = CLAMP (position, 0, sorted->len - 1);
  below = MIN ((int)position, (int)sorted->len - 2);
  if (below < 0)
    return g_array_index (sorted, float, 0);
  return g_array_index (sorted, float, below) +
         (position - below) *
             (g_array_index (sorted, float, below + 1) - g_array_index (sorted, float, below));
}

/* The interval score at 80 % of pooled quantiles with exponent γ, on every k-th series. */
static double
score_exponent (const Errors *errors, double exponent)
{
  const DdiEvidence *h = errors->history;
  int stride = MAX (h->n_series / 300, 1);
  double score = 0;
  g_autoptr (GArray) e = g_array_new (FALSE, FALSE, sizeof (float));
  g_autoptr (GArray) sorted = g_array_new (FALSE, FALSE, sizeof (float));

  for (int s = 0; s < h->n_series && errors->go_on (errors->data); s += stride)
    {
      double y, p, low, high;

      g_array_set_size (e, 0);
      for (int t = errors->begin; t < errors->end; t++)
        if (ddi_evidence_tag (h, h->store[s], t) == DDI_NO_TAG && error_at (errors, s, t, &y, &p))
          {
            float value = (float)((y - p) / scale_of (p, exponent));

            g_array_append_val (e, value);
          }
      if (e->len < THIN)
        continue;
      g_array_set_size (sorted, 0);
      g_array_append_vals (sorted, e->data, e->len);
      sort_floats (sorted);
      low = quantile_of (sorted, 0.1);
      high = quantile_of (sorted, 0.9);
      for (int t = errors->begin; t < errors->end; t++)
        if (ddi_evidence_tag (h, h->store[s], t) == DDI_NO_TAG && error_at (errors, s, t, &y, &p))
          {
            double scale = scale_of (p, exponent), l = MAX (p + low * scale, 0), u = p + high * scale;

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
        own_sum[s] += e;
        own_n[s] += 1;
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
        self->thin[s] = own_n[s] < THIN;
      }
  }
}

/* Errors of one series in units of its size, ordinary days or event days. */
static void
collect (const DdiSpread *self, const Errors *errors, int s, gboolean event, GArray *values, int stride)
{
  const DdiEvidence *h = errors->history;
  const float *weekday = self->weekday + (gsize)h->product[s] * DDI_WEEK;

  for (int t = errors->begin; t < errors->end; t++)
    {
      double y, p;
      float e;

      if ((ddi_evidence_tag (h, h->store[s], t) != DDI_NO_TAG) != event || !error_at (errors, s, t, &y, &p))
        continue;
      if (stride > 1 && (s + t) % stride != 0)
        continue;
      e = (float)((y - p) / (scale_of (p, self->exponent) * weekday[h->weekday[t]] * self->size[s]));
      g_array_append_val (values, e);
    }
}

static void
fill_grid (const GArray *sorted, float *grid)
{
  for (int i = 0; i < DDI_N_QUANTILES; i++)
    grid[i] = (float)quantile_of (sorted, (i + 1.0) / (DDI_N_QUANTILES + 1));
}

/* The shape of a product's errors; where it has few, everybody's; where nobody has any, a
 * symmetric one. */
static void
fill_shapes (DdiSpread *self, const Errors *errors, gboolean event, float *shapes)
{
  const DdiEvidence *h = errors->history;
  g_autofree GArray **pools = g_new (GArray *, self->n_products + 1);
  gint64 cells = (gint64)self->n_series * MAX (errors->end - errors->begin, 1);
  int stride = (int)MAX (cells / ((gint64)MOST_ERRORS * MAX (self->n_products, 1)), 1);

  for (int product = 0; product <= self->n_products; product++)
    pools[product] = g_array_new (FALSE, FALSE, sizeof (float));
  for (int s = 0; s < self->n_series && errors->go_on (errors->data); s++)
    collect (self, errors, s, event, pools[h->product[s]], event ? 1 : stride);
  for (int product = 0; product < self->n_products; product++)
    {
      guint n = MIN (pools[product]->len, (guint)(MOST_ERRORS / MAX (self->n_products, 1) + THIN));

      g_array_append_vals (pools[self->n_products], pools[product]->data, n);
      sort_floats (pools[product]);
    }
  sort_floats (pools[self->n_products]);
  for (int product = 0; product < self->n_products; product++)
    {
      const GArray *pool = pools[product]->len >= THIN ? pools[product] : pools[self->n_products];
      float *grid = shapes + (gsize)product * DDI_N_QUANTILES;

      fill_grid (pool, grid);
      if (pool->len == 0)
        for (int i = 0; i < DDI_N_QUANTILES; i++)
          {
            double u = (i + 1.0) / (DDI_N_QUANTILES + 1);

            grid[i] = (float)(log (u / (1 - u)) * 0.72); /* logistic with mean |e| 1 */
          }
    }
  for (int product = 0; product <= self->n_products; product++)
    g_array_unref (pools[product]);
}

DdiSpread *
ddi_spread_new (const DdiEvidence *history, const float *y, const float *p, int begin, DdiGoOnFunc go_on,
                gpointer data)
{
  DdiSpread *self = g_new0 (DdiSpread, 1);
  Errors errors = {
    .history = history, .y = y, .p = p, .begin = begin, .end = history->n, .go_on = go_on, .data = data
  };
  g_autofree float *shapes = g_new (float, (gsize)history->n_products *DDI_N_QUANTILES);
  g_autoptr (GArray) own = g_array_new (FALSE, FALSE, sizeof (float));

  self->n_series = history->n_series;
  self->n_products = history->n_products;
  self->product = g_memdup2 (history->product, history->n_series * sizeof (int));
  self->weekday = g_new (float, (gsize)self->n_products *DDI_WEEK);
  self->own = g_new (float, (gsize)self->n_series *DDI_N_QUANTILES);
  self->event = g_new (float, (gsize)self->n_products *DDI_N_QUANTILES);
  self->size = g_new (float, self->n_series);
  self->thin = g_new0 (guint8, self->n_series);
  choose_exponent (self, &errors);
  measure_sizes (self, &errors);
  fill_shapes (self, &errors, FALSE, shapes);
  fill_shapes (self, &errors, TRUE, self->event);
  for (int s = 0; s < self->n_series && go_on (data); s++)
    {
      float *grid = self->own + (gsize)s * DDI_N_QUANTILES;
      const float *shape = shapes + (gsize)history->product[s] * DDI_N_QUANTILES;

      g_array_set_size (own, 0);
      collect (self, &errors, s, FALSE, own, 1);
      sort_floats (own);
      fill_grid (own, grid);
      for (int i = 0; i < DDI_N_QUANTILES; i++)
        grid[i] = (float)((own->len * grid[i] + SHAPE_ERRORS * shape[i]) / (own->len + SHAPE_ERRORS));
    }
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
