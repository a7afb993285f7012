/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tasks/ddi-custom-columns.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "core/ddi-format.h"
#include "core/ddi-json.h"

#define MAX_LETTERS 1000

static const struct
{
  const char *word;
  const char *title;
  const char *rule;
} types[DDI_N_CUSTOM_TYPES] = {
  [DDI_CUSTOM_TEXT] = { "text", N_ ("Text"), N_ ("A text has at most 1,000 letters.") },
  [DDI_CUSTOM_INTEGER] = { "integer", N_ ("Whole number"),
                           N_ ("A whole number is written without decimals.") },
  [DDI_CUSTOM_DECIMAL] = { "decimal", N_ ("Number or money"), N_ ("A number has at most two decimals.") },
  [DDI_CUSTOM_DAY] = { "date", N_ ("Date"), N_ ("A date is written 2026-11-25.") },
  [DDI_CUSTOM_BOOLEAN] = { "boolean", N_ ("Yes or no"), N_ ("It is yes or no.") },
};

DdiCustomColumn *
ddi_custom_column_copy (const DdiCustomColumn *self)
{
  DdiCustomColumn *copy = g_memdup2 (self, sizeof *self);

  copy->entity = g_strdup (self->entity);
  copy->name = g_strdup (self->name);
  copy->label = g_strdup (self->label);
  return copy;
}

gboolean
ddi_custom_columns_equal (GPtrArray *a, GPtrArray *b)
{
  if (a->len != b->len)
    return FALSE;
  for (guint i = 0; i < a->len; i++)
    {
      const DdiCustomColumn *x = a->pdata[i], *y = b->pdata[i];

      if (!g_str_equal (x->entity, y->entity) || !g_str_equal (x->name, y->name) ||
          !g_str_equal (x->label, y->label) || x->type != y->type || x->removed != y->removed)
        return FALSE;
    }
  return TRUE;
}

void
ddi_custom_column_free (DdiCustomColumn *self)
{
  g_free (self->entity);
  g_free (self->name);
  g_free (self->label);
  g_free (self);
}

const char *
ddi_custom_type_get_word (DdiCustomType type)
{
  return types[type].word;
}

gboolean
ddi_custom_type_from_word (const char *word, DdiCustomType *type)
{
  for (guint i = 0; i < G_N_ELEMENTS (types); i++)
    if (g_strcmp0 (word, types[i].word) == 0)
      {
        *type = (DdiCustomType)i;
        return TRUE;
      }
  return FALSE;
}

const char *
ddi_custom_type_get_title (DdiCustomType type)
{
  return _ (types[type].title);
}

const char *
ddi_custom_type_get_rule (DdiCustomType type)
{
  return _ (types[type].rule);
}

static char *
dup_cell (DdiRows *rows, guint row, const char *column)
{
  return g_strdup (ddi_rows_get_text (rows, row, ddi_rows_column (rows, column)));
}

GPtrArray *
ddi_custom_columns_from_rows (DdiRows *rows, const char *entity)
{
  GPtrArray *columns = g_ptr_array_new_with_free_func ((GDestroyNotify)ddi_custom_column_free);

  for (guint i = 0; i < ddi_rows_get_n (rows); i++)
    {
      g_autoptr (DdiCustomColumn) column = g_new0 (DdiCustomColumn, 1);
      g_autofree char *word = dup_cell (rows, i, "type");

      column->entity = dup_cell (rows, i, "entity");
      column->name = dup_cell (rows, i, "name");
      column->label = dup_cell (rows, i, "label");
      column->removed = ddi_rows_get_boolean (rows, i, ddi_rows_column (rows, "removed"));
      /* A newer program may know more types. */
      if (ddi_custom_type_from_word (word, &column->type) &&
          (entity == NULL || g_str_equal (entity, column->entity)))
        g_ptr_array_add (columns, g_steal_pointer (&column));
    }
  return columns;
}

JsonObject *
ddi_custom_parse (const char *values)
{
  g_autoptr (JsonNode) node = values ? ddi_json_parse (values, -1, NULL) : NULL;

  return node && JSON_NODE_HOLDS_OBJECT (node) ? json_node_dup_object (node) : NULL;
}

