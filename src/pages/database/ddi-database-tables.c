/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "pages/database/ddi-database-tables.h"

#include <glib/gi18n-lib.h>

#include "app/ddi-short-list.h"
#include "app/ddi-table-memory.h"
#include "app/ddi-table.h"

struct _DdiDatabaseTables
{
  DdiDatabasePart parent_instance;

  GtkWidget *buttons;
  GtkWidget *target;
  GtkWidget *working;
  GtkWidget *progress;
  GtkWidget *cancel;
  GtkWidget *table_bin;
  DdiTable *table;
  GListStore *model;
  DdiRows *rows;
  GCancellable *cancellable; /* of what runs; NULL: nothing does */
};

G_DEFINE_FINAL_TYPE (DdiDatabaseTables, ddi_database_tables, DDI_TYPE_DATABASE_PART)

static char *
format_size (DdiRows *rows, guint row, guint column)
{
  return g_format_size ((guint64)ddi_rows_get_int (rows, row, column));
}

static char *
format_time (DdiRows *rows, guint row, guint column)
{
  const char *text = ddi_rows_get_text (rows, row, column);

  return g_strdup (text ? text : _ ("never"));
}

static const DdiColumnInfo columns[] = {
  { "bytes", N_ ("Size"), DDI_CELL_INT, "bytes", .format = format_size },
  { "table_name", N_ ("Table"), DDI_CELL_TEXT, "table_name", .expand = TRUE },
  { "rows", N_ ("Rows"), DDI_CELL_INT, "rows", .wide_only = TRUE },
  { "index_bytes", N_ ("Indexes"), DDI_CELL_INT, "index_bytes", .wide_only = TRUE, .format = format_size },
  { "dead", N_ ("Dead rows"), DDI_CELL_INT, "dead" },
  { "last_vacuum", N_ ("Last vacuum (UTC)"), DDI_CELL_CUSTOM, "last_vacuum", .wide_only = TRUE,
    .format = format_time },
  { "last_analyze", N_ ("Last analyze (UTC)"), DDI_CELL_CUSTOM, "last_analyze", .wide_only = TRUE,
    .format = format_time },
  { NULL },
};

static void
show_rows (DdiDatabaseTables *self)
{
  static const char *const words[] = { "table_name", "last_vacuum", "last_analyze", NULL };

  ddi_short_list_show_sorted (self->model, self->rows, "table_name", self->table, words);
}

/* The names of the selected tables; NULL: none is, which means all of them. (transfer full) */
static GStrv
dup_targets (DdiDatabaseTables *self)
{
  g_autoptr (GPtrArray) selected = ddi_table_get_selected (self->table);
  g_autoptr (GStrvBuilder) names = g_strv_builder_new ();

  if (selected->len == 0)
    return NULL;
  for (guint i = 0; i < selected->len; i++)
    {
      guint row;
      DdiRows *rows = ddi_query_row_get (selected->pdata[i], &row);

      g_strv_builder_add (names, ddi_rows_get_text (rows, row, ddi_rows_column (rows, "table_name")));
    }
  return g_strv_builder_end (names);
}

static void
show_target (DdiDatabaseTables *self)
{
  g_auto (GStrv) names = dup_targets (self);
  g_autofree char *list = names ? g_strjoinv (", ", names) : NULL;

  gtk_label_set_label (GTK_LABEL (self->target),
                       list ? list : _ ("All tables; select some to do only those"));
}

/* ---- one run ---- */

typedef struct
{
  GWeakRef part;
  DdiMaintainVerb verb;
  char **tables;
} Run;

static void
run_free (gpointer data)
{
  Run *self = data;

  g_weak_ref_clear (&self->part);
  g_strfreev (self->tables);
  g_free (self);
}

typedef struct
{
  DdiDatabaseTables *part;
  char *text;
  double fraction;
} Progress;

static gboolean
show_progress_cb (gpointer user_data)
{
  Progress *progress = user_data;
  GtkProgressBar *bar = GTK_PROGRESS_BAR (progress->part->progress);

  gtk_progress_bar_set_text (bar, progress->text);
  gtk_progress_bar_set_fraction (bar, progress->fraction);
  return G_SOURCE_REMOVE;
}

static void
progress_free (gpointer data)
{
  Progress *self = data;

  g_object_unref (self->part);
  g_free (self->text);
  g_free (self);
}

/* On the thread that works. */
static void
progress_cb (const char *name, guint done, guint total, double fraction, gpointer user_data)
{
  Run *run = user_data;
  DdiDatabaseTables *part = g_weak_ref_get (&run->part);
  Progress *progress;

  if (part == NULL)
    return;
  progress = g_new0 (Progress, 1);
  progress->part = part;
  progress->text = g_strdup_printf (_ ("%u of %u: %s"), done + 1, total, name);
  progress->fraction = (done + MAX (fraction, 0)) / MAX (total, 1);
  g_idle_add_full (G_PRIORITY_DEFAULT_IDLE, show_progress_cb, progress, progress_free);
}

static gpointer
run (DdiMaintenance *maintenance, gpointer data, GCancellable *cancellable, GError **error)
{
  Run *self = data;
  DdiMaintainOptions options = { self->verb, (const char *const *)self->tables, progress_cb, self };

  ddi_maintain_run (maintenance, &options, cancellable, error);
  return NULL;
}

static void
set_working (DdiDatabaseTables *self, gboolean working)
{
  gtk_widget_set_sensitive (self->buttons, !working);
  gtk_revealer_set_reveal_child (GTK_REVEALER (self->working), working);
  gtk_progress_bar_set_fraction (GTK_PROGRESS_BAR (self->progress), 0);
  gtk_progress_bar_set_text (GTK_PROGRESS_BAR (self->progress), "");
}

