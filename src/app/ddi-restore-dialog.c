/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/ddi-restore-dialog.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "app/ddi-backup-tables.h"
#include "app/ddi-message-dialog.h"
#include "core/ddi-format.h"

/* What the content is high in any window; and what the window is wider and higher than it. */
#define LEAST_HEIGHT 80
#define REST_WIDTH 128
#define REST_HEIGHT 240
#define ANSWER_HEIGHT 48 /* of one more answer than two */

typedef struct
{
  GtkWidget *widget;
  GtkWidget *entry; /* of a passphrase */
  DdiRestoreAgreed agreed, one_table;
  DdiPassphraseGiven given;
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
  g_free (self);
}

static void
give (Question *self)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (self->entry));
  g_autoptr (DdiSecret) passphrase = ddi_secret_new (text, strlen (text));

  gtk_editable_set_text (GTK_EDITABLE (self->entry), "");
  self->given (self->widget, passphrase, self->user_data);
}

static void
response_cb (AdwMessageDialog *dialog, const char *response, gpointer user_data)
{
  Question *self = user_data;

  /* In libadwaita 1.2 a password's row that has the focus is told of losing it when it has gone already. */
  gtk_window_set_focus (GTK_WINDOW (dialog), NULL);
  if (gtk_widget_get_root (self->widget) == NULL)
    return;
  if (g_str_equal (response, "table"))
    self->one_table (self->widget, self->user_data);
  if (!g_str_equal (response, "do"))
    return;
  if (self->entry)
    give (self);
  else
    self->agreed (self->widget, self->user_data);
}

static void
present (Question *question, GtkWidget *dialog)
{
  g_signal_connect_data (dialog, "response", G_CALLBACK (response_cb), question, question_free, 0);
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  gtk_window_present (GTK_WINDOW (dialog));
}

static Question *
question_new (GtkWidget *widget, gpointer user_data, GDestroyNotify free_data)
{
  Question *self = g_new0 (Question, 1);

  self->widget = g_object_ref (widget);
  self->user_data = user_data;
  self->free_data = free_data;
  return self;
}

static void
add_cell (GtkGrid *grid, const char *text, int column, int row)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), column == 0 ? 0 : 1);
  gtk_label_set_justify (GTK_LABEL (label), column == 0 ? GTK_JUSTIFY_LEFT : GTK_JUSTIFY_RIGHT);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_widget_set_hexpand (label, column == 0);
  gtk_widget_add_css_class (label, row == 0 ? "caption-heading" : "numeric");
  gtk_grid_attach (grid, label, column, row, 1, 1);
}

static void
add_rows (GtkGrid *grid, gint64 n, int column, int row)
{
  g_autofree char *text = n < 0 ? g_strdup ("–") : ddi_format_int (n);

  add_cell (grid, text, column, row);
}

/* The tables that are not as they were. */
static GtkWidget *
make_table (const DdiRestorePlan *plan)
{
  GtkWidget *grid = gtk_grid_new ();
  int row = 1;

  gtk_grid_set_column_spacing (GTK_GRID (grid), 12);
  gtk_grid_set_row_spacing (GTK_GRID (grid), 6);
  add_cell (GTK_GRID (grid), _ ("Table"), 0, 0);
  add_cell (GTK_GRID (grid), _ ("Rows now"), 1, 0);
  add_cell (GTK_GRID (grid), plan->moment > 0 ? _ ("Rows then") : _ ("In the backup"), 2, 0);
  for (guint i = 0; i < plan->tables->len; i++)
    {
      const DdiRestoreTable *table = plan->tables->pdata[i];
      g_autofree char *name = NULL;

      if (table->same)
        continue;
      name = ddi_backup_tables_dup_name (table->table);
      add_cell (GTK_GRID (grid), name, 0, row);
      add_rows (GTK_GRID (grid), table->rows_now, 1, row);
      add_rows (GTK_GRID (grid), table->rows_backup, 2, row++);
    }
  return grid;
}

/* What is said and the tables, which move together where the window is too low for both: of the tables alone hardly a
 * row would be left on a phone. */
static GtkWidget *
make_content (const char *body, const DdiRestorePlan *plan)
{
  GtkWidget *scrolled = gtk_scrolled_window_new (), *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 18);
  GtkWidget *label = gtk_label_new (body);

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_max_width_chars (GTK_LABEL (label), 40);
  gtk_label_set_justify (GTK_LABEL (label), GTK_JUSTIFY_CENTER);
  gtk_box_append (GTK_BOX (box), label);
  gtk_box_append (GTK_BOX (box), make_table (plan));
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_widget_add_css_class (scrolled, "ddi-more-below");
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), box);
  return scrolled;
}

/* A scrolled window asks for the height that its content has where nothing wraps. */
static void
fit_content (GtkScrolledWindow *scrolled, GtkWidget *window, int rest_height)
{
  GtkWidget *content = gtk_scrolled_window_get_child (scrolled);
  int width, height;

  gtk_widget_measure (content, GTK_ORIENTATION_HORIZONTAL, -1, NULL, &width, NULL, NULL);
  width = MIN (width, gtk_widget_get_width (window) - REST_WIDTH);
  gtk_widget_measure (content, GTK_ORIENTATION_VERTICAL, MAX (width, 0), NULL, &height, NULL, NULL);
  height = MIN (height, gtk_widget_get_height (window) - rest_height);
  gtk_scrolled_window_set_min_content_height (scrolled, MAX (height, LEAST_HEIGHT));
}

