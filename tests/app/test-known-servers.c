/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/ddi-known-servers.h"

#include "app/ddi-test-window.h"
#include "support/ddi-test-directory.h"
#include "support/ddi-test-home.h"
#include "tasks/ddi-connection-file.h"

static char *chosen;

static void
chosen_cb (DdiKnownServers *servers, const char *address, gpointer unused)
{
  g_free (chosen);
  chosen = g_strdup (address);
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

static void
respond (const char *heading, const char *response)
{
  AdwMessageDialog *dialog = ADW_MESSAGE_DIALOG (find_dialog ());

  g_assert_cmpstr (adw_message_dialog_get_heading (dialog), ==, heading);
  if (response)
    adw_message_dialog_response (dialog, response);
  gtk_window_destroy (GTK_WINDOW (dialog));
  ddi_test_settle ();
}

static char *
write_file (const char *text)
{
  char *path = ddi_test_directory_new_path ("connection");

  g_assert_true (g_file_set_contents (path, text, -1, NULL));
  return path;
}

/* Shown before it is taken; refused it changes nothing; a forged one is not even offered. */
static void
test_file (void)
{
  g_autoptr (DdiHome) home = ddi_test_home_new ();
  g_autofree char *owner = ddi_home_dup_owner_conninfo (home);
  g_autofree char *address =
      ddi_cluster_dup_conninfo (ddi_home_get_cluster (home), DDI_CLUSTER_APP, "dunkin_demand");
  g_autofree char *text = NULL, *path = NULL, *forged_path = NULL;
  const DdiHomeOptions options = { .connection = address, .remember = TRUE };
  g_autoptr (DdiHome) client = NULL;
  g_autoptr (GString) forged = NULL;
  g_autoptr (GError) error = NULL;
  GtkWidget *window = gtk_window_new (), *servers;

  client = ddi_home_open (&options, NULL, &error);
  g_assert_no_error (error);
  ddi_home_close (client, NULL);
  text = ddi_connection_file_make (owner, 0, "host=new.example.com dbname=dunkin_demand", &error);
  g_assert_no_error (error);
  path = write_file (text);
  forged = g_string_new (text);
  g_string_replace (forged, "new.example", "evil.example", 0);
  forged_path = write_file (forged->str);

  servers = g_object_new (DDI_TYPE_KNOWN_SERVERS, NULL);
  g_signal_connect (servers, "chosen", G_CALLBACK (chosen_cb), NULL);
  gtk_window_set_child (GTK_WINDOW (window), servers);
  gtk_window_present (GTK_WINDOW (window));

  ddi_known_servers_take (DDI_KNOWN_SERVERS (servers), forged_path);
  respond ("This File Is Not Taken", NULL);
  ddi_known_servers_take (DDI_KNOWN_SERVERS (servers), path);
  respond ("The Server Has Moved", "cancel");
  g_assert_null (chosen);
  ddi_known_servers_take (DDI_KNOWN_SERVERS (servers), path);
  respond ("The Server Has Moved", "do");
  g_assert_nonnull (strstr (chosen, "new.example.com"));
  gtk_window_destroy (GTK_WINDOW (window));
  ddi_test_settle ();
  ddi_home_close (home, NULL);
}

static GtkWidget *
find_button (GtkWidget *root, const char *text)
{
  if (GTK_IS_BUTTON (root) && (g_strcmp0 (gtk_widget_get_tooltip_text (root), text) == 0 ||
                               g_strcmp0 (gtk_button_get_label (GTK_BUTTON (root)), text) == 0))
    return root;
  for (GtkWidget *child = gtk_widget_get_first_child (root); child;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_button (child, text);

      if (found)
        return found;
    }
  return NULL;
}

/* One is forgotten by its button, and had back, key and all, by the toast's. */
static void
test_forget (void)
{
  static const char uuid[] = "6c84fb90-12c4-11e1-840d-7b25c5ee775a";
  const DdiServerProfile known = { .uuid = (char *)uuid,
                                   .address = (char *)"host=old.example.com user=ddi_app",
                                   .key = (char *)"a key",
                                   .seen = 1700000000,
                                   .moved_at = 1600000000 };
  GtkWidget *window = adw_window_new (), *overlay = adw_toast_overlay_new (), *servers;
  g_autoptr (DdiServerProfile) forgotten = NULL, back = NULL;
  g_autoptr (GPtrArray) before = ddi_server_profile_list ();
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < before->len; i++)
    ddi_server_profile_forget (((DdiServerProfile *)before->pdata[i])->uuid, NULL);
  ddi_server_profile_save (&known, &error);
  g_assert_no_error (error);
  servers = g_object_new (DDI_TYPE_KNOWN_SERVERS, NULL);
  adw_toast_overlay_set_child (ADW_TOAST_OVERLAY (overlay), servers);
  adw_window_set_content (ADW_WINDOW (window), overlay);
  gtk_window_present (GTK_WINDOW (window));

  g_signal_emit_by_name (find_button (servers, "Forget this server"), "clicked");
  ddi_test_settle ();
  forgotten = ddi_server_profile_find (uuid);
  g_assert_null (forgotten);
  g_assert_null (find_button (servers, "Forget this server"));

  g_signal_emit_by_name (find_button (overlay, "_Undo"), "clicked");
  ddi_test_settle ();
  back = ddi_server_profile_find (uuid);
  g_assert_nonnull (back);
  g_assert_cmpstr (back->address, ==, known.address);
  g_assert_cmpstr (back->key, ==, known.key);
  g_assert_cmpint (back->seen, ==, known.seen);
  g_assert_cmpint (back->moved_at, ==, known.moved_at);
  g_assert_nonnull (find_button (servers, "Forget this server"));
  gtk_window_destroy (GTK_WINDOW (window));
  ddi_test_settle ();
}

int
main (int argc, char **argv)
{
  g_autofree char *config = NULL;

  ddi_test_ui_init (&argc, &argv);
  config = ddi_test_directory_new_path ("config");
  g_setenv ("XDG_CONFIG_HOME", config, TRUE);
  g_test_add_func ("/known-servers/file", test_file);
  g_test_add_func ("/known-servers/forget", test_forget);
  return g_test_run ();
}
