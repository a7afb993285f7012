/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tasks/ddi-outbox-private.h"

#include <glib/gi18n-lib.h>

#include "core/ddi-json.h"
#include "db/ddi-unit-json.h"

#define VERSION 1
#define MAX_BYTES (16 << 20)

DdiOutboxEntry *
ddi_outbox_entry_ref (DdiOutboxEntry *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
ddi_outbox_entry_unref (DdiOutboxEntry *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  g_free (self->file);
  g_free (self->request);
  g_free (self->database);
  g_free (self->title);
  g_free (self->page);
  g_free (self->place);
  g_free (self->refusal);
  g_clear_pointer (&self->unit, ddi_unit_unref);
  g_free (self);
}

static void
add_text (JsonObject *object, const char *name, const char *value)
{
  if (value)
    json_object_set_string_member (object, name, value);
}

static char *
digest (JsonNode *node)
{
  g_autofree char *text = json_to_string (node, FALSE);

  return g_compute_checksum_for_string (G_CHECKSUM_SHA256, text, -1);
}

char *
ddi_outbox_entry_to_text (const DdiOutboxEntry *self)
{
  g_autoptr (JsonNode) body = json_node_new (JSON_NODE_OBJECT), root = json_node_new (JSON_NODE_OBJECT);
  g_autoptr (JsonObject) object = json_object_new (), whole = json_object_new ();
  g_autofree char *sum = NULL;

  json_object_set_int_member (object, "version", VERSION);
  add_text (object, "request", self->request);
  add_text (object, "database", self->database);
  json_object_set_int_member (object, "user", self->user_id);
  add_text (object, "title", self->title);
  add_text (object, "page", self->page);
  add_text (object, "place", self->place);
  json_object_set_int_member (object, "touched", self->touched);
  json_object_set_int_member (object, "made_at", self->made_at);
  add_text (object, "refusal", self->refusal);
  json_object_set_member (object, "statements", ddi_unit_to_json (self->unit));
  json_node_set_object (body, object);
  sum = digest (body);
  json_object_set_string_member (whole, "sha256", sum);
  json_object_set_member (whole, "entry", g_steal_pointer (&body));
  json_node_set_object (root, whole);
  return json_to_string (root, TRUE);
}

static char *
dup_text (JsonObject *object, const char *name)
{
  JsonNode *node = json_object_get_member (object, name);

  return node && json_node_get_value_type (node) == G_TYPE_STRING ? json_node_dup_string (node) : NULL;
}

static gint64
get_int (JsonObject *object, const char *name)
{
  JsonNode *node = json_object_get_member (object, name);

  return node && json_node_get_value_type (node) == G_TYPE_INT64 ? json_node_get_int (node) : -1;
}

static DdiOutboxEntry *
from_object (JsonObject *object, GError **error)
{
  g_autoptr (DdiOutboxEntry) self = g_new0 (DdiOutboxEntry, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->request = dup_text (object, "request");
  self->database = dup_text (object, "database");
  self->user_id = (int)get_int (object, "user");
  self->title = dup_text (object, "title");
  self->page = dup_text (object, "page");
  self->place = dup_text (object, "place");
  self->touched = (guint)get_int (object, "touched");
  self->made_at = get_int (object, "made_at");
  self->refusal = dup_text (object, "refusal");
  self->unit = ddi_unit_from_json (json_object_get_member (object, "statements"), error);
  if (self->unit == NULL)
    return NULL;
  if (get_int (object, "version") == VERSION && self->request && g_uuid_string_is_valid (self->request) &&
      self->database && self->user_id > 0 && self->title && self->page)
    return g_steal_pointer (&self);
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, _ ("The file of a change is incomplete"));
  return NULL;
}

static JsonNode *
get_body (JsonNode *root)
{
  JsonNode *body =
      JSON_NODE_HOLDS_OBJECT (root) ? json_object_get_member (json_node_get_object (root), "entry") : NULL;

  return body && JSON_NODE_HOLDS_OBJECT (body) ? body : NULL;
}

DdiOutboxEntry *
ddi_outbox_entry_from_text (const char *file, const char *text, gssize length, GError **error)
{
  g_autoptr (JsonNode) root = NULL;
  g_autofree char *sum = NULL, *written = NULL;
  DdiOutboxEntry *self;
  JsonNode *body;

  if (length > MAX_BYTES)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, _ ("The file of a change is damaged"));
      return NULL;
    }
  root = ddi_json_parse (text, length, error);
  if (root == NULL)
    return NULL;
  body = get_body (root);
  sum = body ? digest (body) : NULL;
  written = body ? dup_text (json_node_get_object (root), "sha256") : NULL;
  if (body == NULL || g_strcmp0 (sum, written) != 0)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, _ ("The file of a change is damaged"));
      return NULL;
    }
  self = from_object (json_node_get_object (body), error);
  if (self)
    self->file = g_strdup (file);
  return self;
}
