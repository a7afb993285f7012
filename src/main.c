/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n.h>
#include <locale.h>

#include "app/ddi-application.h"
#include "ddi-config.h"
#include "pages/ddi-pages.h"

int
main (int argc, char **argv)
{
  g_autoptr (DdiApplication) application = NULL;

  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, DDI_LOCALEDIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);

  application = ddi_application_new (ddi_pages, ddi_commands);
  return g_application_run (G_APPLICATION (application), argc, argv);
}
