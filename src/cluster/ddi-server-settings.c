/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cluster/ddi-server-settings.h"

#include <errno.h>
#include <gio/gio.h>
#include <glib/gstdio.h>
#include <stdio.h>
#include <unistd.h>

#include "cluster/ddi-cluster.h"
#include "cluster/ddi-server-error.h"
#include "cluster/ddi-wal-archive.h"

#define FILE_NAME "dunkin-demand.conf"
#define MAP "dunkin_demand"

/* Where the server listens is said on its command line. Sizes are for a desktop that does other
 * things as well: a district's ten years are some hundred megabytes. */
static const char settings[] = "# Written by Dunkin Demand Intelligence at each start. Your own settings\n"
                               "# belong into settings.conf in the folder above; they win over these.\n"
                               "fsync = on\n"
                               "full_page_writes = on\n"
                               "synchronous_commit = on\n"
                               "max_connections = 50\n"
                               "shared_buffers = 64MB\n"
                               "work_mem = 16MB\n"
                               "maintenance_work_mem = 64MB\n"
                               "effective_cache_size = 512MB\n"
                               "random_page_cost = 1.1\n"
                               "max_wal_size = 512MB\n"
                               "jit = off\n"
                               "timezone = 'UTC'\n"
                               "log_timezone = 'UTC'\n"
                               "log_line_prefix = '%m [%p] %q%u@%d '\n"
                               "log_checkpoints = off\n"
                               "logging_collector = off\n"
                               "log_destination = 'stderr'\n"
                               "cluster_name = 'dunkin-demand'\n";
static const char last_setting[] = "include_if_exists = '../settings.conf'\n";

/* The operating system vouches for the caller of a Unix socket; nobody comes another way. */
static const char access_rules[] = "# Written by Dunkin Demand Intelligence at each start.\n"
                                   "local all all peer map=" MAP "\n"
                                   "local replication postgres peer map=" MAP "\n";

static void
append_quoted (GString *text, const char *name)
{
  g_string_append_c (text, '"');
  for (const char *c = name; *c; c++)
    {
      if (*c == '"')
        g_string_append_c (text, '"');
      g_string_append_c (text, *c);
    }
  g_string_append_c (text, '"');
}

/* Which database roles an account of the system may be: its owner may be any of ours. */
static char *
make_map (DdiServerAccount *account)
{
  static const char *roles[] = { "postgres", "ddi_owner", "ddi_app" };
  g_autoptr (GString) text = g_string_new ("# Written by Dunkin Demand Intelligence at each start.\n");
  const char *names[] = { account->own_name, account->name };

  for (guint n = 0; n < G_N_ELEMENTS (names); n++)
    {
      if (n > 0 && g_str_equal (names[n], names[0]))
        continue;
      for (guint r = 0; r < G_N_ELEMENTS (roles); r++)
        {
          g_string_append (text, MAP " ");
          append_quoted (text, names[n]);
          g_string_append_printf (text, " %s\n", roles[r]);
        }
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static gboolean
write_file (DdiClusterLayout *layout, const char *data, const char *name, const char *text, GError **error)
{
  g_autofree char *path = g_build_filename (data, name, NULL);
  g_autofree char *old = NULL;
  g_autoptr (GError) local = NULL;

  if (g_file_get_contents (path, &old, NULL, NULL) && g_str_equal (old, text))
    return TRUE;
  if (!g_file_set_contents_full (path, text, -1, G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE,
                                 0600, &local))
    return ddi_server_error_from_words (error, layout->home, local->message, local->message);
  return ddi_server_account_own (layout->account, path, error);
}

gboolean
ddi_server_settings_write (DdiClusterLayout *layout, const char *data, GError **error)
{
  g_autofree char *map = make_map (layout->account);
  g_autofree char *text = g_strconcat (settings, ddi_wal_archive_get_settings (layout), last_setting, NULL);

  return ddi_wal_archive_prepare (layout, error) && write_file (layout, data, FILE_NAME, text, error) &&
         write_file (layout, data, "pg_hba.conf", access_rules, error) &&
         write_file (layout, data, "pg_ident.conf", map, error);
}

gboolean
ddi_server_settings_include (const char *data, GError **error)
{
  g_autofree char *path = g_build_filename (data, "postgresql.conf", NULL);
  FILE *file = g_fopen (path, "ae");
  gboolean good;

  if (file == NULL)
    return ddi_server_error_from_errno (error, errno, path);
  good =
      fputs ("\ninclude = '" FILE_NAME "'\n", file) >= 0 && fflush (file) == 0 && fsync (fileno (file)) == 0;
  if (fclose (file) != 0 || !good)
    return ddi_server_error_from_errno (error, errno, path);
  return TRUE;
}
