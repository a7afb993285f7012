/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "forecast/ddi-drift.h"

#include <math.h>
#include <string.h>

/* Pseudo-pieces of a window's ratio, of a season's and of a single day's. */
#define WINDOW_PIECES 5.0
#define SEASON_PIECES 20.0
#define ECHO_PIECES 10.0
/* 52 weeks, so that weekdays meet; and the days on either side. */
#define YEAR 364
#define YEAR_HALF_WIDTH 7
/* Weeks on either side in which a weekday's season is looked for. */
#define WEEKDAY_HALF_WIDTH 4
#define STORE_GROUPING 1
/* Up to so many days ahead last year's season lies before the origin as a whole. */
#define SAME_SEASON (YEAR - WEEKDAY_HALF_WIDTH * DDI_WEEK - DDI_WEEK)

static const int windows[DDI_N_WINDOWS] = { 3, 14, 56 };

DdiGroupSums *
ddi_group_sums_new (int n_groups, int n, int room)
{
  DdiGroupSums *self = g_new0 (DdiGroupSums, 1);
  gsize cells;

  self->n_groups = n_groups;
  self->n = n;
  self->stride = n + 1 + room;
  cells = (gsize)n_groups * self->stride;
  self->y = g_new0 (double, cells);
  self->b = g_new0 (double, cells);
  self->weekday_y = g_new0 (double, cells);
  self->weekday_b = g_new0 (double, cells);
  return self;
}

void
ddi_group_sums_free (DdiGroupSums *self)
{
  if (self == NULL)
    return;
  g_free (self->y);
  g_free (self->b);
  g_free (self->weekday_y);
  g_free (self->weekday_b);
  g_free (self);
}

/* Sum t + 1 is that of day t until it is accumulated. */
void
ddi_group_sums_reset (DdiGroupSums *self, int from)
{
  for (int g = 0; g < self->n_groups; g++)
    {
      gsize slot = (gsize)g * self->stride + from + 1;

      memset (self->y + slot, 0, (self->n - from) * sizeof (double));
      memset (self->b + slot, 0, (self->n - from) * sizeof (double));
    }
}

void
ddi_group_sums_extend (DdiGroupSums *self, int n)
{
  g_assert (n >= self->n && n < self->stride);
  self->n = n;
}

void
ddi_group_sums_add (DdiGroupSums *self, int group, int t, double y, double b)
{
  gsize slot = (gsize)group * self->stride + t + 1;

  self->y[slot] += y;
  self->b[slot] += b;
}

static void
accumulate (double *sum, double *weekday, int from, int n)
{
  for (int t = from + 1; t <= n; t++)
    weekday[t] = sum[t] + (t >= DDI_WEEK ? weekday[t - DDI_WEEK] : 0);
  for (int t = from; t < n; t++)
    sum[t + 1] += sum[t];
}

void
ddi_group_sums_accumulate (DdiGroupSums *self, int begin, int end, int from)
{
  for (int g = begin; g < end; g++)
    {
      gsize row = (gsize)g * self->stride;

      accumulate (self->y + row, self->weekday_y + row, from, self->n);
      accumulate (self->b + row, self->weekday_b + row, from, self->n);
    }
}

double
ddi_group_sums_ratio (const DdiGroupSums *self, int group, int begin, int end, double k)
{
  gsize row = (gsize)group * self->stride;

  begin = CLAMP (begin, 0, self->n);
  end = CLAMP (end, begin, self->n);
  return log ((self->y[row + end] - self->y[row + begin] + k) /
              (self->b[row + end] - self->b[row + begin] + k));
}

double
ddi_group_sums_weekday_ratio (const DdiGroupSums *self, int group, int t, int back, int ahead, double k)
{
  gsize row = (gsize)group * self->stride;
  int last = t + ahead * DDI_WEEK, before = t - (back + 1) * DDI_WEEK;
  double y, b;

  while (last >= self->n)
    last -= DDI_WEEK;
  if (last < 0 || last <= before)
    return 0;
  y = self->weekday_y[row + last + 1] - (before >= 0 ? self->weekday_y[row + before + 1] : 0);
  b = self->weekday_b[row + last + 1] - (before >= 0 ? self->weekday_b[row + before + 1] : 0);
  return log ((y + k) / (b + k));
}

