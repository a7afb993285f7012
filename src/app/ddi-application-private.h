/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/ddi-application.h"
#include "app/ddi-backup-watch.h"
#include "app/ddi-details.h"
#include "app/ddi-preferences.h"

G_BEGIN_DECLS

struct _DdiApplication
{
  AdwApplication parent_instance;

  const DdiPageInfo *pages;
  const DdiCommandInfo *commands;
  GSettings *settings; /* NULL where the schema is not installed */

  gboolean demo;
  char *data_dir;
  char *connection;
  char *screenshots;
  char *screenshot_style;
  int status;

  DdiWindow *window;
  DdiSession *session;
  DdiSessionMark *mark; /* NULL without a session */
  GCancellable *opening;
  DdiHomeKind kind;        /* what is open, or was tried last */
  DdiBackupWatch *backups; /* of a home of one's own; else NULL */
};

/* Says so on the standard error and ends. */
void ddi_application_fail (DdiApplication *self, const char *message);
/* What was asked for on the command line is for this run only: nothing of it is remembered. */
gboolean ddi_application_remembers (DdiApplication *self);

/* Opens what the command line and the preferences say of a home of this kind; the window tells how far it is, and why
 * it does not open. */
void ddi_application_open_home (DdiApplication *self, DdiHomeKind kind);
void ddi_application_cancel_opening (DdiApplication *self);
/* What opens, leaves, moves and restores the data. */
void ddi_application_add_home_actions (DdiApplication *self);

G_END_DECLS
