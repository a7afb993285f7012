/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "forecast/ddi-parallel.h"
#include "forecast/ddi-spell.h"
#include "forecast/ddi-weekday-mean.h"

G_BEGIN_DECLS

/* What the engine learns from: the panel up to the origin, with every day told apart into evidence of
 * ordinary demand, an event's day, a closed day and a gap. Days are counted from the panel's first,
 * 0 … n - 1 are history and n … n + horizon - 1 are to be forecast; no cell from n on is ever read. */

/* An event seen from a day: which one, and how far away. Events of one name and kind are one tag a
 * day offset, whatever the year and store. */
typedef struct
{
  int name;   /* index among the distinct (kind, name) */
  int offset; /* -1 the day before, 0, +1 the day after */
  int event;  /* the panel's latest event of that name */
  DdiEventKind kind;
  double expected; /* log of the manager's factor; NaN: none */
} DdiTag;

#define DDI_NO_TAG (-1)

typedef struct
{
  const DdiPanel *panel;
  int n, horizon, n_series, n_stores, n_products;
  int *store, *product; /* [n_series] */
  guint8 *weekday;      /* [n + horizon] */
  int n_tags;
  DdiTag *tags;    /* [n_tags] */
  guint64 names;   /* fingerprint of the tags: their names, in order, and what is expected of them */
  gint16 *tag;     /* [n_stores × (n + horizon)], DDI_NO_TAG on ordinary days */
  guint8 *closure; /* [n_stores × (n + horizon)]: a planned closure */
  guint8 *closed;  /* [n_stores × n]: nobody sold anything where something was expected */
  double *sold;    /* [n_stores × n]: pieces of all products, an unknown quantity as none */
  DdiSpells *spells;
  gint16 *ends; /* [n_stores × (n + horizon)]: minute at which an event closes the store early, -1 */
} DdiEvidence;

/* On up to @n_threads threads. Once @go_on (NULL: nobody is asked) has said no, what is returned is of no use but to be
 * freed. */
DdiEvidence *ddi_evidence_new (const DdiPanel *panel, DdiDay from, int horizon, int n_threads,
                               DdiGoOnFunc go_on, gpointer go_on_data);
void ddi_evidence_free (DdiEvidence *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DdiEvidence, ddi_evidence_free)

/* One series' history as evidence: y[n] pieces, NaN where the day says nothing (missing, not counted,
 * closed, not offered, before the first sale); censored[n] is 1 where y is only a lower bound. Returns
 * the first day with a sale, or n. Event days are in y; ask ddi_evidence_tag(). */
int ddi_evidence_load (const DdiEvidence *self, int series, double *y, guint8 *censored);
/* The same of the days from @begin on alone; @first is the first day with a sale before them, n or any day from @begin
 * on where there is none. */
int ddi_evidence_load_since (const DdiEvidence *self, int series, int begin, int first, double *y,
                             guint8 *censored);

/* Series in the order of their stores: those of store k are by_store[begin[k] … begin[k + 1] - 1].
 * @by_store [n_series], @begin [n_stores + 1] of zeros. */
void ddi_evidence_sort_by_store (const DdiEvidence *self, int *by_store, int *begin);

static inline int
ddi_evidence_tag (const DdiEvidence *self, int store, int t)
{
  return self->tag[(gsize)store * (self->n + self->horizon) + t];
}

static inline gboolean
ddi_evidence_closure (const DdiEvidence *self, int store, int t)
{
  return self->closure[(gsize)store * (self->n + self->horizon) + t];
}

/* The share of the opening hours that selling lasted on a day of the history, 1 on whole days; @series -1: as far as
 * the store as such is known, on days to come too. NaN: it ended early, and when is not known in hours. */
double ddi_evidence_open_share (const DdiEvidence *self, int store, int series, int t);

static inline gboolean
ddi_evidence_closed (const DdiEvidence *self, int store, int t)
{
  return self->closed[(gsize)store * self->n + t];
}

G_END_DECLS
