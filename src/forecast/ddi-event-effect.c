/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "forecast/ddi-event-effect.h"

#include <math.h>
#include <string.h>

/* k of the log ratio, pieces. */
#define RATIO_PIECES 2.0
/* A cell of this many expected pieces weighs one half. */
#define HALF_WEIGHT_PIECES 15.0
/* Log ratios beyond a factor of nine say that something else happened. */
#define LARGEST 2.2
#define SWEEPS 4
#define N_OFFSETS 3
/* A store that was closed on more than half of an event's days is closed. */
#define MOSTLY 0.5
/* A day without any record may be one whose sheet is missing: it counts as this much of a closed one, so that a
 * single such day closes no store that others of the chain speak for, and a second one does. */
#define SILENT_DAY 0.5
/* A manager's expectation counts as this many days seen. */
#define MANAGER_DAYS 2.0
/* Spread of a log ratio between days of one event, for the standard error. */
#define DAY_SPREAD 0.2

/* The blocks of the model. */
enum
{
  EVENT,          /* u_e */
  EVENT_CATEGORY, /* b_{e,category}; where there are two or more */
  STORE,          /* v_{o,store} */
  EVENT_PRODUCT,  /* a_{e,product} */
  STORE_PRODUCT,  /* c_{o,series} */
  EVENT_STORE,    /* w_{e,store} */
  N_BLOCKS,
};

/* Shrinkage of each block in pseudo-days: of all its cells on one day, which is how they err together. */
static const double pseudo_days[N_BLOCKS] = { 0.5, 0.5, 1.5, 1.5, 1.5, 1.0 };
/* The slope on the profile is shrunk to 0 by this many cells of profile ratio e. */
#define SLOPE_CELLS 1.0

struct _DdiEventEffects
{
  const DdiEvidence *history;
  double slope[N_OFFSETS];
  int size[N_BLOCKS];
  double *theta[N_BLOCKS];
  double *prior;                 /* [n_tags]: log of the manager's factor, 0 where none */
  double *event_weight;          /* [n_tags]: days seen, in weights */
  double *closed, *open;         /* [n_tags × n_stores]: cells seen closed and open */
  double *tag_closed, *tag_open; /* [n_tags] */
};

void
ddi_event_cell_set (DdiEventCell *cell, double y, double expected, double profile)
{
  double ratio = log ((y + RATIO_PIECES) / (expected + RATIO_PIECES));

  cell->expected = (float)expected;
  cell->profile = (float)profile;
  cell->ratio = (float)CLAMP (ratio, -LARGEST, LARGEST);
  cell->weight = (float)(expected / (expected + HALF_WEIGHT_PIECES));
}

static int
offset_index (const DdiEventEffects *self, int tag)
{
  return self->history->tags[tag].offset + 1;
}

static int
block_index (const DdiEventEffects *self, int block, int tag, int series)
{
  const DdiEvidence *h = self->history;

  switch (block)
    {
    case EVENT:
      return tag;
    case STORE:
      return offset_index (self, tag) * h->n_stores + h->store[series];
    case EVENT_PRODUCT:
      return tag * h->n_products + h->product[series];
    case STORE_PRODUCT:
      return offset_index (self, tag) * h->n_series + series;
    case EVENT_CATEGORY:
      return tag * h->spells->n_categories + h->spells->category[h->product[series]];
    default:
      return tag * h->n_stores + h->store[series];
    }
}

/* Cells with evidence, packed so that the sweeps touch nothing else. */
typedef struct
{
  gsize n;
  double *ratio, *weight, *profile, *fitted;
  int *offset;
  int *index[N_BLOCKS];
} Sample;

static void
sample_init (Sample *sample, const DdiEventEffects *self, const DdiEventCell *cells, gsize n_cells, int until)
{
  *sample = (Sample){ 0 };
  sample->ratio = g_new (double, n_cells);
  sample->weight = g_new (double, n_cells);
  sample->profile = g_new (double, n_cells);
  sample->fitted = g_new0 (double, n_cells);
  sample->offset = g_new (int, n_cells);
  for (int k = 0; k < N_BLOCKS; k++)
    sample->index[k] = g_new (int, n_cells);
  for (gsize i = 0; i < n_cells; i++)
    {
      const DdiEventCell *cell = cells + i;

      if (cell->t >= until || cell->closed || cell->weight <= 0)
        continue;
      sample->ratio[sample->n] = cell->ratio;
      sample->weight[sample->n] = cell->weight;
      sample->profile[sample->n] = cell->profile;
      sample->offset[sample->n] = offset_index (self, cell->tag);
      for (int k = 0; k < N_BLOCKS; k++)
        sample->index[k][sample->n] = block_index (self, k, cell->tag, cell->series);
      sample->n++;
    }
}

