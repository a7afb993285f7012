/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/ddi-panel.h"

G_BEGIN_DECLS

/* Which sums the pages of a district show: every store over its products, every product and every category over
 * the stores, and all. Each sum of two series or more is a node; what would say the same as another is left out. */
typedef struct
{
  int n_nodes, n_parts; /* sums, and the series that they are made of */
  int *begin, *part;    /* the series of node k are part[begin[k] … begin[k + 1] - 1], ascending */
  int *first, *node;    /* the nodes of series s are node[first[s] … first[s + 1] - 1], ascending */
} DdiHierarchy;

DdiHierarchy *ddi_hierarchy_new (const DdiPanel *panel);
void ddi_hierarchy_free (DdiHierarchy *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DdiHierarchy, ddi_hierarchy_free)

/* A panel whose series are the nodes, in their order, with the stores, dated events, weather and days of @panel, and no
 * quantities yet: a store's sum is at the store, the others at one store more, which sees the events of all. */
DdiPanel *ddi_hierarchy_make_panel (const DdiHierarchy *self, const DdiPanel *panel, DdiDay last_weather);

G_END_DECLS
