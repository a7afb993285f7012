/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "forecast/ddi-hierarchy.h"
#include "forecast/ddi-parallel.h"

G_BEGIN_DECLS

/* Forecasts of sums and of their parts made to add up, each moved by as much as it has been erring. With the
 * base forecasts ŷ = (a; b) of the sums and the parts, a = A b where they are coherent, the constraints
 * C = (I, -A) and the covariance W of the base forecasts' errors, the coherent forecast nearest to ŷ is
 *
 *   ỹ = ŷ - W C' (C W C')⁻¹ C ŷ,
 *
 * which is S (S' W⁻¹ S)⁻¹ S' W⁻¹ ŷ, the one with the least sum of error variances. W is shrunk to its diagonal,
 *
 *   W = λ D + (1 - λ) E' E / T,   λ = Σ_{i≠j} Var r_ij / Σ_{i≠j} r_ij²,
 *
 * E the errors of T days, r their correlations. W itself, parts × parts, is never made: the time is linear in the
 * parts. A part that would fall below 0 is held there, one constraint more, and the rest solved again; one whose
 * forecast is 0 (closed, not offered) stays there, and errs by nothing.
 * Sources: Wickramasuriya, Athanasopoulos & Hyndman (2019), eq. 9 and 14 (MinT-shrink); the form in the constraints:
 * Di Fonzo & Girolimetto (2023), eq. 4; λ: Schäfer & Strimmer (2005), table 2; not negative:
 * Wickramasuriya, Turlach & Hyndman (2020). */

typedef struct
{
  int n_nodes, n_parts, n_days;
  int *begin, *part, *first, *node; /* the hierarchy, owned */
  double shrinkage;                 /* λ */
  float *error;                     /* [n_parts × n_days]: of the parts; 0: not known */
  double *gap;                      /* [n_nodes × n_days]: a node's error less those of its parts */
  double *node_variance;            /* [n_nodes] */
  float *part_variance;             /* [n_parts] */
  DdiGoOnFunc go_on;                /* asked now and then; NULL: nobody. What stops is of no use. */
  gpointer data;
} DdiReconcile;

/* Actual less forecast, NaN where not known: the days [begin, end) of n_days count. */
typedef struct
{
  const float *nodes; /* [n_nodes × n_days] */
  const float *parts; /* [n_parts × n_days] */
  int n_days, begin, end;
} DdiReconcileErrors;

/* A node whose error is not known on a day is taken to have erred as its parts did.
 * Cost: linear in parts × days. */
DdiReconcile *ddi_reconcile_new (const DdiHierarchy *hierarchy, const DdiReconcileErrors *errors,
                                 DdiGoOnFunc go_on, gpointer data);
void ddi_reconcile_free (DdiReconcile *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DdiReconcile, ddi_reconcile_free)

/* For days whose parts are all free to move: what one day's incoherence @gap[n_nodes] (a node's forecast less the
 * sum of its parts') moves. A part moves by
 *
 *   Δ_b = λ D_b Σ_{k ∋ b} z_k - (1 - λ) / T Σ_t e_bt u_t,   z = (C W C')⁻¹ gap,   u = (E C') z. */
typedef struct
{
  double *z; /* [n_nodes] */
  double *u; /* [n_days] */
} DdiReconcileMove;

/* Solves @n gaps [n × n_nodes] at once; FALSE where C W C' is of no use (no error was ever known). @moves [n] are
 * filled, and cleared with ddi_reconcile_move_clear(). */
gboolean ddi_reconcile_solve (const DdiReconcile *self, const double *gaps, int n, DdiReconcileMove *moves);
void ddi_reconcile_move_clear (DdiReconcileMove *self);
double ddi_reconcile_move_part (const DdiReconcile *self, const DdiReconcileMove *move, int part);

/* One day: @nodes[n_nodes] (NaN: has nothing to say) and @parts[n_parts], >= 0, are the base forecasts; @parts
 * becomes the coherent one. */
void ddi_reconcile_day (const DdiReconcile *self, const double *nodes, double *parts);

G_END_DECLS
