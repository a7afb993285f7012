/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/ddi-known-servers.h"

#include <glib/gi18n-lib.h>

#include "app/ddi-message-dialog.h"
#include "app/ddi-window.h"
#include "core/ddi-format.h"
#include "db/ddi-conninfo.h"
#include "tasks/ddi-connection-file.h"

struct _DdiKnownServers
{
  AdwBin parent_instance;

  GtkWidget *list;
  GtkWidget *open_button;
  gboolean choosing;
};

G_DEFINE_FINAL_TYPE (DdiKnownServers, ddi_known_servers, ADW_TYPE_BIN)

enum
{
  CHOSEN,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

enum
{
  PROP_CHOOSING = 1,
  N_PROPERTIES,
};

static GParamSpec *properties[N_PROPERTIES];

static void fill (DdiKnownServers *self);

static GtkWidget *
make_dialog (DdiKnownServers *self, const char *heading, const char *body)
{
  return ddi_message_dialog_new (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))), heading, body);
}

/* ---- Forgetting one ---- */

typedef struct
{
  GWeakRef servers;
  DdiServerProfile *profile;
} Forgotten;

static void
forgotten_free (gpointer data)
{
  Forgotten *self = data;

  g_weak_ref_clear (&self->servers);
  ddi_server_profile_free (self->profile);
  g_free (self);
}

static void
tell_failure (DdiKnownServers *self, const char *heading, const GError *error)
{
  GtkWidget *dialog = make_dialog (self, heading, error->message);

  adw_message_dialog_add_response (ADW_MESSAGE_DIALOG (dialog), "close", _ ("_Close"));
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
remember_again (const Forgotten *forgotten)
{
  g_autoptr (DdiKnownServers) self = g_weak_ref_get ((GWeakRef *)&forgotten->servers);
  g_autoptr (GError) error = NULL;

  if (!ddi_server_profile_save (forgotten->profile, &error))
    g_warning ("remembering the server again: %s", error->message);
  if (self)
    fill (self);
}

static void
undo_cb (DdiWindow *window, gpointer user_data)
{
  remember_again (user_data);
}

static void
toast_clicked_cb (AdwToast *toast, gpointer user_data)
{
  remember_again (user_data);
}

static void
forgotten_closure_free (gpointer data, GClosure *closure)
{
  forgotten_free (data);
}

/* Takes @forgotten. */
static void
tell_forgotten (DdiKnownServers *self, Forgotten *forgotten)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *overlay = gtk_widget_get_ancestor (GTK_WIDGET (self), ADW_TYPE_TOAST_OVERLAY);
  g_autofree char *label = ddi_conninfo_dup_label (forgotten->profile->address);
  g_autofree char *title = g_strdup_printf (_ ("Forgotten: %s"), label);
  g_autofree char *safe = g_markup_escape_text (title, -1);
  AdwToast *toast;

  if (DDI_IS_WINDOW (root))
    {
      ddi_window_add_undo_toast (DDI_WINDOW (root), title, undo_cb, forgotten, forgotten_free);
      return;
    }
  if (overlay == NULL)
    {
      forgotten_free (forgotten);
      return;
    }
  toast = adw_toast_new (safe);
  adw_toast_set_button_label (toast, _ ("_Undo"));
  g_signal_connect_data (toast, "button-clicked", G_CALLBACK (toast_clicked_cb), forgotten,
                         forgotten_closure_free, 0);
  adw_toast_overlay_add_toast (ADW_TOAST_OVERLAY (overlay), toast);
}

