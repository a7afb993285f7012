/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The parts Log, Servers, PgBouncer's settings, Maintenance (its other buttons) and Indexes, as test-database-page.c tests them: it has what finds and presses their widgets. */
#pragma once

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
  part = get_part (window, "servers");
  address = find_sure (part, has_id, "new_address");
  g_assert_true (gtk_widget_get_visible (find_sure (part, has_id, "signing")));
  g_assert_nonnull (strstr (gtk_editable_get_text (GTK_EDITABLE (address)), "user='ddi_app'"));
  gtk_editable_set_text (GTK_EDITABLE (address), "postgresql://[");
  click (find_sure (part, has_id, "sign"));
  g_assert_true (gtk_widget_has_css_class (address, "error"));
  answer ("close");
  gtk_editable_set_text (GTK_EDITABLE (address), "postgresql://ana:sesame@new.example.com/dunkin_demand");
  g_assert_false (gtk_widget_has_css_class (address, "error"));
  ddi_database_servers_sign (DDI_DATABASE_SERVERS (part), path);
  ddi_test_wait (is_there, path);
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  g_assert_nonnull (strstr (text, "new.example.com"));
  g_assert_null (strstr (text, "sesame"));
  ddi_test_wait_for_sql (home,
                         "SELECT count(*) FROM audit_logs WHERE action = 'CONNECTION_SIGNED' AND "
                         "details ->> 'address' LIKE '%new.example.com%'",
                         "1");
  ddi_test_wait_for_page (ddi_window_get_page (window));
}

/* ---- PgBouncer ---- */

static GtkWidget *
open_pooler (DdiWindow *window)
{
  GtkWidget *row;

  g_assert_true (ddi_window_open_page (window, "database", "overview"));
  row = find_sure (get_part (window, "overview"), has_title, "Connections");
  click (find_sure (row, is_button, NULL));
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
  DdiWindow *window = open_page (session, "overview");
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
  window = open_page (session, "servers");
  part = get_part (window, "servers");
  g_assert_false (gtk_widget_get_visible (find_sure (part, has_id, "signing")));
  g_assert_false (gtk_widget_get_visible (find_sure (part, has_id, "open_button")));
  click (find_sure (find_sure (part, has_title, "old.example.com"), has_tooltip, "Forget this server"));
  g_assert_false (is_known (uuid));
  g_assert_null (find (part, has_title, "old.example.com"));
  undo (window);
  g_assert_true (is_known (uuid));
  g_assert_nonnull (find (part, has_title, "old.example.com"));
  g_assert_true (ddi_server_profile_forget (uuid, NULL));
  ddi_test_window_close (window);
}

static gboolean
can_remove (gpointer part)
{
  return gtk_widget_get_sensitive (find_sure (part, has_id, "remove"));
}

static void
remove_old_entries (GtkWidget *part, const char *path)
{
  click (find_sure (part, has_id, "remove"));
  g_assert_nonnull (strstr (adw_message_dialog_get_body (ADW_MESSAGE_DIALOG (wait_for_dialog ())),
                            "2 entries from 2000-05-05 to "));
  answer ("cancel");
  ddi_database_log_remove (DDI_DATABASE_LOG (part), path);
}

#define OLD_ENTRIES "SELECT count(*) FROM audit_logs WHERE action = 'OLDEST'"

/* What would go is told; where it cannot be written nothing goes; else it is in the file, and the chain holds. */
static void
test_log (void)
{
  g_autofree char *path = ddi_test_directory_new_path ("log.csv"), *text = NULL;
  DdiWindow *window;
  GtkWidget *part, *last;

  /* A log that begins with them. */
  sql ("ALTER TABLE audit_logs DISABLE TRIGGER USER; DELETE FROM audit_logs; DELETE FROM auth.audit_chain;"
       "UPDATE auth.audit_state SET n = 0, hash = sha256('ddi audit');"
       "ALTER TABLE audit_logs ENABLE TRIGGER USER;"
       "INSERT INTO audit_logs (id, action, created_at) SELECT nextval('audit_logs_id_seq'), 'OLDEST', "
       "'2000-05-05'::date + n FROM generate_series(0, 1) n WHERE pg_current_xact_id() IS NOT NULL");
  window = open_page (session, "log");
  part = get_part (window, "log");
  last = find_sure (part, has_id, "last");
  g_assert_cmpstr (adw_action_row_get_subtitle (ADW_ACTION_ROW (last)), ==, "Never");
  remove_old_entries (part, "/nonexistent/log.csv");
  g_assert_cmpstr (adw_message_dialog_get_heading (ADW_MESSAGE_DIALOG (wait_for_dialog ())), ==,
                   "It Was Not Done");
  answer ("close");
  ddi_test_wait_for_page (ddi_window_get_page (window));
  ddi_test_wait (can_remove, part);
  ddi_test_wait_for_sql (home, OLD_ENTRIES, "2");

  remove_old_entries (part, path);
  ddi_test_wait_for_sql (home, OLD_ENTRIES, "0");
  ddi_test_wait (can_remove, part);
  ddi_test_wait_for_page (ddi_window_get_page (window));
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  g_assert_nonnull (strstr (text, "2000-05-06 00:00:00.000000,,,,OLDEST"));
  g_assert_true (g_str_has_suffix (adw_action_row_get_subtitle (ADW_ACTION_ROW (last)), " UTC, 2 entries"));
  ddi_test_wait_for_sql (home, "SELECT details ->> 'entries' FROM audit_logs WHERE action = 'AUDIT_RETAINED'",
                         "2");
  ddi_test_wait_for_sql (home, "SELECT count(*) FROM auth.find_audit_break()", "0");
  ddi_test_window_close (window);
}