static void
changed_cb (DdiDatabaseTables *self)
{
  g_clear_object (&self->cancellable);
  set_working (self, FALSE);
}

static void
start (DdiDatabaseTables *self, DdiMaintainVerb verb)
{
  Run *data = g_new0 (Run, 1);
  const DdiMaintenanceJob job = { run, data, run_free, NULL };

  g_weak_ref_init (&data->part, self);
  data->verb = verb;
  data->tables = dup_targets (self);
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
  set_working (self, TRUE);
  ddi_database_part_run (DDI_DATABASE_PART (self), &job, _ ("Done"), self->cancellable);
}

static void
vacuum_cb (DdiDatabaseTables *self)
{
  start (self, DDI_MAINTAIN_VACUUM);
}

static void
analyze_cb (DdiDatabaseTables *self)
{
  start (self, DDI_MAINTAIN_ANALYZE);
}

static void
reindex_cb (DdiDatabaseTables *self)
{
  start (self, DDI_MAINTAIN_REINDEX);
}

static void
cancel_cb (DdiDatabaseTables *self)
{
  g_cancellable_cancel (self->cancellable);
}

static void
full_confirmed (DdiDatabasePart *part, gpointer data)
{
  start (DDI_DATABASE_TABLES (part), DDI_MAINTAIN_FULL);
}

static gpointer
plan_full (DdiMaintenance *maintenance, gpointer data, GCancellable *cancellable, GError **error)
{
  g_autoptr (DdiMaintainPlan) plan =
      ddi_maintain_make_plan (maintenance, DDI_MAINTAIN_FULL, data, cancellable, error);

  return plan ? ddi_maintain_plan_describe (plan, DDI_MAINTAIN_FULL) : NULL;
}

static void
planned_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (DdiDatabasePart) part = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = ddi_maintenance_run_finish (DDI_MAINTENANCE (source), result, &error);
  DdiDatabaseQuestion question = { .heading = _ ("Write Tables Anew?"),
                                   .body = text,
                                   .button = _ ("_Full Vacuum"),
                                   .confirmed = full_confirmed };

  if (text && gtk_widget_get_root (GTK_WIDGET (part)))
    ddi_database_part_ask (part, &question);
  else if (error && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    ddi_database_part_tell (part, _ ("It Was Not Done"), error->message);
}

static void
full_cb (DdiDatabaseTables *self)
{
  const DdiMaintenanceJob job = { plan_full, dup_targets (self), (GDestroyNotify)g_strfreev, g_free };

  ddi_maintenance_run_async (ddi_database_part_get_maintenance (DDI_DATABASE_PART (self)), &job,
                             ddi_database_part_get_cancellable (DDI_DATABASE_PART (self)), planned_cb,
                             g_object_ref (self));
}

/* ---- the part ---- */

static void
ddi_database_tables_show (DdiDatabasePart *part, const DdiMaintenanceReport *report)
{
  DdiDatabaseTables *self = DDI_DATABASE_TABLES (part);

  g_clear_pointer (&self->rows, ddi_rows_unref);
  self->rows = ddi_rows_ref (report->tables);
  show_rows (self);
  show_target (self);
}

static void
ddi_database_tables_dispose (GObject *object)
{
  DdiDatabaseTables *self = DDI_DATABASE_TABLES (object);

  if (self->cancellable)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->model);
  g_clear_pointer (&self->rows, ddi_rows_unref);
  G_OBJECT_CLASS (ddi_database_tables_parent_class)->dispose (object);
}

static void
ddi_database_tables_class_init (DdiDatabaseTablesClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ddi_database_tables_dispose;
  DDI_DATABASE_PART_CLASS (klass)->show = ddi_database_tables_show;
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/dunkin_demand/Intelligence/ui/pages/database/ddi-database-tables.ui");
  gtk_widget_class_bind_template_child (widget_class, DdiDatabaseTables, buttons);
  gtk_widget_class_bind_template_child (widget_class, DdiDatabaseTables, target);
  gtk_widget_class_bind_template_child (widget_class, DdiDatabaseTables, working);
  gtk_widget_class_bind_template_child (widget_class, DdiDatabaseTables, progress);
  gtk_widget_class_bind_template_child (widget_class, DdiDatabaseTables, cancel);
  gtk_widget_class_bind_template_child (widget_class, DdiDatabaseTables, table_bin);
  gtk_widget_class_bind_template_callback (widget_class, vacuum_cb);
  gtk_widget_class_bind_template_callback (widget_class, analyze_cb);
  gtk_widget_class_bind_template_callback (widget_class, reindex_cb);
  gtk_widget_class_bind_template_callback (widget_class, full_cb);
  gtk_widget_class_bind_template_callback (widget_class, cancel_cb);
}

static void
ddi_database_tables_init (DdiDatabaseTables *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->model = g_list_store_new (DDI_TYPE_QUERY_ROW);
  self->table = ddi_table_new (_ ("Tables"), columns, G_LIST_MODEL (self->model), TRUE);
  ddi_table_set_read_only (self->table);
  ddi_table_memory_follow (self->table, "database-tables");
  adw_bin_set_child (ADW_BIN (self->table_bin), GTK_WIDGET (self->table));
  g_signal_connect_object (self->table, "sort-changed", G_CALLBACK (show_rows), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (ddi_table_get_selection (self->table), "selection-changed",
                           G_CALLBACK (show_target), self, G_CONNECT_SWAPPED);
  g_signal_connect (self, "changed", G_CALLBACK (changed_cb), NULL);
}
