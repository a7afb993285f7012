/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "core/ddi-day.h"
#include "tasks/ddi-demo-calendar.h"

G_BEGIN_DECLS

/* The demo district: twelve invented shops, twenty-four products, and what they made, sold and threw
 * away on any day. Every figure is a pure function of the seed, the shop, the product and the day, so
 * that a later start can add the days that have passed, and uses only operations that IEEE 754 rounds
 * one way, so that it is the same on every machine. */
#define DDI_DEMO_N_STORES 12
#define DDI_DEMO_N_PRODUCTS 24

typedef struct
{
  const char *name;
  const char *code;
  const char *pc_number;
  const char *address;
  double size;       /* of an average shop */
  double weekday[7]; /* factors, Monday first; 0: not open */
  double summer;     /* factor of July's demand over January's */
} DdiDemoStore;

typedef struct
{
  const char *name;
  const char *category;
  DdiDemoLine line;
  double level;      /* pieces an average shop would sell on an average day */
  int pack;          /* pieces */
  int cost;          /* minor units */
  int price;         /* minor units, in the first year; 5 % more in the second */
  int offered_after; /* days after the first one */
} DdiDemoProduct;

const DdiDemoStore *ddi_demo_district_get_store (int store);
const DdiDemoProduct *ddi_demo_district_get_product (int product);
/* Monday is bit 0. */
int ddi_demo_district_open_weekdays (int store);

/* The days that the demo covers. The figures depend on @first, which stays as it was when the demo was
 * made; @last grows and only says which sheets have not come yet. */
typedef struct
{
  guint64 seed;
  DdiDay first;
  DdiDay last;
} DdiDemoSpan;

/* Two years up to the day before @today. */
void ddi_demo_span_init (DdiDemoSpan *self, guint64 seed, DdiDay today);

typedef enum
{
  DDI_DEMO_NOT_SENT, /* the sheet never came: no row at all */
  DDI_DEMO_PARTIAL,  /* some products were not counted */
  DDI_DEMO_COMPLETE,
  DDI_DEMO_CLOSED_EARLY,
  DDI_DEMO_CLOSED,
} DdiDemoState;

/* One shop on one day, before its products are looked at. */
typedef struct
{
  DdiDemoState state;
  int closes_at; /* minutes after midnight where closed early */
  double effect[DDI_DEMO_N_LINES];
  double season;
  guint64 key;
} DdiDemoStoreDay;

/* @events: those of ddi_demo_calendar_events() for a range with @day in it. */
void ddi_demo_district_store_day (const DdiDemoSpan *span, int store, DdiDay day, GArray *events,
                                  DdiDemoStoreDay *result);

/* One product of one shop on one day. Pieces. */
typedef struct
{
  gboolean recorded;
  int made;
  int sold;           /* min (demand, made) */
  int wasted;         /* made - sold */
  int sold_out_at;    /* minutes after midnight; -1 where it lasted, or nobody wrote it down */
  const char *reason; /* of the waste; static */
} DdiDemoCell;

void ddi_demo_district_cell (const DdiDemoSpan *span, int store, int product, DdiDay day,
                             const DdiDemoStoreDay *store_day, DdiDemoCell *cell);

/* The price on a day, minor units: it rises by 5 %, to the next price that looks like one, after the first year. */
int ddi_demo_district_price (const DdiDemoSpan *span, int product, DdiDay day);
DdiDay ddi_demo_district_price_rise (const DdiDemoSpan *span);

G_END_DECLS
