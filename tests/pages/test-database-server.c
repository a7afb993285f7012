/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The Database page where the database is on a server: which, of which hosts, behind which pooler. */
#include "database-fixture.h"

#include <string.h>

#include "db/ddi-replica-pair.h"
#include "pages/database/ddi-database-servers.h"
#include "pages/database/ddi-pooler-dialog.h"
#include "pages/ddi-test-dialog.h"
#include "support/ddi-test-directory.h"
#include "tasks/ddi-connection-file.h"

static gboolean
is_there (gpointer path)
{
  return g_file_test (path, G_FILE_TEST_EXISTS);
}

/* What is no address is refused before a file is asked for; a signed one leads to what stands there, and is logged. */
static void
sign_file (DdiWindow *window)
{
  g_autofree char *path = ddi_test_directory_new_path ("connection.json"), *text = NULL;
  GtkWidget *part, *address;

  g_assert_true (ddi_window_open_page (window, "database", "servers"));
  part = database_get_part (window, "servers");
  address = database_find_sure (part, database_has_id, "new_address");
  g_assert_true (gtk_widget_get_visible (database_find_sure (part, database_has_id, "signing")));
  g_assert_nonnull (strstr (gtk_editable_get_text (GTK_EDITABLE (address)), "user='ddi_app'"));
  gtk_editable_set_text (GTK_EDITABLE (address), "postgresql://[");
  database_click (database_find_sure (part, database_has_id, "sign"));
  g_assert_true (gtk_widget_has_css_class (address, "error"));
  database_answer ("close");
  gtk_editable_set_text (GTK_EDITABLE (address), "postgresql://ana:sesame@new.example.com/dunkin_demand");
  g_assert_false (gtk_widget_has_css_class (address, "error"));
  ddi_database_servers_sign (DDI_DATABASE_SERVERS (part), path);
  ddi_test_wait (is_there, path);
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  g_assert_nonnull (strstr (text, "new.example.com"));
  g_assert_null (strstr (text, "sesame"));
  ddi_test_wait_for_sql (database_home (),
                         "SELECT count(*) FROM audit_logs WHERE action = 'CONNECTION_SIGNED' AND "
                         "details ->> 'address' LIKE '%new.example.com%'",
                         "1");
  ddi_test_wait_for_page (ddi_window_get_page (window));
}

static GtkWidget *
open_pooler (DdiWindow *window)
{
  GtkWidget *row;

  g_assert_true (ddi_window_open_page (window, "database", "overview"));
  row = database_find_sure (database_get_part (window, "overview"), database_has_title, "Connections");
  database_click (database_find_sure (row, database_is_button, NULL));
  return ddi_test_dialog_find (DDI_TYPE_POOLER_DIALOG);
}

static GtkWidget *
pooler_child (GtkWidget *dialog, const char *name)
{
  return GTK_WIDGET (gtk_widget_get_template_child (dialog, DDI_TYPE_POOLER_DIALOG, name));
}

static const char *
pooler_text (GtkWidget *dialog)
{
  return gtk_label_get_label (GTK_LABEL (pooler_child (dialog, "text")));
}

static void
write_pooler (GtkWidget *dialog, const char *child, const char *text)
{
  ddi_test_dialog_type (dialog, DDI_TYPE_POOLER_DIALOG, child, text);
}

static void
close_pooler (GtkWidget *dialog)
{
  GType type = DDI_TYPE_POOLER_DIALOG;

  gtk_window_close (GTK_WINDOW (dialog));
  ddi_test_wait (ddi_test_dialog_is_closed, &type);
}

/* What it cannot be is said, and nothing is there to be saved. */
static void
assert_refused (GtkWidget *dialog, const char *child, const char *wrong, const char *why)
{
  g_autofree char *right = g_strdup (gtk_editable_get_text (GTK_EDITABLE (pooler_child (dialog, child))));

  write_pooler (dialog, child, wrong);
  g_assert_true (gtk_widget_get_visible (pooler_child (dialog, "problem")));
  g_assert_nonnull (strstr (gtk_label_get_label (GTK_LABEL (pooler_child (dialog, "problem"))), why));
  g_assert_false (gtk_widget_get_sensitive (pooler_child (dialog, "save_button")));
  g_assert_cmpstr (pooler_text (dialog), ==, "");
  write_pooler (dialog, child, right);
  g_assert_false (gtk_widget_get_visible (pooler_child (dialog, "problem")));
  g_assert_true (gtk_widget_get_sensitive (pooler_child (dialog, "save_button")));
}

static gboolean
can_save (gpointer dialog)
{
  return gtk_widget_get_sensitive (pooler_child (dialog, "save_button"));
}

static void
save_pooler (GtkWidget *dialog, const char *path)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);

  ddi_pooler_dialog_save (DDI_POOLER_DIALOG (dialog), file);
  g_assert_false (can_save (dialog));
  ddi_test_wait (can_save, dialog);
}

