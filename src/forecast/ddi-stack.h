/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Stacking: what each signal (a member's log ratio to the base, drift, season) adds to the log of the
 * forecast, by weighted ridge regression over all series,
 *
 *   min_β Σ w (z - x'β)² + λ w̄ |β - β0|²,   z = log ((y + 1) / (b + 1)),
 *
 * w the base b times a decay with age, w̄ the mean weight, so that λ counts in rows. Shrinkage to
 * β0 = 0 is shrinkage to the base itself, β0 = 1 / members shrinkage to the members' plain mean, and β0
 * the weights of all horizons together lets one horizon differ only where its rows insist.
 * Source: Hoerl & Kennard (1970); stacking after Wolpert (1992) and Breiman (1996); the plain mean as
 * the prior after Clemen (1989) and Diebold & Pauly (1990). */
typedef struct
{
  int p;         /* signals */
  double *a;     /* [p × p] upper triangle, row-major: Σ w x x' */
  double *c;     /* [p]: Σ w x z */
  double weight; /* Σ w */
  double n;      /* rows */
  double *rows;  /* [n_waiting × (p + 1)]: √w x and √w z of rows that are not in the sums yet */
  int n_waiting;
} DdiStack;

void ddi_stack_init (DdiStack *self, int p);
void ddi_stack_clear (DdiStack *self);
/* One row: x[p], z, w > 0. */
void ddi_stack_add (DdiStack *self, const double *x, double z, double w);
/* Adds all rows of @other. */
void ddi_stack_merge (DdiStack *self, DdiStack *other);
/* beta[p] shrunk to prior[p] (NULL: all 0; may be @beta itself); the prior without enough rows, or where
 * the system cannot be solved. */
void ddi_stack_solve (DdiStack *self, double lambda, const double *prior, double *beta);

G_END_DECLS
