/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "db/ddi-unit-private.h"

#include <math.h>

#include "db/ddi-sql.h"

struct _DdiUnit
{
  gatomicrefcount ref_count;
  GPtrArray *statements; /* (element-type DdiStatement) */
  gboolean read_only;
  guint statement_timeout; /* ms; 0: the pool's */
  char *request;
};

G_DEFINE_BOXED_TYPE (DdiUnit, ddi_unit, ddi_unit_ref, ddi_unit_unref)

static void
free_statement (DdiStatement *self)
{
  g_free (self->name);
  g_free (self->sql);
  g_ptr_array_unref (self->values);
  g_free (self);
}

const char *
ddi_statement_get_sql (const DdiStatement *self)
{
  return self->sql ? self->sql : ddi_sql_query (self->name);
}

DdiUnit *
ddi_unit_new (void)
{
  DdiUnit *self = g_new0 (DdiUnit, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->statements = g_ptr_array_new_with_free_func ((GDestroyNotify)free_statement);
  return self;
}

DdiUnit *
ddi_unit_ref (DdiUnit *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
ddi_unit_unref (DdiUnit *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  g_ptr_array_unref (self->statements);
  g_free (self->request);
  g_free (self);
}

static char *
format_double (double value)
{
  char buffer[G_ASCII_DTOSTR_BUF_SIZE];

  if (isnan (value))
    return g_strdup ("NaN");
  if (isinf (value))
    return g_strdup (value > 0 ? "Infinity" : "-Infinity");
  return g_strdup (g_ascii_dtostr (buffer, sizeof buffer, value));
}

/* The text of a basic value. */
static char *
format_scalar (GVariant *value)
{
  switch (g_variant_classify (value))
    {
    case G_VARIANT_CLASS_BOOLEAN:
      return g_strdup (g_variant_get_boolean (value) ? "t" : "f");
    case G_VARIANT_CLASS_BYTE:
      return g_strdup_printf ("%u", g_variant_get_byte (value));
    case G_VARIANT_CLASS_INT16:
      return g_strdup_printf ("%d", g_variant_get_int16 (value));
    case G_VARIANT_CLASS_UINT16:
      return g_strdup_printf ("%u", g_variant_get_uint16 (value));
    case G_VARIANT_CLASS_INT32:
      return g_strdup_printf ("%d", g_variant_get_int32 (value));
    case G_VARIANT_CLASS_UINT32:
      return g_strdup_printf ("%u", g_variant_get_uint32 (value));
    case G_VARIANT_CLASS_INT64:
      return g_strdup_printf ("%" G_GINT64_FORMAT, g_variant_get_int64 (value));
    case G_VARIANT_CLASS_UINT64:
      return g_strdup_printf ("%" G_GUINT64_FORMAT, g_variant_get_uint64 (value));
    case G_VARIANT_CLASS_DOUBLE:
      return format_double (g_variant_get_double (value));
    case G_VARIANT_CLASS_STRING:
      return g_variant_dup_string (value, NULL);
    case G_VARIANT_CLASS_MAYBE:
    case G_VARIANT_CLASS_ARRAY:
    case G_VARIANT_CLASS_TUPLE:
    case G_VARIANT_CLASS_DICT_ENTRY:
    case G_VARIANT_CLASS_VARIANT:
    case G_VARIANT_CLASS_HANDLE:
    case G_VARIANT_CLASS_OBJECT_PATH:
    case G_VARIANT_CLASS_SIGNATURE:
    default:
      g_error ("a statement cannot take a parameter of type %s", g_variant_get_type_string (value));
    }
}

/* NULL where the value is nothing. */
static char *
format_maybe (GVariant *value)
{
  g_autoptr (GVariant) inner = NULL;

  if (!g_variant_is_of_type (value, G_VARIANT_TYPE_MAYBE))
    return format_scalar (value);
  inner = g_variant_get_maybe (value);
  return inner ? format_scalar (inner) : NULL;
}

/* {1,NULL,"a \"quoted\" word"} */
static char *
format_array (GVariant *array)
{
  GString *text = g_string_new ("{");
  gsize n = g_variant_n_children (array);

  for (gsize i = 0; i < n; i++)
    {
      g_autoptr (GVariant) child = g_variant_get_child_value (array, i);
      g_autofree char *element = format_maybe (child);

      if (i > 0)
        g_string_append_c (text, ',');
      if (element == NULL)
        {
          g_string_append (text, "NULL");
          continue;
        }
      g_string_append_c (text, '"');
      for (const char *p = element; *p; p++)
        {
          if (*p == '"' || *p == '\\')
            g_string_append_c (text, '\\');
          g_string_append_c (text, *p);
        }
      g_string_append_c (text, '"');
    }
  g_string_append_c (text, '}');
  return g_string_free (text, FALSE);
}

static char *
format_parameter (GVariant *value)
{
  if (g_variant_is_of_type (value, G_VARIANT_TYPE ("ma*")))
    {
      g_autoptr (GVariant) inner = g_variant_get_maybe (value);

      return inner ? format_array (inner) : NULL;
    }
  return g_variant_is_of_type (value, G_VARIANT_TYPE_ARRAY) ? format_array (value) : format_maybe (value);
}

static guint
add (DdiUnit *self, DdiStatement *statement, GVariant *params)
{
  statement->values = g_ptr_array_new_with_free_func (g_free);
  if (params)
    {
      g_autoptr (GVariant) tuple = g_variant_ref_sink (params);
      gsize n = g_variant_n_children (tuple);

      for (gsize i = 0; i < n; i++)
        {
          g_autoptr (GVariant) child = g_variant_get_child_value (tuple, i);

          g_ptr_array_add (statement->values, format_parameter (child));
        }
    }
  g_ptr_array_add (self->statements, statement);
  return self->statements->len - 1;
}

guint
ddi_unit_add (DdiUnit *self, const char *query, GVariant *params)
{
  DdiStatement *statement = g_new0 (DdiStatement, 1);

  statement->name = g_strdup (query);
  return add (self, statement, params);
}

guint
ddi_unit_add_sql (DdiUnit *self, const char *sql, GVariant *params)
{
  DdiStatement *statement = g_new0 (DdiStatement, 1);

  statement->name = g_strdup (sql);
  statement->sql = g_strdup (sql);
  return add (self, statement, params);
}

GVariant *
ddi_unit_day (DdiDay day)
{
  g_autofree char *text = day == DDI_DAY_INVALID ? NULL : ddi_day_format (day);

  return g_variant_new ("ms", text);
}

GVariant *
ddi_unit_money (gint64 minor_units)
{
  guint64 magnitude = minor_units < 0 ? -(guint64)minor_units : (guint64)minor_units;

  return g_variant_new_take_string (g_strdup_printf ("%s%" G_GUINT64_FORMAT ".%02u",
                                                     minor_units < 0 ? "-" : "", magnitude / 100,
                                                     (guint)(magnitude % 100)));
}

void
ddi_unit_set_read_only (DdiUnit *self)
{
  self->read_only = TRUE;
}

void
ddi_unit_set_statement_timeout (DdiUnit *self, guint milliseconds)
{
  self->statement_timeout = milliseconds;
}

void
ddi_unit_set_request (DdiUnit *self, const char *uuid)
{
  g_free (self->request);
  self->request = g_strdup (uuid);
}

guint
ddi_unit_get_n (DdiUnit *self)
{
  return self->statements->len;
}

const DdiStatement *
ddi_unit_get_statement (DdiUnit *self, guint i)
{
  return g_ptr_array_index (self->statements, i);
}

gboolean
ddi_unit_is_read_only (DdiUnit *self)
{
  return self->read_only;
}

guint
ddi_unit_get_statement_timeout (DdiUnit *self)
{
  return self->statement_timeout;
}

const char *
ddi_unit_get_request (DdiUnit *self)
{
  return self->request;
}
