/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the program itself opens, whatever page is shown. */
#include "app/ddi-connect-dialog.h"
#include "app/ddi-doctor-dialog.h"
#include "app/ddi-help-window.h"
#include "app/ddi-moment-dialog.h"
#include "app/ddi-outbox-dialog.h"
#include "app/ddi-preferences-window.h"
#include "app/ddi-test-window.h"
#include "pages/dialog-scenes.h"
#include "pages/users/ddi-password-dialog.h"

static void
open_business (DdiWindow *window)
{
  DdiPreferencesWindow *preferences = ddi_preferences_window_new (window);

  gtk_window_present (GTK_WINDOW (preferences));
  adw_preferences_window_set_visible_page (
      ADW_PREFERENCES_WINDOW (preferences),
      ADW_PREFERENCES_PAGE (gtk_widget_get_template_child (GTK_WIDGET (preferences),
                                                           DDI_TYPE_PREFERENCES_WINDOW, "database_page")));
}

static void
open_help (DdiWindow *window)
{
  ddi_help_window_show (GTK_WINDOW (window), ddi_help_find ("import"));
}

static void
open_connect (DdiWindow *window)
{
  gtk_window_present (GTK_WINDOW (ddi_connect_dialog_new (GTK_WINDOW (window), NULL)));
}

static void
open_password (DdiWindow *window)
{
  gtk_window_present (GTK_WINDOW (ddi_password_dialog_new (window)));
}

static gboolean
is_over (gpointer dialog)
{
  return dialog_find_first (dialog, GTK_TYPE_SPINNER) == NULL;
}

/* A server that nobody runs. */
/* What waits is no change: it may be sent. */
static void
add_entry (DdiSession *session, const char *title)
{
  DdiUnit *unit = ddi_unit_new ();
  g_autoptr (GError) error = NULL;

  ddi_unit_add (unit, "session/read-settings", NULL);
  ddi_outbox_entry_unref (ddi_outbox_add (ddi_session_get_outbox (session),
                                          &(DdiOutboxNote){ title, "overview", NULL, 0 }, unit, &error));
  g_assert_no_error (error);
}

static void
open_outbox (DdiWindow *window)
{
  DdiSession *session = ddi_window_get_session (window);

  add_entry (session, "Chocolate Frosted thrown away at Chestnut Street on Sat 28 Nov 2026");
  add_entry (session, "Prices");
  gtk_window_present (GTK_WINDOW (ddi_outbox_dialog_new (GTK_WINDOW (window), session)));
}

static void
open_doctor (DdiWindow *window)
{
  DdiDoctorOptions options = { .connection = "postgresql://127.0.0.1:1/dunkin_demand" };
  GtkWidget *dialog = GTK_WIDGET (ddi_doctor_dialog_new (GTK_WINDOW (window), &options));

  gtk_window_present (GTK_WINDOW (dialog));
  dialog_settle (window);
  ddi_test_wait (is_over, dialog);
}

static void
moment_cb (GtkWidget *widget, gint64 moment)
{
}

static void
open_moment (DdiWindow *window)
{
  ddi_moment_dialog_ask (GTK_WIDGET (window), g_get_real_time () / G_USEC_PER_SEC - 7 * 86400, moment_cb);
}

const DialogScene dialog_scenes_program[] = {
  { "preferences", "overview", NULL, -1, NULL, "win.preferences" },
  { "preferences-business", "overview", NULL, -1, open_business, NULL },
  { "jump", "overview", NULL, -1, NULL, "win.jump" },
  { "shortcuts", "overview", NULL, -1, NULL, "app.shortcuts" },
  { "about", "overview", NULL, -1, NULL, "app.about" },
  { "help", "overview", NULL, -1, open_help, NULL },
  { "connect", "overview", NULL, -1, open_connect, NULL },
  { "password", "overview", NULL, -1, open_password, NULL },
  { "doctor", "overview", NULL, -1, open_doctor, NULL },
  { "outbox", "overview", NULL, -1, open_outbox, NULL },
  { "moment", "overview", NULL, -1, open_moment, NULL },
  { NULL },
};
