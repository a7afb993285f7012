/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "db/ddi-change-watch.h"

#include "db/ddi-database-private.h"
#include "db/ddi-session-private.h"

/* Milliseconds. A change is told within two seconds either way. */
#define ASK_EVERY 1500
/* What comes in a row is told together. */
#define GATHER 250
#define LEAST_BETWEEN 1000
/* A server that speaks is asked now and then all the same: a firewall may have cut the line without a word, and who
 * commits at the same moment as another leaves the word to them. */
#define ASK_SELDOM 10000
#define FIRST_DELAY 500
#define MOST_DELAY 10000

struct _DdiChangeWatch
{
  GObject parent_instance;

  GCancellable *cancellable;
  int state; /* atomic */
};

G_DEFINE_FINAL_TYPE (DdiChangeWatch, ddi_change_watch, G_TYPE_OBJECT)

enum
{
  CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

/* The thread's own. It does not keep the watch, and ends soon after it. */
typedef struct
{
  GWeakRef watch;
  GMainContext *context;
  DdiDatabase *database;
  GCancellable *cancellable;
  PGconn *pg;          /* the one that listens; NULL: none does */
  gboolean mute;       /* the server is known not to speak unasked */
  gboolean heard;      /* lately: what came right behind it is looked for */
  char *snapshot;      /* up to where has been looked */
  gint64 looked_at;    /* monotonic µs */
  gint64 listen_after; /* monotonic µs before which listening is not tried again */
} Loop;

static void
loop_free (Loop *loop)
{
  g_weak_ref_clear (&loop->watch);
  g_main_context_unref (loop->context);
  g_object_unref (loop->database);
  g_object_unref (loop->cancellable);
  g_clear_pointer (&loop->pg, PQfinish);
  g_free (loop->snapshot);
  g_free (loop);
}

static void
set_state (Loop *loop, DdiChangeWatchState state)
{
  g_autoptr (DdiChangeWatch) watch = g_weak_ref_get (&loop->watch);

  if (watch)
    g_atomic_int_set (&watch->state, (int)state);
}

/* Telling */

typedef struct
{
  GWeakRef watch;
  char *subjects;
} Telling;

static void
telling_free (Telling *telling)
{
  g_weak_ref_clear (&telling->watch);
  g_free (telling->subjects);
  g_free (telling);
}

static gboolean
tell_cb (gpointer user_data)
{
  Telling *telling = user_data;
  g_autoptr (DdiChangeWatch) watch = g_weak_ref_get (&telling->watch);

  if (watch && !g_cancellable_is_cancelled (watch->cancellable))
    g_signal_emit (watch, signals[CHANGED], 0, telling->subjects);
  return G_SOURCE_REMOVE;
}

static void
tell (Loop *loop, const char *subjects)
{
  g_autoptr (DdiChangeWatch) watch = g_weak_ref_get (&loop->watch);
  Telling *telling;

  if (watch == NULL)
    return;
  telling = g_new0 (Telling, 1);
  g_weak_ref_init (&telling->watch, watch);
  telling->subjects = g_strdup (subjects);
  g_main_context_invoke_full (loop->context, G_PRIORITY_DEFAULT, tell_cb, telling,
                              (GDestroyNotify)telling_free);
}

/* Looking, through the pool: what may be told depends on who asks. */
static gboolean
look (Loop *loop)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) results = NULL;
  DdiUnit *unit = ddi_unit_new ();
  DdiRows *rows;
  const char *subjects;

  ddi_unit_add (unit, "changes/list-since", g_variant_new ("(ms)", loop->snapshot));
  ddi_unit_set_read_only (unit);
  results = ddi_database_run (loop->database, unit, loop->cancellable, &error);
  loop->looked_at = g_get_monotonic_time ();
  if (results == NULL)
    {
      g_debug ("what others have changed: %s", error->message);
      return FALSE;
    }
  rows = results->pdata[0];
  /* Nobody is signed in: nothing is told. */
  if (ddi_rows_get_n (rows) == 0)
    return FALSE;
  g_free (loop->snapshot);
  loop->snapshot = g_strdup (ddi_rows_get_text (rows, 0, 0));
  subjects = ddi_rows_get_text (rows, 0, 1);
  if (*subjects)
    tell (loop, subjects);
  return TRUE;
}

/* Listening */

static void
stop_listening (Loop *loop)
{
  g_clear_pointer (&loop->pg, PQfinish);
  loop->listen_after = g_get_monotonic_time () + MOST_DELAY * (gint64)1000;
}

/* Behind a pooler in transaction mode LISTEN succeeds, and nothing is heard. */
static gboolean
can_speak (PGconn *pg, GError **error)
{
  g_autoptr (PGresult) result = ddi_session_query (pg, "changes/get-backend", NULL, 0, error);

  return result && atoi (PQgetvalue (result, 0, 0)) == PQbackendPID (pg) && *PQgetvalue (result, 0, 1) == 'f';
}

