/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "reference.h"

#include <math.h>
#include <string.h>

static GArray *
read_numbers (const char *text)
{
  GArray *numbers = g_array_new (FALSE, FALSE, sizeof (double));
  char *end;

  for (double v = g_ascii_strtod (text, &end); end != text; text = end, v = g_ascii_strtod (text, &end))
    g_array_append_val (numbers, v);
  return numbers;
}

static void
free_cb (gpointer data)
{
  g_array_unref (data);
}

static GHashTable *
read_all (void)
{
  GHashTable *all = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, free_cb);
  g_autofree char *path =
      g_build_filename (g_getenv ("DDI_TEST_SOURCE"), "tests/forecast/models-reference.txt", NULL);
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;

  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);
  lines = g_strsplit (text, "\n", -1);
  for (char **line = lines; *line; line++)
    if (**line != '#' && **line != '\0')
      {
        gsize length = strcspn (*line, " ");

        g_hash_table_insert (all, g_strndup (*line, length), read_numbers (*line + length));
      }
  return all;
}

const double *
reference (const char *name, int *n)
{
  static GHashTable *all;
  GArray *numbers;

  if (all == NULL)
    all = read_all ();
  numbers = g_hash_table_lookup (all, name);
  g_assert_nonnull (numbers);
  if (n)
    *n = (int)numbers->len;
  return (const double *)numbers->data;
}

void
reference_assert (const char *name, const double *x, int n, double tolerance)
{
  int found;
  const double *values = reference (name, &found);
  double size = 0;

  g_assert_cmpint (found, ==, n);
  for (int i = 0; i < n; i++)
    size = MAX (size, fabs (values[i]));
  for (int i = 0; i < n; i++)
    g_assert_cmpfloat_with_epsilon (x[i], values[i], tolerance * size);
}

static double
strange_value (int kind, int t, int n)
{
  switch (kind)
    {
    case 0:
      return 0;
    case 1:
      return 5;
    case 2:
      return t == n / 2 ? 1e9 : 1;
    case 3:
      return t == n - 1 ? 12 : NAN;
    case 4:
      return NAN;
    case 5:
      return t % 9 == 0 ? 3 + t % 4 : NAN;
    case 6:
      return 1e12 + t % 5;
    case 7:
      return 1e-12 * (t % 5);
    case 8:
      return t % 7 == 6 ? NAN : 20 + t % 7;
    case 9:
      return n / 2.0 - t;
    default:
      return floor (exp (g_test_rand_double_range (-3, 6)));
    }
}

void
strange_series (int kind, double *y, int n)
{
  for (int t = 0; t < n; t++)
    y[t] = strange_value (kind, t, n);
}

void
assert_sound (const double *x, int n)
{
  for (int i = 0; i < n; i++)
    {
      g_assert_true (isfinite (x[i]));
      g_assert_cmpfloat (x[i], >=, 0);
    }
}
