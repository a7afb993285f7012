/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gstdio.h>

#include "app/backup-view.h"
#include "app/ddi-restore-chooser.h"
#include "app/ddi-restore-dialog.h"
#include "support/ddi-test-directory.h"
#include "tasks/ddi-backup-private.h"

static gboolean
has_backup (gpointer view)
{
  return is_ready (view) && find (view, GTK_TYPE_BUTTON, "_Verify") != NULL;
}

static void
test_make (void)
{
  GtkWidget *window, *view = open_view (&window);

  g_assert_nonnull (find (view, GTK_TYPE_LABEL, "There are no backups yet."));
  g_assert_nonnull (find (view, ADW_TYPE_ACTION_ROW, "There is no backup that is known to restore."));
  click (view, "_Back Up");
  g_assert_true (ddi_backup_view_is_busy (DDI_BACKUP_VIEW (view)));
  g_assert_false (gtk_widget_is_sensitive (must_find (view, GTK_TYPE_BUTTON, "_Back Up")));
  ddi_test_wait (has_backup, view);
  g_assert_null (find (view, ADW_TYPE_ACTION_ROW, "There is no backup that is known to restore."));
  ddi_test_wait_for_sql (home, "SELECT count(*) FROM backups WHERE verified_at IS NOT NULL", "1");
  gtk_window_destroy (GTK_WINDOW (window));
  ddi_test_settle ();
}

static void
test_cancel (void)
{
  GtkWidget *window, *view = open_view (&window);

  click (view, "_Back Up");
  click (view, "_Cancel");
  ddi_test_wait (is_ready, view);
  /* Cancelled is no failure. */
  g_assert_null (find_dialog ());
  gtk_window_destroy (GTK_WINDOW (window));
  ddi_test_settle ();
}

static void
test_verify (void)
{
  GtkWidget *window, *view = open_view (&window);

  g_free (ddi_test_home_psql (home, FALSE, "UPDATE backups SET verified_at = NULL"));
  g_signal_emit_by_name (must_find (view, GTK_TYPE_BUTTON, "_Verify"), "clicked");
  g_assert_true (ddi_backup_view_is_busy (DDI_BACKUP_VIEW (view)));
  ddi_test_wait (is_ready, view);
  ddi_test_wait_for_sql (home, "SELECT count(*) > 0 FROM backups WHERE verified_at IS NOT NULL", "t");
  gtk_window_destroy (GTK_WINDOW (window));
  ddi_test_settle ();
}

static void
test_settings (void)
{
  GtkWidget *window, *view = open_view (&window);

  adw_combo_row_set_selected (ADW_COMBO_ROW (must_find (view, ADW_TYPE_COMBO_ROW, "By itself")), 1);
  ddi_test_wait_for_sql (home, "SELECT value ->> 'every' FROM settings WHERE key = 'backup'", "weekly");
  gtk_window_destroy (GTK_WINDOW (window));
  ddi_test_settle ();
}

static gboolean reopened;

static void
reopen_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  reopened = TRUE;
}

static gboolean
is_reopened (gpointer unused)
{
  GtkWidget *dialog = find_dialog ();
  const char *heading = dialog ? adw_message_dialog_get_heading (ADW_MESSAGE_DIALOG (dialog)) : NULL;

  if (g_strcmp0 (heading, "Nothing Was Restored") == 0 || g_strcmp0 (heading, "Nothing Was Changed") == 0)
    g_error ("%s", adw_message_dialog_get_body (ADW_MESSAGE_DIALOG (dialog)));
  return reopened;
}

/* What would change is shown; refused it does nothing, agreed to it brings back what was there. */
static void
test_restore (void)
{
  static const GActionEntry entries[] = { { "reopen", reopen_cb, NULL, NULL, NULL, { 0 } } };
  g_autoptr (GSimpleActionGroup) group = g_simple_action_group_new ();
  GtkWidget *window, *view = open_view (&window);

  g_action_map_add_action_entries (G_ACTION_MAP (group), entries, 1, NULL);
  gtk_widget_insert_action_group (window, "app", G_ACTION_GROUP (group));
  g_free (ddi_test_home_psql (home, FALSE, "INSERT INTO districts (name) VALUES ('Lost')"));
  click (view, "_Restore…");
  ddi_test_wait (has_dialog, NULL);
  g_assert_nonnull (find (find_dialog (), GTK_TYPE_LABEL, "Districts"));
  g_assert_true (gtk_test_accessible_has_property (GTK_ACCESSIBLE (find_dialog ()),
                                                   GTK_ACCESSIBLE_PROPERTY_DESCRIPTION));
  respond ("cancel");
  g_assert_false (ddi_backup_view_is_busy (DDI_BACKUP_VIEW (view)));
  ddi_test_wait_for_sql (home, "SELECT count(*) FROM districts WHERE name = 'Lost'", "1");

  click (view, "_Restore…");
  ddi_test_wait (has_dialog, NULL);
  respond ("do");
  ddi_test_wait (is_reopened, NULL);
  ddi_test_wait_for_sql (home, "SELECT count(*) FROM districts WHERE name = 'Lost'", "0");
  gtk_window_destroy (GTK_WINDOW (find_dialog ()));
  gtk_window_destroy (GTK_WINDOW (window));
  ddi_test_settle ();
}

