/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tasks/ddi-connection-file.h"

#include <glib/gi18n-lib.h>

#include "auth/ddi-signature.h"
#include "core/ddi-json.h"
#include "db/ddi-backup-session.h"
#include "db/ddi-conninfo.h"
#include "db/ddi-hosts.h"

#define FORMAT 1
/* A file of ours is some hundred bytes. */
#define LONGEST 65536

void
ddi_connection_file_free (DdiConnectionFile *self)
{
  g_free (self->uuid);
  g_free (self->address);
  g_free (self->signature);
  g_free (self);
}

/* What is signed: every field, each on a line of its own, which none of them can hold. */
static char *
make_statement (const DdiConnectionFile *self)
{
  return g_strdup_printf ("dunkin-demand connection %d\n%s\n%s\n%" G_GINT64_FORMAT "\n", FORMAT, self->uuid,
                          self->address, self->signed_at);
}

/* ---- The owner's side ---- */

static DdiSecret *
read_secret (DdiBackupSession *session, GError **error)
{
  g_autoptr (DdiRows) rows = ddi_backup_session_query (session, "identity/read-secret", NULL, 0, error);
  const char *text = rows && ddi_rows_get_n (rows) == 1 ? ddi_rows_get_text (rows, 0, 0) : NULL;

  return text ? ddi_secret_new (text, strlen (text)) : NULL;
}

/* Whoever comes first makes it. */
static DdiSecret *
ensure_secret (DdiBackupSession *session, GError **error)
{
  g_autoptr (GError) local = NULL;
  DdiSecret *found = read_secret (session, &local);
  g_autoptr (DdiSecret) fresh = NULL;
  g_autoptr (DdiRows) kept = NULL;
  g_autofree char *public_key = NULL;
  const char *values[2];

  if (found || local)
    {
      if (local)
        g_propagate_error (error, g_steal_pointer (&local));
      return found;
    }
  ddi_signature_make_keys (&public_key, &fresh);
  values[0] = public_key;
  values[1] = ddi_secret_get_text (fresh);
  kept = ddi_backup_session_query (session, "identity/keep-key", values, 2, error);
  return kept ? read_secret (session, error) : NULL;
}

gboolean
ddi_connection_file_ensure_key (const char *owner, GError **error)
{
  g_autoptr (DdiBackupSession) session = ddi_backup_session_open (owner, error);
  g_autoptr (DdiSecret) secret = session ? ensure_secret (session, error) : NULL;

  return secret != NULL;
}

static char *
format (const DdiConnectionFile *self)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (JsonNode) root = NULL;

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "dunkin_demand_connection");
  json_builder_add_int_value (builder, FORMAT);
  json_builder_set_member_name (builder, "database");
  json_builder_add_string_value (builder, self->uuid);
  json_builder_set_member_name (builder, "address");
  json_builder_add_string_value (builder, self->address);
  json_builder_set_member_name (builder, "signed_at");
  json_builder_add_int_value (builder, self->signed_at);
  json_builder_set_member_name (builder, "signature");
  json_builder_add_string_value (builder, self->signature);
  json_builder_end_object (builder);
  root = json_builder_get_root (builder);
  return json_to_string (root, TRUE);
}

gboolean
ddi_connection_file_check_address (const char *address, GError **error)
{
  g_autofree char *readable = ddi_conninfo_with_database (address, "dunkin_demand", error);

  return readable && ddi_hosts_check (address, error);
}

/* Whoever has such a file leads computers elsewhere. */
static gboolean
write_log (DdiBackupSession *session, int person, const char *address, GError **error)
{
  g_autoptr (JsonObject) object = json_object_new ();
  g_autoptr (JsonNode) root = json_node_init_object (json_node_alloc (), object);
  g_autofree char *id = g_strdup_printf ("%d", person);
  g_autofree char *details = NULL;
  g_autoptr (DdiRows) rows = NULL;
  const char *values[] = { id, "CONNECTION_SIGNED", NULL };

  json_object_set_string_member (object, "address", address);
  values[2] = details = json_to_string (root, FALSE);
  rows = ddi_backup_session_query (session, "maintenance/log", values, G_N_ELEMENTS (values), error);
  return rows != NULL;
}

