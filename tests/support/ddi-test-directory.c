/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/ddi-test-directory.h"

#include <gio/gio.h>
#include <glib/gstdio.h>
#include <unistd.h>

/* $0 is the folder. The postmasters are asked for an immediate shutdown: nothing in it is kept. */
static const char guard[] = "cat >/dev/null\n"
                            "for f in \"$0\"/*/data/postmaster.pid; do\n"
                            "  [ -f \"$f\" ] || continue\n"
                            "  read -r pid <\"$f\"\n"
                            "  grep -qsF \"$0\" \"/proc/$pid/cmdline\" || continue\n"
                            "  kill -QUIT \"$pid\"\n"
                            "  while kill -0 \"$pid\"; do sleep 0.1; done\n"
                            "done\n"
                            "chmod -R u+w \"$0\"\n"
                            "rm -rf \"$0\"\n";

/* So that a time-out's signal to the test's group does not end the guard as well. */
static void
leave_group_cb (gpointer data)
{
  setsid ();
}

static char *
make_directory (void)
{
  char *path = g_build_filename (g_get_tmp_dir (), "ddi-test-XXXXXX", NULL);
  const char *argv[] = { "sh", "-c", guard, path, NULL };
  g_autoptr (GError) error = NULL;
  int pipe_end;

  g_assert_nonnull (g_mkdtemp (path));
  g_assert_no_errno (g_chmod (path, 0711));
  /* Our end of the pipe is closed by nobody but the kernel, when we are gone. */
  g_spawn_async_with_pipes ("/", (char **)argv, NULL,
                            G_SPAWN_SEARCH_PATH | G_SPAWN_STDOUT_TO_DEV_NULL | G_SPAWN_STDERR_TO_DEV_NULL,
                            leave_group_cb, NULL, NULL, &pipe_end, NULL, NULL, &error);
  g_assert_no_error (error);
  return path;
}

const char *
ddi_test_directory_get (void)
{
  static gsize once;
  static char *path;

  if (g_once_init_enter (&once))
    {
      path = make_directory ();
      g_once_init_leave (&once, 1);
    }
  return path;
}

char *
ddi_test_directory_new_path (const char *prefix)
{
  static int counter;
  g_autofree char *name = g_strdup_printf ("%s%d", prefix, g_atomic_int_add (&counter, 1));

  return g_build_filename (ddi_test_directory_get (), name, NULL);
}

void
ddi_test_run (const char *program, ...)
{
  g_autoptr (GPtrArray) argv = g_ptr_array_new ();
  g_autoptr (GSubprocess) process = NULL;
  g_autoptr (GError) error = NULL;
  const char *argument = program;
  va_list args;

  va_start (args, program);
  for (; argument; argument = va_arg (args, const char *))
    g_ptr_array_add (argv, (gpointer)argument);
  va_end (args);
  g_ptr_array_add (argv, NULL);

  process = g_subprocess_newv ((const char *const *)argv->pdata, G_SUBPROCESS_FLAGS_STDOUT_SILENCE, &error);
  g_assert_no_error (error);
  g_subprocess_wait_check (process, NULL, &error);
  g_assert_no_error (error);
}
