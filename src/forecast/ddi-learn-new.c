/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "forecast/ddi-learn.h"

#include "forecast/ddi-local-level.h"

#include <math.h>

/* Days with evidence below which a series is new, and from which others lend it theirs. */
#define NEW_DAYS 28
#define LENDER_DAYS 56
/* A lender sold something in these days. */
#define ALIVE_DAYS 28
/* Of the level: its damping a day (half-life 140 days), its wander a day and a day's error, in shares of itself;
 * a day's error is that of a count besides. */
#define DAMPING 0.995
#define WANDER 0.02
#define DAY_ERROR 0.3
#define PROFILE_DECAY 0.985
/* A weekday that brings less than this share of the mean says nothing about the level. */
#define LEAST_PROFILE 0.05

/* Who lends, nearest first. */
typedef enum
{
  SAME_PRODUCT, /* in other stores, in proportion to the stores */
  SAME_CATEGORY,
  SAME_STORE,
  N_LENDERS,
} Lenders;

typedef struct
{
  DdiLearn *learn;
  GArray *lenders; /* int: series */
  double *size;    /* [n_stores]: Σ levels of its lenders */
} Borrowing;

static double
level_of (const DdiLearn *learn, int s)
{
  const DdiAhead *ahead = learn->ahead + (gsize)s * learn->history->horizon;

  return isnan (ahead->ordinary) ? NAN : ahead->level;
}

static gboolean
may_lend (const DdiLearn *learn, int s)
{
  const DdiEvidence *h = learn->history;

  if (learn->evidence[s] < LENDER_DAYS || !(level_of (learn, s) > 0))
    return FALSE;
  for (int t = h->n - 1; t >= MAX (h->n - ALIVE_DAYS, 0); t--)
    if (learn->y[(gsize)s * learn->stride + t] > 0)
      return TRUE;
  return FALSE;
}

static gboolean
lends (const DdiEvidence *h, Lenders kind, int from, int to)
{
  const char *category = ddi_panel_product_category (h->panel, h->product[to]);

  if (kind == SAME_PRODUCT)
    return h->product[from] == h->product[to];
  if (h->store[from] != h->store[to])
    return FALSE;
  return kind == SAME_STORE ||
         (category && g_strcmp0 (category, ddi_panel_product_category (h->panel, h->product[from])) == 0);
}

/* What the nearest lenders of series @s say of its level; FALSE where there are none. */
static gboolean
borrow_level (const Borrowing *work, int s, DdiLocalLevelPrior *prior)
{
  const DdiEvidence *h = work->learn->history;
  g_autoptr (GArray) levels = g_array_new (FALSE, FALSE, sizeof (double));

  for (Lenders kind = SAME_PRODUCT; kind < N_LENDERS && levels->len == 0; kind++)
    for (guint i = 0; i < work->lenders->len; i++)
      {
        int from = g_array_index (work->lenders, int, i);
        double level = level_of (work->learn, from), own = work->size[h->store[s]];
        double other = work->size[h->store[from]] - level; /* the new product is not in @own either */

        if (!lends (h, kind, from, s))
          continue;
        if (kind == SAME_PRODUCT && own > 0 && other > 0)
          level *= own / other;
        g_array_append_val (levels, level);
      }
  if (!ddi_local_level_borrow ((const double *)levels->data, (int)levels->len, prior))
    return FALSE;
  /* Levels that happen to agree are not certain of one more. */
  prior->doubt = MAX (prior->doubt, DAY_ERROR * DAY_ERROR * prior->borrowed * prior->borrowed);
  prior->damping = DAMPING;
  prior->wander = WANDER * WANDER * prior->borrowed * prior->borrowed;
  prior->noise = prior->borrowed + DAY_ERROR * DAY_ERROR * prior->borrowed * prior->borrowed;
  return prior->borrowed > 0;
}

static void
follow (const DdiLearn *learn, int s, const DdiLocalLevelPrior *prior, DdiLocalLevel *level,
        double profile[DDI_WEEK])
{
  const DdiEvidence *h = learn->history;
  const double *total = learn->store_total + (gsize)h->store[s] * h->n;
  DdiWeekdayMean store = { 0 };
  double mean;

  for (int t = 0; t < h->n; t++)
    ddi_weekday_mean_step (&store, PROFILE_DECAY, h->weekday[t], total[t]);
  mean = ddi_weekday_mean_level (&store);
  for (int d = 0; d < DDI_WEEK; d++)
    {
      double value = ddi_weekday_mean_value (&store, d);

      profile[d] = mean > 0 && !isnan (value) ? value / mean : 1;
    }
  ddi_local_level_init (level, prior);
  for (int t = learn->first[s]; t < h->n; t++)
    {
      double y = learn->y[(gsize)s * learn->stride + t], share = profile[h->weekday[t]];

      if (ddi_evidence_tag (h, h->store[s], t) != DDI_NO_TAG || share < LEAST_PROFILE)
        y = NAN;
      ddi_local_level_step (level, prior, y / share);
    }
}

/* The level moves; what is known of weekday, season and drift stays. */
static void
lend (Borrowing *work, int s)
{
  DdiLearn *learn = work->learn;
  const DdiEvidence *h = learn->history;
  DdiAhead *ahead = learn->ahead + (gsize)s * h->horizon;
  DdiLocalLevelPrior prior;
  DdiLocalLevel level;
  double profile[DDI_WEEK];

  if (!borrow_level (work, s, &prior))
    return;
  follow (learn, s, &prior, &level, profile);
  for (int i = 0; i < h->horizon; i++)
    {
      double value = ddi_local_level_forecast (&level, &prior, i + 1);

      if (ahead[i].level > 0.01)
        {
          ahead[i].ordinary *= (float)(value / ahead[i].level);
          ahead[i].base *= (float)(value / ahead[i].level);
        }
      else
        {
          ahead[i] = (DdiAhead){ 0 };
          ahead[i].ordinary = ahead[i].base = (float)(value * profile[h->weekday[h->n + i]]);
        }
      ahead[i].level = (float)value;
    }
  learn->model[s] = DDI_MODEL_LOCAL_LEVEL;
}

/* Sold something, not for long, and nobody said what it starts like. */
static gboolean
is_new (const DdiLearn *learn, int s)
{
  const DdiEvidence *h = learn->history;
  double share;
  int like;

  return learn->evidence[s] > 0 && learn->evidence[s] < NEW_DAYS && h->n - learn->first[s] < 2 * NEW_DAYS &&
         !ddi_panel_starts_like (h->panel, s, &like, &share);
}

gboolean
ddi_learn_new_products (DdiLearn *self)
{
  const DdiEvidence *h = self->history;
  g_autoptr (GArray) lenders = g_array_new (FALSE, FALSE, sizeof (int));
  g_autofree double *size = g_new0 (double, MAX (h->n_stores, 1));
  Borrowing work = { self, lenders, size };

  for (int s = 0; s < h->n_series; s++)
    {
      if (self->model[s] == DDI_MODEL_LOCAL_LEVEL)
        self->model[s] = DDI_MODEL_COMBINATION;
      if (!may_lend (self, s))
        continue;
      g_array_append_val (lenders, s);
      size[h->store[s]] += level_of (self, s);
    }
  for (int s = 0; s < h->n_series && ddi_learn_go_on (self, 0); s++)
    if (is_new (self, s))
      lend (&work, s);
  return !g_atomic_int_get (&self->cancelled);
}
