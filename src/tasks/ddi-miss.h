/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/ddi-day.h"

G_BEGIN_DECLS

/* A forecast that was far off, with what is known about its day. */
typedef struct
{
  DdiDay day;
  double predicted, actual;           /* pieces */
  gboolean sold_out;                  /* more may have been wanted than @actual */
  const char *sold_out_at;            /* "10:40"; NULL: not known */
  const char *state;                  /* of the shop's day; NULL: none */
  const char *events;                 /* that day's, "Halloween, Road closed"; NULL: none */
  const char *explanation;            /* forecasts.explanation; NULL: none */
  int n_near;                         /* forecasts of the product within a week before and after */
  double predicted_near, actual_near; /* pieces, their sums */
} DdiMiss;

/* The likeliest reason, in words: a day cut short, a sell-out, an event, a new level, little history; without any
 * of them what the forecast was made of. (transfer full) */
char *ddi_miss_explain (const DdiMiss *self);

G_END_DECLS
