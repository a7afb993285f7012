/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "pages/database/ddi-database-overview.h"

#include <glib/gi18n-lib.h>

#include "app/ddi-window.h"
#include "core/ddi-format.h"
#include "db/ddi-conninfo.h"
#include "db/ddi-hosts.h"
#include "db/ddi-managed-host.h"
#include "pages/database/ddi-database-page.h"
#include "pages/database/ddi-pooler-dialog.h"

struct _DdiDatabaseOverview
{
  DdiDatabasePart parent_instance;

  GtkWidget *advice;
  GtkWidget *hosts;
  GtkWidget *figures;
};

G_DEFINE_FINAL_TYPE (DdiDatabaseOverview, ddi_database_overview, DDI_TYPE_DATABASE_PART)

static const char *
get_button (DdiAdviceAction action)
{
  switch (action)
    {
    case DDI_ADVICE_VACUUM:
      return N_ ("_Vacuum");
    case DDI_ADVICE_ANALYZE:
      return N_ ("_Analyze");
    case DDI_ADVICE_REINDEX:
      return N_ ("_Rebuild");
    case DDI_ADVICE_SHOW_INDEXES:
    case DDI_ADVICE_SHOW_STATEMENTS:
    case DDI_ADVICE_SHOW_ARCHIVE:
    case DDI_ADVICE_SHOW_LOG:
    case DDI_ADVICE_SHOW_SESSIONS:
      return N_ ("_Show");
    case DDI_ADVICE_COUNT_STATEMENTS:
      return N_ ("_Switch On");
    case DDI_ADVICE_BACK_UP:
      return ddi_database_page_has_part ("backups") ? N_ ("_Back Up…") : NULL;
    case DDI_ADVICE_NOTHING:
    default:
      return NULL;
    }
}

static gpointer
count_statements (DdiMaintenance *maintenance, gpointer data, GCancellable *cancellable, GError **error)
{
  ddi_maintenance_count_statements (maintenance, cancellable, error);
  return NULL;
}

static void
maintain (DdiDatabaseOverview *self, DdiMaintainVerb verb, const char *table)
{
  const char *tables[] = { table, NULL };
  DdiMaintenanceJob job = ddi_database_part_make_maintain (verb, table ? tables : NULL);

  ddi_database_part_run (DDI_DATABASE_PART (self), &job, _ ("Done"), NULL);
}

static void
act (DdiDatabaseOverview *self, const DdiAdvice *advice)
{
  const DdiMaintenanceJob count = { count_statements, NULL, NULL, NULL };

  switch (advice->action)
    {
    case DDI_ADVICE_VACUUM:
      maintain (self, DDI_MAINTAIN_VACUUM, advice->subject);
      break;
    case DDI_ADVICE_ANALYZE:
      maintain (self, DDI_MAINTAIN_ANALYZE, advice->subject);
      break;
    case DDI_ADVICE_REINDEX:
      maintain (self, DDI_MAINTAIN_REINDEX, NULL);
      break;
    case DDI_ADVICE_SHOW_INDEXES:
      ddi_database_part_open (DDI_DATABASE_PART (self), "indexes");
      break;
    case DDI_ADVICE_SHOW_STATEMENTS:
      ddi_database_part_open (DDI_DATABASE_PART (self), "queries");
      break;
    case DDI_ADVICE_SHOW_ARCHIVE:
      ddi_database_part_open (DDI_DATABASE_PART (self), "archive");
      break;
    case DDI_ADVICE_SHOW_LOG:
      ddi_database_part_open (DDI_DATABASE_PART (self), "log");
      break;
    case DDI_ADVICE_SHOW_SESSIONS:
      ddi_database_part_open (DDI_DATABASE_PART (self), "activity");
      break;
    case DDI_ADVICE_COUNT_STATEMENTS:
      ddi_database_part_run (DDI_DATABASE_PART (self), &count,
                             _ ("Statements are counted from the next start of the server on"), NULL);
      break;
    case DDI_ADVICE_BACK_UP:
      ddi_database_part_open (DDI_DATABASE_PART (self), "backups");
      break;
    case DDI_ADVICE_NOTHING:
    default:
      break;
    }
}

/* One button, one deed: what runs is not asked for again until the page has read anew. */
static void
advice_cb (GtkWidget *button, gpointer user_data)
{
  const DdiAdvice *advice = g_object_get_data (G_OBJECT (button), "advice");

  gtk_widget_set_sensitive (button, FALSE);
  act (user_data, advice);
  if (advice->action >= DDI_ADVICE_SHOW_INDEXES && advice->action <= DDI_ADVICE_SHOW_SESSIONS)
    gtk_widget_set_sensitive (button, TRUE);
}

static void
add_button (DdiDatabaseOverview *self, GtkWidget *row, const DdiAdvice *advice, GPtrArray *list)
{
  const char *label = get_button (advice->action);
  GtkWidget *button;
  g_autofree char *description = NULL;

  if (label == NULL)
    return;
  button = gtk_button_new_with_mnemonic (_ (label));
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  /* The list keeps the advice, and the button the list. */
  g_object_set_data (G_OBJECT (button), "advice", (gpointer)advice);
  g_object_set_data_full (G_OBJECT (button), "list", g_ptr_array_ref (list),
                          (GDestroyNotify)g_ptr_array_unref);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, advice->text,
                                  -1);
  g_signal_connect_object (button, "clicked", G_CALLBACK (advice_cb), self, 0);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), button);
}

