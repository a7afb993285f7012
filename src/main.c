/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib-unix.h>

#include "app/ddi-application.h"
#include "core/ddi-locale.h"
#include "journal/ddi-journal.h"
#include "pages/ddi-pages.h"

/* An ordered end, so that the embedded server is stopped; a second signal ends us at once. */
static gboolean
quit_cb (gpointer application)
{
  g_application_quit (application);
  return G_SOURCE_REMOVE;
}

int
main (int argc, char **argv)
{
  g_autoptr (DdiApplication) application = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *state = ddi_journal_dup_directory ();
  int status;

  ddi_locale_init ();
  if (!ddi_journal_begin (state, &error))
    g_message ("nothing is noted of this session: %s", error->message);
  application = ddi_application_new (ddi_pages, ddi_commands);
  g_unix_signal_add (SIGINT, quit_cb, application);
  g_unix_signal_add (SIGTERM, quit_cb, application);
  g_unix_signal_add (SIGHUP, quit_cb, application);
  status = g_application_run (G_APPLICATION (application), argc, argv);
  ddi_journal_end ();
  return status;
}