static JsonNode *
find_value (JsonObject *values, const DdiCustomColumn *column)
{
  JsonNode *node = values ? json_object_get_member (values, column->name) : NULL;

  return node && JSON_NODE_HOLDS_VALUE (node) ? node : NULL;
}

/* JSON has numbers only in binary: they are of at most two decimals and far within 53 bits. */
static gint64
to_hundredths (double number)
{
  return (gint64)(number * 100 + (number < 0 ? -0.5 : 0.5));
}

static char *
format_hundredths (gint64 hundredths)
{
  guint64 size = (guint64)ABS (hundredths);

  return g_strdup_printf ("%s%" G_GUINT64_FORMAT ".%02u", hundredths < 0 ? "-" : "", size / 100,
                          (guint)(size % 100));
}

/* The column's type, or that of the value where it is another: somebody has changed it since the columns were read, and
 * what is there is shown, not what it would be misread as. */
static DdiCustomType
get_type (JsonNode *node, const DdiCustomColumn *column)
{
  GType type = json_node_get_value_type (node);

  if (type == G_TYPE_STRING)
    return column->type == DDI_CUSTOM_DAY ? DDI_CUSTOM_DAY : DDI_CUSTOM_TEXT;
  if (type == G_TYPE_BOOLEAN)
    return DDI_CUSTOM_BOOLEAN;
  if (type == G_TYPE_INT64 && column->type != DDI_CUSTOM_DECIMAL)
    return DDI_CUSTOM_INTEGER;
  return DDI_CUSTOM_DECIMAL;
}

char *
ddi_custom_dup_text (JsonObject *values, const DdiCustomColumn *column)
{
  JsonNode *node = find_value (values, column);

  if (node == NULL)
    return NULL;
  switch (get_type (node, column))
    {
    case DDI_CUSTOM_INTEGER:
      return g_strdup_printf ("%" G_GINT64_FORMAT, json_node_get_int (node));
    case DDI_CUSTOM_DECIMAL:
      return format_hundredths (to_hundredths (json_node_get_double (node)));
    case DDI_CUSTOM_BOOLEAN:
      return g_strdup (json_node_get_boolean (node) ? "yes" : "no");
    case DDI_CUSTOM_TEXT:
    case DDI_CUSTOM_DAY:
    default:
      return json_node_dup_string (node);
    }
}

gboolean
ddi_custom_get_number (JsonObject *values, const DdiCustomColumn *column, gint64 *number)
{
  JsonNode *node = find_value (values, column);

  if (node == NULL || (column->type != DDI_CUSTOM_INTEGER && column->type != DDI_CUSTOM_DECIMAL) ||
      get_type (node, column) != column->type)
    return FALSE;
  *number = column->type == DDI_CUSTOM_INTEGER ? json_node_get_int (node)
                                               : to_hundredths (json_node_get_double (node));
  return TRUE;
}

char *
ddi_custom_format (JsonObject *values, const DdiCustomColumn *column)
{
  JsonNode *node = find_value (values, column);
  gint64 number;
  DdiDay day;

  if (node == NULL)
    return g_strdup ("");
  switch (get_type (node, column))
    {
    case DDI_CUSTOM_INTEGER:
      return ddi_format_int (json_node_get_int (node));
    case DDI_CUSTOM_DECIMAL:
      number = to_hundredths (json_node_get_double (node));
      return ddi_format_amount (number);
    case DDI_CUSTOM_BOOLEAN:
      return g_strdup (json_node_get_boolean (node) ? _ ("Yes") : _ ("No"));
    case DDI_CUSTOM_DAY:
      day = ddi_day_parse (json_node_get_string (node));
      return day == DDI_DAY_INVALID ? json_node_dup_string (node) : ddi_format_day (day);
    case DDI_CUSTOM_TEXT:
    default:
      return json_node_dup_string (node);
    }
}

/* A sign before what ddi_format.h reads. */
static gboolean
parse_signed (const char *text, gboolean (*parse) (const char *, gint64 *), gint64 *value)
{
  gboolean negative = *text == '-' || g_str_has_prefix (text, "−");

  if (negative)
    text = g_utf8_next_char (text);
  if (!parse (text, value))
    return FALSE;
  if (negative)
    *value = -*value;
  return TRUE;
}

