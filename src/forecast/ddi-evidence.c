/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "forecast/ddi-evidence.h"

#include "forecast/ddi-fingerprint.h"
#include "forecast/ddi-parallel.h"

#include <math.h>
#include <string.h>

/* A shop that sold nothing at all was closed if this many pieces were expected: at Poisson noise the
 * chance of none is e^-10. */
#define SURELY_SOME 10.0
/* A name that comes more often than this in a year stands for several events. */
#define MOST_A_YEAR 2.0
/* Decay a week of the store's own expectation. */
#define STORE_DECAY 0.85
/* The manager's "nothing will be sold" as a finite log factor. */
#define LOG_NOTHING (-5.0)
/* Blocks of stores that are summed at once. */
#define SUM_BLOCKS 64

static int
total_days (const DdiEvidence *self)
{
  return self->n + self->horizon;
}

/* A day's nearest event wins: its own, then the next day's, then the one just over. */
static int
precedence (int offset)
{
  return offset == 0 ? 0 : offset < 0 ? 1 : 2;
}

static void
mark_day (DdiEvidence *self, int store, int t, int tag)
{
  gint16 *slot;

  if (t < 0 || t >= total_days (self))
    return;
  slot = &self->tag[(gsize)store * total_days (self) + t];
  if (*slot == DDI_NO_TAG || precedence (self->tags[tag].offset) < precedence (self->tags[*slot].offset))
    *slot = (gint16)tag;
}

static void
mark_flag (DdiEvidence *self, guint8 *flags, const DdiEvent *event, int store, guint8 bit)
{
  DdiDay first = ddi_panel_first_day (self->panel);
  gint64 begin = MAX ((gint64)event->first - first, 0);
  gint64 end = MIN ((gint64)event->last - first, total_days (self) - 1);

  for (gint64 t = begin; t <= end; t++)
    flags[(gsize)store * total_days (self) + t] |= bit;
}

/* The earliest end of a day holds. */
static void
mark_ends (DdiEvidence *self, const DdiEvent *event, int store)
{
  DdiDay first = ddi_panel_first_day (self->panel);
  gint16 *ends = self->ends + (gsize)store * total_days (self);
  gint64 end = MIN ((gint64)event->last - first, total_days (self) - 1);

  for (gint64 t = MAX ((gint64)event->first - first, 0); t <= end; t++)
    if (ends[t] < 0 || event->closes_at < ends[t])
      ends[t] = (gint16)event->closes_at;
}

/* The tag of (name, offset), made on first sight. Later events of the name take its place as the one
 * that is shown, and a manager's expectation is that of the newest event that has one. */
static int
tag_of (DdiEvidence *self, GArray *tags, int name, int offset, int e)
{
  const DdiEvent *event = ddi_panel_event (self->panel, e);
  DdiTag tag = { .name = name, .offset = offset, .event = e, .kind = event->kind, .expected = NAN };
  DdiTag *slot = NULL;

  for (guint i = 0; i < tags->len && slot == NULL; i++)
    if (g_array_index (tags, DdiTag, i).name == name && g_array_index (tags, DdiTag, i).offset == offset)
      slot = &g_array_index (tags, DdiTag, i);
  if (slot == NULL)
    {
      g_array_append_val (tags, tag);
      slot = &g_array_index (tags, DdiTag, tags->len - 1);
    }
  if (event->first >= ddi_panel_event (self->panel, slot->event)->first)
    slot->event = e;
  if (offset == 0 && isfinite (event->expected_effect))
    slot->expected = MAX (log1p (MAX (event->expected_effect, -1)), LOG_NOTHING);
  self->tags = (DdiTag *)tags->data;
  return (int)(slot - self->tags);
}

