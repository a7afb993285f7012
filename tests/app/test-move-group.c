/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/ddi-move-group.h"

#include "app/ddi-test-window.h"
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

int
main (int argc, char **argv)
{
  ddi_test_ui_init (&argc, &argv);
  g_test_add_func ("/move-group/move", test_move);
  return g_test_run ();
}
