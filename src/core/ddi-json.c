/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/ddi-json.h"

#include <glib/gi18n-lib.h>
#include <string.h>

static gboolean
fail (const char *why, GError **error)
{
  g_set_error_literal (error, JSON_PARSER_ERROR, JSON_PARSER_ERROR_PARSE, why);
  return FALSE;
}

/* Looks at brackets and at what hides them; json-glib looks at the rest. */
static gboolean
check_depth (const char *text, gsize n, GError **error)
{
  gboolean quoted = FALSE;
  guint depth = 0;

  for (gsize i = 0; i < n; i++)
    switch (text[i])
      {
      case '"':
        quoted = !quoted;
        break;
      case '\\':
        /* What it speaks of is no quotation mark. */
        i += quoted;
        break;
      case '\'':
      case '/':
        if (!quoted)
          return fail (_ ("it has a comment or a text in single quotes"), error);
        break;
      case '[':
      case '{':
        if (!quoted && ++depth > DDI_JSON_MAX_DEPTH)
          return fail (_ ("its brackets nest too deep"), error);
        break;
      case ']':
      case '}':
        if (!quoted && depth > 0)
          depth--;
        break;
      default:
        break;
      }
  return TRUE;
}

JsonNode *
ddi_json_parse (const char *text, gssize length, GError **error)
{
  gsize n = length < 0 ? strlen (text) : (gsize)length;
  g_autoptr (JsonParser) parser = json_parser_new ();
  JsonNode *root;

  if (!check_depth (text, n, error) || !json_parser_load_from_data (parser, text, (gssize)n, error))
    return NULL;
  root = json_parser_steal_root (parser);
  if (root == NULL)
    fail (_ ("it is empty"), error);
  return root;
}

static const char *
text_of (JsonNode *node)
{
  return node && json_node_get_value_type (node) == G_TYPE_STRING ? json_node_get_string (node) : NULL;
}

static JsonObject *
object_of (JsonNode *node)
{
  return node && JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
}

const char *
ddi_json_get_text (JsonObject *object, const char *name)
{
  return text_of (json_object_get_member (object, name));
}

double
ddi_json_get_number (JsonObject *object, const char *name, double missing)
{
  JsonNode *node = json_object_get_member (object, name);
  GType type = node ? json_node_get_value_type (node) : G_TYPE_INVALID;

  return type == G_TYPE_INT64 || type == G_TYPE_DOUBLE ? json_node_get_double (node) : missing;
}

JsonArray *
ddi_json_get_array (JsonObject *object, const char *name)
{
  JsonNode *node = json_object_get_member (object, name);

  return node && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
}

JsonObject *
ddi_json_get_object (JsonObject *object, const char *name)
{
  return object_of (json_object_get_member (object, name));
}

const char *
ddi_json_get_text_at (JsonArray *array, guint i)
{
  return text_of (json_array_get_element (array, i));
}

JsonObject *
ddi_json_get_object_at (JsonArray *array, guint i)
{
  return object_of (json_array_get_element (array, i));
}
