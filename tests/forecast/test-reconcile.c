/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include "forecast/ddi-reconcile.h"
#include "reference.h"

#define N_STORES 2
#define N_PRODUCTS 3
#define N_PARTS (N_STORES * N_PRODUCTS)
#define N_NODES (1 + N_PRODUCTS + N_STORES)
#define DAYS 40

/* Two stores of three products, the series in the order of the reference: all, products, stores, then parts. */
static DdiPanel *
new_panel (const char *const *categories)
{
  DdiPanel *panel = ddi_panel_new (0, 10);

  for (int i = 0; i < N_PARTS; i++)
    {
      g_autofree char *store = g_strdup_printf ("Store %d", i / N_PRODUCTS);
      g_autofree char *product = g_strdup_printf ("Product %d", i % N_PRODUCTS);

      ddi_panel_add_series (panel, ddi_panel_add_store (panel, store),
                            ddi_panel_add_product (panel, product,
                                                   categories ? categories[i % N_PRODUCTS] : NULL));
    }
  return panel;
}

static DdiReconcile *
new_reconcile (void)
{
  g_autoptr (DdiPanel) panel = new_panel (NULL);
  g_autoptr (DdiHierarchy) hierarchy = ddi_hierarchy_new (panel);
  float nodes[N_NODES * DAYS], parts[N_PARTS * DAYS];
  const double *errors;
  int n;

  errors = reference ("mint.errors", &n);
  g_assert_cmpint (n, ==, (N_NODES + N_PARTS) * DAYS);
  for (int t = 0; t < DAYS; t++)
    for (int i = 0; i < N_NODES + N_PARTS; i++)
      *(i < N_NODES ? nodes + i * DAYS + t : parts + (i - N_NODES) * DAYS + t) =
          (float)errors[t * (N_NODES + N_PARTS) + i];
  return ddi_reconcile_new (hierarchy, &(DdiReconcileErrors){ nodes, parts, DAYS, 0, DAYS }, NULL, NULL);
}

static void
test_hierarchy (void)
{
  static const char *const categories[] = { "Donut", "Donut", "Muffin" };
  static const int sizes[] = { 6, 4, 2, 2, 2, 3, 3 }, donuts[] = { 0, 1, 3, 4 };
  g_autoptr (DdiPanel) panel = new_panel (categories);
  g_autoptr (DdiHierarchy) hierarchy = ddi_hierarchy_new (panel);
  g_autoptr (DdiPanel) sums = ddi_hierarchy_make_panel (hierarchy, panel, 9);

  /* A category of one product is that product. */
  g_assert_cmpint (hierarchy->n_nodes, ==, 1 + 1 + N_PRODUCTS + N_STORES);
  for (int k = 0; k < hierarchy->n_nodes; k++)
    g_assert_cmpint (hierarchy->begin[k + 1] - hierarchy->begin[k], ==, sizes[k]);
  g_assert_cmpmem (hierarchy->part + hierarchy->begin[1], 4 * sizeof (int), donuts, sizeof donuts);
  for (int s = 0; s < N_PARTS; s++)
    for (int i = hierarchy->first[s]; i < hierarchy->first[s + 1]; i++)
      {
        int k = hierarchy->node[i], found = 0;

        for (int j = hierarchy->begin[k]; j < hierarchy->begin[k + 1]; j++)
          found += hierarchy->part[j] == s;
        g_assert_cmpint (found, ==, 1);
      }
  g_assert_cmpint (ddi_panel_n_series (sums), ==, hierarchy->n_nodes);
  g_assert_cmpint (ddi_panel_series_store (sums, 0), ==, N_STORES);
  g_assert_cmpint (ddi_panel_series_store (sums, hierarchy->n_nodes - 1), ==, N_STORES - 1);
}

/* One store of one product has no sums, and neither has nothing. */
static void
test_no_sums (void)
{
  g_autoptr (DdiPanel) panel = ddi_panel_new (0, 10);
  g_autoptr (DdiHierarchy) nothing = ddi_hierarchy_new (panel), one = NULL;

  ddi_panel_add_series (panel, ddi_panel_add_store (panel, "Store"),
                        ddi_panel_add_product (panel, "Roll", "Bread"));
  one = ddi_hierarchy_new (panel);
  g_assert_cmpint (nothing->n_nodes, ==, 0);
  g_assert_cmpint (one->n_nodes, ==, 0);
}

static void
test_shrinkage (void)
{
  g_autoptr (DdiReconcile) reconcile = new_reconcile ();

  /* Errors are kept as float. */
  reference_assert ("mint.lambda", &reconcile->shrinkage, 1, 1e-6);
}

static void
assert_day (const DdiReconcile *reconcile, const char *base, const char *expected)
{
  double parts[N_PARTS];
  int n;
  const double *y = reference (base, &n);

  for (int s = 0; s < N_PARTS; s++)
    parts[s] = y[N_NODES + s];
  ddi_reconcile_day (reconcile, y, parts);
  for (int s = 0; s < N_PARTS; s++)
    {
      double wanted = reference (expected, &n)[s];

      g_assert_cmpfloat_with_epsilon (parts[s], wanted, 2e-6 * (1 + fabs (wanted)));
    }
}

