/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The Database page's dialogs. */
#include "app/ddi-backup-choice.h"
#include "app/ddi-restore-dialog.h"
#include "app/ddi-test-window.h"
#include "pages/database/ddi-database-columns.h"
#include "pages/database/ddi-database-retype.h"
#include "pages/database/ddi-pooler-dialog.h"
#include "pages/dialog-scenes.h"
#include "support/ddi-test-home.h"

static GtkWidget *
page_of (DdiWindow *window)
{
  return GTK_WIDGET (ddi_window_get_page (window));
}

static void
agreed_cb (GtkWidget *widget, gpointer user_data)
{
}

static void
add_table (GPtrArray *tables, const char *name, gint64 now, gint64 then)
{
  DdiRestoreTable *table = g_new0 (DdiRestoreTable, 1);

  *table = (DdiRestoreTable){ g_strdup (name), now, then, now == then };
  g_ptr_array_add (tables, table);
}

static void
open_restore (DdiWindow *window)
{
  g_autoptr (GPtrArray) tables = g_ptr_array_new ();
  g_autoptr (JsonObject) manifest = json_object_new ();
  DdiBackup backup = { (char *)"/srv/dunkin-demand-2026-11-25-0300.dump", manifest, NULL };
  DdiRestorePlan plan = { .backup = &backup,
                          .tables = tables,
                          .newest_sale_now = (char *)"2026-11-26",
                          .newest_sale_backup = (char *)"2026-11-24" };

  json_object_set_string_member (manifest, "made_at", "2026-11-25T03:00:12Z");
  json_object_set_string_member (manifest, "kind", "custom");
  json_object_set_string_member (manifest, "newest_sale", "2026-11-24");
  json_object_set_int_member (manifest, "bytes", 4823411);
  add_table (tables, "daily_production", 171442, 170866);
  add_table (tables, "daily_sales", 171442, 170866);
  add_table (tables, "daily_waste", 164310, 163752);
  add_table (tables, "forecasts", 12096, 11810);
  add_table (tables, "stores", 12, 12);
  add_table (tables, "forecast_history", 2310, 0);
  add_table (tables, "product_offers", 4, -1);
  ddi_restore_dialog_ask_or_table (page_of (window), &plan, agreed_cb, agreed_cb, NULL, NULL);
  for (guint i = 0; i < tables->len; i++)
    {
      g_free (((DdiRestoreTable *)tables->pdata[i])->table);
      g_free (tables->pdata[i]);
    }
}

static void
given_cb (GtkWidget *widget, DdiSecret *passphrase, gpointer user_data)
{
}

static void
open_passphrase (DdiWindow *window)
{
  ddi_restore_dialog_ask_passphrase (page_of (window), given_cb, NULL, NULL);
}

static void
chosen_cb (GtkWidget *widget, DdiBackupKind kind, const char *table, gpointer user_data)
{
}

static void
open_backup_table (DdiWindow *window)
{
  ddi_backup_choice_ask_table (page_of (window), chosen_cb);
}

static void
open_restore_table (DdiWindow *window)
{
  ddi_backup_choice_ask_table_of (page_of (window), chosen_cb, NULL, NULL);
}

static void
open_backup_kinds (DdiWindow *window)
{
  adw_split_button_popup (ADW_SPLIT_BUTTON (dialog_find_first (page_of (window), ADW_TYPE_SPLIT_BUTTON)));
}

static void
open_pooler (DdiWindow *window)
{
  gtk_window_present (GTK_WINDOW (ddi_pooler_dialog_new (GTK_WINDOW (window), NULL)));
}

static void
open_backup_made (DdiWindow *window)
{
  g_autoptr (JsonObject) manifest = json_object_new ();
  DdiBackup backup = {
    (char *)"/home/ana/.local/share/dunkin-demand/backups/dunkin-demand-daily_sales-20261125-030012.sql",
    manifest, NULL
  };

  json_object_set_int_member (manifest, "bytes", 4823411);
  ddi_backup_choice_tell_made (page_of (window), &backup);
}

/* A column of texts, some of which are no numbers, is to be one of numbers. */
static void
open_column_kind (DdiWindow *window)
{
  const DdiCustomColumn column = { (char *)"sales", (char *)"shelf", (char *)"Shelf", DDI_CUSTOM_TEXT,
                                   FALSE };
  GtkWidget *part = dialog_find_first (page_of (window), DDI_TYPE_DATABASE_COLUMNS);
  GtkWidget *dialog;

  g_free (ddi_test_home_psql (
      ddi_session_get_home (ddi_window_get_session (window)), FALSE,
      "INSERT INTO custom_columns (entity, name, label, type, position) VALUES ('sales', 'shelf', 'Shelf', "
      "'text', 1) ON CONFLICT DO NOTHING; UPDATE daily_sales SET custom = jsonb_build_object('shelf', CASE "
      "id % "
      "50 WHEN 1 THEN 'top' WHEN 2 THEN 'by the window' WHEN 3 THEN '007' ELSE (id % 9)::text END) WHERE id "
      "% "
      "40 < 5"));
  ddi_database_retype_ask (DDI_DATABASE_PART (part), &column);
  dialog_settle (window);
  dialog = dialog_find (window);
  adw_combo_row_set_selected (ADW_COMBO_ROW (dialog_find_first (dialog, ADW_TYPE_COMBO_ROW)),
                              DDI_CUSTOM_INTEGER);
  adw_message_dialog_response (ADW_MESSAGE_DIALOG (dialog), "do");
  gtk_window_destroy (GTK_WINDOW (dialog));
  while (dialog_find (window) == NULL)
    g_main_context_iteration (NULL, TRUE);
}

const DialogScene dialog_scenes_database[] = {
  { "database-restore", "database", NULL, -1, open_restore, NULL },
  { "database-passphrase", "database", NULL, -1, open_passphrase, NULL },
  { "database-restore-table", "database", "backups", -1, open_restore_table, NULL },
  { "database-backup-kinds", "database", "backups", -1, open_backup_kinds, NULL },
  { "database-backup-table", "database", "backups", -1, open_backup_table, NULL },
  { "database-backup-made", "database", "backups", -1, open_backup_made, NULL },
  { "database-backups", "database", "backups", -1, NULL, NULL },
  { "database-overview", "database", "overview", -1, NULL, NULL },
  { "database-pooler", "database", "overview", -1, open_pooler, NULL },
  { "database-queries", "database", "queries", -1, NULL, NULL },
  { "database-columns", "database", "columns", -1, NULL, NULL },
  { "database-column-kind", "database", "columns", -1, open_column_kind, NULL },
  { "database-archive", "database", "archive", -1, NULL, NULL },
  { "database-tables", "database", "tables", -1, NULL, NULL },
  { "database-activity", "database", "activity", -1, NULL, NULL },
  { NULL },
};
