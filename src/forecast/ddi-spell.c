/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "forecast/ddi-spell.h"

#include "forecast/ddi-fingerprint.h"

#include <math.h>
#include <string.h>

/* The manager's "nothing will be sold" as a finite log factor. */
#define LOG_NOTHING (-5.0)
/* Names beyond this many, or beyond this many times a product or shop, are known by their kind alone. */
#define MOST_NAMES 1000
#define MOST_PAIRS 4000000

gboolean
ddi_spell_is (const DdiEvent *event)
{
  if (event->kind == DDI_EVENT_CLOSURE)
    return FALSE;
  return event->kind == DDI_EVENT_SCHOOL || event->kind == DDI_EVENT_PROMOTION || event->product ||
         event->category;
}

static gint64 *
occasion_key (int name, int begin)
{
  gint64 *key = g_new (gint64, 1);

  *key = ((gint64)name << 32) | (guint32)begin;
  return key;
}

int
ddi_spells_occasion (const DdiSpells *self, int name, int begin)
{
  gint64 key = ((gint64)name << 32) | (guint32)begin;

  return GPOINTER_TO_INT (g_hash_table_lookup (self->occasions, &key)) - 1;
}

static int
index_of (GHashTable *table, const char *name)
{
  int index = GPOINTER_TO_INT (g_hash_table_lookup (table, name)) - 1;

  if (index < 0)
    {
      index = (int)g_hash_table_size (table);
      g_hash_table_insert (table, g_strdup (name), GINT_TO_POINTER (index + 1));
    }
  return index;
}

/* Categories by name; products without one share the last index, which is nobody's category. */
static GHashTable *
find_categories (DdiSpells *self, const DdiPanel *panel)
{
  GHashTable *names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  self->category = g_new (int, MAX (self->n_products, 1));
  for (int p = 0; p < self->n_products; p++)
    {
      const char *category = ddi_panel_product_category (panel, p);

      self->category[p] = category && *category ? index_of (names, category) : -1;
    }
  self->n_categories = (int)g_hash_table_size (names) + 1;
  for (int p = 0; p < self->n_products; p++)
    if (self->category[p] < 0)
      self->category[p] = self->n_categories - 1;
  return names;
}

/* FALSE where it concerns nothing that the panel holds. */
static gboolean
find_scope (const DdiPanel *panel, const DdiEvent *event, GHashTable *categories, DdiSpell *spell)
{
  spell->product = spell->category = -1;
  if (event->product)
    spell->product = ddi_panel_find_product (panel, event->product);
  else if (event->category)
    spell->category = GPOINTER_TO_INT (g_hash_table_lookup (categories, event->category)) - 1;
  return (event->product == NULL || spell->product >= 0) &&
         (event->product || event->category == NULL || spell->category >= 0);
}

static int
name_of (DdiSpells *self, GHashTable *names, GArray *kinds, GArray *expected, const DdiEvent *event)
{
  g_autofree char *key = g_strdup_printf ("%d/%s", (int)event->kind, event->name);
  guint most = (guint)MIN (MOST_NAMES, MOST_PAIRS / MAX (MAX (self->n_products, self->n_stores), 1));
  int name;

  if (g_hash_table_size (names) >= most && !g_hash_table_contains (names, key))
    {
      g_free (key);
      key = g_strdup_printf ("%d", (int)event->kind);
    }
  name = index_of (names, key);

  if (name == (int)kinds->len)
    {
      double none = NAN;

      g_array_append_val (kinds, event->kind);
      g_array_append_val (expected, none);
      self->names = ddi_fingerprint (self->names, key, strlen (key));
    }
  if (isfinite (event->expected_effect))
    g_array_index (expected, double, name) = MAX (log1p (MAX (event->expected_effect, -1)), LOG_NOTHING);
  return name;
}

static int
occasion_of (DdiSpells *self, int name, int begin)
{
  int occasion = ddi_spells_occasion (self, name, begin);

  if (occasion < 0)
    {
      occasion = self->n_occasions++;
      g_hash_table_insert (self->occasions, occasion_key (name, begin), GINT_TO_POINTER (occasion + 1));
    }
  return occasion;
}

