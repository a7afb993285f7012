/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/ddi-details.h"

#include <glib/gi18n-lib.h>

#include "app/ddi-message-dialog.h"
#include "app/ddi-window-private.h"
#include "journal/ddi-journal.h"

static void
copy_cb (GSimpleAction *action, GVariant *parameter, gpointer application)
{
  GtkWindow *window = gtk_application_get_active_window (application);
  g_autofree char *details = ddi_journal_dup_details ();

  gdk_clipboard_set_text (gdk_display_get_clipboard (gdk_display_get_default ()), details);
  while (window && !DDI_IS_WINDOW (window))
    window = gtk_window_get_transient_for (window);
  if (window)
    ddi_window_add_toast (DDI_WINDOW (window), _ ("Details copied; names and passwords are left out"));
}

void
ddi_details_add_action (GtkApplication *application)
{
  const GActionEntry entries[] = { { "copy-details", copy_cb, NULL, NULL, NULL, { 0 } } };

  g_action_map_add_action_entries (G_ACTION_MAP (application), entries, G_N_ELEMENTS (entries), application);
}

/* After a crash */

static char *
describe_kept (DdiSession *session)
{
  DdiOutbox *outbox = ddi_session_get_outbox (session);
  guint waiting = outbox ? ddi_outbox_get_n_waiting (outbox) : 0;
  guint damaged = outbox ? ddi_outbox_get_n_damaged (outbox) : 0;
  g_autofree char *kept = NULL, *lost = NULL;

  if (waiting > 0)
    kept =
        g_strdup_printf (ngettext ("%u change was not sent yet: it was kept and is sent now.",
                                   "%u changes were not sent yet: they were kept and are sent now.", waiting),
                         waiting);
  else
    kept = g_strdup (_ ("Nothing was waiting to be sent."));
  if (damaged > 0)
    lost = g_strdup_printf (ngettext ("%u kept change cannot be read any more.",
                                      "%u kept changes cannot be read any more.", damaged),
                            damaged);
  return g_strconcat (kept, lost ? "\n" : NULL, lost, NULL);
}

static void
response_cb (DdiWindow *window, const char *response)
{
  if (g_str_equal (response, "copy"))
    gtk_widget_activate_action (GTK_WIDGET (window), "app.copy-details", NULL);
}

static void
show_dialog (DdiWindow *window, const char *text)
{
  GtkWidget *dialog =
      ddi_message_dialog_new (GTK_WINDOW (window), _ ("The Program Ended Unexpectedly"), text);

  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog), "close", _ ("_Close"), "copy",
                                    _ ("Copy _Details"), NULL);
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "close");
  g_signal_connect_object (dialog, "response", G_CALLBACK (response_cb), window, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
clicked_cb (AdwToast *toast, DdiWindow *window)
{
  show_dialog (window, g_object_get_data (G_OBJECT (toast), "text"));
}

static void
tell_crash (DdiWindow *window, GDateTime *began)
{
  g_autofree char *when = g_date_time_format (began, _ ("%a %-d %b %H:%M"));
  g_autofree char *kept = describe_kept (ddi_window_get_session (window));
  char *text =
      g_strdup_printf (_ ("The session that began on %s did not end properly. What was saved before is "
                          "safe.\n\n%s"),
                       when, kept);
  AdwToast *toast = adw_toast_new (_ ("Crashed last time"));

  adw_toast_set_button_label (toast, _ ("Details"));
  adw_toast_set_timeout (toast, 0);
  g_object_set_data_full (G_OBJECT (toast), "text", text, g_free);
  g_signal_connect_object (toast, "button-clicked", G_CALLBACK (clicked_cb), window, 0);
  ddi_window_show_toast (window, toast);
}

DdiSessionMark *
ddi_details_begin_session (DdiWindow *window, const char *directory, const char *place)
{
  g_autoptr (GDateTime) crashed = NULL;
  g_autoptr (GError) error = NULL;
  DdiSessionMark *mark = ddi_session_mark_begin (directory, place, &crashed, &error);

  if (mark == NULL)
    ddi_journal_note_error ("marking the session", error);
  if (crashed)
    tell_crash (window, crashed);
  return mark;
}
