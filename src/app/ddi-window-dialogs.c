/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/ddi-window-dialogs.h"

static void
for_each_dialog (DdiWindow *window, void (*func) (GtkWindow *dialog))
{
  g_autoptr (GList) windows = gtk_window_list_toplevels ();

  for (GList *l = windows; l; l = l->next)
    if (l->data != window && ddi_window_of (l->data) == window)
      func (l->data);
}

/* Dialogs go out of sight with their window, and come back as they were. An entry must have lost the focus
 * before: it is not told of it when it is hidden. */
static void
hide_dialog (GtkWindow *dialog)
{
  GtkWidget *focus = gtk_window_get_focus (dialog);

  g_object_set_data_full (G_OBJECT (dialog), "ddi-focus", focus ? g_object_ref (focus) : NULL,
                          g_object_unref);
  gtk_window_set_focus (dialog, NULL);
  gtk_widget_set_visible (GTK_WIDGET (dialog), FALSE);
}

static void
show_dialog (GtkWindow *dialog)
{
  g_autoptr (GtkWidget) focus = g_object_steal_data (G_OBJECT (dialog), "ddi-focus");

  gtk_window_present (dialog);
  if (focus)
    gtk_widget_grab_focus (focus);
}

void
ddi_window_dialogs_hide (DdiWindow *window)
{
  for_each_dialog (window, hide_dialog);
}

void
ddi_window_dialogs_show (DdiWindow *window)
{
  for_each_dialog (window, show_dialog);
}

void
ddi_window_dialogs_close (DdiWindow *window)
{
  for_each_dialog (window, gtk_window_destroy);
}
