/* SPDX-License-Identifier: GPL-3.0-or-later */
/* write-seeds DIR: a folder of seeds for each target. */
#include <glib/gstdio.h>

#include "fuzz-targets.h"

int
main (int argc, char **argv)
{
  g_assert (argc == 2);
  for (const FuzzTarget *target = fuzz_targets; target->name; target++)
    {
      g_autoptr (GPtrArray) seeds = target->seeds ();
      g_autofree char *folder = g_build_filename (argv[1], target->name, NULL);

      g_assert (g_mkdir_with_parents (folder, 0755) == 0);
      for (guint i = 0; i < seeds->len; i++)
        {
          g_autofree char *name = g_strdup_printf ("seed-%u", i);
          g_autofree char *path = g_build_filename (folder, name, NULL);
          gsize size;
          const char *data = g_bytes_get_data (seeds->pdata[i], &size);

          g_assert (g_file_set_contents (path, data, (gssize)size, NULL));
        }
    }
  return 0;
}
