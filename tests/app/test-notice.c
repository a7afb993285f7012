/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A desktop of the test's own takes the notification over the session bus. */
#include "app/ddi-notice.h"

#include "app/ddi-test-window.h"

static const char desktop_xml[] =
    "<node><interface name='org.freedesktop.Notifications'>"
    "<method name='Notify'><arg type='s' direction='in'/><arg type='u' direction='in'/><arg type='s' "
    "direction='in'/>"
    "<arg type='s' direction='in'/><arg type='s' direction='in'/><arg type='as' direction='in'/>"
    "<arg type='a{sv}' direction='in'/><arg type='i' direction='in'/><arg type='u' direction='out'/></method>"
    "<method name='GetCapabilities'><arg type='as' direction='out'/></method>"
    "<method name='CloseNotification'><arg type='u' direction='in'/></method></interface></node>";

static char *told;

static void
call_cb (GDBusConnection *connection, const char *sender, const char *path, const char *interface,
         const char *method, GVariant *parameters, GDBusMethodInvocation *invocation, gpointer user_data)
{
  const char *title, *body;

  if (!g_str_equal (method, "Notify"))
    {
      g_dbus_method_invocation_return_value (invocation, g_str_equal (method, "GetCapabilities")
                                                             ? g_variant_new_parsed ("(@as [],)")
                                                             : NULL);
      return;
    }
  g_variant_get (parameters, "(&su&s&s&s@as@a{sv}i)", NULL, NULL, NULL, &title, &body, NULL, NULL, NULL);
  g_free (told);
  told = g_strdup_printf ("%s: %s", title, body);
  g_dbus_method_invocation_return_value (invocation, g_variant_new ("(u)", 1));
}

static void
acquired_cb (GDBusConnection *connection, const char *name, gpointer user_data)
{
  *(gboolean *)user_data = TRUE;
}

static gboolean
is_true (gpointer user_data)
{
  return *(gboolean *)user_data;
}

static gboolean
is_told (gpointer user_data)
{
  return told != NULL;
}

/* Where no desktop listens nothing is sent: GLib would warn. */
static void
test_nobody (void)
{
  GtkWidget *window = gtk_window_new ();

  gtk_window_set_application (GTK_WINDOW (window), GTK_APPLICATION (g_application_get_default ()));
  g_assert_true (ddi_notice_post (GTK_WINDOW (window), "The import has ended", "12 figures"));
  for (guint i = 0; i < 20; i++)
    {
      ddi_test_settle ();
      g_usleep (10000);
    }
  g_assert_null (told);
  gtk_window_destroy (GTK_WINDOW (window));
}

static void
test_told (void)
{
  static const GDBusInterfaceVTable table = { call_cb, NULL, NULL, { 0 } };
  g_autoptr (GDBusConnection) bus = g_bus_get_sync (G_BUS_TYPE_SESSION, NULL, NULL);
  g_autoptr (GDBusNodeInfo) node = g_dbus_node_info_new_for_xml (desktop_xml, NULL);
  GApplication *application = g_application_get_default ();
  GtkWidget *window = gtk_window_new ();
  gboolean acquired = FALSE;
  guint name = g_bus_own_name_on_connection (bus, "org.freedesktop.Notifications", 0, acquired_cb, NULL,
                                             &acquired, NULL);
  guint object = g_dbus_connection_register_object (bus, "/org/freedesktop/Notifications",
                                                    node->interfaces[0], &table, NULL, NULL, NULL);

  ddi_test_wait (is_true, &acquired);
  /* A window of no program has no desktop to tell. */
  g_assert_false (ddi_notice_post (GTK_WINDOW (window), "The import has ended", "12 figures"));
  gtk_window_set_application (GTK_WINDOW (window), GTK_APPLICATION (application));
  /* It was never shown, so it cannot have the focus. */
  g_assert_true (ddi_notice_post (GTK_WINDOW (window), "The import has ended", "12 figures"));
  ddi_test_wait (is_told, NULL);
  g_assert_cmpstr (told, ==, "The import has ended: 12 figures");
  g_clear_pointer (&told, g_free);
  gtk_window_destroy (GTK_WINDOW (window));
  g_dbus_connection_unregister_object (bus, object);
  g_bus_unown_name (name);
}

int
main (int argc, char *argv[])
{
  ddi_test_ui_init (&argc, &argv);
  g_test_add_func ("/notice/nobody", test_nobody);
  g_test_add_func ("/notice/told", test_told);
  return g_test_run ();
}
