/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "pages/records/ddi-record-added.h"

#include <glib/gi18n-lib.h>

#include "app/ddi-choice-row.h"
#include "tasks/ddi-custom-columns.h"

GPtrArray *
ddi_record_added_columns (DdiSession *session, DdiRecordKind kind)
{
  static const char *const entities[] = { NULL, DDI_CUSTOM_SALES, DDI_CUSTOM_WASTE };
  GPtrArray *all = ddi_session_get_columns (session);
  GPtrArray *columns = g_ptr_array_new_with_free_func ((GDestroyNotify)ddi_custom_column_free);

  for (guint i = 0; i < all->len; i++)
    {
      const DdiCustomColumn *column = all->pdata[i];

      if (g_strcmp0 (column->entity, entities[kind]) == 0)
        g_ptr_array_add (columns, ddi_custom_column_copy (column));
    }
  return columns;
}

/* ---- list ---- */

static char *
format_added (DdiRows *rows, guint row, guint index, gpointer user_data)
{
  GPtrArray *columns = user_data;
  g_autoptr (JsonObject) values =
      ddi_custom_parse (ddi_rows_get_text (rows, row, ddi_rows_column (rows, "custom")));

  return ddi_custom_format (values, columns->pdata[index]);
}

void
ddi_record_added_show (DdiTable *table, GPtrArray *columns)
{
  g_autofree DdiAddedColumn *added = g_new0 (DdiAddedColumn, columns->len);

  for (guint i = 0; i < columns->len; i++)
    {
      const DdiCustomColumn *column = columns->pdata[i];

      added[i].title = column->label;
      added[i].kind = column->type == DDI_CUSTOM_INTEGER || column->type == DDI_CUSTOM_DECIMAL ? DDI_CELL_INT
                      : column->type == DDI_CUSTOM_DAY                                         ? DDI_CELL_DAY
                                                       : DDI_CELL_TEXT;
    }
  ddi_table_set_added (table, added, columns->len, format_added, g_ptr_array_ref (columns),
                       (GDestroyNotify)g_ptr_array_unref);
}

/* ---- form ---- */

static GtkWidget *
make_choice (void)
{
  const char *choices[] = { "–", _ ("Yes"), _ ("No"), NULL };
  g_autoptr (GtkStringList) list = gtk_string_list_new (choices);
  GtkWidget *row = ddi_choice_row_new ();

  adw_combo_row_set_model (ADW_COMBO_ROW (row), G_LIST_MODEL (list));
  return row;
}

static GtkWidget *
make_row (const DdiCustomColumn *column, GCallback changed, gpointer data)
{
  gboolean choice = column->type == DDI_CUSTOM_BOOLEAN;
  GtkWidget *row = choice ? make_choice () : adw_entry_row_new ();
  /* Translators: a column's name, and how a date is written in it. */
  g_autofree char *dated =
      column->type == DDI_CUSTOM_DAY ? g_strdup_printf (_ ("%s (2026-11-25)"), column->label) : NULL;
  g_autofree char *title = g_markup_escape_text (dated ? dated : column->label, -1);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  g_signal_connect_swapped (row, choice ? "notify::selected" : "changed", changed, data);
  return row;
}

GPtrArray *
ddi_record_added_make_rows (AdwPreferencesGroup *group, GPtrArray *columns, GCallback changed, gpointer data)
{
  GPtrArray *rows = g_ptr_array_new ();

  for (guint i = 0; i < columns->len; i++)
    {
      GtkWidget *row = make_row (columns->pdata[i], changed, data);

      adw_preferences_group_add (group, row);
      g_ptr_array_add (rows, row);
    }
  return rows;
}

void
ddi_record_added_fill (GPtrArray *rows, GPtrArray *columns, const char *custom)
{
  g_autoptr (JsonObject) values = ddi_custom_parse (custom);

  for (guint i = 0; i < rows->len; i++)
    {
      const DdiCustomColumn *column = columns->pdata[i];
      g_autofree char *text = ddi_custom_dup_text (values, column);
      g_autofree char *shown = NULL;

      if (ADW_IS_COMBO_ROW (rows->pdata[i]))
        adw_combo_row_set_selected (rows->pdata[i], text == NULL ? 0 : g_str_equal (text, "yes") ? 1 : 2);
      else
        {
          /* Days as they are to be written, all else as the locale does. */
          shown = column->type == DDI_CUSTOM_DAY ? g_strdup (text ? text : "")
                                                 : ddi_custom_format (values, column);
          gtk_editable_set_text (rows->pdata[i], shown);
        }
    }
}

char *
ddi_record_added_read (GPtrArray *rows, GPtrArray *columns, const char **why)
{
  g_autoptr (JsonObject) values = json_object_new ();

  for (guint i = 0; i < rows->len; i++)
    {
      const DdiCustomColumn *column = columns->pdata[i];
      static const char *const choices[] = { "", "yes", "no" };
      const char *written = ADW_IS_COMBO_ROW (rows->pdata[i])
                                ? choices[MIN (adw_combo_row_get_selected (rows->pdata[i]), 2)]
                                : gtk_editable_get_text (rows->pdata[i]);

      gtk_widget_remove_css_class (rows->pdata[i], "error");
      if (!ddi_custom_read (values, column, written))
        {
          gtk_widget_add_css_class (rows->pdata[i], "error");
          *why = ddi_custom_type_get_rule (column->type);
        }
    }
  return rows->len == 0 || *why ? NULL : ddi_custom_to_text (values);
}

char *
ddi_record_added_complete (GPtrArray *columns, const char *custom)
{
  g_autoptr (JsonObject) values = ddi_custom_parse (custom);

  if (columns->len == 0)
    return NULL;
  if (values == NULL)
    values = json_object_new ();
  for (guint i = 0; i < columns->len; i++)
    {
      const DdiCustomColumn *column = columns->pdata[i];

      if (!json_object_has_member (values, column->name))
        json_object_set_null_member (values, column->name);
    }
  return ddi_custom_to_text (values);
}
