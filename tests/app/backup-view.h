/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The view of the backups of a throw-away home, for the tests that press its buttons. */
#pragma once

#include "app/ddi-backup-view.h"
#include "app/ddi-test-window.h"
#include "support/ddi-test-home.h"

static DdiHome *home;
static DdiBackupServer *server;

/* The first widget below @widget of @type whose text is @text (NULL: any). */
static GtkWidget *
find (GtkWidget *widget, GType type, const char *text)
{
  GtkWidget *found = NULL;
  const char *label = GTK_IS_BUTTON (widget) ? gtk_button_get_label (GTK_BUTTON (widget))
                      : ADW_IS_PREFERENCES_ROW (widget)
                          ? adw_preferences_row_get_title (ADW_PREFERENCES_ROW (widget))
                      : GTK_IS_LABEL (widget) ? gtk_label_get_label (GTK_LABEL (widget))
                                              : NULL;

  if (g_type_is_a (G_OBJECT_TYPE (widget), type) && (text == NULL || g_strcmp0 (label, text) == 0))
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child && !found;
       child = gtk_widget_get_next_sibling (child))
    found = find (child, type, text);
  return found;
}

static GtkWidget *
must_find (GtkWidget *widget, GType type, const char *text)
{
  GtkWidget *found = find (widget, type, text);

  if (found == NULL)
    g_error ("there is no %s “%s”", g_type_name (type), text);
  return found;
}

static gboolean
is_ready (gpointer view)
{
  return gtk_widget_is_sensitive (must_find (view, GTK_TYPE_BUTTON, "_Back Up")) &&
         !ddi_backup_view_is_busy (view);
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
has_dialog (gpointer unused)
{
  return find_dialog () != NULL;
}

/* Saying it does not close the dialog, as a click on the button does. */
static void
respond (const char *response)
{
  GtkWidget *dialog = find_dialog ();

  adw_message_dialog_response (ADW_MESSAGE_DIALOG (dialog), response);
  gtk_window_destroy (GTK_WINDOW (dialog));
  ddi_test_settle ();
}

/* The view in a window of its own, read. */
static GtkWidget *
open_view (GtkWidget **window)
{
  GtkWidget *view = ddi_backup_view_new ();

  *window = gtk_window_new ();
  gtk_window_set_default_size (GTK_WINDOW (*window), 700, 700);
  gtk_window_set_child (GTK_WINDOW (*window), view);
  gtk_window_present (GTK_WINDOW (*window));
  ddi_backup_view_set_server (DDI_BACKUP_VIEW (view), server);
  ddi_test_wait (is_ready, view);
  return view;
}

static void
click (GtkWidget *view, const char *label)
{
  g_signal_emit_by_name (must_find (view, GTK_TYPE_BUTTON, label), "clicked");
}
