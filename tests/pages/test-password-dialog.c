/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A person changes the own password: the old one no longer lets in, the new one does, other devices are out. */
#include <string.h>

#include "app/ddi-test-window.h"
#include "pages/users/ddi-password-dialog.h"
#include "support/ddi-test-home.h"

#define OLD "nine lives of a cat"
#define NEW "seven seas of rye"

static DdiHome *server;
static char *app;

static DdiHome *
open_as_ada (const char *password, const char *code, GError **error)
{
  g_autoptr (DdiSecret) secret = ddi_secret_new (password, strlen (password));
  DdiSignInOptions sign_in = { .kind = code ? DDI_SIGN_IN_CODE : DDI_SIGN_IN_PASSWORD,
                               .email = "ada@example.org",
                               .code = code,
                               .password = secret };
  DdiHomeOptions options = { .connection = app, .sign_in = &sign_in };

  return ddi_home_open (&options, NULL, error);
}

static GtkWidget *
part (gpointer dialog, const char *name)
{
  return GTK_WIDGET (gtk_widget_get_template_child (dialog, DDI_TYPE_PASSWORD_DIALOG, name));
}

static void
type (gpointer dialog, const char *entry, const char *text)
{
  gtk_editable_set_text (GTK_EDITABLE (part (dialog, entry)), text);
}

static gboolean
tells_error (gpointer dialog)
{
  return gtk_widget_get_visible (part (dialog, "error"));
}

static gboolean
is_gone (gpointer dialog)
{
  return *(gpointer *)dialog == NULL;
}

static void
test_change (void)
{
  g_autofree char *code =
      ddi_test_home_psql (server, FALSE,
                          "SELECT auth.invite('ada@example.org', 'Ada', 'administrator', NULL)");
  g_autoptr (GError) error = NULL;
  g_autoptr (DdiHome) here = open_as_ada (OLD, code, &error);
  g_autoptr (DdiHome) elsewhere = open_as_ada (OLD, NULL, &error);
  g_autoptr (DdiHome) after = NULL;
  g_autoptr (DdiSession) session = NULL;
  DdiWindow *window;
  DdiPasswordDialog *dialog;

  g_assert_no_error (error);
  session = ddi_test_session_new (here);
  window = ddi_test_window_new (session);
  g_assert_true (g_action_group_get_action_enabled (G_ACTION_GROUP (window), "change-password"));
  dialog = ddi_password_dialog_new (window);
  g_object_add_weak_pointer (G_OBJECT (dialog), (gpointer *)&dialog);
  gtk_window_present (GTK_WINDOW (dialog));

  g_assert_false (gtk_widget_get_sensitive (part (dialog, "change_button")));
  type (dialog, "old", "something else");
  type (dialog, "fresh", "password1");
  type (dialog, "again", "password1");
  g_assert_false (gtk_widget_get_sensitive (part (dialog, "change_button")));
  type (dialog, "fresh", NEW);
  g_assert_false (gtk_widget_get_sensitive (part (dialog, "change_button")));
  type (dialog, "again", NEW);
  g_assert_true (gtk_widget_get_sensitive (part (dialog, "change_button")));

  g_signal_emit_by_name (part (dialog, "change_button"), "clicked");
  g_assert_false (gtk_widget_get_sensitive (part (dialog, "change_button")));
  ddi_test_wait (tells_error, dialog);
  ddi_test_wait_for_sql (server,
                         "SELECT count(*) FROM auth_sessions WHERE kind = 'password' AND revoked_at IS NULL",
                         "2");

  type (dialog, "old", OLD);
  g_signal_emit_by_name (part (dialog, "change_button"), "clicked");
  ddi_test_wait (is_gone, &dialog);
  ddi_test_wait_for_sql (server,
                         "SELECT count(*) FROM auth_sessions WHERE kind = 'password' AND revoked_at IS NULL",
                         "1");
  g_assert_null (open_as_ada (OLD, NULL, &error));
  g_clear_error (&error);
  after = open_as_ada (NEW, NULL, &error);
  g_assert_no_error (error);
  ddi_test_window_close (window);
  ddi_home_close (after, NULL);
  ddi_home_close (elsewhere, NULL);
  ddi_home_close (here, NULL);
}

/* In an embedded home nobody has a password. */
static void
test_embedded (void)
{
  g_autoptr (DdiSession) session = ddi_test_session_new (server);
  DdiWindow *window = ddi_test_window_new (session);

  g_assert_false (g_action_group_get_action_enabled (G_ACTION_GROUP (window), "change-password"));
  ddi_test_window_close (window);
}

int
main (int argc, char **argv)
{
  int status;

  ddi_test_ui_init (&argc, &argv);
  server = ddi_test_home_new ();
  app = ddi_cluster_dup_conninfo (ddi_home_get_cluster (server), DDI_CLUSTER_APP, "dunkin_demand");
  g_test_add_func ("/password-dialog/embedded", test_embedded);
  g_test_add_func ("/password-dialog/change", test_change);
  status = g_test_run ();
  ddi_home_close (server, NULL);
  g_object_unref (server);
  g_free (app);
  return status;
}