static void
sample_clear (Sample *sample)
{
  g_free (sample->ratio);
  g_free (sample->weight);
  g_free (sample->profile);
  g_free (sample->fitted);
  g_free (sample->offset);
  for (int k = 0; k < N_BLOCKS; k++)
    g_free (sample->index[k]);
}

static void
fit_slope (DdiEventEffects *self, Sample *sample, double caution)
{
  double above[N_OFFSETS] = { 0 }, below[N_OFFSETS] = { 0 };

  for (gsize i = 0; i < sample->n; i++)
    {
      int o = sample->offset[i];
      double z = sample->profile[i], rest = sample->ratio[i] - sample->fitted[i] + self->slope[o] * z;

      above[o] += sample->weight[i] * z * rest;
      below[o] += sample->weight[i] * z * z;
    }
  for (gsize i = 0; i < sample->n; i++)
    sample->fitted[i] -= self->slope[sample->offset[i]] * sample->profile[i];
  for (int o = 0; o < N_OFFSETS; o++)
    self->slope[o] = CLAMP (above[o] / (below[o] + SLOPE_CELLS * caution), -1.2, 0.5);
  for (gsize i = 0; i < sample->n; i++)
    sample->fitted[i] += self->slope[sample->offset[i]] * sample->profile[i];
}

/* Series a store, stores a product …: the cells of a block's member on one day. */
static double
cells_a_day (const DdiEvidence *h, int block)
{
  switch (block)
    {
    case EVENT:
      return h->n_series;
    case STORE:
    case EVENT_STORE:
      return MAX ((double)h->n_series / h->n_stores, 1);
    case EVENT_PRODUCT:
      return MAX ((double)h->n_series / h->n_products, 1);
    case EVENT_CATEGORY:
      return MAX ((double)h->n_series / h->spells->n_categories, 1);
    default:
      return 1;
    }
}

/* θ = (Σ w (x - rest) + λ prior) / (Σ w + λ) for every member of one block. */
static void
fit_block (DdiEventEffects *self, Sample *sample, int block, double lambda, double *above, double *below)
{
  double *theta = self->theta[block];
  const int *index = sample->index[block];

  if (self->size[block] == 0)
    return;
  memset (above, 0, self->size[block] * sizeof (double));
  memset (below, 0, self->size[block] * sizeof (double));
  for (gsize i = 0; i < sample->n; i++)
    {
      int j = index[i];

      above[j] += sample->weight[i] * (sample->ratio[i] - sample->fitted[i] + theta[j]);
      below[j] += sample->weight[i];
    }
  if (block == EVENT)
    for (int e = 0; e < self->size[block]; e++)
      {
        double pull = self->prior[e] != 0 ? MANAGER_DAYS * cells_a_day (self->history, EVENT) : lambda;

        self->event_weight[e] = below[e];
        above[e] += pull * self->prior[e];
        below[e] += pull;
      }
  else
    for (int j = 0; j < self->size[block]; j++)
      below[j] += lambda;
  for (gsize i = 0; i < sample->n; i++)
    sample->fitted[i] += above[index[i]] / below[index[i]] - theta[index[i]];
  for (int j = 0; j < self->size[block]; j++)
    theta[j] = above[j] / below[j];
}

static void
count_closed (DdiEventEffects *self, const DdiEventCell *cells, gsize n_cells, int until)
{
  const DdiEvidence *h = self->history;

  for (gsize i = 0; i < n_cells; i++)
    if (cells[i].t < until)
      {
        gsize slot = (gsize)cells[i].tag * h->n_stores + h->store[cells[i].series];

        double count = cells[i].closed && cells[i].silent ? SILENT_DAY : 1;

        (cells[i].closed ? self->closed : self->open)[slot] += count;
        (cells[i].closed ? self->tag_closed : self->tag_open)[cells[i].tag] += count;
      }
}

