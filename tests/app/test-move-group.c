/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/ddi-move-group.h"

#include <glib/gstdio.h>

#include "app/ddi-opening.h"
#include "app/ddi-test-window.h"
#include "app/ddi-upgrade-message.h"
#include "app/ddi-version-group.h"
#include "cluster/ddi-server-binaries.h"
#include "support/ddi-test-directory.h"
#include "support/ddi-test-home.h"

static char *moved_to;

static void
moved_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  moved_to = g_variant_dup_string (parameter, NULL);
}

static GtkWidget *
find_dialog (void)
{
  g_autoptr (GList) windows = gtk_window_list_toplevels ();

  for (GList *w = windows; w; w = w->next)
    if (ADW_IS_MESSAGE_DIALOG (w->data))
      return w->data;
  return NULL;
}

static gboolean
has_moved (gpointer unused)
{
  return moved_to != NULL;
}

static gboolean
has_dialog (gpointer unused)
{
  return find_dialog () != NULL;
}

static gboolean
is_idle (gpointer group)
{
  return !ddi_move_group_is_busy (group);
}

static GtkWidget *
open_group (DdiHome *home, GtkWidget **window)
{
  static const GActionEntry entries[] = { { "moved", moved_cb, "s", NULL, NULL, { 0 } } };
  g_autoptr (GSimpleActionGroup) actions = g_simple_action_group_new ();
  GtkWidget *group = g_object_new (DDI_TYPE_MOVE_GROUP, NULL);
  g_autofree char *owner = ddi_home_dup_owner_conninfo (home);

  *window = gtk_window_new ();
  g_action_map_add_action_entries (G_ACTION_MAP (actions), entries, 1, NULL);
  gtk_widget_insert_action_group (*window, "app", G_ACTION_GROUP (actions));
  gtk_window_set_child (GTK_WINDOW (*window), group);
  gtk_window_present (GTK_WINDOW (*window));
  ddi_move_group_set_home (DDI_MOVE_GROUP (group), home, owner);
  return group;
}

/* A server that is not there leaves everything as it is; to one that is, it goes over. */
static void
test_move (void)
{
  g_autoptr (DdiCluster) server = ddi_test_cluster_new ();
  g_autofree char *address = ddi_cluster_dup_conninfo (server, DDI_CLUSTER_SUPERUSER, "postgres");
  g_autoptr (DdiHome) home = ddi_test_home_new ();
  g_autofree char *found = NULL;
  GtkWidget *window, *group = open_group (home, &window);

  ddi_move_group_move (DDI_MOVE_GROUP (group), "host=/nowhere dbname=x", "");
  g_assert_true (ddi_move_group_is_busy (DDI_MOVE_GROUP (group)));
  ddi_test_wait (has_dialog, NULL);
  g_assert_cmpstr (adw_message_dialog_get_heading (ADW_MESSAGE_DIALOG (find_dialog ())), ==,
                   "Nothing Was Moved");
  gtk_window_destroy (GTK_WINDOW (find_dialog ()));
  found = ddi_test_home_psql (home, FALSE, "SELECT count(*) FROM users");
  g_assert_cmpstr (found, ==, "1");

  ddi_move_group_move (DDI_MOVE_GROUP (group), address, "");
  ddi_test_wait (has_moved, NULL);
  g_assert_nonnull (strstr (moved_to, "ddi_app"));
  ddi_test_wait (is_idle, group);
  gtk_window_destroy (GTK_WINDOW (find_dialog ()));
  gtk_window_destroy (GTK_WINDOW (window));
  ddi_test_settle ();
  ddi_home_close (home, NULL);
  ddi_cluster_close (server, NULL);
}

/* ---- A newer PostgreSQL ---- */

static gboolean upgrade_wanted;

static void
upgrade_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  upgrade_wanted = TRUE;
}

static int newer;

/* What is installed, and says that it is of the next version. */
static void
pretend_newer (void)
{
  static const char *const programs[] = { "postgres", "initdb" };
  g_autofree char *folder = ddi_test_directory_new_path ("newer"), *old = g_strdup (g_getenv ("PATH"));
  g_autofree char *path = g_strdup_printf ("%s:%s", folder, old);
  g_autoptr (DdiServerBinaries) real = ddi_server_binaries_find (0, NULL, NULL);

  newer = real->major + 1;
  g_assert_no_errno (g_mkdir (folder, 0755));
  for (guint i = 0; i < G_N_ELEMENTS (programs); i++)
    {
      g_autofree char *file = g_build_filename (folder, programs[i], NULL);
      g_autofree char *script = g_strdup_printf (
          "#!/bin/sh\n[ \"$1\" != --version ] || { echo 'postgres (PostgreSQL) %d.1'; exit; }\n"
          "exec %s/%s \"$@\"\n",
          newer, real->directory, programs[i]);

      g_assert_true (g_file_set_contents_full (file, script, -1, G_FILE_SET_CONTENTS_NONE, 0755, NULL));
    }
  g_setenv ("PATH", path, TRUE);
}

static gboolean
is_shown (gpointer widget)
{
  return gtk_widget_get_visible (widget);
}

static GtkWidget *
find_button (GtkWidget *root)
{
  for (GtkWidget *child = gtk_widget_get_first_child (root); child && !GTK_IS_BUTTON (root);
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_button (child);

      if (found)
        return found;
    }
  return GTK_IS_BUTTON (root) ? root : NULL;
}

/* @heading: how it begins. */
static void
respond (const char *heading, const char *response)
{
  AdwMessageDialog *dialog;

  ddi_test_wait (has_dialog, NULL);
  dialog = ADW_MESSAGE_DIALOG (find_dialog ());
  g_assert_true (g_str_has_prefix (adw_message_dialog_get_heading (dialog), heading));
  adw_message_dialog_response (dialog, response);
  gtk_window_destroy (GTK_WINDOW (dialog));
}

