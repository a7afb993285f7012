/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/ddi-backup-choice.h"

#include <glib/gi18n-lib.h>

#include "app/ddi-backup-tables.h"
#include "app/ddi-message-dialog.h"

typedef struct
{
  GtkWidget *widget;
  GPtrArray *tables;
  GtkWidget *table;
  GtkWidget *kind; /* NULL: that is no question */
  DdiBackupChosen chosen;
  gpointer user_data;
  GDestroyNotify free_data;
} Question;

static void
question_free (gpointer data, GClosure *closure)
{
  Question *self = data;

  if (self->free_data)
    self->free_data (self->user_data);
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
  guint table = gtk_drop_down_get_selected (GTK_DROP_DOWN (self->table));
  guint kind = self->kind ? gtk_drop_down_get_selected (GTK_DROP_DOWN (self->kind)) : DDI_BACKUP_CUSTOM;

  if (g_str_equal (response, "do") && gtk_widget_get_root (self->widget) && table < self->tables->len)
    self->chosen (self->widget, (DdiBackupKind)kind, self->tables->pdata[table], self->user_data);
}

/* Under its name: beside it there is no room on a narrow screen with large text. */
static GtkWidget *
add_list (GtkWidget *box, const char *title, GtkStringList *names)
{
  GtkExpression *name = gtk_property_expression_new (GTK_TYPE_STRING_OBJECT, NULL, "string");
  GtkWidget *label = gtk_label_new_with_mnemonic (title);
  GtkWidget *list = gtk_drop_down_new (G_LIST_MODEL (g_object_ref (names)), name);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_mnemonic_widget (GTK_LABEL (label), list);
  gtk_widget_add_css_class (label, "heading");
  gtk_accessible_update_relation (GTK_ACCESSIBLE (list), GTK_ACCESSIBLE_RELATION_LABELLED_BY, label, NULL,
                                  -1);
  gtk_box_append (GTK_BOX (box), label);
  gtk_box_append (GTK_BOX (box), list);
  return list;
}

/* The sales come first to mind. */
static GtkWidget *
add_tables (Question *self, GtkWidget *box)
{
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);
  GtkWidget *list;
  guint sales = 0;

  for (guint i = 0; i < self->tables->len; i++)
    {
      gtk_string_list_take (names, ddi_backup_tables_dup_name (self->tables->pdata[i]));
      if (g_str_equal (self->tables->pdata[i], "daily_sales"))
        sales = i;
    }
  list = add_list (box, _ ("_Table"), names);
  gtk_drop_down_set_selected (GTK_DROP_DOWN (list), sales);
  gtk_drop_down_set_enable_search (GTK_DROP_DOWN (list), TRUE);
  return list;
}

static GtkWidget *
add_kinds (GtkWidget *box)
{
  /* In the order of DdiBackupKind. */
  const char *const kinds[] = { _ ("As usual"), _ ("SQL text"), _ ("CSV and JSON"), NULL };
  g_autoptr (GtkStringList) names = gtk_string_list_new (kinds);

  return add_list (box, _ ("_Format"), names);
}

static Question *
question_new (GtkWidget *widget, DdiBackupChosen chosen)
{
  Question *self = g_new0 (Question, 1);

  self->widget = g_object_ref (widget);
  self->tables = ddi_backup_tables_list ();
  self->chosen = chosen;
  return self;
}

/* Takes @self. */
static void
present (Question *self, GtkWidget *dialog, GtkWidget *box, const char *agree)
{
  adw_message_dialog_set_extra_child (ADW_MESSAGE_DIALOG (dialog), box);
  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog), "cancel", _ ("_Cancel"), "do", agree, NULL);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), "do", ADW_RESPONSE_SUGGESTED);
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), "do");
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  g_signal_connect_data (dialog, "response", G_CALLBACK (response_cb), self, question_free, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}

void
ddi_backup_choice_ask_table (GtkWidget *widget, DdiBackupChosen chosen)
{
  GtkWidget *dialog = ddi_message_dialog_new (
      GTK_WINDOW (gtk_widget_get_root (widget)), _ ("Back Up One Table"),
      _ ("Restoring it later changes this table alone. A backup of one table does not replace one of "
         "everything."));
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  Question *self = question_new (widget, chosen);

  self->table = add_tables (self, box);
  self->kind = add_kinds (box);
  present (self, dialog, box, _ ("_Back Up"));
}

void
ddi_backup_choice_ask_table_of (GtkWidget *widget, DdiBackupChosen chosen, gpointer user_data,
                                GDestroyNotify free_data)
{
  GtkWidget *dialog =
      ddi_message_dialog_new (GTK_WINDOW (gtk_widget_get_root (widget)), _ ("Restore One Table"),
                              _ ("All others stay as they are. You see first what would change."));
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  Question *self = question_new (widget, chosen);

  self->user_data = user_data;
  self->free_data = free_data;
  self->table = add_tables (self, box);
  present (self, dialog, box, _ ("C_ontinue"));
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
         "the second place. The file, and one beside it that ends in .json and belongs to it:"),
      size);
  GtkWidget *dialog =
      ddi_message_dialog_new (GTK_WINDOW (gtk_widget_get_root (widget)), _ ("The Backup Is Made"), body);

  adw_message_dialog_set_extra_child (ADW_MESSAGE_DIALOG (dialog), make_path (backup->path));
  adw_message_dialog_add_response (ADW_MESSAGE_DIALOG (dialog), "close", _ ("_Close"));
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), "close");
  gtk_window_present (GTK_WINDOW (dialog));
}