/* The settings follow what is typed, and the file is what is shown. */
static void
test_pooler (void)
{
  g_autofree char *path = ddi_test_directory_new_path ("pgbouncer.ini"), *written = NULL;
  DdiWindow *window = database_open (NULL, "overview");
  GtkWidget *dialog = open_pooler (window);

  g_assert_true (gtk_widget_get_visible (pooler_child (dialog, "here")));
  g_assert_nonnull (strstr (pooler_text (dialog), "dunkin_demand = host='localhost' port='5432' "
                                                  "dbname='dunkin_demand'\n"));
  g_assert_nonnull (strstr (pooler_text (dialog), "\nlisten_addr = 127.0.0.1\nlisten_port = 6432\n"));
  g_assert_nonnull (strstr (pooler_text (dialog), "\npool_mode = transaction\n"));
  g_assert_nonnull (strstr (pooler_text (dialog), "\nauth_file = /etc/pgbouncer/userlist.txt\n"));
  g_assert_null (strstr (pooler_text (dialog), "client_tls"));

  assert_refused (dialog, "port", "65536", "65535");
  assert_refused (dialog, "port", "", "65535");
  assert_refused (dialog, "listen", "a; b", "a; b");
  assert_refused (dialog, "server", "dbname=shop", "where the server is");
  assert_refused (dialog, "server", "host=a,b dbname=shop", "Name one");
  assert_refused (dialog, "server", "postgresql://ana:sesame@localhost/shop", "password");
  assert_refused (dialog, "server", "host=db.example.com sslmode=disable", "sslmode=disable");

  write_pooler (dialog, "server", "host=db.example.com dbname=shop");
  write_pooler (dialog, "listen", "*");
  write_pooler (dialog, "port", "7000");
  write_pooler (dialog, "roles", "/srv/roles.txt");
  g_assert_nonnull (
      strstr (pooler_text (dialog), "shop = host='db.example.com' port='5432' dbname='shop'\n"));
  g_assert_nonnull (strstr (pooler_text (dialog), "\nlisten_addr = *\nlisten_port = 7000\n"));
  g_assert_nonnull (strstr (pooler_text (dialog), "\nauth_file = /srv/roles.txt\n"));
  g_assert_nonnull (strstr (pooler_text (dialog), "\nserver_tls_sslmode = verify-full\n"));
  g_assert_nonnull (strstr (pooler_text (dialog), "\nclient_tls_sslmode = require\n"));
  g_assert_nonnull (strstr (gtk_label_get_label (GTK_LABEL (pooler_child (dialog, "start"))),
                            "port=7000 user=ddi_app dbname=shop"));

  save_pooler (dialog, "/nonexistent/pgbouncer.ini");
  save_pooler (dialog, path);
  g_assert_true (g_file_get_contents (path, &written, NULL, NULL));
  g_assert_cmpstr (written, ==, pooler_text (dialog));
  close_pooler (dialog);
  ddi_test_window_close (window);
}

/* Of a server that programs are connected to its address stands there already. */
static void
look_at_pooler (DdiWindow *window)
{
  GtkWidget *dialog = open_pooler (window);

  g_assert_false (gtk_widget_get_visible (pooler_child (dialog, "here")));
  g_assert_nonnull (
      strstr (gtk_editable_get_text (GTK_EDITABLE (pooler_child (dialog, "server"))), "user='ddi_app'"));
  g_assert_nonnull (strstr (pooler_text (dialog), "\ndunkin_demand = host='/"));
  close_pooler (dialog);
}

static gboolean
is_known (gpointer uuid)
{
  g_autoptr (DdiServerProfile) profile = ddi_server_profile_find (uuid);

  return profile != NULL;
}

/* In a home of one's own there is nothing to sign; a server that was known is forgotten, and had back. */
static void
test_servers (void)
{
  static char uuid[] = "6c84fb90-12c4-11e1-840d-7b25c5ee775a";
  const DdiServerProfile known = { .uuid = uuid, .address = (char *)"host=old.example.com user=ddi_app" };
  DdiWindow *window;
  GtkWidget *part;

  g_assert_true (ddi_server_profile_save (&known, NULL));
  window = database_open (NULL, "servers");
  part = database_get_part (window, "servers");
  g_assert_false (gtk_widget_get_visible (database_find_sure (part, database_has_id, "signing")));
  g_assert_false (gtk_widget_get_visible (database_find_sure (part, database_has_id, "open_button")));
  database_click (database_find_sure (database_find_sure (part, database_has_title, "old.example.com"),
                                      database_has_tooltip, "Forget this server"));
  g_assert_false (is_known (uuid));
  g_assert_null (database_find (part, database_has_title, "old.example.com"));
  database_undo (window);
  g_assert_true (is_known (uuid));
  g_assert_nonnull (database_find (part, database_has_title, "old.example.com"));
  g_assert_true (ddi_server_profile_forget (uuid, NULL));
  ddi_test_window_close (window);
}

static gboolean
is_visible (gpointer widget)
{
  return gtk_widget_get_visible (widget);
}

