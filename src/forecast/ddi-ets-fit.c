/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "forecast/ddi-ets-fit.h"

#include "forecast/ddi-ets-search.h"

#include <math.h>
#include <string.h>

/* A search is over where a step gains less than this share of L: in a fit, and where forms are compared. */
#define TOLERANCE 1e-8
#define QUICK_TOLERANCE 3e-7
/* A trend is tried on a form that is this near the best so far by AICc. */
#define TREND_MARGIN 30
/* Forms this far behind are hardly supported (Burnham & Anderson 2002, section 2.6), and are not fitted in full;
 * and how many are at most. */
#define AICC_MARGIN 2
#define N_FULL 3
/* Forms there are without a multiplicative trend. */
#define MOST_FORMS 15
/* What the start of states that move looks at: so many seasons, and steps of the straight line. */
#define MOVING_SEASONS 4
#define LEAST_LINE 10

static gboolean
can_hold (const DdiEtsForm *form, const double *y, int n)
{
  gboolean positive = form->error == DDI_ETS_MULTIPLICATIVE || form->trend == DDI_ETS_MULTIPLICATIVE ||
                      form->season == DDI_ETS_MULTIPLICATIVE;
  int known = 0;

  for (int t = 0; t < n; t++)
    {
      if (positive && y[t] <= 0)
        return FALSE;
      known += isfinite (y[t]) ? 1 : 0;
    }
  return known > ddi_ets_n_parameters (form) + 1;
}

/* Where searches begin: L has a valley where the season moves and one where it does not, one where the level
 * moves and one where the trend does. What is not to move begins as it is over the whole series, what moves as
 * it is at its begin. Of a grid of fifty beginnings these found together
 * what all of them did, on two hundred series. */
typedef struct
{
  DdiEtsSmoothing smoothing;
  gboolean season_moves, level_moves;
} Beginning;

static const Beginning beginnings[] = {
  { { .alpha = 0.2, .beta = 0.0004, .gamma = 0.0016, .phi = 0.975 }, FALSE, TRUE },
  { { .alpha = 0.03, .beta = 0.003, .gamma = 0.2, .phi = 0.975 }, TRUE, FALSE },
  { { .alpha = 0.03, .beta = 0.027, .gamma = 0.002, .phi = 0.975 }, FALSE, TRUE },
  { { .alpha = 0.03, .beta = 0.003, .gamma = 0.002, .phi = 0.975 }, FALSE, FALSE },
};

static void
begin (DdiEtsSearch *search, const Beginning *beginning)
{
  const DdiEtsForm *form = search->form;

  search->smoothing = beginning->smoothing;
  ddi_ets_start (form, search->y, search->n,
                 beginning->season_moves ? MOVING_SEASONS * form->period : search->n,
                 beginning->level_moves ? MAX (LEAST_LINE, 2 * form->period) : search->n, search->start);
}

static void
take (DdiEtsFit *self, const DdiEtsSearch *search, double l)
{
  const DdiEtsForm *form = search->form;
  gsize bytes = DDI_ETS_N_STATES (form->period) * sizeof (double);

  ddi_ets_fit_clear (self);
  *self = (DdiEtsFit){ .form = *form, .smoothing = search->smoothing, .l = l };
  self->aicc = ddi_ets_aicc (form, l, search->n);
  self->start = g_memdup2 (search->start, bytes);
  self->state = g_memdup2 (search->state, bytes);
}

void
ddi_ets_fit_clear (DdiEtsFit *self)
{
  g_clear_pointer (&self->start, g_free);
  g_clear_pointer (&self->state, g_free);
}

/* Begins @search at each beginning from the @first on, ends what betters the rest, and keeps the best in @self. */
static void
search_all (DdiEtsFit *self, DdiEtsSearch *search, gsize first)
{
  for (gsize i = first; i < G_N_ELEMENTS (beginnings); i++)
    {
      begin (search, &beginnings[i]);
      if (ddi_ets_search_run (search, QUICK_TOLERANCE) < self->l)
        take (self, search, ddi_ets_search_run (search, TOLERANCE));
    }
}

gboolean
ddi_ets_fit (DdiEtsFit *self, const DdiEtsForm *form, const double *y, int n)
{
  g_auto (DdiEtsSearch) search = { 0 };

  if (!can_hold (form, y, n))
    return FALSE;
  *self = (DdiEtsFit){ .l = INFINITY };
  ddi_ets_search_init (&search, form, y, n);
  search_all (self, &search, 0);
  return isfinite (self->l);
}

