/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cluster-peer.h"

#include <signal.h>
#include <unistd.h>

static Peer *
start (GPtrArray *argv, const char *home)
{
  Peer *self = g_new0 (Peer, 1);
  g_autoptr (GError) error = NULL;
  const char *program = g_getenv ("DDI_TEST_CLUSTER_USER");

  g_assert_nonnull (program);
  g_ptr_array_add (argv, g_strdup (program));
  g_ptr_array_add (argv, g_strdup (home));
  g_ptr_array_add (argv, NULL);
  self->process = g_subprocess_newv ((const char *const *)argv->pdata,
                                     G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error);
  g_assert_no_error (error);
  self->answers = g_data_input_stream_new (g_subprocess_get_stdout_pipe (self->process));
  return self;
}

static gpointer
copy_string (gconstpointer text, gpointer user_data)
{
  return g_strdup (text);
}

/* In a chroot the root is no mount point, and its propagation cannot be changed. */
static gboolean
may_change_propagation (GPtrArray *unshare)
{
  g_autoptr (GPtrArray) argv = g_ptr_array_copy (unshare, copy_string, NULL);
  g_autoptr (GSubprocess) process = NULL;

  g_ptr_array_add (argv, g_strdup ("--mount"));
  g_ptr_array_add (argv, g_strdup ("true"));
  g_ptr_array_add (argv, NULL);
  process = g_subprocess_newv ((const char *const *)argv->pdata, G_SUBPROCESS_FLAGS_STDERR_SILENCE, NULL);
  return process && g_subprocess_wait_check (process, NULL, NULL);
}

GPtrArray *
peer_namespaces (const char *const *flags)
{
  GPtrArray *argv = g_ptr_array_new_with_free_func (g_free);

  g_ptr_array_add (argv, g_strdup ("unshare"));
  /* Without root's rights, those over a user namespace in which we stay who we are. */
  if (geteuid () != 0)
    for (const char *const *f = (const char *const[]){ "--user", "--map-current-user", "--keep-caps", NULL };
         *f; f++)
      g_ptr_array_add (argv, g_strdup (*f));
  if (!may_change_propagation (argv))
    {
      g_ptr_array_add (argv, g_strdup ("--propagation"));
      g_ptr_array_add (argv, g_strdup ("unchanged"));
    }
  for (const char *const *f = flags; *f; f++)
    g_ptr_array_add (argv, g_strdup (*f));
  return argv;
}

Peer *
peer_new (const char *home, PeerKind kind)
{
  static const char *const flags[] = {
    "--pid", "--ipc", "--fork", "--mount-proc", "--kill-child=KILL", NULL
  };
  g_autoptr (GPtrArray) argv = NULL;
  Peer *self;

  if (kind == PEER_OWN_NAMESPACES)
    argv = peer_namespaces (flags);
  else
    argv = g_ptr_array_new_with_free_func (g_free);
  self = start (argv, home);
  self->kind = kind;
  return self;
}

Peer *
peer_new_behind (const char *const *before, const char *home)
{
  g_autoptr (GPtrArray) argv = g_ptr_array_new_with_free_func (g_free);

  for (const char *const *b = before; *b; b++)
    g_ptr_array_add (argv, g_strdup (*b));
  return start (argv, home);
}

void
peer_free (Peer *self)
{
  g_subprocess_force_exit (self->process);
  g_clear_object (&self->answers);
  g_clear_object (&self->process);
  g_free (self);
}

char *
peer_read (Peer *self)
{
  g_autoptr (GError) error = NULL;
  char *line = g_data_input_stream_read_line_utf8 (self->answers, NULL, NULL, &error);

  g_assert_no_error (error);
  g_assert_nonnull (line);
  return line;
}

char *
peer_ask (Peer *self, const char *command)
{
  g_autofree char *line = g_strconcat (command, "\n", NULL);
  g_autoptr (GError) error = NULL;

  g_output_stream_write_all (g_subprocess_get_stdin_pipe (self->process), line, strlen (line), NULL, NULL,
                             &error);
  g_assert_no_error (error);
  return peer_read (self);
}

void
peer_expect (Peer *self, const char *command, const char *answer)
{
  g_autofree char *given = command ? peer_ask (self, command) : peer_read (self);

  g_assert_cmpstr (given, ==, answer);
}

/* The first process of a PID namespace is the only child of unshare; 0 where there is none. */
static pid_t
find_child (const char *pid)
{
  g_autofree char *path = g_strdup_printf ("/proc/%s/task/%s/children", pid, pid);
  g_autofree char *text = NULL;

  return g_file_get_contents (path, &text, NULL, NULL) ? (pid_t)g_ascii_strtoll (text, NULL, 10) : 0;
}

/* A namespace's first process has not ended before every other one of it has: so what is told of the
 * server afterwards is told of one that is gone, not of one that still dies. */
void
peer_kill (Peer *self)
{
  pid_t first =
      self->kind == PEER_OWN_NAMESPACES ? find_child (g_subprocess_get_identifier (self->process)) : 0;

  if (first > 0)
    g_assert_no_errno (kill (first, SIGKILL));
  else
    g_subprocess_send_signal (self->process, SIGKILL);
  g_subprocess_wait (self->process, NULL, NULL);
}

void
peer_quit (Peer *self)
{
  g_autoptr (GError) error = NULL;

  g_output_stream_close (g_subprocess_get_stdin_pipe (self->process), NULL, &error);
  g_assert_no_error (error);
  g_subprocess_wait (self->process, NULL, &error);
  g_assert_no_error (error);
}
