/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/ddi-test-watchdog.h"

#include <unistd.h>

#define TICK 10     /* ms */
#define LIMIT 100.0 /* ms */

struct _DdiTestWatchdog
{
  GSource *source;
  char *schedule;     /* /proc/…/schedstat of the thread */
  gint64 last;        /* µs */
  gint64 last_queued; /* ns that the thread had waited for a processor by then */
  double longest;     /* ms */
  guint n_ticks;
};

/* Second number of schedstat: nanoseconds spent ready and waiting; 0 where the kernel keeps none. */
static gint64
read_queued (DdiTestWatchdog *self)
{
  g_autofree char *text = NULL;
  char *rest;

  if (!g_file_get_contents (self->schedule, &text, NULL, NULL))
    return 0;
  g_ascii_strtoll (text, &rest, 10);
  return g_ascii_strtoll (rest, NULL, 10);
}

static void
note_gap (DdiTestWatchdog *self)
{
  gint64 now = g_get_monotonic_time ();
  gint64 queued = read_queued (self);
  double gap = (double)(now - self->last) / 1000 - (double)(queued - self->last_queued) / 1e6;

  self->longest = MAX (self->longest, gap);
  self->last = now;
  self->last_queued = queued;
}

static gboolean
tick_cb (gpointer user_data)
{
  DdiTestWatchdog *self = user_data;

  note_gap (self);
  self->n_ticks++;
  return G_SOURCE_CONTINUE;
}

DdiTestWatchdog *
ddi_test_watchdog_start (void)
{
  DdiTestWatchdog *self = g_new0 (DdiTestWatchdog, 1);

  self->schedule = g_strdup_printf ("/proc/self/task/%d/schedstat", (int)gettid ());
  ddi_test_watchdog_reset (self);
  self->source = g_timeout_source_new (TICK);
  /* Before drawing and idle work, so that it is those that it measures. */
  g_source_set_priority (self->source, G_PRIORITY_HIGH);
  g_source_set_callback (self->source, tick_cb, self, NULL);
  g_source_attach (self->source, g_main_context_get_thread_default ());
  return self;
}

double
ddi_test_watchdog_get_longest (DdiTestWatchdog *self)
{
  return self->longest;
}

guint
ddi_test_watchdog_get_n_ticks (DdiTestWatchdog *self)
{
  return self->n_ticks;
}

void
ddi_test_watchdog_reset (DdiTestWatchdog *self)
{
  self->last = g_get_monotonic_time ();
  self->last_queued = read_queued (self);
  self->longest = 0;
}

gboolean
ddi_test_watchdog_end (DdiTestWatchdog *self)
{
  gboolean good;

  /* What blocks up to the end counts, too. */
  note_gap (self);
  good = self->longest <= LIMIT && self->n_ticks > 0;
  g_test_message ("longest gap %.1f ms in %u ticks", self->longest, self->n_ticks);
  g_source_destroy (self->source);
  g_source_unref (self->source);
  g_free (self->schedule);
  g_free (self);
  return good;
}

void
ddi_test_watchdog_stop (DdiTestWatchdog *self)
{
  g_assert_cmpuint (self->n_ticks, >, 0);
  note_gap (self);
  g_assert_cmpfloat (self->longest, <=, LIMIT);
  ddi_test_watchdog_end (self);
}
