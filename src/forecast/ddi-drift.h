/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "forecast/ddi-evidence.h"

G_BEGIN_DECLS

/* Running sums of what was sold and of what the base expected, for a set of groups (one series, the
 * stores, the products, or everything). The log ratio over a stretch of days,
 *
 *   r = log ((Σ y + k) / (Σ b + k)),
 *
 * says by how much a group ran above its own recent level: over the last days before the origin it is
 * drift, over the same weeks a year ago it is season. k, in pieces, pulls thin groups to 0. */
typedef struct
{
  int n_groups, n;
  int stride;                    /* of a group: n + 1 and the room that is left */
  double *y, *b;                 /* [n_groups × stride], sums over days < t */
  double *weekday_y, *weekday_b; /* the same, over the days t - 1, t - 8, t - 15 … */
} DdiGroupSums;

/* Over @n days, with room for @room more. */
DdiGroupSums *ddi_group_sums_new (int n_groups, int n, int room);
void ddi_group_sums_free (DdiGroupSums *self);
/* The sums from day @from on 0 again, ready for adding. */
void ddi_group_sums_reset (DdiGroupSums *self, int from);
/* Days up to @n, which there must be room for, ready for adding. */
void ddi_group_sums_extend (DdiGroupSums *self, int n);
/* Adds one day of one member to a group; days without evidence are not added. */
void ddi_group_sums_add (DdiGroupSums *self, int group, int t, double y, double b);
/* Call once of each group after adding, of the groups from @begin to before @end and the days from @from on, before
 * which they are accumulated already. */
void ddi_group_sums_accumulate (DdiGroupSums *self, int begin, int end, int from);

/* The log ratio over [begin, end), cut to the history; 0 where nothing is known. */
double ddi_group_sums_ratio (const DdiGroupSums *self, int group, int begin, int end, double k);

/* The same over the weekday of day @t alone, in the weeks from @back before its own to @ahead behind it. */
double ddi_group_sums_weekday_ratio (const DdiGroupSums *self, int group, int t, int back, int ahead,
                                     double k);

/* The features of drift: series, store, product, all × windows of 3, 14 and 56 days. */
#define DDI_N_GROUPINGS 4
#define DDI_N_WINDOWS 3
#define DDI_N_DRIFT (DDI_N_GROUPINGS * DDI_N_WINDOWS)
/* The same groupings, a year before the day; its weekday alone, then, against the whole week; and the
 * store's last two same weekdays. */
#define DDI_N_SEASON DDI_N_GROUPINGS
#define DDI_N_WEEKDAY_SEASON DDI_N_GROUPINGS
#define DDI_N_ECHO 2

/* So many days before the origin, and before the day that they are of where that is earlier, features look back. */
#define DDI_DRIFT_REACH 400

typedef struct
{
  const DdiGroupSums *sums[DDI_N_GROUPINGS];
  int group[DDI_N_GROUPINGS];
} DdiDrift;

/* x[DDI_N_DRIFT]: as seen on the morning of day @origin. */
void ddi_drift_features (const DdiDrift *self, int origin, double *x);
/* x[DDI_N_SEASON] for day @t; nothing from @origin on is used. */
void ddi_season_features (const DdiDrift *self, int origin, int t, double *x);
/* x[DDI_N_WEEKDAY_SEASON] for day @t: by how much its weekday stood out more, or less, in this season of
 * last year than it had before (quiet Saturdays in summer); nothing from @origin on is used. */
void ddi_weekday_season_features (const DdiDrift *self, int origin, int t, double *x);
/* Both of a day, kept: they are the same from every origin that is not as far before the day as the season of last year
 * reaches. For one drift at a time, which begins with ddi_season_memo_reset(). */
typedef struct
{
  int n;         /* days */
  guint8 *known; /* [n] */
  double (*x)[DDI_N_SEASON + DDI_N_WEEKDAY_SEASON];
} DdiSeasonMemo;

DdiSeasonMemo *ddi_season_memo_new (int n);
void ddi_season_memo_free (DdiSeasonMemo *self);
void ddi_season_memo_reset (DdiSeasonMemo *self);
/* x[DDI_N_SEASON + DDI_N_WEEKDAY_SEASON] for day @t, 0 … n - 1. @self NULL: nothing is kept. */
void ddi_season_memo_features (DdiSeasonMemo *self, const DdiDrift *drift, int origin, int t, double *x);
/* x[DDI_N_ECHO] for day @t. */
void ddi_echo_features (const DdiDrift *self, int origin, int t, double *x);

G_END_DECLS