void
ddi_drift_features (const DdiDrift *self, int origin, double *x)
{
  for (int i = 0; i < DDI_N_GROUPINGS; i++)
    for (int w = 0; w < DDI_N_WINDOWS; w++)
      *x++ = ddi_group_sums_ratio (self->sums[i], self->group[i], origin - windows[w], origin, WINDOW_PIECES);
}

void
ddi_season_features (const DdiDrift *self, int origin, int t, double *x)
{
  int middle = t - YEAR;

  /* Beyond a year ahead the season is that of two years ago. */
  while (middle + YEAR_HALF_WIDTH + 1 > origin)
    middle -= YEAR;
  for (int i = 0; i < DDI_N_GROUPINGS; i++)
    *x++ = middle + YEAR_HALF_WIDTH < 0
               ? 0
               : ddi_group_sums_ratio (self->sums[i], self->group[i], middle - YEAR_HALF_WIDTH,
                                       middle + YEAR_HALF_WIDTH + 1, SEASON_PIECES);
}

void
ddi_weekday_season_features (const DdiDrift *self, int origin, int t, double *x)
{
  int middle = t - YEAR, ahead = WEEKDAY_HALF_WIDTH, first;

  while (middle >= origin)
    middle -= YEAR;
  while (middle + ahead * DDI_WEEK >= origin)
    ahead--;
  first = middle - WEEKDAY_HALF_WIDTH * DDI_WEEK - DDI_WEEK / 2;
  for (int i = 0; i < DDI_N_GROUPINGS; i++)
    *x++ = middle < 0 ? 0
                      : ddi_group_sums_weekday_ratio (self->sums[i], self->group[i], middle,
                                                      WEEKDAY_HALF_WIDTH, ahead, SEASON_PIECES) -
                            ddi_group_sums_ratio (self->sums[i], self->group[i], first,
                                                  MIN (middle + ahead * DDI_WEEK + DDI_WEEK / 2 + 1, origin),
                                                  SEASON_PIECES);
}

DdiSeasonMemo *
ddi_season_memo_new (int n)
{
  DdiSeasonMemo *self = g_new0 (DdiSeasonMemo, 1);

  self->n = n;
  self->known = g_new0 (guint8, MAX (n, 1));
  self->x = g_malloc_n (MAX (n, 1), sizeof *self->x);
  return self;
}

void
ddi_season_memo_free (DdiSeasonMemo *self)
{
  g_free (self->known);
  g_free (self->x);
  g_free (self);
}

void
ddi_season_memo_reset (DdiSeasonMemo *self)
{
  memset (self->known, 0, self->n);
}

void
ddi_season_memo_features (DdiSeasonMemo *self, const DdiDrift *drift, int origin, int t, double *x)
{
  gboolean keeps = self && t < MIN (self->n, origin + SAME_SEASON);

  if (keeps && self->known[t])
    {
      memcpy (x, self->x[t], sizeof self->x[t]);
      return;
    }
  ddi_season_features (drift, origin, t, x);
  ddi_weekday_season_features (drift, origin, t, x + DDI_N_SEASON);
  if (!keeps)
    return;
  memcpy (self->x[t], x, sizeof self->x[t]);
  self->known[t] = TRUE;
}

void
ddi_echo_features (const DdiDrift *self, int origin, int t, double *x)
{
  int day = t - DDI_WEEK;

  while (day >= origin)
    day -= DDI_WEEK;
  for (int k = 0; k < DDI_N_ECHO; k++, day -= DDI_WEEK)
    *x++ = day < 0 ? 0
                   : ddi_group_sums_ratio (self->sums[STORE_GROUPING], self->group[STORE_GROUPING], day,
                                           day + 1, ECHO_PIECES);
}
