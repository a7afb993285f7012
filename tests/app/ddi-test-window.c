/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/ddi-test-window.h"

#include <stdio.h>
#include <unistd.h>

#include "app/ddi-application.h"
#include "journal/ddi-journal.h"
#include "pages/ddi-pages.h"
#include "support/ddi-test-home.h"

#define PATIENCE_US (60 * G_USEC_PER_SEC)

static GtkApplication *application;

static void
quit_application (void)
{
  g_clear_object (&application);
}

void
ddi_test_ui_init (int *argc, char ***argv)
{
  g_test_init (argc, argv, NULL);
  application = GTK_APPLICATION (ddi_application_new (ddi_pages, ddi_commands));
  g_application_set_flags (G_APPLICATION (application), G_APPLICATION_NON_UNIQUE);
  g_assert_true (g_application_register (G_APPLICATION (application), NULL, NULL));
  g_object_set (gtk_settings_get_default (), "gtk-enable-animations", FALSE, NULL);
  atexit (quit_application);
}

void
ddi_test_wait_at (const char *place, const char *what, DdiTestCondition condition, gpointer user_data)
{
  gint64 deadline = g_get_monotonic_time () + PATIENCE_US;

  while (!condition (user_data))
    {
      if (g_get_monotonic_time () > deadline)
        {
          g_autofree char *details = ddi_journal_dup_details ();

          g_error ("%s: a minute has passed without %s\n%s", place, what, details);
        }
      if (!g_main_context_iteration (NULL, FALSE))
        g_usleep (1000);
    }
}

static void
reloaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;

  ddi_session_reload_finish (DDI_SESSION (source), result, &error);
  g_assert_no_error (error);
  *(gboolean *)user_data = TRUE;
}

static gboolean
is_true (gpointer user_data)
{
  return *(gboolean *)user_data;
}

DdiSession *
ddi_test_session_new (DdiHome *home)
{
  DdiSession *session = ddi_session_new (home);
  gboolean done = FALSE;

  ddi_session_reload_async (session, NULL, reloaded_cb, &done);
  ddi_test_wait (is_true, &done);
  return session;
}

DdiWindow *
ddi_test_window_new (DdiSession *session)
{
  DdiWindow *window = ddi_window_new (application, ddi_pages, ddi_commands);

  ddi_window_set_session (window, session);
  gtk_window_present (GTK_WINDOW (window));
  return window;
}

static gboolean
is_null (gpointer user_data)
{
  return *(gpointer *)user_data == NULL;
}

void
ddi_test_window_close (DdiWindow *window)
{
  gpointer weak_window = window, weak_page = ddi_window_get_page (window);

  g_object_add_weak_pointer (G_OBJECT (window), &weak_window);
  if (weak_page)
    g_object_add_weak_pointer (G_OBJECT (weak_page), &weak_page);
  gtk_window_destroy (GTK_WINDOW (window));
  ddi_test_wait (is_null, &weak_page);
  ddi_test_wait (is_null, &weak_window);
}

static gboolean
is_loaded (gpointer user_data)
{
  return ddi_page_get_state (user_data) != DDI_PAGE_LOADING;
}

void
ddi_test_wait_for_page_at (const char *place, DdiPage *page)
{
  /* A search that was typed reloads a moment later. */
  do
    {
      ddi_test_wait_at (place, "the page being loaded", is_loaded, page);
      ddi_test_settle ();
    }
  while (!is_loaded (page));
}

typedef struct
{
  DdiHome *home;
  const char *sql;
  const char *expected;
} Question;

static gboolean
is_answered (gpointer user_data)
{
  Question *question = user_data;
  g_autofree char *answer = ddi_test_home_psql (question->home, FALSE, question->sql);

  return g_strcmp0 (answer, question->expected) == 0;
}

void
ddi_test_wait_for_sql_at (const char *place, DdiHome *home, const char *sql, const char *expected)
{
  Question question = { home, sql, expected };

  ddi_test_wait_at (place, sql, is_answered, &question);
}

void
ddi_test_settle (void)
{
  for (guint i = 0; i < 50; i++)
    {
      while (g_main_context_iteration (NULL, FALSE))
        ;
      g_usleep (2000);
    }
}
