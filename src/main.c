/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/ddi-application.h"
#include "core/ddi-locale.h"
#include "pages/ddi-pages.h"

int
main (int argc, char **argv)
{
  g_autoptr (DdiApplication) application = NULL;

  ddi_locale_init ();
  application = ddi_application_new (ddi_pages, ddi_commands);
  return g_application_run (G_APPLICATION (application), argc, argv);
}