static DdiTable *
get_table (GtkWidget *part)
{
  return DDI_TABLE (adw_bin_get_child (ADW_BIN (find_sure (part, has_id, "table_bin"))));
}

static gboolean
is_idle (gpointer part)
{
  return gtk_widget_get_sensitive (find_sure (part, has_id, "buttons"));
}

static void
select_table (GtkWidget *part, const char *name)
{
  GtkLabel *target = GTK_LABEL (find_sure (part, has_id, "target"));
  guint n = g_list_model_get_n_items (G_LIST_MODEL (ddi_table_get_selection (get_table (part))));

  for (guint i = 0; i < n; i++)
    {
      ddi_table_select (get_table (part), i);
      if (g_str_equal (gtk_label_get_label (target), name))
        return;
    }
  g_error ("there is no table “%s”", name);
}

static void
maintain (DdiWindow *window, const char *button)
{
  GtkWidget *part = get_part (window, "tables");
  g_autofree char *logged =
      g_strdup_printf ("SELECT count(*) FROM audit_logs WHERE action = 'MAINTENANCE' AND details->>'what' = "
                       "'%s' AND details->>'table' = 'weather'",
                       button);

  select_table (part, "weather");
  click (find_sure (part, has_id, button));
  ddi_test_wait_for_sql (home, logged, "1");
  ddi_test_wait (is_idle, part);
  ddi_test_wait_for_page (ddi_window_get_page (window));
}

/* One table is vacuumed, and its indexes are made anew, as the server says. */
static void
test_vacuum_and_reindex (void)
{
  const char *vacuums = "SELECT vacuum_count FROM pg_stat_user_tables WHERE relname = 'weather'";
  const char *files = "SELECT string_agg(pg_relation_filenode(indexrelid)::text, ' ' ORDER BY "
                      "indexrelid::regclass::text) FROM pg_index WHERE indrelid = 'weather'::regclass";
  DdiWindow *window = open_page (session, "tables");
  g_autofree char *before = ddi_test_home_psql (home, FALSE, files), *vacuumed = NULL, *after = NULL;

  ddi_test_wait_for_sql (home, vacuums, "0");
  maintain (window, "vacuum");
  ddi_test_wait_for_sql (home, vacuums, "1");
  vacuumed = ddi_test_home_psql (home, FALSE, files);
  g_assert_cmpstr (vacuumed, ==, before);
  maintain (window, "reindex");
  after = ddi_test_home_psql (home, FALSE, files);
  g_assert_cmpstr (after, !=, before);
  ddi_test_window_close (window);
}

static gboolean
has_label (GtkWidget *widget, const char *text)
{
  return GTK_IS_LABEL (widget) && g_str_equal (gtk_label_get_label (GTK_LABEL (widget)), text);
}

static gboolean
shows_index (gpointer part)
{
  return find (part, has_label, "asked_n") != NULL;
}

/* The row of an index says its table and how often it was used; pointed at, how it is defined. */
static void
test_indexes (void)
{
  DdiWindow *window;
  GtkWidget *part, *name, *row;

  sql ("CREATE TABLE asked AS SELECT n FROM generate_series(1, 200000) n; CREATE INDEX asked_n ON asked(n);"
       "SET enable_seqscan = off; SELECT FROM asked WHERE n = 1; SELECT FROM asked WHERE n = 2;"
       "SELECT FROM asked WHERE n = 3; SELECT pg_stat_force_next_flush()");
  window = open_page (session, "indexes");
  part = get_part (window, "indexes");
  /* The largest of all stands first. */
  ddi_test_wait (shows_index, part);
  name = find_sure (part, has_label, "asked_n");
  row = gtk_widget_get_parent (gtk_widget_get_parent (name));
  find_sure (row, has_label, "asked");
  find_sure (row, has_label, "3");
  g_assert_cmpstr (gtk_widget_get_tooltip_text (name), ==,
                   "CREATE INDEX asked_n ON public.asked USING btree (n)");
  ddi_test_window_close (window);
  sql ("DROP TABLE asked");
}
