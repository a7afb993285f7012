/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/ddi-program.h"

#include "ddi-config.h"

/* Characters of a name that somebody else has given the program. */
#define LONGEST 40

char *
ddi_program_dup_name (void)
{
  const char *path = g_get_prgname ();
  g_autofree char *name = path ? g_path_get_basename (path) : NULL;
  g_autofree char *own = NULL;

  if (name == NULL || g_str_equal (name, "dunkin-demand"))
    own = g_strdup ("window");
  else if (g_str_equal (name, "dunkin-demand-cli"))
    own = g_strdup ("cli");
  else
    own = g_strndup (name, LONGEST);
  g_strcanon (own, G_CSET_A_2_Z G_CSET_a_2_z G_CSET_DIGITS "-_.", '?');
  return g_strdup_printf ("dunkin-demand/%s (%s)", DDI_VERSION, own);
}
