/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cluster/ddi-server.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <poll.h>
#include <signal.h>
#include <sys/pidfd.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "cluster/ddi-cluster-lock.h"
#include "cluster/ddi-cluster.h"
#include "cluster/ddi-server-ask.h"
#include "cluster/ddi-server-error.h"
#include "cluster/ddi-server-pid.h"
#include "cluster/ddi-server-settings.h"

/* The descriptor under which initdb and the server inherit server.lock. */
#define INHERITED_FD 3
/* A longer log becomes server.log.1 at the next start. */
#define LONGEST_LOG (1 << 20)
/* How long a shutdown may take: it writes a checkpoint. */
#define SHUTDOWN_SECONDS 120
/* How long a server may think about whether it has TLS. */
#define ANSWER_SECONDS 2
/* How long a server may be seen by its lock and not by its process. */
#define SIGHT_SECONDS 2
/* First version whose initdb knows the built-in locale provider. */
#define BUILTIN_LOCALE_SINCE 17

/* The caller's environment without what would change a server: PG*, LC_*, TZ. */
static GStrv
make_environment (void)
{
  GStrv environment = g_get_environ ();
  g_auto (GStrv) names = g_listenv ();

  for (char **name = names; *name; name++)
    if (g_str_has_prefix (*name, "PG") || g_str_has_prefix (*name, "LC_") || g_str_equal (*name, "TZ") ||
        g_str_equal (*name, "LANG") || g_str_equal (*name, "LANGUAGE"))
      environment = g_environ_unsetenv (environment, *name);
  return g_environ_setenv (environment, "LC_ALL", "C.UTF-8", TRUE);
}

/* Removes a folder tree without following links: an explicit stack, as depth is not ours to trust. */
void
ddi_server_remove_tree (const char *path)
{
  g_autoptr (GPtrArray) stack = g_ptr_array_new_with_free_func (g_free);

  g_ptr_array_add (stack, g_strdup (path));
  while (stack->len > 0)
    {
      g_autofree char *top = g_strdup (stack->pdata[stack->len - 1]);
      g_autoptr (GDir) dir = g_dir_open (top, 0, NULL);
      const char *name = NULL;
      guint before = stack->len;

      while (dir && (name = g_dir_read_name (dir)) != NULL)
        {
          g_autofree char *child = g_build_filename (top, name, NULL);

          if (g_unlink (child) != 0 && errno == EISDIR)
            g_ptr_array_add (stack, g_steal_pointer (&child));
        }
      if (stack->len == before)
        {
          g_rmdir (top);
          g_ptr_array_set_size (stack, (int)stack->len - 1);
        }
    }
}

static gboolean
run_initdb (DdiClusterLayout *layout, DdiServerBinaries *binaries, int lock_fd, GCancellable *cancellable,
            GError **error)
{
  g_autoptr (GSubprocessLauncher) launcher = NULL;
  g_autoptr (GSubprocess) process = NULL;
  g_auto (GStrv) environment = make_environment ();
  g_autofree char *program = g_build_filename (binaries->directory, "initdb", NULL);
  g_autofree char *out = NULL;
  gboolean builtin = binaries->major >= BUILTIN_LOCALE_SINCE;
  const char *argv[] = { program,
                         "--pgdata",
                         layout->new_data,
                         "--username=postgres",
                         "--data-checksums",
                         "--encoding=UTF8",
                         "--locale=C.UTF-8",
                         "--auth-local=peer",
                         "--auth-host=reject",
                         "--no-instructions",
                         builtin ? "--locale-provider=builtin" : NULL,
                         builtin ? "--builtin-locale=C.UTF-8" : NULL,
                         NULL };

  launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_MERGE);
  g_subprocess_launcher_set_environ (launcher, environment);
  g_subprocess_launcher_set_cwd (launcher, "/");
  g_subprocess_launcher_set_child_setup (launcher, ddi_server_account_child_setup, layout->account, NULL);
  g_subprocess_launcher_take_fd (launcher, fcntl (lock_fd, F_DUPFD_CLOEXEC, INHERITED_FD), INHERITED_FD);
  process = g_subprocess_launcher_spawnv (launcher, argv, error);
  if (process == NULL)
    return FALSE;
  if (!g_subprocess_communicate_utf8 (process, NULL, cancellable, &out, NULL, error))
    {
      g_subprocess_force_exit (process);
      g_subprocess_wait (process, NULL, NULL);
      return FALSE;
    }
  if (!g_subprocess_get_successful (process))
    return ddi_server_error_from_words (error, layout->home, _ ("The database could not be made"),
                                        out ? out : "");
  return TRUE;
}

