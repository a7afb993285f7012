/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/ddi-panel.h"

#include <math.h>

#define DAY_MINUTES (24 * 60)

typedef struct
{
  char *name;
  unsigned open_weekdays;  /* Monday is bit 0 */
  DdiDay first, last;      /* DDI_DAY_INVALID: no bound */
  int opens_at, closes_at; /* minutes after midnight; equal: not known */
} Store;

typedef struct
{
  char *name;
  char *category;
} Product;

typedef struct
{
  int store, product;
  DdiDay first, last; /* the offer; DDI_DAY_INVALID: no bound */
  int like;           /* product index, or -1 */
  double share;
  double *y;     /* [n_days] */
  guint8 *flags; /* [n_days] */
  gint16 *ended; /* [n_days]: minutes after midnight, -1; NULL: none known */
} Series;

typedef struct
{
  char *name;
  GHashTable *values; /* key (store + 1, day) → double* */
} Measure;

struct _DdiPanel
{
  gatomicrefcount refs;
  DdiDay first;
  int n_days;
  GArray *stores, *products, *series, *events, *measures;
  GHashTable *store_by_name, *product_by_name, *series_by_pair;
};

#define STORE(self, i) (&g_array_index ((self)->stores, Store, i))
#define PRODUCT(self, i) (&g_array_index ((self)->products, Product, i))
#define SERIES(self, i) (&g_array_index ((self)->series, Series, i))
#define EVENT(self, i) (&g_array_index ((self)->events, DdiEvent, i))
#define MEASURE(self, i) (&g_array_index ((self)->measures, Measure, i))

static void
clear_store (Store *store)
{
  g_free (store->name);
}

static void
clear_product (Product *product)
{
  g_free (product->name);
  g_free (product->category);
}

static void
clear_series (Series *series)
{
  g_free (series->y);
  g_free (series->flags);
  g_free (series->ended);
}

static void
clear_event (DdiEvent *event)
{
  g_free ((char *)event->name);
  g_free ((char *)event->product);
  g_free ((char *)event->category);
}

static void
clear_measure (Measure *measure)
{
  g_free (measure->name);
  g_hash_table_unref (measure->values);
}

static GArray *
array_of (gsize size, GDestroyNotify clear)
{
  GArray *array = g_array_new (FALSE, TRUE, (guint)size);

  g_array_set_clear_func (array, clear);
  return array;
}

DdiPanel *
ddi_panel_new (DdiDay first, int n_days)
{
  DdiPanel *self;

  g_return_val_if_fail (first >= DDI_DAY_MIN && first <= DDI_DAY_MAX, NULL);
  g_return_val_if_fail (n_days >= 0 && n_days <= DDI_DAY_MAX - first + 1, NULL);

  self = g_new0 (DdiPanel, 1);
  g_atomic_ref_count_init (&self->refs);
  self->first = first;
  self->n_days = n_days;
  self->stores = array_of (sizeof (Store), (GDestroyNotify)clear_store);
  self->products = array_of (sizeof (Product), (GDestroyNotify)clear_product);
  self->series = array_of (sizeof (Series), (GDestroyNotify)clear_series);
  self->events = array_of (sizeof (DdiEvent), (GDestroyNotify)clear_event);
  self->measures = array_of (sizeof (Measure), (GDestroyNotify)clear_measure);
  self->store_by_name = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->product_by_name = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->series_by_pair = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  return self;
}

DdiPanel *
ddi_panel_ref (DdiPanel *self)
{
  g_atomic_ref_count_inc (&self->refs);
  return self;
}

void
ddi_panel_unref (DdiPanel *self)
{
  if (!g_atomic_ref_count_dec (&self->refs))
    return;
  g_array_unref (self->stores);
  g_array_unref (self->products);
  g_array_unref (self->series);
  g_array_unref (self->events);
  g_array_unref (self->measures);
  g_hash_table_unref (self->store_by_name);
  g_hash_table_unref (self->product_by_name);
  g_hash_table_unref (self->series_by_pair);
  g_free (self);
}

/* Two 32-bit halves as one hash key. */
static gint64
pair_key (gint32 high, gint32 low)
{
  return ((gint64)high << 32) | (guint32)low;
}

/* The index stored under @name, or -1. Indices are stored plus one, since NULL is "none". */
static int
index_of (GHashTable *table, gconstpointer key)
{
  return GPOINTER_TO_INT (g_hash_table_lookup (table, key)) - 1;
}