static void
mark_store (DdiEvidence *self, const DdiEvent *event, int store, const int tag[3])
{
  DdiDay first = ddi_panel_first_day (self->panel);
  gint64 begin = (gint64)event->first - first, end = (gint64)event->last - first;

  if (end < -1 || begin > total_days (self))
    return;
  for (gint64 t = MAX (begin, 0); t <= MIN (end, total_days (self) - 1); t++)
    mark_day (self, store, (int)t, tag[1]);
  if (tag[0] != DDI_NO_TAG)
    mark_day (self, store, (int)MAX (begin - 1, -1), tag[0]);
  if (tag[2] != DDI_NO_TAG)
    mark_day (self, store, (int)MIN (end + 1, total_days (self)), tag[2]);
}

static void
mark_event (DdiEvidence *self, GArray *tags, int name, int e)
{
  const DdiEvent *event = ddi_panel_event (self->panel, e);
  gboolean closure = event->kind == DDI_EVENT_CLOSURE && event->closes_at < 0;
  gboolean around = event->kind == DDI_EVENT_HOLIDAY || event->kind == DDI_EVENT_CLOSURE;
  int begin = event->store == DDI_EVENT_ALL_STORES ? 0 : event->store;
  int end = event->store == DDI_EVENT_ALL_STORES ? self->n_stores : event->store + 1;
  int tag[3] = { DDI_NO_TAG, DDI_NO_TAG, DDI_NO_TAG };

  tag[1] = tag_of (self, tags, name, 0, e);
  if (around)
    {
      tag[0] = tag_of (self, tags, name, -1, e);
      tag[2] = tag_of (self, tags, name, +1, e);
    }
  for (int store = begin; store < MIN (end, self->n_stores); store++)
    {
      mark_store (self, event, store, tag);
      if (closure)
        mark_flag (self, self->closure, event, store, 1);
      if (event->closes_at >= 0)
        mark_ends (self, event, store);
    }
}

/* How often a (kind, name) happens, and between when: its first and last day. */
typedef struct
{
  int n;
  DdiDay first, last;
} Occurrences;

static char *
name_key (const DdiEvent *event)
{
  return g_strdup_printf ("%d/%s", (int)event->kind, event->name);
}

static GHashTable *
count_names (const DdiEvidence *self)
{
  GHashTable *counts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);

  for (int e = 0; e < ddi_panel_n_events (self->panel); e++)
    {
      const DdiEvent *event = ddi_panel_event (self->panel, e);
      char *key = name_key (event);
      Occurrences *seen = g_hash_table_lookup (counts, key);

      if (seen == NULL)
        {
          seen = g_new (Occurrences, 1);
          *seen = (Occurrences){ 0, event->first, event->first };
          g_hash_table_insert (counts, key, seen);
        }
      else
        g_free (key);
      seen->n++;
      seen->first = MIN (seen->first, event->first);
      seen->last = MAX (seen->last, event->first);
    }
  return counts;
}

/* One name for many holidays of the year ("Public holiday") is told apart by month; a holiday that comes
 * once or twice a year, fixed or moved, is itself, and so is whatever else comes however often ("Snow"). */
static char *
tag_key (const DdiEvent *event, GHashTable *counts)
{
  g_autofree char *key = name_key (event);
  const Occurrences *seen = g_hash_table_lookup (counts, key);
  int month;

  if (event->kind != DDI_EVENT_HOLIDAY || seen->n <= 2 + MOST_A_YEAR * ((seen->last - seen->first) / 365.25))
    return g_steal_pointer (&key);
  ddi_day_to_ymd (event->first, NULL, &month, NULL);
  return g_strdup_printf ("%s/%d", key, month);
}

