/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/ddi-session-watch.h"

struct _DdiSessionWatch
{
  GObject parent_instance;

  DdiSession *session;
  gint64 told_at;
  gboolean telling;
};

G_DEFINE_FINAL_TYPE (DdiSessionWatch, ddi_session_watch, G_TYPE_OBJECT)

enum
{
  ENDED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

/* A server that is away says nothing of the session: the next use asks again. */
static void
told_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (DdiSessionWatch) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) rows = ddi_database_run_finish (DDI_DATABASE (source), result, &error);

  self->telling = FALSE;
  if (rows == NULL)
    g_debug ("telling that the session is in use: %s", error->message);
  else if (!ddi_rows_get_boolean (rows->pdata[0], 0, 0))
    g_signal_emit (self, signals[ENDED], 0);
}

static void
ddi_session_watch_finalize (GObject *object)
{
  g_clear_object (&DDI_SESSION_WATCH (object)->session);
  G_OBJECT_CLASS (ddi_session_watch_parent_class)->finalize (object);
}

static void
ddi_session_watch_class_init (DdiSessionWatchClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = ddi_session_watch_finalize;

  signals[ENDED] =
      g_signal_new ("ended", DDI_TYPE_SESSION_WATCH, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
ddi_session_watch_init (DdiSessionWatch *self)
{
}

DdiSessionWatch *
ddi_session_watch_new (DdiSession *session, gint64 now)
{
  DdiSessionWatch *self = g_object_new (DDI_TYPE_SESSION_WATCH, NULL);

  self->session = g_object_ref (session);
  self->told_at = now;
  return self;
}

void
ddi_session_watch_use (DdiSessionWatch *self, gint64 now)
{
  DdiUnit *unit;

  g_return_if_fail (DDI_IS_SESSION_WATCH (self));

  /* A clock that was set back must not keep it quiet. */
  if (self->telling || ddi_session_get_user_id (self->session) == 0 ||
      (now >= self->told_at && now - self->told_at < DDI_SESSION_WATCH_SECONDS))
    return;
  self->telling = TRUE;
  self->told_at = now;
  unit = ddi_unit_new ();
  ddi_unit_add (unit, "accounts/touch", NULL);
  ddi_database_run_async (ddi_session_get_database (self->session), unit, NULL, told_cb, g_object_ref (self));
}
