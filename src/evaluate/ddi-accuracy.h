/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Sums over forecasts that have met their day. Zeroed is empty. */
typedef struct
{
  gint64 n;
  double actual;         /* Σ y, pieces */
  double absolute_error; /* Σ |y - p| */
  double error;          /* Σ (p - y) */
  double inside;         /* forecasts with lower <= y <= upper */
  double width;          /* Σ (upper - lower) */
  double interval;       /* Σ interval score */
  double mismatch;       /* Σ f max (y - q, 0) + (1 - f) max (q - y, 0) */
} DdiAccuracy;

/* One forecast of @predicted in [@lower, @upper] at share @level, ordered as @order at critical
 * fractile @fractile, that met @actual; pieces. The interval score is that of Gneiting & Raftery
 * (2007), eq. 43: (u - l) + 2/α (l - y)⁺ + 2/α (y - u)⁺ with α = 1 - level. */
typedef struct
{
  double actual, predicted, lower, upper, level, order, fractile;
} DdiOutcome;

void ddi_accuracy_add (DdiAccuracy *self, const DdiOutcome *outcome);
void ddi_accuracy_merge (DdiAccuracy *self, const DdiAccuracy *other);

/* Ratios to what was sold; NaN where nothing was. */
double ddi_accuracy_wape (const DdiAccuracy *self);
double ddi_accuracy_bias (const DdiAccuracy *self);
double ddi_accuracy_winkler (const DdiAccuracy *self);
double ddi_accuracy_mismatch (const DdiAccuracy *self);
/* Share of forecasts; NaN without any. */
double ddi_accuracy_coverage (const DdiAccuracy *self);

G_END_DECLS
