/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "db/ddi-pool-private.h"

#include <errno.h>
#include <glib/gi18n-lib.h>

#include "db/ddi-db-error.h"
#include "db/ddi-hosts.h"

/* How long a server that is not there may take to come (back), by role. */
static const gint64 patience[] = { 5 * G_USEC_PER_SEC, 12 * G_USEC_PER_SEC, 0 };
#define FIRST_DELAY 25 /* ms */
#define MAX_DELAY 1000 /* ms */

struct _DdiPool
{
  char *conninfo;
  guint size;
  DdiPoolRole role;
  GMutex mutex;
  GCond changed;
  GQueue idle; /* of DdiConnection, the last used first */
  guint n_open;
  guint generation; /* moved by ddi_pool_close() and by a new timeline */
  char *timeline;   /* the highest that a primary was seen to write, in hex digits of one length */
  DdiReviveFunc revive;
  gpointer revive_data;
  GDestroyNotify revive_destroy;
};

DdiPool *
ddi_pool_new (const char *conninfo, guint size, DdiPoolRole role)
{
  DdiPool *self = g_new0 (DdiPool, 1);

  self->conninfo = g_strdup (conninfo);
  self->size = MAX (size, 1);
  self->role = role;
  g_mutex_init (&self->mutex);
  g_cond_init (&self->changed);
  g_queue_init (&self->idle);
  return self;
}

void
ddi_pool_free (DdiPool *self)
{
  g_queue_clear_full (&self->idle, (GDestroyNotify)ddi_connection_free);
  g_mutex_clear (&self->mutex);
  g_cond_clear (&self->changed);
  if (self->revive_destroy)
    self->revive_destroy (self->revive_data);
  g_free (self->timeline);
  g_free (self->conninfo);
  g_free (self);
}

const char *
ddi_pool_get_conninfo (DdiPool *self)
{
  return self->conninfo;
}

void
ddi_pool_set_reviver (DdiPool *self, DdiReviveFunc revive, gpointer user_data, GDestroyNotify destroy)
{
  self->revive = revive;
  self->revive_data = user_data;
  self->revive_destroy = destroy;
}

gboolean
ddi_pool_back_off (guint base, guint attempt, GCancellable *cancellable, GError **error)
{
  double delay =
      MIN ((double)base * (1u << MIN (attempt, 10)), MAX_DELAY) * g_random_double_range (0.75, 1.25);
  GPollFD fd;

  if (cancellable && g_cancellable_make_pollfd (cancellable, &fd))
    {
      while (g_poll (&fd, 1, (int)delay) < 0 && errno == EINTR)
        continue;
      g_cancellable_release_fd (cancellable);
    }
  else
    g_usleep ((gulong)(delay * 1000));
  return !g_cancellable_set_error_if_cancelled (cancellable, error);
}

static void
close_idle (DdiPool *self, GQueue *idle)
{
  *idle = self->idle;
  g_queue_init (&self->idle);
  self->n_open -= idle->length;
  self->generation++;
  g_cond_broadcast (&self->changed);
}

/* FALSE where a primary with a higher timeline was seen. The first of a new timeline has those of the
 * old one closed. */
static gboolean
accept_timeline (DdiPool *self, const char *timeline)
{
  GQueue idle = G_QUEUE_INIT;
  gboolean accepted;

  g_mutex_lock (&self->mutex);
  accepted = g_strcmp0 (timeline, self->timeline) >= 0;
  if (g_strcmp0 (timeline, self->timeline) > 0)
    {
      if (self->timeline)
        close_idle (self, &idle);
      g_free (self->timeline);
      self->timeline = g_strdup (timeline);
    }
  g_mutex_unlock (&self->mutex);
  g_queue_clear_full (&idle, (GDestroyNotify)ddi_connection_free);
  return accepted;
}

static gboolean
knows_timeline (DdiPool *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  return self->timeline != NULL;
}

char *
ddi_pool_dup_timeline (DdiPool *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  return g_strdup (self->timeline);
}

/* Of all hosts that take writes, the one with the highest timeline, the first of equals. */
static DdiConnection *
open_newest (DdiPool *self, char **timeline)
{
  g_autoptr (GPtrArray) singles = ddi_hosts_split (self->conninfo);
  g_autoptr (DdiConnection) best = NULL;

  for (guint i = 0; singles && i < singles->len; i++)
    {
      gboolean refused;
      g_autoptr (DdiConnection) connection = ddi_connection_open (singles->pdata[i], &refused, NULL);
      g_autofree char *its = connection && ddi_connection_is_primary (connection)
                                 ? ddi_connection_dup_timeline (connection)
                                 : NULL;

      if (its == NULL || (best && g_strcmp0 (its, *timeline) <= 0))
        continue;
      g_clear_pointer (&best, ddi_connection_free);
      best = g_steal_pointer (&connection);
      g_free (*timeline);
      *timeline = g_steal_pointer (&its);
    }
  return g_steal_pointer (&best);
}