static gboolean
parse_boolean (const char *text, gboolean *value)
{
  g_autofree char *word = g_utf8_casefold (text, -1);
  g_autofree char *yes = g_utf8_casefold (_ ("Yes"), -1), *no = g_utf8_casefold (_ ("No"), -1);

  *value = g_str_equal (word, yes) || g_str_equal (word, "yes");
  return *value || g_str_equal (word, no) || g_str_equal (word, "no");
}

gboolean
ddi_custom_read (JsonObject *values, const DdiCustomColumn *column, const char *written)
{
  g_autofree char *text = g_strstrip (g_strdup (written));
  gboolean yes;
  gint64 number;

  if (*text == '\0')
    {
      json_object_set_null_member (values, column->name);
      return TRUE;
    }
  switch (column->type)
    {
    case DDI_CUSTOM_INTEGER:
      if (!parse_signed (text, ddi_parse_pieces, &number))
        return FALSE;
      json_object_set_int_member (values, column->name, number);
      return TRUE;
    case DDI_CUSTOM_DECIMAL:
      {
        g_autofree char *plain = NULL;

        if (!parse_signed (text, ddi_parse_amount, &number))
          return FALSE;
        /* As text, which the database takes for its type: nothing is rounded. */
        plain = format_hundredths (number);
        json_object_set_string_member (values, column->name, plain);
        return TRUE;
      }
    case DDI_CUSTOM_BOOLEAN:
      if (!parse_boolean (text, &yes))
        return FALSE;
      json_object_set_boolean_member (values, column->name, yes);
      return TRUE;
    case DDI_CUSTOM_DAY:
      if (ddi_day_parse (text) == DDI_DAY_INVALID)
        return FALSE;
      json_object_set_string_member (values, column->name, text);
      return TRUE;
    case DDI_CUSTOM_TEXT:
    default:
      if (g_utf8_strlen (text, -1) > MAX_LETTERS)
        return FALSE;
      json_object_set_string_member (values, column->name, text);
      return TRUE;
    }
}

/* A sign that may be there, and at most @most digits before a point and @decimals behind it. By hand: a file has many
 * cells. */
static gboolean
is_number (const char *text, gsize most, gsize decimals)
{
  static const char digits[] = "0123456789";
  gsize whole, part = 0;

  text += *text == '+' || *text == '-';
  whole = strspn (text, digits);
  text += whole;
  if (decimals > 0 && *text == '.')
    {
      part = strspn (++text, digits);
      if (part == 0)
        return FALSE;
      text += part;
    }
  return *text == '\0' && whole > 0 && whole <= most && part <= decimals;
}

static gboolean
is_whole (const char *text)
{
  gint64 value = is_number (text, 10, 0) ? g_ascii_strtoll (text, NULL, 10) : G_MAXINT64;

  return value >= G_MININT32 && value <= G_MAXINT32;
}

const char *
ddi_custom_check_text (const DdiCustomColumn *column, const char *text)
{
  static const char *const words[] = { "true", "yes", "1", "false", "no", "0", NULL };
  g_autofree char *lower = g_ascii_strdown (text, -1);
  gboolean good;

  switch (column->type)
    {
    case DDI_CUSTOM_INTEGER:
      good = is_whole (text);
      break;
    case DDI_CUSTOM_DECIMAL:
      good = is_number (text, 8, 2);
      break;
    case DDI_CUSTOM_DAY:
      good = ddi_day_parse (text) != DDI_DAY_INVALID;
      break;
    case DDI_CUSTOM_BOOLEAN:
      good = g_strv_contains (words, lower);
      break;
    case DDI_CUSTOM_TEXT:
    default:
      good = g_utf8_strlen (text, -1) <= MAX_LETTERS;
      break;
    }
  return good ? NULL : ddi_custom_type_get_rule (column->type);
}

char *
ddi_custom_to_text (JsonObject *values)
{
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_OBJECT);

  json_node_set_object (node, values);
  return json_to_string (node, FALSE);
}
