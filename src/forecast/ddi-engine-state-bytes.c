/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "forecast/ddi-engine-state-private.h"
#include "forecast/ddi-fingerprint.h"

#include <string.h>

#define MAGIC "DDILEARN"
/* Counts up with every change of what is kept. */
#define FORMAT 2
#define MOST_SERIES 10000000
#define MOST_DAYS (200 * 366)

typedef struct
{
  char magic[8];
  guint32 format, roll_size, cell_size, n_signals;
  gint32 n_series, n_stores, n_products, n, n_tags, backtest, learnt, n_cells;
  guint64 names, days, events; /* fingerprints */
  guint64 body;                /* of everything else here and of all that follows */
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
pass_learn (Stream *self, DdiLearn *learn, guint n_cells)
{
  gsize series = learn->history->n_series, cells = series * learn->history->n;

  pass (self, &learn->caution, sizeof learn->caution);
  pass (self, learn->early, sizeof learn->early);
  pass (self, learn->weight, sizeof learn->weight);
  pass (self, learn->widen, sizeof learn->widen);
  pass_array (self, &learn->first, series, sizeof (int));
  pass_array (self, &learn->evidence, series, sizeof (int));
  pass_array (self, &learn->cut, series, sizeof (int));
  pass_array (self, &learn->model, series, sizeof (guint8));
  pass_array (self, &learn->shape, learn->history->n_stores, sizeof (double));
  pass_array (self, &learn->correction, series, sizeof (double));
  pass_array (self, &learn->y, cells, sizeof (float));
  pass_array (self, &learn->base, cells, sizeof (float));
  pass_array (self, &learn->expected, cells, sizeof (float));
  pass_array (self, &learn->rolls, series, sizeof (DdiRoll));
  if (self->in && (self->short_of || n_cells > self->left / sizeof (DdiEventCell)))
    self->short_of = TRUE;
  else
    {
      g_array_set_size (learn->cells, n_cells);
      pass (self, learn->cells->data, n_cells * sizeof (DdiEventCell));
    }
  pass_spread (self, learn->spread);
}

static Header
make_header (const DdiEngineState *self)
{
  const DdiEvidence *h = self->learn->history;

  return (Header){ .magic = MAGIC,
                   .format = FORMAT,
                   .roll_size = sizeof (DdiRoll),
                   .cell_size = sizeof (DdiEventCell),
                   .n_signals = DDI_N_SIGNALS,
                   .n_series = h->n_series,
                   .n_stores = h->n_stores,
                   .n_products = h->n_products,
                   .n = h->n,
                   .n_tags = h->n_tags,
                   .backtest = self->learn->backtest,
                   .learnt = self->learnt,
                   .n_cells = (gint32)self->learn->cells->len,
                   .names = self->names,
                   .days = self->days,
                   .events = h->names };
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
  pass_learn (&stream, self->learn, self->learn->cells->len);
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
         header->n_signals == DDI_N_SIGNALS && header->n_series >= 0 && header->n_series <= MOST_SERIES &&
         header->n_stores >= 0 && header->n_products >= 0 && header->n >= 0 && header->n <= MOST_DAYS &&
         header->n_cells >= 0 && header->backtest >= 0 && header->backtest <= header->n &&
         header->body == fingerprint_all (header, data, size);
}

static DdiLearn *
new_learn (const Header *header)
{
  DdiLearn *learn = g_new0 (DdiLearn, 1);

  learn->history = g_new0 (DdiEvidence, 1);
  learn->history->n = header->n;
  learn->history->n_series = header->n_series;
  learn->history->n_stores = header->n_stores;
  learn->history->n_products = header->n_products;
  learn->history->n_tags = header->n_tags;
  learn->history->names = header->events;
  learn->backtest = header->backtest;
  learn->n_blocks = CLAMP (header->n_series, 1, DDI_N_BLOCKS);
  learn->cells = g_array_new (FALSE, FALSE, sizeof (DdiEventCell));
  learn->spread = g_new0 (DdiSpread, 1);
  learn->spread->n_series = header->n_series;
  learn->spread->n_products = header->n_products;
  g_mutex_init (&learn->lock);
  return learn;
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
  self->learn = new_learn (&header);
  self->learnt = header.learnt;
  self->names = header.names;
  self->days = header.days;
  stream.in = (const guint8 *)g_bytes_get_data (bytes, &stream.left) + sizeof header;
  stream.left -= sizeof header;
  pass_learn (&stream, self->learn, (guint)header.n_cells);
  if (stream.short_of || stream.left != 0)
    return NULL;
  for (int s = 0; s < header.n_series; s++)
    {
      self->learn->rolls[s].learn = self->learn;
      self->learn->rolls[s].own = NULL;
    }
  return g_steal_pointer (&self);
}

gboolean
ddi_engine_state_recognise (GBytes *bytes)
{
  gsize size;
  const void *data = g_bytes_get_data (bytes, &size);

  return size >= sizeof MAGIC - 1 && memcmp (data, MAGIC, sizeof MAGIC - 1) == 0;
}
