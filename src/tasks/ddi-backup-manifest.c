/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>
#include <inttypes.h>

#include "auth/ddi-backup-seal.h"
#include "core/ddi-json.h"
#include "db/ddi-sql.h"
#include "exchange/ddi-backup-file.h"
#include "tasks/ddi-backup-private.h"
#include "tasks/ddi-foreign-dump.h"

#define FORMAT "dunkin-demand backup"
#define FORMAT_VERSION 1
/* Differences that are told one by one. */
#define MOST_DIFFERENCES 20

G_DEFINE_QUARK (ddi - backup - error - quark, ddi_backup_error)

static const char *const kinds[] = { "custom", "plain", "csv" };

const char *
ddi_backup_kind_name (DdiBackupKind kind)
{
  return kinds[kind];
}

gboolean
ddi_backup_kind_parse (const char *name, DdiBackupKind *kind)
{
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (g_strcmp0 (kinds[i], name) == 0)
      {
        *kind = (DdiBackupKind)i;
        return TRUE;
      }
  return FALSE;
}

void
ddi_backup_free (DdiBackup *self)
{
  g_free (self->path);
  g_clear_pointer (&self->manifest, json_object_unref);
  g_free (self->sealed);
  g_free (self);
}

static JsonNode *
find (JsonObject *object, const char *member, GType type)
{
  JsonNode *node = object ? json_object_get_member (object, member) : NULL;

  return node && JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == type ? node : NULL;
}

const char *
ddi_backup_get_text (const DdiBackup *self, const char *member)
{
  JsonNode *node = find (self->manifest, member, G_TYPE_STRING);

  return node ? json_node_get_string (node) : NULL;
}

gint64
ddi_backup_get_int (const DdiBackup *self, const char *member)
{
  JsonNode *node = find (self->manifest, member, G_TYPE_INT64);

  return node ? json_node_get_int (node) : 0;
}

DdiBackupKind
ddi_backup_get_kind (const DdiBackup *self)
{
  DdiBackupKind kind = DDI_BACKUP_CUSTOM;

  ddi_backup_kind_parse (ddi_backup_get_text (self, "kind"), &kind);
  return kind;
}

char *
ddi_backup_dup_manifest_path (const char *path)
{
  return g_strconcat (path, ".json", NULL);
}

static char *
format_object (JsonObject *object)
{
  g_autoptr (JsonNode) root = json_node_new (JSON_NODE_OBJECT);

  json_node_set_object (root, object);
  return json_to_string (root, TRUE);
}

/* What everybody may know of an encrypted backup. */
static JsonObject *
make_cover (const DdiBackup *self)
{
  static const char *const texts[] = { "id", "made_at", "sha256", "verified_at" };
  JsonObject *cover = json_object_new ();

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    if (ddi_backup_get_text (self, texts[i]))
      json_object_set_string_member (cover, texts[i], ddi_backup_get_text (self, texts[i]));
  json_object_set_int_member (cover, "bytes", ddi_backup_get_int (self, "bytes"));
  json_object_set_string_member (cover, "sealed", self->sealed);
  return cover;
}

gboolean
ddi_backup_write_manifest (const DdiBackup *self, GError **error)
{
  g_autofree char *path = ddi_backup_dup_manifest_path (self->path);
  g_autoptr (JsonObject) object = self->sealed ? make_cover (self) : json_object_ref (self->manifest);
  g_autofree char *text = NULL;
  g_autofree char *lines = NULL;

  json_object_set_string_member (object, "format", FORMAT);
  json_object_set_int_member (object, "format_version", FORMAT_VERSION);
  text = format_object (object);
  lines = g_strconcat (text, "\n", NULL);
  return ddi_backup_file_write_text (path, lines, error);
}

static gboolean
is_object (JsonObject *object, const char *member)
{
  JsonNode *node = json_object_get_member (object, member);

  return node && JSON_NODE_HOLDS_OBJECT (node);
}

/* What everything else relies on. */
static gboolean
is_open (const DdiBackup *self)
{
  DdiBackupKind kind;

  return ddi_backup_kind_parse (ddi_backup_get_text (self, "kind"), &kind) &&
         is_object (self->manifest, "tables") && is_object (self->manifest, "sequences");
}

static gboolean
is_usable (const DdiBackup *self)
{
  return g_strcmp0 (ddi_backup_get_text (self, "format"), FORMAT) == 0 && ddi_backup_get_text (self, "id") &&
         ddi_backup_get_text (self, "made_at") && ddi_backup_get_text (self, "sha256") &&
         (self->sealed || is_open (self));
}

