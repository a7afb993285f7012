/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/ddi-day.h"

G_BEGIN_DECLS

#define DDI_WEEK 7

/* The seasonal mean with exponentially falling weights, one for each weekday d:
 *
 *   S_d(t) = a S_d(t - 7) + y(t),   W_d(t) = a W_d(t - 7) + 1,   m_d = S_d / W_d
 *
 * a is the decay a week. A day without evidence (NaN: missing, closed, event) decays both and adds to
 * neither, so it counts as nothing rather than as zero, and W says how much evidence is left.
 * Source: Brown (1959), general exponential smoothing of discounted sums; per season as in
 * Winters (1960) without trend. */
typedef struct
{
  double sum[DDI_WEEK], weight[DDI_WEEK];
} DdiWeekdayMean;

/* y: pieces a day, or NaN. */
void ddi_weekday_mean_step (DdiWeekdayMean *self, double decay, int weekday, double y);
/* Pieces a day; NaN without evidence. */
double ddi_weekday_mean_value (const DdiWeekdayMean *self, int weekday);
/* Mean over the weekdays that have evidence, each counting alike; NaN without any. */
double ddi_weekday_mean_level (const DdiWeekdayMean *self);

/* Level times weekday profile. The level is that of all weekdays together,
 *
 *   l = Σ_d A_d / Σ_d C_d p_d,   A_d = Σ_t b^(age) y(t),   C_d = Σ_t b^(age) over the weekday's days,
 *
 * b the decay a day, p the profile (1 on average); the forecast of weekday d is l p_d. Every day moves
 * every weekday's forecast, so it follows a changing level five times faster than weekday means of the
 * same variance. Source: the ratio-to-level form of Holt-Winters (Winters 1960), with the profile held
 * apart so that it can be shrunk. */
typedef struct
{
  double sum[DDI_WEEK], weight[DDI_WEEK];
} DdiProfileLevel;

void ddi_profile_level_step (DdiProfileLevel *self, double decay, int weekday, double y);
/* Pieces a day at profile 1; NaN without evidence. */
double ddi_profile_level_value (const DdiProfileLevel *self, const double profile[DDI_WEEK]);

/* The weekday profile of a series, shrunk to that of its store: with slow weekday means m_d of weight
 * W_d and their mean over weekdays m,
 *
 *   p_d = (W_d m_d / m + k s_d) / (W_d + k)
 *
 * k in pseudo-weeks, s the store's profile. NaN never comes out: without own evidence it is s. */
void ddi_weekday_profile (const DdiWeekdayMean *own, const double store[DDI_WEEK], double pseudo_weeks,
                          double profile[DDI_WEEK]);

G_END_DECLS
