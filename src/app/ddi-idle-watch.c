/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/ddi-idle-watch.h"

#define CHECK_SECONDS 20

struct _DdiIdleWatch
{
  GObject parent_instance;

  GListModel *toplevels;
  guint limit;
  gint64 used_at;
  gboolean idle;
  guint source;
  double x, y; /* where the pointer was */
};

G_DEFINE_FINAL_TYPE (DdiIdleWatch, ddi_idle_watch, G_TYPE_OBJECT)

enum
{
  USED,
  IDLE,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static gint64
now_seconds (void)
{
  return g_get_real_time () / G_USEC_PER_SEC;
}

/* GTK makes motion of its own where things move below a pointer that rests: that is nobody. */
static gboolean
is_use (DdiIdleWatch *self, GdkEvent *event)
{
  double x, y;

  switch (gdk_event_get_event_type (event))
    {
    case GDK_KEY_PRESS:
    case GDK_BUTTON_PRESS:
    case GDK_TOUCH_BEGIN:
    case GDK_TOUCH_UPDATE:
    case GDK_TOUCHPAD_SWIPE:
    case GDK_TOUCHPAD_PINCH:
    case GDK_SCROLL:
    case GDK_PAD_BUTTON_PRESS:
      return TRUE;
    case GDK_MOTION_NOTIFY:
      if (!gdk_event_get_position (event, &x, &y) || (x == self->x && y == self->y))
        return FALSE;
      self->x = x;
      self->y = y;
      return TRUE;
    default:
      return FALSE;
    }
}

static gboolean
event_cb (GtkEventControllerLegacy *controller, GdkEvent *event, DdiIdleWatch *self)
{
  if (is_use (self, event))
    ddi_idle_watch_use (self, now_seconds ());
  return GDK_EVENT_PROPAGATE;
}

static void
watch_window (DdiIdleWatch *self, GtkWidget *window)
{
  GtkEventController *events = gtk_event_controller_legacy_new ();

  gtk_event_controller_set_propagation_phase (events, GTK_PHASE_CAPTURE);
  g_signal_connect_object (events, "event", G_CALLBACK (event_cb), self, 0);
  gtk_widget_add_controller (window, events);
}

static void
windows_changed_cb (GListModel *windows, guint position, guint removed, guint added, DdiIdleWatch *self)
{
  for (guint i = position; i < position + added; i++)
    {
      g_autoptr (GtkWidget) window = g_list_model_get_item (windows, i);

      watch_window (self, window);
    }
}

static gboolean
check_cb (gpointer user_data)
{
  ddi_idle_watch_check (user_data, now_seconds ());
  return G_SOURCE_CONTINUE;
}

static void
ddi_idle_watch_finalize (GObject *object)
{
  DdiIdleWatch *self = DDI_IDLE_WATCH (object);

  g_clear_handle_id (&self->source, g_source_remove);
  G_OBJECT_CLASS (ddi_idle_watch_parent_class)->finalize (object);
}

static void
ddi_idle_watch_class_init (DdiIdleWatchClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = ddi_idle_watch_finalize;

  signals[USED] = g_signal_new ("used", DDI_TYPE_IDLE_WATCH, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                G_TYPE_NONE, 1, G_TYPE_INT64);
  signals[IDLE] =
      g_signal_new ("idle", DDI_TYPE_IDLE_WATCH, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
ddi_idle_watch_init (DdiIdleWatch *self)
{
  self->toplevels = gtk_window_get_toplevels ();
  g_signal_connect_object (self->toplevels, "items-changed", G_CALLBACK (windows_changed_cb), self, 0);
  windows_changed_cb (self->toplevels, 0, 0, g_list_model_get_n_items (self->toplevels), self);
}

DdiIdleWatch *
ddi_idle_watch_new (gint64 now)
{
  DdiIdleWatch *self = g_object_new (DDI_TYPE_IDLE_WATCH, NULL);

  self->used_at = now;
  return self;
}

void
ddi_idle_watch_set_limit (DdiIdleWatch *self, guint seconds, gint64 now)
{
  g_return_if_fail (DDI_IS_IDLE_WATCH (self));

  self->limit = seconds;
  self->used_at = now;
  self->idle = FALSE;
  g_clear_handle_id (&self->source, g_source_remove);
  if (seconds > 0)
    self->source = g_timeout_add_seconds (MIN (seconds, CHECK_SECONDS), check_cb, self);
}

guint
ddi_idle_watch_get_limit (DdiIdleWatch *self)
{
  g_return_val_if_fail (DDI_IS_IDLE_WATCH (self), 0);
  return self->limit;
}

void
ddi_idle_watch_use (DdiIdleWatch *self, gint64 now)
{
  g_return_if_fail (DDI_IS_IDLE_WATCH (self));

  ddi_idle_watch_check (self, now);
  self->used_at = now;
  self->idle = FALSE;
  g_signal_emit (self, signals[USED], 0, now);
}

void
ddi_idle_watch_check (DdiIdleWatch *self, gint64 now)
{
  g_return_if_fail (DDI_IS_IDLE_WATCH (self));

  /* A clock that was set back must not keep it waiting for what has been. */
  self->used_at = MIN (self->used_at, now);
  if (self->limit == 0 || self->idle || now - self->used_at < self->limit)
    return;
  self->idle = TRUE;
  g_signal_emit (self, signals[IDLE], 0);
}
