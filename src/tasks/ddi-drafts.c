/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tasks/ddi-drafts.h"

#include <errno.h>
#include <glib/gstdio.h>

#include "core/ddi-json.h"

#define SUFFIX ".json"
/* No form holds as much. */
#define MAX_BYTES (1 << 20)

struct _DdiDrafts
{
  GObject parent_instance;

  char *directory, *database;
  int user_id;
  GHashTable *drafts;  /* key → DdiDraft */
  GHashTable *pending; /* path → GBytes, or NULL: to be removed */
  gboolean busy;
};

G_DEFINE_FINAL_TYPE (DdiDrafts, ddi_drafts, G_TYPE_OBJECT)

DdiDraft *
ddi_draft_new (const char *key, const char *page, const char *place, const char *title, JsonObject *fields)
{
  DdiDraft *self = g_new0 (DdiDraft, 1);

  self->key = g_strdup (key);
  self->page = g_strdup (page);
  self->place = g_strdup (place);
  self->title = g_strdup (title);
  self->kept_at = g_get_real_time () / G_USEC_PER_SEC;
  self->fields = json_object_ref (fields);
  return self;
}

void
ddi_draft_free (DdiDraft *self)
{
  g_free (self->key);
  g_free (self->page);
  g_free (self->place);
  g_free (self->title);
  json_object_unref (self->fields);
  g_free (self);
}

static char *
dup_path (DdiDrafts *self, const char *key)
{
  g_autofree char *whose = g_strdup_printf ("%s/%d/%s", self->database, self->user_id, key);
  g_autofree char *sum = g_compute_checksum_for_string (G_CHECKSUM_SHA256, whose, -1);
  g_autofree char *name = g_strconcat (sum, SUFFIX, NULL);

  return g_build_filename (self->directory, name, NULL);
}

static GBytes *
to_bytes (DdiDrafts *self, const DdiDraft *draft)
{
  g_autoptr (JsonObject) object = json_object_new ();
  g_autoptr (JsonNode) root = json_node_new (JSON_NODE_OBJECT);
  char *text;

  json_object_set_string_member (object, "database", self->database);
  json_object_set_int_member (object, "user", self->user_id);
  json_object_set_string_member (object, "key", draft->key);
  json_object_set_string_member (object, "page", draft->page);
  if (draft->place)
    json_object_set_string_member (object, "place", draft->place);
  json_object_set_string_member (object, "title", draft->title);
  json_object_set_int_member (object, "kept_at", draft->kept_at);
  json_object_set_object_member (object, "fields", json_object_ref (draft->fields));
  json_node_set_object (root, object);
  text = json_to_string (root, TRUE);
  return g_bytes_new_take (text, strlen (text));
}

/* A member of another type is not there. */
static const char *
text_of (JsonObject *object, const char *name)
{
  JsonNode *node = json_object_get_member (object, name);

  return node && json_node_get_value_type (node) == G_TYPE_STRING ? json_node_get_string (node) : NULL;
}

static gint64
integer_of (JsonObject *object, const char *name)
{
  JsonNode *node = json_object_get_member (object, name);

  return node && json_node_get_value_type (node) == G_TYPE_INT64 ? json_node_get_int (node) : 0;
}

static DdiDraft *
from_object (DdiDrafts *self, JsonObject *object)
{
  JsonNode *fields = json_object_get_member (object, "fields");
  DdiDraft *draft;

  if (fields == NULL || !JSON_NODE_HOLDS_OBJECT (fields) || text_of (object, "key") == NULL ||
      text_of (object, "page") == NULL || text_of (object, "title") == NULL ||
      g_strcmp0 (text_of (object, "database"), self->database) != 0 ||
      integer_of (object, "user") != self->user_id)
    return NULL;
  draft = ddi_draft_new (text_of (object, "key"), text_of (object, "page"), text_of (object, "place"),
                         text_of (object, "title"), json_node_get_object (fields));
  draft->kept_at = integer_of (object, "kept_at");
  return draft;
}

static void
read_file (DdiDrafts *self, const char *name)
{
  g_autofree char *path = g_build_filename (self->directory, name, NULL);
  g_autoptr (JsonNode) root = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  gsize length;
  GStatBuf status;
  DdiDraft *draft;

  if (!g_str_has_suffix (name, SUFFIX) || g_stat (path, &status) != 0 || status.st_size > MAX_BYTES)
    return;
  if (g_file_get_contents (path, &text, &length, &error))
    root = ddi_json_parse (text, (gssize)length, &error);
  if (root == NULL)
    {
      g_message ("an unfinished form is passed over: %s", error->message);
      return;
    }
  if (!JSON_NODE_HOLDS_OBJECT (root))
    return;
  draft = from_object (self, json_node_get_object (root));
  if (draft)
    g_hash_table_replace (self->drafts, draft->key, draft);
}

