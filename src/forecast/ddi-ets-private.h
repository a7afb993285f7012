/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "forecast/ddi-ets.h"

#include <math.h>

G_BEGIN_DECLS

/* One step of the recursion, for the run and for its gradient. */

/* Forecasts multiplied before one logarithm is taken of them all; of 1e±35 each it neither over- nor
 * underflows. */
#define DDI_ETS_FACTORS 8
#define DDI_ETS_LEAST_FACTOR 1e-35
#define DDI_ETS_LARGEST_FACTOR 1e35
/* A series without any error has no likelihood; it is as good as can be. */
#define DDI_ETS_LEAST_SQUARES 1e-300

/* What a step moves: level, growth and the season at hand. */
typedef struct
{
  double l, b, s;
} DdiEtsNow;

/* q = l + φ b, or l b^φ: what the level is expected to be; the grown part, φ b or b^φ, is returned in @growth. */
static inline double
ddi_ets_expect_level (const DdiEtsForm *form, double phi, const DdiEtsNow *now, double *growth)
{
  switch (form->trend)
    {
    case DDI_ETS_ADDITIVE:
      *growth = form->damped ? phi * now->b : now->b;
      return now->l + *growth;
    case DDI_ETS_MULTIPLICATIVE:
      *growth = form->damped ? pow (now->b, phi) : now->b;
      return now->l * *growth;
    case DDI_ETS_NONE:
    default:
      *growth = 0;
      return now->l;
    }
}

static inline double
ddi_ets_add_season (const DdiEtsForm *form, double q, double s)
{
  switch (form->season)
    {
    case DDI_ETS_ADDITIVE:
      return q + s;
    case DDI_ETS_MULTIPLICATIVE:
      return q * s;
    case DDI_ETS_NONE:
    default:
      return q;
    }
}

/* With q as above and g the grown part:
 *
 *   d = y - q, y - s - q or y / s - q    what the level was off by
 *   l = q + α d
 *   b = g + β d, or g + β d / l'
 *   s = s' + γ (y - q - s') or s' + γ (y / q - s')
 *
 * which is the table's recursion, its errors written out. */
static inline void
ddi_ets_learn (const DdiEtsForm *form, const DdiEtsSmoothing *p, DdiEtsNow *now, double y, double q,
               double growth)
{
  double deseasoned = y, before = now->l, d;

  if (form->season == DDI_ETS_ADDITIVE)
    deseasoned = y - now->s;
  else if (form->season == DDI_ETS_MULTIPLICATIVE)
    deseasoned = y / now->s;
  d = deseasoned - q;
  if (form->season == DDI_ETS_ADDITIVE)
    now->s += p->gamma * d;
  else if (form->season == DDI_ETS_MULTIPLICATIVE)
    now->s += p->gamma * (y / q - now->s);
  now->l = q + p->alpha * d;
  if (form->trend == DDI_ETS_ADDITIVE)
    now->b = growth + p->beta * d;
  else if (form->trend == DDI_ETS_MULTIPLICATIVE)
    now->b = growth + p->beta * d / before;
}

/* A step without a value: nothing is learnt. */
static inline void
ddi_ets_pass (const DdiEtsForm *form, DdiEtsNow *now, double q, double growth)
{
  now->l = q;
  if (form->trend != DDI_ETS_NONE)
    now->b = growth;
}

/* L while it is summed. */
typedef struct
{
  double squares, logs, product;
  int known;
} DdiEtsSum;

#define DDI_ETS_SUM_INIT                                                                                     \
  {                                                                                                          \
    .product = 1                                                                                             \
  }

/* FALSE: the forecast cannot be. */
static inline gboolean
ddi_ets_sum_add (DdiEtsSum *self, double y, double mu, gboolean multiplicative)
{
  double e = y - mu;

  self->known++;
  if (multiplicative)
    {
      if (!(mu > DDI_ETS_LEAST_FACTOR && mu < DDI_ETS_LARGEST_FACTOR))
        return FALSE;
      e /= mu;
      self->product *= mu;
      if (self->known % DDI_ETS_FACTORS == 0)
        {
          self->logs += log (self->product);
          self->product = 1;
        }
    }
  self->squares += e * e;
  return TRUE;
}

static inline double
ddi_ets_sum_l (const DdiEtsSum *self)
{
  if (!isfinite (self->squares))
    return INFINITY;
  return self->known * log (MAX (self->squares, DDI_ETS_LEAST_SQUARES)) +
         2 * (self->logs + log (self->product));
}

G_END_DECLS
