/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "forecast/ddi-engine-state-private.h"
#include "forecast/ddi-fingerprint.h"
#include "forecast/ddi-learn-sums.h"

#include <math.h>
#include <string.h>

#define MAGIC "DDILEARN"
/* Counts up with every change of what is kept. */
#define FORMAT 9
#define MOST_SERIES 10000000
#define MOST_DAYS (200 * 366)

/* How large the arrays of what was learnt are. */
typedef struct
{
  gint32 n_series, n_stores, n_products, n, n_tags, backtest, n_cells, n_spell_cells;
  guint64 events; /* fingerprint */
} Size;

typedef struct
{
  char magic[8];
  guint32 format, roll_size, cell_size, spell_cell_size, n_signals, learnt;
  Size size;
  guint64 names, days; /* fingerprints */
  guint64 body;        /* of everything else here and of all that follows */
} Header;

/* Writes into an array, or reads from bytes; whoever describes the state once does both. */
typedef struct
{
  GByteArray *out;
  const guint8 *in; /* NULL: writing */
  gsize left;
  gboolean short_of;
} Stream;

static void
pass (Stream *self, void *data, gsize n)
{
  if (n == 0) /* an empty array may have no address */
    return;
  if (self->in == NULL)
    g_byte_array_append (self->out, data, (guint)n);
  else if (n > self->left)
    self->short_of = TRUE;
  else
    {
      memcpy (data, self->in, n);
      self->in += n;
      self->left -= n;
    }
}

/* [n × size] bytes; reading makes the array. */
static void
pass_array (Stream *self, void *array, gsize n, gsize size)
{
  void **data = array;

  if (self->in && (self->short_of || n > self->left / size))
    {
      self->short_of = TRUE;
      return;
    }
  if (self->in)
    *data = g_malloc_n (MAX (n, 1), size);
  /* A byte array counts in guint: large arrays go in parts. */
  for (gsize done = 0; done < n * size; done += MIN (n * size - done, 1 << 30))
    pass (self, (char *)*data + done, MIN (n * size - done, 1 << 30));
}

/* The days that are known of [n_series × stride]; reading makes the array, with the room still unknown. */
static void
pass_days (Stream *self, const DdiLearn *learn, float **array)
{
  gsize series = learn->history->n_series, known = learn->history->n, stride = learn->stride;

  if (self->in && (self->short_of || series * known > self->left / sizeof (float)))
    {
      self->short_of = TRUE;
      return;
    }
  if (self->in)
    *array = g_new (float, MAX (series * stride, 1));
  for (gsize s = 0; s < series; s++)
    {
      float *days = *array + s * stride;

      pass (self, days, known * sizeof (float));
      for (gsize t = known; self->in && t < stride; t++)
        days[t] = NAN;
    }
}

static void
pass_spread (Stream *self, DdiSpread *spread)
{
  gsize series = spread->n_series, products = spread->n_products;

  pass (self, &spread->exponent, sizeof spread->exponent);
  pass_array (self, &spread->product, series, sizeof (int));
  pass_array (self, &spread->weekday, products * DDI_WEEK, sizeof (float));
  pass_array (self, &spread->own, series * DDI_N_QUANTILES, sizeof (float));
  pass_array (self, &spread->event, products * DDI_N_QUANTILES, sizeof (float));
  pass_array (self, &spread->size, series, sizeof (float));
  pass_array (self, &spread->thin, series, sizeof (guint8));
}

static void
pass_reconcile (Stream *self, DdiReconcile *reconcile)
{
  gint32 sizes[4] = { reconcile->n_nodes, reconcile->n_parts, reconcile->n_days,
                      reconcile->begin ? reconcile->begin[reconcile->n_nodes] : 0 };
  gsize nodes, parts, days, links;

  pass (self, sizes, sizeof sizes);
  for (gsize i = 0; i < G_N_ELEMENTS (sizes); i++)
    if (self->short_of || sizes[i] < 0)
      {
        self->short_of = TRUE;
        return;
      }
  nodes = reconcile->n_nodes = sizes[0];
  parts = reconcile->n_parts = sizes[1];
  days = reconcile->n_days = sizes[2];
  links = sizes[3];
  pass (self, &reconcile->shrinkage, sizeof reconcile->shrinkage);
  pass_array (self, &reconcile->begin, nodes + 1, sizeof (int));
  pass_array (self, &reconcile->part, links, sizeof (int));
  pass_array (self, &reconcile->first, parts + 1, sizeof (int));
  pass_array (self, &reconcile->node, links, sizeof (int));
  pass_array (self, &reconcile->error, parts * days, sizeof (float));
  pass_array (self, &reconcile->gap, nodes * days, sizeof (double));
  pass_array (self, &reconcile->node_variance, nodes, sizeof (double));
  pass_array (self, &reconcile->part_variance, parts, sizeof (float));
}