static void pump (DdiDrafts *self);

static void
done (DdiDrafts *self, GError *error)
{
  self->busy = FALSE;
  if (error && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND))
    g_message ("an unfinished form is not kept: %s", error->message);
  g_clear_error (&error);
  pump (self);
  g_object_unref (self);
}

static void
written_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GError *error = NULL;

  g_file_replace_contents_finish (G_FILE (source), result, NULL, &error);
  done (user_data, error);
}

static void
removed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GError *error = NULL;

  g_file_delete_finish (G_FILE (source), result, &error);
  done (user_data, error);
}

/* One file at a time, so that the newest state of each is the one that stays. */
static void
pump (DdiDrafts *self)
{
  GHashTableIter iter;
  gpointer path, bytes;
  g_autoptr (GFile) file = NULL;
  g_autoptr (GBytes) content = NULL;

  if (self->busy)
    return;
  g_hash_table_iter_init (&iter, self->pending);
  if (!g_hash_table_iter_next (&iter, &path, &bytes))
    return;
  file = g_file_new_for_path (path);
  content = bytes ? g_bytes_ref (bytes) : NULL;
  g_hash_table_iter_remove (&iter);
  self->busy = TRUE;
  if (content)
    g_file_replace_contents_bytes_async (file, content, NULL, FALSE, G_FILE_CREATE_PRIVATE, NULL, written_cb,
                                         g_object_ref (self));
  else
    g_file_delete_async (file, G_PRIORITY_DEFAULT, NULL, removed_cb, g_object_ref (self));
}

static void
free_bytes (gpointer bytes)
{
  if (bytes)
    g_bytes_unref (bytes);
}

static void
ddi_drafts_finalize (GObject *object)
{
  DdiDrafts *self = DDI_DRAFTS (object);

  g_free (self->directory);
  g_free (self->database);
  g_hash_table_unref (self->drafts);
  g_hash_table_unref (self->pending);
  G_OBJECT_CLASS (ddi_drafts_parent_class)->finalize (object);
}

static void
ddi_drafts_class_init (DdiDraftsClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = ddi_drafts_finalize;
}

static void
ddi_drafts_init (DdiDrafts *self)
{
  self->drafts = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify)ddi_draft_free);
  self->pending = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, free_bytes);
}

DdiDrafts *
ddi_drafts_open (const char *directory, const char *database, int user_id, GError **error)
{
  g_autoptr (DdiDrafts) self = g_object_new (DDI_TYPE_DRAFTS, NULL);
  g_autoptr (GDir) folder = NULL;
  const char *name;

  self->directory = g_strdup (directory);
  self->database = g_strdup (database);
  self->user_id = user_id;
  if (g_mkdir_with_parents (directory, 0700) != 0)
    {
      int number = errno;

      g_set_error (error, G_FILE_ERROR, g_file_error_from_errno (number), "%s: %s", directory,
                   g_strerror (number));
      return NULL;
    }
  folder = g_dir_open (directory, 0, error);
  if (folder == NULL)
    return NULL;
  while ((name = g_dir_read_name (folder)))
    read_file (self, name);
  return g_steal_pointer (&self);
}

static int
compare_newest (gconstpointer a, gconstpointer b)
{
  const DdiDraft *x = *(DdiDraft *const *)a, *y = *(DdiDraft *const *)b;

  return x->kept_at == y->kept_at ? g_strcmp0 (x->key, y->key) : x->kept_at > y->kept_at ? -1 : 1;
}

GPtrArray *
ddi_drafts_list (DdiDrafts *self)
{
  GPtrArray *drafts = g_ptr_array_new ();
  GHashTableIter iter;
  gpointer draft;

  g_hash_table_iter_init (&iter, self->drafts);
  while (g_hash_table_iter_next (&iter, NULL, &draft))
    g_ptr_array_add (drafts, draft);
  g_ptr_array_sort (drafts, compare_newest);
  return drafts;
}

const DdiDraft *
ddi_drafts_find (DdiDrafts *self, const char *key)
{
  return g_hash_table_lookup (self->drafts, key);
}

void
ddi_drafts_keep (DdiDrafts *self, DdiDraft *draft)
{
  g_hash_table_replace (self->pending, dup_path (self, draft->key), to_bytes (self, draft));
  g_hash_table_replace (self->drafts, draft->key, draft);
  pump (self);
}

void
ddi_drafts_forget (DdiDrafts *self, const char *key)
{
  g_autofree char *path = NULL;

  if (!g_hash_table_contains (self->drafts, key))
    return;
  path = dup_path (self, key);
  g_hash_table_remove (self->drafts, key);
  g_hash_table_replace (self->pending, g_steal_pointer (&path), NULL);
  pump (self);
}

gboolean
ddi_drafts_is_settled (DdiDrafts *self)
{
  return !self->busy && g_hash_table_size (self->pending) == 0;
}
