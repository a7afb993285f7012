/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "pages/records/ddi-record-reasons.h"

#include <glib/gi18n-lib.h>

static void
reason_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  gtk_editable_set_text (user_data, g_variant_get_string (parameter, NULL));
}

static void
reasons_read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  static const char *const common[] = { N_ ("End of day"), N_ ("Damaged"), N_ ("Expired"), N_ ("Dropped"),
                                        N_ ("Wrongly made") };
  g_autoptr (GtkMenuButton) button = user_data;
  g_autoptr (GPtrArray) rows = ddi_database_run_finish (DDI_DATABASE (source), result, NULL);
  g_autoptr (GMenu) menu = g_menu_new ();
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  guint n = rows ? ddi_rows_get_n (rows->pdata[0]) : 0;

  for (guint i = 0; i < MIN (n, 10) + G_N_ELEMENTS (common); i++)
    {
      const char *reason =
          i < MIN (n, 10) ? ddi_rows_get_text (rows->pdata[0], i, 0) : _ (common[i - MIN (n, 10)]);
      g_autoptr (GMenuItem) item = NULL;

      if (!g_hash_table_add (seen, (gpointer)reason))
        continue;
      item = g_menu_item_new (reason, NULL);
      g_menu_item_set_action_and_target (item, "form.reason", "s", reason);
      g_menu_append_item (menu, item);
    }
  gtk_menu_button_set_menu_model (button, G_MENU_MODEL (menu));
}

void
ddi_record_offer_reasons (GtkMenuButton *button, GtkEditable *text, DdiDatabase *database,
                          GCancellable *cancellable)
{
  static const GActionEntry entries[] = { { "reason", reason_cb, "s", NULL, NULL, { 0 } } };
  g_autoptr (GSimpleActionGroup) group = g_simple_action_group_new ();
  DdiUnit *unit = ddi_unit_new ();

  g_action_map_add_action_entries (G_ACTION_MAP (group), entries, G_N_ELEMENTS (entries), text);
  gtk_widget_insert_action_group (GTK_WIDGET (button), "form", G_ACTION_GROUP (group));
  ddi_unit_set_read_only (unit);
  ddi_unit_add (unit, "waste/list-reasons", NULL);
  ddi_database_run_async (database, unit, cancellable, reasons_read_cb, g_object_ref (button));
}
