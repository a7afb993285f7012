/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/ddi-restore-chooser.h"

#include <glib/gi18n-lib.h>

#include "app/ddi-message-dialog.h"
#include "app/ddi-restore-dialog.h"
#include "core/ddi-format.h"
#include "tasks/ddi-backup.h"

typedef struct
{
  GtkWidget *widget;
  char *data_dir, *path;
  DdiSecret *passphrase;
  GPtrArray *backups; /* in the folder that was chosen; NULL: a file was */
  DdiRestoreChosen chosen;
  gpointer user_data;
} Choice;

static Choice *
choice_new (GtkWidget *widget, const char *data_dir, DdiRestoreChosen chosen, gpointer user_data)
{
  Choice *self = g_new0 (Choice, 1);

  self->widget = g_object_ref (widget);
  self->data_dir = g_strdup (data_dir);
  self->chosen = chosen;
  self->user_data = user_data;
  return self;
}

static Choice *
choice_copy (const Choice *other)
{
  Choice *self = choice_new (other->widget, other->data_dir, other->chosen, other->user_data);

  self->path = g_strdup (other->path);
  self->passphrase = other->passphrase ? ddi_secret_ref (other->passphrase) : NULL;
  return self;
}

static void
choice_free (gpointer data)
{
  Choice *self = data;

  g_object_unref (self->widget);
  g_free (self->data_dir);
  g_free (self->path);
  g_clear_pointer (&self->passphrase, ddi_secret_unref);
  g_clear_pointer (&self->backups, g_ptr_array_unref);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Choice, choice_free)

static GtkWidget *
make_dialog (GtkWidget *widget, const char *heading, const char *body)
{
  return ddi_message_dialog_new (GTK_WINDOW (gtk_widget_get_root (widget)), heading, body);
}

static void
choice_closed (gpointer data, GClosure *closure)
{
  choice_free (data);
}

static void
agreed_cb (AdwMessageDialog *dialog, const char *response, gpointer user_data)
{
  const Choice *self = user_data;

  if (g_str_equal (response, "do"))
    self->chosen (self->path, self->passphrase, self->user_data);
}

/* Nothing that is there goes unsaid. */
static void
confirm (const Choice *self)
{
  g_autofree char *version = g_build_filename (self->data_dir, "data", "PG_VERSION", NULL);
  GtkWidget *dialog;

  if (!g_file_test (version, G_FILE_TEST_EXISTS))
    {
      self->chosen (self->path, self->passphrase, self->user_data);
      return;
    }
  dialog = make_dialog (self->widget, _ ("There Are Data on This Computer Already"),
                        _ ("The backup takes their place. They are saved first and kept beside it, and come "
                           "back from Database, Backups."));
  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog), "cancel", _ ("_Cancel"), "do",
                                    _ ("_Restore"), NULL);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), "do", ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  g_signal_connect_data (dialog, "response", G_CALLBACK (agreed_cb), choice_copy (self), choice_closed, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
given_cb (GtkWidget *widget, DdiSecret *passphrase, gpointer user_data)
{
  Choice *self = user_data;

  g_clear_pointer (&self->passphrase, ddi_secret_unref);
  self->passphrase = ddi_secret_ref (passphrase);
  confirm (self);
}

/* Small: the manifest beside it, and no more. */
static void
look_at (const Choice *self)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DdiBackup) backup = ddi_backup_read (self->path, &error);
  GtkWidget *dialog;

  if (backup && backup->sealed)
    ddi_restore_dialog_ask_passphrase (self->widget, given_cb, choice_copy (self), choice_free);
  else if (backup)
    confirm (self);
  else
    {
      dialog = make_dialog (self->widget, _ ("This Is No Backup"), error->message);
      adw_message_dialog_add_response (ADW_MESSAGE_DIALOG (dialog), "close", _ ("_Close"));
      gtk_window_present (GTK_WINDOW (dialog));
    }
}

/* ---- One of a folder's ---- */

static GtkWidget *
make_list (GPtrArray *backups)
{
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);
  GtkWidget *list;

  for (guint i = 0; i < backups->len; i++)
    {
      const DdiBackup *backup = backups->pdata[i];
      const char *text = ddi_backup_get_text (backup, "made_at");
      g_autoptr (GDateTime) made = text ? g_date_time_new_from_iso8601 (text, NULL) : NULL;

      gtk_string_list_take (names, made ? ddi_format_moment (g_date_time_to_unix (made))
                                        : g_path_get_basename (backup->path));
    }
  list = gtk_drop_down_new (G_LIST_MODEL (g_steal_pointer (&names)), NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (list), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Backup"), -1);
  return list;
}

