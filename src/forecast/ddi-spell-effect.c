/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "forecast/ddi-spell-effect.h"

#include <math.h>
#include <string.h>

#define SWEEPS 8
/* The variances are learnt from this sweep on. */
#define FIRST_VARIANCE 2
/* ν, in members. */
#define BELIEF 4.0
/* Spread of what a manager expects around what happens, in logs. */
#define MANAGER_SPREAD 0.15
/* The prior of rivals against that of targets, in standard deviations. */
#define RIVAL_SPREAD 0.5
/* No effect goes beyond these logs: nothing is left, five times as much. */
#define LEAST (-5.0)
#define LARGEST 1.6

enum
{
  KIND,
  KIND_CATEGORY,
  KIND_PRODUCT,
  KIND_SERIES,
  EVENT,
  EVENT_CATEGORY,
  EVENT_PRODUCT,
  EVENT_STORE,
  OCCASION,
  N_BLOCKS,
};

/* s of each block, in logs. */
static const double believed[N_BLOCKS] = { 0.15, 0.08, 0.06, 0.04, 0.12, 0.1, 0.08, 0.05, 0.06 };

struct _DdiSpellEffects
{
  const DdiSpells *spells;
  int size[N_BLOCKS];
  double *theta[N_BLOCKS];
  double *weight[N_BLOCKS];               /* Σ w */
  double variance[N_BLOCKS][DDI_N_ROLES]; /* σ² */
};

static int
role_index (int role)
{
  return role - DDI_ROLE_TARGET;
}

/* Members of role r stand at 2 j + r. */
static int
block_index (const DdiSpells *s, int block, int name, int occasion, int role, int series)
{
  int member, product = s->product[series], category = s->category[product];

  switch (block)
    {
    case KIND:
      member = (int)s->kind[name];
      break;
    case KIND_CATEGORY:
      member = (int)s->kind[name] * s->n_categories + category;
      break;
    case KIND_PRODUCT:
      member = (int)s->kind[name] * s->n_products + product;
      break;
    case KIND_SERIES:
      member = (int)s->kind[name] * s->n_series + series;
      break;
    case EVENT:
      member = name;
      break;
    case EVENT_CATEGORY:
      member = name * s->n_categories + category;
      break;
    case EVENT_PRODUCT:
      member = name * s->n_products + product;
      break;
    case EVENT_STORE:
      member = name * s->n_stores + s->store[series];
      break;
    default:
      member = occasion;
    }
  return DDI_N_ROLES * member + role_index (role);
}

/* The cells with evidence, one entry a spell. */
typedef struct
{
  int n, n_parts;
  double *rest;         /* [n]: ratio - Σ θ */
  double *weight;       /* [n] */
  int *cell;            /* [n_parts] */
  int *index[N_BLOCKS]; /* [n_parts] */
} Sample;

static void
sample_init (Sample *sample, const DdiSpells *spells, const DdiSpellCell *cells, gsize n_cells, int until)
{
  gsize n = 0, parts = 0;

  for (gsize i = 0; i < n_cells; i++)
    if (cells[i].end < until)
      {
        n++;
        parts += cells[i].n;
      }
  *sample = (Sample){ 0 };
  sample->rest = g_new (double, n + 1);
  sample->weight = g_new (double, n + 1);
  sample->cell = g_new (int, parts + 1);
  for (int b = 0; b < N_BLOCKS; b++)
    sample->index[b] = g_new (int, parts + 1);
  for (gsize i = 0; i < n_cells; i++)
    {
      const DdiSpellCell *cell = cells + i;

      if (cell->end >= until)
        continue;
      sample->rest[sample->n] = cell->ratio;
      sample->weight[sample->n] = 1 / cell->variance;
      for (int k = 0; k < cell->n; k++)
        {
          int occasion = ddi_spells_occasion (spells, cell->name[k], cell->begin[k]);

          sample->cell[sample->n_parts] = sample->n;
          for (int b = 0; b < N_BLOCKS; b++)
            sample->index[b][sample->n_parts] =
                block_index (spells, b, cell->name[k], MAX (occasion, 0), cell->role[k], cell->series);
          sample->n_parts++;
        }
      sample->n++;
    }
}

static void
sample_clear (Sample *sample)
{
  g_free (sample->rest);
  g_free (sample->weight);
  g_free (sample->cell);
  for (int b = 0; b < N_BLOCKS; b++)
    g_free (sample->index[b]);
}

/* What u_e is believed to be around: the manager's figure is of the whole effect, so what the kind does is not added
 * to it. NaN where he has not said. */
static double
manager_mean (const DdiSpellEffects *self, int name)
{
  return self->spells->expected[name] - self->theta[KIND][DDI_N_ROLES * (int)self->spells->kind[name]];
}

static void
fit_block (DdiSpellEffects *self, Sample *sample, int block, double *above, double *below)
{
  double *theta = self->theta[block];
  const int *index = sample->index[block];

  memset (above, 0, self->size[block] * sizeof (double));
  memset (below, 0, self->size[block] * sizeof (double));
  for (int i = 0; i < sample->n_parts; i++)
    {
      double w = sample->weight[sample->cell[i]];

      above[index[i]] += w * (sample->rest[sample->cell[i]] + theta[index[i]]);
      below[index[i]] += w;
    }
  for (int j = 0; j < self->size[block]; j++)
    {
      double pull = 1 / self->variance[block][j % DDI_N_ROLES], mean = 0;

      self->weight[block][j] = below[j];
      if (block == EVENT && j % DDI_N_ROLES == 0 && isfinite (self->spells->expected[j / DDI_N_ROLES]))
        {
          pull = 1 / (MANAGER_SPREAD * MANAGER_SPREAD);
          mean = manager_mean (self, j / DDI_N_ROLES);
        }
      above[j] = (above[j] + pull * mean) / (below[j] + pull);
    }
  for (int i = 0; i < sample->n_parts; i++)
    sample->rest[sample->cell[i]] -= above[index[i]] - theta[index[i]];
  memcpy (theta, above, self->size[block] * sizeof (double));
}

