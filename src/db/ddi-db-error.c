/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "db/ddi-db-error-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

G_DEFINE_QUARK (ddi - db - error - quark, ddi_db_error)

/* Full codes first, then classes (two characters): the first that is a prefix wins. */
static const struct
{
  const char *prefix;
  DdiDbError code;
} states[] = {
  { "DD001", DDI_DB_ERROR_STALE },     /* refuse_stale(): row_version has moved */
  { "DD002", DDI_DB_ERROR_ADDRESSEE }, /* check_addressee(): another database or person */
  { "DD003", DDI_DB_ERROR_ARCHIVED },  /* refuse_archived(): bring them back first */
  { "40003", DDI_DB_ERROR_UNKNOWN },   /* statement completion unknown */
  { "42501", DDI_DB_ERROR_DENIED },    /* insufficient privilege */
  { "25006", DDI_DB_ERROR_DENIED },    /* read-only transaction: a standby, or a unit that said so */
  { "42P01", DDI_DB_ERROR_VERSION },   /* undefined table */
  { "42703", DDI_DB_ERROR_VERSION },   /* undefined column */
  { "42883", DDI_DB_ERROR_VERSION },   /* undefined function */
  { "3D000", DDI_DB_ERROR_OFFLINE },   /* no such database */
  { "55P03", DDI_DB_ERROR_TIMEOUT },   /* lock_timeout, NOWAIT */
  { "57014",
    DDI_DB_ERROR_TIMEOUT }, /* query cancelled: by us (told apart by the caller) or statement_timeout */
  { "57P", DDI_DB_ERROR_OFFLINE },   /* shut down, crashed, starting up, idle time-out */
  { "08P01", DDI_DB_ERROR_FAILED },  /* protocol violation: a bug, not an outage */
  { "08", DDI_DB_ERROR_OFFLINE },    /* connection exceptions */
  { "22", DDI_DB_ERROR_INVALID },    /* data exceptions */
  { "23", DDI_DB_ERROR_CONSTRAINT }, /* integrity constraints */
  { "28", DDI_DB_ERROR_DENIED },     /* authentication */
  { "40", DDI_DB_ERROR_CONFLICT },   /* serialization failure, deadlock */
  { "44", DDI_DB_ERROR_DENIED },     /* WITH CHECK OPTION of a policy or view */
  { "53", DDI_DB_ERROR_FULL },       /* insufficient resources */
  { "58030", DDI_DB_ERROR_FULL },    /* I/O error */
  { "58P01", DDI_DB_ERROR_GONE },    /* undefined file */
};

DdiDbError
ddi_db_error_code_from_sqlstate (const char *sqlstate)
{
  if (sqlstate == NULL || *sqlstate == '\0')
    return DDI_DB_ERROR_OFFLINE;
  for (gsize i = 0; i < G_N_ELEMENTS (states); i++)
    if (g_str_has_prefix (sqlstate, states[i].prefix))
      return states[i].code;
  return DDI_DB_ERROR_FAILED;
}

/* What happened, in the user's words; %s is the server's primary message. */
static const char *
message_format (DdiDbError code)
{
  switch (code)
    {
    case DDI_DB_ERROR_OFFLINE:
      return _ ("The database cannot be reached: %s");
    case DDI_DB_ERROR_UNKNOWN:
      return _ (
          "The connection broke while saving; look whether the change is there before trying again: %s");
    case DDI_DB_ERROR_DENIED:
      return _ ("The database does not allow this: %s");
    case DDI_DB_ERROR_CONFLICT:
      return _ ("Somebody else changed the same data; try again: %s");
    case DDI_DB_ERROR_CONSTRAINT:
      return _ ("The data breaks a rule of the database: %s");
    case DDI_DB_ERROR_STALE:
      return _ ("This row was changed meanwhile; look at it again: %s");
    case DDI_DB_ERROR_ADDRESSEE:
      return _ ("Sign in again as the person who entered this: %s");
    case DDI_DB_ERROR_ARCHIVED:
      return _ (
          "These figures are archived and can only be read; bring them back first (Database, Archive, or "
          "“dunkin-demand-cli archive --back”): %s");
    case DDI_DB_ERROR_TIMEOUT:
      return _ ("The database took too long; try again or choose a shorter range: %s");
    case DDI_DB_ERROR_FULL:
      return _ ("The database server has no room left (disk, memory or connections): %s");
    case DDI_DB_ERROR_INVALID:
      return _ ("The database does not accept a value: %s");
    case DDI_DB_ERROR_VERSION:
      return _ ("The database has another version than this program; run “dunkin-demand-cli migrate”: %s");
    case DDI_DB_ERROR_GONE:
      return _ ("A file of the database server is gone: %s");
    case DDI_DB_ERROR_EDITED:
    case DDI_DB_ERROR_FAILED:
    default:
      return _ ("The database reported an error: %s");
    }
}

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
static GError *
make (DdiDbError code, const char *why)
{
  /* The formats above are this file's own, each with one %s. */
  return g_error_new (DDI_DB_ERROR, code, message_format (code), why);
}
#pragma GCC diagnostic pop

GError *
ddi_db_error_new_from_result (const PGresult *result, const char *what)
{
  const char *primary = PQresultErrorField (result, PG_DIAG_MESSAGE_PRIMARY);
  const char *detail = PQresultErrorField (result, PG_DIAG_MESSAGE_DETAIL);
  DdiDbError code = ddi_db_error_code_from_sqlstate (PQresultErrorField (result, PG_DIAG_SQLSTATE));
  g_autofree char *whole = g_strchomp (g_strdup (PQresultErrorMessage (result)));
  g_autoptr (GString) why = g_string_new (primary ? primary : whole);

  if (detail)
    g_string_append_printf (why, " (%s)", detail);
  if (what && (code == DDI_DB_ERROR_FAILED || code == DDI_DB_ERROR_VERSION || code == DDI_DB_ERROR_INVALID))
    g_string_append_printf (why, " [%s]", what);
  return make (code, why->str);
}

GError *
ddi_db_error_new_from_connection (PGconn *connection, DdiDbError code)
{
  g_autofree char *why = g_strchomp (g_strdup (PQerrorMessage (connection)));
  /* libpq keeps these two words in other languages, too. */
  g_autofree char *pooled =
      strstr (why, "channel binding")
          ? g_strdup_printf (
                _ ("%s. A pooler such as PgBouncer knows no channel binding: where one stands in "
                   "between, add channel_binding=prefer to the connection"),
                why)
          : NULL;

  return make (code, pooled ? pooled : *why ? why : _ ("the connection was lost"));
}
