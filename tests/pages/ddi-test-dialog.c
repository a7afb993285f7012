/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "pages/ddi-test-dialog.h"

#include "app/ddi-test-window.h"

GtkWidget *
ddi_test_dialog_find (GType type)
{
  GListModel *toplevels = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (toplevels); i++)
    {
      g_autoptr (GtkWidget) toplevel = g_list_model_get_item (toplevels, i);

      if (G_TYPE_CHECK_INSTANCE_TYPE (toplevel, type))
        return toplevel;
    }
  return NULL;
}

gboolean
ddi_test_dialog_is_closed (gpointer user_data)
{
  return ddi_test_dialog_find (*(GType *)user_data) == NULL;
}

void
ddi_test_activate (DdiWindow *window, const char *action)
{
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (window), action, NULL));
  ddi_test_settle ();
}

void
ddi_test_dialog_type (GtkWidget *dialog, GType dialog_type, const char *child, const char *text)
{
  gtk_editable_set_text (GTK_EDITABLE (gtk_widget_get_template_child (dialog, dialog_type, child)), text);
}

GtkWidget *
ddi_test_dialog_save_button (GtkWidget *dialog, GType dialog_type)
{
  return GTK_WIDGET (gtk_widget_get_template_child (dialog, dialog_type, "save_button"));
}

void
ddi_test_dialog_save (GtkWidget *dialog, GType dialog_type)
{
  g_assert_true (gtk_widget_get_sensitive (ddi_test_dialog_save_button (dialog, dialog_type)));
  g_signal_emit_by_name (ddi_test_dialog_save_button (dialog, dialog_type), "clicked");
}
