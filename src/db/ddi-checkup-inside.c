/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>

#include "db/ddi-checkup-private.h"
#include "db/ddi-db-error.h"
#include "db/ddi-migrator.h"
#include "db/ddi-session-private.h"

#define MINIMUM 150000

static gboolean
check_version (DdiCheckup *self)
{
  gboolean good = PQserverVersion (self->pg) >= MINIMUM;

  ddi_checkup_add (self, "version", good ? DDI_CHECK_GOOD : DDI_CHECK_BAD,
                   g_strdup_printf ("PostgreSQL %s", PQparameterStatus (self->pg, "server_version")),
                   good ? NULL : _ ("Version 15 or newer is needed: upgrade the server"));
  return good;
}

static gboolean
check_pooler (DdiCheckup *self)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *pid = ddi_session_query_text (self->pg, "unit/show-backend", NULL, 0, &error);

  if (pid == NULL)
    ddi_checkup_add (self, "pooler", DDI_CHECK_BAD, g_strdup (error->message), NULL);
  else if (g_ascii_strtoll (pid, NULL, 10) == PQbackendPID (self->pg))
    ddi_checkup_add (self, "pooler", DDI_CHECK_GOOD, g_strdup (_ ("none, straight to the server")), NULL);
  else
    ddi_checkup_add (self, "pooler", DDI_CHECK_GOOD,
                     g_strdup (_ ("there is one; migrations and the Database page need a direct connection")),
                     NULL);
  return pid != NULL;
}

static gboolean
check_permissions (DdiCheckup *self)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PGresult) rows = ddi_session_query (self->pg, "maintenance/check-rights", NULL, 0, &error);
  const char *missing;

  if (rows == NULL)
    {
      ddi_checkup_add (self, "permissions", DDI_CHECK_BAD, g_strdup (error->message), NULL);
      return FALSE;
    }
  missing = PQgetvalue (rows, 0, PQfnumber (rows, "missing"));
  if (*PQgetvalue (rows, 0, PQfnumber (rows, "roles")) != 't')
    ddi_checkup_add (
        self, "permissions", DDI_CHECK_BAD, g_strdup (_ ("the roles ddi_owner and ddi_app are missing")),
        _ ("As a superuser of the server: dunkin-demand-cli migrate --provision --connection URI"));
  else if (*PQgetvalue (rows, 0, PQfnumber (rows, "connects")) != 't' || *missing != '\0')
    ddi_checkup_add (self, "permissions", DDI_CHECK_BAD,
                     g_strdup_printf (_ ("%s may not read what it needs (%s)"), PQuser (self->pg), missing),
                     _ ("Connect as ddi_app"));
  else
    {
      ddi_checkup_add (self, "permissions", DDI_CHECK_GOOD,
                       g_strdup (*PQgetvalue (rows, 0, PQfnumber (rows, "owner")) == 't'
                                     ? _ ("those of the owner")
                                     : _ ("those of a program")),
                       NULL);
      return TRUE;
    }
  return FALSE;
}

static guint
count_pending (GPtrArray *plan)
{
  guint n = 0;

  for (guint i = 0; i < plan->len; i++)
    n += !((DdiMigration *)plan->pdata[i])->applied;
  return n;
}

static void
check_schema (DdiCheckup *self)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) plan = ddi_migrator_plan (self->conninfo, self->cancellable, &error);
  guint pending = plan ? count_pending (plan) : 0;

  if (plan == NULL)
    ddi_checkup_add (self, "schema", DDI_CHECK_BAD, g_strdup (error->message),
                     g_error_matches (error, DDI_DB_ERROR, DDI_DB_ERROR_VERSION) ? _ ("Update this program")
                                                                                 : NULL);
  else if (pending > 0)
    ddi_checkup_add (self, "schema", DDI_CHECK_BAD,
                     g_strdup_printf (ngettext ("%u change is missing", "%u changes are missing", pending),
                                      pending),
                     _ ("As its owner, after a backup: dunkin-demand-cli migrate --connection URI"));
  else
    ddi_checkup_add (self, "schema", DDI_CHECK_GOOD,
                     g_strdup (((DdiMigration *)plan->pdata[plan->len - 1])->name), NULL);
}

void
ddi_checkup_look_inside (DdiCheckup *self)
{
  if (check_version (self) && check_pooler (self) && check_permissions (self))
    check_schema (self);
}
