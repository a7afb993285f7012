/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "pages/database/ddi-database-indexes.h"

#include <glib/gi18n-lib.h>

#include "app/ddi-short-list.h"
#include "app/ddi-table-memory.h"
#include "app/ddi-table.h"

struct _DdiDatabaseIndexes
{
  DdiDatabasePart parent_instance;

  GtkWidget *since;
  GtkWidget *table_bin;
  DdiTable *table;
  GListStore *model;
  DdiRows *rows;
};

G_DEFINE_FINAL_TYPE (DdiDatabaseIndexes, ddi_database_indexes, DDI_TYPE_DATABASE_PART)

static char *
format_size (DdiRows *rows, guint row, guint column)
{
  return g_format_size ((guint64)ddi_rows_get_int (rows, row, column));
}

static char *
format_kind (DdiRows *rows, guint row, guint column)
{
  if (!ddi_rows_get_boolean (rows, row, ddi_rows_column (rows, "valid")))
    return g_strdup (_ ("broken"));
  return g_strdup (ddi_rows_get_boolean (rows, row, column) ? _ ("guards a rule") : "");
}

static const DdiColumnInfo columns[] = {
  { "bytes", N_ ("Size"), DDI_CELL_INT, "bytes", .format = format_size },
  { "index_name", N_ ("Index"), DDI_CELL_TEXT, "index_name", .expand = TRUE, .tip = "definition" },
  { "table_name", N_ ("Table"), DDI_CELL_TEXT, "table_name", .expand = TRUE, .wide_only = TRUE },
  { "scans", N_ ("Scans"), DDI_CELL_INT, "scans" },
  { "last_scan", N_ ("Last use (UTC)"), DDI_CELL_TEXT, "last_scan", .wide_only = TRUE },
  { "is_unique", N_ ("Kind"), DDI_CELL_CUSTOM, .wide_only = TRUE, .format = format_kind },
  { NULL },
};

static void
show_rows (DdiDatabaseIndexes *self)
{
  static const char *const words[] = { "index_name", "table_name", "last_scan", NULL };

  ddi_short_list_show_sorted (self->model, self->rows, "index_name", self->table, words);
}

static void
show_since (DdiDatabaseIndexes *self)
{
  const char *reset = ddi_rows_get_n (self->rows) > 0
                          ? ddi_rows_get_text (self->rows, 0, ddi_rows_column (self->rows, "reset_at"))
                          : NULL;
  g_autofree char *text = reset ? g_strdup_printf (_ ("Scans are counted since %s UTC."), reset)
                                : g_strdup (_ ("Scans are counted since the database was made."));

  gtk_label_set_label (GTK_LABEL (self->since), text);
}

static void
ddi_database_indexes_show (DdiDatabasePart *part, const DdiMaintenanceReport *report)
{
  DdiDatabaseIndexes *self = DDI_DATABASE_INDEXES (part);

  g_clear_pointer (&self->rows, ddi_rows_unref);
  self->rows = ddi_rows_ref (report->indexes);
  show_rows (self);
  show_since (self);
}

static void
ddi_database_indexes_dispose (GObject *object)
{
  DdiDatabaseIndexes *self = DDI_DATABASE_INDEXES (object);

  g_clear_object (&self->model);
  g_clear_pointer (&self->rows, ddi_rows_unref);
  G_OBJECT_CLASS (ddi_database_indexes_parent_class)->dispose (object);
}

static void
ddi_database_indexes_class_init (DdiDatabaseIndexesClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ddi_database_indexes_dispose;
  DDI_DATABASE_PART_CLASS (klass)->show = ddi_database_indexes_show;
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/dunkin_demand/Intelligence/ui/pages/database/ddi-database-indexes.ui");
  gtk_widget_class_bind_template_child (widget_class, DdiDatabaseIndexes, since);
  gtk_widget_class_bind_template_child (widget_class, DdiDatabaseIndexes, table_bin);
}

static void
ddi_database_indexes_init (DdiDatabaseIndexes *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->model = g_list_store_new (DDI_TYPE_QUERY_ROW);
  self->table = ddi_table_new (_ ("Indexes"), columns, G_LIST_MODEL (self->model), TRUE);
  ddi_table_set_read_only (self->table);
  ddi_table_memory_follow (self->table, "database-indexes");
  adw_bin_set_child (ADW_BIN (self->table_bin), GTK_WIDGET (self->table));
  g_signal_connect_object (self->table, "sort-changed", G_CALLBACK (show_rows), self, G_CONNECT_SWAPPED);
}
