/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/ddi-drop-down.h"

/* GTK goes on with the key, and activates what is selected then. */
static gboolean
key_cb (GtkEventControllerKey *keys, guint key, guint code, GdkModifierType modifiers, gpointer user_data)
{
  GtkWidget *popover = gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (keys));
  GtkWidget *focus = gtk_root_get_focus (gtk_widget_get_root (popover));

  if ((key == GDK_KEY_Return || key == GDK_KEY_KP_Enter || key == GDK_KEY_ISO_Enter) && focus &&
      gtk_widget_get_ancestor (focus, GTK_TYPE_LIST_VIEW))
    gtk_widget_activate_action (focus, "listitem.select", "(bb)", FALSE, FALSE);
  return GDK_EVENT_PROPAGATE;
}

void
ddi_drop_down_choose_focused (GtkWidget *drop_down)
{
  for (GtkWidget *child = gtk_widget_get_first_child (drop_down); child;
       child = gtk_widget_get_next_sibling (child))
    if (GTK_IS_POPOVER (child))
      {
        GtkEventController *keys = gtk_event_controller_key_new ();

        gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
        g_signal_connect (keys, "key-pressed", G_CALLBACK (key_cb), NULL);
        gtk_widget_add_controller (child, keys);
      }
}

void
ddi_drop_down_set_model_or_none (GtkWidget *drop_down, gpointer none, GListModel *model)
{
  GListStore *lists = g_list_store_new (G_TYPE_LIST_MODEL);
  g_autoptr (GListStore) first = g_list_store_new (G_OBJECT_TYPE (none));
  g_autoptr (GtkFlattenListModel) both = gtk_flatten_list_model_new (G_LIST_MODEL (lists));

  g_list_store_append (first, none);
  g_list_store_append (lists, first);
  g_list_store_append (lists, model);
  gtk_drop_down_set_model (GTK_DROP_DOWN (drop_down), G_LIST_MODEL (both));
}
