/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/ddi-backup-row.h"

#include <glib/gi18n-lib.h>

#include "app/ddi-backup-choice.h"
#include "app/ddi-backup-tables.h"
#include "core/ddi-format.h"

static const char *
text_of (const DdiBackupState *self, guint i, const char *column)
{
  return ddi_rows_get_text (self->backups, i, ddi_rows_column (self->backups, column));
}

/* "Wed 25 Nov 2026, 14:22" of "2026-11-25 14:22:07+00". */
static char *
format_moment (const char *text)
{
  g_auto (GStrv) parts = g_strsplit (text, " ", 2);
  g_autofree char *iso = parts[0] && parts[1] ? g_strconcat (parts[0], "T", parts[1], NULL) : NULL;
  g_autoptr (GDateTime) moment = iso ? g_date_time_new_from_iso8601 (iso, NULL) : NULL;

  return moment ? ddi_format_moment (g_date_time_to_unix (moment)) : g_strdup (text);
}

static const char *
describe_verdict (const DdiBackupState *self, guint i)
{
  if (text_of (self, i, "verdict"))
    return _ ("does not restore");
  return text_of (self, i, "verified_at") ? _ ("restored and compared") : _ ("never restored");
}

static char *
describe (const DdiBackupState *self, guint i)
{
  g_autofree char *size =
      g_format_size ((guint64)ddi_rows_get_int (self->backups, i, ddi_rows_column (self->backups, "bytes")));
  const char *table = text_of (self, i, "table_name");
  g_autofree char *only = table ? ddi_backup_tables_dup_name (table) : NULL;
  g_autoptr (GString) text = g_string_new (size);
  DdiBackupKind kind;

  g_string_append_printf (text, " · %s", describe_verdict (self, i));
  if (ddi_backup_kind_parse (text_of (self, i, "kind"), &kind))
    g_string_append (text, ddi_backup_choice_describe (kind));
  if (only)
    g_string_append_printf (text, _ (" · only %s"), only);
  if (ddi_rows_get_boolean (self->backups, i, ddi_rows_column (self->backups, "encrypted")))
    g_string_append (text, _ (" · encrypted"));
  if (!self->there[i] && g_strcmp0 (text_of (self, i, "machine"), g_get_host_name ()) != 0)
    g_string_append_printf (text, _ (" · on the computer %s"), text_of (self, i, "machine"));
  else if (!self->there[i])
    g_string_append (text, _ (" · the file is not there"));
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
add_button (GtkWidget *row, const DdiBackupState *state, guint i, const char *label, const char *action)
{
  GtkWidget *button = gtk_button_new_with_mnemonic (label);

  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "flat");
  /* Without an action it is insensitive. */
  if (state->there[i])
    {
      gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "u", i);
      gtk_actionable_set_action_name (GTK_ACTIONABLE (button), action);
    }
  gtk_widget_set_sensitive (button, state->there[i]);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), button);
}

GtkWidget *
ddi_backup_row_new (const DdiBackupState *state, guint i)
{
  GtkWidget *row = adw_action_row_new ();
  g_autofree char *moment = format_moment (text_of (state, i, "made_at"));
  g_autofree char *facts = describe (state, i);
  g_autofree char *safe = g_markup_escape_text (facts, -1);
  const char *verdict = text_of (state, i, "verdict");

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), moment);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), safe);
  gtk_widget_set_tooltip_text (row, verdict ? verdict : text_of (state, i, "path"));
  add_button (row, state, i, _ ("_Verify"), "backup.verify");
  add_button (row, state, i, _ ("_Restore…"), "backup.restore");
  return row;
}

void
ddi_backup_row_clear_list (GtkWidget *list)
{
  GtkListBoxRow *row;

  while ((row = gtk_list_box_get_row_at_index (GTK_LIST_BOX (list), 0)) != NULL)
    gtk_list_box_remove (GTK_LIST_BOX (list), GTK_WIDGET (row));
}

void
ddi_backup_row_show_warnings (const DdiBackupState *state, GtkWidget *list)
{
  g_autoptr (GPtrArray) warnings = ddi_backup_state_list_warnings (state);

  ddi_backup_row_clear_list (list);
  for (guint i = 0; i < warnings->len; i++)
    {
      GtkWidget *row = adw_action_row_new ();
      g_autofree char *safe = g_markup_escape_text (warnings->pdata[i], -1);

      adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), safe);
      adw_action_row_add_prefix (ADW_ACTION_ROW (row),
                                 gtk_image_new_from_icon_name ("dialog-warning-symbolic"));
      gtk_list_box_append (GTK_LIST_BOX (list), row);
    }
  gtk_widget_set_visible (list, warnings->len > 0);
}