static GtkWidget *
make_row (const char *title, const char *subtitle, const char *icon)
{
  GtkWidget *row = adw_action_row_new ();

  ddi_database_row_set_texts (row, title, subtitle);
  g_object_set (row, "title-lines", 0, "subtitle-lines", 0, NULL);
  if (icon)
    adw_action_row_add_prefix (ADW_ACTION_ROW (row), gtk_image_new_from_icon_name (icon));
  return row;
}

static void
show_advice (DdiDatabaseOverview *self, GPtrArray *list)
{
  ddi_database_clear_list (self->advice);
  for (guint i = 0; i < list->len; i++)
    {
      const DdiAdvice *advice = list->pdata[i];
      GtkWidget *row = make_row (advice->text, NULL,
                                 advice->urgent ? "dialog-warning-symbolic" : "dialog-information-symbolic");

      add_button (self, row, advice, list);
      gtk_list_box_append (GTK_LIST_BOX (self->advice), row);
    }
  if (list->len == 0)
    gtk_list_box_append (GTK_LIST_BOX (self->advice),
                         make_row (_ ("All is well."), NULL, "object-select-symbolic"));
}

static void
add_host (DdiDatabaseOverview *self, GPtrArray *hosts, guint i)
{
  const DdiHost *host = hosts->pdata[i];
  const char *mend = ddi_hosts_mend_one (hosts, i);
  g_autofree char *state = ddi_host_describe (host);
  g_autofree char *text = mend ? g_strdup_printf ("%s\n%s", state, mend) : g_strdup (state);

  gtk_list_box_append (GTK_LIST_BOX (self->hosts),
                       make_row (host->name, text,
                                 mend ? "dialog-warning-symbolic" : "object-select-symbolic"));
}

/* One host alone is told among the figures. */
static void
show_hosts (DdiDatabaseOverview *self, GPtrArray *hosts)
{
  const char *what = NULL, *mend = NULL;

  ddi_database_clear_list (self->hosts);
  gtk_widget_set_visible (self->hosts, hosts != NULL);
  if (hosts == NULL)
    return;
  if (ddi_hosts_are_wrong (hosts, &what, &mend))
    gtk_list_box_append (GTK_LIST_BOX (self->hosts), make_row (what, mend, "dialog-error-symbolic"));
  for (guint i = 0; i < hosts->len; i++)
    add_host (self, hosts, i);
}

/* Takes @value; NULL: not known. (transfer none) */
static GtkWidget *
add_figure (DdiDatabaseOverview *self, const char *title, char *value)
{
  GtkWidget *row = make_row (title, value ? value : "–", NULL);

  gtk_list_box_append (GTK_LIST_BOX (self->figures), row);
  g_free (value);
  return row;
}

static void
pooler_cb (DdiDatabaseOverview *self)
{
  DdiMaintenance *maintenance = ddi_database_part_get_maintenance (DDI_DATABASE_PART (self));
  gboolean on_server = maintenance && ddi_maintenance_get_conninfo (maintenance);
  g_autofree char *owner =
      on_server ? ddi_home_dup_owner_address (ddi_maintenance_get_home (maintenance)) : NULL;
  g_autofree char *address = owner ? ddi_conninfo_for_role (owner, "ddi_app") : NULL;

  gtk_window_present (
      GTK_WINDOW (ddi_pooler_dialog_new (GTK_WINDOW (ddi_window_of (GTK_WIDGET (self))), address)));
}

static gint64
get_int (DdiRows *rows, const char *column)
{
  return ddi_rows_get_int (rows, 0, ddi_rows_column (rows, column));
}

static const char *
get_text (DdiRows *rows, const char *column)
{
  return ddi_rows_get_text (rows, 0, ddi_rows_column (rows, column));
}

/* What to do where the connections do not suffice stands beside how many there are. */
static void
add_connections (DdiDatabaseOverview *self, DdiRows *rows)
{
  GtkWidget *row = add_figure (self, _ ("Connections"),
                               g_strdup_printf (_ ("%d of %d"), (int)get_int (rows, "connections"),
                                                (int)get_int (rows, "allowed")));
  GtkWidget *button = gtk_button_new_with_mnemonic (_ ("_PgBouncer…"));

  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_set_tooltip_text (button, _ ("Lets many computers share few connections"));
  g_signal_connect_object (button, "clicked", G_CALLBACK (pooler_cb), self, G_CONNECT_SWAPPED);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), button);
}

static char *
tell_uptime (DdiRows *rows)
{
  g_autofree char *span = ddi_database_format_span (get_int (rows, "uptime"));

  return g_strdup_printf (_ ("%s, since %s UTC"), span, get_text (rows, "started_at"));
}