static gboolean
fail_manifest (const DdiBackup *self, GError **error)
{
  g_autofree char *manifest = ddi_backup_dup_manifest_path (self->path);

  g_set_error (error, DDI_BACKUP_ERROR, DDI_BACKUP_ERROR_MANIFEST,
               _ ("%s is not what this program writes beside a backup"), manifest);
  return FALSE;
}

gboolean
ddi_backup_seal (DdiBackup *self, DdiSecret *passphrase, GError **error)
{
  g_autofree char *text = format_object (self->manifest);

  self->sealed = ddi_backup_seal_text (text, passphrase, NULL, error);
  return self->sealed != NULL;
}

/* What is inside counts; but whether it was verified is written outside, later. */
static void
learn (DdiBackup *self, JsonObject *inside)
{
  g_autoptr (GList) names = json_object_get_members (inside);

  for (GList *name = names; name; name = name->next)
    if (!g_str_equal (name->data, "verified_at"))
      json_object_set_member (self->manifest, name->data,
                              json_node_copy (json_object_get_member (inside, name->data)));
}

gboolean
ddi_backup_unseal (DdiBackup *self, DdiSecret *passphrase, GError **error)
{
  g_autofree char *text = NULL;
  g_autoptr (JsonNode) root = NULL;

  if (self->sealed == NULL)
    return TRUE;
  if (passphrase == NULL)
    {
      g_set_error (error, DDI_BACKUP_ERROR, DDI_BACKUP_ERROR_SEALED,
                   _ ("%s is encrypted; its passphrase is needed"), self->path);
      return FALSE;
    }
  text = ddi_backup_seal_open_text (self->sealed, passphrase, error);
  if (text == NULL)
    return FALSE;
  root = ddi_json_parse (text, -1, NULL);
  if (root && JSON_NODE_HOLDS_OBJECT (root))
    learn (self, json_node_get_object (root));
  return is_open (self) || fail_manifest (self, error);
}

DdiBackup *
ddi_backup_read (const char *path, GError **error)
{
  g_autoptr (DdiBackup) self = g_new0 (DdiBackup, 1);
  g_autoptr (JsonNode) root = NULL;
  g_autoptr (GError) local = NULL;
  g_autofree char *manifest = ddi_backup_dup_manifest_path (path), *text = NULL;
  gsize length;

  self->path = g_canonicalize_filename (path, NULL);
  if (g_file_get_contents (manifest, &text, &length, &local))
    root = ddi_json_parse (text, (gssize)length, &local);
  if (root == NULL && g_error_matches (local, G_FILE_ERROR, G_FILE_ERROR_NOENT) &&
      ddi_foreign_dump_find_kind (path) != DDI_FOREIGN_NONE)
    {
      g_set_error (
          error, DDI_BACKUP_ERROR, DDI_BACKUP_ERROR_FOREIGN,
          _ ("%s was made by pg_dump and not by this program. It is adopted and restored where there is a "
             "database already: Database, Backups, Restore a File, or “dunkin-demand-cli restore”"),
          path);
      return NULL;
    }
  if (root == NULL)
    {
      g_set_error (error, DDI_BACKUP_ERROR, DDI_BACKUP_ERROR_MANIFEST,
                   _ ("%s cannot be read, and without it nobody knows what the backup holds: %s"), manifest,
                   local->message);
      return NULL;
    }
  if (JSON_NODE_HOLDS_OBJECT (root))
    self->manifest = json_node_dup_object (root);
  if (self->manifest)
    self->sealed = g_strdup (ddi_backup_get_text (self, "sealed"));
  if (self->manifest == NULL || !is_usable (self))
    {
      fail_manifest (self, error);
      return NULL;
    }
  if (ddi_backup_get_int (self, "format_version") > FORMAT_VERSION)
    {
      g_set_error (error, DDI_BACKUP_ERROR, DDI_BACKUP_ERROR_VERSION,
                   _ ("%s was made by a newer version of this program; update it"), self->path);
      return NULL;
    }
  return g_steal_pointer (&self);
}

gboolean
ddi_backup_check_version (const DdiBackup *self, GError **error)
{
  g_auto (GStrv) known = ddi_sql_list_migrations ();
  JsonNode *node = json_object_get_member (self->manifest, "migrations");
  JsonArray *applied = node && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;

  for (guint i = 0; applied && i < json_array_get_length (applied); i++)
    {
      const char *name = json_array_get_string_element (applied, i);

      if (name == NULL || g_strv_contains ((const char *const *)known, name))
        continue;
      g_set_error (error, DDI_BACKUP_ERROR, DDI_BACKUP_ERROR_VERSION,
                   _ ("%s comes from a newer version of this program (%s); update it"), self->path, name);
      return FALSE;
    }
  return TRUE;
}