int
ddi_panel_add_store (DdiPanel *self, const char *name)
{
  int index = index_of (self->store_by_name, name);

  if (index >= 0)
    return index;
  index = (int)self->stores->len;
  g_array_set_size (self->stores, index + 1);
  *STORE (self, index) = (Store){
    .name = g_strdup (name), .open_weekdays = 127, .first = DDI_DAY_INVALID, .last = DDI_DAY_INVALID
  };
  g_hash_table_insert (self->store_by_name, g_strdup (name), GINT_TO_POINTER (index + 1));
  return index;
}

int
ddi_panel_add_product (DdiPanel *self, const char *name, const char *category)
{
  int index = index_of (self->product_by_name, name);

  if (index >= 0)
    return index;
  index = (int)self->products->len;
  g_array_set_size (self->products, index + 1);
  *PRODUCT (self, index) = (Product){ g_strdup (name), g_strdup (category) };
  g_hash_table_insert (self->product_by_name, g_strdup (name), GINT_TO_POINTER (index + 1));
  return index;
}

int
ddi_panel_add_series (DdiPanel *self, int store, int product)
{
  int index = ddi_panel_find_series (self, store, product);
  gint64 key = pair_key (store, product);
  Series *series;

  g_return_val_if_fail (store >= 0 && store < ddi_panel_n_stores (self), -1);
  g_return_val_if_fail (product >= 0 && product < ddi_panel_n_products (self), -1);

  if (index >= 0)
    return index;
  index = (int)self->series->len;
  g_array_set_size (self->series, index + 1);
  series = SERIES (self, index);
  *series = (Series){
    .store = store, .product = product, .first = DDI_DAY_INVALID, .last = DDI_DAY_INVALID, .like = -1
  };
  series->y = g_new (double, self->n_days);
  series->flags = g_new0 (guint8, self->n_days);
  for (int t = 0; t < self->n_days; t++)
    series->y[t] = NAN;
  g_hash_table_insert (self->series_by_pair, g_memdup2 (&key, sizeof key), GINT_TO_POINTER (index + 1));
  return index;
}

void
ddi_panel_set (DdiPanel *self, int series, DdiDay day, double quantity, DdiCellFlags flags)
{
  gint64 t = (gint64)day - self->first;
  Series *s;

  g_return_if_fail (series >= 0 && series < ddi_panel_n_series (self));

  if (t < 0 || t >= self->n_days)
    return;
  s = SERIES (self, series);
  if (quantity < 0 || quantity > DDI_PANEL_LARGEST)
    {
      quantity = NAN;
      flags |= DDI_CELL_NOT_COUNTED;
    }
  s->y[t] = quantity;
  s->flags[t] = (guint8)flags;
}

void
ddi_panel_add_event (DdiPanel *self, const DdiEvent *event)
{
  int index = ddi_panel_n_events (self);

  if (event->last < event->first)
    return;
  g_array_append_vals (self->events, event, 1);
  EVENT (self, index)->name = g_strdup (event->name);
  EVENT (self, index)->product = g_strdup (event->product);
  EVENT (self, index)->category = g_strdup (event->category);
}

static Measure *
measure_named (DdiPanel *self, const char *name)
{
  Measure *measure;

  for (guint i = 0; i < self->measures->len; i++)
    if (g_str_equal (MEASURE (self, i)->name, name))
      return MEASURE (self, i);
  g_array_set_size (self->measures, self->measures->len + 1);
  measure = MEASURE (self, self->measures->len - 1);
  measure->name = g_strdup (name);
  measure->values = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, g_free);
  return measure;
}

void
ddi_panel_add_weather (DdiPanel *self, const char *measure, int store, DdiDay day, double value)
{
  gint64 key = pair_key (store + 1, day);

  if (isfinite (value))
    g_hash_table_replace (measure_named (self, measure)->values, g_memdup2 (&key, sizeof key),
                          g_memdup2 (&value, sizeof value));
}

void
ddi_panel_set_open_weekdays (DdiPanel *self, int store, unsigned mask)
{
  STORE (self, store)->open_weekdays = mask;
}

void
ddi_panel_set_store_life (DdiPanel *self, int store, DdiDay first, DdiDay last)
{
  STORE (self, store)->first = first;
  STORE (self, store)->last = last;
}

void
ddi_panel_set_hours (DdiPanel *self, int store, int opens_at, int closes_at)
{
  STORE (self, store)->opens_at = opens_at;
  STORE (self, store)->closes_at = closes_at > opens_at ? closes_at : closes_at + DAY_MINUTES;
}

void
ddi_panel_set_ended (DdiPanel *self, int series, DdiDay day, int minute)
{
  gint64 t = (gint64)day - self->first;
  Series *s = SERIES (self, series);

  if (t < 0 || t >= self->n_days || minute < 0 || minute >= DAY_MINUTES)
    return;
  if (s->ended == NULL)
    {
      s->ended = g_new (gint16, self->n_days);
      for (int i = 0; i < self->n_days; i++)
        s->ended[i] = -1;
    }
  s->ended[t] = (gint16)minute;
}

