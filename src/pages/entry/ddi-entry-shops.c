/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "pages/entry/ddi-entry-shops.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

#include "app/ddi-store.h"

void
ddi_entry_shops_fill (GtkListBox *list, GListModel *stores)
{
  GtkListBoxRow *old;

  while ((old = gtk_list_box_get_row_at_index (list, 0)))
    gtk_list_box_remove (list, GTK_WIDGET (old));
  for (guint i = 0; i < g_list_model_get_n_items (stores); i++)
    {
      g_autoptr (DdiStore) store = g_list_model_get_item (stores, i);
      g_autofree char *title = g_markup_escape_text (ddi_store_get_name (store), -1);
      GtkWidget *row = adw_action_row_new ();

      adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
      gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
      adw_action_row_add_suffix (ADW_ACTION_ROW (row), gtk_image_new_from_icon_name ("go-next-symbolic"));
      g_object_set_data (G_OBJECT (row), "store", GINT_TO_POINTER (ddi_store_get_id (store)));
      gtk_list_box_append (list, row);
    }
}

int
ddi_entry_shops_get_id (GtkListBoxRow *row)
{
  return GPOINTER_TO_INT (g_object_get_data (G_OBJECT (row), "store"));
}

char **
ddi_entry_list_reasons (DdiRows *rows)
{
  const char *usual[] = { N_ ("End of day"), N_ ("Damaged"), N_ ("Expired") };
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

  /* As the database has them: what everybody's reports add up is one word. */
  for (gsize i = 0; i < G_N_ELEMENTS (usual); i++)
    {
      g_hash_table_add (seen, (gpointer)usual[i]);
      g_strv_builder_add (builder, usual[i]);
    }
  for (guint i = 0; i < MIN (ddi_rows_get_n (rows), 12); i++)
    if (g_hash_table_add (seen, (gpointer)ddi_rows_get_text (rows, i, 0)))
      g_strv_builder_add (builder, ddi_rows_get_text (rows, i, 0));
  return g_strv_builder_end (builder);
}
