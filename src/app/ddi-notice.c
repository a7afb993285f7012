/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/ddi-notice.h"

/* One at a time: the newest end is what counts. */
#define ID "work-ended"

static gboolean
has_focus (GtkApplication *application)
{
  for (GList *l = gtk_application_get_windows (application); l; l = l->next)
    if (gtk_window_is_active (l->data))
      return TRUE;
  return FALSE;
}

/* Inside a sandbox a portal takes it, and is always there. */
static gboolean
is_sandboxed (void)
{
  return g_file_test ("/.flatpak-info", G_FILE_TEST_EXISTS);
}

typedef struct
{
  GApplication *application;
  GNotification *notice;
} Post;

static void
post_free (Post *post)
{
  g_object_unref (post->application);
  g_object_unref (post->notice);
  g_free (post);
}

/* Without a desktop that listens GLib would only complain. */
static void
names_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Post *post = user_data;
  g_autoptr (GVariant) answer = g_dbus_connection_call_finish (G_DBUS_CONNECTION (source), result, NULL);
  g_autofree const char **names = NULL;

  if (answer)
    g_variant_get (answer, "(^a&s)", &names);
  if (names && (g_strv_contains (names, "org.gtk.Notifications") ||
                g_strv_contains (names, "org.freedesktop.Notifications")))
    g_application_send_notification (post->application, ID, post->notice);
  post_free (post);
}

gboolean
ddi_notice_post (GtkWindow *window, const char *title, const char *body)
{
  GtkApplication *application = window ? gtk_window_get_application (window) : NULL;
  GDBusConnection *bus;
  g_autoptr (GNotification) notice = NULL;
  Post *post;

  if (application == NULL || has_focus (application))
    return FALSE;
  notice = g_notification_new (title);
  g_notification_set_body (notice, body);
  g_notification_set_default_action (notice, "app.activate");
  bus = g_application_get_dbus_connection (G_APPLICATION (application));
  if (is_sandboxed ())
    g_application_send_notification (G_APPLICATION (application), ID, notice);
  else if (bus)
    {
      post = g_new0 (Post, 1);
      *post = (Post){ g_object_ref (G_APPLICATION (application)), g_steal_pointer (&notice) };
      g_dbus_connection_call (bus, "org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus",
                              "ListNames", NULL, G_VARIANT_TYPE ("(as)"), G_DBUS_CALL_FLAGS_NONE, -1, NULL,
                              names_cb, post);
    }
  return TRUE;
}
