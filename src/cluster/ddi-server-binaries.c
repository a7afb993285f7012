/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cluster/ddi-server-binaries.h"

#include <gio/gio.h>
#include <glib/gi18n-lib.h>

#include "cluster/ddi-cluster.h"
#include "ddi-config.h"

#define FORMER DDI_LIBDIR "/postgresql"

/* Folders that hold one installation each under a name with its version. */
static const struct
{
  const char *parent;
  const char *prefix;
} versioned[] = {
  { FORMER, "" },                /* former versions in a bundle, whose own prefix has the newest */
  { "/usr/lib/postgresql", "" }, /* Debian, Ubuntu */
  { "/usr", "pgsql-" },          /* packages of the PostgreSQL project for Fedora and RHEL */
  { "/usr/lib", "postgresql" },  /* openSUSE */
  { "/usr/local", "pgsql" },     /* built from source */
};

void
ddi_server_binaries_free (DdiServerBinaries *self)
{
  g_free (self->directory);
  g_free (self);
}

int
ddi_server_binaries_parse_version (const char *text)
{
  static const char *const prefixes[] = { "postgres (PostgreSQL) ", "pg_dump (PostgreSQL) ",
                                          "pg_basebackup (PostgreSQL) " };

  for (guint i = 0; i < G_N_ELEMENTS (prefixes); i++)
    if (g_str_has_prefix (text, prefixes[i]))
      return (int)g_ascii_strtoll (text + strlen (prefixes[i]), NULL, 10);
  return 0;
}

static int
ask_version (const char *program)
{
  g_autoptr (GSubprocess) process = NULL;
  g_autofree char *out = NULL;

  process = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_SILENCE, NULL,
                              program, "--version", NULL);
  if (process == NULL || !g_subprocess_communicate_utf8 (process, NULL, NULL, &out, NULL, NULL))
    return 0;
  return g_subprocess_get_successful (process) && out ? ddi_server_binaries_parse_version (out) : 0;
}

/* What an installation must hold; the first is asked for its version. */
static const char *const server_programs[] = { "postgres", "initdb", NULL };
static const char *const tool_programs[] = { "pg_dump", "pg_restore", "psql", NULL };
static const char *const copy_programs[] = { "pg_basebackup", "pg_verifybackup", NULL };

static gboolean
holds (const char *directory, const char *const *programs)
{
  gboolean all = TRUE;

  for (; all && *programs; programs++)
    {
      g_autofree char *path = g_build_filename (directory, *programs, NULL);

      all = g_file_test (path, G_FILE_TEST_IS_EXECUTABLE);
    }
  return all;
}

typedef struct
{
  const char *const *programs;
  GPtrArray *found;
  GHashTable *seen;
} Search;

/* Adds @directory to what is found where it holds the programs. Takes @directory. */
static void
consider (Search *self, char *directory)
{
  g_autofree char *given = directory;
  g_autofree char *first = g_build_filename (given, self->programs[0], NULL);
  int major;

  if (!g_hash_table_add (self->seen, g_strdup (given)) || !holds (given, self->programs))
    return;

  major = ask_version (first);
  if (major > 0)
    {
      DdiServerBinaries *binaries = g_new0 (DdiServerBinaries, 1);

      binaries->directory = g_steal_pointer (&given);
      binaries->major = major;
      g_ptr_array_add (self->found, binaries);
    }
}

static void
consider_versioned (Search *self)
{
  for (guint i = 0; i < G_N_ELEMENTS (versioned); i++)
    {
      g_autoptr (GDir) dir = g_dir_open (versioned[i].parent, 0, NULL);
      const char *name;

      while (dir && (name = g_dir_read_name (dir)) != NULL)
        if (g_str_has_prefix (name, versioned[i].prefix))
          consider (self, g_build_filename (versioned[i].parent, name, "bin", NULL));
    }
}

static void
consider_path (Search *self)
{
  const char *path = g_getenv ("PATH");
  g_auto (GStrv) directories = g_strsplit (path ? path : "", G_SEARCHPATH_SEPARATOR_S, -1);

  for (char **d = directories; *d; d++)
    if (g_path_is_absolute (*d))
      consider (self, g_strdup (*d));
}

