/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "forecast/ddi-stack.h"

#include <lapacke.h>
#include <math.h>
#include <string.h>

/* Fewer rows than this a signal say nothing. */
#define ROWS_A_SIGNAL 10

void
ddi_stack_init (DdiStack *self, int p)
{
  *self = (DdiStack){ .p = p };
  self->a = g_new0 (double, (gsize)p *p);
  self->c = g_new0 (double, p);
}

void
ddi_stack_clear (DdiStack *self)
{
  g_clear_pointer (&self->a, g_free);
  g_clear_pointer (&self->c, g_free);
}

void
ddi_stack_add (DdiStack *self, const double *x, double z, double w)
{
  int p = self->p;

  for (int i = 0; i < p; i++)
    {
      double wx = w * x[i];
      double *row = self->a + (gsize)i * p;

      self->c[i] += wx * z;
      for (int j = i; j < p; j++)
        row[j] += wx * x[j];
    }
  self->weight += w;
  self->n += 1;
}

void
ddi_stack_merge (DdiStack *self, const DdiStack *other)
{
  for (int i = 0; i < self->p * self->p; i++)
    self->a[i] += other->a[i];
  for (int i = 0; i < self->p; i++)
    self->c[i] += other->c[i];
  self->weight += other->weight;
  self->n += other->n;
}

/* β = β0 + δ, (A + λ w̄ I) δ = c - A β0. */
void
ddi_stack_solve (const DdiStack *self, double lambda, const double *prior, double *beta)
{
  int p = self->p;
  g_autofree double *a = NULL, *delta = NULL;
  gboolean good = self->n >= (double)ROWS_A_SIGNAL * p && self->weight > 0;

  if (prior == NULL)
    memset (beta, 0, p * sizeof (double));
  else if (prior != beta)
    memcpy (beta, prior, p * sizeof (double));
  if (!good)
    return;
  a = g_memdup2 (self->a, (gsize)p * p * sizeof (double));
  delta = g_memdup2 (self->c, p * sizeof (double));
  for (int i = 0; i < p; i++)
    for (int j = 0; j < p; j++)
      delta[i] -= a[(gsize)MIN (i, j) * p + MAX (i, j)] * beta[j];
  for (int i = 0; i < p; i++)
    a[(gsize)i * p + i] += lambda * self->weight / self->n;
  good = LAPACKE_dposv (LAPACK_ROW_MAJOR, 'U', p, 1, a, p, delta, 1) == 0;
  for (int i = 0; i < p; i++)
    good = good && isfinite (delta[i]);
  for (int i = 0; i < p && good; i++)
    beta[i] += delta[i];
}
