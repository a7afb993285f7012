/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/ddi-backup-choice.h"

#include <glib/gi18n-lib.h>

#include "app/ddi-backup-tables.h"
#include "app/ddi-choice-row.h"
#include "app/ddi-message-dialog.h"

typedef struct
{
  GtkWidget *widget;
  GPtrArray *tables;
  GtkWidget *table, *kind;
  DdiBackupChosen chosen;
} Question;

static void
question_free (gpointer data, GClosure *closure)
{
  Question *self = data;

  g_object_unref (self->widget);
  g_ptr_array_unref (self->tables);
  g_free (self);
}

const char *
ddi_backup_choice_describe (DdiBackupKind kind)
{
  switch (kind)
    {
    case DDI_BACKUP_PLAIN:
      return _ (" · SQL text");
    case DDI_BACKUP_CSV:
      return _ (" · CSV and JSON");
    case DDI_BACKUP_CUSTOM:
    default:
      return "";
    }
}

static void
response_cb (AdwMessageDialog *dialog, const char *response, gpointer user_data)
{
  const Question *self = user_data;
  guint table = adw_combo_row_get_selected (ADW_COMBO_ROW (self->table));
  guint kind = adw_combo_row_get_selected (ADW_COMBO_ROW (self->kind));

  if (g_str_equal (response, "do") && gtk_widget_get_root (self->widget) && table < self->tables->len)
    self->chosen (self->widget, (DdiBackupKind)kind, self->tables->pdata[table]);
}

static GtkWidget *
add_row (GtkWidget *group, const char *title, GtkStringList *names)
{
  GtkWidget *row = ddi_choice_row_new ();

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_combo_row_set_model (ADW_COMBO_ROW (row), G_LIST_MODEL (names));
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), row);
  return row;
}

static GtkWidget *
make_content (Question *self)
{
  /* In the order of DdiBackupKind. */
  const char *const kinds[] = { _ ("As usual"), _ ("SQL text"), _ ("CSV and JSON"), NULL };
  g_autoptr (GtkStringList) tables = gtk_string_list_new (NULL), formats = gtk_string_list_new (kinds);
  GtkWidget *group = adw_preferences_group_new ();

  for (guint i = 0; i < self->tables->len; i++)
    gtk_string_list_take (tables, ddi_backup_tables_dup_name (self->tables->pdata[i]));
  self->table = add_row (group, _ ("Table"), tables);
  self->kind = add_row (group, _ ("Format"), formats);
  return group;
}

void
ddi_backup_choice_ask_table (GtkWidget *widget, DdiBackupChosen chosen)
{
  GtkWidget *dialog = ddi_message_dialog_new (
      GTK_WINDOW (gtk_widget_get_root (widget)), _ ("Back Up One Table"),
      _ ("Restoring it later changes this table alone. A backup of one table does not replace one of "
         "everything."));
  Question *self = g_new0 (Question, 1);

  self->widget = g_object_ref (widget);
  self->tables = ddi_backup_tables_list ();
  self->chosen = chosen;
  adw_message_dialog_set_extra_child (ADW_MESSAGE_DIALOG (dialog), make_content (self));
  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog), "cancel", _ ("_Cancel"), "do",
                                    _ ("_Back Up"), NULL);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), "do", ADW_RESPONSE_SUGGESTED);
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), "do");
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  g_signal_connect_data (dialog, "response", G_CALLBACK (response_cb), self, question_free, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}

/* To be copied from. */
static GtkWidget *
make_path (const char *path)
{
  GtkWidget *label = gtk_label_new (path);

  gtk_label_set_selectable (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_max_width_chars (GTK_LABEL (label), 40);
  gtk_label_set_justify (GTK_LABEL (label), GTK_JUSTIFY_CENTER);
  gtk_accessible_update_property (GTK_ACCESSIBLE (label), GTK_ACCESSIBLE_PROPERTY_LABEL, path, -1);
  return label;
}

void
ddi_backup_choice_tell_made (GtkWidget *widget, const DdiBackup *backup)
{
  g_autofree char *size = g_format_size ((guint64)ddi_backup_get_int (backup, "bytes"));
  g_autofree char *body = g_strdup_printf (
      _ ("It was restored and compared, and is %s large. It stays until you delete it, and is not copied to "
         "the second place. Its file, beside which another one tells what is in it:"),
      size);
  GtkWidget *dialog =
      ddi_message_dialog_new (GTK_WINDOW (gtk_widget_get_root (widget)), _ ("The Backup Is Made"), body);

  adw_message_dialog_set_extra_child (ADW_MESSAGE_DIALOG (dialog), make_path (backup->path));
  adw_message_dialog_add_response (ADW_MESSAGE_DIALOG (dialog), "close", _ ("_Close"));
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), "close");
  gtk_window_present (GTK_WINDOW (dialog));
}