static void
chosen_cb (const char *path, DdiSecret *passphrase, gpointer user_data)
{
  *(char **)user_data = g_strdup (path);
}

/* A copy of the newest backup as it lies on a stick, made at another time. */
static void
copy_backup (const char *folder, const char *name, const char *made_at)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autoptr (DdiBackup) backup = ddi_backup_make (server, &(DdiBackupOptions){ .path = path }, NULL, NULL);

  g_assert_nonnull (backup);
  json_object_set_string_member (backup->manifest, "made_at", made_at);
  g_assert_true (ddi_backup_write_manifest (backup, NULL));
}

/* In a sandbox a folder is chosen, because a chosen file comes without what lies beside it. */
static void
test_folder (void)
{
  GtkWidget *window, *view = open_view (&window);
  g_autofree char *folder = ddi_test_directory_new_path ("stick"),
                  *nowhere = g_build_filename (folder, "x", NULL);
  g_autofree char *chosen = NULL, *name = NULL;
  GtkWidget *list;

  g_assert_no_errno (g_mkdir_with_parents (nowhere, 0755));
  ddi_restore_chooser_take (view, nowhere, folder, chosen_cb, &chosen);
  ddi_test_wait (has_dialog, NULL);
  g_assert_cmpstr (adw_message_dialog_get_heading (ADW_MESSAGE_DIALOG (find_dialog ())), ==,
                   "There Is No Backup in This Folder");
  respond ("close");

  copy_backup (folder, "a.dump", "2026-03-01T10:00:00Z");
  copy_backup (folder, "b.dump", "2026-03-03T10:00:00Z");
  copy_backup (folder, "c.dump", "2026-03-02T10:00:00Z");
  ddi_restore_chooser_take (view, nowhere, folder, chosen_cb, &chosen);
  ddi_test_wait (has_dialog, NULL);
  list = adw_message_dialog_get_extra_child (ADW_MESSAGE_DIALOG (find_dialog ()));
  g_assert_cmpuint (g_list_model_get_n_items (gtk_drop_down_get_model (GTK_DROP_DOWN (list))), ==, 3);
  gtk_drop_down_set_selected (GTK_DROP_DOWN (list), 1);
  respond ("do");
  name = chosen ? g_path_get_basename (chosen) : NULL;
  g_assert_cmpstr (name, ==, "c.dump");
  gtk_window_destroy (GTK_WINDOW (window));
  ddi_test_settle ();
}

static gboolean
is_back_offered (gpointer view)
{
  GtkWidget *button = find (view, GTK_TYPE_BUTTON, "_Go Back…");

  return button && gtk_widget_is_sensitive (button) && gtk_widget_get_mapped (button);
}

static gboolean
is_switch_ready (gpointer view)
{
  return gtk_widget_is_sensitive (must_find (view, GTK_TYPE_SWITCH, NULL));
}

static gboolean
is_kept_shown (gpointer view)
{
  return gtk_widget_get_mapped (must_find (view, ADW_TYPE_ACTION_ROW, "What was there before"));
}

static gboolean
is_kept_gone (gpointer view)
{
  return !is_kept_shown (view);
}

