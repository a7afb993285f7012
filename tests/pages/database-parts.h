/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The parts Log and Servers, as test-database-page.c tests them: it has what finds and presses their widgets. */
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
