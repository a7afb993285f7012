/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who has forgotten their password tells the administrators, and learns nothing of who has an account. */
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
has_answered (gpointer dialog)
{
  return gtk_widget_get_visible (part (dialog, "answer"));
}

static void
ask (DdiConnectDialog *dialog, const char *email)
{
  gtk_editable_set_text (GTK_EDITABLE (part (dialog, "email")), email);
  g_signal_emit_by_name (part (dialog, "forgot_button"), "clicked");
}

static void
test_forgotten (void)
{
  g_autofree char *app =
      ddi_cluster_dup_conninfo (ddi_home_get_cluster (server), DDI_CLUSTER_APP, "dunkin_demand");
  DdiConnectDialog *dialog = ddi_connect_dialog_new (NULL, app);
  const char *wishes =
      "SELECT count(*) || coalesce(min(u.email), '') FROM auth.reset_requests r JOIN users u ON "
      "auth.same_address(u.email) = r.address";

  g_free (ddi_test_home_psql (server, FALSE,
                              "SELECT auth.invite('ada@example.org', 'Ada', 'administrator', NULL)"));
  gtk_window_present (GTK_WINDOW (dialog));
  ask (dialog, "");
  g_assert_true (gtk_widget_get_visible (part (dialog, "error_group")));
  ask (dialog, "nobody@example.org");
  g_assert_false (has_answered (dialog));
  ddi_test_wait (has_answered, dialog);
  ddi_test_wait_for_sql (server, wishes, "0");
  ask (dialog, "ada@example.org");
  g_assert_false (has_answered (dialog));
  ddi_test_wait (has_answered, dialog);
  g_assert_false (gtk_widget_get_visible (part (dialog, "error_group")));
  ddi_test_wait_for_sql (server, wishes, "1ada@example.org");
  gtk_window_destroy (GTK_WINDOW (dialog));
  ddi_test_settle ();
}

int
main (int argc, char **argv)
{
  int status;

  ddi_test_ui_init (&argc, &argv);
  server = ddi_test_home_new ();
  g_test_add_func ("/forgotten/ask", test_forgotten);
  status = g_test_run ();
  ddi_home_close (server, NULL);
  g_object_unref (server);
  return status;
}
