/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The mark of a session tells one that died from one that lives and one that ended. */
#include "journal/ddi-session-mark.h"

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include "support/ddi-test-directory.h"

static DdiSessionMark *
begin (const char *directory, const char *place, gboolean crash)
{
  g_autoptr (GDateTime) crashed = NULL;
  g_autoptr (GError) error = NULL;
  DdiSessionMark *mark = ddi_session_mark_begin (directory, place, &crashed, &error);

  g_assert_no_error (error);
  g_assert_nonnull (mark);
  g_assert_cmpint (crashed != NULL, ==, crash);
  return mark;
}

static void
test_end (void)
{
  g_autofree char *directory = ddi_test_directory_new_path ("mark");

  ddi_session_mark_end (begin (directory, "own", FALSE));
  ddi_session_mark_end (begin (directory, "own", FALSE));
}

/* It is told once, and only about the same data. */
static void
test_crash (void)
{
  g_autofree char *directory = ddi_test_directory_new_path ("mark");

  ddi_session_mark_abandon (begin (directory, "own", FALSE));
  ddi_session_mark_abandon (begin (directory, "demo", FALSE));
  ddi_session_mark_end (begin (directory, "own", TRUE));
  ddi_session_mark_end (begin (directory, "own", FALSE));
  ddi_session_mark_end (begin (directory, "demo", TRUE));
}

static void
test_two (void)
{
  g_autofree char *directory = ddi_test_directory_new_path ("mark");
  DdiSessionMark *one = begin (directory, "own", FALSE), *other = begin (directory, "own", FALSE);

  ddi_session_mark_end (one);
  ddi_session_mark_abandon (other);
  ddi_session_mark_end (begin (directory, "own", TRUE));
}

/* A program that is killed leaves its mark and no lock. */
static void
test_kill (void)
{
  g_autofree char *directory = ddi_test_directory_new_path ("mark");
  int ready[2], status;
  char byte;
  pid_t child;

  g_assert_cmpint (pipe (ready), ==, 0);
  child = fork ();
  g_assert_cmpint (child, >=, 0);
  if (child == 0)
    {
      g_autoptr (GDateTime) crashed = NULL;

      /* A fork would draw the same names. */
      g_random_set_seed ((guint32)getpid ());
      if (ddi_session_mark_begin (directory, "own", &crashed, NULL) && write (ready[1], "x", 1) == 1)
        for (;;)
          pause ();
      _exit (1);
    }
  g_assert_cmpint (read (ready[0], &byte, 1), ==, 1);
  ddi_session_mark_end (begin (directory, "own", FALSE));
  kill (child, SIGKILL);
  g_assert_cmpint (waitpid (child, &status, 0), ==, child);
  ddi_session_mark_end (begin (directory, "own", TRUE));
  close (ready[0]);
  close (ready[1]);
}

static void
test_refused (void)
{
  g_autofree char *path = ddi_test_directory_new_path ("mark");
  g_autoptr (GDateTime) crashed = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (g_file_set_contents (path, "a file", -1, NULL));
  g_assert_null (ddi_session_mark_begin (path, "own", &crashed, &error));
  g_assert_nonnull (error);
  g_assert_null (crashed);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/session-mark/end", test_end);
  g_test_add_func ("/session-mark/crash", test_crash);
  g_test_add_func ("/session-mark/two", test_two);
  g_test_add_func ("/session-mark/kill", test_kill);
  g_test_add_func ("/session-mark/refused", test_refused);
  return g_test_run ();
}