/* Offered where a newer version is installed, asked once; else there is nothing to see. */
static void
offer (DdiHome *home)
{
  static const GActionEntry entries[] = { { "upgrade", upgrade_cb, NULL, NULL, NULL, { 0 } } };
  g_autoptr (GSimpleActionGroup) actions = g_simple_action_group_new ();
  GtkWidget *group = g_object_new (DDI_TYPE_VERSION_GROUP, NULL), *window = gtk_window_new ();

  g_action_map_add_action_entries (G_ACTION_MAP (actions), entries, 1, NULL);
  gtk_widget_insert_action_group (window, "app", G_ACTION_GROUP (actions));
  gtk_window_set_child (GTK_WINDOW (window), group);
  gtk_window_present (GTK_WINDOW (window));
  g_assert_false (is_shown (group));
  ddi_version_group_set_home (DDI_VERSION_GROUP (group), home);
  ddi_test_wait (is_shown, group);
  g_signal_emit_by_name (find_button (group), "clicked");
  respond ("Move to PostgreSQL ", "cancel");
  g_assert_false (upgrade_wanted);
  g_signal_emit_by_name (find_button (group), "clicked");
  respond ("Move to PostgreSQL ", "do");
  g_assert_true (upgrade_wanted);
  gtk_window_destroy (GTK_WINDOW (window));
  ddi_test_settle ();
}

typedef struct
{
  DdiSession *session;
  DdiMoveResult *moved;
  GError *not_moved;
} Opened;

static void
opened_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Opened *opened = user_data;
  g_autoptr (GError) error = NULL;

  opened->session = ddi_opening_run_finish (result, &error);
  g_assert_no_error (error);
  opened->moved = ddi_opening_steal_move (result, &opened->not_moved);
}

static gboolean
is_open (gpointer opened)
{
  return ((Opened *)opened)->session != NULL;
}

static void
open_upgraded (const char *path, Opened *opened)
{
  const DdiOpeningOptions options = { .kind = DDI_HOME_KIND_OWN, .data_dir = path, .upgrade = TRUE };

  ddi_opening_run_async (&options, NULL, opened_cb, opened);
  ddi_test_wait (is_open, opened);
}

static void
close_opened (Opened *opened)
{
  ddi_home_close (ddi_session_get_home (opened->session), NULL);
  g_clear_object (&opened->session);
  g_clear_error (&opened->not_moved);
  g_clear_pointer (&opened->moved, ddi_move_result_free);
}

static gboolean
is_gone (gpointer path)
{
  return !g_file_test (path, G_FILE_TEST_EXISTS);
}

static void
answer_message (Opened *opened, const char *response)
{
  g_autofree char *kept = g_strdup (opened->moved->kept);
  GtkWidget *window = gtk_window_new ();

  gtk_window_present (GTK_WINDOW (window));
  ddi_upgrade_message_show (GTK_WINDOW (window), opened->session, opened->moved, NULL);
  g_assert_nonnull (strstr (adw_message_dialog_get_body (ADW_MESSAGE_DIALOG (find_dialog ())), kept));
  respond ("Your Data Moved to PostgreSQL ", "let-go");
  g_assert_nonnull (
      strstr (adw_message_dialog_get_body (ADW_MESSAGE_DIALOG (find_dialog ())), "cannot be undone"));
  respond ("Let the Former Data Go?", response);
  if (g_str_equal (response, "do"))
    ddi_test_wait (is_gone, kept);
  ddi_test_settle ();
  g_assert_cmpint (is_gone (kept), ==, g_str_equal (response, "do"));
  gtk_window_destroy (GTK_WINDOW (window));
  ddi_test_settle ();
}

/* While another has the data open they are not moved, which is told; then they are, and the former ones go when they are
 * let go. */
static void
test_newer (void)
{
  g_autofree char *path = ddi_test_home_new_path ();
  g_autoptr (DdiHome) home = ddi_test_home_open (path);
  g_autofree char *found = NULL, *after = NULL;
  Opened opened = { 0 };
  GtkWidget *window;

  found = ddi_test_home_psql (home, FALSE, "SELECT count(*), min(id) FROM users");
  pretend_newer ();
  offer (home);
  open_upgraded (path, &opened);
  g_assert_null (opened.moved);
  g_assert_error (opened.not_moved, DDI_MOVE_ERROR, DDI_MOVE_ERROR_BUSY);
  window = gtk_window_new ();
  gtk_window_present (GTK_WINDOW (window));
  ddi_upgrade_message_show (GTK_WINDOW (window), opened.session, NULL, opened.not_moved);
  respond ("The Data Were Not Moved", "close");
  gtk_window_destroy (GTK_WINDOW (window));
  close_opened (&opened);
  ddi_home_close (home, NULL);
  g_clear_object (&home);

  open_upgraded (path, &opened);
  g_assert_no_error (opened.not_moved);
  g_assert_cmpint (opened.moved->to_major, ==, newer);
  answer_message (&opened, "cancel");
  answer_message (&opened, "do");
  after = ddi_test_home_psql (ddi_session_get_home (opened.session), FALSE,
                              "SELECT count(*), min(id) FROM users");
  g_assert_cmpstr (after, ==, found);
  close_opened (&opened);
}

int
main (int argc, char **argv)
{
  ddi_test_ui_init (&argc, &argv);
  g_test_add_func ("/move-group/move", test_move);
  g_test_add_func ("/move-group/newer", test_newer);
  return g_test_run ();
}
