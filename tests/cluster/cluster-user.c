/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A program that has a home open and does what its standard input says, a line a command, answering
 * with a line: "sql STATEMENT", "ensure", "remove FILE", "close", "quit". First it says "open", or "error CODE TEXT". */

#include <gio/gio.h>
#include <glib/gstdio.h>
#include <stdio.h>

#include "cluster/ddi-cluster.h"

static void
answer (gboolean good, const char *text, const GError *error)
{
  g_autofree char *line =
      good ? g_strdup (text) : g_strdup_printf ("error %d %s", error->code, error->message);

  g_strdelimit (line, "\n", ' ');
  puts (line);
  fflush (stdout);
}

static void
run_sql (DdiCluster *cluster, const char *sql)
{
  g_autofree char *conninfo = ddi_cluster_dup_conninfo (cluster, DDI_CLUSTER_SUPERUSER, "postgres");
  g_autoptr (GError) error = NULL;
  g_autoptr (GSubprocess) psql = NULL;
  g_autofree char *out = NULL;
  gboolean good;

  psql = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_MERGE, &error, "psql",
                           "-XqAt", "-v", "ON_ERROR_STOP=1", "-d", conninfo, "-c", sql, NULL);
  g_assert_no_error (error);
  g_subprocess_communicate_utf8 (psql, NULL, NULL, &out, NULL, &error);
  g_assert_no_error (error);
  good = g_subprocess_get_successful (psql);
  if (!good)
    g_set_error (&error, G_IO_ERROR, G_IO_ERROR_FAILED, "%s", out);
  answer (good, g_strchomp (out), error);
}

/* FALSE at the end. */
static gboolean
obey (DdiCluster *cluster, const char *command)
{
  g_autoptr (GError) error = NULL;
  gboolean good;

  if (g_str_has_prefix (command, "sql "))
    run_sql (cluster, command + strlen ("sql "));
  else if (g_str_equal (command, "ensure"))
    {
      good = ddi_cluster_ensure (cluster, NULL, &error);
      answer (good, "ensured", error);
    }
  else if (g_str_has_prefix (command, "remove "))
    {
      /* It may be on a disk that only this program sees. */
      good = g_unlink (command + strlen ("remove ")) == 0;
      if (!good)
        g_set_error_literal (&error, G_IO_ERROR, G_IO_ERROR_FAILED, "not removed");
      answer (good, "removed", error);
    }
  else if (g_str_equal (command, "close"))
    {
      good = ddi_cluster_close (cluster, &error);
      answer (good, "closed", error);
    }
  else
    return FALSE;
  return TRUE;
}

int
main (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DdiCluster) cluster = ddi_cluster_open (argv[1], NULL, &error);
  g_autoptr (GIOChannel) input = g_io_channel_unix_new (0);

  answer (cluster != NULL, "open", error);
  while (cluster)
    {
      g_autofree char *line = NULL;

      if (g_io_channel_read_line (input, &line, NULL, NULL, NULL) != G_IO_STATUS_NORMAL ||
          !obey (cluster, g_strchomp (line)))
        break;
    }
  return cluster ? 0 : 1;
}
