/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "forecast/ddi-ets.h"

G_BEGIN_DECLS

/* A search for the parameters of one form that make L least on one series. Its arrays live as long as it does,
 * so that one search begins again and again without allocating. */
typedef struct
{
  const DdiEtsForm *form;
  const double *y;
  int n;
  double scale;              /* of the series: the unit that level and growth are searched in */
  DdiEtsSmoothing smoothing; /* where the search stands */
  double *start;             /* [DDI_ETS_N_STATES]: the initial states there */
  double *state;             /* the same after the last step */
  double *slope;             /* ∂L/∂start */
  double *work;              /* [ddi_ets_gradient_size (n)] */
  double *point;             /* [4 × parameters searched]: the best one seen, then the optimizer's */
  double least;              /* L there */
} DdiEtsSearch;

void ddi_ets_search_init (DdiEtsSearch *self, const DdiEtsForm *form, const double *y, int n);
void ddi_ets_search_clear (DdiEtsSearch *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (DdiEtsSearch, ddi_ets_search_clear)

/* From where @self stands, smoothing parameters and initial states, to where L is least, by NLopt's
 * limited-memory BFGS with bounds (Nocedal 1980; Lukšan & Vlček's code) on ddi_ets_gradient(). It ends where
 * a step gains less than @tolerance of L. Returns L, INFINITY where no parameters make a forecast; @self
 * stands at the best point, with the states after y[n]. */
double ddi_ets_search_run (DdiEtsSearch *self, double tolerance);

G_END_DECLS