static Size
size_of (const DdiLearn *learn)
{
  const DdiEvidence *h = learn->history;

  return (Size){ .n_series = h->n_series,
                 .n_stores = h->n_stores,
                 .n_products = h->n_products,
                 .n = h->n,
                 .n_tags = h->n_tags,
                 .backtest = learn->backtest,
                 .n_cells = (gint32)learn->cells->len,
                 .n_spell_cells = (gint32)learn->spell_cells->len,
                 .events = h->names };
}

static gboolean
size_is_sound (const Size *size)
{
  return size->n_series >= 0 && size->n_series <= MOST_SERIES && size->n_stores >= 0 &&
         size->n_products >= 0 && size->n >= 0 && size->n <= MOST_DAYS && size->n_cells >= 0 &&
         size->n_spell_cells >= 0 && size->backtest >= 0 && size->backtest <= size->n;
}

static DdiLearn *
new_learn (const Size *size)
{
  DdiLearn *learn = g_new0 (DdiLearn, 1);

  learn->history = g_new0 (DdiEvidence, 1);
  learn->history->n = size->n;
  learn->stride = size->n + DDI_LEARN_ROOM;
  learn->history->n_series = size->n_series;
  learn->history->n_stores = size->n_stores;
  learn->history->n_products = size->n_products;
  learn->history->n_tags = size->n_tags;
  learn->history->names = size->events;
  learn->backtest = size->backtest;
  learn->n_blocks = CLAMP (size->n_series, 1, DDI_N_BLOCKS);
  learn->cells = g_array_new (FALSE, FALSE, sizeof (DdiEventCell));
  learn->spell_cells = g_array_new (FALSE, FALSE, sizeof (DdiSpellCell));
  g_mutex_init (&learn->lock);
  return learn;
}

static void pass_learn (Stream *self, DdiLearn *learn, const Size *size);

/* What was learnt of the sums, where it was. */
static void
pass_sums (Stream *self, DdiLearn *learn)
{
  guint8 any = learn->above != NULL;
  Size size = any ? size_of (learn->above->learn) : (Size){ 0 };

  pass (self, &any, sizeof any);
  if (!any || self->short_of)
    return;
  pass (self, &size, sizeof size);
  if (self->short_of || !size_is_sound (&size))
    {
      self->short_of = TRUE;
      return;
    }
  if (self->in)
    {
      learn->above = g_new0 (DdiSums, 1);
      learn->above->learn = new_learn (&size);
      learn->above->reconcile = g_new0 (DdiReconcile, 1);
    }
  pass_learn (self, learn->above->learn, &size);
  pass_reconcile (self, learn->above->reconcile);
}

static void
pass_cells (Stream *self, GArray *cells, gint32 n)
{
  guint size = g_array_get_element_size (cells);

  if (self->in && (self->short_of || (gsize)n > self->left / size))
    {
      self->short_of = TRUE;
      return;
    }
  g_array_set_size (cells, (guint)n);
  pass (self, cells->data, (gsize)n * size);
}

static void
pass_learn (Stream *self, DdiLearn *learn, const Size *size)
{
  gsize series = learn->history->n_series;

  pass (self, &learn->caution, sizeof learn->caution);
  pass (self, &learn->spell_variance, sizeof learn->spell_variance);
  pass (self, learn->early, sizeof learn->early);
  pass (self, learn->weight, sizeof learn->weight);
  pass (self, learn->widen, sizeof learn->widen);
  pass_array (self, &learn->first, series, sizeof (int));
  pass_array (self, &learn->evidence, series, sizeof (int));
  pass_array (self, &learn->cut, series, sizeof (int));
  pass_array (self, &learn->variance, series, sizeof (double));
  pass_array (self, &learn->shifted, series, sizeof (guint8));
  pass_array (self, &learn->model, series, sizeof (guint8));
  pass_array (self, &learn->shape, learn->history->n_stores, sizeof (double));
  pass_array (self, &learn->correction, series, sizeof (double));
  pass_array (self, &learn->spilt, series, sizeof (double));
  pass_array (self, &learn->asked, series, sizeof (double));
  pass_array (self, &learn->spill_share, learn->history->n_products, sizeof (double));
  pass_array (self, &learn->kappa, learn->history->n_stores, sizeof (double));
  pass_days (self, learn, &learn->y);
  pass_days (self, learn, &learn->base);
  pass_days (self, learn, &learn->expected);
  pass_array (self, &learn->rolls, series, sizeof (DdiRoll));
  pass_cells (self, learn->cells, size->n_cells);
  pass_cells (self, learn->spell_cells, size->n_spell_cells);
  for (gsize s = 0; self->in && !self->short_of && s < series; s++)
    {
      learn->rolls[s].learn = learn;
      learn->rolls[s].own = NULL;
    }
}

