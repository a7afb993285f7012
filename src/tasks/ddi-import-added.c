/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "exchange/ddi-csv-reader.h"
#include "tasks/ddi-custom-columns.h"
#include "tasks/ddi-import-private.h"

static const DdiCustomColumn *
find_column (GPtrArray *columns, const char *heading)
{
  for (guint i = 0; i < columns->len; i++)
    {
      const DdiCustomColumn *column = columns->pdata[i];
      g_autofree char *label = ddi_csv_normalise (column->label);

      if (g_str_equal (heading, column->name) || g_str_equal (heading, label))
        return column;
    }
  return NULL;
}

static gboolean
has_added (DdiImportFile *file, const DdiCustomColumn *column)
{
  for (guint i = 0; i < file->added->len; i++)
    if (g_str_equal (((DdiCustomColumn *)file->added->pdata[i])->name, column->name))
      return TRUE;
  return FALSE;
}

static void
check_cells (DdiImportFile *file)
{
  for (guint i = 0; i < file->sales->rows->len; i++)
    for (guint k = 0; k < file->added->len; k++)
      {
        guint other = g_array_index (file->added_at, guint, k);
        const char *text = ddi_sales_file_get_other (file->sales, i, other);
        const char *why = text ? ddi_custom_check_text (file->added->pdata[k], text) : NULL;

        if (why)
          ddi_sales_file_mark (file->sales, i, other, why);
      }
  ddi_sales_file_drop_marked (file->sales);
}

/* What the file says in them is part of what it says: the same figures with other values are another file. */
static void
add_to_digest (DdiImportFile *file)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);

  g_checksum_update (checksum, (const guchar *)file->digest, -1);
  for (guint i = 0; i < file->sales->rows->len; i++)
    {
      g_autofree char *values = ddi_import_dup_added (file, i);

      g_checksum_update (checksum, (const guchar *)(values ? values : "-"), -1);
    }
  g_free (file->digest);
  file->digest = g_strdup (g_checksum_get_string (checksum));
}

/* Once a file: a second match is for another shop. */
static void
match_file (DdiImportFile *file, GPtrArray *columns)
{
  if (file->added)
    return;
  file->added = g_ptr_array_new_with_free_func ((GDestroyNotify)ddi_custom_column_free);
  file->added_at = g_array_new (FALSE, FALSE, sizeof (guint));
  for (guint i = 0; i < file->sales->others->len; i++)
    {
      const DdiCustomColumn *column = find_column (columns, file->sales->others->pdata[i]);

      if (column == NULL || has_added (file, column))
        continue;
      g_ptr_array_add (file->added, ddi_custom_column_copy (column));
      g_array_append_val (file->added_at, i);
    }
  if (file->added->len == 0)
    return;
  check_cells (file);
  add_to_digest (file);
}

static gboolean
has_others (DdiImportFile *file)
{
  return file->error == NULL && file->sales && file->sales->others && file->sales->others->len > 0;
}

gboolean
ddi_import_match_added (DdiImportPlan *self, DdiDatabase *database, GCancellable *cancellable, GError **error)
{
  g_autoptr (GPtrArray) columns = NULL;

  for (guint i = 0; i < self->files->len; i++)
    {
      DdiImportFile *file = self->files->pdata[i];

      if (!has_others (file))
        continue;
      if (columns == NULL)
        {
          DdiUnit *unit = ddi_unit_new ();
          g_autoptr (GPtrArray) results = NULL;

          ddi_unit_set_read_only (unit);
          ddi_unit_add (unit, "columns/list", NULL);
          results = ddi_database_run (database, unit, cancellable, error);
          if (results == NULL)
            return FALSE;
          columns = ddi_custom_columns_from_rows (results->pdata[0], DDI_CUSTOM_SALES);
        }
      match_file (file, columns);
    }
  return TRUE;
}

char *
ddi_import_dup_added (DdiImportFile *file, guint row)
{
  g_autoptr (JsonObject) values = json_object_new ();

  for (guint k = 0; k < file->added->len; k++)
    {
      const char *text =
          ddi_sales_file_get_other (file->sales, row, g_array_index (file->added_at, guint, k));

      if (text)
        json_object_set_string_member (values, ((DdiCustomColumn *)file->added->pdata[k])->name, text);
    }
  return json_object_get_size (values) > 0 ? ddi_custom_to_text (values) : NULL;
}
