/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "database-fixture.h"

#include <string.h>

#include "pages/ddi-test-dialog.h"
#include "support/ddi-test-directory.h"

static DdiHome *home;
static DdiSession *own;

GtkWidget *
database_find (GtkWidget *root, DatabaseMatch match, const char *text)
{
  if (match (root, text))
    return root;
  for (GtkWidget *child = gtk_widget_get_first_child (root); child;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = database_find (child, match, text);

      if (found)
        return found;
    }
  return NULL;
}

gboolean
database_has_id (GtkWidget *widget, const char *text)
{
  return g_strcmp0 (gtk_buildable_get_buildable_id (GTK_BUILDABLE (widget)), text) == 0;
}

gboolean
database_has_title (GtkWidget *widget, const char *text)
{
  return ADW_IS_PREFERENCES_ROW (widget) &&
         strstr (adw_preferences_row_get_title (ADW_PREFERENCES_ROW (widget)), text) != NULL;
}

gboolean
database_has_tooltip (GtkWidget *widget, const char *text)
{
  return g_strcmp0 (gtk_widget_get_tooltip_text (widget), text) == 0;
}

gboolean
database_is_button (GtkWidget *widget, const char *text)
{
  return GTK_IS_BUTTON (widget);
}

GtkWidget *
database_find_sure (GtkWidget *root, DatabaseMatch match, const char *text)
{
  GtkWidget *found = database_find (root, match, text);

  if (found == NULL)
    g_error ("there is no “%s”", text);
  return found;
}

void
database_click (GtkWidget *button)
{
  g_assert_true (gtk_widget_get_sensitive (button));
  g_signal_emit_by_name (button, "clicked");
}

DdiWindow *
database_open (DdiSession *session, const char *part)
{
  DdiWindow *window = ddi_test_window_new (session ? session : own);

  g_assert_true (ddi_window_open_page (window, "database", part));
  ddi_test_wait_for_page (ddi_window_get_page (window));
  g_assert_cmpint (ddi_page_get_state (ddi_window_get_page (window)), ==, DDI_PAGE_CONTENT);
  return window;
}

GtkWidget *
database_get_part (DdiWindow *window, const char *name)
{
  return ddi_database_page_get_part (DDI_DATABASE_PAGE (ddi_window_get_page (window)), name);
}

static gboolean
dialog_is_open (gpointer user_data)
{
  return ddi_test_dialog_find (ADW_TYPE_MESSAGE_DIALOG) != NULL;
}

GtkWidget *
database_wait_for_dialog (void)
{
  ddi_test_wait (dialog_is_open, NULL);
  return ddi_test_dialog_find (ADW_TYPE_MESSAGE_DIALOG);
}

void
database_answer (const char *response)
{
  GType type = ADW_TYPE_MESSAGE_DIALOG;

  GtkWidget *dialog = database_wait_for_dialog ();

  adw_message_dialog_response (ADW_MESSAGE_DIALOG (dialog), response);
  gtk_window_destroy (GTK_WINDOW (dialog));
  ddi_test_wait (ddi_test_dialog_is_closed, &type);
}

void
database_undo (DdiWindow *window)
{
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (window), "window.undo", NULL));
}

void
database_sql (const char *text)
{
  g_free (ddi_test_home_psql (home, FALSE, text));
}

DdiHome *
database_home (void)
{
  return home;
}

void
database_fixture_init (int *argc, char ***argv)
{
  g_autofree char *config = NULL;

  ddi_test_ui_init (argc, argv);
  config = ddi_test_directory_new_path ("config");
  g_setenv ("XDG_CONFIG_HOME", config, TRUE);
  home = ddi_test_home_new ();
  own = ddi_test_session_new (home);
}

int
database_fixture_run (void)
{
  int status = g_test_run ();

  g_clear_object (&own);
  ddi_home_close (home, NULL);
  g_clear_object (&home);
  return status;
}
