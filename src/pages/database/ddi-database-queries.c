/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "pages/database/ddi-database-queries.h"

#include <glib/gi18n-lib.h>

#include "core/ddi-format.h"
#include "db/ddi-explain.h"
#include "db/ddi-sql.h"
#include "tasks/ddi-query-plan.h"

/* A deeper node stands no further in: it would have no room on a narrow window. */
#define DEEPEST 8
#define INDENT 12

struct _DdiDatabaseQueries
{
  DdiDatabasePart parent_instance;

  GtkWidget *bounds;
  GtkWidget *mean;
  GtkWidget *most;
  GtkWidget *reason;
  GtkWidget *slow;
  GtkWidget *query;
  GtkWidget *explain;
  GtkWidget *summary;
  GtkWidget *plan;

  GCancellable *asked; /* while other bounds than the report's are asked for */
};

G_DEFINE_FINAL_TYPE (DdiDatabaseQueries, ddi_database_queries, DDI_TYPE_DATABASE_PART)

/* ---- a plan ---- */

static char *
tell_node (const DdiPlanNode *node)
{
  g_autofree char *share = ddi_format_percent (node->share, 0);
  g_autofree char *rows = ddi_format_int ((gint64)node->rows);
  g_autofree char *loops = ddi_format_int ((gint64)node->loops);

  /* own time, share of the whole, rows each time, how often */
  return g_strdup_printf (_ ("%.2f ms, %s of the time; %s rows × %s%s%s"), node->own_time, share, rows, loops,
                          node->condition ? "\n" : "", node->condition ? node->condition : "");
}

static void
add_node (DdiDatabaseQueries *self, const DdiPlanNode *node, guint depth)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *image =
      gtk_image_new_from_icon_name (node->costly ? "dialog-warning-symbolic" : "go-next-symbolic");
  g_autofree char *text = tell_node (node);
  g_autofree char *title =
      node->costly ? g_strdup_printf (_ ("Costly: %s"), node->label) : g_strdup (node->label);

  gtk_widget_set_margin_start (image, (int)MIN (depth, DEEPEST) * INDENT);
  if (node->costly)
    gtk_widget_add_css_class (image, "warning");
  ddi_database_row_set_texts (row, title, text);
  g_object_set (row, "title-lines", 2, "subtitle-lines", 3, NULL);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), image);
  gtk_list_box_append (GTK_LIST_BOX (self->plan), row);
  /* What never ran only makes the tree longer. */
  for (guint i = 0; i < node->children->len; i++)
    if (((DdiPlanNode *)node->children->pdata[i])->loops > 0)
      add_node (self, node->children->pdata[i], depth + 1);
}

static const DdiPlanNode *
find_costliest (const DdiPlanNode *node)
{
  const DdiPlanNode *found = node;

  for (guint i = 0; i < node->children->len; i++)
    {
      const DdiPlanNode *below = find_costliest (node->children->pdata[i]);

      if (below->own_time > found->own_time)
        found = below;
    }
  return found;
}

static void
show_plan (DdiDatabaseQueries *self, const DdiQueryPlan *plan)
{
  const DdiPlanNode *node = find_costliest (plan->root);
  g_autofree char *share = ddi_format_percent (node->share, 0);
  g_autofree char *text = g_strdup_printf (
      _ ("Planned in %.2f ms, run in %.2f ms, and taken back. The most time, %s, went to: %s"),
      plan->planning, plan->execution, share, node->label);

  gtk_label_set_label (GTK_LABEL (self->summary), text);
  add_node (self, plan->root, 0);
  gtk_widget_set_visible (self->plan, TRUE);
}

static gpointer
explain (DdiMaintenance *maintenance, gpointer data, GCancellable *cancellable, GError **error)
{
  DdiDatabase *database = ddi_home_get_database (ddi_maintenance_get_home (maintenance));
  g_autofree char *json = ddi_database_explain (database, data, NULL, 0, error);

  return json ? ddi_query_plan_parse (json, error) : NULL;
}

static void
explained_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (DdiDatabaseQueries) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (DdiQueryPlan) plan = ddi_maintenance_run_finish (DDI_MAINTENANCE (source), result, &error);

  if (gtk_widget_get_root (GTK_WIDGET (self)) == NULL)
    return;
  gtk_widget_set_sensitive (self->explain, TRUE);
  if (plan)
    show_plan (self, plan);
  else
    gtk_label_set_label (GTK_LABEL (self->summary), error->message);
}