/* The formula over the bottom series and ours over the constraints are the same, and so is what is held at 0. */
static void
test_reference (void)
{
  g_autoptr (DdiReconcile) reconcile = new_reconcile ();

  assert_day (reconcile, "mint.base", "mint.parts");
  assert_day (reconcile, "mint.base.below", "mint.parts.below");
}

/* Many days at once, as the backtest does, are the same as one. */
static void
test_many_days (void)
{
  g_autoptr (DdiReconcile) reconcile = new_reconcile ();
  int n;
  const double *y = reference ("mint.base", &n), *wanted = reference ("mint.parts", &n);
  double gaps[2 * N_NODES] = { 0 };
  DdiReconcileMove moves[2] = { 0 };

  for (int k = 0; k < N_NODES; k++)
    {
      gaps[N_NODES + k] = y[k];
      for (int i = reconcile->begin[k]; i < reconcile->begin[k + 1]; i++)
        gaps[N_NODES + k] -= y[N_NODES + reconcile->part[i]];
    }
  g_assert_true (ddi_reconcile_solve (reconcile, gaps, 2, moves));
  for (int s = 0; s < N_PARTS; s++)
    {
      g_assert_cmpfloat (ddi_reconcile_move_part (reconcile, moves, s), ==, 0);
      g_assert_cmpfloat_with_epsilon (y[N_NODES + s] + ddi_reconcile_move_part (reconcile, moves + 1, s),
                                      wanted[s], 2e-5);
    }
  ddi_reconcile_move_clear (moves);
  ddi_reconcile_move_clear (moves + 1);
}

/* What is coherent stays as it is, closed shops stay closed, sums that have nothing to say move nothing, and
 * nothing is ever negative. */
static void
test_random_days (void)
{
  g_autoptr (DdiReconcile) reconcile = new_reconcile ();

  for (int round = 0; round < 300; round++)
    {
      double nodes[N_NODES], parts[N_PARTS], before[N_PARTS];
      gboolean coherent = round % 3 == 0, silent = round % 3 == 1;

      for (int s = 0; s < N_PARTS; s++)
        parts[s] = before[s] = g_test_rand_double () < 0.2 ? 0 : g_test_rand_double_range (0, 20);
      for (int k = 0; k < N_NODES; k++)
        {
          nodes[k] = 0;
          for (int i = reconcile->begin[k]; i < reconcile->begin[k + 1]; i++)
            nodes[k] += parts[reconcile->part[i]];
          if (silent)
            nodes[k] = NAN;
          else if (!coherent)
            nodes[k] *= g_test_rand_double_range (0, 2);
        }
      ddi_reconcile_day (reconcile, nodes, parts);
      for (int s = 0; s < N_PARTS; s++)
        {
          g_assert_true (isfinite (parts[s]));
          g_assert_cmpfloat (parts[s], >=, 0);
          if (before[s] == 0)
            g_assert_cmpfloat (parts[s], ==, 0);
          if (coherent || silent)
            g_assert_cmpfloat_with_epsilon (parts[s], before[s], 1e-9);
        }
    }
}

/* Errors that nobody knows, or that never were, leave forecasts as they are. */
static void
test_no_errors (void)
{
  g_autoptr (DdiPanel) panel = new_panel (NULL);
  g_autoptr (DdiHierarchy) hierarchy = ddi_hierarchy_new (panel);
  float nodes[N_NODES * DAYS], parts[N_PARTS * DAYS];

  for (int kind = 0; kind < 3; kind++)
    {
      g_autoptr (DdiReconcile) reconcile = NULL;
      double y[N_NODES] = { 50, 20, 20, 10, 30, 20 }, b[N_PARTS] = { 1, 2, 3, 4, 5, 6 };

      for (int i = 0; i < N_NODES * DAYS; i++)
        nodes[i] = kind ? NAN : 0;
      for (int i = 0; i < N_PARTS * DAYS; i++)
        parts[i] = kind ? NAN : 0;
      reconcile =
          ddi_reconcile_new (hierarchy, &(DdiReconcileErrors){ nodes, parts, DAYS, 0, kind == 2 ? 0 : DAYS },
                             NULL, NULL);
      ddi_reconcile_day (reconcile, y, b);
      for (int s = 0; s < N_PARTS; s++)
        g_assert_cmpfloat (b[s], ==, s + 1);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/forecast/reconcile/hierarchy", test_hierarchy);
  g_test_add_func ("/forecast/reconcile/no-sums", test_no_sums);
  g_test_add_func ("/forecast/reconcile/shrinkage", test_shrinkage);
  g_test_add_func ("/forecast/reconcile/reference", test_reference);
  g_test_add_func ("/forecast/reconcile/many-days", test_many_days);
  g_test_add_func ("/forecast/reconcile/random-days", test_random_days);
  g_test_add_func ("/forecast/reconcile/no-errors", test_no_errors);
  return g_test_run ();
}
