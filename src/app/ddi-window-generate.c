/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/ddi-window-private.h"

#include <glib/gi18n-lib.h>

#include "app/ddi-notice.h"

static void
ended_cb (DdiGenerateRun *run, const char *what, const GError *error, DdiWindow *self)
{
  const char *text = error ? error->message : what;

  if (text == NULL || *text == '\0')
    return;
  ddi_window_add_toast (self, text);
  ddi_notice_post (GTK_WINDOW (self), error ? _ ("Nothing was forecast") : _ ("The forecast is ready"), text);
}

void
ddi_window_tell_generated (DdiWindow *self, DdiSession *session)
{
  g_signal_connect_object (ddi_session_get_generate_run (session), "ended", G_CALLBACK (ended_cb), self, 0);
}
