/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/ddi-test-watchdog.h"

static gboolean
quit_cb (gpointer loop)
{
  g_main_loop_quit (loop);
  return G_SOURCE_REMOVE;
}

static gboolean
block_cb (gpointer milliseconds)
{
  g_usleep (GPOINTER_TO_UINT (milliseconds) * 1000);
  return G_SOURCE_REMOVE;
}

/* Runs the loop for half a second in which something blocks it for @milliseconds. */
static gboolean
survives (guint milliseconds)
{
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  DdiTestWatchdog *watchdog = ddi_test_watchdog_start ();

  g_timeout_add (50, block_cb, GUINT_TO_POINTER (milliseconds));
  g_timeout_add (500, quit_cb, loop);
  g_main_loop_run (loop);
  return ddi_test_watchdog_end (watchdog);
}

static void
test_free (void)
{
  g_assert_true (survives (0));
}

static void
test_blocked (void)
{
  g_assert_false (survives (200));
}

/* A loop that never ran is no proof of anything. */
static void
test_never_ran (void)
{
  g_assert_false (ddi_test_watchdog_end (ddi_test_watchdog_start ()));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/watchdog/free", test_free);
  g_test_add_func ("/watchdog/blocked", test_blocked);
  g_test_add_func ("/watchdog/never-ran", test_never_ran);
  return g_test_run ();
}
