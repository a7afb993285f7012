/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/ddi-backup-retention.h"

#include <stdlib.h>

const DdiBackupRetention ddi_backup_retention_default = { 7, 4, 12 };

typedef enum
{
  BY_DAY,
  BY_WEEK,
  BY_MONTH,
} Span;

/* A number that all days of a span share and that grows with them. */
static gint64
span_of (DdiDay day, Span span)
{
  int year, month, of_month;

  switch (span)
    {
    case BY_WEEK:
      return day - (gint64)ddi_day_weekday (day);
    case BY_MONTH:
      ddi_day_to_ymd (day, &year, &month, &of_month);
      return (gint64)year * 12 + month;
    case BY_DAY:
    default:
      return day;
    }
}

static int
compare_newest_first (const void *a, const void *b)
{
  const DdiBackupAge *x = *(DdiBackupAge *const *)a, *y = *(DdiBackupAge *const *)b;

  return x->when < y->when ? 1 : x->when > y->when ? -1 : 0;
}

/* One of each of the newest @most spans. @ages: newest first. */
static void
keep_spans (DdiBackupAge **ages, gsize n, Span span, guint most)
{
  for (gsize i = 0, end; i < n && most > 0; i = end, most--)
    {
      gsize best = i;

      for (end = i; end < n && span_of (ages[end]->day, span) == span_of (ages[i]->day, span); end++)
        if (ages[end]->verified && !ages[best]->verified)
          best = end;
      ages[best]->keep = TRUE;
    }
}

void
ddi_backup_retention_choose (const DdiBackupRetention *self, DdiBackupAge *ages, gsize n)
{
  g_autofree DdiBackupAge **sorted = g_new (DdiBackupAge *, n);

  if (n == 0)
    return;
  for (gsize i = 0; i < n; i++)
    {
      ages[i].keep = FALSE;
      sorted[i] = ages + i;
    }
  qsort (sorted, n, sizeof *sorted, compare_newest_first);
  keep_spans (sorted, n, BY_DAY, self->days);
  keep_spans (sorted, n, BY_WEEK, self->weeks);
  keep_spans (sorted, n, BY_MONTH, self->months);
  sorted[0]->keep = TRUE;
  for (gsize i = 0; i < n; i++)
    if (sorted[i]->verified)
      {
        sorted[i]->keep = TRUE;
        break;
      }
}
