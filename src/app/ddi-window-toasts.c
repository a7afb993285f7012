/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a window says for a moment, and how it is taken back. */
#include "app/ddi-window-private.h"

#include <glib/gi18n-lib.h>

/* A toast's own title ends in an ellipsis where it has no room beside the button. */
static void
wrap_title (AdwToast *toast)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_markup (GTK_LABEL (label), adw_toast_get_title (toast));
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  /* Only where the window is narrower than the text. */
  gtk_label_set_natural_wrap_mode (GTK_LABEL (label), GTK_NATURAL_WRAP_NONE);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_add_css_class (label, "heading");
  adw_toast_set_custom_title (toast, label);
}

void
ddi_window_show_toast (DdiWindow *self, AdwToast *toast)
{
  g_return_if_fail (DDI_IS_WINDOW (self));
  wrap_title (toast);
  adw_toast_overlay_add_toast (ddi_window_get_toasts (self), toast);
}

void
ddi_window_add_toast (DdiWindow *self, const char *title)
{
  g_autofree char *text = g_markup_escape_text (title, -1);

  ddi_window_show_toast (self, adw_toast_new (text));
}

void
ddi_window_add_undo_toast (DdiWindow *self, const char *title, DdiUndoFunc undo, gpointer user_data,
                           GDestroyNotify destroy)
{
  g_autofree char *text = g_markup_escape_text (title, -1);
  AdwToast *toast;
  guint number;

  g_return_if_fail (DDI_IS_WINDOW (self));

  number = ddi_undo_log_add (ddi_window_get_undo_log (self), (DdiUndoLogFunc)undo, user_data, destroy);
  toast = adw_toast_new (text);
  adw_toast_set_button_label (toast, _ ("Undo"));
  adw_toast_set_action_name (toast, "win.undo-entry");
  adw_toast_set_action_target (toast, "u", number);
  adw_toast_set_priority (toast, ADW_TOAST_PRIORITY_HIGH);
  ddi_window_show_toast (self, toast);
}

void
ddi_window_add_undo (DdiWindow *self, DdiUndoFunc undo, gpointer user_data, GDestroyNotify destroy)
{
  g_return_if_fail (DDI_IS_WINDOW (self));
  ddi_undo_log_add (ddi_window_get_undo_log (self), (DdiUndoLogFunc)undo, user_data, destroy);
}