static char *
format_sale (const char *day)
{
  return day ? ddi_format_day (ddi_day_parse (day)) : g_strdup ("–");
}

static char *
describe (const DdiRestorePlan *plan)
{
  g_autofree char *now = format_sale (plan->newest_sale_now), *then = format_sale (plan->newest_sale_backup);
  g_autoptr (GString) text = g_string_new (NULL);

  if (plan->moment > 0)
    {
      g_string_append_printf (text, _ ("Newest sale now: %s, then: %s."), now, then);
      g_string_append_printf (text, "\n\n%s",
                              _ ("What is there now is kept beside it until you delete it. Everybody has to "
                                 "sign in again."));
      return g_string_free (g_steal_pointer (&text), FALSE);
    }
  if (plan->foreign)
    g_string_append_printf (
        text, "%s\n\n",
        _ ("pg_dump has made this file. It was adopted beside the live database: users, "
           "products and figures are in place as after a first migration, and nothing has "
           "changed here yet."));
  if (plan->left_out)
    g_string_append_printf (text, _ ("Left out, since this program does not know them: %s.\n\n"),
                            plan->left_out);
  g_string_append_printf (text, _ ("Newest sale now: %s, in the backup: %s."), now, then);
  if (plan->other_database && plan->foreign == NULL)
    g_string_append_printf (text, "\n\n%s", _ ("It was made of another database than this one."));
  if (ddi_backup_get_text (plan->backup, "verified_at") == NULL)
    g_string_append_printf (text, "\n\n%s",
                            _ ("It was never restored before; where it does not restore, nothing changes."));
  if (plan->one_table)
    g_string_append_printf (text, "\n\n%s",
                            _ ("Only this table is restored. What it holds now is saved first."));
  else
    g_string_append_printf (
        text, "\n\n%s",
        _ ("What is there now is saved first and kept beside it. Everybody has to sign in again."));
  return g_string_free (g_steal_pointer (&text), FALSE);
}

void
ddi_restore_dialog_ask (GtkWidget *widget, const DdiRestorePlan *plan, DdiRestoreAgreed agreed,
                        gpointer user_data, GDestroyNotify free_data)
{
  ddi_restore_dialog_ask_or_table (widget, plan, agreed, NULL, user_data, free_data);
}

void
ddi_restore_dialog_ask_or_table (GtkWidget *widget, const DdiRestorePlan *plan, DdiRestoreAgreed agreed,
                                 DdiRestoreAgreed one_table, gpointer user_data, GDestroyNotify free_data)
{
  g_autofree char *body = describe (plan);
  g_autofree char *moment = ddi_format_moment (plan->moment);
  g_autofree char *back = g_strdup_printf (_ ("Go Back to %s?"), moment);
  GtkWidget *dialog = ddi_message_dialog_new (GTK_WINDOW (gtk_widget_get_root (widget)),
                                              plan->moment > 0 ? back : _ ("Restore This Backup?"), NULL);
  GtkWidget *content = make_content (body, plan);
  Question *question = question_new (widget, user_data, free_data);
  gboolean offers = one_table && !plan->one_table;

  question->agreed = agreed;
  question->one_table = one_table;
  /* What is said stands in the content: a screen reader reads it with the heading all the same. */
  gtk_accessible_update_property (GTK_ACCESSIBLE (dialog), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, body, -1);
  adw_message_dialog_set_extra_child (ADW_MESSAGE_DIALOG (dialog), content);
  fit_content (GTK_SCROLLED_WINDOW (content), GTK_WIDGET (gtk_widget_get_root (widget)),
               REST_HEIGHT + (offers ? ANSWER_HEIGHT : 0));
  adw_message_dialog_add_response (ADW_MESSAGE_DIALOG (dialog), "cancel", _ ("_Cancel"));
  if (offers)
    adw_message_dialog_add_response (ADW_MESSAGE_DIALOG (dialog), "table", _ ("One _Table…"));
  adw_message_dialog_add_response (ADW_MESSAGE_DIALOG (dialog), "do",
                                   plan->moment > 0 ? _ ("_Go Back") : _ ("_Restore"));
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), "do", ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  present (question, dialog);
}

void
ddi_restore_dialog_ask_passphrase (GtkWidget *widget, DdiPassphraseGiven given, gpointer user_data,
                                   GDestroyNotify free_data)
{
  GtkWidget *dialog =
      ddi_message_dialog_new (GTK_WINDOW (gtk_widget_get_root (widget)), _ ("Encrypted Backup"),
                              _ ("Nobody can read it without the passphrase it was made with."));
  GtkWidget *group = adw_preferences_group_new ();
  Question *question = question_new (widget, user_data, free_data);

  question->given = given;
  question->entry = adw_password_entry_row_new ();
  adw_entry_row_set_activates_default (ADW_ENTRY_ROW (question->entry), TRUE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (question->entry), _ ("Passphrase"));
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), question->entry);
  adw_message_dialog_set_extra_child (ADW_MESSAGE_DIALOG (dialog), group);
  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog), "cancel", _ ("_Cancel"), "do",
                                    _ ("C_ontinue"), NULL);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), "do", ADW_RESPONSE_SUGGESTED);
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), "do");
  present (question, dialog);
}
