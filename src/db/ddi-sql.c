/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "db/ddi-sql.h"

#include <gio/gio.h>
#include <string.h>

#include "sql/ddi-sql-resources.h"

#define PREFIX "/io/github/dunkin_demand/Intelligence/sql/"

/* The library is static, so nothing registers the resource for us. */
static void
ensure_registered (void)
{
  static gsize once;

  if (g_once_init_enter (&once))
    {
      ddi_sql_register_resource ();
      g_once_init_leave (&once, 1);
    }
}

/* The resource is stored uncompressed, and gresource ends each file with a NUL that is not part of
 * its size: the text can be used where it lies. */
const char *
ddi_sql_query (const char *query)
{
  g_autofree char *path = g_strconcat (PREFIX "queries/", query, ".sql", NULL);
  g_autoptr (GBytes) bytes = NULL;

  ensure_registered ();
  bytes = g_resources_lookup_data (path, G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
  if (bytes == NULL)
    g_error ("there is no query sql/queries/%s.sql", query);
  return g_bytes_get_data (bytes, NULL);
}

gboolean
ddi_sql_has_query (const char *query)
{
  g_autofree char *path = g_strconcat (PREFIX "queries/", query, ".sql", NULL);

  ensure_registered ();
  return g_resources_get_info (path, G_RESOURCE_LOOKUP_FLAGS_NONE, NULL, NULL, NULL);
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(char *const *)a, *(char *const *)b);
}

static void
add_queries (GPtrArray *names, const char *folder)
{
  g_autofree char *path = g_strconcat (PREFIX "queries/", folder, NULL);
  g_auto (GStrv) files = g_resources_enumerate_children (path, G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);

  for (gsize i = 0; files && files[i]; i++)
    g_ptr_array_add (names, g_strdup_printf ("%s%.*s", folder, (int)(strlen (files[i]) - strlen (".sql")),
                                             files[i]));
}

GStrv
ddi_sql_list_queries (void)
{
  g_auto (GStrv) folders = NULL;
  g_autoptr (GPtrArray) names = g_ptr_array_new ();

  ensure_registered ();
  folders = g_resources_enumerate_children (PREFIX "queries", G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
  for (gsize i = 0; folders && folders[i]; i++)
    add_queries (names, folders[i]);
  g_ptr_array_sort (names, compare_names);
  g_ptr_array_add (names, NULL);
  return (GStrv)g_ptr_array_free (g_steal_pointer (&names), FALSE);
}

GStrv
ddi_sql_list_migrations (void)
{
  g_auto (GStrv) files = NULL;
  g_autoptr (GPtrArray) names = g_ptr_array_new ();

  ensure_registered ();
  files = g_resources_enumerate_children (PREFIX "migrations", G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
  for (gsize i = 0; files && files[i]; i++)
    if (g_str_has_suffix (files[i], ".sql"))
      g_ptr_array_add (names, g_strndup (files[i], strlen (files[i]) - strlen (".sql")));
  g_ptr_array_sort (names, compare_names);
  g_ptr_array_add (names, NULL);
  return (GStrv)g_ptr_array_free (g_steal_pointer (&names), FALSE);
}

char *
ddi_sql_dup_migration (const char *name)
{
  g_autofree char *path = g_strconcat (PREFIX "migrations/", name, ".sql", NULL);
  g_autoptr (GBytes) bytes = NULL;

  ensure_registered ();
  bytes = g_resources_lookup_data (path, G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
  return bytes ? g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes)) : NULL;
}