static void differ (GPtrArray *differences, const char *format, ...) G_GNUC_PRINTF (2, 3);

static void
differ (GPtrArray *differences, const char *format, ...)
{
  va_list args;

  if (differences->len > MOST_DIFFERENCES)
    return;
  va_start (args, format);
  g_ptr_array_add (differences, differences->len == MOST_DIFFERENCES ? g_strdup (_ ("and more"))
                                                                     : g_strdup_vprintf (format, args));
  va_end (args);
}

static void
compare_table (GPtrArray *differences, const char *name, JsonObject *saved, JsonObject *found)
{
  gint64 before = json_object_get_int_member_with_default (saved, "rows", -1);
  gint64 after = json_object_get_int_member_with_default (found, "rows", -1);

  if (before != after)
    differ (differences, _ ("%s has %" PRId64 " rows, not %" PRId64), name, after, before);
  else if (g_strcmp0 (json_object_get_string_member_with_default (saved, "digest", NULL),
                      json_object_get_string_member_with_default (found, "digest", NULL)) != 0)
    differ (differences, _ ("%s has a row that was not saved"), name);
}

static JsonObject *
get_object (JsonObject *object, const char *member)
{
  return object && is_object (object, member) ? json_object_get_object_member (object, member) : NULL;
}

static void
compare_tables (GPtrArray *differences, JsonObject *saved, JsonObject *found)
{
  g_autoptr (GList) names = json_object_get_members (saved);

  for (GList *name = names; name; name = name->next)
    {
      JsonObject *before = get_object (saved, name->data), *after = get_object (found, name->data);

      if (before == NULL || after == NULL)
        differ (differences, _ ("%s is missing"), (const char *)name->data);
      else
        compare_table (differences, name->data, before, after);
    }
}

static JsonArray *
get_range (JsonObject *sequences, const char *name)
{
  JsonNode *node = sequences ? json_object_get_member (sequences, name) : NULL;

  return node && JSON_NODE_HOLDS_ARRAY (node) && json_array_get_length (json_node_get_array (node)) == 2
             ? json_node_get_array (node)
             : NULL;
}

static void
compare_sequences (GPtrArray *differences, JsonObject *saved, JsonObject *found)
{
  g_autoptr (GList) names = json_object_get_members (saved);

  for (GList *name = names; name; name = name->next)
    {
      JsonArray *before = get_range (saved, name->data), *after = get_range (found, name->data);

      if (before == NULL || after == NULL)
        differ (differences, _ ("%s is missing"), (const char *)name->data);
      else if (json_array_get_int_element (after, 0) < json_array_get_int_element (before, 0) ||
               json_array_get_int_element (after, 1) > json_array_get_int_element (before, 1))
        differ (differences, _ ("%s stands at %" PRId64 ", not at %" PRId64), (const char *)name->data,
                json_array_get_int_element (after, 0), json_array_get_int_element (before, 0));
    }
}

/* Policies, rights and the rest: what is missing, what is otherwise, and what is there too much. */
static void
compare_objects (GPtrArray *differences, JsonObject *saved, JsonObject *found)
{
  g_autoptr (GList) before = json_object_get_members (saved);
  g_autoptr (GList) after = json_object_get_members (found);

  for (GList *name = before; name; name = name->next)
    {
      const char *was = json_object_get_string_member_with_default (saved, name->data, NULL);
      const char *is = json_object_get_string_member_with_default (found, name->data, NULL);

      if (is == NULL)
        differ (differences, _ ("%s is missing"), (const char *)name->data);
      else if (g_strcmp0 (was, is) != 0)
        differ (differences, _ ("%s is not what was saved"), (const char *)name->data);
    }
  for (GList *name = after; name; name = name->next)
    if (!json_object_has_member (saved, name->data))
      differ (differences, _ ("%s was not saved"), (const char *)name->data);
}

GPtrArray *
ddi_backup_compare (JsonObject *saved, JsonObject *found, gboolean objects)
{
  GPtrArray *differences = g_ptr_array_new_with_free_func (g_free);

  compare_tables (differences, json_object_get_object_member (saved, "tables"), get_object (found, "tables"));
  compare_sequences (differences, json_object_get_object_member (saved, "sequences"),
                     get_object (found, "sequences"));
  if (objects && get_object (saved, "objects") && get_object (found, "objects"))
    compare_objects (differences, get_object (saved, "objects"), get_object (found, "objects"));
  return differences;
}
