/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "db/ddi-restore-target.h"

#include <glib/gi18n-lib.h>

#include "db/ddi-db-error.h"
#include "db/ddi-migrator.h"
#include "db/ddi-rows-private.h"
#include "db/ddi-managed-host.h"
#include "db/ddi-session-private.h"

struct _DdiRestoreTarget
{
  PGconn *maintenance; /* holds the lock that says that somebody works in the database */
  char *name;          /* NULL once it has another owner */
};

/* Neither of two databases that are renamed may be the one that the session is in. */
static PGconn *
open_maintenance (const char *conninfo, GError **error)
{
  g_autoptr (GError) first = NULL;
  g_autoptr (PGconn) pg = ddi_session_open (conninfo, "postgres", &first);

  if (pg == NULL)
    pg = ddi_session_open (conninfo, "template1", NULL);
  if (pg == NULL)
    {
      g_propagate_error (error, g_steal_pointer (&first));
      return NULL;
    }
  if (!ddi_session_check_direct (pg, error) ||
      !ddi_session_execute_query (pg, "restore/open-maintenance", error))
    return NULL;
  return g_steal_pointer (&pg);
}

static gboolean
check_rights (PGconn *pg, GError **error)
{
  g_autoptr (GError) local = NULL;
  const char *way = ddi_managed_host_tell_backups (ddi_managed_host_from_name (PQhost (pg)));
  g_autofree char *may = ddi_session_query_text (pg, "restore/may-create", NULL, 0, &local);

  if (local == NULL && g_strcmp0 (may, "t") == 0)
    return TRUE;
  if (local)
    g_propagate_error (error, g_steal_pointer (&local));
  else if (way)
    g_set_error (
        error, DDI_DB_ERROR, DDI_DB_ERROR_DENIED,
        _ ("“%s” may not make a database on this server, and a backup is restored into a new one. %s"),
        PQuser (pg), way);
  else
    g_set_error (
        error, DDI_DB_ERROR, DDI_DB_ERROR_DENIED,
        _ ("“%s” may not make a database on this server, and a backup is restored into a new one. "
           "Connect as a role that may (ALTER ROLE %s CREATEDB), or use the host's own way to restore"),
        PQuser (pg), PQuser (pg));
  return FALSE;
}

static gboolean
drop (PGconn *pg, const char *name, GError **error)
{
  return ddi_session_execute_made (pg, "restore/make-drop", &name, 1, error);
}

static gboolean
sweep (PGconn *pg, GError **error)
{
  g_autoptr (PGresult) left = ddi_session_query (pg, "restore/list-scratch", NULL, 0, error);

  if (left == NULL)
    return FALSE;
  for (int i = 0; i < PQntuples (left); i++)
    if (!drop (pg, PQgetvalue (left, i, 0), error))
      return FALSE;
  return TRUE;
}

static char *
make_name (const char *kind)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  g_autofree char *stamp = g_date_time_format (now, "%Y%m%d_%H%M%S");

  return g_strdup_printf ("ddi_%s_%s_%08x", kind, stamp, g_random_int ());
}

DdiRestoreTarget *
ddi_restore_target_open (const char *conninfo, const char *kind, GCancellable *cancellable, GError **error)
{
  g_autoptr (DdiRestoreTarget) self = g_new0 (DdiRestoreTarget, 1);
  g_autoptr (PGresult) claimed = NULL;

  self->maintenance = open_maintenance (conninfo, error);
  if (self->maintenance == NULL || !check_rights (self->maintenance, error) ||
      !sweep (self->maintenance, error))
    return NULL;
  self->name = make_name (kind);
  claimed =
      ddi_session_query (self->maintenance, "restore/claim", (const char *const *)&self->name, 1, error);
  if (claimed == NULL || !ddi_provision (conninfo, self->name, cancellable, error))
    return NULL;
  return g_steal_pointer (&self);
}

void
ddi_restore_target_free (DdiRestoreTarget *self)
{
  g_autoptr (GError) error = NULL;

  if (self->name && self->maintenance && !drop (self->maintenance, self->name, &error))
    g_message ("the database %s is still there: %s", self->name, error->message);
  PQfinish (self->maintenance);
  g_free (self->name);
  g_free (self);
}

const char *
ddi_restore_target_get_database (DdiRestoreTarget *self)
{
  return self->name;
}

gboolean
ddi_restore_target_swap (DdiRestoreTarget *self, const char *live, char **kept, GError **error)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  g_autofree char *stamp = g_date_time_format (now, "%Y%m%d_%H%M%S");
  /* A name has at most 63 bytes. */
  g_autofree char *aside = g_strdup_printf ("%.40s_before_%s", live, stamp);
  const char *values[] = { live, aside, self->name };

  if (!ddi_session_execute_made (self->maintenance, "restore/make-swap", values, G_N_ELEMENTS (values),
                                 error))
    {
      ddi_session_execute_query (self->maintenance, "unit/rollback", NULL);
      return FALSE;
    }
  g_clear_pointer (&self->name, g_free);
  *kept = g_steal_pointer (&aside);
  return TRUE;
}

DdiRows *
ddi_restore_target_list_kept (const char *conninfo, const char *live, GError **error)
{
  g_autoptr (PGconn) pg = open_maintenance (conninfo, error);
  PGresult *result = pg ? ddi_session_query (pg, "restore/list-kept", &live, 1, error) : NULL;

  return result ? ddi_rows_new (result) : NULL;
}

gboolean
ddi_restore_target_forget (const char *conninfo, const char *name, GError **error)
{
  g_autoptr (PGconn) pg = open_maintenance (conninfo, error);

  return pg && drop (pg, name, error);
}
