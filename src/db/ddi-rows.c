/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "db/ddi-rows-private.h"

#include <math.h>
#include <string.h>

/* A PGresult is never written to after it came, so any thread may read it. */
struct _DdiRows
{
  gatomicrefcount ref_count;
  PGresult *result;
};

G_DEFINE_BOXED_TYPE (DdiRows, ddi_rows, ddi_rows_ref, ddi_rows_unref)

DdiRows *
ddi_rows_new (PGresult *result)
{
  DdiRows *self = g_new0 (DdiRows, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->result = result;
  return self;
}

DdiRows *
ddi_rows_ref (DdiRows *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
ddi_rows_unref (DdiRows *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  PQclear (self->result);
  g_free (self);
}

guint
ddi_rows_get_n (DdiRows *self)
{
  return (guint)PQntuples (self->result);
}

guint
ddi_rows_get_n_columns (DdiRows *self)
{
  return (guint)PQnfields (self->result);
}

const char *
ddi_rows_get_column_name (DdiRows *self, guint column)
{
  return PQfname (self->result, (int)column);
}

/* Not PQfnumber(), which folds case. */
guint
ddi_rows_column (DdiRows *self, const char *name)
{
  int n = PQnfields (self->result);

  for (int i = 0; i < n; i++)
    if (strcmp (PQfname (self->result, i), name) == 0)
      return (guint)i;
  g_error ("there is no column %s in these rows", name);
}

gint64
ddi_rows_get_n_affected (DdiRows *self)
{
  if (self->result == NULL)
    return -1;
  return g_ascii_strtoll (PQcmdTuples (self->result), NULL, 10);
}

gboolean
ddi_rows_is_null (DdiRows *self, guint row, guint column)
{
  g_return_val_if_fail (row < ddi_rows_get_n (self) && column < ddi_rows_get_n_columns (self), TRUE);

  return PQgetisnull (self->result, (int)row, (int)column) != 0;
}

const char *
ddi_rows_get_text (DdiRows *self, guint row, guint column)
{
  return ddi_rows_is_null (self, row, column) ? NULL : PQgetvalue (self->result, (int)row, (int)column);
}

gint64
ddi_rows_get_int (DdiRows *self, guint row, guint column)
{
  const char *text = ddi_rows_get_text (self, row, column);

  return text ? g_ascii_strtoll (text, NULL, 10) : 0;
}

gboolean
ddi_rows_get_boolean (DdiRows *self, guint row, guint column)
{
  const char *text = ddi_rows_get_text (self, row, column);

  return text && *text == 't';
}

double
ddi_rows_get_double (DdiRows *self, guint row, guint column)
{
  const char *text = ddi_rows_get_text (self, row, column);

  return text ? g_ascii_strtod (text, NULL) : NAN;
}

DdiDay
ddi_rows_get_day (DdiRows *self, guint row, guint column)
{
  return ddi_day_parse (ddi_rows_get_text (self, row, column));
}

static gboolean
add_digit (gint64 *value, int digit)
{
  return !__builtin_mul_overflow (*value, (gint64)10, value) &&
         !__builtin_add_overflow (*value, (gint64)digit, value);
}

gboolean
ddi_rows_parse_money (const char *text, gint64 *minor_units)
{
  gboolean negative = *text == '-';
  gint64 value = 0;
  int decimals = -1; /* digits seen after the point; -1 before it */

  if (*text == '-' || *text == '+')
    text++;
  if (!g_ascii_isdigit (*text))
    return FALSE;
  for (; *text; text++)
    if (*text == '.' && decimals < 0)
      decimals = 0;
    else if (!g_ascii_isdigit (*text))
      return FALSE;
    else if (decimals < 2)
      {
        if (!add_digit (&value, *text - '0'))
          return FALSE;
        decimals += decimals >= 0;
      }
    else if (decimals++ == 2 && *text >= '5' && __builtin_add_overflow (value, (gint64)1, &value))
      return FALSE;
  for (decimals = MAX (decimals, 0); decimals < 2; decimals++)
    if (!add_digit (&value, 0))
      return FALSE;
  *minor_units = negative ? -value : value;
  return TRUE;
}

gint64
ddi_rows_get_money (DdiRows *self, guint row, guint column)
{
  const char *text = ddi_rows_get_text (self, row, column);
  gint64 value = 0;

  if (text && !ddi_rows_parse_money (text, &value))
    g_warning ("%s is not an amount of money that fits: %s", PQfname (self->result, (int)column), text);
  return value;
}
