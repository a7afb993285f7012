/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "db/ddi-explain.h"

#include <glib/gi18n-lib.h>

#include "core/ddi-program.h"
#include "db/ddi-database-private.h"
#include "db/ddi-db-error-private.h"
#include "db/ddi-session-private.h"
#include "db/ddi-sql.h"

/* Milliseconds: a statement that takes longer is known to be slow. */
#define TIMEOUT "120000"
/* It ends another session, which no rollback undoes. */
#define IRREVOCABLE "maintenance/end-session"
/* Days before today at which the first day of a sample lies. */
#define SPAN 27

/* The types of parameters that have samples, by the numbers that PostgreSQL gives them for good. */
enum
{
  TYPE_BOOLEAN = 16,
  TYPE_BIGINT = 20,
  TYPE_SMALLINT = 21,
  TYPE_INTEGER = 23,
  TYPE_DOUBLE = 701,
  TYPE_DATE = 1082,
  TYPE_NUMERIC = 1700,
};

/* What the head comment says of $n: a store of 0 is all of them, other numbers are counts. */
static gboolean
is_store (const char *sql, guint n)
{
  g_autofree char *phrase = g_strdup_printf ("$%u store", n);

  return strstr (sql, phrase) != NULL;
}

static char *
make_sample (const char *sql, guint n, Oid type, guint *n_days)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  g_autoptr (GDateTime) day = NULL;

  switch (type)
    {
    case TYPE_BOOLEAN:
      return g_strdup ("f");
    case TYPE_BIGINT:
    case TYPE_SMALLINT:
    case TYPE_INTEGER:
      return g_strdup (is_store (sql, n) ? "0" : "10");
    case TYPE_DOUBLE:
    case TYPE_NUMERIC:
      return g_strdup ("1");
    case TYPE_DATE:
      day = g_date_time_add_days (now, (*n_days)++ == 0 ? -SPAN : 0);
      return g_date_time_format (day, "%F");
    default:
      return NULL;
    }
}

static gboolean
set_no_plan (const char *query, GError **error)
{
  g_set_error (error, DDI_DB_ERROR, DDI_DB_ERROR_INVALID, _ ("“%s” is no single statement that has a plan"),
               query);
  return FALSE;
}

static gboolean
check_plan (const char *query, const char *sql, GError **error)
{
  static const char *const verbs[] = { "SELECT", "WITH", "INSERT", "UPDATE", "DELETE" };
  g_auto (GStrv) statements = ddi_sql_split (sql);
  const char *start = sql;

  while (g_str_has_prefix (start, "--") && strchr (start, '\n'))
    start = strchr (start, '\n') + 1;
  if (g_strv_length (statements) != 1)
    return set_no_plan (query, error);
  for (guint i = 0; i < G_N_ELEMENTS (verbs); i++)
    if (g_str_has_prefix (start, verbs[i]))
      return TRUE;
  return set_no_plan (query, error);
}

static gboolean
begin (PGconn *pg, const char *token, GError **error)
{
  g_autofree char *program = ddi_program_dup_name ();
  const char *values[] = { token ? token : "", TIMEOUT, program };
  g_autoptr (PGresult) set = NULL;

  if (!ddi_session_execute_query (pg, "unit/begin", error))
    return FALSE;
  set = ddi_session_query (pg, "unit/open-session", values, G_N_ELEMENTS (values), error);
  return set != NULL;
}

/* The statement's parameters, as the server has worked out their types. */
static PGresult *
describe (PGconn *pg, const char *query, const char *sql, GError **error)
{
  g_autoptr (PGresult) prepared = PQprepare (pg, "", sql, 0, NULL);
  g_autoptr (PGresult) result = NULL;

  if (PQresultStatus (prepared) == PGRES_COMMAND_OK)
    result = PQdescribePrepared (pg, "");
  if (result && PQresultStatus (result) == PGRES_COMMAND_OK)
    return g_steal_pointer (&result);
  g_propagate_error (error, ddi_db_error_new_from_result (result ? result : prepared, query));
  return NULL;
}

static char *
explain (PGconn *pg, const char *query, const char *const *values, guint n_values, GError **error)
{
  const char *sql = ddi_sql_query (query);
  g_autofree char *text = g_strconcat (ddi_sql_query ("maintenance/explain"), sql, NULL);
  g_autoptr (PGresult) shape = describe (pg, query, sql, error);
  g_autoptr (GPtrArray) parameters = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GArray) types = g_array_new (FALSE, FALSE, sizeof (Oid));
  g_autoptr (PGresult) result = NULL;
  guint n_days = 0;

  if (shape == NULL)
    return NULL;
  for (int i = 0; i < PQnparams (shape); i++)
    {
      Oid type = PQparamtype (shape, i);
      guint n = (guint)i;

      g_array_append_val (types, type);
      g_ptr_array_add (parameters, n < n_values && values[n] ? g_strdup (values[n])
                                                             : make_sample (sql, n + 1, type, &n_days));
    }
  result = PQexecParams (pg, text, PQnparams (shape), (const Oid *)(gpointer)types->data,
                         (const char *const *)parameters->pdata, NULL, NULL, 0);
  if (PQresultStatus (result) == PGRES_TUPLES_OK)
    return g_strdup (PQgetvalue (result, 0, 0));
  g_propagate_error (error, ddi_db_error_new_from_result (result, query));
  return NULL;
}

char *
ddi_database_explain (DdiDatabase *self, const char *query, const char *const *values, guint n_values,
                      GError **error)
{
  g_autofree char *token = ddi_database_dup_session (self);
  g_autoptr (PGconn) pg = NULL;

  if (!ddi_sql_has_query (query))
    {
      g_set_error (error, DDI_DB_ERROR, DDI_DB_ERROR_INVALID, _ ("This program has no query “%s”"), query);
      return NULL;
    }
  if (g_str_equal (query, IRREVOCABLE))
    {
      g_set_error (error, DDI_DB_ERROR, DDI_DB_ERROR_DENIED, _ ("What “%s” does cannot be taken back"),
                   query);
      return NULL;
    }
  if (!check_plan (query, ddi_sql_query (query), error))
    return NULL;
  pg = ddi_session_open (ddi_database_get_conninfo (self), NULL, error);
  /* Closing the connection rolls back what it did. */
  return pg && begin (pg, token, error) ? explain (pg, query, values, n_values, error) : NULL;
}
