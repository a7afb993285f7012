/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/ddi-about.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

#include "ddi-config.h"
#include "journal/ddi-journal.h"

void
ddi_about_show (GtkWindow *parent)
{
  g_autofree char *details = ddi_journal_dup_details ();

  adw_show_about_window (parent, "application-name", _ ("Dunkin Demand Intelligence"), "application-icon",
                         DDI_APP_ID, "version", DDI_VERSION, "developer-name",
                         _ ("The Dunkin Demand Intelligence contributors"), "license-type",
                         GTK_LICENSE_GPL_3_0, "comments",
                         _ ("What to make tomorrow, what was thrown away, and why.\n\nNot affiliated with, "
                            "endorsed by or connected to any "
                            "brand of donuts or coffee."),
                         /* Translators: your names, one a line. */
                         "translator-credits", _ ("translator-credits"), "debug-info", details,
                         "debug-info-filename", "dunkin-demand-details.txt", NULL);
}