/* Switched on, the way back shows what would change, goes there, and what was there before can be let go. */
static void
test_moment (void)
{
  static const GActionEntry entries[] = { { "reopen", reopen_cb, NULL, NULL, NULL, { 0 } } };
  g_autoptr (GSimpleActionGroup) group = g_simple_action_group_new ();
  GtkWidget *window, *view = open_view (&window);

  g_action_map_add_action_entries (G_ACTION_MAP (group), entries, 1, NULL);
  gtk_widget_insert_action_group (window, "app", G_ACTION_GROUP (group));
  ddi_test_wait (is_switch_ready, view);
  g_assert_false (is_back_offered (view));
  gtk_switch_set_active (GTK_SWITCH (must_find (view, GTK_TYPE_SWITCH, NULL)), TRUE);
  g_assert_true (ddi_backup_view_is_busy (DDI_BACKUP_VIEW (view)));
  ddi_test_wait (is_back_offered, view);
  /* The first moment is that of the copy. */
  g_usleep (2 * G_USEC_PER_SEC);
  g_free (ddi_test_home_psql (home, FALSE, "INSERT INTO districts (name) VALUES ('Mistaken')"));

  click (view, "_Go Back…");
  g_assert_true (adw_message_dialog_get_response_enabled (ADW_MESSAGE_DIALOG (find_dialog ()), "do"));
  respond ("do");
  ddi_test_wait (has_dialog, NULL);
  g_assert_nonnull (find (find_dialog (), GTK_TYPE_LABEL, "Districts"));
  g_assert_nonnull (find (find_dialog (), GTK_TYPE_LABEL, "Rows then"));
  respond ("cancel");
  ddi_test_wait_for_sql (home, "SELECT count(*) FROM districts WHERE name = 'Mistaken'", "1");

  click (view, "_Go Back…");
  respond ("do");
  ddi_test_wait (has_dialog, NULL);
  reopened = FALSE;
  respond ("do");
  ddi_test_wait (is_reopened, NULL);
  ddi_test_wait_for_sql (home, "SELECT count(*) FROM districts WHERE name = 'Mistaken'", "0");
  gtk_window_destroy (GTK_WINDOW (find_dialog ()));

  ddi_backup_view_set_server (DDI_BACKUP_VIEW (view), server);
  ddi_test_wait (is_kept_shown, view);
  ddi_test_wait (is_back_offered, view);
  click (view, "_Delete…");
  ddi_test_wait (has_dialog, NULL);
  respond ("delete");
  ddi_test_wait (is_kept_gone, view);
  gtk_window_destroy (GTK_WINDOW (window));
  ddi_test_settle ();
}

/* The page goes while work is under way. */
static void
test_left (void)
{
  GtkWidget *window, *view = open_view (&window);
  gpointer weak = view;

  g_object_add_weak_pointer (G_OBJECT (view), &weak);
  click (view, "_Back Up");
  gtk_window_destroy (GTK_WINDOW (window));
  while (weak)
    g_main_context_iteration (NULL, TRUE);
}

static void
given_cb (GtkWidget *widget, DdiSecret *passphrase, gpointer user_data)
{
  *(char **)user_data = g_strdup (ddi_secret_get_text (passphrase));
}

static gboolean
has_no_dialog (gpointer unused)
{
  return find_dialog () == NULL;
}

/* Left while its row has the focus, and answered from there with Return. */
static void
test_passphrase (void)
{
  GtkWidget *window = gtk_window_new (), *row;
  g_autofree char *given = NULL;

  gtk_window_present (GTK_WINDOW (window));
  for (guint i = 0; i < 2; i++)
    {
      ddi_restore_dialog_ask_passphrase (window, given_cb, &given, NULL);
      ddi_test_settle ();
      row = gtk_widget_get_ancestor (gtk_window_get_focus (GTK_WINDOW (find_dialog ())), ADW_TYPE_ENTRY_ROW);
      g_assert_nonnull (row);
      gtk_editable_set_text (GTK_EDITABLE (row), "open sesame");
      if (i == 0)
        gtk_window_close (GTK_WINDOW (find_dialog ()));
      else
        gtk_widget_activate_default (row);
      ddi_test_wait (has_no_dialog, NULL);
      g_assert_cmpstr (given, ==, i == 0 ? NULL : "open sesame");
    }
  gtk_window_destroy (GTK_WINDOW (window));
}

int
main (int argc, char **argv)
{
  int failures;

  /* What assistive tools would be told, without such a tool. */
  g_setenv ("GTK_A11Y", "test", TRUE);
  ddi_test_ui_init (&argc, &argv);
  home = ddi_test_home_new ();
  server = ddi_backup_server_new_for_home (home);
  g_test_add_func ("/backup-view/make", test_make);
  g_test_add_func ("/backup-view/cancel", test_cancel);
  g_test_add_func ("/backup-view/verify", test_verify);
  g_test_add_func ("/backup-view/settings", test_settings);
  g_test_add_func ("/backup-view/restore", test_restore);
  g_test_add_func ("/backup-view/folder", test_folder);
  g_test_add_func ("/backup-view/moment", test_moment);
  g_test_add_func ("/backup-view/passphrase", test_passphrase);
  g_test_add_func ("/backup-view/left", test_left);
  failures = g_test_run ();
  ddi_backup_server_free (server);
  ddi_home_close (home, NULL);
  g_clear_object (&home);
  return failures;
}