static void
forget_cb (GtkWidget *button, gpointer user_data)
{
  DdiKnownServers *self = user_data;
  g_autoptr (DdiServerProfile) profile =
      ddi_server_profile_find (g_object_get_data (G_OBJECT (button), "uuid"));
  g_autoptr (GError) error = NULL;
  Forgotten *forgotten;

  if (profile && !ddi_server_profile_forget (profile->uuid, &error))
    {
      tell_failure (self, _ ("It Is Not Forgotten"), error);
      return;
    }
  fill (self);
  if (profile == NULL)
    return;
  forgotten = g_new0 (Forgotten, 1);
  g_weak_ref_init (&forgotten->servers, self);
  forgotten->profile = g_steal_pointer (&profile);
  tell_forgotten (self, forgotten);
}

/* ---- The list ---- */

static void
add_forget_button (DdiKnownServers *self, GtkWidget *row, const DdiServerProfile *profile, const char *label)
{
  GtkWidget *button = gtk_button_new_from_icon_name ("user-trash-symbolic");

  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_tooltip_text (button, _ ("Forget this server"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Forget this server"), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, label, -1);
  g_object_set_data_full (G_OBJECT (button), "uuid", g_strdup (profile->uuid), g_free);
  g_signal_connect_object (button, "clicked", G_CALLBACK (forget_cb), self, 0);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), button);
}

static GtkWidget *
make_row (DdiKnownServers *self, const DdiServerProfile *profile)
{
  GtkWidget *row = adw_action_row_new ();
  g_autofree char *label = ddi_conninfo_dup_label (profile->address);
  g_autofree char *safe = g_markup_escape_text (label, -1);
  g_autofree char *moment = ddi_format_moment (profile->seen);
  g_autofree char *seen = g_strdup_printf (_ ("Last used %s"), moment);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), safe);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), seen);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), self->choosing);
  g_object_set_data_full (G_OBJECT (row), "address", g_strdup (profile->address), g_free);
  add_forget_button (self, row, profile, label);
  return row;
}

static GtkWidget *
make_empty_row (void)
{
  GtkWidget *row = adw_action_row_new ();

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), _ ("None yet"));
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  return row;
}

static void
fill (DdiKnownServers *self)
{
  g_autoptr (GPtrArray) profiles = ddi_server_profile_list ();
  GtkListBoxRow *row;

  while ((row = gtk_list_box_get_row_at_index (GTK_LIST_BOX (self->list), 0)) != NULL)
    gtk_list_box_remove (GTK_LIST_BOX (self->list), GTK_WIDGET (row));
  for (guint i = 0; i < profiles->len; i++)
    gtk_list_box_append (GTK_LIST_BOX (self->list), make_row (self, profiles->pdata[i]));
  if (profiles->len == 0)
    gtk_list_box_append (GTK_LIST_BOX (self->list), make_empty_row ());
  gtk_widget_set_visible (self->list, profiles->len > 0 || !self->choosing);
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
  tell_failure (self, _ ("This File Is Not Taken"), error);
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
ddi_known_servers_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  DdiKnownServers *self = DDI_KNOWN_SERVERS (object);

  switch (id)
    {
    case PROP_CHOOSING:
      self->choosing = g_value_get_boolean (value);
      gtk_widget_set_visible (self->open_button, self->choosing);
      fill (self);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
ddi_known_servers_class_init (DdiKnownServersClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->set_property = ddi_known_servers_set_property;
  properties[PROP_CHOOSING] =
      g_param_spec_boolean ("choosing", NULL, NULL, TRUE,
                            G_PARAM_WRITABLE | G_PARAM_CONSTRUCT | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (G_OBJECT_CLASS (klass), N_PROPERTIES, properties);

  signals[CHOSEN] = g_signal_new ("chosen", DDI_TYPE_KNOWN_SERVERS, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 1, G_TYPE_STRING);

  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/dunkin_demand/Intelligence/ui/app/ddi-known-servers.ui");
  gtk_widget_class_bind_template_child (widget_class, DdiKnownServers, list);
  gtk_widget_class_bind_template_child (widget_class, DdiKnownServers, open_button);
  gtk_widget_class_bind_template_callback (widget_class, activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, open_cb);
}

static void
ddi_known_servers_init (DdiKnownServers *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
