/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/ddi-undo-log.h"

static guint n_freed;

static void
undo (gpointer target, gpointer user_data)
{
  g_string_append (target, user_data);
}

static void
forget (gpointer user_data)
{
  n_freed++;
}

static void
test_order (void)
{
  g_autoptr (GString) done = g_string_new (NULL);
  g_autoptr (DdiUndoLog) log = ddi_undo_log_new (done, 10);
  guint b;

  n_freed = 0;
  ddi_undo_log_add (log, undo, (gpointer) "a", forget);
  b = ddi_undo_log_add (log, undo, (gpointer) "b", forget);
  ddi_undo_log_add (log, undo, (gpointer) "c", forget);

  g_assert_true (ddi_undo_log_undo (log, b));
  g_assert_false (ddi_undo_log_undo (log, b));
  g_assert_true (ddi_undo_log_undo (log, 0));
  g_assert_true (ddi_undo_log_undo (log, 0));
  g_assert_false (ddi_undo_log_undo (log, 0));
  g_assert_cmpstr (done->str, ==, "bca");
  g_assert_cmpuint (n_freed, ==, 3);
}

static void
test_bound (void)
{
  g_autoptr (GString) done = g_string_new (NULL);
  DdiUndoLog *log = ddi_undo_log_new (done, 2);

  n_freed = 0;
  ddi_undo_log_add (log, undo, (gpointer) "a", forget);
  ddi_undo_log_add (log, undo, (gpointer) "b", forget);
  ddi_undo_log_add (log, undo, (gpointer) "c", forget);
  g_assert_cmpuint (n_freed, ==, 1);
  while (ddi_undo_log_undo (log, 0))
    ;
  g_assert_cmpstr (done->str, ==, "cb");
  ddi_undo_log_add (log, undo, (gpointer) "d", forget);
  ddi_undo_log_free (log);
  g_assert_cmpuint (n_freed, ==, 4);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/undo-log/order", test_order);
  g_test_add_func ("/undo-log/bound", test_bound);
  return g_test_run ();
}
