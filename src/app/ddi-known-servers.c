/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/ddi-known-servers.h"

#include <glib/gi18n-lib.h>

#include "db/ddi-conninfo.h"
#include "tasks/ddi-connection-file.h"

struct _DdiKnownServers
{
  AdwBin parent_instance;

  GtkWidget *list;
};

G_DEFINE_FINAL_TYPE (DdiKnownServers, ddi_known_servers, ADW_TYPE_BIN)

enum
{
  CHOSEN,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static GtkWidget *
make_dialog (DdiKnownServers *self, const char *heading, const char *body)
{
  return adw_message_dialog_new (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))), heading, body);
}

static void
fill (DdiKnownServers *self)
{
  g_autoptr (GPtrArray) profiles = ddi_server_profile_list ();
  GtkListBoxRow *row;

  while ((row = gtk_list_box_get_row_at_index (GTK_LIST_BOX (self->list), 0)) != NULL)
    gtk_list_box_remove (GTK_LIST_BOX (self->list), GTK_WIDGET (row));
  for (guint i = 0; i < profiles->len; i++)
    {
      const DdiServerProfile *profile = profiles->pdata[i];
      GtkWidget *item = adw_action_row_new ();
      g_autofree char *label = ddi_conninfo_dup_label (profile->address);
      g_autofree char *safe = g_markup_escape_text (label, -1);

      adw_preferences_row_set_title (ADW_PREFERENCES_ROW (item), safe);
      gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (item), TRUE);
      g_object_set_data_full (G_OBJECT (item), "address", g_strdup (profile->address), g_free);
      gtk_list_box_append (GTK_LIST_BOX (self->list), item);
    }
  gtk_widget_set_visible (self->list, profiles->len > 0);
}

static void
activated_cb (DdiKnownServers *self, GtkListBoxRow *row)
{
  g_signal_emit (self, signals[CHOSEN], 0, g_object_get_data (G_OBJECT (row), "address"));
}

/* ---- A connection file ---- */

typedef struct
{
  DdiKnownServers *servers;
  DdiConnectionFile *file;
} Offer;

static void
offer_free (gpointer data, GClosure *closure)
{
  Offer *self = data;

  g_object_unref (self->servers);
  ddi_connection_file_free (self->file);
  g_free (self);
}

static void
refuse (DdiKnownServers *self, const GError *error)
{
  GtkWidget *dialog = make_dialog (self, _ ("This File Is Not Taken"), error->message);

  adw_message_dialog_add_response (ADW_MESSAGE_DIALOG (dialog), "close", _ ("_Close"));
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
answered_cb (AdwMessageDialog *dialog, const char *response, gpointer user_data)
{
  const Offer *offer = user_data;
  g_autoptr (GError) error = NULL;

  if (!g_str_equal (response, "do") || gtk_widget_get_root (GTK_WIDGET (offer->servers)) == NULL)
    return;
  if (!ddi_connection_file_accept (offer->file, &error))
    {
      refuse (offer->servers, error);
      return;
    }
  fill (offer->servers);
  g_signal_emit (offer->servers, signals[CHOSEN], 0, offer->file->address);
}

void
ddi_known_servers_take (DdiKnownServers *self, const char *path)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DdiConnectionFile) file = ddi_connection_file_read (path, &error);
  g_autoptr (DdiServerProfile) profile = file ? ddi_connection_file_check (file, &error) : NULL;
  g_autofree char *from = NULL, *to = NULL, *body = NULL;
  GtkWidget *dialog;
  Offer *offer;

  g_return_if_fail (DDI_IS_KNOWN_SERVERS (self));

  if (profile == NULL)
    {
      refuse (self, error);
      return;
    }
  from = ddi_conninfo_dup_label (profile->address);
  to = ddi_conninfo_dup_label (file->address);
  body = g_strdup_printf (
      _ ("Until now: %s\nFrom now on: %s\n\nThe file is signed by the database that this computer "
         "knows."),
      from, to);
  dialog = make_dialog (self, _ ("The Server Has Moved"), body);
  offer = g_new0 (Offer, 1);
  offer->servers = g_object_ref (self);
  offer->file = g_steal_pointer (&file);
  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog), "cancel", _ ("_Cancel"), "do", _ ("_Use It"),
                                    NULL);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), "do", ADW_RESPONSE_SUGGESTED);
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  g_signal_connect_data (dialog, "response", G_CALLBACK (answered_cb), offer, offer_free, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
file_chosen_cb (GtkNativeDialog *dialog, int response, DdiKnownServers *self)
{
  g_autoptr (GFile) file =
      response == GTK_RESPONSE_ACCEPT ? gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog)) : NULL;
  g_autofree char *path = file ? g_file_get_path (file) : NULL;

  if (path && gtk_widget_get_root (GTK_WIDGET (self)))
    ddi_known_servers_take (self, path);
  g_object_unref (self);
  g_object_unref (dialog);
}

static void
open_cb (DdiKnownServers *self)
{
  GtkFileChooserNative *dialog =
      gtk_file_chooser_native_new (_ ("Connection File"),
                                   GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))),
                                   GTK_FILE_CHOOSER_ACTION_OPEN, _ ("_Open"), NULL);

  g_signal_connect (dialog, "response", G_CALLBACK (file_chosen_cb), g_object_ref (self));
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (dialog), TRUE);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (dialog));
}

static void
ddi_known_servers_class_init (DdiKnownServersClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  signals[CHOSEN] = g_signal_new ("chosen", DDI_TYPE_KNOWN_SERVERS, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 1, G_TYPE_STRING);

  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/dunkin_demand/Intelligence/ui/app/ddi-known-servers.ui");
  gtk_widget_class_bind_template_child (widget_class, DdiKnownServers, list);
  gtk_widget_class_bind_template_callback (widget_class, activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, open_cb);
}

static void
ddi_known_servers_init (DdiKnownServers *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  fill (self);
}
