/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "db/ddi-unit-json.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "db/ddi-db-error.h"
#include "db/ddi-sql.h"
#include "db/ddi-unit-private.h"

/* A unit that a person types has a handful of statements, and a pasted day a hundred. */
#define MAX_STATEMENTS 10000

JsonNode *
ddi_unit_to_json (DdiUnit *unit)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_array (builder);
  for (guint i = 0; i < ddi_unit_get_n (unit); i++)
    {
      const DdiStatement *statement = ddi_unit_get_statement (unit, i);

      json_builder_begin_array (builder);
      json_builder_add_string_value (builder, statement->name);
      for (guint k = 0; k < statement->values->len; k++)
        if (statement->values->pdata[k])
          json_builder_add_string_value (builder, statement->values->pdata[k]);
        else
          json_builder_add_null_value (builder);
      json_builder_end_array (builder);
    }
  json_builder_end_array (builder);
  return json_builder_get_root (builder);
}

static gboolean
is_text (JsonNode *node)
{
  return JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING;
}

/* The highest number of a parameter in @sql. */
static guint
count_params (const char *sql)
{
  guint n = 0;

  for (const char *c = strchr (sql, '$'); c; c = strchr (c + 1, '$'))
    n = MAX (n, (guint)g_ascii_strtoull (c + 1, NULL, 10));
  return n;
}

static gboolean
add_statement (DdiUnit *unit, JsonNode *node)
{
  GVariantBuilder params;
  JsonArray *array;
  const char *query;

  if (!JSON_NODE_HOLDS_ARRAY (node))
    return FALSE;
  array = json_node_get_array (node);
  if (json_array_get_length (array) == 0 || !is_text (json_array_get_element (array, 0)))
    return FALSE;
  query = json_array_get_string_element (array, 0);
  if (!ddi_sql_has_query (query))
    return FALSE;
  g_variant_builder_init (&params, G_VARIANT_TYPE_TUPLE);
  for (guint i = 1; i < json_array_get_length (array); i++)
    {
      JsonNode *value = json_array_get_element (array, i);

      if (!is_text (value) && !JSON_NODE_HOLDS_NULL (value))
        {
          g_variant_builder_clear (&params);
          return FALSE;
        }
      g_variant_builder_add (&params, "ms", is_text (value) ? json_node_get_string (value) : NULL);
    }
  /* What an older version of the program wrote: a parameter that came since is NULL. */
  for (guint i = json_array_get_length (array); i <= count_params (ddi_sql_query (query)); i++)
    g_variant_builder_add (&params, "ms", NULL);
  ddi_unit_add (unit, query, g_variant_builder_end (&params));
  return TRUE;
}

DdiUnit *
ddi_unit_from_json (JsonNode *node, GError **error)
{
  g_autoptr (DdiUnit) unit = ddi_unit_new ();
  JsonArray *array = node && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
  gboolean good =
      array && json_array_get_length (array) > 0 && json_array_get_length (array) <= MAX_STATEMENTS;

  for (guint i = 0; good && i < json_array_get_length (array); i++)
    good = add_statement (unit, json_array_get_element (array, i));
  if (good)
    return g_steal_pointer (&unit);
  g_set_error_literal (error, DDI_DB_ERROR, DDI_DB_ERROR_INVALID,
                       _ ("These are not statements of this program"));
  return NULL;
}