/* So that the rename is on the disk before the first row is. */
static void
sync_directory (const char *path)
{
  int fd = open (path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

  if (fd < 0)
    return;
  fsync (fd);
  close (fd);
}

gboolean
ddi_server_initialise (DdiClusterLayout *layout, DdiServerBinaries *binaries, int lock_fd,
                       GCancellable *cancellable, GError **error)
{
  /* Left by an initdb that was killed. */
  ddi_server_remove_tree (layout->new_data);

  if (!ddi_server_account_reaches (layout->account, layout->new_data, error))
    return FALSE;
  if (g_mkdir (layout->new_data, 0700) != 0)
    return ddi_server_error_from_errno (error, errno, layout->new_data);
  if (!ddi_server_account_own (layout->account, layout->new_data, error) ||
      !run_initdb (layout, binaries, lock_fd, cancellable, error) ||
      !ddi_server_settings_include (layout->new_data, error) ||
      !ddi_server_settings_write (layout, layout->new_data, error))
    {
      ddi_server_remove_tree (layout->new_data);
      return FALSE;
    }
  if (g_rename (layout->new_data, layout->data) != 0)
    return ddi_server_error_from_errno (error, errno, layout->data);
  sync_directory (layout->home);
  return TRUE;
}

/* Asks whether TLS is to be had, the smallest question of the protocol: the first process must accept
 * and fork to answer it with one letter. A connection alone proves nothing, since the kernel still
 * queues one on the socket of a process that is just being killed. */
static gboolean
answers (int fd)
{
  static const guint8 question[] = { 0, 0, 0, 8, 4, 210, 22, 47 }; /* its length, code 1234.5679 */
  char letter;

  return send (fd, question, sizeof question, MSG_NOSIGNAL) == sizeof question &&
         recv (fd, &letter, 1, 0) == 1;
}

gboolean
ddi_server_is_accepting (DdiClusterLayout *layout)
{
  struct sockaddr_un address = { .sun_family = AF_UNIX };
  const struct timeval patience = { .tv_sec = ANSWER_SECONDS };
  DdiServerPid found;
  g_autofree char *path = NULL;
  gboolean accepting = FALSE;
  int directory, fd;

  if (!ddi_server_pid_read (layout, &found) || !found.ready)
    return FALSE;

  /* Through the descriptor of its folder, as the folder's name may be too long for a socket. */
  directory = open (layout->run, O_PATH | O_DIRECTORY | O_CLOEXEC);
  fd = socket (AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (directory >= 0 && fd >= 0)
    {
      path = g_strdup_printf ("/proc/self/fd/%d/.s.PGSQL.5432", directory);
      g_strlcpy (address.sun_path, path, sizeof address.sun_path);
      setsockopt (fd, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
      setsockopt (fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
      accepting = connect (fd, (struct sockaddr *)&address, sizeof address) == 0 && answers (fd);
    }
  if (fd >= 0)
    close (fd);
  if (directory >= 0)
    close (directory);
  return accepting;
}

static int
open_log (DdiClusterLayout *layout, goffset *start, GError **error)
{
  struct stat info;
  int fd;

  if (stat (layout->log, &info) == 0 && info.st_size > LONGEST_LOG)
    {
      g_autofree char *older = g_strconcat (layout->log, ".1", NULL);

      g_rename (layout->log, older);
    }
  fd = open (layout->log, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  if (fd < 0 || fstat (fd, &info) != 0 || !ddi_server_account_own (layout->account, layout->log, error))
    {
      if (error == NULL || *error == NULL)
        ddi_server_error_from_errno (error, errno, layout->log);
      if (fd >= 0)
        close (fd);
      return -1;
    }
  *start = info.st_size;
  return fd;
}

/* What the log has said since @start. */
static char *
read_log (DdiClusterLayout *layout, goffset start)
{
  g_autofree char *text = NULL;
  gsize length = 0;

  if (!g_file_get_contents (layout->log, &text, &length, NULL) || (goffset)length <= start)
    return g_strdup ("");
  return g_utf8_make_valid (text + start, (gssize)(length - (gsize)start));
}

/* Twice forked by GLib, so that it is nobody's zombie and stays when we go. */
static gboolean
spawn_server (DdiClusterLayout *layout, DdiServerBinaries *binaries, int lock_fd, int log_fd, GError **error)
{
  g_auto (GStrv) environment = make_environment ();
  g_autofree char *program = g_build_filename (binaries->directory, "postgres", NULL);
  /* run/ beside data/ is named from there: so its length does not count against the socket's name. */
  const char *argv[] = { program,
                         "-D",
                         layout->data,
                         "-p",
                         "5432",
                         "-c",
                         "listen_addresses=",
                         "-c",
                         "unix_socket_directories=../run",
                         "-c",
                         "unix_socket_permissions=0700",
                         NULL };
  int nothing = open ("/dev/null", O_RDWR | O_CLOEXEC);
  int target = INHERITED_FD;
  g_autoptr (GError) local = NULL;
  gboolean good;

  good = g_spawn_async_with_pipes_and_fds ("/", argv, (const char *const *)environment, G_SPAWN_DEFAULT,
                                           ddi_server_account_child_setup, layout->account, nothing, log_fd,
                                           log_fd, &lock_fd, &target, 1, NULL, NULL, NULL, NULL, &local);
  if (nothing >= 0)
    close (nothing);
  if (!good)
    g_set_error (error, DDI_CLUSTER_ERROR, DDI_CLUSTER_ERROR_START, "%s: %s", program, local->message);
  return good;
}

/* Crash recovery may take minutes: as long as the process lives, wait. */
static gboolean
wait_until_ready (DdiClusterLayout *layout, goffset log_start, GCancellable *cancellable, GError **error)
{
  while (!ddi_server_is_accepting (layout))
    {
      if (!ddi_cluster_lock_is_held (layout->server_lock))
        {
          g_autofree char *words = read_log (layout, log_start);

          return ddi_server_error_from_words (error, layout->home, _ ("The database server did not start"),
                                              words);
        }
      if (!ddi_cluster_pause (10, cancellable, error))
        return FALSE;
    }
  return TRUE;
}

gboolean
ddi_server_start (DdiClusterLayout *layout, DdiServerBinaries *binaries, int lock_fd,
                  GCancellable *cancellable, GError **error)
{
  goffset log_start = 0;
  gboolean spawned = FALSE;
  int log_fd = -1;

  ddi_server_pid_remove_stale (layout);
  if (ddi_server_account_reaches (layout->account, layout->data, error) &&
      ddi_server_settings_write (layout, layout->data, error) &&
      (log_fd = open_log (layout, &log_start, error)) >= 0)
    spawned = spawn_server (layout, binaries, lock_fd, log_fd, error);
  if (log_fd >= 0)
    close (log_fd);
  close (lock_fd);
  return spawned && wait_until_ready (layout, log_start, cancellable, error);
}

/* A pidfd of the server, or -1 once none is left. -1 with an error where one is, but out of sight: not
 * at once, since a server that is just dying is for a moment seen by its socket only. */
static int
find_server (DdiClusterLayout *layout, GError **error)
{
  gint64 end = g_get_monotonic_time () + SIGHT_SECONDS * G_TIME_SPAN_SECOND;
  int fd;

  while ((fd = ddi_server_pid_open (layout)) < 0 && ddi_cluster_lock_is_held (layout->server_lock))
    {
      if (g_get_monotonic_time () > end && ddi_server_is_accepting (layout))
        {
          g_set_error (
              error, DDI_CLUSTER_ERROR, DDI_CLUSTER_ERROR_STOP,
              _ ("The database server of %s was started in another sandbox and goes on there; it ends "
                 "with it"),
              layout->home);
          return -1;
        }
      if (g_get_monotonic_time () > end)
        return -1;
      g_usleep (5000);
    }
  return fd;
}

/* A sandbox lasts as long as any process in it, and so may its server, long after the program that has started it. */
static gboolean
end_out_of_sight (DdiClusterLayout *layout, GError **error)
{
  g_auto (GStrv) environment = make_environment ();
  gint64 end = g_get_monotonic_time () + SIGHT_SECONDS * G_TIME_SPAN_SECOND;

  if (ddi_server_ask_to_end (layout, (const char *const *)environment, error))
    return TRUE;
  /* It may have ended the very session that asked. */
  while (ddi_server_is_accepting (layout) && g_get_monotonic_time () < end)
    g_usleep (5000);
  if (ddi_server_is_accepting (layout))
    return FALSE;
  g_clear_error (error);
  return TRUE;
}

/* SIGINT is PostgreSQL's fast shutdown: open transactions are rolled back. */
static void
interrupt (int fd)
{
  struct pollfd waiting = { .fd = fd, .events = POLLIN };

  pidfd_send_signal (fd, SIGINT, NULL, 0);
  while (poll (&waiting, 1, SHUTDOWN_SECONDS * 1000) < 0 && errno == EINTR)
    continue;
}

gboolean
ddi_server_stop (DdiClusterLayout *layout, GError **error)
{
  gint64 end = g_get_monotonic_time () + SHUTDOWN_SECONDS * G_TIME_SPAN_SECOND;
  g_autoptr (GError) local = NULL;
  int fd = find_server (layout, &local);

  if (local)
    {
      g_autoptr (GError) refusal = NULL;

      if (!end_out_of_sight (layout, &refusal))
        {
          g_debug ("%s", refusal->message);
          g_propagate_error (error, g_steal_pointer (&local));
          return FALSE;
        }
    }
  if (fd >= 0)
    {
      interrupt (fd);
      close (fd);
    }
  while (ddi_cluster_lock_is_held (layout->server_lock) && g_get_monotonic_time () < end)
    g_usleep (5000);
  if (!ddi_cluster_lock_is_held (layout->server_lock))
    return TRUE;
  g_set_error (error, DDI_CLUSTER_ERROR, DDI_CLUSTER_ERROR_STOP,
               _ ("The database server of %s has not ended after %d seconds; its log is %s"), layout->home,
               SHUTDOWN_SECONDS, layout->log);
  return FALSE;
}
