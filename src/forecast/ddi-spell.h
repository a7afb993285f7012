/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/ddi-panel.h"

G_BEGIN_DECLS

/* School holidays, promotions and whatever concerns one product or category only: events that last, that overlap
 * each other and that are not the same to every series. Days are counted from the panel's first, 0 … n_days - 1,
 * the days to be forecast among them. */

/* What a spell is to a series. */
typedef enum
{
  DDI_ROLE_NONE,
  DDI_ROLE_TARGET, /* it concerns this series */
  DDI_ROLE_RIVAL,  /* it concerns one other product of this category, which may take from it */
} DdiRole;

#define DDI_N_ROLES 2

typedef struct
{
  int event;      /* in the panel */
  int name;       /* among the distinct (kind, name) */
  int occasion;   /* among the distinct (kind, name, first day) */
  int begin, end; /* days, inclusive */
  int store;      /* DDI_EVENT_ALL_STORES */
  int product;    /* -1: all of the category */
  int category;   /* -1: all */
  DdiEventKind kind;
} DdiSpell;

/* More on one day are not told apart. */
#define DDI_MOST_SPELLS 4

/* Days [begin, end] of a store on which the same spells hold. */
typedef struct
{
  int begin, end;
  int n;
  int spell[DDI_MOST_SPELLS];
} DdiSegment;

typedef struct
{
  int n_spells, n_names, n_occasions, n_days, n_stores, n_series, n_products, n_categories;
  DdiSpell *spells;     /* [n_spells] */
  double *expected;     /* [n_names]: log of the manager's factor, of the newest that has one; NaN: none */
  DdiEventKind *kind;   /* [n_names] */
  int *store, *product; /* [n_series], not owned */
  int *category;        /* [n_products]; n_categories - 1 for those without */
  DdiSegment *segments; /* by store, then day */
  int *begin;           /* [n_stores + 1]: where the segments of a store begin */
  GHashTable *occasions;
  guint64 names; /* fingerprint of the names, in order, and of what is expected of them */
} DdiSpells;

/* Whether an event is a spell. */
gboolean ddi_spell_is (const DdiEvent *event);

/* @store and @product are those of the series, and must outlive it. */
DdiSpells *ddi_spells_new (const DdiPanel *panel, int n_days, int n_series, int *store, int *product);
void ddi_spells_free (DdiSpells *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DdiSpells, ddi_spells_free)

DdiRole ddi_spells_role (const DdiSpells *self, int spell, int product);
/* The store's segment on day @t, or NULL. */
const DdiSegment *ddi_spells_segment (const DdiSpells *self, int store, int t);
/* Whether a spell concerns that series in a segment. */
gboolean ddi_spells_concern (const DdiSpells *self, const DdiSegment *segment, int series);
/* The occasion of (name, first day), or -1. */
int ddi_spells_occasion (const DdiSpells *self, int name, int begin);

G_END_DECLS
