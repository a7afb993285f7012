/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/ddi-outbox-dialog.h"

#include <glib/gi18n-lib.h>

#include "app/ddi-window.h"

struct _DdiOutboxDialog
{
  AdwWindow parent_instance;

  GtkWidget *group;
  GtkWidget *damaged;
  GtkWidget *retry_button;
  GtkWidget *rows; /* a GtkListBox in the group */
  DdiSession *session;
};

G_DEFINE_FINAL_TYPE (DdiOutboxDialog, ddi_outbox_dialog, ADW_TYPE_WINDOW)

static DdiOutboxEntry *
get_entry (GtkWidget *button)
{
  return g_object_get_data (G_OBJECT (button), "entry");
}

static void
discard_cb (DdiOutboxDialog *self, GtkWidget *button)
{
  g_autoptr (DdiOutboxEntry) entry = ddi_outbox_entry_ref (get_entry (button));
  g_autoptr (GError) error = NULL;

  if (!ddi_outbox_remove (ddi_session_get_outbox (self->session), entry, &error))
    {
      DdiWindow *window = ddi_window_of (GTK_WIDGET (self));

      if (window)
        ddi_window_add_toast (window, error->message);
    }
  ddi_session_outbox_changed (self->session);
}

static void
open_cb (DdiOutboxDialog *self, GtkWidget *button)
{
  DdiWindow *window = ddi_window_of (GTK_WIDGET (self));
  const DdiOutboxEntry *entry = get_entry (button);

  if (window)
    ddi_window_open_page (window, entry->page, entry->place);
  gtk_window_close (GTK_WINDOW (self));
}

static GtkWidget *
make_button (DdiOutboxDialog *self, DdiOutboxEntry *entry, const char *icon, const char *name,
             GCallback callback)
{
  GtkWidget *button = gtk_button_new_from_icon_name (icon);

  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_set_tooltip_text (button, name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  g_object_set_data_full (G_OBJECT (button), "entry", ddi_outbox_entry_ref (entry),
                          (GDestroyNotify)ddi_outbox_entry_unref);
  g_signal_connect_object (button, "clicked", callback, self, G_CONNECT_SWAPPED);
  return button;
}

/* When it was typed, or why the server does not take it. */
static char *
describe (const DdiOutboxEntry *entry)
{
  g_autoptr (GDateTime) at = g_date_time_new_from_unix_local (entry->made_at);
  /* Translators: a day and a time of day, short: "25 Nov 14:05". */
  g_autofree char *when = at ? g_date_time_format (at, _ ("%-d %b %H:%M")) : g_strdup ("");

  return entry->refusal ? g_strdup (entry->refusal)
                        /* Translators: %s is a day and a time of day. */
                        : g_strdup_printf (_ ("Entered %s"), when);
}

static void
add_entry (DdiOutboxDialog *self, DdiOutboxEntry *entry)
{
  GtkWidget *row = adw_action_row_new ();
  g_autofree char *text = describe (entry);
  g_autofree char *title = g_markup_escape_text (entry->title, -1);
  g_autofree char *subtitle = g_markup_escape_text (text, -1);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 0);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 0);
  if (entry->refusal)
    adw_action_row_add_prefix (ADW_ACTION_ROW (row),
                               gtk_image_new_from_icon_name ("dialog-warning-symbolic"));
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), make_button (self, entry, "document-edit-symbolic",
                                                                _ ("Look at It"), G_CALLBACK (open_cb)));
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), make_button (self, entry, "user-trash-symbolic",
                                                                _ ("Discard"), G_CALLBACK (discard_cb)));
  gtk_list_box_append (GTK_LIST_BOX (self->rows), row);
}

static void
show_damaged (DdiOutboxDialog *self, guint n)
{
  g_autofree char *text =
      g_strdup_printf (ngettext ("%u file could not be read and was set aside beside the others.",
                                 "%u files could not be read and were set aside beside the others.", n),
                       n);

  gtk_label_set_text (GTK_LABEL (self->damaged), text);
  gtk_widget_set_visible (self->damaged, n > 0);
}

static void
show_entries (DdiOutboxDialog *self)
{
  DdiOutbox *outbox = ddi_session_get_outbox (self->session);
  g_autoptr (GPtrArray) entries = ddi_outbox_list (outbox);
  GtkListBoxRow *old;

  while ((old = gtk_list_box_get_row_at_index (GTK_LIST_BOX (self->rows), 0)))
    gtk_list_box_remove (GTK_LIST_BOX (self->rows), GTK_WIDGET (old));
  for (guint i = 0; i < entries->len; i++)
    add_entry (self, entries->pdata[i]);
  show_damaged (self, ddi_outbox_get_n_damaged (outbox));
  gtk_widget_set_sensitive (self->retry_button, entries->len > 0);
  gtk_widget_set_visible (self->group, entries->len > 0);
  if (entries->len == 0 && ddi_outbox_get_n_damaged (outbox) == 0)
    gtk_window_close (GTK_WINDOW (self));
}

static void
retry_cb (DdiOutboxDialog *self)
{
  gtk_widget_set_sensitive (self->retry_button, FALSE);
  ddi_session_send (self->session, TRUE);
}

static void
ddi_outbox_dialog_dispose (GObject *object)
{
  DdiOutboxDialog *self = DDI_OUTBOX_DIALOG (object);

  g_clear_object (&self->session);
  G_OBJECT_CLASS (ddi_outbox_dialog_parent_class)->dispose (object);
}

static void
ddi_outbox_dialog_class_init (DdiOutboxDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ddi_outbox_dialog_dispose;
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/dunkin_demand/Intelligence/ui/app/ddi-outbox-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, DdiOutboxDialog, group);
  gtk_widget_class_bind_template_child (widget_class, DdiOutboxDialog, damaged);
  gtk_widget_class_bind_template_child (widget_class, DdiOutboxDialog, retry_button);
  gtk_widget_class_bind_template_child (widget_class, DdiOutboxDialog, rows);
  gtk_widget_class_bind_template_callback (widget_class, retry_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
ddi_outbox_dialog_init (DdiOutboxDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

DdiOutboxDialog *
ddi_outbox_dialog_new (GtkWindow *parent, DdiSession *session)
{
  DdiOutboxDialog *self = g_object_new (DDI_TYPE_OUTBOX_DIALOG, "transient-for", parent, NULL);

  self->session = g_object_ref (session);
  g_signal_connect_object (session, "outbox-changed", G_CALLBACK (show_entries), self, G_CONNECT_SWAPPED);
  show_entries (self);
  return self;
}