static void
learn_variance (DdiSpellEffects *self, int block)
{
  for (int role = 0; role < DDI_N_ROLES; role++)
    {
      double s = believed[block] * (role ? RIVAL_SPREAD : 1), sum = BELIEF * s * s, members = BELIEF;

      for (int j = role; j < self->size[block]; j += DDI_N_ROLES)
        if (self->weight[block][j] > 0)
          {
            double theta = self->theta[block][j];

            if (block == EVENT && isfinite (self->spells->expected[j / DDI_N_ROLES]))
              continue;
            sum += theta * theta + 1 / (self->weight[block][j] + 1 / self->variance[block][role]);
            members++;
          }
      self->variance[block][role] = sum / members;
    }
}

static void
init_blocks (DdiSpellEffects *self)
{
  const DdiSpells *s = self->spells;
  const int members[N_BLOCKS] = { DDI_EVENT_N_KINDS,
                                  DDI_EVENT_N_KINDS * s->n_categories,
                                  DDI_EVENT_N_KINDS * s->n_products,
                                  DDI_EVENT_N_KINDS * s->n_series,
                                  s->n_names,
                                  s->n_names * s->n_categories,
                                  s->n_names * s->n_products,
                                  s->n_names * s->n_stores,
                                  s->n_occasions };

  for (int b = 0; b < N_BLOCKS; b++)
    {
      self->size[b] = DDI_N_ROLES * members[b];
      self->theta[b] = g_new0 (double, MAX (self->size[b], 1));
      self->weight[b] = g_new0 (double, MAX (self->size[b], 1));
      for (int role = 0; role < DDI_N_ROLES; role++)
        self->variance[b][role] = believed[b] * believed[b] * (role ? RIVAL_SPREAD * RIVAL_SPREAD : 1);
    }
}

DdiSpellEffects *
ddi_spell_effects_fit (const DdiSpells *spells, const DdiSpellCell *cells, gsize n_cells, int until,
                       DdiGoOnFunc go_on, gpointer data)
{
  DdiSpellEffects *self = g_new0 (DdiSpellEffects, 1);
  g_autofree double *above = NULL, *below = NULL;
  int largest = 1;
  Sample sample;

  self->spells = spells;
  init_blocks (self);
  for (int b = 0; b < N_BLOCKS; b++)
    largest = MAX (largest, self->size[b]);
  above = g_new (double, largest);
  below = g_new (double, largest);
  sample_init (&sample, spells, cells, n_cells, until);
  for (int sweep = 0; sweep < SWEEPS; sweep++)
    for (int b = 0; b < N_BLOCKS && (go_on == NULL || go_on (data)); b++)
      {
        fit_block (self, &sample, b, above, below);
        if (sweep >= FIRST_VARIANCE && b != KIND)
          learn_variance (self, b);
      }
  sample_clear (&sample);
  return self;
}

void
ddi_spell_effects_free (DdiSpellEffects *self)
{
  for (int b = 0; b < N_BLOCKS; b++)
    {
      g_free (self->theta[b]);
      g_free (self->weight[b]);
    }
  g_free (self);
}

DdiSpellEffect
ddi_spell_effects_of (const DdiSpellEffects *self, int spell, int series)
{
  const DdiSpells *spells = self->spells;
  const DdiSpell *s = spells->spells + spell;
  DdiRole role = ddi_spells_role (spells, spell, spells->product[series]);
  double sum = 0, variance = 0;
  DdiSpellEffect effect = { 0 };

  if (role == DDI_ROLE_NONE)
    return effect;
  for (int b = 0; b < N_BLOCKS; b++)
    {
      int j = block_index (spells, b, s->name, s->occasion, role, series);

      sum += self->theta[b][j];
      variance += 1 / (self->weight[b][j] + 1 / self->variance[b][role_index (role)]);
      if (b == KIND || b == EVENT)
        effect.known |= self->weight[b][j] > 0;
    }
  effect.known |= role == DDI_ROLE_RIVAL || isfinite (spells->expected[s->name]);
  effect.log_factor = CLAMP (sum, LEAST, LARGEST);
  effect.standard_error = sqrt (variance);
  return effect;
}

double
ddi_spell_effects_sum (const DdiSpellEffects *self, const DdiSegment *segment, int series)
{
  double sum = 0;

  for (int i = 0; i < segment->n; i++)
    sum += ddi_spell_effects_of (self, segment->spell[i], series).log_factor;
  return CLAMP (sum, LEAST, LARGEST);
}

double
ddi_spell_effects_variance (const DdiSpellEffects *self, const DdiSegment *segment, int series)
{
  double sum = 0;

  for (int i = 0; i < segment->n; i++)
    {
      double error = ddi_spell_effects_of (self, segment->spell[i], series).standard_error;

      sum += error * error;
    }
  return sum;
}
