/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tasks/ddi-home.h"

#include <glib/gi18n-lib.h>

#include "auth/ddi-secret.h"
#include "auth/ddi-token-store.h"
#include "cluster/ddi-cluster-swap.h"
#include "db/ddi-conninfo.h"
#include "db/ddi-db-error.h"
#include "db/ddi-migrator.h"
#include "db/ddi-sql.h"
#include "tasks/ddi-connection-file.h"
#include "tasks/ddi-home-private.h"
#include "tasks/ddi-server-profile.h"

#define DATABASE "dunkin_demand"
#define OWNER "ddi_owner"
/* Connections of one program: a page's queries beside an import and a run. */
#define POOL_SIZE 6

struct _DdiHome
{
  GObject parent_instance;

  DdiCluster *cluster; /* NULL: a server elsewhere */
  char *address;       /* of that server, for its owner; without a password */
  DdiDatabase *database;
  DdiOutbox *outbox;
  DdiDrafts *drafts;
  int user_id;
  char *email; /* NULL: nobody who has a password */
  gboolean administrator;
  char *label;       /* of the server; NULL: the cluster has one */
  char *remember_as; /* the server by which a new session is remembered; NULL: it is not */
};

G_DEFINE_FINAL_TYPE (DdiHome, ddi_home, G_TYPE_OBJECT)

static void
tell (const DdiHomeOptions *options, const char *step)
{
  if (options->progress)
    options->progress (step, options->user_data);
}

static guint
count_pending (GPtrArray *plan)
{
  guint n = 0;

  for (guint i = 0; i < plan->len; i++)
    n += !((DdiMigration *)plan->pdata[i])->applied;
  return n;
}

/* Asking the plan first lets every start but the first skip the superuser's part. */
static gboolean
prepare_embedded (DdiHome *self, const DdiHomeOptions *options, GCancellable *cancellable, GError **error)
{
  g_autofree char *owner = ddi_cluster_dup_conninfo (self->cluster, DDI_CLUSTER_OWNER, DATABASE);
  g_autofree char *superuser = NULL;
  g_autoptr (GError) reason = NULL;
  g_autoptr (GPtrArray) plan = ddi_migrator_plan (owner, cancellable, &reason);

  if (plan && count_pending (plan) == 0)
    return TRUE;
  if (plan == NULL && (g_error_matches (reason, DDI_DB_ERROR, DDI_DB_ERROR_EDITED) ||
                       g_error_matches (reason, DDI_DB_ERROR, DDI_DB_ERROR_VERSION)))
    {
      g_propagate_error (error, g_steal_pointer (&reason));
      return FALSE;
    }

  tell (options, _ ("Preparing the database"));
  superuser = ddi_cluster_dup_conninfo (self->cluster, DDI_CLUSTER_SUPERUSER, "postgres");
  return ddi_provision (superuser, DATABASE, cancellable, error) &&
         ddi_migrator_run (owner, FALSE, NULL, cancellable, error) >= 0 &&
         ddi_connection_file_ensure_key (owner, error);
}

/* One query's rows; NULL on error. */
static DdiRows *
ask (DdiDatabase *database, const char *query, GCancellable *cancellable, GError **error)
{
  g_autoptr (DdiUnit) unit = ddi_unit_new ();
  g_autoptr (GPtrArray) results = NULL;

  ddi_unit_add (unit, query, NULL);
  ddi_unit_set_read_only (unit);
  results = ddi_database_run (database, g_steal_pointer (&unit), cancellable, error);
  return results ? ddi_rows_ref (results->pdata[0]) : NULL;
}

static void
set_version_error (GError **error, guint pending)
{
  g_set_error (
      error, DDI_DB_ERROR, DDI_DB_ERROR_VERSION,
      ngettext ("This database lacks %u change that this program needs. Its owner can make it with: "
                "dunkin-demand-cli migrate --connection URI",
                "This database lacks %u changes that this program needs. Its owner can make them with: "
                "dunkin-demand-cli migrate --connection URI",
                pending),
      pending);
}

/* Through the pool and not by the migrator's plan, which wants a direct connection: this one may lead
 * through a pooler. */
