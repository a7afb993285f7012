/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/ddi-program.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "ddi-config.h"

#define HEAD "dunkin-demand/"
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
  return g_strdup_printf (HEAD "%s (%s)", DDI_VERSION, own);
}

char *
ddi_program_describe (const char *name)
{
  const char *version, *kind, *rest;
  g_autofree char *number = NULL, *own = NULL;

  if (name == NULL || *name == '\0')
    return g_strdup ("–");
  version = g_str_has_prefix (name, HEAD) ? name + strlen (HEAD) : NULL;
  kind = version ? strstr (version, " (") : NULL;
  rest = kind ? strchr (kind, ')') : NULL;
  if (rest == NULL)
    return g_strdup (name);
  number = g_strndup (version, (gsize)(kind - version));
  rest++;
  /* Translators: %s is the program's version. */
  if (g_str_has_prefix (kind, " (window)"))
    own = g_strdup_printf (_ ("Window, version %s"), number);
  else if (g_str_has_prefix (kind, " (cli)"))
    own = g_strdup_printf (_ ("Command line, version %s"), number);
  return own ? g_strconcat (own, rest, NULL) : g_strdup (name);
}
