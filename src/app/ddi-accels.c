/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/ddi-accels.h"

void
ddi_accels_add (GtkApplication *application, const DdiPageInfo *pages)
{
  static const struct
  {
    const char *action;
    const char *const accels[3];
  } accels[] = {
    { "app.quit", { "<Control>q", NULL } },
    { "window.close", { "<Control>w", NULL } },
    { "win.reload", { "F5", "<Control>r", NULL } },
    { "win.import", { "<Control>i", NULL } },
    { "win.jump", { "<Control>k", NULL } },
    { "page.add", { "<Control>n", NULL } },
    { "win.lock", { "<Control>l", NULL } },
    { "page.export", { "<Control>e", NULL } },
    { "page.print", { "<Control>p", NULL } },
    { "page.print-report", { "<Control><Shift>p", NULL } },
    { "win.preferences", { "<Control>comma", NULL } },
    { "app.help", { "F1", NULL } },
    { "app.shortcuts", { "<Control>question", NULL } },
  };
  guint number = 1;

  for (gsize i = 0; i < G_N_ELEMENTS (accels); i++)
    gtk_application_set_accels_for_action (application, accels[i].action, accels[i].accels);
  for (const DdiPageInfo *page = pages; page->id && number <= 9; page++, number++)
    {
      g_autofree char *action = g_strdup_printf ("win.open-page('%s')", page->id);
      g_autofree char *accel = g_strdup_printf ("<Alt>%u", number);

      gtk_application_set_accels_for_action (application, action, (const char *[]){ accel, NULL });
    }
}