static gboolean
check_server (DdiDatabase *database, GCancellable *cancellable, GError **error)
{
  g_auto (GStrv) known = ddi_sql_list_migrations ();
  g_autoptr (DdiRows) log = ask (database, "migrations/has-log", cancellable, error);
  g_autoptr (DdiRows) applied = NULL;
  guint pending = g_strv_length (known);

  if (log == NULL)
    return FALSE;
  if (ddi_rows_get_boolean (log, 0, 0))
    {
      applied = ask (database, "migrations/list-applied", cancellable, error);
      if (applied == NULL)
        return FALSE;
    }
  for (guint i = 0; applied && i < ddi_rows_get_n (applied); i++)
    {
      const char *name = ddi_rows_get_text (applied, i, ddi_rows_column (applied, "name"));

      if (!g_strv_contains ((const char *const *)known, name))
        {
          g_set_error (
              error, DDI_DB_ERROR, DDI_DB_ERROR_VERSION,
              _ ("This database was changed by a newer version of this program (%s); update the program"),
              name);
          return FALSE;
        }
      pending -= ddi_rows_get_boolean (applied, i, ddi_rows_column (applied, "finished"));
    }
  if (pending > 0)
    set_version_error (error, pending);
  return pending == 0;
}

/* *id is 0 where @query tells none. */
static gboolean
find_user (DdiDatabase *database, const char *query, int *id, GCancellable *cancellable, GError **error)
{
  g_autoptr (DdiUnit) unit = ddi_unit_new ();
  g_autoptr (GPtrArray) results = NULL;
  DdiRows *rows;

  ddi_unit_add (unit, query, NULL);
  results = ddi_database_run (database, g_steal_pointer (&unit), cancellable, error);
  if (results == NULL)
    return FALSE;
  rows = results->pdata[0];
  *id = ddi_rows_get_n (rows) > 0 ? (int)ddi_rows_get_int (rows, 0, 0) : 0;
  return TRUE;
}

/* Whoever opens the home uses their session, which is told in the same unit. */
static gboolean
find_person (DdiHome *self, GCancellable *cancellable, GError **error)
{
  DdiUnit *unit = ddi_unit_new ();
  g_autoptr (GPtrArray) results = NULL;
  DdiRows *rows;

  ddi_unit_add (unit, "accounts/touch", NULL);
  ddi_unit_add (unit, "accounts/whoami", NULL);
  results = ddi_database_run (self->database, unit, cancellable, error);
  if (results == NULL)
    return FALSE;
  rows = results->pdata[1];
  if (ddi_rows_get_n (rows) == 0)
    return TRUE;
  self->user_id = (int)ddi_rows_get_int (rows, 0, ddi_rows_column (rows, "user_id"));
  self->administrator =
      g_strcmp0 (ddi_rows_get_text (rows, 0, ddi_rows_column (rows, "role")), "administrator") == 0;
  if (g_strcmp0 (ddi_rows_get_text (rows, 0, ddi_rows_column (rows, "kind")), "password") == 0)
    self->email = g_strdup (ddi_rows_get_text (rows, 0, ddi_rows_column (rows, "email")));
  return TRUE;
}

/* Nobody may be signed in. Somebody who connects as the owner of the database needs no session: they
 * are the one user of it that is no person. */
static gboolean
find_user_of_server (DdiHome *self, const char *session, GCancellable *cancellable, GError **error)
{
  ddi_database_set_session (self->database, session);
  if (!find_person (self, cancellable, error))
    return FALSE;
  if (self->user_id != 0)
    return TRUE;
  if (!find_user (self->database, "users/find-local", &self->user_id, cancellable, error))
    return FALSE;
  self->administrator = self->user_id != 0;
  return TRUE;
}