double
ddi_panel_open_share (const DdiPanel *self, int store, int minute)
{
  const Store *s = STORE (self, store);

  if (s->closes_at <= s->opens_at)
    return NAN;
  /* After midnight, of a shop that is open then. */
  if (minute < s->opens_at && minute + DAY_MINUTES <= s->closes_at)
    minute += DAY_MINUTES;
  return CLAMP ((minute - s->opens_at) / (double)(s->closes_at - s->opens_at), 0, 1);
}

const gint16 *
ddi_panel_ended (const DdiPanel *self, int series)
{
  return SERIES (self, series)->ended;
}

void
ddi_panel_set_offer (DdiPanel *self, int series, DdiDay first, DdiDay last)
{
  SERIES (self, series)->first = first;
  SERIES (self, series)->last = last;
}

void
ddi_panel_set_starts_like (DdiPanel *self, int series, int like, double share)
{
  SERIES (self, series)->like = like;
  SERIES (self, series)->share = share;
}

DdiDay
ddi_panel_first_day (const DdiPanel *self)
{
  return self->first;
}

int
ddi_panel_n_days (const DdiPanel *self)
{
  return self->n_days;
}

int
ddi_panel_n_stores (const DdiPanel *self)
{
  return (int)self->stores->len;
}

int
ddi_panel_n_products (const DdiPanel *self)
{
  return (int)self->products->len;
}

int
ddi_panel_n_series (const DdiPanel *self)
{
  return (int)self->series->len;
}

int
ddi_panel_n_events (const DdiPanel *self)
{
  return (int)self->events->len;
}

const char *
ddi_panel_store_name (const DdiPanel *self, int store)
{
  return STORE (self, store)->name;
}

const char *
ddi_panel_product_name (const DdiPanel *self, int product)
{
  return PRODUCT (self, product)->name;
}

const char *
ddi_panel_product_category (const DdiPanel *self, int product)
{
  return PRODUCT (self, product)->category;
}

int
ddi_panel_series_store (const DdiPanel *self, int series)
{
  return SERIES (self, series)->store;
}

int
ddi_panel_series_product (const DdiPanel *self, int series)
{
  return SERIES (self, series)->product;
}

int
ddi_panel_find_series (const DdiPanel *self, int store, int product)
{
  gint64 key = pair_key (store, product);

  return index_of (self->series_by_pair, &key);
}

int
ddi_panel_find_product (const DdiPanel *self, const char *name)
{
  return index_of (self->product_by_name, name);
}

const DdiEvent *
ddi_panel_event (const DdiPanel *self, int event)
{
  return EVENT (self, event);
}

const double *
ddi_panel_quantities (const DdiPanel *self, int series)
{
  return SERIES (self, series)->y;
}

const guint8 *
ddi_panel_flags (const DdiPanel *self, int series)
{
  return SERIES (self, series)->flags;
}

static gboolean
within (DdiDay day, DdiDay first, DdiDay last)
{
  return (first == DDI_DAY_INVALID || day >= first) && (last == DDI_DAY_INVALID || day <= last);
}

gboolean
ddi_panel_may_sell (const DdiPanel *self, int series, DdiDay day)
{
  const Series *s = SERIES (self, series);
  const Store *store = STORE (self, s->store);

  return (store->open_weekdays >> ddi_day_weekday (day) & 1) && within (day, store->first, store->last) &&
         within (day, s->first, s->last);
}

DdiDay
ddi_panel_offer_end (const DdiPanel *self, int series)
{
  return SERIES (self, series)->last;
}

gboolean
ddi_panel_starts_like (const DdiPanel *self, int series, int *like, double *share)
{
  const Series *s = SERIES (self, series);

  if (s->like < 0)
    return FALSE;
  *like = s->like;
  *share = s->share;
  return TRUE;
}

int
ddi_panel_n_measures (const DdiPanel *self)
{
  return (int)self->measures->len;
}

const char *
ddi_panel_measure_name (const DdiPanel *self, int measure)
{
  return MEASURE (self, measure)->name;
}

double
ddi_panel_weather (const DdiPanel *self, int measure, int store, DdiDay day)
{
  gint64 own = pair_key (store + 1, day), everywhere = pair_key (DDI_EVENT_ALL_STORES + 1, day);
  const double *value = g_hash_table_lookup (MEASURE (self, measure)->values, &own);

  if (value == NULL)
    value = g_hash_table_lookup (MEASURE (self, measure)->values, &everywhere);
  return value ? *value : NAN;
}
