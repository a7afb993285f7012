/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "forecast/ddi-stack.h"

#include <lapacke.h>
#include <math.h>
#include <string.h>

/* Fewer rows than this a signal say nothing. */
#define ROWS_A_SIGNAL 10
/* Rows that are added at once, so that the sums are read and written once for all of them. */
#define BATCH 16
#define UNROLLED 4

void
ddi_stack_init (DdiStack *self, int p)
{
  *self = (DdiStack){ .p = p };
  self->a = g_new0 (double, (gsize)p *p);
  self->c = g_new0 (double, p);
  self->rows = g_new0 (double, (gsize)BATCH *(p + 1));
}

void
ddi_stack_clear (DdiStack *self)
{
  g_clear_pointer (&self->a, g_free);
  g_clear_pointer (&self->c, g_free);
  g_clear_pointer (&self->rows, g_free);
}

/* Adds the products of UNROLLED rows. */
static void
add_rows (DdiStack *self, const double *rows)
{
  int p = self->p;
  const double *u = rows, *v = u + p + 1, *x = v + p + 1, *y = x + p + 1;

  for (int i = 0; i < p; i++)
    {
      double *restrict row = self->a + (gsize)i * p;
      double ui = u[i], vi = v[i], xi = x[i], yi = y[i];

      for (int j = i; j < p; j++)
        row[j] += ui * u[j] + vi * v[j] + xi * x[j] + yi * y[j];
      self->c[i] += ui * u[p] + vi * v[p] + xi * x[p] + yi * y[p];
    }
}

/* Rows that wait are in the sums; what is left of a batch is filled with rows of nothing. */
static void
settle (DdiStack *self)
{
  gsize width = self->p + 1;

  if (self->n_waiting < BATCH)
    memset (self->rows + self->n_waiting * width, 0, (BATCH - self->n_waiting) * width * sizeof (double));
  for (int k = 0; k < self->n_waiting; k += UNROLLED)
    add_rows (self, self->rows + k * width);
  self->n_waiting = 0;
}

void
ddi_stack_add (DdiStack *self, const double *x, double z, double w)
{
  double *row = self->rows + (gsize)self->n_waiting * (self->p + 1), root = sqrt (w);

  for (int i = 0; i < self->p; i++)
    row[i] = root * x[i];
  row[self->p] = root * z;
  self->weight += w;
  self->n += 1;
  if (++self->n_waiting == BATCH)
    settle (self);
}

void
ddi_stack_merge (DdiStack *self, DdiStack *other)
{
  settle (self);
  settle (other);
  for (int i = 0; i < self->p * self->p; i++)
    self->a[i] += other->a[i];
  for (int i = 0; i < self->p; i++)
    self->c[i] += other->c[i];
  self->weight += other->weight;
  self->n += other->n;
}

/* β = β0 + δ, (A + λ w̄ I) δ = c - A β0. */
void
ddi_stack_solve (DdiStack *self, double lambda, const double *prior, double *beta)
{
  int p = self->p;
  g_autofree double *a = NULL, *delta = NULL;
  gboolean good;

  settle (self);
  good = self->n >= (double)ROWS_A_SIGNAL * p && self->weight > 0;

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