/* A session that this desktop remembers tells the server, too, that this device has been here before. */
static gboolean
enter_server (DdiHome *self, const DdiHomeOptions *options, GCancellable *cancellable, GError **error)
{
  g_autofree char *server = ddi_conninfo_dup_label (options->connection);
  g_autoptr (DdiSecret) remembered =
      options->remember && options->session == NULL ? ddi_token_store_lookup (server) : NULL;
  g_autoptr (DdiSecret) token = NULL;
  const char *session = remembered ? ddi_secret_get_text (remembered) : options->session;
  DdiSignInOptions sign_in;

  if (options->remember)
    self->remember_as = g_strdup (server);
  if (options->sign_in == NULL)
    return find_user_of_server (self, session, cancellable, error);
  sign_in = *options->sign_in;
  sign_in.device = session;
  token = ddi_sign_in (self->database, &sign_in, cancellable, error);
  if (token && options->remember && !ddi_token_store_save (server, ddi_secret_get_text (token), NULL))
    g_debug ("this desktop keeps no secrets");
  return token && find_user_of_server (self, ddi_secret_get_text (token), cancellable, error);
}

gboolean
ddi_home_ensure_user (const char *owner_conninfo, int *id, GCancellable *cancellable, GError **error)
{
  g_autoptr (DdiDatabase) database = ddi_database_new (owner_conninfo, 1);
  int user_id = 0;
  gboolean good = find_user (database, "users/find-local", &user_id, cancellable, error) &&
                  (user_id != 0 || find_user (database, "users/ensure-local", &user_id, cancellable, error));

  ddi_database_close (database);
  if (good && id)
    *id = user_id;
  return good;
}

/* The operating system's account is what guards an embedded home, and its owner may be anybody there. */
static gboolean
open_local_session (DdiHome *self, const char *owner, GCancellable *cancellable, GError **error)
{
  g_autoptr (DdiDatabase) database = ddi_database_new (owner, 1);
  g_autoptr (DdiUnit) unit = ddi_unit_new ();
  g_autoptr (GPtrArray) results = NULL;

  ddi_unit_add (unit, "accounts/open-local-session",
                g_variant_new ("(s)", g_get_prgname () ? g_get_prgname () : "dunkin-demand"));
  results = ddi_database_run (database, g_steal_pointer (&unit), cancellable, error);
  ddi_database_close (database);
  if (results == NULL)
    return FALSE;
  ddi_database_set_session (self->database, ddi_rows_get_text (results->pdata[0], 0, 0));
  return TRUE;
}

/* Called on a connection's worker thread when the server does not answer. */
static gboolean
revive_cb (gpointer cluster, GCancellable *cancellable, GError **error)
{
  return ddi_cluster_ensure (cluster, cancellable, error);
}

/* May be called again after it failed. */
static gboolean
enter_embedded (DdiHome *self, const DdiHomeOptions *options, GCancellable *cancellable, GError **error)
{
  g_autofree char *app = ddi_cluster_dup_conninfo (self->cluster, DDI_CLUSTER_APP, DATABASE);
  g_autofree char *owner = ddi_cluster_dup_conninfo (self->cluster, DDI_CLUSTER_OWNER, DATABASE);

  if (!prepare_embedded (self, options, cancellable, error) ||
      !ddi_home_ensure_user (owner, &self->user_id, cancellable, error))
    return FALSE;
  self->administrator = TRUE;
  if (self->database == NULL)
    {
      self->database = ddi_database_new (app, POOL_SIZE);
      ddi_database_set_reviver (self->database, revive_cb, g_object_ref (self->cluster), g_object_unref);
    }
  return open_local_session (self, owner, cancellable, error);
}

/* A server that was left running, from a program that was removed or replaced meanwhile, lacks its libraries: it is
 * started again, unless somebody works with it, since it may also be a file of the data that is gone. */
static gboolean
open_embedded (DdiHome *self, const DdiHomeOptions *options, GCancellable *cancellable, GError **error)
{
  g_autofree char *fallback = ddi_cluster_default_home ();
  const char *directory = options->data_dir ? options->data_dir : fallback;
  g_autoptr (GError) local = NULL;
  DdiClusterStatus status;

  if (!ddi_cluster_inspect (directory, &status, error))
    return FALSE;
  tell (options, status.initialised ? _ ("Starting the database") : _ ("Making a new database"));
  self->cluster = ddi_cluster_open (directory, cancellable, error);
  if (self->cluster == NULL)
    return FALSE;
  if (enter_embedded (self, options, cancellable, &local))
    return TRUE;
  if (!g_error_matches (local, DDI_DB_ERROR, DDI_DB_ERROR_GONE) || status.n_users > 0)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  g_debug ("the server is started again: %s", local->message);
  return ddi_cluster_restart (ddi_cluster_get_home (self->cluster), cancellable, error) &&
         enter_embedded (self, options, cancellable, error);
}

