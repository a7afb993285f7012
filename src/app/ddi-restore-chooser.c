/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/ddi-restore-chooser.h"

#include <glib/gi18n-lib.h>

#include "app/ddi-restore-dialog.h"
#include "tasks/ddi-backup.h"

typedef struct
{
  GtkWidget *widget;
  char *data_dir, *path;
  DdiSecret *passphrase;
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
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Choice, choice_free)

static GtkWidget *
make_dialog (GtkWidget *widget, const char *heading, const char *body)
{
  return adw_message_dialog_new (GTK_WINDOW (gtk_widget_get_root (widget)), heading, body);
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

void
ddi_restore_chooser_take (GtkWidget *widget, const char *data_dir, const char *path, DdiRestoreChosen chosen,
                          gpointer user_data)
{
  g_autoptr (Choice) self = choice_new (widget, data_dir, chosen, user_data);

  self->path = g_strdup (path);
  look_at (self);
}

static void
file_chosen_cb (GtkNativeDialog *dialog, int response, Choice *user_data)
{
  g_autoptr (Choice) self = user_data;
  g_autoptr (GFile) file =
      response == GTK_RESPONSE_ACCEPT ? gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog)) : NULL;

  self->path = file ? g_file_get_path (file) : NULL;
  if (self->path && gtk_widget_get_root (self->widget))
    look_at (self);
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
  GtkFileChooserNative *dialog =
      gtk_file_chooser_native_new (_ ("Restore from a Backup"), GTK_WINDOW (gtk_widget_get_root (widget)),
                                   GTK_FILE_CHOOSER_ACTION_OPEN, _ ("_Restore"), NULL);

  add_filter (GTK_FILE_CHOOSER (dialog));
  g_signal_connect (dialog, "response", G_CALLBACK (file_chosen_cb),
                    choice_new (widget, data_dir, chosen, user_data));
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (dialog), TRUE);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (dialog));
}
