/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/ddi-shown-path.h"

#include <gio/gio.h>
#include <glib/gstdio.h>

static void
expect (const char *path, const char *expected)
{
  g_autofree char *shown = ddi_shown_path (path);

  g_assert_cmpstr (shown, ==, expected);
}

static void
test_paths (void)
{
  const char *runtime = g_get_user_runtime_dir ();
  g_autofree char *folder = g_build_filename (runtime, "doc", "1f2e", "Backups", NULL);
  g_autofree char *below = g_build_filename (folder, "week", "b.dump", NULL);
  g_autofree char *portal = g_build_filename (runtime, "doc", "1f2e", NULL);
  g_autofree char *beside = g_build_filename (runtime, "docs", "1f2e", "x", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (folder);

  expect ("/media/stick/backups", "/media/stick/backups");
  expect ("/media/\377", "/media/\357\277\275");
  expect (beside, beside);
  expect (portal, portal);
  /* Not there any more, a stick that was pulled: its name is what is left. */
  expect (folder, "Backups");
  expect (below, "Backups/week/b.dump");

  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  expect (folder, "Backups");
  /* Where the file system of the test knows attributes, as the portal's does. */
  if (g_file_set_attribute_string (file, "xattr::document-portal.host-path", "/media/stick/Backups",
                                   G_FILE_QUERY_INFO_NONE, NULL, NULL))
    expect (folder, "/media/stick/Backups");
  g_rmdir (folder);
  g_rmdir (portal);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/core/shown-path/paths", test_paths);
  return g_test_run ();
}