DdiEventEffects *
ddi_event_effects_fit (const DdiEvidence *history, const DdiEventCell *cells, gsize n_cells, int until,
                       double caution, DdiGoOnFunc go_on, gpointer data)
{
  DdiEventEffects *self = g_new0 (DdiEventEffects, 1);
  /* One category is all, and those without one are no category. */
  int n_categories = history->spells->n_categories > 2 ? history->spells->n_categories : 0;
  const int sizes[N_BLOCKS] = { [EVENT] = history->n_tags,
                                [EVENT_CATEGORY] = history->n_tags * n_categories,
                                [STORE] = N_OFFSETS * history->n_stores,
                                [EVENT_PRODUCT] = history->n_tags * history->n_products,
                                [STORE_PRODUCT] = N_OFFSETS * history->n_series,
                                [EVENT_STORE] = history->n_tags * history->n_stores };
  g_autofree double *above = NULL, *below = NULL;
  Sample sample;
  int largest = 0;

  self->history = history;
  for (int k = 0; k < N_BLOCKS; k++)
    {
      self->size[k] = sizes[k];
      self->theta[k] = g_new0 (double, sizes[k]);
      largest = MAX (largest, sizes[k]);
    }
  self->prior = g_new0 (double, history->n_tags);
  self->event_weight = g_new0 (double, history->n_tags);
  self->closed = g_new0 (double, sizes[EVENT_STORE]);
  self->open = g_new0 (double, sizes[EVENT_STORE]);
  self->tag_closed = g_new0 (double, history->n_tags);
  self->tag_open = g_new0 (double, history->n_tags);
  for (int e = 0; e < history->n_tags; e++)
    {
      if (isfinite (history->tags[e].expected))
        self->prior[e] = history->tags[e].expected;
      self->theta[EVENT][e] = self->prior[e];
    }
  count_closed (self, cells, n_cells, until);

  above = g_new (double, largest);
  below = g_new (double, largest);
  sample_init (&sample, self, cells, n_cells, until);
  for (gsize i = 0; i < sample.n; i++)
    sample.fitted[i] = self->theta[EVENT][sample.index[EVENT][i]];
  for (int sweep = 0; sweep < SWEEPS; sweep++)
    {
      fit_slope (self, &sample, caution);
      for (int k = 0; k < N_BLOCKS && (go_on == NULL || go_on (data)); k++)
        fit_block (self, &sample, k, pseudo_days[k] * cells_a_day (history, k) * caution, above, below);
    }
  sample_clear (&sample);
  return self;
}

void
ddi_event_effects_free (DdiEventEffects *self)
{
  for (int k = 0; k < N_BLOCKS; k++)
    g_free (self->theta[k]);
  g_free (self->prior);
  g_free (self->event_weight);
  g_free (self->closed);
  g_free (self->open);
  g_free (self->tag_closed);
  g_free (self->tag_open);
  g_free (self);
}

void
ddi_event_effects_set_history (DdiEventEffects *self, const DdiEvidence *history)
{
  self->history = history;
}

/* The share of closed days of a store, one pseudo-day of the whole chain's habit beside its own. */
static double
closed_share (const DdiEventEffects *self, int tag, int store)
{
  const DdiEvidence *h = self->history;
  gsize slot = (gsize)tag * h->n_stores + store;
  double all = self->tag_closed[tag] + self->tag_open[tag];
  double chain = all > 0 ? self->tag_closed[tag] / all : 0;
  double day = cells_a_day (h, EVENT_STORE);

  return (self->closed[slot] + day * chain) / (self->closed[slot] + self->open[slot] + day);
}

DdiEventEffect
ddi_event_effects_of (const DdiEventEffects *self, int tag, int series, double expected, double profile)
{
  const DdiEvidence *h = self->history;
  double log_ratio = self->slope[offset_index (self, tag)] * profile;
  double days = self->event_weight[tag] / h->n_series;
  DdiEventEffect effect = {
    .standard_error = DAY_SPREAD / sqrt (days + pseudo_days[EVENT]),
    .known = self->tag_closed[tag] + self->tag_open[tag] > 0 || self->prior[tag] != 0,
  };

  if (closed_share (self, tag, h->store[series]) > MOSTLY)
    return effect;
  for (int k = 0; k < N_BLOCKS; k++)
    if (self->size[k] > 0)
      log_ratio += self->theta[k][block_index (self, k, tag, series)];
  log_ratio = CLAMP (log_ratio, -LARGEST, LARGEST);
  if (expected > 0)
    effect.factor = MAX ((expected + RATIO_PIECES) * exp (log_ratio) - RATIO_PIECES, 0) / expected;
  return effect;
}
