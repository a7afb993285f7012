/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "db/ddi-migrator-private.h"

#include <glib/gi18n-lib.h>

#include "db/ddi-db-error.h"
#include "db/ddi-pool-private.h"
#include "db/ddi-sql.h"

/* How often the lock is asked for while another migrator holds it, and for how long. */
#define LOCK_POLL 100 /* ms */
#define LOCK_PATIENCE (10 * 60 * G_USEC_PER_SEC)
/* The first line of a migration that cannot run in a transaction. */
#define NO_TRANSACTION "-- transaction: none\n"

typedef struct
{
  PGconn *pg;
  GPtrArray *scripts;
  GHashTable *finished; /* numbers of the applied migrations */
  gboolean dry_run;
  GCancellable *cancellable;
  DdiAdoption adoption;
} Migrator;

void
ddi_migration_free (DdiMigration *self)
{
  g_free (self->name);
  g_free (self->checksum);
  g_free (self);
}

DdiMigrationScript *
ddi_migration_script_new (const char *name, const char *text)
{
  DdiMigrationScript *self = g_new0 (DdiMigrationScript, 1);

  self->number = (int)g_ascii_strtoll (name, NULL, 10);
  self->name = g_strdup (name);
  self->text = g_strdup (text);
  self->checksum = g_compute_checksum_for_string (G_CHECKSUM_SHA256, text, -1);
  self->transactional = !g_str_has_prefix (text, NO_TRANSACTION);
  return self;
}

void
ddi_migration_script_free (DdiMigrationScript *self)
{
  g_free (self->name);
  g_free (self->text);
  g_free (self->checksum);
  g_free (self);
}

GPtrArray *
ddi_migrator_list_scripts (void)
{
  g_auto (GStrv) names = ddi_sql_list_migrations ();
  GPtrArray *scripts = g_ptr_array_new_with_free_func ((GDestroyNotify)ddi_migration_script_free);

  for (gsize i = 0; names[i]; i++)
    {
      g_autofree char *text = ddi_sql_dup_migration (names[i]);

      g_ptr_array_add (scripts, ddi_migration_script_new (names[i], text));
    }
  return scripts;
}

static DdiMigrationScript *
find_script (GPtrArray *scripts, int number)
{
  for (guint i = 0; i < scripts->len; i++)
    if (((DdiMigrationScript *)scripts->pdata[i])->number == number)
      return scripts->pdata[i];
  return NULL;
}

/* What is applied must be what this program knows, letter by letter. */
static gboolean
check_applied (GPtrArray *scripts, int number, const char *name, const char *checksum, GError **error)
{
  DdiMigrationScript *script = find_script (scripts, number);

  if (script == NULL)
    g_set_error (error, DDI_DB_ERROR, DDI_DB_ERROR_VERSION,
                 _ ("The database was changed by a newer version of this program (%s); update the program"),
                 name);
  else if (g_strcmp0 (script->checksum, checksum) != 0)
    g_set_error (error, DDI_DB_ERROR, DDI_DB_ERROR_EDITED,
                 _ ("The migration %s was edited after it had been applied to this database"), name);
  else
    return TRUE;
  return FALSE;
}

/* The numbers of the migrations that are applied and finished; empty where none ever ran. */
static GHashTable *
read_applied (PGconn *pg, GPtrArray *scripts, GError **error)
{
  g_autofree char *has_log = ddi_session_query_text (pg, "migrations/has-log", NULL, 0, error);
  g_autoptr (GHashTable) finished = g_hash_table_new (NULL, NULL);
  g_autoptr (PGresult) result = NULL;

  if (has_log == NULL)
    return NULL;
  if (*has_log != 't')
    return g_steal_pointer (&finished);
  result = ddi_session_query (pg, "migrations/list-applied", NULL, 0, error);
  if (result == NULL)
    return NULL;
  for (int i = 0; i < PQntuples (result); i++)
    {
      int number = (int)g_ascii_strtoll (PQgetvalue (result, i, 0), NULL, 10);

      if (!check_applied (scripts, number, PQgetvalue (result, i, 1), PQgetvalue (result, i, 2), error))
        return NULL;
      if (*PQgetvalue (result, i, 3) == 't')
        g_hash_table_add (finished, GINT_TO_POINTER (number));
    }
  return g_steal_pointer (&finished);
}