static void
explain_cb (DdiDatabaseQueries *self)
{
  GtkStringObject *chosen = gtk_drop_down_get_selected_item (GTK_DROP_DOWN (self->query));
  DdiMaintenanceJob job = { explain, NULL, g_free, (GDestroyNotify)ddi_query_plan_free };

  if (chosen == NULL || ddi_database_part_get_maintenance (DDI_DATABASE_PART (self)) == NULL)
    return;
  job.data = g_strdup (gtk_string_object_get_string (chosen));
  gtk_widget_set_sensitive (self->explain, FALSE);
  gtk_widget_set_visible (self->plan, FALSE);
  ddi_database_clear_list (self->plan);
  gtk_label_set_label (GTK_LABEL (self->summary), _ ("It runs…"));
  ddi_maintenance_run_async (ddi_database_part_get_maintenance (DDI_DATABASE_PART (self)), &job,
                             ddi_database_part_get_cancellable (DDI_DATABASE_PART (self)), explained_cb,
                             g_object_ref (self));
}

/* ---- slow statements ---- */

static void
choose (DdiDatabaseQueries *self, const char *name)
{
  GListModel *names = gtk_drop_down_get_model (GTK_DROP_DOWN (self->query));

  for (guint i = 0; i < g_list_model_get_n_items (names); i++)
    if (g_strcmp0 (gtk_string_list_get_string (GTK_STRING_LIST (names), i), name) == 0)
      gtk_drop_down_set_selected (GTK_DROP_DOWN (self->query), i);
}

static void
explain_slow_cb (GtkWidget *button, gpointer user_data)
{
  choose (user_data, g_object_get_data (G_OBJECT (button), "query"));
  explain_cb (user_data);
}

static char *
tell_statement (DdiRows *rows, guint i)
{
  g_autofree char *share =
      ddi_format_percent (ddi_rows_get_double (rows, i, ddi_rows_column (rows, "share")), 1);
  g_autofree char *calls = ddi_format_int (ddi_rows_get_int (rows, i, ddi_rows_column (rows, "calls")));

  return g_strdup_printf (_ ("%s of the time; %.1f ms × %s"), share,
                          ddi_rows_get_double (rows, i, ddi_rows_column (rows, "mean_ms")), calls);
}

static void
add_statement (DdiDatabaseQueries *self, DdiRows *rows, guint i, const char *name)
{
  const char *statement = ddi_rows_get_text (rows, i, ddi_rows_column (rows, "query"));
  g_autofree char *text = tell_statement (rows, i);
  GtkWidget *row = adw_action_row_new ();

  ddi_database_row_set_texts (row, name ? name : statement, text);
  g_object_set (row, "title-lines", 2, NULL);
  if (name)
    {
      GtkWidget *button = gtk_button_new_with_label (_ ("Explain"));

      gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
      g_object_set_data_full (G_OBJECT (button), "query", g_strdup (name), g_free);
      g_signal_connect_object (button, "clicked", G_CALLBACK (explain_slow_cb), self, 0);
      adw_action_row_add_suffix (ADW_ACTION_ROW (row), button);
    }
  gtk_list_box_append (GTK_LIST_BOX (self->slow), row);
}

/* ---- which of them ---- */

typedef struct
{
  guint most;
  double mean; /* milliseconds */
} Bounds;

typedef struct
{
  DdiRows *rows;
  GPtrArray *names;
} Slow;

static void
slow_free (gpointer data)
{
  Slow *self = data;

  ddi_rows_unref (self->rows);
  g_ptr_array_unref (self->names);
  g_free (self);
}

static Bounds
get_bounds (DdiDatabaseQueries *self)
{
  return (Bounds){ (guint)gtk_spin_button_get_value_as_int (GTK_SPIN_BUTTON (self->most)),
                   gtk_spin_button_get_value (GTK_SPIN_BUTTON (self->mean)) };
}

static char *
tell_nothing (DdiDatabaseQueries *self)
{
  gint64 mean = (gint64)get_bounds (self).mean;
  g_autofree char *bound = ddi_format_int (mean);

  if (mean == 0)
    return g_strdup (_ ("No statement was counted yet."));
  return g_strdup_printf (_ ("No statement takes %s ms or more each time. All is quick."), bound);
}

static void
show_slow (DdiDatabaseQueries *self, DdiRows *rows, GPtrArray *names)
{
  guint n = ddi_rows_get_n (rows);
  g_autofree char *nothing = n == 0 ? tell_nothing (self) : NULL;

  ddi_database_clear_list (self->slow);
  for (guint i = 0; i < n; i++)
    add_statement (self, rows, i, names->pdata[i]);
  gtk_widget_set_visible (self->slow, n > 0);
  gtk_widget_set_visible (self->reason, n == 0);
  gtk_label_set_label (GTK_LABEL (self->reason), nothing ? nothing : "");
}

