/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "pages/database/ddi-database-servers.h"

#include <glib/gi18n-lib.h>

#include "app/ddi-heading.h"
#include "app/ddi-known-servers.h"
#include "db/ddi-conninfo.h"
#include "tasks/ddi-connection-file.h"

struct _DdiDatabaseServers
{
  DdiDatabasePart parent_instance;

  GtkWidget *signing;
  GtkWidget *new_address;
  GtkWidget *sign;
};

G_DEFINE_FINAL_TYPE (DdiDatabaseServers, ddi_database_servers, DDI_TYPE_DATABASE_PART)

typedef struct
{
  char *address;
  char *path;
} Signing;

static void
signing_free (gpointer data)
{
  Signing *self = data;

  g_free (self->address);
  g_free (self->path);
  g_free (self);
}

static gpointer
run (DdiMaintenance *maintenance, gpointer data, GCancellable *cancellable, GError **error)
{
  const Signing *self = data;
  int person = ddi_home_get_user_id (ddi_maintenance_get_home (maintenance));
  g_autofree char *text =
      ddi_connection_file_make (ddi_secret_get_text (ddi_maintenance_get_conninfo (maintenance)), person,
                                self->address, error);

  if (text)
    g_file_set_contents_full (self->path, text, -1, G_FILE_SET_CONTENTS_CONSISTENT, 0644, error);
  return NULL;
}

void
ddi_database_servers_sign (DdiDatabaseServers *self, const char *path)
{
  Signing *signing;
  DdiMaintenanceJob job = { run, NULL, signing_free, NULL };
  g_autofree char *name = NULL, *done = NULL;

  g_return_if_fail (DDI_IS_DATABASE_SERVERS (self));

  signing = g_new0 (Signing, 1);
  signing->address = g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->new_address)));
  signing->path = g_strdup (path);
  job.data = signing;
  name = g_filename_display_basename (path);
  done = g_strdup_printf (_ ("%s is signed: give it to every computer"), name);
  gtk_widget_set_sensitive (self->sign, FALSE);
  ddi_database_part_run (DDI_DATABASE_PART (self), &job, done, NULL);
}

static void
chosen (DdiDatabasePart *part, const char *path)
{
  ddi_database_servers_sign (DDI_DATABASE_SERVERS (part), path);
}

static void
sign_cb (DdiDatabaseServers *self)
{
  g_autoptr (GError) error = NULL;

  if (!gtk_widget_get_sensitive (self->sign))
    return;
  if (ddi_connection_file_check_address (gtk_editable_get_text (GTK_EDITABLE (self->new_address)), &error))
    {
      ddi_database_part_ask_file (DDI_DATABASE_PART (self), _ ("Connection File"), _ ("_Sign"),
                                  "dunkin-demand-connection.json", chosen);
      return;
    }
  gtk_widget_add_css_class (self->new_address, "error");
  gtk_widget_grab_focus (self->new_address);
  ddi_database_part_tell (DDI_DATABASE_PART (self), _ ("This Is No Address"), error->message);
}

static void
address_changed_cb (DdiDatabaseServers *self)
{
  gtk_widget_remove_css_class (self->new_address, "error");
  gtk_widget_set_sensitive (self->sign, *gtk_editable_get_text (GTK_EDITABLE (self->new_address)) != '\0');
}

/* Where the data are on this computer alone, there is no address that others would be led to. */
static void
ddi_database_servers_show (DdiDatabasePart *part, const DdiMaintenanceReport *report)
{
  DdiDatabaseServers *self = DDI_DATABASE_SERVERS (part);
  DdiMaintenance *maintenance = ddi_database_part_get_maintenance (part);
  gboolean on_server = maintenance && ddi_maintenance_get_conninfo (maintenance);
  g_autofree char *owner =
      on_server ? ddi_home_dup_owner_address (ddi_maintenance_get_home (maintenance)) : NULL;
  g_autofree char *address = owner ? ddi_conninfo_for_role (owner, "ddi_app") : NULL;

  gtk_widget_set_visible (self->signing, on_server);
  if (address && *gtk_editable_get_text (GTK_EDITABLE (self->new_address)) == '\0')
    gtk_editable_set_text (GTK_EDITABLE (self->new_address), address);
  address_changed_cb (self);
}

static void
ddi_database_servers_class_init (DdiDatabaseServersClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  DDI_DATABASE_PART_CLASS (klass)->show = ddi_database_servers_show;
  g_type_ensure (DDI_TYPE_KNOWN_SERVERS);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/dunkin_demand/Intelligence/ui/pages/database/ddi-database-servers.ui");
  gtk_widget_class_bind_template_child (widget_class, DdiDatabaseServers, signing);
  gtk_widget_class_bind_template_child (widget_class, DdiDatabaseServers, new_address);
  gtk_widget_class_bind_template_child (widget_class, DdiDatabaseServers, sign);
  gtk_widget_class_bind_template_callback (widget_class, sign_cb);
  gtk_widget_class_bind_template_callback (widget_class, address_changed_cb);
}

static void
ddi_database_servers_init (DdiDatabaseServers *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  ddi_heading_wrap (GTK_WIDGET (self));
}