static char *
tell_replication (DdiRows *rows)
{
  double lag = ddi_rows_get_double (rows, 0, ddi_rows_column (rows, "lag"));
  int n = (int)get_int (rows, "replicas");

  if (*get_text (rows, "standby") == 't')
    return g_strdup_printf (_ ("a standby, %.1f s behind"), lag);
  if (n == 0)
    return g_strdup (_ ("no replicas"));
  return g_strdup_printf (ngettext ("%d replica, %.1f s behind", "%d replicas, %.1f s behind at most",
                                    (gulong)n),
                          n, ddi_rows_is_null (rows, 0, ddi_rows_column (rows, "lag")) ? 0 : lag);
}

static char *
tell_tables (DdiRows *tables)
{
  guint n = ddi_rows_get_n (tables);
  g_autofree char *size =
      n > 0 ? g_format_size ((guint64)ddi_rows_get_int (tables, 0, ddi_rows_column (tables, "bytes"))) : NULL;

  if (n == 0)
    return NULL;
  return g_strdup_printf (_ ("%u, the largest %s (%s)"), n, ddi_rows_get_text (tables, 0, 0), size);
}

/* NULL: nothing ever was. */
static char *
tell_archive (DdiRows *state)
{
  const char *when = get_text (state, "last_run");
  g_autofree char *moved = ddi_format_int (get_int (state, "last_sales") + get_int (state, "last_waste"));

  if (when == NULL)
    return NULL;
  if (*get_text (state, "stopped") == 't')
    return g_strdup_printf (_ ("%s, stopped after %s figures"), when, moved);
  if (*get_text (state, "last_back") == 't')
    return g_strdup_printf (_ ("%s, %s figures brought back"), when, moved);
  return g_strdup_printf (_ ("%s, %s figures"), when, moved);
}

/* Whose server it is, and that host's own ways. */
static void
show_managed (DdiDatabaseOverview *self, const DdiMaintenanceReport *report)
{
  DdiMaintenance *maintenance = ddi_database_part_get_maintenance (DDI_DATABASE_PART (self));
  DdiSecret *conninfo = ddi_maintenance_get_conninfo (maintenance);
  DdiManagedHost host = report->role && ddi_rows_get_n (report->role) > 0
                            ? ddi_managed_host_from_role (get_text (report->role, "host"))
                            : DDI_MANAGED_NONE;

  if (host == DDI_MANAGED_NONE && conninfo)
    host = ddi_managed_host_from_conninfo (ddi_secret_get_text (conninfo));
  if (host == DDI_MANAGED_NONE)
    return;
  add_figure (self, _ ("Hosted by"), g_strdup (ddi_managed_host_get_name (host)));
  add_figure (self, _ ("The host’s own backups"), g_strdup (ddi_managed_host_tell_backups (host)));
  add_figure (self, _ ("The host’s own pooling"), g_strdup (ddi_managed_host_tell_pooling (host)));
}

static void
show_figures (DdiDatabaseOverview *self, const DdiMaintenanceReport *report)
{
  DdiRows *rows = report->overview;

  ddi_database_clear_list (self->figures);
  add_figure (self, _ ("Server"), g_strdup_printf ("PostgreSQL %s", get_text (rows, "version")));
  add_figure (self, _ ("Signed in as"), g_strdup (get_text (rows, "role")));
  show_managed (self, report);
  add_figure (self, _ ("Runs"), tell_uptime (rows));
  add_figure (self, _ ("Size"), g_format_size ((guint64)get_int (rows, "bytes")));
  add_figure (self, _ ("Tables"), tell_tables (report->tables));
  add_figure (self, _ ("Free on its disk"),
              report->room >= 0 ? g_format_size ((guint64)report->room)
                                : g_strdup (_ ("the server does not tell")));
  add_connections (self, rows);
  add_figure (self, _ ("Found in memory"),
              ddi_format_percent (ddi_rows_get_double (rows, 0, ddi_rows_column (rows, "hit_ratio")), 1));
  add_figure (self, _ ("Replication"), tell_replication (rows));
  add_figure (self, _ ("Last archived (UTC)"), report->archive ? tell_archive (report->archive) : NULL);
}

static void
ddi_database_overview_show (DdiDatabasePart *part, const DdiMaintenanceReport *report)
{
  DdiDatabaseOverview *self = DDI_DATABASE_OVERVIEW (part);

  show_advice (self, report->advice);
  show_hosts (self, report->hosts);
  show_figures (self, report);
}

static void
ddi_database_overview_class_init (DdiDatabaseOverviewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  DDI_DATABASE_PART_CLASS (klass)->show = ddi_database_overview_show;
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/dunkin_demand/Intelligence/ui/pages/database/ddi-database-overview.ui");
  gtk_widget_class_bind_template_child (widget_class, DdiDatabaseOverview, advice);
  gtk_widget_class_bind_template_child (widget_class, DdiDatabaseOverview, hosts);
  gtk_widget_class_bind_template_child (widget_class, DdiDatabaseOverview, figures);
}

static void
ddi_database_overview_init (DdiDatabaseOverview *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