static void
listen_if_possible (Loop *loop)
{
  g_autoptr (GError) error = NULL;

  if (loop->pg || loop->mute || g_get_monotonic_time () < loop->listen_after)
    return;
  loop->pg = ddi_session_open (ddi_database_get_conninfo (loop->database), NULL, &error);
  if (loop->pg && !can_speak (loop->pg, &error))
    {
      loop->mute = error == NULL;
      stop_listening (loop);
    }
  else if (loop->pg && !ddi_session_execute_query (loop->pg, "changes/listen", &error))
    stop_listening (loop);
  else if (loop->pg == NULL)
    loop->listen_after = g_get_monotonic_time () + MOST_DELAY * (gint64)1000;
  if (error)
    g_debug ("not listening: %s", error->message);
}

/* TRUE where the server has spoken. */
static gboolean
hear (Loop *loop)
{
  gboolean heard = FALSE;
  PGnotify *notify;

  if (!PQconsumeInput (loop->pg) || PQstatus (loop->pg) != CONNECTION_OK)
    {
      stop_listening (loop);
      /* Tried again at once: a server that has started anew is there by now, or the next look waits for it. */
      loop->listen_after = 0;
      return TRUE;
    }
  while ((notify = PQnotifies (loop->pg)) != NULL)
    {
      heard = TRUE;
      PQfreemem (notify);
    }
  return heard;
}

/* At most @milliseconds; FALSE where the time has passed. Listens unless @deaf. */
static gboolean
wait_for_word (Loop *loop, gint64 milliseconds, gboolean deaf)
{
  gint64 deadline = g_get_monotonic_time () + milliseconds * 1000;
  GPollFD fds[2] = { { .fd = -1 }, { .fd = -1 } };
  gboolean heard = FALSE;

  if (!g_cancellable_make_pollfd (loop->cancellable, &fds[0]))
    return FALSE;
  while (!heard && !g_cancellable_is_cancelled (loop->cancellable))
    {
      gint64 left = (deadline - g_get_monotonic_time ()) / 1000;

      if (left <= 0)
        break;
      fds[1] = (GPollFD){ .fd = loop->pg && !deaf ? PQsocket (loop->pg) : -1, .events = G_IO_IN };
      if (g_poll (fds, fds[1].fd >= 0 ? 2 : 1, (int)left) > 0 && fds[1].fd >= 0 && fds[1].revents)
        heard = hear (loop);
    }
  g_cancellable_release_fd (loop->cancellable);
  return heard;
}

static void
wait_for_next (Loop *loop, guint n_failed)
{
  if (n_failed > 0)
    wait_for_word (loop, MIN (FIRST_DELAY << MIN (n_failed - 1, 6), MOST_DELAY), TRUE);
  else if (loop->pg == NULL)
    wait_for_word (loop, ASK_EVERY, TRUE);
  else
    {
      loop->heard = wait_for_word (loop, loop->heard ? ASK_EVERY : ASK_SELDOM, FALSE);
      if (loop->heard)
        wait_for_word (loop, MAX (GATHER, LEAST_BETWEEN - (g_get_monotonic_time () - loop->looked_at) / 1000),
                       TRUE);
    }
}

static gpointer
watch_thread (gpointer data)
{
  Loop *loop = data;
  guint n_failed = 0;

  while (!g_cancellable_is_cancelled (loop->cancellable))
    {
      /* First listen, then look: what comes between is heard. */
      listen_if_possible (loop);
      n_failed = look (loop) ? 0 : n_failed + 1;
      set_state (loop, n_failed > 0 ? DDI_CHANGE_WATCH_BEGINNING
                       : loop->pg   ? DDI_CHANGE_WATCH_LISTENING
                                    : DDI_CHANGE_WATCH_ASKING);
      wait_for_next (loop, n_failed);
    }
  loop_free (loop);
  return NULL;
}

static void
ddi_change_watch_dispose (GObject *object)
{
  g_cancellable_cancel (DDI_CHANGE_WATCH (object)->cancellable);
  G_OBJECT_CLASS (ddi_change_watch_parent_class)->dispose (object);
}

static void
ddi_change_watch_finalize (GObject *object)
{
  g_clear_object (&DDI_CHANGE_WATCH (object)->cancellable);
  G_OBJECT_CLASS (ddi_change_watch_parent_class)->finalize (object);
}

static void
ddi_change_watch_class_init (DdiChangeWatchClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = ddi_change_watch_dispose;
  G_OBJECT_CLASS (klass)->finalize = ddi_change_watch_finalize;

  signals[CHANGED] = g_signal_new ("changed", DDI_TYPE_CHANGE_WATCH, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
ddi_change_watch_init (DdiChangeWatch *self)
{
  self->cancellable = g_cancellable_new ();
}

DdiChangeWatch *
ddi_change_watch_new (DdiDatabase *database)
{
  DdiChangeWatch *self = g_object_new (DDI_TYPE_CHANGE_WATCH, NULL);
  Loop *loop = g_new0 (Loop, 1);

  g_weak_ref_init (&loop->watch, self);
  loop->context = g_main_context_ref_thread_default ();
  loop->database = g_object_ref (database);
  loop->cancellable = g_object_ref (self->cancellable);
  g_thread_unref (g_thread_new ("change-watch", watch_thread, loop));
  return self;
}

DdiChangeWatchState
ddi_change_watch_get_state (DdiChangeWatch *self)
{
  g_return_val_if_fail (DDI_IS_CHANGE_WATCH (self), DDI_CHANGE_WATCH_BEGINNING);
  return (DdiChangeWatchState)g_atomic_int_get (&self->state);
}