char *
ddi_connection_file_make (const char *owner, int person, const char *address, GError **error)
{
  g_autoptr (DdiBackupSession) session =
      ddi_connection_file_check_address (address, error) ? ddi_backup_session_open (owner, error) : NULL;
  g_autoptr (DdiSecret) secret = session ? ensure_secret (session, error) : NULL;
  g_autoptr (DdiRows) identity =
      secret ? ddi_backup_session_query (session, "identity/read", NULL, 0, error) : NULL;
  g_autoptr (DdiConnectionFile) self = g_new0 (DdiConnectionFile, 1);
  g_autofree char *statement = NULL;

  if (identity == NULL)
    return NULL;
  self->uuid = g_strdup (ddi_rows_get_text (identity, 0, 0));
  self->address = ddi_conninfo_for_role (address, "ddi_app");
  self->signed_at = g_get_real_time () / G_USEC_PER_SEC;
  statement = make_statement (self);
  self->signature = ddi_signature_sign (secret, statement);
  return write_log (session, person, self->address, error) ? format (self) : NULL;
}

/* ---- The computer's side ---- */

static gboolean
fail_file (const char *path, GError **error)
{
  g_set_error (error, DDI_PROFILE_ERROR, DDI_PROFILE_ERROR_FILE, _ ("%s is no connection file"), path);
  return FALSE;
}

static gboolean
is_line (const char *text)
{
  return text && *text && strpbrk (text, "\r\n") == NULL;
}

static gboolean
parse (DdiConnectionFile *self, JsonObject *object)
{
  self->uuid = g_strdup (json_object_get_string_member_with_default (object, "database", NULL));
  self->address = g_strdup (json_object_get_string_member_with_default (object, "address", NULL));
  self->signature = g_strdup (json_object_get_string_member_with_default (object, "signature", NULL));
  self->signed_at = json_object_get_int_member_with_default (object, "signed_at", 0);
  return json_object_get_int_member_with_default (object, "dunkin_demand_connection", 0) == FORMAT &&
         self->uuid && g_uuid_string_is_valid (self->uuid) && is_line (self->address) &&
         is_line (self->signature);
}

DdiConnectionFile *
ddi_connection_file_read (const char *path, GError **error)
{
  g_autoptr (DdiConnectionFile) self = g_new0 (DdiConnectionFile, 1);
  g_autofree char *text = NULL;
  g_autoptr (JsonNode) root = NULL;
  gsize n;

  if (!g_file_get_contents (path, &text, &n, error))
    return NULL;
  root = n < LONGEST ? ddi_json_parse (text, (gssize)n, NULL) : NULL;
  if (root == NULL || !JSON_NODE_HOLDS_OBJECT (root) || !parse (self, json_node_get_object (root)))
    {
      fail_file (path, error);
      return NULL;
    }
  return g_steal_pointer (&self);
}

DdiServerProfile *
ddi_connection_file_check (const DdiConnectionFile *self, GError **error)
{
  g_autoptr (DdiServerProfile) profile = ddi_server_profile_find (self->uuid);
  g_autofree char *statement = make_statement (self);

  if (profile == NULL || profile->key == NULL)
    g_set_error_literal (
        error, DDI_PROFILE_ERROR, DDI_PROFILE_ERROR_UNKNOWN,
        _ ("This computer has never been connected to that database, so it cannot tell whether the "
           "file is its owner's. Connect once with the address that you were given"));
  else if (!ddi_signature_verify (profile->key, statement, self->signature))
    g_set_error_literal (
        error, DDI_PROFILE_ERROR, DDI_PROFILE_ERROR_FORGED,
        _ ("The file was not signed by the database that it names, or it was changed since. Do not "
           "use it, and tell who looks after the database"));
  else if (self->signed_at < profile->moved_at)
    g_set_error_literal (
        error, DDI_PROFILE_ERROR, DDI_PROFILE_ERROR_OLD,
        _ ("A newer connection file was taken before; this one leads to where the database was"));
  else
    return g_steal_pointer (&profile);
  return NULL;
}

gboolean
ddi_connection_file_accept (const DdiConnectionFile *self, GError **error)
{
  g_autoptr (DdiServerProfile) profile = ddi_connection_file_check (self, error);

  if (profile == NULL)
    return FALSE;
  g_free (profile->address);
  profile->address = g_strdup (self->address);
  profile->moved_at = self->signed_at;
  return ddi_server_profile_save (profile, error);
}
