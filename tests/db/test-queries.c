/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <gio/gio.h>
#include <string.h>

#include "db/ddi-session-private.h"
#include "db/ddi-sql.h"
#include "ddi-db-fixture.h"

/* A temporary table that a bulk unit makes first, for the statements that read it. */
static gboolean
makes_table (const char *sql)
{
  return strstr (sql, "CREATE TEMPORARY TABLE") != NULL;
}

/* COPY, BEGIN and the like have no plan; what the owner does to a whole database is tested by doing it. */
static gboolean
has_plan (const char *folder, const char *sql)
{
  g_auto (GStrv) statements = ddi_sql_split (sql);
  static const char *const owners[] = { "provision", "migrations", "unit", "backup", "restore", NULL };
  g_autofree char *text = NULL;
  g_autoptr (GRegex) comment = g_regex_new ("--[^\\n]*", 0, 0, NULL);

  if (g_strv_contains (owners, folder))
    return FALSE;
  g_assert_cmpuint (g_strv_length (statements), ==, 1);
  text = g_regex_replace_literal (comment, statements[0], -1, 0, "", 0, NULL);
  g_strstrip (text);
  return g_str_has_prefix (text, "SELECT") || g_str_has_prefix (text, "WITH") ||
         g_str_has_prefix (text, "INSERT") || g_str_has_prefix (text, "UPDATE") ||
         g_str_has_prefix (text, "DELETE");
}

static char *
dup_prefix (const char *sql)
{
  const char *p = sql;

  while (g_str_has_prefix (p, "--"))
    p = strchr (p, '\n') + 1;
  return g_strndup (sql, (gsize)(p - sql));
}

/* Every query is one that the schema of today and the rights of ddi_app allow, and says in its head
 * what it is for. */
static void
test_every_query (void)
{
  g_autofree char *root = g_build_filename (g_getenv ("DDI_TEST_SOURCE"), "sql", "queries", NULL);
  g_autofree char *conninfo = ddi_db_fixture_dup_app ();
  g_autoptr (GError) error = NULL;
  g_autoptr (PGconn) pg = ddi_session_open (conninfo, NULL, &error);
  g_autoptr (GDir) folders = g_dir_open (root, 0, &error);
  const char *folder;
  int n = 0;

  g_assert_no_error (error);
  /* The temporary tables live as long as the transaction. */
  PQclear (PQexec (pg, "BEGIN"));
  while ((folder = g_dir_read_name (folders)) != NULL)
    for (int tables = 1; tables >= 0; tables--)
      {
        g_autofree char *path = g_build_filename (root, folder, NULL);
        g_autoptr (GDir) files = g_dir_open (path, 0, &error);
        const char *file;

        g_assert_no_error (error);
        while ((file = g_dir_read_name (files)) != NULL)
          {
            g_autofree char *query = g_strdup_printf ("%s/%.*s", folder, (int)strlen (file) - 4, file);
            const char *sql = ddi_sql_query (query);
            g_autofree char *head = dup_prefix (sql);
            g_autoptr (PGresult) result = NULL;

            if (makes_table (sql) != tables)
              continue;
            if (*head == '\0')
              g_error ("%s has no head comment", query);
            if (!tables && !has_plan (folder, sql))
              continue;
            result = tables ? PQexec (pg, sql) : PQprepare (pg, "", sql, 0, NULL);
            if (PQresultStatus (result) != PGRES_COMMAND_OK)
              g_error ("%s: %s", query, PQerrorMessage (pg));
            n++;
          }
      }
  g_assert_cmpint (n, >, 50);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/db/queries/every-query", test_every_query);
  return g_test_run ();
}
