/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/ddi-window-lock.h"

#include "app/ddi-preferences.h"
#include "app/ddi-window-cover.h"
#include "app/ddi-window-private.h"

#define KEY "lock-after"

struct _DdiWindowLock
{
  GObject parent_instance;

  DdiWindow *window; /* these three own this */
  GtkStack *views;
  DdiLockView *view;

  GSettings *settings; /* NULL where the schema is not installed: never idle */
  DdiSession *session;
  DdiSessionWatch *watch; /* NULL where there is no session */
  DdiIdleWatch *idle;
  GtkWidget *focus; /* where the person was; weak */
  guint cover_source;
};

G_DEFINE_FINAL_TYPE (DdiWindowLock, ddi_window_lock, G_TYPE_OBJECT)

static gint64
now_seconds (void)
{
  return g_get_real_time () / G_USEC_PER_SEC;
}

static gboolean
has_password (DdiWindowLock *self)
{
  return self->session && ddi_home_get_email (ddi_session_get_home (self->session)) != NULL;
}

/* "never", or minutes. */
static void
settings_changed_cb (DdiWindowLock *self)
{
  g_autofree char *minutes =
      self->settings && has_password (self) ? g_settings_get_string (self->settings, KEY) : NULL;

  ddi_idle_watch_set_limit (self->idle, minutes ? 60 * (guint)g_ascii_strtoull (minutes, NULL, 10) : 0,
                            now_seconds ());
}

/* Without a password only the start is left. */
static void
ended_cb (DdiWindowLock *self)
{
  if (has_password (self))
    ddi_window_lock_lock (self, DDI_LOCK_ENDED);
  else
    gtk_widget_activate_action (GTK_WIDGET (self->window), "app.leave-home", NULL);
}

static void
idle_cb (DdiWindowLock *self)
{
  ddi_window_lock_lock (self, DDI_LOCK_IDLE);
}

static void
used_cb (DdiWindowLock *self, gint64 now)
{
  if (self->watch && !ddi_window_lock_is_locked (self))
    ddi_session_watch_use (self->watch, now);
}

static gboolean
cover_cb (gpointer user_data)
{
  DdiWindowLock *self = user_data;

  self->cover_source = 0;
  if (ddi_window_lock_is_locked (self))
    ddi_window_cover (self->window);
  return G_SOURCE_REMOVE;
}

/* Work that goes on may open a dialog: not over the question. */
static void
windows_changed_cb (DdiWindowLock *self)
{
  if (self->cover_source == 0 && ddi_window_lock_is_locked (self))
    self->cover_source = g_idle_add_full (G_PRIORITY_HIGH, cover_cb, self, NULL);
}

static void
entered_cb (DdiWindowLock *self)
{
  DdiPage *page = ddi_window_get_page (self->window);

  gtk_stack_set_visible_child_name (self->views, "main");
  if (self->focus)
    gtk_widget_grab_focus (self->focus);
  g_clear_weak_pointer (&self->focus);
  ddi_window_uncover (self->window);
  settings_changed_cb (self);
  ddi_session_send (self->session, FALSE);
  if (page)
    ddi_page_reload (page);
}

static void
ddi_window_lock_dispose (GObject *object)
{
  DdiWindowLock *self = DDI_WINDOW_LOCK (object);

  g_clear_handle_id (&self->cover_source, g_source_remove);
  g_clear_weak_pointer (&self->focus);
  g_clear_object (&self->settings);
  g_clear_object (&self->watch);
  g_clear_object (&self->idle);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (ddi_window_lock_parent_class)->dispose (object);
}

static void
ddi_window_lock_class_init (DdiWindowLockClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = ddi_window_lock_dispose;
}

static void
ddi_window_lock_init (DdiWindowLock *self)
{
  self->idle = ddi_idle_watch_new (now_seconds ());
  g_signal_connect_object (self->idle, "idle", G_CALLBACK (idle_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->idle, "used", G_CALLBACK (used_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (gtk_window_get_toplevels (), "items-changed", G_CALLBACK (windows_changed_cb),
                           self, G_CONNECT_SWAPPED);
  self->settings = ddi_preferences_open ();
  if (self->settings)
    g_signal_connect_object (self->settings, "changed::" KEY, G_CALLBACK (settings_changed_cb), self,
                             G_CONNECT_SWAPPED);
}

DdiWindowLock *
ddi_window_lock_new (DdiWindow *window, GtkStack *views, DdiLockView *view)
{
  DdiWindowLock *self = g_object_new (DDI_TYPE_WINDOW_LOCK, NULL);

  self->window = window;
  self->views = views;
  self->view = view;
  g_signal_connect_object (view, "entered", G_CALLBACK (entered_cb), self, G_CONNECT_SWAPPED);
  return self;
}

void
ddi_window_lock_set_session (DdiWindowLock *self, DdiSession *session)
{
  g_return_if_fail (DDI_IS_WINDOW_LOCK (self));

  if (ddi_window_lock_is_locked (self))
    ddi_window_uncover_nothing (self->window);
  g_clear_weak_pointer (&self->focus);
  g_set_object (&self->session, session);
  g_clear_object (&self->watch);
  ddi_lock_view_set_session (self->view, NULL, DDI_LOCK_ENDED);
  settings_changed_cb (self);
  if (session == NULL)
    return;
  self->watch = ddi_session_watch_new (session, now_seconds ());
  g_signal_connect_object (self->watch, "ended", G_CALLBACK (ended_cb), self, G_CONNECT_SWAPPED);
}

gboolean
ddi_window_lock_is_locked (DdiWindowLock *self)
{
  g_return_val_if_fail (DDI_IS_WINDOW_LOCK (self), FALSE);
  return g_strcmp0 (gtk_stack_get_visible_child_name (self->views), "lock") == 0;
}

void
ddi_window_lock_lock (DdiWindowLock *self, DdiLockReason reason)
{
  g_return_if_fail (DDI_IS_WINDOW_LOCK (self));

  if (!has_password (self) || ddi_window_lock_is_locked (self))
    return;
  g_set_weak_pointer (&self->focus, gtk_window_get_focus (GTK_WINDOW (self->window)));
  gtk_window_set_focus (GTK_WINDOW (self->window), NULL);
  ddi_window_cover (self->window);
  ddi_lock_view_set_session (self->view, self->session, reason);
  gtk_stack_set_visible_child_name (self->views, "lock");
  ddi_lock_view_grab (self->view);
}

DdiSessionWatch *
ddi_window_lock_get_session_watch (DdiWindowLock *self)
{
  g_return_val_if_fail (DDI_IS_WINDOW_LOCK (self), NULL);
  return self->watch;
}

DdiIdleWatch *
ddi_window_lock_get_idle_watch (DdiWindowLock *self)
{
  g_return_val_if_fail (DDI_IS_WINDOW_LOCK (self), NULL);
  return self->idle;
}

void
ddi_window_lock_command_activate (DdiWindow *window, GVariant *parameter)
{
  ddi_window_lock_lock (ddi_window_get_lock (window), DDI_LOCK_ASKED);
}