/* Asked for again and again, not waited for, so that it can be cancelled. */
static gboolean
take_lock (Migrator *self, GError **error)
{
  gint64 deadline = g_get_monotonic_time () + LOCK_PATIENCE;

  for (;;)
    {
      g_autofree char *locked = ddi_session_query_text (self->pg, "migrations/try-lock", NULL, 0, error);

      if (locked == NULL)
        return FALSE;
      if (*locked == 't')
        return TRUE;
      if (g_get_monotonic_time () > deadline)
        {
          g_set_error (error, DDI_DB_ERROR, DDI_DB_ERROR_TIMEOUT,
                       _ ("Another program is still changing this database"));
          return FALSE;
        }
      if (!ddi_pool_back_off (LOCK_POLL, 0, self->cancellable, error))
        return FALSE;
    }
}

static gboolean
record (Migrator *self, const DdiMigrationScript *script, gboolean adopted, gboolean finished, GError **error)
{
  g_autofree char *number = g_strdup_printf ("%d", script->number);
  const char *values[] = { number, script->name, script->checksum, adopted ? "t" : "f",
                           finished ? "t" : "f" };
  g_autoptr (PGresult) result =
      ddi_session_query (self->pg, "migrations/record", values, G_N_ELEMENTS (values), error);

  return result != NULL;
}

/* A dry run is one transaction around everything. */
static gboolean
apply_in_transaction (Migrator *self, const DdiMigrationScript *script, gboolean last, GError **error)
{
  gboolean adopted = FALSE;
  gboolean done;

  if (!self->dry_run && !ddi_session_execute_query (self->pg, "unit/begin", error))
    return FALSE;
  done = script->number == 1 ? ddi_adoption_apply_contract (self->pg, script, &adopted, error)
                             : ddi_session_execute (self->pg, script->text, script->name, error);
  /* Together they must leave no table open; one may make a table that the next one guards. */
  if (done && last)
    done = ddi_session_execute_query (self->pg, "migrations/check-policies", error);
  if (done && record (self, script, adopted, TRUE, error) &&
      (self->dry_run || ddi_session_execute_query (self->pg, "unit/commit", error)))
    {
      self->adoption.adopted |= adopted;
      return TRUE;
    }
  /* The session is closed next, and what was not committed with it. */
  return FALSE;
}

/* Statement by statement; written so that it may be begun again (IF NOT EXISTS). */
static gboolean
apply_in_steps (Migrator *self, const DdiMigrationScript *script, GError **error)
{
  g_auto (GStrv) statements = ddi_sql_split (script->text);

  if (self->dry_run)
    return TRUE;
  if (!record (self, script, FALSE, FALSE, error) ||
      !ddi_session_execute_made (self->pg, "migrations/drop-invalid-indexes", NULL, 0, error))
    return FALSE;
  for (gsize i = 0; statements[i]; i++)
    if (g_cancellable_set_error_if_cancelled (self->cancellable, error) ||
        !ddi_session_execute (self->pg, statements[i], script->name, error))
      return FALSE;
  return record (self, script, FALSE, TRUE, error);
}

static gboolean
is_finished (Migrator *self, guint i)
{
  const DdiMigrationScript *script = self->scripts->pdata[i];

  return g_hash_table_contains (self->finished, GINT_TO_POINTER (script->number));
}

