/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/ddi-locale.h"

#include <libintl.h>
#include <locale.h>

#include "ddi-config.h"

void
ddi_locale_init (void)
{
  const char *uninstalled = g_getenv ("DDI_LOCALEDIR");

  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, uninstalled ? uninstalled : DDI_LOCALEDIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  /* GtkBuilder asks the default domain. */
  textdomain (GETTEXT_PACKAGE);
}
