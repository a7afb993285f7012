/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tasks/ddi-maintenance-report.h"

#include <glib/gi18n-lib.h>

#include "db/ddi-hosts.h"
#include "tasks/ddi-custom-columns.h"

void
ddi_maintenance_report_free (DdiMaintenanceReport *self)
{
  g_clear_pointer (&self->overview, ddi_rows_unref);
  g_clear_pointer (&self->role, ddi_rows_unref);
  g_clear_pointer (&self->tables, ddi_rows_unref);
  g_clear_pointer (&self->indexes, ddi_rows_unref);
  g_clear_pointer (&self->sessions, ddi_rows_unref);
  g_clear_pointer (&self->slow, ddi_rows_unref);
  g_clear_pointer (&self->archive, ddi_rows_unref);
  g_clear_pointer (&self->log, ddi_rows_unref);
  g_clear_pointer (&self->hosts, g_ptr_array_unref);
  g_clear_pointer (&self->columns, g_ptr_array_unref);
  g_clear_pointer (&self->advice, g_ptr_array_unref);
  g_clear_pointer (&self->plan, g_ptr_array_unref);
  g_clear_pointer (&self->slow_names, g_ptr_array_unref);
  g_free (self->slow_reason);
  g_free (self->plan_reason);
  g_free (self);
}

static gboolean
read_rows (DdiMaintenanceReport *self, DdiDirect *direct, GCancellable *cancellable, GError **error)
{
  self->role = ddi_rows_ref (ddi_direct_get_role (direct));
  self->overview = ddi_direct_query (direct, "maintenance/read-overview", NULL, cancellable, error);
  if (self->overview)
    self->tables = ddi_direct_query (direct, "maintenance/list-tables", NULL, cancellable, error);
  if (self->tables)
    self->indexes = ddi_direct_query (direct, "maintenance/list-indexes", NULL, cancellable, error);
  if (self->indexes)
    self->sessions = ddi_direct_query (direct, "maintenance/list-sessions", g_variant_new ("(b)", FALSE),
                                       cancellable, error);
  return self->sessions != NULL;
}

/* What a host does not let us see is no reason to show nothing. */
static gboolean
read_slow (DdiMaintenanceReport *self, DdiMaintenance *maintenance, GCancellable *cancellable, GError **error)
{
  g_autoptr (GError) local = NULL;

  self->slow = ddi_maintenance_list_slow (maintenance, DDI_MAINTENANCE_MOST_SLOW, 0, cancellable, &local);
  if (g_error_matches (local, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  self->slow_names = self->slow ? ddi_maintenance_name_statements (self->slow) : NULL;
  if (g_error_matches (local, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED) &&
      ddi_home_is_embedded (ddi_maintenance_get_home (maintenance)))
    self->slow_reason = g_strdup (_ ("Slow statements are not recorded. Overview switches that on."));
  else
    self->slow_reason = local ? g_strdup (local->message) : NULL;
  return TRUE;
}

static void
read_plan (DdiMaintenanceReport *self, DdiMaintenance *maintenance, GCancellable *cancellable)
{
  g_autoptr (GError) error = NULL;

  self->plan = ddi_maintenance_plan (maintenance, cancellable, &error);
  self->plan_reason = error ? g_strdup (error->message) : NULL;
}

static GPtrArray *
look_at_hosts (DdiMaintenance *maintenance, GCancellable *cancellable)
{
  DdiSecret *conninfo = ddi_maintenance_get_conninfo (maintenance);

  return conninfo && ddi_hosts_are_several (ddi_secret_get_text (conninfo))
             ? ddi_hosts_look (ddi_secret_get_text (conninfo), cancellable)
             : NULL;
}

DdiMaintenanceReport *
ddi_maintenance_report_read (DdiMaintenance *maintenance, GCancellable *cancellable, GError **error)
{
  g_autoptr (DdiMaintenanceReport) self = g_new0 (DdiMaintenanceReport, 1);
  g_autoptr (DdiDirect) direct = ddi_maintenance_connect (maintenance, cancellable, error);
  g_autoptr (DdiRows) columns = NULL;

  if (direct == NULL || !read_rows (self, direct, cancellable, error) ||
      !read_slow (self, maintenance, cancellable, error) ||
      (self->advice = ddi_maintenance_advise (maintenance, cancellable, error)) == NULL)
    return NULL;
  /* A schema that is still to be migrated knows none. */
  self->archive = ddi_direct_query (direct, "archive/read-state", NULL, cancellable, NULL);
  self->log = ddi_direct_query (direct, "audit/read-retention", NULL, cancellable, NULL);
  read_plan (self, maintenance, cancellable);
  columns = ddi_direct_query (direct, "columns/list-all", NULL, cancellable, NULL);
  self->columns = columns ? ddi_custom_columns_from_rows (columns, NULL) : NULL;
  self->hosts = look_at_hosts (maintenance, cancellable);
  self->room = ddi_maintenance_get_room (maintenance);
  return g_steal_pointer (&self);
}
