/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "pages/database/ddi-database-page.h"

#include <glib/gi18n-lib.h>
#include <sodium.h>
#include <string.h>

#include "db/ddi-conninfo.h"
#include "db/ddi-db-error.h"
#include "pages/database/ddi-database-activity.h"
#include "pages/database/ddi-database-archive.h"
#include "pages/database/ddi-database-backups.h"
#include "pages/database/ddi-database-columns.h"
#include "pages/database/ddi-database-indexes.h"
#include "pages/database/ddi-database-log.h"
#include "pages/database/ddi-database-overview.h"
#include "pages/database/ddi-database-queries.h"
#include "pages/database/ddi-database-schema.h"
#include "pages/database/ddi-database-servers.h"
#include "pages/database/ddi-database-tables.h"

struct _DdiDatabasePage
{
  DdiPage parent_instance;

  GtkWidget *content;
  GtkWidget *parts;
  GtkWidget *chooser;
  GtkWidget *address;
  GtkWidget *password;
  GtkWidget *refusal;
  DdiMaintenance *maintenance; /* NULL: the owner's credential is not known */
  gboolean entered;            /* it has let us in before */
  DdiMaintenanceReport *report;
  guint shown; /* a bit for each part that shows this report */
};

G_DEFINE_FINAL_TYPE (DdiDatabasePage, ddi_database_page, DDI_TYPE_PAGE)

/* In the order of the switcher; one row a sub-page. */
static const struct
{
  const char *name;
  const char *title;
  GType (*get_type) (void); /* a DdiDatabasePart */
} parts[] = {
  { "overview", N_ ("Overview"), ddi_database_overview_get_type },
  { "backups", N_ ("Backups"), ddi_database_backups_get_type },
  { "tables", N_ ("Maintenance"), ddi_database_tables_get_type },
  { "archive", N_ ("Archive"), ddi_database_archive_get_type },
  { "log", N_ ("Log"), ddi_database_log_get_type },
  { "indexes", N_ ("Indexes"), ddi_database_indexes_get_type },
  { "queries", N_ ("Queries"), ddi_database_queries_get_type },
  { "activity", N_ ("Activity"), ddi_database_activity_get_type },
  { "columns", N_ ("Added Columns"), ddi_database_columns_get_type },
  { "schema", N_ ("Schema"), ddi_database_schema_get_type },
  { "servers", N_ ("Servers"), ddi_database_servers_get_type },
};

gboolean
ddi_database_page_has_part (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    if (g_str_equal (parts[i].name, name))
      return TRUE;
  return FALSE;
}

GtkWidget *
ddi_database_page_get_part (DdiDatabasePage *self, const char *name)
{
  g_return_val_if_fail (DDI_IS_DATABASE_PAGE (self), NULL);

  return gtk_stack_get_child_by_name (GTK_STACK (self->parts), name);
}

/* ---- the owner's credential ---- */

static void
ask_owner (DdiDatabasePage *self, const char *refusal)
{
  DdiHome *home = ddi_session_get_home (ddi_page_get_session (DDI_PAGE (self)));
  g_autofree char *address = ddi_home_dup_owner_address (home);

  if (*gtk_editable_get_text (GTK_EDITABLE (self->address)) == '\0' && address)
    gtk_editable_set_text (GTK_EDITABLE (self->address), address);
  gtk_label_set_label (GTK_LABEL (self->refusal), refusal ? refusal : "");
  gtk_widget_set_visible (self->refusal, refusal != NULL);
  gtk_stack_set_visible_child_name (GTK_STACK (self->content), "owner");
}

/* Only what libpq needs is put together, in memory that is wiped. */
static DdiSecret *
make_secret (DdiDatabasePage *self, GError **error)
{
  const char *address = gtk_editable_get_text (GTK_EDITABLE (self->address));
  g_autofree char *secured = ddi_conninfo_secure (address, FALSE, error);
  char *whole;
  DdiSecret *secret;

  if (secured == NULL)
    return NULL;
  whole = ddi_conninfo_add_password (secured, gtk_editable_get_text (GTK_EDITABLE (self->password)));
  secret = ddi_secret_new (whole, strlen (whole));
  sodium_memzero (whole, strlen (whole));
  g_free (whole);
  gtk_editable_set_text (GTK_EDITABLE (self->password), "");
  return secret;
}