/* libpq takes the first host that takes writes. That may be a primary that was replaced and has come
 * back, which only its timeline tells. */
static DdiConnection *
open_primary (DdiPool *self, gboolean *refused, GError **error)
{
  gboolean known = knows_timeline (self);
  g_autoptr (DdiConnection) connection = ddi_connection_open (self->conninfo, refused, error);
  g_autofree char *timeline = connection ? ddi_connection_dup_timeline (connection) : NULL;

  /* A server that does not tell its history has no other. */
  if (connection == NULL || timeline == NULL || (known && accept_timeline (self, timeline)))
    return g_steal_pointer (&connection);
  g_clear_pointer (&connection, ddi_connection_free);
  g_clear_pointer (&timeline, g_free);
  connection = open_newest (self, &timeline);
  if (connection && accept_timeline (self, timeline))
    return g_steal_pointer (&connection);
  *refused = FALSE;
  g_set_error_literal (
      error, DDI_DB_ERROR, DDI_DB_ERROR_OFFLINE,
      _ ("The only server that takes writes now is one that was replaced; "
         "what is written there would be lost. Stop it, and start the one that replaced it"));
  return NULL;
}

static DdiConnection *
open_patiently (DdiPool *self, GCancellable *cancellable, GError **error)
{
  gint64 deadline = g_get_monotonic_time () + patience[self->role];

  for (guint attempt = 0;; attempt++)
    {
      g_autoptr (GError) local = NULL;
      gboolean refused;
      DdiConnection *connection = self->role == DDI_POOL_PRIMARY
                                      ? open_primary (self, &refused, &local)
                                      : ddi_connection_open (self->conninfo, &refused, &local);

      if (connection)
        return connection;
      if (refused || g_get_monotonic_time () >= deadline)
        {
          g_propagate_error (error, g_steal_pointer (&local));
          return NULL;
        }
      if (self->revive && !self->revive (self->revive_data, cancellable, error))
        return NULL;
      if (!ddi_pool_back_off (FIRST_DELAY, attempt, cancellable, error))
        return NULL;
    }
}

/* The callback takes the lock, so that the wake-up cannot fall between a waiter's look at the
 * cancellable and its sleep. */
static void
wake_up_cb (GCancellable *cancellable, DdiPool *self)
{
  g_mutex_lock (&self->mutex);
  g_cond_broadcast (&self->changed);
  g_mutex_unlock (&self->mutex);
}

/* An idle connection, or NULL with *may_open: room for a new one was reserved; or NULL: cancelled. */
static DdiConnection *
wait_for_turn (DdiPool *self, GCancellable *cancellable, guint *generation)
{
  DdiConnection *connection = NULL;

  g_mutex_lock (&self->mutex);
  while (g_queue_is_empty (&self->idle) && self->n_open >= self->size &&
         !g_cancellable_is_cancelled (cancellable))
    g_cond_wait (&self->changed, &self->mutex);
  *generation = self->generation;
  if (!g_cancellable_is_cancelled (cancellable))
    {
      connection = g_queue_pop_head (&self->idle);
      self->n_open += connection == NULL;
    }
  g_mutex_unlock (&self->mutex);
  return connection;
}

static void
forget_one (DdiPool *self)
{
  g_mutex_lock (&self->mutex);
  self->n_open--;
  g_cond_signal (&self->changed);
  g_mutex_unlock (&self->mutex);
}

DdiConnection *
ddi_pool_acquire (DdiPool *self, GCancellable *cancellable, GError **error)
{
  DdiConnection *connection;
  guint generation = 0;

  for (;;)
    {
      gulong handler =
          cancellable ? g_cancellable_connect (cancellable, G_CALLBACK (wake_up_cb), self, NULL) : 0;

      connection = wait_for_turn (self, cancellable, &generation);
      g_cancellable_disconnect (cancellable, handler);
      if (connection == NULL)
        break;
      if (ddi_connection_is_alive (connection))
        return connection;
      ddi_connection_free (connection);
      forget_one (self);
    }

  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return NULL;
  connection = open_patiently (self, cancellable, error);
  /* That of before: the one that has found a new timeline is not kept, which costs one connection. */
  if (connection)
    connection->generation = generation;
  else
    forget_one (self);
  return connection;
}

void
ddi_pool_release (DdiPool *self, DdiConnection *connection)
{
  gboolean keep = ddi_connection_is_alive (connection);

  g_mutex_lock (&self->mutex);
  keep = keep && connection->generation == self->generation;
  if (keep)
    g_queue_push_head (&self->idle, connection);
  else
    self->n_open--;
  g_cond_signal (&self->changed);
  g_mutex_unlock (&self->mutex);
  if (!keep)
    ddi_connection_free (connection);
}

void
ddi_pool_close (DdiPool *self)
{
  GQueue idle;

  g_mutex_lock (&self->mutex);
  close_idle (self, &idle);
  g_mutex_unlock (&self->mutex);
  g_queue_clear_full (&idle, (GDestroyNotify)ddi_connection_free);
}
