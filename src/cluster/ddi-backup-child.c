/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cluster/ddi-backup-child.h"

#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <signal.h>
#include <sys/prctl.h>

#include "cluster/ddi-cluster.h"

/* A dump that nobody reads any more must not go on, even where we are killed. */
static void
die_with_parent (gpointer data)
{
  prctl (PR_SET_PDEATHSIG, SIGTERM);
}

static int
dup_or_nothing (int fd, int flags)
{
  return fd >= 0 ? fcntl (fd, F_DUPFD_CLOEXEC, 3) : open ("/dev/null", flags | O_CLOEXEC);
}

static GSubprocess *
spawn (const DdiBackupChild *self, GError **error)
{
  g_autoptr (GSubprocessLauncher) launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDERR_PIPE);
  g_autofree char *program = g_build_filename (self->directory, self->argv[0], NULL);
  g_autoptr (GPtrArray) argv = g_ptr_array_new ();
  g_auto (GStrv) environment = g_strdupv ((char **)self->environment);

  g_ptr_array_add (argv, program);
  for (const char *const *word = self->argv + 1; *word; word++)
    g_ptr_array_add (argv, (char *)*word);
  g_ptr_array_add (argv, NULL);
  /* Its lines are read below, in one language. */
  environment = g_environ_setenv (environment, "LC_ALL", "C.UTF-8", TRUE);
  environment = g_environ_unsetenv (environment, "LANGUAGE");
  g_subprocess_launcher_set_environ (launcher, environment);
  g_subprocess_launcher_set_cwd (launcher, "/");
  g_subprocess_launcher_set_child_setup (launcher, die_with_parent, NULL, NULL);
  g_subprocess_launcher_take_stdin_fd (launcher, dup_or_nothing (self->in_fd, O_RDONLY));
  g_subprocess_launcher_take_stdout_fd (launcher, dup_or_nothing (self->out_fd, O_WRONLY));
  return g_subprocess_launcher_spawnv (launcher, (const char *const *)argv->pdata, error);
}

static gboolean
is_complaint (const char *line)
{
  return strstr (line, "error:") || strstr (line, "ERROR:") || strstr (line, "FATAL:") ||
         strstr (line, "fatal:");
}

/* Reads what it says to the end. Returns its first complaint, or its last words. */
static char *
listen_to (const DdiBackupChild *self, GSubprocess *process, GCancellable *cancellable, GError **error)
{
  g_autoptr (GDataInputStream) lines = g_data_input_stream_new (g_subprocess_get_stderr_pipe (process));
  g_autofree char *complaint = NULL;
  g_autofree char *last = NULL;
  g_autoptr (GError) local = NULL;
  char *line;

  while ((line = g_data_input_stream_read_line (lines, NULL, cancellable, &local)) != NULL)
    {
      if (complaint == NULL && is_complaint (line))
        complaint = g_utf8_make_valid (line, -1);
      if (self->line)
        self->line (line, self->user_data);
      g_free (last);
      last = line;
    }
  if (local)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return NULL;
    }
  if (complaint)
    return g_steal_pointer (&complaint);
  return last ? g_utf8_make_valid (last, -1) : g_strdup ("");
}

gboolean
ddi_backup_child_run (const DdiBackupChild *self, GCancellable *cancellable, GError **error)
{
  g_autoptr (GSubprocess) process = NULL;
  g_autofree char *words = NULL;

  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return FALSE;
  process = spawn (self, error);
  if (process == NULL)
    return FALSE;
  words = listen_to (self, process, cancellable, error);
  if (words == NULL)
    g_subprocess_send_signal (process, SIGTERM);
  g_subprocess_wait (process, NULL, NULL);
  if (words == NULL)
    return FALSE;
  if (g_subprocess_get_successful (process))
    return TRUE;
  if (g_subprocess_get_if_signaled (process))
    g_set_error (error, DDI_CLUSTER_ERROR, DDI_CLUSTER_ERROR_CHILD, _ ("%s was ended by signal %d. %s"),
                 self->argv[0], g_subprocess_get_term_sig (process), words);
  else
    g_set_error (error, DDI_CLUSTER_ERROR, DDI_CLUSTER_ERROR_CHILD, _ ("%s failed: %s"), self->argv[0],
                 words);
  return FALSE;
}