static void
find_spells (DdiSpells *self, const DdiPanel *panel)
{
  g_autoptr (GHashTable) names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GHashTable) categories = find_categories (self, panel);
  GArray *spells = g_array_new (FALSE, FALSE, sizeof (DdiSpell));
  GArray *kinds = g_array_new (FALSE, FALSE, sizeof (DdiEventKind));
  GArray *expected = g_array_new (FALSE, FALSE, sizeof (double));
  DdiDay first = ddi_panel_first_day (panel);

  for (int e = 0; e < ddi_panel_n_events (panel); e++)
    {
      const DdiEvent *event = ddi_panel_event (panel, e);
      DdiSpell spell = { .event = e, .store = event->store, .kind = event->kind };

      if (!ddi_spell_is (event) || !find_scope (panel, event, categories, &spell))
        continue;
      spell.begin = (int)((gint64)event->first - first);
      spell.end = (int)((gint64)event->last - first);
      spell.name = name_of (self, names, kinds, expected, event);
      spell.occasion = occasion_of (self, spell.name, spell.begin);
      g_array_append_val (spells, spell);
    }
  for (guint i = 0; i < expected->len; i++)
    self->names = ddi_fingerprint (self->names, &g_array_index (expected, double, i), sizeof (double));
  self->n_spells = (int)spells->len;
  self->n_names = (int)kinds->len;
  self->spells = (DdiSpell *)g_array_free (spells, FALSE);
  self->kind = (DdiEventKind *)g_array_free (kinds, FALSE);
  self->expected = (double *)g_array_free (expected, FALSE);
}

static gboolean
same_spells (const DdiSegment *a, const DdiSegment *b)
{
  if (a->n != b->n)
    return FALSE;
  for (int i = 0; i < a->n; i++)
    if (a->spell[i] != b->spell[i])
      return FALSE;
  return TRUE;
}

static void
find_segments (DdiSpells *self)
{
  GArray *segments = g_array_new (FALSE, FALSE, sizeof (DdiSegment));
  g_autofree DdiSegment *day = g_new (DdiSegment, MAX (self->n_days, 1));

  self->begin = g_new0 (int, self->n_stores + 1);
  for (int store = 0; store < self->n_stores; store++)
    {
      memset (day, 0, MAX (self->n_days, 1) * sizeof *day);
      for (int k = 0; k < self->n_spells; k++)
        {
          const DdiSpell *spell = self->spells + k;

          if (spell->store != DDI_EVENT_ALL_STORES && spell->store != store)
            continue;
          for (int t = MAX (spell->begin, 0); t <= MIN (spell->end, self->n_days - 1); t++)
            if (day[t].n < DDI_MOST_SPELLS)
              day[t].spell[day[t].n++] = k;
        }
      for (int t = 0; t < self->n_days; t++)
        {
          day[t].begin = day[t].end = t;
          if (day[t].n == 0)
            continue;
          if (t > 0 && same_spells (day + t - 1, day + t))
            g_array_index (segments, DdiSegment, segments->len - 1).end = t;
          else
            g_array_append_vals (segments, day + t, 1);
        }
      self->begin[store + 1] = (int)segments->len;
    }
  self->segments = (DdiSegment *)g_array_free (segments, FALSE);
}

DdiSpells *
ddi_spells_new (const DdiPanel *panel, int n_days, int n_series, int *store, int *product)
{
  DdiSpells *self = g_new0 (DdiSpells, 1);

  self->n_days = n_days;
  self->n_series = n_series;
  self->n_stores = ddi_panel_n_stores (panel);
  self->n_products = ddi_panel_n_products (panel);
  self->store = store;
  self->product = product;
  self->occasions = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  find_spells (self, panel);
  find_segments (self);
  return self;
}

void
ddi_spells_free (DdiSpells *self)
{
  g_free (self->spells);
  g_free (self->expected);
  g_free (self->kind);
  g_free (self->category);
  g_free (self->segments);
  g_free (self->begin);
  g_hash_table_unref (self->occasions);
  g_free (self);
}

DdiRole
ddi_spells_role (const DdiSpells *self, int spell, int product)
{
  const DdiSpell *s = self->spells + spell;
  int category = self->category[product];

  if (s->product == product)
    return DDI_ROLE_TARGET;
  if (s->product >= 0)
    return category < self->n_categories - 1 && category == self->category[s->product] ? DDI_ROLE_RIVAL
                                                                                       : DDI_ROLE_NONE;
  return s->category < 0 || s->category == category ? DDI_ROLE_TARGET : DDI_ROLE_NONE;
}

const DdiSegment *
ddi_spells_segment (const DdiSpells *self, int store, int t)
{
  int low = self->begin[store], high = self->begin[store + 1];

  while (low < high)
    {
      int middle = (low + high) / 2;

      if (self->segments[middle].end < t)
        low = middle + 1;
      else
        high = middle;
    }
  return low < self->begin[store + 1] && self->segments[low].begin <= t ? self->segments + low : NULL;
}

gboolean
ddi_spells_concern (const DdiSpells *self, const DdiSegment *segment, int series)
{
  for (int i = 0; i < segment->n; i++)
    if (ddi_spells_role (self, segment->spell[i], self->product[series]) != DDI_ROLE_NONE)
      return TRUE;
  return FALSE;
}
