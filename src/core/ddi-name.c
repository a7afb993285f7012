/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/ddi-name.h"

#include <string.h>

/* Sheets cut names at some twenty letters; a shorter name is the beginning of too many others. */
#define MIN_CUT 18
/* "Choc" stands for "Chocolate", but "Va" for too much. */
#define MIN_ABBREVIATION 3

char *
ddi_name_key (const char *name)
{
  g_autofree char *lower = g_utf8_strdown (name, -1);
  GString *key = g_string_sized_new (strlen (lower));
  gboolean blank = FALSE;

  for (const char *c = lower; *c; c = g_utf8_next_char (c))
    {
      gunichar letter = g_utf8_get_char (c);

      if (g_unichar_isspace (letter))
        {
          blank = key->len > 0;
          continue;
        }
      if (blank)
        g_string_append_c (key, ' ');
      blank = FALSE;
      g_string_append_unichar (key, letter);
    }
  return g_string_free (key, FALSE);
}

/* d[i][j] = min (d[i-1][j] + 1, d[i][j-1] + 1, d[i-1][j-1] + (a_i ≠ b_j),
 *                d[i-2][j-2] + 1 where a_i = b_{j-1} and a_{i-1} = b_j), in three rolling rows. */
static guint
align (const gunichar *a, glong n, const gunichar *b, glong m)
{
  g_autofree guint *rows = g_new (guint, 3 * (gsize)(m + 1));
  guint *before = rows, *last = rows + m + 1, *now = rows + 2 * (m + 1);

  for (glong j = 0; j <= m; j++)
    now[j] = (guint)j;
  for (glong i = 1; i <= n; i++)
    {
      guint *spare = before;

      before = last;
      last = now;
      now = spare;
      now[0] = (guint)i;
      for (glong j = 1; j <= m; j++)
        {
          now[j] = MIN (MIN (last[j], now[j - 1]) + 1, last[j - 1] + (a[i - 1] != b[j - 1]));
          if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
            now[j] = MIN (now[j], before[j - 2] + 1);
        }
    }
  return now[m];
}

guint
ddi_name_distance (const char *a, const char *b)
{
  glong n, m;
  g_autofree gunichar *x = g_utf8_to_ucs4_fast (a, -1, &n);
  g_autofree gunichar *y = g_utf8_to_ucs4_fast (b, -1, &m);

  return align (x, n, y, m);
}

static gboolean
is_cut_off (const char *a, const char *b)
{
  return strlen (a) >= MIN_CUT && g_str_has_prefix (b, a);
}

/* Word for word, one is the beginning of the other: "choc glazed", "chocolate glazed". */
static gboolean
is_abbreviated (const char *a, const char *b)
{
  g_auto (GStrv) x = g_strsplit (a, " ", -1);
  g_auto (GStrv) y = g_strsplit (b, " ", -1);
  gsize i;

  for (i = 0; x[i] && y[i]; i++)
    if (!g_str_equal (x[i], y[i]) && (MIN (strlen (x[i]), strlen (y[i])) < MIN_ABBREVIATION ||
                                      !(g_str_has_prefix (x[i], y[i]) || g_str_has_prefix (y[i], x[i]))))
      return FALSE;
  return i > 0 && x[i] == NULL && y[i] == NULL;
}

/* "Combo 1" and "Combo 2" are not one name misspelt. */
static gboolean
same_digits (const char *a, const char *b)
{
  for (;; a++, b++)
    {
      while (*a && !g_ascii_isdigit (*a))
        a++;
      while (*b && !g_ascii_isdigit (*b))
        b++;
      if (*a != *b)
        return FALSE;
      if (*a == '\0')
        return TRUE;
    }
}

double
ddi_name_likeness (const char *a, const char *b)
{
  g_autofree char *x = ddi_name_key (a);
  g_autofree char *y = ddi_name_key (b);
  glong longer = MAX (g_utf8_strlen (x, -1), g_utf8_strlen (y, -1));
  guint distance;

  if (longer == 0 || !same_digits (x, y))
    return 0;
  if (!g_str_equal (x, y) && (is_cut_off (x, y) || is_cut_off (y, x) || is_abbreviated (x, y)))
    distance = 1;
  else
    distance = ddi_name_distance (x, y);
  return 1 - (double)distance / (double)longer;
}
