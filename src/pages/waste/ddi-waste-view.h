/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "tasks/ddi-waste-analysis.h"

G_BEGIN_DECLS

/* The waste of some days explained: a Pareto chart, what another order would have brought, the shops' goals. */
#define DDI_TYPE_WASTE_VIEW (ddi_waste_view_get_type ())
G_DECLARE_FINAL_TYPE (DdiWasteView, ddi_waste_view, DDI, WASTE_VIEW, AdwBin)

GtkWidget *ddi_waste_view_new (void);
/* Takes @analysis. @currency: ISO 4217. */
void ddi_waste_view_set_analysis (DdiWasteView *self, DdiWasteAnalysis *analysis, const char *currency);
/* Shows nothing: what it showed is of before, and no newer could be read. */
void ddi_waste_view_clear (DdiWasteView *self);

G_END_DECLS