static gboolean
open_server (DdiHome *self, const DdiHomeOptions *options, GCancellable *cancellable, GError **error)
{
  g_autofree char *connection = ddi_conninfo_secure (options->connection, options->accept_risk, error);

  if (connection == NULL)
    return FALSE;
  /* From here on a token, a password or a key is in memory. */
  ddi_secret_forbid_core_dumps ();
  tell (options, _ ("Connecting to the server"));
  self->label = ddi_conninfo_dup_label (options->connection);
  self->address = ddi_conninfo_for_role (connection, OWNER);
  self->database = ddi_database_new (connection, POOL_SIZE);
  return check_server (self->database, cancellable, error) &&
         ddi_server_profile_meet (self->database, options->connection, options->remember, cancellable,
                                  error) &&
         enter_server (self, options, cancellable, error);
}

/* In the home itself, so that a copy of the home brings it along; of all servers together elsewhere. */
static char *
dup_directory (DdiHome *self, const char *name)
{
  g_autofree char *shared = g_strconcat ("dunkin-demand-", name, NULL);

  return self->cluster ? g_build_filename (ddi_cluster_get_home (self->cluster), name, NULL)
                       : g_build_filename (g_get_user_data_dir (), shared, NULL);
}

static gboolean
open_outbox (DdiHome *self, GCancellable *cancellable, GError **error)
{
  DdiUnit *unit;
  g_autoptr (GPtrArray) results = NULL;
  g_autoptr (GError) local = NULL;
  g_autofree char *outbox = dup_directory (self, "outbox"), *drafts = dup_directory (self, "drafts");
  const char *uuid;

  if (self->user_id == 0)
    return TRUE;
  unit = ddi_unit_new ();
  ddi_unit_set_read_only (unit);
  ddi_unit_add (unit, "outbox/get-database", NULL);
  results = ddi_database_run (self->database, unit, cancellable, error);
  if (results == NULL)
    return FALSE;
  if (ddi_rows_get_n (results->pdata[0]) != 1)
    return TRUE;
  uuid = ddi_rows_get_text (results->pdata[0], 0, 0);
  self->outbox = ddi_outbox_open (outbox, uuid, self->user_id, &local);
  if (self->outbox)
    self->drafts = ddi_drafts_open (drafts, uuid, self->user_id, &local);
  if (local)
    g_message ("what is typed is not kept while the server is away: %s", local->message);
  return TRUE;
}

static void
ddi_home_finalize (GObject *object)
{
  DdiHome *self = DDI_HOME (object);

  g_free (self->email);
  g_free (self->label);
  g_free (self->address);
  g_free (self->remember_as);
  g_clear_object (&self->outbox);
  g_clear_object (&self->drafts);
  g_clear_object (&self->database);
  g_clear_object (&self->cluster);
  G_OBJECT_CLASS (ddi_home_parent_class)->finalize (object);
}

static void
ddi_home_class_init (DdiHomeClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = ddi_home_finalize;
}

static void
ddi_home_init (DdiHome *self)
{
}

DdiHome *
ddi_home_open (const DdiHomeOptions *options, GCancellable *cancellable, GError **error)
{
  g_autoptr (DdiHome) self = g_object_new (DDI_TYPE_HOME, NULL);
  gboolean good = options->connection ? open_server (self, options, cancellable, error)
                                      : open_embedded (self, options, cancellable, error);

  if (good && open_outbox (self, cancellable, error))
    return g_steal_pointer (&self);
  /* A server that we have just started must not stay behind; the first error is the one to tell. */
  ddi_home_close (self, NULL);
  return NULL;
}

