/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "forecast/ddi-reconcile.h"

#include <lapacke.h>
#include <math.h>
#include <string.h>

/* Series whose correlations tell λ, at most: every k-th part of more. */
#define MOST_CORRELATED 2000
/* Rounds of holding at 0 what falls below; then what is left below is cut. */
#define MOST_ROUNDS 8
#define MOST_HELD 300
/* C W C' gains this share of its mean diagonal, so that sums that err alike can be told apart. */
#define RIDGE 1e-9
#define ROWS_AT_ONCE 16

/* The constraints of a day: the nodes', without the parts that are closed, then one "b = 0" for each part that is
 * held there. */
typedef struct
{
  int n;          /* constraints */
  int *held;      /* [n - n_nodes]: parts */
  double *matrix; /* C W C', [n × n], factorised, upper */
  double *gap;    /* (E C')', [n × n_days] */
} Constraints;

static void
clear_constraints (Constraints *self)
{
  g_clear_pointer (&self->held, g_free);
  g_clear_pointer (&self->matrix, g_free);
  g_clear_pointer (&self->gap, g_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Constraints, clear_constraints)

static gboolean
go_on (const DdiReconcile *self)
{
  return self->go_on == NULL || self->go_on (self->data);
}

static double
mean_square (const float *error, int n)
{
  double sum = 0;

  for (int t = 0; t < n; t++)
    sum += (double)error[t] * error[t];
  return n > 0 ? sum / n : 0;
}

/* Adds one series, standardised, to the Gram matrix X X' over days and to Σ_i x_ti². */
static void
add_correlated (const float *error, double variance, int n, double *gram, double *square)
{
  double scale = 1 / sqrt (variance);
  g_autofree double *x = g_new (double, MAX (n, 1));

  for (int t = 0; t < n; t++)
    x[t] = error[t] * scale;
  for (int t = 0; t < n; t++)
    {
      double *row = gram + (gsize)t * n;

      square[t] += x[t] * x[t];
      for (int u = 0; u <= t && x[t] != 0; u++)
        row[u] += x[t] * x[u];
    }
}

/* With R = X'X / T of m series of mean square 1, T × m:
 *   Σ_ij r_ij² = ‖X X'‖² / T²,   Σ_ij Σ_t (x_ti x_tj)² = Σ_t (Σ_i x_ti²)²,
 *   Var r_ij = (Σ_t (x_ti x_tj)² - T r_ij²) / (T (T - 1)),
 * both without the diagonal, r_ii = 1. @fourth is Σ_i Σ_t x_ti⁴. */
static double
find_shrinkage (const double *gram, const double *square, double fourth, int m, int n)
{
  double r2 = 0, products = 0;

  for (int t = 0; t < n; t++)
    {
      products += square[t] * square[t];
      for (int u = 0; u <= t; u++)
        r2 += (u < t ? 2 : 1) * gram[(gsize)t * n + u] * gram[(gsize)t * n + u];
    }
  r2 = r2 / ((double)n * n) - m;
  products -= fourth;
  if (n < 2 || !(r2 > 0))
    return 1;
  return CLAMP ((products - n * r2) / ((double)n * (n - 1)) / r2, 0, 1);
}

static double
sum_fourths (const float *error, double variance, int n)
{
  double sum = 0;

  for (int t = 0; t < n; t++)
    sum += (double)error[t] * error[t] * error[t] * error[t] / (variance * variance);
  return sum;
}

/* λ from all the nodes and at most MOST_CORRELATED parts. @node_error [n_nodes × n_days] without NaN. */
static void
set_shrinkage (DdiReconcile *self, const float *node_error)
{
  int n = self->n_days, m = 0, stride = MAX (self->n_parts / MOST_CORRELATED, 1);
  g_autofree double *gram = g_new0 (double, (gsize)MAX (n, 1) * MAX (n, 1));
  g_autofree double *square = g_new0 (double, MAX (n, 1));
  double fourth = 0;

  for (int i = 0; i < self->n_nodes + self->n_parts && go_on (self); i++)
    {
      gboolean node = i < self->n_nodes;
      int s = i - self->n_nodes;
      double variance = node ? self->node_variance[i] : self->part_variance[s];
      const float *error = node ? node_error + (gsize)i * n : self->error + (gsize)s * n;

      if ((!node && s % stride != 0) || !(variance > 0))
        continue;
      add_correlated (error, variance, n, gram, square);
      fourth += sum_fourths (error, variance, n);
      m++;
    }
  self->shrinkage = find_shrinkage (gram, square, fourth, m, n);
}

/* E C': a node's errors less those of its parts; where the node has nothing to say of a day, it erred as they did. */
static void
set_gaps (DdiReconcile *self, float *node_error)
{
  int n = self->n_days;
  g_autofree double *sum = g_new0 (double, MAX ((gsize)self->n_nodes * n, 1));

  for (int s = 0; s < self->n_parts && go_on (self); s++)
    for (int i = self->first[s]; i < self->first[s + 1]; i++)
      for (int t = 0; t < n; t++)
        sum[(gsize)self->node[i] * n + t] += self->error[(gsize)s * n + t];
  for (gsize slot = 0; slot < (gsize)self->n_nodes * n; slot++)
    {
      gboolean known = !isnan (node_error[slot]);

      self->gap[slot] = known ? node_error[slot] - sum[slot] : 0;
      if (!known)
        node_error[slot] = (float)sum[slot];
    }
}

DdiReconcile *
ddi_reconcile_new (const DdiHierarchy *hierarchy, const DdiReconcileErrors *errors, DdiGoOnFunc go_on_func,
                   gpointer data)
{
  DdiReconcile *self = g_new0 (DdiReconcile, 1);
  int n = errors->end - errors->begin, n_links = hierarchy->begin[hierarchy->n_nodes];
  g_autofree float *nodes = g_new (float, MAX ((gsize)hierarchy->n_nodes * n, 1));

  self->go_on = go_on_func;
  self->data = data;
  self->n_nodes = hierarchy->n_nodes;
  self->n_parts = hierarchy->n_parts;
  self->n_days = n;
  self->begin = g_memdup2 (hierarchy->begin, (self->n_nodes + 1) * sizeof (int));
  self->part = g_memdup2 (hierarchy->part, n_links * sizeof (int));
  self->first = g_memdup2 (hierarchy->first, (self->n_parts + 1) * sizeof (int));
  self->node = g_memdup2 (hierarchy->node, n_links * sizeof (int));
  self->error = g_new0 (float, MAX ((gsize)self->n_parts * n, 1));
  self->gap = g_new0 (double, MAX ((gsize)n * self->n_nodes, 1));
  self->node_variance = g_new0 (double, MAX (self->n_nodes, 1));
  self->part_variance = g_new0 (float, MAX (self->n_parts, 1));
  for (int s = 0; s < self->n_parts && go_on (self); s++)
    {
      float *own = self->error + (gsize)s * n;

      memcpy (own, errors->parts + (gsize)s * errors->n_days + errors->begin, n * sizeof (float));
      for (int t = 0; t < n; t++)
        own[t] = isnan (own[t]) ? 0 : own[t];
      self->part_variance[s] = (float)mean_square (own, n);
    }
  for (int k = 0; k < self->n_nodes; k++)
    memcpy (nodes + (gsize)k * n, errors->nodes + (gsize)k * errors->n_days + errors->begin,
            n * sizeof (float));
  set_gaps (self, nodes);
  for (int k = 0; k < self->n_nodes; k++)
    self->node_variance[k] = mean_square (nodes + (gsize)k * n, n);
  set_shrinkage (self, nodes);
  return self;
}

void
ddi_reconcile_free (DdiReconcile *self)
{
  g_free (self->begin);
  g_free (self->part);
  g_free (self->first);
  g_free (self->node);
  g_free (self->error);
  g_free (self->gap);
  g_free (self->node_variance);
  g_free (self->part_variance);
  g_free (self);
}

/* [rows × columns] to [columns × rows]. */
static double *
transpose (const double *x, int rows, int columns)
{
  double *turned = g_new (double, MAX ((gsize)rows * columns, 1));

  for (int i = 0; i < rows; i++)
    for (int j = 0; j < columns; j++)
      turned[(gsize)j * rows + i] = x[(gsize)i * columns + j];
  return turned;
}

/* Adds @weight G G' for G [m × n_days], upper, some rows at a time so that they stay in the cache. */
static void
add_products (const DdiReconcile *self, const double *g, int m, double weight, double *matrix)
{
  int n = self->n_days;
  g_autofree double *days = transpose (g, m, n);

  for (int block = 0; block < m && go_on (self); block += ROWS_AT_ONCE)
    for (int t = 0; t < n; t++)
      for (int k = block; k < MIN (block + ROWS_AT_ONCE, m); k++)
        {
          const double *gap = days + (gsize)t * m;
          double *row = matrix + (gsize)k * m, factor = weight * gap[k];

          for (int l = k; l < m; l++)
            row[l] += factor * gap[l];
        }
}

/* C W C' = λ C D C' + (1 - λ) (E C')' (E C') / T, upper. */
static void
fill_matrix (const DdiReconcile *self, const guint8 *closed, Constraints *c)
{
  int m = self->n_nodes, n = c->n;
  double trace = 0;

  add_products (self, c->gap, n, (1 - self->shrinkage) / self->n_days, c->matrix);
  for (int k = 0; k < m; k++)
    c->matrix[(gsize)k * n + k] += self->shrinkage * self->node_variance[k];
  for (int s = 0; s < self->n_parts; s++)
    for (int i = self->first[s]; i < self->first[s + 1] && !(closed && closed[s]); i++)
      for (int j = i; j < self->first[s + 1]; j++)
        c->matrix[(gsize)self->node[i] * n + self->node[j]] += self->shrinkage * self->part_variance[s];
  for (int h = m; h < n; h++)
    {
      int s = c->held[h - m];
      double variance = self->shrinkage * self->part_variance[s];

      c->matrix[(gsize)h * n + h] += variance;
      for (int i = self->first[s]; i < self->first[s + 1]; i++)
        c->matrix[(gsize)self->node[i] * n + h] -= variance;
    }
  for (int k = 0; k < n; k++)
    trace += c->matrix[(gsize)k * n + k];
  for (int k = 0; k < n; k++)
    c->matrix[(gsize)k * n + k] += RIDGE * trace / n;
}

/* @closed [n_parts]: parts that do not move; NULL: none. @held: parts to be held at 0; NULL: none. FALSE where there
 * is nothing to solve. */
static gboolean
constrain (const DdiReconcile *self, const guint8 *closed, const GArray *held, Constraints *c)
{
  int n_held = held ? (int)held->len : 0, days = self->n_days;

  clear_constraints (c);
  c->n = self->n_nodes + n_held;
  if (self->n_nodes == 0 || days == 0)
    return FALSE;
  c->matrix = g_new0 (double, (gsize)c->n * c->n);
  c->gap = g_new (double, (gsize)c->n *days);
  c->held = held ? g_memdup2 (held->data, held->len * sizeof (int)) : NULL;
  memcpy (c->gap, self->gap, (gsize)self->n_nodes * days * sizeof (double));
  for (int s = 0; closed && s < self->n_parts && go_on (self); s++)
    for (int i = self->first[s]; closed[s] && i < self->first[s + 1]; i++)
      for (int t = 0; t < days; t++)
        c->gap[(gsize)self->node[i] * days + t] += self->error[(gsize)s * days + t];
  for (int h = 0; h < n_held; h++)
    for (int t = 0; t < days; t++)
      c->gap[(gsize)(self->n_nodes + h) * days + t] = self->error[(gsize)c->held[h] * days + t];
  fill_matrix (self, closed, c);
  return go_on (self) && LAPACKE_dpotrf (LAPACK_ROW_MAJOR, 'U', c->n, c->matrix, c->n) == 0;
}

static void
solve (const DdiReconcile *self, const Constraints *c, const double *gap, DdiReconcileMove *move)
{
  move->z = g_memdup2 (gap, c->n * sizeof (double));
  move->u = g_new0 (double, MAX (self->n_days, 1));
  LAPACKE_dpotrs (LAPACK_ROW_MAJOR, 'U', c->n, 1, c->matrix, c->n, move->z, 1);
  for (int k = 0; k < c->n; k++)
    for (int t = 0; t < self->n_days; t++)
      move->u[t] += c->gap[(gsize)k * self->n_days + t] * move->z[k];
}

void
ddi_reconcile_move_clear (DdiReconcileMove *self)
{
  g_clear_pointer (&self->z, g_free);
  g_clear_pointer (&self->u, g_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (DdiReconcileMove, ddi_reconcile_move_clear)

gboolean
ddi_reconcile_solve (const DdiReconcile *self, const double *gaps, int n, DdiReconcileMove *moves)
{
  g_auto (Constraints) nodes = { 0 };

  if (!constrain (self, NULL, NULL, &nodes))
    return FALSE;
  for (int i = 0; i < n && go_on (self); i++)
    solve (self, &nodes, gaps + (gsize)i * self->n_nodes, moves + i);
  return TRUE;
}

double
ddi_reconcile_move_part (const DdiReconcile *self, const DdiReconcileMove *move, int part)
{
  const float *error = self->error + (gsize)part * self->n_days;
  double own = 0, shared = 0;

  for (int i = self->first[part]; i < self->first[part + 1]; i++)
    own += move->z[self->node[i]];
  for (int t = 0; t < self->n_days; t++)
    shared += error[t] * move->u[t];
  return self->shrinkage * self->part_variance[part] * own -
         (1 - self->shrinkage) / MAX (self->n_days, 1) * shared;
}

/* C ŷ: a node's forecast less the sum of its parts', then what is held. */
static void
measure_gap (const DdiReconcile *self, const double *nodes, const double *parts, const Constraints *c,
             double *gap)
{
  for (int k = 0; k < self->n_nodes; k++)
    {
      gap[k] = isnan (nodes[k]) ? 0 : nodes[k];
      for (int i = self->begin[k]; !isnan (nodes[k]) && i < self->begin[k + 1]; i++)
        gap[k] -= parts[self->part[i]];
    }
  for (int h = self->n_nodes; h < c->n; h++)
    gap[h] = parts[c->held[h - self->n_nodes]];
}

/* Moves what is not closed; adds to @held what fell below 0, and says whether anything did. */
static gboolean
move_parts (const DdiReconcile *self, const DdiReconcileMove *move, const guint8 *closed, const double *parts,
            GArray *held, double *moved)
{
  guint before = held->len;

  for (int s = 0; s < self->n_parts; s++)
    moved[s] = closed[s] ? 0 : parts[s] + ddi_reconcile_move_part (self, move, s);
  for (guint h = 0; h < before; h++)
    moved[g_array_index (held, int, h)] = 0;
  for (int s = 0; s < self->n_parts; s++)
    if (moved[s] < 0)
      g_array_append_val (held, s);
  return held->len > before;
}

void
ddi_reconcile_day (const DdiReconcile *self, const double *nodes, double *parts)
{
  g_autofree guint8 *closed = g_new0 (guint8, MAX (self->n_parts, 1));
  g_autofree double *moved = g_memdup2 (parts, MAX (self->n_parts, 1) * sizeof (double));
  g_autoptr (GArray) held = g_array_new (FALSE, FALSE, sizeof (int));
  g_auto (Constraints) c = { 0 };
  gboolean again = TRUE;

  for (int s = 0; s < self->n_parts; s++)
    closed[s] = !(parts[s] > 0);
  for (int round = 0; again && round < MOST_ROUNDS && held->len <= MOST_HELD; round++)
    {
      g_autofree double *gap = NULL;
      g_auto (DdiReconcileMove) move = { 0 };

      if (!constrain (self, closed, held, &c))
        return;
      gap = g_new (double, c.n);
      measure_gap (self, nodes, parts, &c, gap);
      solve (self, &c, gap, &move);
      again = move_parts (self, &move, closed, parts, held, moved);
    }
  for (int s = 0; s < self->n_parts; s++)
    parts[s] = MAX (moved[s], 0);
}