static void
mark_events (DdiEvidence *self)
{
  g_autoptr (GHashTable) names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GHashTable) counts = count_names (self);
  GArray *tags = g_array_new (FALSE, FALSE, sizeof (DdiTag));

  for (int e = 0; e < ddi_panel_n_events (self->panel); e++)
    {
      const DdiEvent *event = ddi_panel_event (self->panel, e);
      g_autofree char *key = tag_key (event, counts);
      int name = GPOINTER_TO_INT (g_hash_table_lookup (names, key)) - 1;

      if (ddi_spell_is (event))
        continue;
      /* gint16 holds the tags of a day; three a name. */
      if (name < 0 && g_hash_table_size (names) >= G_MAXINT16 / 3)
        continue;
      if (name < 0)
        {
          name = (int)g_hash_table_size (names);
          self->names = ddi_fingerprint (self->names, key, strlen (key));
          g_hash_table_insert (names, g_steal_pointer (&key), GINT_TO_POINTER (name + 1));
        }
      mark_event (self, tags, name, e);
    }
  for (guint i = 0; i < tags->len; i++)
    {
      const DdiTag *tag = &g_array_index (tags, DdiTag, i);

      self->names = ddi_fingerprint (self->names, &tag->expected, sizeof tag->expected);
    }
  self->n_tags = (int)tags->len;
  self->tags = (DdiTag *)g_array_free (tags, FALSE);
}

typedef struct
{
  DdiEvidence *evidence;
  int n_blocks;
  DdiGoOnFunc go_on;
  gpointer go_on_data;
} Sum;

/* The stores of a block: each day's series in their order, whatever the number of threads. */
static void
sum_block (int block, gpointer data)
{
  const Sum *work = data;
  DdiEvidence *self = work->evidence;
  int begin, end;

  ddi_block_range (block, work->n_blocks, self->n_stores, &begin, &end);
  for (int s = 0; s < self->n_series; s++)
    {
      const double *y = ddi_panel_quantities (self->panel, s);
      double *sum = self->sold + (gsize)self->store[s] * self->n;

      if (self->store[s] < begin || self->store[s] >= end)
        continue;
      if (work->go_on && !work->go_on (work->go_on_data))
        return;
      for (int t = 0; t < self->n; t++)
        if (!isnan (y[t]))
          sum[t] += y[t];
    }
}

static void
sum_stores (DdiEvidence *self, int n_threads, DdiGoOnFunc go_on, gpointer go_on_data)
{
  Sum work = { self, CLAMP (self->n_stores, 1, SUM_BLOCKS), go_on, go_on_data };

  self->sold = g_new0 (double, (gsize)self->n_stores *MAX (self->n, 1));
  ddi_parallel_for (work.n_blocks, n_threads, sum_block, &work);
}

/* A day on which a whole store sold nothing although it usually does is a closed day, whether or not
 * anybody wrote so; a store that never opens on that weekday is simply at zero. */
static void
find_closed_days (DdiEvidence *self)
{
  for (int store = 0; store < self->n_stores; store++)
    {
      DdiWeekdayMean mean = { 0 };

      for (int t = 0; t < self->n; t++)
        {
          double y = self->sold[(gsize)store * self->n + t];
          double expected = ddi_weekday_mean_value (&mean, self->weekday[t]);
          gboolean closed = y <= 0 && expected >= SURELY_SOME;

          self->closed[(gsize)store * self->n + t] = closed;
          ddi_weekday_mean_step (&mean, STORE_DECAY, self->weekday[t],
                                 closed || ddi_evidence_tag (self, store, t) != DDI_NO_TAG ? NAN : y);
        }
    }
}