static void
options_free (DdiHomeOptions *options)
{
  g_free ((char *)options->data_dir);
  g_free ((char *)options->connection);
  g_free ((char *)options->session);
  g_clear_pointer ((DdiSignInOptions **)&options->sign_in, ddi_sign_in_options_free);
  g_free (options);
}

static gpointer
open_thread (gpointer data)
{
  g_autoptr (GTask) task = data;
  GError *error = NULL;
  DdiHome *self = ddi_home_open (g_task_get_task_data (task), g_task_get_cancellable (task), &error);

  if (self)
    g_task_return_pointer (task, self, g_object_unref);
  else
    g_task_return_error (task, error);
  return NULL;
}

/* A thread of its own: it happens once, and may take as long as a crash recovery. */
void
ddi_home_open_async (const DdiHomeOptions *options, GCancellable *cancellable, GAsyncReadyCallback callback,
                     gpointer user_data)
{
  GTask *task = g_task_new (NULL, cancellable, callback, user_data);
  DdiHomeOptions *copy = g_memdup2 (options, sizeof *options);

  copy->data_dir = g_strdup (options->data_dir);
  copy->connection = g_strdup (options->connection);
  copy->session = g_strdup (options->session);
  copy->sign_in = options->sign_in ? ddi_sign_in_options_copy (options->sign_in) : NULL;
  g_task_set_source_tag (task, ddi_home_open_async);
  g_task_set_task_data (task, copy, (GDestroyNotify)options_free);
  g_thread_unref (g_thread_new ("open-home", open_thread, task));
}

DdiHome *
ddi_home_open_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

DdiDatabase *
ddi_home_get_database (DdiHome *self)
{
  g_return_val_if_fail (DDI_IS_HOME (self), NULL);

  return self->database;
}

int
ddi_home_get_user_id (DdiHome *self)
{
  g_return_val_if_fail (DDI_IS_HOME (self), 0);

  return self->user_id;
}

const char *
ddi_home_get_email (DdiHome *self)
{
  g_return_val_if_fail (DDI_IS_HOME (self), NULL);

  return self->email;
}

gboolean
ddi_home_is_administrator (DdiHome *self)
{
  g_return_val_if_fail (DDI_IS_HOME (self), FALSE);

  return self->administrator;
}

const char *
ddi_home_get_remembered_as (DdiHome *self)
{
  return self->remember_as;
}

DdiOutbox *
ddi_home_get_outbox (DdiHome *self)
{
  g_return_val_if_fail (DDI_IS_HOME (self), NULL);

  return self->outbox;
}

DdiDrafts *
ddi_home_get_drafts (DdiHome *self)
{
  g_return_val_if_fail (DDI_IS_HOME (self), NULL);
  return self->drafts;
}

gboolean
ddi_home_is_embedded (DdiHome *self)
{
  g_return_val_if_fail (DDI_IS_HOME (self), FALSE);

  return self->cluster != NULL;
}

const char *
ddi_home_get_label (DdiHome *self)
{
  g_return_val_if_fail (DDI_IS_HOME (self), NULL);

  return self->cluster ? ddi_cluster_get_home (self->cluster) : self->label;
}

DdiCluster *
ddi_home_get_cluster (DdiHome *self)
{
  g_return_val_if_fail (DDI_IS_HOME (self), NULL);

  return self->cluster;
}

char *
ddi_home_dup_owner_conninfo (DdiHome *self)
{
  g_return_val_if_fail (DDI_IS_HOME (self), NULL);

  return self->cluster ? ddi_cluster_dup_conninfo (self->cluster, DDI_CLUSTER_OWNER, DATABASE) : NULL;
}

char *
ddi_home_dup_owner_address (DdiHome *self)
{
  g_return_val_if_fail (DDI_IS_HOME (self), NULL);

  return g_strdup (self->address);
}

gboolean
ddi_home_close (DdiHome *self, GError **error)
{
  g_return_val_if_fail (DDI_IS_HOME (self), FALSE);

  if (self->database)
    ddi_database_close (self->database);
  return self->cluster == NULL || ddi_cluster_close (self->cluster, error);
}
