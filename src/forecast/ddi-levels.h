/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "forecast/ddi-weekday-mean.h"

G_BEGIN_DECLS

/* The level models of one series, rolled day by day. Each is a forecast of every weekday from the
 * days before; the combination weighs them (ddi-stack.h). */
typedef enum
{
  DDI_MEMBER_FAST,        /* weekday mean, decay 0.75 a week: about the last four weeks */
  DDI_MEMBER_MEDIUM,      /* weekday mean, 0.87 */
  DDI_MEMBER_USUAL,       /* weekday mean, 0.93: about the last quarter */
  DDI_MEMBER_SLOW,        /* weekday mean, 0.985: about the last year */
  DDI_MEMBER_LAST,        /* the last same weekday: seasonal naive */
  DDI_MEMBER_BEFORE,      /* the one before it */
  DDI_MEMBER_OWN_LEVEL,   /* level of a month times the series' own profile */
  DDI_MEMBER_STORE_LEVEL, /* level of a month times the store's profile */
  DDI_MEMBER_CALM_LEVEL,  /* level of two months times a half-shrunk profile */
  DDI_N_MEMBERS,
} DdiMember;

typedef struct
{
  DdiWeekdayMean fast, medium, usual, slow;
  DdiProfileLevel month, two_months;
  double last[DDI_WEEK], before[DDI_WEEK]; /* NaN: none yet */
  double variance;                         /* of y / base - 1, decaying; sell-outs by their expectation */
  int days, last_cut; /* steps, and how many had been when a lone day far outside was left out; 0 */
  gboolean beyond;    /* the last day was one */
  double raised, raw; /* sums of y with and without sell-out correction */
  int n;              /* days with evidence */
} DdiLevels;

/* Pieces a day for each weekday. The base is what all members are measured against: a
 * mix of USUAL and the month's level on a profile shrunk by twenty pseudo-weeks. */
typedef struct
{
  double base[DDI_WEEK];
  double member[DDI_N_MEMBERS][DDI_WEEK];
  double level; /* mean of base over the week */
} DdiLevelValues;

void ddi_levels_init (DdiLevels *self);
/* The base alone for one weekday, NaN before the first evidence. @store is the store's profile. */
double ddi_levels_base (const DdiLevels *self, const double store[DDI_WEEK], int weekday);
/* Everything, for all weekdays. FALSE before the first evidence. */
gboolean ddi_levels_evaluate (const DdiLevels *self, const double store[DDI_WEEK], DdiLevelValues *values);
/* One day: y NaN where it says nothing. @base is the day's base before it was known, for spread
 * and outliers (NaN: not looked for). @seen is the share of the day's demand that could be sold: 1 all of it, NaN
 * where the shelf was empty at a time that is not known, so that y is a lower bound. Such a y is first raised to the
 * demand that is expected; the raised figure is returned. */
double ddi_levels_step (DdiLevels *self, int weekday, double y, double seen, double base);
/* Whether a lone day far outside was left out in the last @days. */
gboolean ddi_levels_cut_since (const DdiLevels *self, int days);
/* Raised over raw demand of late: the factor by which sell-outs hide demand, >= 1. */
double ddi_levels_correction (const DdiLevels *self);

G_END_DECLS
