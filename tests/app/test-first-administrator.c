/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who begins with a new database on a server becomes its administrator in the window. */
#include "app/ddi-connect-dialog.h"
#include "app/ddi-test-window.h"
#include "support/ddi-test-home.h"

static DdiHome *server;

static GtkWidget *
part (gpointer dialog, const char *name)
{
  return GTK_WIDGET (gtk_widget_get_template_child (dialog, DDI_TYPE_CONNECT_DIALOG, name));
}

static gboolean
asks_for_name (gpointer dialog)
{
  return gtk_widget_get_visible (part (dialog, "first_group"));
}

static gboolean
has_refused (gpointer dialog)
{
  return gtk_widget_get_visible (part (dialog, "error_group"));
}

static gboolean
is_known (gpointer session)
{
  return *(gpointer *)session != NULL;
}

static void
connected_cb (DdiConnectDialog *dialog, DdiSession *session, const char *connection, DdiSession **connected)
{
  *connected = g_object_ref (session);
}

static DdiConnectDialog *
enter (const char *conninfo, const char *password)
{
  DdiConnectDialog *dialog = ddi_connect_dialog_new (NULL, conninfo);

  gtk_window_present (GTK_WINDOW (dialog));
  gtk_editable_set_text (GTK_EDITABLE (part (dialog, "email")), "ada@example.org");
  gtk_editable_set_text (GTK_EDITABLE (part (dialog, "account_password")), password);
  g_signal_emit_by_name (part (dialog, "connect_button"), "clicked");
  return dialog;
}

static void
test_first (void)
{
  g_autofree char *app =
      ddi_cluster_dup_conninfo (ddi_home_get_cluster (server), DDI_CLUSTER_APP, "dunkin_demand");
  g_autoptr (DdiSession) connected = NULL;
  DdiConnectDialog *dialog;

  /* As a server is: nobody is its owner by the account of the desktop. */
  g_free (ddi_test_home_psql (server, FALSE, "DELETE FROM auth_sessions WHERE kind = 'local'"));
  dialog = enter (app, "three green umbrellas");
  g_assert_false (asks_for_name (dialog));
  ddi_test_wait (asks_for_name, dialog);
  g_assert_false (has_refused (dialog));
  /* Of another server nothing is known. */
  gtk_editable_set_text (GTK_EDITABLE (part (dialog, "connection")), "host=elsewhere");
  g_assert_false (asks_for_name (dialog));
  gtk_window_destroy (GTK_WINDOW (dialog));

  dialog = enter (app, "12345678");
  ddi_test_wait (asks_for_name, dialog);
  g_signal_emit_by_name (part (dialog, "connect_button"), "clicked");
  ddi_test_wait (has_refused, dialog);
  ddi_test_wait_for_sql (server, "SELECT count(*) FROM users WHERE email <> 'local@localhost'", "0");

  gtk_editable_set_text (GTK_EDITABLE (part (dialog, "account_password")), "three green umbrellas");
  gtk_editable_set_text (GTK_EDITABLE (part (dialog, "name")), "Ada");
  g_signal_connect (dialog, "connected", G_CALLBACK (connected_cb), &connected);
  g_signal_emit_by_name (part (dialog, "connect_button"), "clicked");
  ddi_test_wait (is_known, &connected);
  ddi_test_wait_for_sql (server, "SELECT name || ' ' || role FROM users WHERE email = 'ada@example.org'",
                         "Ada administrator");
  ddi_home_close (ddi_session_get_home (connected), NULL);
  ddi_test_settle ();
}

/* The next one is told no more than that it did not do. */
static void
test_second (void)
{
  g_autofree char *app =
      ddi_cluster_dup_conninfo (ddi_home_get_cluster (server), DDI_CLUSTER_APP, "dunkin_demand");
  DdiConnectDialog *dialog = enter (app, "four green umbrellas");

  ddi_test_wait (has_refused, dialog);
  g_assert_false (asks_for_name (dialog));
  gtk_window_destroy (GTK_WINDOW (dialog));
  ddi_test_settle ();
}

int
main (int argc, char **argv)
{
  int status;

  ddi_test_ui_init (&argc, &argv);
  server = ddi_test_home_new ();
  g_test_add_func ("/first-administrator/becomes", test_first);
  g_test_add_func ("/first-administrator/second", test_second);
  status = g_test_run ();
  ddi_home_close (server, NULL);
  g_object_unref (server);
  return status;
}
