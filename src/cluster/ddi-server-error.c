/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cluster/ddi-server-error.h"

#include <errno.h>
#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <sys/statvfs.h>

#include "cluster/ddi-cluster.h"

/* One segment of the write-ahead log: with less room than that a server can hardly start. */
#define LEAST_ROOM (G_GUINT64_CONSTANT (16) << 20)
/* Lines of a log that are quoted in a message. */
#define QUOTED_LINES 6

G_DEFINE_QUARK (ddi - cluster - error - quark, ddi_cluster_error)

gboolean
ddi_server_error_from_errno (GError **error, int code, const char *path)
{
  DdiClusterError kind = DDI_CLUSTER_ERROR_DAMAGED;

  if (code == ENOSPC || code == EDQUOT || code == EROFS)
    kind = DDI_CLUSTER_ERROR_DISK;
  else if (code == EACCES || code == EPERM)
    kind = DDI_CLUSTER_ERROR_ACCESS;
  g_set_error (error, DDI_CLUSTER_ERROR, kind, "%s: %s", path, g_strerror (code));
  return FALSE;
}

static gboolean
speaks_of_disk (const char *words)
{
  return strstr (words, g_strerror (ENOSPC)) != NULL || strstr (words, g_strerror (EDQUOT)) != NULL ||
         strstr (words, g_strerror (EROFS)) != NULL || strstr (words, "No space left on device") != NULL ||
         strstr (words, "Disk quota exceeded") != NULL || strstr (words, "Read-only file system") != NULL;
}

static gboolean
has_no_room (const char *home)
{
  struct statvfs info;

  return statvfs (home, &info) == 0 && (guint64)info.f_bavail * info.f_frsize < LEAST_ROOM;
}

/* The last lines that say something. */
static char *
last_lines (const char *words)
{
  g_auto (GStrv) lines = g_strsplit (words, "\n", -1);
  guint n = g_strv_length (lines);
  g_autoptr (GString) quoted = g_string_new (NULL);
  guint first;

  while (n > 0 && *g_strstrip (lines[n - 1]) == '\0')
    n--;
  first = n > QUOTED_LINES ? n - QUOTED_LINES : 0;
  for (guint i = first; i < n; i++)
    g_string_append_printf (quoted, "%s%s", i > first ? "\n" : "", lines[i]);
  return g_string_free (g_steal_pointer (&quoted), FALSE);
}

gboolean
ddi_server_error_from_words (GError **error, const char *home, const char *what, const char *words)
{
  g_autofree char *quoted = last_lines (words);

  if (speaks_of_disk (words) || has_no_room (home))
    g_set_error (
        error, DDI_CLUSTER_ERROR, DDI_CLUSTER_ERROR_DISK,
        _ ("%s, because the disk of %s is full or cannot be written. Make room there and try again; what was "
           "saved is safe"),
        what, home);
  else if (*quoted != '\0')
    g_set_error (error, DDI_CLUSTER_ERROR, DDI_CLUSTER_ERROR_START, _ ("%s. It said:\n%s"), what, quoted);
  else
    g_set_error (error, DDI_CLUSTER_ERROR, DDI_CLUSTER_ERROR_START, _ ("%s, and did not say why"), what);
  return FALSE;
}