static Header
make_header (const DdiEngineState *self)
{
  return (Header){ .magic = MAGIC,
                   .format = FORMAT,
                   .roll_size = sizeof (DdiRoll),
                   .cell_size = sizeof (DdiEventCell),
                   .spell_cell_size = sizeof (DdiSpellCell),
                   .n_signals = DDI_N_SIGNALS,
                   .learnt = (guint32)self->learnt,
                   .size = size_of (self->learn),
                   .names = self->names,
                   .days = self->days };
}

/* Over the header, its own field left out, and the body. */
static guint64
fingerprint_all (const Header *header, const guint8 *data, gsize size)
{
  Header plain = *header;

  plain.body = 0;
  return ddi_fingerprint (ddi_fingerprint (0, &plain, sizeof plain), data + sizeof plain,
                          size - sizeof plain);
}

GBytes *
ddi_engine_state_save (const DdiEngineState *self)
{
  Stream stream = { .out = g_byte_array_new () };
  Header header;

  g_return_val_if_fail (self->learn != NULL, NULL);

  header = make_header (self);
  g_byte_array_append (stream.out, (const guint8 *)&header, sizeof header);
  pass_learn (&stream, self->learn, &header.size);
  pass_spread (&stream, self->learn->spread);
  pass_sums (&stream, self->learn);
  header.body = fingerprint_all (&header, stream.out->data, stream.out->len);
  memcpy (stream.out->data, &header, sizeof header);
  return g_byte_array_free_to_bytes (stream.out);
}

static gboolean
read_header (GBytes *bytes, Header *header)
{
  gsize size;
  const guint8 *data = g_bytes_get_data (bytes, &size);

  if (size < sizeof *header)
    return FALSE;
  memcpy (header, data, sizeof *header);
  return memcmp (header->magic, MAGIC, sizeof MAGIC - 1) == 0 && header->format == FORMAT &&
         header->roll_size == sizeof (DdiRoll) && header->cell_size == sizeof (DdiEventCell) &&
         header->spell_cell_size == sizeof (DdiSpellCell) && header->n_signals == DDI_N_SIGNALS &&
         size_is_sound (&header->size) && header->body == fingerprint_all (header, data, size);
}

DdiEngineState *
ddi_engine_state_load (GBytes *bytes)
{
  g_autoptr (DdiEngineState) self = NULL;
  Stream stream = { 0 };
  Header header;

  if (!read_header (bytes, &header))
    return NULL;
  self = g_new0 (DdiEngineState, 1);
  self->learn = new_learn (&header.size);
  self->learn->spread = g_new0 (DdiSpread, 1);
  self->learn->spread->n_series = header.size.n_series;
  self->learn->spread->n_products = header.size.n_products;
  self->learnt = (int)header.learnt;
  self->names = header.names;
  self->days = header.days;
  stream.in = (const guint8 *)g_bytes_get_data (bytes, &stream.left) + sizeof header;
  stream.left -= sizeof header;
  pass_learn (&stream, self->learn, &header.size);
  pass_spread (&stream, self->learn->spread);
  pass_sums (&stream, self->learn);
  if (stream.short_of || stream.left != 0)
    return NULL;
  return g_steal_pointer (&self);
}

gboolean
ddi_engine_state_recognise (GBytes *bytes)
{
  gsize size;
  const void *data = g_bytes_get_data (bytes, &size);

  return size >= sizeof MAGIC - 1 && memcmp (data, MAGIC, sizeof MAGIC - 1) == 0;
}