static void
picked_cb (AdwMessageDialog *dialog, const char *response, gpointer user_data)
{
  Choice *self = user_data;
  guint i = gtk_drop_down_get_selected (GTK_DROP_DOWN (adw_message_dialog_get_extra_child (dialog)));

  if (!g_str_equal (response, "do") || i >= self->backups->len)
    return;
  g_free (self->path);
  self->path = g_strdup (((const DdiBackup *)self->backups->pdata[i])->path);
  look_at (self);
}

static void
pick (Choice *self, GPtrArray *backups)
{
  GtkWidget *dialog = make_dialog (self->widget, _ ("Which Backup?"), _ ("The newest stands first."));

  self->backups = g_ptr_array_ref (backups);
  adw_message_dialog_set_extra_child (ADW_MESSAGE_DIALOG (dialog), make_list (backups));
  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog), "cancel", _ ("_Cancel"), "do",
                                    _ ("_Restore"), NULL);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), "do", ADW_RESPONSE_SUGGESTED);
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), "do");
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  g_signal_connect_data (dialog, "response", G_CALLBACK (picked_cb), self, choice_closed, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
listed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Choice) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) backups = ddi_backup_list_folder_finish (result, &error);
  GtkWidget *dialog;

  if (gtk_widget_get_root (self->widget) == NULL)
    return;
  if (backups && backups->len > 0)
    {
      pick (g_steal_pointer (&self), backups);
      return;
    }
  dialog = make_dialog (
      self->widget, _ ("There Is No Backup in This Folder"),
      error
          ? error->message
          : _ ("A backup is two files, and both belong into it: the second has the same name and “.json”."));
  adw_message_dialog_add_response (ADW_MESSAGE_DIALOG (dialog), "close", _ ("_Close"));
  gtk_window_present (GTK_WINDOW (dialog));
}

void
ddi_restore_chooser_take (GtkWidget *widget, const char *data_dir, const char *path, DdiRestoreChosen chosen,
                          gpointer user_data)
{
  g_autoptr (Choice) self = choice_new (widget, data_dir, chosen, user_data);

  self->path = g_strdup (path);
  if (g_file_test (path, G_FILE_TEST_IS_DIR))
    ddi_backup_list_folder_async (path, NULL, listed_cb, g_steal_pointer (&self));
  else
    look_at (self);
}

static void
file_chosen_cb (GtkNativeDialog *dialog, int response, Choice *user_data)
{
  g_autoptr (Choice) self = user_data;
  g_autoptr (GFile) file =
      response == GTK_RESPONSE_ACCEPT ? gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog)) : NULL;

  g_autofree char *path = file ? g_file_get_path (file) : NULL;

  if (path && gtk_widget_get_root (self->widget))
    ddi_restore_chooser_take (self->widget, self->data_dir, path, self->chosen, self->user_data);
  g_object_unref (dialog);
}

static void
add_filter (GtkFileChooser *chooser)
{
  static const char *patterns[] = { "*.dump", "*.sql", "*.tar", "*.sealed" };
  GtkFileFilter *backups = gtk_file_filter_new (), *all = gtk_file_filter_new ();

  gtk_file_filter_set_name (backups, _ ("Backups"));
  for (guint i = 0; i < G_N_ELEMENTS (patterns); i++)
    gtk_file_filter_add_pattern (backups, patterns[i]);
  gtk_file_filter_set_name (all, _ ("All Files"));
  gtk_file_filter_add_pattern (all, "*");
  gtk_file_chooser_add_filter (chooser, backups);
  gtk_file_chooser_add_filter (chooser, all);
  g_object_unref (backups);
  g_object_unref (all);
}

void
ddi_restore_chooser_ask (GtkWidget *widget, const char *data_dir, DdiRestoreChosen chosen, gpointer user_data)
{
  gboolean sandbox = g_file_test ("/.flatpak-info", G_FILE_TEST_EXISTS);
  GtkFileChooserNative *dialog =
      gtk_file_chooser_native_new (sandbox ? _ ("Folder with the Backup") : _ ("Restore from a Backup"),
                                   GTK_WINDOW (gtk_widget_get_root (widget)),
                                   sandbox ? GTK_FILE_CHOOSER_ACTION_SELECT_FOLDER
                                           : GTK_FILE_CHOOSER_ACTION_OPEN,
                                   sandbox ? _ ("_Open") : _ ("_Restore"), NULL);

  if (!sandbox)
    add_filter (GTK_FILE_CHOOSER (dialog));
  g_signal_connect (dialog, "response", G_CALLBACK (file_chosen_cb),
                    choice_new (widget, data_dir, chosen, user_data));
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (dialog), TRUE);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (dialog));
}
