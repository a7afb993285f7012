/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/ddi-day.h"

G_BEGIN_DECLS

/* One step from a usual day to the forecast of this one. */
typedef struct
{
  char *name;       /* translated: "Wed", "Promotion", "Sold out" */
  double factor;    /* 1.06: 6 % more */
  gboolean is_rest; /* what the other models of the combination make of it: not a cause */
} DdiWhyStep;

/* What forecasts.explanation says, read back. */
typedef struct
{
  double level;     /* pieces on a usual day */
  double predicted; /* pieces */
  double fractile;  /* the order lasts on this share of days; NaN where unknown */
  gboolean fractile_from_prices;
  int pack;
  GPtrArray *steps; /* DdiWhyStep, in the order they are applied; those that change nothing are left out */
} DdiWhy;

/* NULL where @explanation is NULL or not ours. @day names the weekday. */
DdiWhy *ddi_why_parse (const char *explanation, DdiDay day);
void ddi_why_free (DdiWhy *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DdiWhy, ddi_why_free)

/* The steps that matter most, at most @n, causes before the rest: "Wed +4 % · Promotion +6 %"; "" for
 * none. (transfer full) */
char *ddi_why_summarize (const DdiWhy *self, guint n);

/* All of it in a sentence: "A usual day sells 80; with Wed +4 %, season −2 % that makes 82." (transfer full) */
char *ddi_why_tell (const DdiWhy *self);

G_END_DECLS
