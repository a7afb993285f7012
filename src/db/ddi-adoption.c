/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "db/ddi-migrator-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "db/ddi-db-error.h"
#include "db/ddi-sql.h"

#define SCRATCH "ddi_contract"

/* The relation that a statement of the contract makes, or NULL. (transfer full) */
static char *
dup_made_relation (const char *statement)
{
  g_autoptr (GRegex) regex =
      g_regex_new ("^\\s*CREATE\\s+(?:TABLE|INDEX)\\s+(\\w+)", G_REGEX_MULTILINE, 0, NULL);
  g_autoptr (GMatchInfo) match = NULL;

  return g_regex_match (regex, statement, 0, &match) ? g_match_info_fetch (match, 1) : NULL;
}

static GHashTable *
list_relations (PGconn *pg, GError **error)
{
  g_autoptr (PGresult) result = ddi_session_query (pg, "migrations/list-contract-relations", NULL, 0, error);
  GHashTable *names;

  if (result == NULL)
    return NULL;
  names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  for (int i = 0; i < PQntuples (result); i++)
    g_hash_table_add (names, g_strdup (PQgetvalue (result, i, 0)));
  return names;
}

/* The document calls some tables optional and lists some indexes twice, so installations differ. */
static gboolean
make_missing (PGconn *pg, const DdiMigrationScript *script, GHashTable *relations, gboolean *adopted,
              GError **error)
{
  g_auto (GStrv) statements = ddi_sql_split (script->text);

  for (gsize i = 0; statements[i]; i++)
    {
      g_autofree char *name = dup_made_relation (statements[i]);

      if (name && g_hash_table_contains (relations, name))
        *adopted = TRUE;
      else if (!ddi_session_execute (pg, statements[i], script->name, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
check_shape (PGconn *pg, const DdiMigrationScript *script, GError **error)
{
  const char *schema = SCRATCH;
  g_autoptr (PGresult) differences = NULL;
  g_autoptr (GString) list = g_string_new (NULL);

  if (!ddi_session_execute_query (pg, "migrations/open-scratch", error) ||
      !ddi_session_execute (pg, script->text, script->name, error) ||
      !ddi_session_execute_query (pg, "migrations/leave-scratch", error))
    return FALSE;
  differences = ddi_session_query (pg, "migrations/compare-contract", &schema, 1, error);
  if (differences == NULL || !ddi_session_execute_query (pg, "migrations/drop-scratch", error))
    return FALSE;
  if (PQntuples (differences) == 0)
    return TRUE;
  for (int i = 0; i < PQntuples (differences); i++)
    g_string_append_printf (list, "%s%s", i ? "; " : "", PQgetvalue (differences, i, 0));
  g_set_error (error, DDI_DB_ERROR, DDI_DB_ERROR_VERSION,
               _ ("This database cannot be adopted as it is: %s. Nothing was changed."), list->str);
  return FALSE;
}

gboolean
ddi_adoption_apply_contract (PGconn *pg, const DdiMigrationScript *script, gboolean *adopted, GError **error)
{
  g_autoptr (GHashTable) relations = list_relations (pg, error);

  *adopted = FALSE;
  if (relations == NULL || !make_missing (pg, script, relations, adopted, error))
    return FALSE;
  return !*adopted || check_shape (pg, script, error);
}

gboolean
ddi_adoption_read (PGconn *pg, DdiAdoption *adoption, GError **error)
{
  g_autoptr (PGresult) result = ddi_session_query (pg, "migrations/read-adoption", NULL, 0, error);
  gint64 *fields[] = { &adoption->stores_made, &adoption->products_added, &adoption->spellings,
                       &adoption->rows_summed, &adoption->rows_clamped,   &adoption->legacy_hashes };

  if (result == NULL)
    return FALSE;
  for (int i = 0; PQntuples (result) > 0 && i < (int)G_N_ELEMENTS (fields); i++)
    *fields[i] = g_ascii_strtoll (PQgetvalue (result, 0, i), NULL, 10);
  return TRUE;
}
