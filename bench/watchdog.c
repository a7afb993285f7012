/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "watchdog.h"

#include <unistd.h>

#define TICK 10 /* ms */

struct _Watchdog
{
  GSource *source;
  char *schedule;     /* /proc/…/schedstat of the thread */
  gint64 last;        /* µs */
  gint64 last_queued; /* ns that the thread had waited for a processor by then */
  double longest;     /* ms */
};

/* Second number of schedstat: nanoseconds spent ready and waiting; 0 where the kernel keeps none. */
static gint64
read_queued (Watchdog *self)
{
  g_autofree char *text = NULL;
  char *rest;

  if (!g_file_get_contents (self->schedule, &text, NULL, NULL))
    return 0;
  g_ascii_strtoll (text, &rest, 10);
  return g_ascii_strtoll (rest, NULL, 10);
}

static gboolean
tick_cb (gpointer user_data)
{
  Watchdog *self = user_data;
  gint64 now = g_get_monotonic_time ();
  gint64 queued = read_queued (self);
  double gap = (double)(now - self->last) / 1000 - (double)(queued - self->last_queued) / 1e6;

  self->longest = MAX (self->longest, gap);
  self->last = now;
  self->last_queued = queued;
  return G_SOURCE_CONTINUE;
}

Watchdog *
watchdog_start (void)
{
  Watchdog *self = g_new0 (Watchdog, 1);

  self->schedule = g_strdup_printf ("/proc/self/task/%d/schedstat", (int)gettid ());
  self->last = g_get_monotonic_time ();
  self->last_queued = read_queued (self);
  self->source = g_timeout_source_new (TICK);
  /* Before drawing and idle work, so that it is those that it measures. */
  g_source_set_priority (self->source, G_PRIORITY_HIGH);
  g_source_set_callback (self->source, tick_cb, self, NULL);
  g_source_attach (self->source, g_main_context_get_thread_default ());
  return self;
}

double
watchdog_stop (Watchdog *self)
{
  double longest;

  /* What blocks up to the end counts, too. */
  tick_cb (self);
  longest = self->longest;
  g_source_destroy (self->source);
  g_source_unref (self->source);
  g_free (self->schedule);
  g_free (self);
  return longest;
}
