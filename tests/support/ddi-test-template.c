/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/ddi-test-template.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <sys/file.h>
#include <unistd.h>

#include "support/ddi-test-directory.h"

/* Several test programs may want the same template at once: the first makes it, the others wait. */
static int
lock_cache (const char *cache, const char *name)
{
  g_autofree char *file = g_strconcat (name, ".lock", NULL);
  g_autofree char *path = g_build_filename (cache, file, NULL);
  int fd;

  g_assert_no_errno (g_mkdir_with_parents (cache, 0755));
  fd = open (path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  g_assert_cmpint (fd, >=, 0);
  g_assert_no_errno (flock (fd, LOCK_EX));
  return fd;
}

/* A server's account may not reach the build directory, so it is made where it can, then copied. */
static void
make_template (const char *path, DdiTestTemplateFunc make)
{
  g_autofree char *scratch = ddi_test_directory_new_path ("template");
  g_autofree char *partial = g_strconcat (path, ".partial", NULL);

  make (scratch);
  ddi_test_run ("rm", "-rf", partial, NULL);
  ddi_test_run ("cp", "-a", scratch, partial, NULL);
  g_assert_no_errno (g_rename (partial, path));
  ddi_test_run ("rm", "-rf", scratch, NULL);
}

char *
ddi_test_template_copy (const char *name, const char *key, DdiTestTemplateFunc make)
{
  const char *given = g_getenv ("DDI_TEST_CACHE");
  g_autofree char *cache =
      given ? g_strdup (given) : g_build_filename (ddi_test_directory_get (), "cache", NULL);
  g_autofree char *file = g_strdup_printf ("%s-%.16s", name, key);
  g_autofree char *template = g_build_filename (cache, file, NULL);
  char *copy = ddi_test_directory_new_path ("home");
  int lock = lock_cache (cache, name);

  if (!g_file_test (template, G_FILE_TEST_EXISTS))
    make_template (template, make);
  close (lock);
  ddi_test_run ("cp", "-a", template, copy, NULL);
  return copy;
}