static void
enter_cb (DdiDatabasePage *self)
{
  DdiSession *session = ddi_page_get_session (DDI_PAGE (self));
  g_autoptr (GError) error = NULL;
  g_autoptr (DdiSecret) secret = make_secret (self, &error);

  if (secret == NULL)
    {
      ask_owner (self, error->message);
      return;
    }
  g_clear_object (&self->maintenance);
  self->maintenance = ddi_maintenance_new (ddi_session_get_home (session), secret);
  ddi_page_reload (DDI_PAGE (self));
}

/* ---- loading ---- */

/* A part is filled when it is looked at: all of them at once would keep the window waiting. */
static void
fill_part (DdiDatabasePage *self, guint i)
{
  if (self->report == NULL || (self->shown & (1u << i)))
    return;
  self->shown |= 1u << i;
  ddi_database_part_show (DDI_DATABASE_PART (ddi_database_page_get_part (self, parts[i].name)),
                          self->maintenance, self->report);
}

static void
fill_visible (DdiDatabasePage *self)
{
  const char *name = gtk_stack_get_visible_child_name (GTK_STACK (self->parts));

  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    if (g_strcmp0 (parts[i].name, name) == 0)
      fill_part (self, i);
}

/* Takes the report. */
static void
show_report (DdiDatabasePage *self, DdiMaintenanceReport *report)
{
  g_clear_pointer (&self->report, ddi_maintenance_report_free);
  self->report = report;
  self->shown = 0;
  fill_visible (self);
  gtk_stack_set_visible_child_name (GTK_STACK (self->content), "parts");
}

/* A credential that has never let us in is asked for again; a server that went away comes back. */
static void
fail (DdiDatabasePage *self, DdiLoad *load, const GError *error)
{
  DdiHome *home = ddi_session_get_home (ddi_page_get_session (DDI_PAGE (self)));

  if (self->entered || ddi_home_is_embedded (home) || error->domain != DDI_DB_ERROR)
    {
      ddi_load_fail (load, error);
      return;
    }
  g_clear_object (&self->maintenance);
  ask_owner (self, error->message);
  ddi_load_done (load, DDI_PAGE_CONTENT);
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (DdiLoad) load = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (DdiMaintenanceReport) report =
      ddi_maintenance_run_finish (DDI_MAINTENANCE (source), result, &error);
  DdiDatabasePage *self = ddi_load_get_page (load);

  if (self == NULL)
    return;
  if (report == NULL)
    {
      fail (self, load, error);
      return;
    }
  self->entered = TRUE;
  show_report (self, g_steal_pointer (&report));
  ddi_load_done (load, DDI_PAGE_CONTENT);
}

static gpointer
read_report (DdiMaintenance *maintenance, gpointer data, GCancellable *cancellable, GError **error)
{
  return ddi_maintenance_report_read (maintenance, cancellable, error);
}

static void
ddi_database_page_load (DdiPage *page, DdiLoad *load)
{
  DdiDatabasePage *self = DDI_DATABASE_PAGE (page);
  DdiHome *home = ddi_session_get_home (ddi_page_get_session (page));
  const DdiMaintenanceJob job = { read_report, NULL, NULL, (GDestroyNotify)ddi_maintenance_report_free };

  if (self->maintenance == NULL && ddi_home_is_embedded (home))
    self->maintenance = ddi_maintenance_new (home, NULL);
  if (self->maintenance == NULL)
    {
      ask_owner (self, NULL);
      ddi_load_done (load, DDI_PAGE_CONTENT);
      return;
    }
  ddi_maintenance_run_async (self->maintenance, &job, ddi_load_get_cancellable (load), read_cb,
                             ddi_load_ref (load));
}

/* ---- the parts ---- */

static void
open_cb (DdiDatabasePage *self, const char *name)
{
  if (ddi_database_page_has_part (name))
    gtk_stack_set_visible_child_name (GTK_STACK (self->parts), name);
}

static void
ddi_database_page_go_to (DdiPage *page, const char *place)
{
  open_cb (DDI_DATABASE_PAGE (page), place);
}