/* A form that may be chosen, with what a quick search found of it. */
typedef struct
{
  DdiEtsSearch search;
  DdiEtsForm form;
  double aicc;
} Candidate;

/* The stable forms without a multiplicative trend, as many as a series has positive values and seasons for:
 * those without a trend first. */
static int
list_forms (const double *y, int n, int period, Candidate *forms)
{
  int n_forms = 0;

  for (int trend = 0; trend < 3; trend++)
    for (DdiEtsKind error = DDI_ETS_ADDITIVE; error <= DDI_ETS_MULTIPLICATIVE; error++)
      for (DdiEtsKind season = DDI_ETS_NONE; season <= (period > 1 ? error : DDI_ETS_NONE); season++)
        {
          DdiEtsForm form = { error, trend > 0 ? DDI_ETS_ADDITIVE : DDI_ETS_NONE, trend == 2, season,
                              season == DDI_ETS_NONE ? 1 : period };

          if (can_hold (&form, y, n))
            forms[n_forms++] = (Candidate){ .form = form, .aicc = INFINITY };
        }
  return n_forms;
}

/* The candidate that @self is a trend on top of. */
static const Candidate *
find_trendless (const Candidate *forms, const Candidate *self)
{
  const Candidate *other = forms;

  while (other->form.error != self->form.error || other->form.season != self->form.season)
    other++;
  return other;
}

/* AICc from one beginning: the first, or where the form without the trend ended, with a small one. */
static void
weigh (Candidate *self, const Candidate *forms, const double *y, int n)
{
  const Candidate *other = find_trendless (forms, self);

  ddi_ets_search_init (&self->search, &self->form, y, n);
  begin (&self->search, &beginnings[0]);
  if (other != self)
    {
      memcpy (self->search.start, other->search.start,
              DDI_ETS_N_STATES (self->form.period) * sizeof (double));
      self->search.start[DDI_ETS_GROWTH] = 0;
      self->search.smoothing.alpha = other->search.smoothing.alpha;
      self->search.smoothing.beta = 0.01 * other->search.smoothing.alpha;
      self->search.smoothing.gamma = other->search.smoothing.gamma;
    }
  self->aicc = ddi_ets_aicc (&self->form, ddi_ets_search_run (&self->search, QUICK_TOLERANCE), n);
}

static Candidate *
find_best (Candidate *forms, int n)
{
  Candidate *best = forms;

  for (int i = 1; i < n; i++)
    if (forms[i].aicc < best->aicc)
      best = forms + i;
  return best;
}

/* From where the quick search ended, and from the beginnings that it did not try. */
static void
fit_candidate (DdiEtsFit *self, Candidate *candidate)
{
  double l = ddi_ets_search_run (&candidate->search, TOLERANCE);

  *self = (DdiEtsFit){ .l = INFINITY, .aicc = INFINITY };
  if (isfinite (l))
    take (self, &candidate->search, l);
  search_all (self, &candidate->search, candidate->form.trend == DDI_ETS_NONE ? 1 : 0);
}

gboolean
ddi_ets_choose (DdiEtsFit *self, const double *y, int n, int period)
{
  Candidate forms[MOST_FORMS];
  int n_forms = list_forms (y, n, period, forms);
  double least = INFINITY;

  *self = (DdiEtsFit){ .aicc = INFINITY };
  for (int i = 0; i < n_forms; i++)
    {
      if (forms[i].form.trend != DDI_ETS_NONE &&
          find_trendless (forms, forms + i)->aicc > least + TREND_MARGIN)
        continue;
      weigh (&forms[i], forms, y, n);
      least = MIN (least, forms[i].aicc);
    }
  for (int k = 0; k < MIN (N_FULL, n_forms); k++)
    {
      g_auto (DdiEtsFit) fit = { 0 };
      Candidate *best = find_best (forms, n_forms);

      if (!(best->aicc <= least + AICC_MARGIN))
        break;
      best->aicc = INFINITY;
      fit_candidate (&fit, best);
      if (fit.aicc < self->aicc)
        {
          DdiEtsFit worse = *self;

          *self = fit;
          fit = worse;
        }
    }
  for (int i = 0; i < n_forms; i++)
    ddi_ets_search_clear (&forms[i].search);
  return isfinite (self->aicc);
}