DdiEvidence *
ddi_evidence_new (const DdiPanel *panel, DdiDay from, int horizon, int n_threads, DdiGoOnFunc go_on,
                  gpointer go_on_data)
{
  DdiEvidence *self = g_new0 (DdiEvidence, 1);
  DdiDay first = ddi_panel_first_day (panel);
  gsize cells;

  self->panel = panel;
  self->n = (int)CLAMP ((gint64)from - first, 0, ddi_panel_n_days (panel));
  self->horizon = (int)((gint64)from - first - self->n) + horizon;
  self->n_series = ddi_panel_n_series (panel);
  self->n_stores = ddi_panel_n_stores (panel);
  self->n_products = ddi_panel_n_products (panel);
  self->store = g_new (int, self->n_series);
  self->product = g_new (int, self->n_series);
  for (int s = 0; s < self->n_series; s++)
    {
      self->store[s] = ddi_panel_series_store (panel, s);
      self->product[s] = ddi_panel_series_product (panel, s);
    }
  self->weekday = g_new (guint8, total_days (self));
  for (int t = 0; t < total_days (self); t++)
    self->weekday[t] = (guint8)ddi_day_weekday (first + t);

  cells = (gsize)self->n_stores * total_days (self);
  self->tag = g_new (gint16, cells);
  for (gsize i = 0; i < cells; i++)
    self->tag[i] = DDI_NO_TAG;
  self->closure = g_new0 (guint8, cells);
  self->ends = g_new (gint16, cells);
  for (gsize i = 0; i < cells; i++)
    self->ends[i] = -1;
  self->closed = g_new0 (guint8, (gsize)self->n_stores * self->n);
  mark_events (self);
  self->spells = ddi_spells_new (panel, total_days (self), self->n_series, self->store, self->product);
  self->names = ddi_fingerprint (self->names, &self->spells->names, sizeof self->spells->names);
  sum_stores (self, n_threads, go_on, go_on_data);
  find_closed_days (self);
  return self;
}

void
ddi_evidence_free (DdiEvidence *self)
{
  g_free (self->store);
  g_free (self->product);
  g_free (self->weekday);
  g_free (self->tags);
  g_free (self->tag);
  g_free (self->closure);
  g_free (self->ends);
  g_free (self->closed);
  g_free (self->sold);
  g_clear_pointer (&self->spells, ddi_spells_free);
  g_free (self);
}

void
ddi_evidence_sort_by_store (const DdiEvidence *self, int *by_store, int *begin)
{
  for (int s = 0; s < self->n_series; s++)
    begin[self->store[s] + 1]++;
  for (int k = 0; k < self->n_stores; k++)
    begin[k + 1] += begin[k];
  for (int s = self->n_series - 1; s >= 0; s--)
    by_store[--begin[self->store[s] + 1]] = s;
  /* Each begin[k + 1] has gone back to where store k begins. */
  for (int k = 0; k < self->n_stores; k++)
    begin[k] = begin[k + 1];
  begin[self->n_stores] = self->n_series;
}

int
ddi_evidence_load (const DdiEvidence *self, int series, double *y, guint8 *censored)
{
  return ddi_evidence_load_since (self, series, 0, self->n, y, censored);
}

int
ddi_evidence_load_since (const DdiEvidence *self, int series, int begin, int first, double *y,
                         guint8 *censored)
{
  const double *quantities = ddi_panel_quantities (self->panel, series);
  const guint8 *flags = ddi_panel_flags (self->panel, series);
  DdiDay first_day = ddi_panel_first_day (self->panel);
  const guint8 silent = DDI_CELL_CLOSED | DDI_CELL_NOT_COUNTED | DDI_CELL_NOT_OFFERED;
  int store = self->store[series];

  if (first >= begin)
    first = self->n;
  for (int t = begin; t < self->n; t++)
    {
      gboolean evidence = !isnan (quantities[t]) && !(flags[t] & silent) &&
                          !ddi_evidence_closed (self, store, t) &&
                          ddi_panel_may_sell (self->panel, series, first_day + t);

      if (first == self->n && evidence && quantities[t] > 0)
        first = t;
      y[t] = evidence && t >= first ? quantities[t] : NAN;
      censored[t] = evidence && (flags[t] & DDI_CELL_SOLD_OUT) != 0;
    }
  return first;
}

double
ddi_evidence_open_share (const DdiEvidence *self, int store, int series, int t)
{
  int minute = self->ends[(gsize)store * total_days (self) + t];
  const gint16 *ended = series >= 0 ? ddi_panel_ended (self->panel, series) : NULL;
  double share = 1;

  if (minute >= 0)
    {
      double planned = ddi_panel_open_share (self->panel, store, minute);

      /* Where the hours are not known, what an early end does is learnt as what its event does. */
      if (!isnan (planned))
        share = planned;
    }
  if (ended && ended[t] >= 0)
    share = MIN (ddi_panel_open_share (self->panel, store, ended[t]), share);
  return share;
}