static void
chosen_cb (DdiDatabasePage *self)
{
  GtkStackPage *page = gtk_drop_down_get_selected_item (GTK_DROP_DOWN (self->chooser));

  if (page)
    gtk_stack_set_visible_child (GTK_STACK (self->parts), gtk_stack_page_get_child (page));
}

static void
shown_cb (DdiDatabasePage *self)
{
  const char *name = gtk_stack_get_visible_child_name (GTK_STACK (self->parts));

  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    if (g_strcmp0 (parts[i].name, name) == 0)
      gtk_drop_down_set_selected (GTK_DROP_DOWN (self->chooser), i);
  fill_visible (self);
}

static void
add_parts (DdiDatabasePage *self)
{
  g_autoptr (GtkSelectionModel) pages = gtk_stack_get_pages (GTK_STACK (self->parts));

  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    {
      GtkWidget *part = g_object_new (parts[i].get_type (), NULL);

      gtk_stack_add_titled (GTK_STACK (self->parts), part, parts[i].name, _ (parts[i].title));
      g_signal_connect_object (part, "changed", G_CALLBACK (ddi_page_reload), self, G_CONNECT_SWAPPED);
      g_signal_connect_object (part, "open", G_CALLBACK (open_cb), self, G_CONNECT_SWAPPED);
    }
  gtk_drop_down_set_model (GTK_DROP_DOWN (self->chooser), G_LIST_MODEL (pages));
  g_signal_connect_object (self->chooser, "notify::selected", G_CALLBACK (chosen_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->parts, "notify::visible-child", G_CALLBACK (shown_cb), self,
                           G_CONNECT_SWAPPED);
}

static void
refresh_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  ddi_page_reload (user_data);
}

static void
ddi_database_page_dispose (GObject *object)
{
  DdiDatabasePage *self = DDI_DATABASE_PAGE (object);

  g_clear_object (&self->maintenance);
  g_clear_pointer (&self->report, ddi_maintenance_report_free);
  G_OBJECT_CLASS (ddi_database_page_parent_class)->dispose (object);
}

static void
ddi_database_page_class_init (DdiDatabasePageClass *klass)
{
  DdiPageClass *page_class = DDI_PAGE_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ddi_database_page_dispose;
  page_class->shows = 0;
  page_class->filter = DDI_PAGE_FILTER_NONE;
  page_class->load = ddi_database_page_load;
  page_class->go_to = ddi_database_page_go_to;
}

static void
ddi_database_page_init (DdiDatabasePage *self)
{
  static const GActionEntry actions[] = { { "refresh", refresh_cb, NULL, NULL, NULL, { 0 } } };
  g_autoptr (GtkBuilder) builder = gtk_builder_new_from_resource (
      "/io/github/dunkin_demand/Intelligence/ui/pages/database/ddi-database-page.ui");
  GtkWidget *refresh = gtk_button_new_from_icon_name ("view-refresh-symbolic");

  self->content = GTK_WIDGET (gtk_builder_get_object (builder, "content"));
  self->parts = GTK_WIDGET (gtk_builder_get_object (builder, "parts"));
  self->chooser = GTK_WIDGET (gtk_builder_get_object (builder, "chooser"));
  self->address = GTK_WIDGET (gtk_builder_get_object (builder, "address"));
  self->password = GTK_WIDGET (gtk_builder_get_object (builder, "password"));
  self->refusal = GTK_WIDGET (gtk_builder_get_object (builder, "refusal"));
  add_parts (self);
  ddi_page_set_content (DDI_PAGE (self), self->content);
  gtk_widget_set_tooltip_text (refresh, _ ("Look Again"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (refresh), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Look Again"),
                                  -1);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (refresh), "page.refresh");
  ddi_page_set_header (DDI_PAGE (self), refresh);
  g_action_map_add_action_entries (ddi_page_get_actions (DDI_PAGE (self)), actions, G_N_ELEMENTS (actions),
                                   self);
  g_signal_connect_object (gtk_builder_get_object (builder, "enter"), "clicked", G_CALLBACK (enter_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->password, "entry-activated", G_CALLBACK (enter_cb), self, G_CONNECT_SWAPPED);
}