static gboolean
shows_figures (gpointer page)
{
  return database_find (page, database_has_title, "Signed in as") != NULL;
}

/* On a server the owner's credential is asked for, and that of anybody else is refused. */
static void
test_server (void)
{
  DdiCluster *cluster = ddi_home_get_cluster (database_home ());
  g_autofree char *owner = ddi_cluster_dup_conninfo (cluster, DDI_CLUSTER_OWNER, "dunkin_demand");
  g_autofree char *app = ddi_cluster_dup_conninfo (cluster, DDI_CLUSTER_APP, "dunkin_demand");
  g_autofree char *address = NULL;
  DdiHomeOptions options = { .connection = owner };
  g_autoptr (GError) error = NULL;
  g_autoptr (DdiHome) client = ddi_home_open (&options, NULL, &error);
  g_autoptr (DdiSession) elsewhere = NULL;
  DdiWindow *window;
  GtkWidget *page, *entry, *refusal;

  g_assert_no_error (error);
  elsewhere = ddi_test_session_new (client);
  window = database_open (elsewhere, NULL);
  page = GTK_WIDGET (ddi_window_get_page (window));
  entry = database_find_sure (page, database_has_id, "address");
  refusal = database_find_sure (page, database_has_id, "refusal");
  g_assert_true (gtk_widget_get_mapped (entry));
  g_assert_false (gtk_widget_get_visible (refusal));
  address = g_strdup (gtk_editable_get_text (GTK_EDITABLE (entry)));
  g_assert_nonnull (strstr (address, "user='ddi_owner'"));

  gtk_editable_set_text (GTK_EDITABLE (entry), app);
  database_click (database_find_sure (page, database_has_id, "enter"));
  ddi_test_wait (is_visible, refusal);
  g_assert_nonnull (strstr (gtk_label_get_label (GTK_LABEL (refusal)), "ddi_app"));

  gtk_editable_set_text (GTK_EDITABLE (entry), address);
  gtk_editable_set_text (GTK_EDITABLE (database_find_sure (page, database_has_id, "password")),
                         "not asked by a socket's peer");
  database_click (database_find_sure (page, database_has_id, "enter"));
  g_assert_cmpstr (gtk_editable_get_text (
                       GTK_EDITABLE (database_find_sure (page, database_has_id, "password"))),
                   ==, "");
  ddi_test_wait (shows_figures, page);
  ddi_test_wait_for_page (ddi_window_get_page (window));
  g_assert_false (gtk_widget_get_mapped (entry));
  sign_file (window);
  look_at_pooler (window);
  ddi_test_window_close (window);
  ddi_home_close (client, NULL);
}

/* Of several hosts each is told, with its role; of one there is no list. */
static void
test_hosts (void)
{
  DdiReplicaPair *pair = ddi_replica_pair_new ();
  g_autofree char *owner = ddi_replica_pair_dup_conninfo (pair, "ddi_owner");
  DdiHomeOptions options = { .connection = owner };
  g_autoptr (GError) error = NULL;
  g_autoptr (DdiHome) client = ddi_home_open (&options, NULL, &error);
  g_autoptr (DdiSession) elsewhere = NULL;
  DdiWindow *window = database_open (NULL, "overview");
  GtkWidget *page, *row;

  g_assert_no_error (error);
  g_assert_false (gtk_widget_get_visible (
      database_find_sure (database_get_part (window, "overview"), database_has_id, "hosts")));
  ddi_test_window_close (window);

  elsewhere = ddi_test_session_new (client);
  window = database_open (elsewhere, NULL);
  page = GTK_WIDGET (ddi_window_get_page (window));
  database_click (database_find_sure (page, database_has_id, "enter"));
  ddi_test_wait (shows_figures, page);
  ddi_test_wait_for_page (ddi_window_get_page (window));
  row = database_find_sure (page, database_has_title, pair->primary);
  g_assert_nonnull (strstr (adw_action_row_get_subtitle (ADW_ACTION_ROW (row)), "the primary"));
  row = database_find_sure (page, database_has_title, pair->standby);
  g_assert_nonnull (strstr (adw_action_row_get_subtitle (ADW_ACTION_ROW (row)), "a standby"));

  ddi_replica_pair_kill_standby (pair);
  ddi_page_reload (ddi_window_get_page (window));
  ddi_test_wait_for_page (ddi_window_get_page (window));
  row = database_find_sure (page, database_has_title, pair->standby);
  g_assert_nonnull (strstr (adw_action_row_get_subtitle (ADW_ACTION_ROW (row)), "does not let us in"));
  ddi_test_window_close (window);
  ddi_home_close (client, NULL);
  ddi_replica_pair_free (pair);
}

int
main (int argc, char **argv)
{
  database_fixture_init (&argc, &argv);
  g_test_add_func ("/database/servers", test_servers);
  g_test_add_func ("/database/pooler", test_pooler);
  g_test_add_func ("/database/server", test_server);
  g_test_add_func ("/database/hosts", test_hosts);
  return database_fixture_run ();
}
