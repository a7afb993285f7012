/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "core/ddi-day.h"

G_BEGIN_DECLS

#define DDI_DEMO_ALL_STORES (-1)

/* The lines that an event can move apart from each other. */
typedef enum
{
  DDI_DEMO_DONUTS,
  DDI_DEMO_MUNCHKINS,
  DDI_DEMO_BAGELS,
  DDI_DEMO_MUFFINS,
  DDI_DEMO_FANCIES,
  DDI_DEMO_N_LINES,
} DdiDemoLine;

/* Something that moves the demo district's demand. */
typedef struct
{
  int store; /* index of the demo store, or DDI_DEMO_ALL_STORES */
  DdiDay first;
  DdiDay last;
  const char *name;                /* static */
  const char *kind;                /* as in calendar_events */
  gboolean closed;                 /* nobody sells on these days */
  int closes_at;                   /* minutes after midnight, 0: as always */
  const char *category;            /* static: what it is about, as the manager has entered it; NULL: all */
  double effect[DDI_DEMO_N_LINES]; /* factors of demand, 1 = none */
  double expected; /* what the manager has entered as its effect, +0.15 is 15 % more; NaN: nothing */
} DdiDemoEvent;

/* Every event that touches @first…@last, by its first day: the holidays of the United States, the
 * promotions of the chain, what happens at single shops. Depends on nothing but the two days.
 * (element-type DdiDemoEvent) (transfer full) */
GArray *ddi_demo_calendar_events (DdiDay first, DdiDay last);

G_END_DECLS
