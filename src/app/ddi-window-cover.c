/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/ddi-window-cover.h"

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

  if (!gtk_widget_get_visible (GTK_WIDGET (dialog)))
    return;
  g_object_set_data (G_OBJECT (dialog), "ddi-covered", dialog);
  g_object_set_data_full (G_OBJECT (dialog), "ddi-focus", focus ? g_object_ref (focus) : NULL,
                          g_object_unref);
  gtk_window_set_focus (dialog, NULL);
  gtk_widget_set_visible (GTK_WIDGET (dialog), FALSE);
}

static void
show_dialog (GtkWindow *dialog)
{
  g_autoptr (GtkWidget) focus = NULL;

  if (g_object_steal_data (G_OBJECT (dialog), "ddi-covered") == NULL)
    return;
  focus = g_object_steal_data (G_OBJECT (dialog), "ddi-focus");
  gtk_window_present (dialog);
  if (focus)
    gtk_widget_grab_focus (focus);
}

/* No key may open over the question what stands behind it. */
static void
set_actions_enabled (DdiWindow *window, gboolean enabled)
{
  DdiPage *page = ddi_window_get_page (window);
  g_auto (GStrv) names = g_action_group_list_actions (G_ACTION_GROUP (window));

  for (gsize i = 0; names[i]; i++)
    g_simple_action_set_enabled (G_SIMPLE_ACTION (
                                     g_action_map_lookup_action (G_ACTION_MAP (window), names[i])),
                                 enabled);
  gtk_widget_action_set_enabled (GTK_WIDGET (window), "window.undo", enabled);
  gtk_widget_action_set_enabled (GTK_WIDGET (window), "window.search", enabled);
  if (page)
    gtk_widget_insert_action_group (GTK_WIDGET (window), "page",
                                    enabled ? G_ACTION_GROUP (ddi_page_get_actions (page)) : NULL);
}

void
ddi_window_cover (DdiWindow *window)
{
  for_each_dialog (window, hide_dialog);
  set_actions_enabled (window, FALSE);
}

void
ddi_window_uncover (DdiWindow *window)
{
  set_actions_enabled (window, TRUE);
  for_each_dialog (window, show_dialog);
}

void
ddi_window_uncover_nothing (DdiWindow *window)
{
  set_actions_enabled (window, TRUE);
  for_each_dialog (window, gtk_window_destroy);
}