static char *
describe (GPtrArray *found)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < found->len; i++)
    {
      DdiServerBinaries *binaries = found->pdata[i];

      g_string_append_printf (text, "%s%d (%s)", i > 0 ? ", " : "", binaries->major, binaries->directory);
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
set_error (GPtrArray *found, int major, const char *data_dir, GError **error)
{
  g_autofree char *names = describe (found);

  if (major > 0 && found->len > 0)
    g_set_error (
        error, DDI_CLUSTER_ERROR, DDI_CLUSTER_ERROR_VERSION,
        _ ("The data in %s were written by PostgreSQL %d, and this computer has only version %s. Install "
           "PostgreSQL %d beside it (Debian: postgresql-%d), or keep that folder and load a backup into a "
           "new one. Nothing was changed"),
        data_dir, major, names, major, major);
  else if (found->len > 0)
    g_set_error (
        error, DDI_CLUSTER_ERROR, DDI_CLUSTER_ERROR_NO_SERVER,
        _ ("PostgreSQL %d or newer is needed, and this computer has only version %s. Install a newer one "
           "(Debian: the package postgresql)"),
        DDI_SERVER_OLDEST, names);
  else
    g_set_error (
        error, DDI_CLUSTER_ERROR, DDI_CLUSTER_ERROR_NO_SERVER,
        _ ("No PostgreSQL server was found in %s, in PATH or in /usr/lib/postgresql. Install one (Debian: "
           "the package postgresql), or connect to a server elsewhere"),
        DDI_BINDIR);
}

/* All installations with these programs; those that are nearer come first. */
static GPtrArray *
search (const char *const *programs)
{
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  Search self = { .programs = programs, .seen = seen };

  self.found = g_ptr_array_new_with_free_func ((GDestroyNotify)ddi_server_binaries_free);
  consider (&self, g_strdup (DDI_BINDIR));
  consider_path (&self);
  consider_versioned (&self);
  return self.found;
}

DdiServerBinaries *
ddi_server_binaries_find (int major, const char *data_dir, GError **error)
{
  g_autoptr (GPtrArray) found = search (server_programs);
  guint best = G_MAXUINT;

  for (guint i = 0; i < found->len; i++)
    {
      DdiServerBinaries *binaries = found->pdata[i];

      if (binaries->major < DDI_SERVER_OLDEST || (major > 0 && binaries->major != major))
        continue;
      if (best == G_MAXUINT || binaries->major > ((DdiServerBinaries *)found->pdata[best])->major)
        best = i;
    }
  if (best == G_MAXUINT)
    {
      set_error (found, major, data_dir, error);
      return NULL;
    }
  return g_ptr_array_steal_index (found, best);
}

/* Of the same version, else of the next newer one. */
static DdiServerBinaries *
find_for (const char *const *programs, const char *names, int server_major, GError **error)
{
  g_autoptr (GPtrArray) found = search (programs);
  g_autofree char *versions = describe (found);
  guint best = G_MAXUINT;

  for (guint i = 0; i < found->len; i++)
    {
      int major = ((DdiServerBinaries *)found->pdata[i])->major;

      if (major >= server_major &&
          (best == G_MAXUINT || major < ((DdiServerBinaries *)found->pdata[best])->major))
        best = i;
    }
  if (best != G_MAXUINT)
    return g_ptr_array_steal_index (found, best);
  g_set_error (error, DDI_CLUSTER_ERROR, DDI_CLUSTER_ERROR_NO_SERVER,
               _ ("The server runs PostgreSQL %d, and %s of that version are needed; this "
                  "computer has %s. Install them (Debian: postgresql-client-%d)"),
               server_major, names, *versions ? versions : _ ("none"), server_major);
  return NULL;
}

DdiServerBinaries *
ddi_server_binaries_find_tools (int server_major, GError **error)
{
  return find_for (tool_programs, "pg_dump, pg_restore", server_major, error);
}

DdiServerBinaries *
ddi_server_binaries_find_copy_tools (int server_major, GError **error)
{
  return find_for (copy_programs, "pg_basebackup, pg_verifybackup", server_major, error);
}

gboolean
ddi_server_binaries_is_former (const DdiServerBinaries *self)
{
  return g_str_has_prefix (self->directory, FORMER "/");
}
