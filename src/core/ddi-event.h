/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/ddi-day.h"

G_BEGIN_DECLS

/* What moves demand from outside. The names are those of the events table and of events.csv. */
typedef enum
{
  DDI_EVENT_HOLIDAY,   /* "holiday": one day each year, moved or fixed; felt the day before and after too */
  DDI_EVENT_SCHOOL,    /* "school": a spell of school holidays */
  DDI_EVENT_PROMOTION, /* "promotion": a spell */
  DDI_EVENT_CLOSURE,   /* "closure": the store is closed (or closes early, closes_at >= 0) */
  DDI_EVENT_LOCAL,     /* "local": street fair, snow, a match next door */
} DdiEventKind;

#define DDI_EVENT_N_KINDS 5
/* The store of an event that holds everywhere. */
#define DDI_EVENT_ALL_STORES (-1)

/* A value; the panel that holds it owns the texts. */
typedef struct
{
  const char *name;
  DdiEventKind kind;
  DdiDay first, last;     /* inclusive */
  int store;              /* index in the panel, or DDI_EVENT_ALL_STORES */
  double expected_effect; /* the manager's view: +0.15 is 15 % more, -1 nothing sold; NaN: none given */
  int closes_at;          /* minutes after midnight when the store closes early; -1: an ordinary day's end */
  const char *product;    /* the panel's name of the one product it is about; NULL: all */
  const char *category;   /* the one category it is about; NULL: all */
} DdiEvent;

/* "holiday", "school", …; NULL for no such kind. */
const char *ddi_event_kind_name (DdiEventKind kind);
/* FALSE where no kind is called @name (case counts). */
gboolean ddi_event_kind_parse (const char *name, DdiEventKind *kind);

G_END_DECLS