static int
apply_pending (Migrator *self, GError **error)
{
  guint end = self->scripts->len;
  int n = 0;

  while (end > 0 && is_finished (self, end - 1))
    end--;
  for (guint i = 0; i < end; i++)
    {
      const DdiMigrationScript *script = self->scripts->pdata[i];

      if (is_finished (self, i))
        continue;
      if (g_cancellable_set_error_if_cancelled (self->cancellable, error) ||
          !(script->transactional ? apply_in_transaction (self, script, i + 1 == end, error)
                                  : apply_in_steps (self, script, error)))
        return -1;
      n++;
    }
  return n;
}

/* A dry run comes before anything else is done to a database: its roles and the owner of its tables
 * are part of what is tried, if we may, and rolled back with the rest. */
static gboolean
provision_for_trial (Migrator *self, GError **error)
{
  g_autofree char *may = ddi_session_query_text (self->pg, "migrations/is-superuser", NULL, 0, error);

  if (may == NULL)
    return FALSE;
  return *may != 't' || (ddi_session_execute_query (self->pg, "provision/make-roles", error) &&
                         ddi_session_execute_query (self->pg, "provision/hand-over", error));
}

static int
migrate (Migrator *self, GError **error)
{
  int n;

  if (!ddi_session_check_direct (self->pg, error))
    return -1;
  if (self->dry_run &&
      !(ddi_session_execute_query (self->pg, "unit/begin", error) && provision_for_trial (self, error)))
    return -1;
  if (!ddi_session_execute_query (self->pg, "migrations/become-owner", error) || !take_lock (self, error))
    return -1;
  self->finished = read_applied (self->pg, self->scripts, error);
  if (self->finished == NULL || !ddi_session_execute_query (self->pg, "migrations/create-log", error))
    return -1;
  n = apply_pending (self, error);
  if (n >= 0 && self->adoption.adopted && !ddi_adoption_read (self->pg, &self->adoption, error))
    return -1;
  return n;
}

int
ddi_migrator_run_scripts (const char *conninfo, GPtrArray *scripts, gboolean dry_run, DdiAdoption *adoption,
                          GCancellable *cancellable, GError **error)
{
  Migrator self = { .scripts = scripts, .dry_run = dry_run, .cancellable = cancellable };
  int n = -1;

  self.pg = ddi_session_open (conninfo, NULL, error);
  if (self.pg)
    n = migrate (&self, error);
  /* Closing the session rolls back what is open, a dry run among it, and gives back the lock. */
  PQfinish (self.pg);
  g_clear_pointer (&self.finished, g_hash_table_unref);
  if (adoption)
    *adoption = self.adoption;
  return n;
}

int
ddi_migrator_run (const char *conninfo, gboolean dry_run, DdiAdoption *adoption, GCancellable *cancellable,
                  GError **error)
{
  g_autoptr (GPtrArray) scripts = ddi_migrator_list_scripts ();

  return ddi_migrator_run_scripts (conninfo, scripts, dry_run, adoption, cancellable, error);
}

GPtrArray *
ddi_migrator_plan (const char *conninfo, GCancellable *cancellable, GError **error)
{
  g_autoptr (GPtrArray) scripts = ddi_migrator_list_scripts ();
  g_autoptr (PGconn) pg = ddi_session_open (conninfo, NULL, error);
  g_autoptr (GHashTable) finished = pg ? read_applied (pg, scripts, error) : NULL;
  GPtrArray *plan;

  if (finished == NULL)
    return NULL;
  plan = g_ptr_array_new_with_free_func ((GDestroyNotify)ddi_migration_free);
  for (guint i = 0; i < scripts->len; i++)
    {
      DdiMigrationScript *script = scripts->pdata[i];
      DdiMigration *migration = g_new0 (DdiMigration, 1);

      migration->number = script->number;
      migration->name = g_strdup (script->name);
      migration->checksum = g_strdup (script->checksum);
      migration->applied = g_hash_table_contains (finished, GINT_TO_POINTER (script->number));
      g_ptr_array_add (plan, migration);
    }
  return plan;
}
