/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/ddi-query-diff.h"

gboolean
ddi_query_same_key (DdiRows *a, guint row_a, DdiRows *b, guint row_b, const char *key)
{
  return g_strcmp0 (ddi_rows_get_text (a, row_a, ddi_rows_column (a, key)),
                    ddi_rows_get_text (b, row_b, ddi_rows_column (b, key))) == 0;
}

DdiQueryDiff
ddi_query_diff (DdiRows *before, guint n_before, DdiRows *after, guint n_after, const char *key)
{
  gint64 by = (gint64)n_after - n_before;
  gint64 most_before = MIN (ddi_rows_get_n (before), n_before);
  gint64 most_after = MIN (ddi_rows_get_n (after), n_after);
  gint64 first = 0, end = MIN (most_before, most_after - by), last = end;

  while (first < MIN (most_before, most_after) &&
         ddi_query_same_key (before, (guint)first, after, (guint)first, key))
    first++;
  /* From the end of what is known backwards, each row beside the one that it would be now. */
  while (last > first + MAX (0, -by) &&
         ddi_query_same_key (before, (guint)(last - 1), after, (guint)(last - 1 + by), key))
    last--;
  if (by == 0 && first == most_before && first == most_after)
    return (DdiQueryDiff){ (guint)first, 0, 0 };
  if (last >= end)
    return (DdiQueryDiff){ (guint)first, n_before - (guint)first, n_after - (guint)first };
  return (DdiQueryDiff){ (guint)first, (guint)(last - first), (guint)(last + by - first) };
}
