/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/ddi-outbox-button.h"

#include <glib/gi18n-lib.h>

#include "app/ddi-outbox-dialog.h"

struct _DdiOutboxButton
{
  AdwBin parent_instance;

  GtkWidget *button;
  GtkWidget *content;
  DdiSession *session;
};

G_DEFINE_FINAL_TYPE (DdiOutboxButton, ddi_outbox_button, ADW_TYPE_BIN)

static void
show_outbox (DdiOutboxButton *self)
{
  DdiOutbox *outbox = self->session ? ddi_session_get_outbox (self->session) : NULL;
  guint n = outbox ? ddi_outbox_get_n (outbox) : 0;
  guint n_refused = outbox ? n - ddi_outbox_get_n_waiting (outbox) : 0;
  guint n_damaged = outbox ? ddi_outbox_get_n_damaged (outbox) : 0;
  g_autofree char *text = NULL;

  if (n_refused > 0)
    text = g_strdup_printf (ngettext ("%u change to mend", "%u changes to mend", n_refused), n_refused);
  else if (n > 0)
    text = g_strdup_printf (ngettext ("%u change waiting", "%u changes waiting", n), n);
  else
    text = g_strdup_printf (ngettext ("%u damaged file", "%u damaged files", n_damaged), n_damaged);
  adw_button_content_set_label (ADW_BUTTON_CONTENT (self->content), text);
  adw_button_content_set_icon_name (ADW_BUTTON_CONTENT (self->content),
                                    n_refused > 0 || n == 0 ? "dialog-warning-symbolic"
                                                            : "emblem-synchronizing-symbolic");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->button), GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
  gtk_widget_set_visible (GTK_WIDGET (self), n > 0 || n_damaged > 0);
}

static void
clicked_cb (DdiOutboxButton *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  if (self->session && root)
    gtk_window_present (GTK_WINDOW (ddi_outbox_dialog_new (GTK_WINDOW (root), self->session)));
}

static void
ddi_outbox_button_dispose (GObject *object)
{
  DdiOutboxButton *self = DDI_OUTBOX_BUTTON (object);

  g_clear_object (&self->session);
  G_OBJECT_CLASS (ddi_outbox_button_parent_class)->dispose (object);
}

static void
ddi_outbox_button_class_init (DdiOutboxButtonClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = ddi_outbox_button_dispose;
}

static void
ddi_outbox_button_init (DdiOutboxButton *self)
{
  self->button = gtk_button_new ();
  self->content = adw_button_content_new ();
  gtk_button_set_child (GTK_BUTTON (self->button), self->content);
  gtk_widget_add_css_class (self->button, "flat");
  gtk_widget_set_margin_start (self->button, 6);
  gtk_widget_set_margin_end (self->button, 6);
  gtk_widget_set_margin_top (self->button, 6);
  gtk_widget_set_halign (self->content, GTK_ALIGN_START);
  adw_bin_set_child (ADW_BIN (self), self->button);
  g_signal_connect_object (self->button, "clicked", G_CALLBACK (clicked_cb), self, G_CONNECT_SWAPPED);
  show_outbox (self);
}

void
ddi_outbox_button_set_session (DdiOutboxButton *self, DdiSession *session)
{
  g_return_if_fail (DDI_IS_OUTBOX_BUTTON (self));

  if (self->session)
    g_signal_handlers_disconnect_by_func (self->session, show_outbox, self);
  g_set_object (&self->session, session);
  if (session)
    g_signal_connect_object (session, "outbox-changed", G_CALLBACK (show_outbox), self, G_CONNECT_SWAPPED);
  show_outbox (self);
}

const char *
ddi_outbox_button_get_text (DdiOutboxButton *self)
{
  g_return_val_if_fail (DDI_IS_OUTBOX_BUTTON (self), NULL);
  return adw_button_content_get_label (ADW_BUTTON_CONTENT (self->content));
}