static void
tell_reason (DdiDatabaseQueries *self, const char *reason)
{
  ddi_database_clear_list (self->slow);
  gtk_widget_set_visible (self->slow, FALSE);
  gtk_widget_set_visible (self->reason, TRUE);
  gtk_label_set_label (GTK_LABEL (self->reason), reason);
}

static gpointer
list_slow (DdiMaintenance *maintenance, gpointer data, GCancellable *cancellable, GError **error)
{
  const Bounds *bounds = data;
  DdiRows *rows = ddi_maintenance_list_slow (maintenance, bounds->most, bounds->mean, cancellable, error);
  Slow *slow;

  if (rows == NULL)
    return NULL;
  slow = g_new0 (Slow, 1);
  slow->rows = rows;
  slow->names = ddi_maintenance_name_statements (rows);
  return slow;
}

static void
listed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (DdiDatabaseQueries) self = user_data;
  g_autoptr (GError) error = NULL;
  Slow *slow = ddi_maintenance_run_finish (DDI_MAINTENANCE (source), result, &error);

  /* Cancelled: newer bounds have been asked for, or it is gone. */
  if (slow)
    show_slow (self, slow->rows, slow->names);
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    tell_reason (self, error->message);
  g_clear_pointer (&slow, slow_free);
}

static void
stop_asking (DdiDatabaseQueries *self)
{
  g_cancellable_cancel (self->asked);
  g_clear_object (&self->asked);
}

static void
bounds_changed_cb (DdiDatabaseQueries *self)
{
  DdiMaintenance *maintenance = ddi_database_part_get_maintenance (DDI_DATABASE_PART (self));
  DdiMaintenanceJob job = { list_slow, NULL, g_free, slow_free };
  Bounds bounds = get_bounds (self);

  if (maintenance == NULL)
    return;
  stop_asking (self);
  self->asked = g_cancellable_new ();
  job.data = g_memdup2 (&bounds, sizeof bounds);
  ddi_maintenance_run_async (maintenance, &job, self->asked, listed_cb, g_object_ref (self));
}

static void
ddi_database_queries_show (DdiDatabasePart *part, const DdiMaintenanceReport *report)
{
  DdiDatabaseQueries *self = DDI_DATABASE_QUERIES (part);
  Bounds bounds = get_bounds (self);

  gtk_widget_set_visible (self->bounds, report->slow != NULL);
  stop_asking (self);
  if (report->slow == NULL)
    tell_reason (self, report->slow_reason ? report->slow_reason : "");
  else if (bounds.mean > 0 || bounds.most != DDI_MAINTENANCE_MOST_SLOW)
    bounds_changed_cb (self);
  else
    show_slow (self, report->slow, report->slow_names);
}

static void
ddi_database_queries_dispose (GObject *object)
{
  stop_asking (DDI_DATABASE_QUERIES (object));
  G_OBJECT_CLASS (ddi_database_queries_parent_class)->dispose (object);
}

static void
ddi_database_queries_class_init (DdiDatabaseQueriesClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ddi_database_queries_dispose;
  DDI_DATABASE_PART_CLASS (klass)->show = ddi_database_queries_show;
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/dunkin_demand/Intelligence/ui/pages/database/ddi-database-queries.ui");
  gtk_widget_class_bind_template_child (widget_class, DdiDatabaseQueries, bounds);
  gtk_widget_class_bind_template_child (widget_class, DdiDatabaseQueries, mean);
  gtk_widget_class_bind_template_child (widget_class, DdiDatabaseQueries, most);
  gtk_widget_class_bind_template_child (widget_class, DdiDatabaseQueries, reason);
  gtk_widget_class_bind_template_child (widget_class, DdiDatabaseQueries, slow);
  gtk_widget_class_bind_template_child (widget_class, DdiDatabaseQueries, query);
  gtk_widget_class_bind_template_child (widget_class, DdiDatabaseQueries, explain);
  gtk_widget_class_bind_template_child (widget_class, DdiDatabaseQueries, summary);
  gtk_widget_class_bind_template_child (widget_class, DdiDatabaseQueries, plan);
  gtk_widget_class_bind_template_callback (widget_class, explain_cb);
  gtk_widget_class_bind_template_callback (widget_class, bounds_changed_cb);
}

static void
ddi_database_queries_init (DdiDatabaseQueries *self)
{
  g_auto (GStrv) names = ddi_sql_list_queries ();
  g_autoptr (GtkStringList) list = gtk_string_list_new ((const char *const *)names);

  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_spin_button_set_value (GTK_SPIN_BUTTON (self->most), DDI_MAINTENANCE_MOST_SLOW);
  gtk_drop_down_set_model (GTK_DROP_DOWN (self->query), G_LIST_MODEL (list));
  choose (self, "overview/list-totals");
}
