/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/ddi-backup-view.h"
#include "app/ddi-busy-row.h"
#include "tasks/ddi-backup-auto.h"

G_BEGIN_DECLS

struct _DdiBackupView
{
  AdwBin parent_instance;

  GtkWidget *warnings;
  GtkWidget *now_button;
  GtkWidget *host_row;
  DdiBusyRow *busy_row;
  GtkWidget *every;
  GtkWidget *second_row;
  GtkWidget *forget_button;
  GtkWidget *choose_button;
  GtkWidget *list;
  GtkWidget *continuous;
  GtkWidget *box;

  DdiBackupServer *server; /* NULL: nothing to show, or gone */
  DdiBackupState *state;   /* NULL until it was read */
  guint generation;        /* of what is read */
  gboolean filling;        /* what changes is not the person's doing */
};

/* Whether it shows a database, in a window. */
gboolean ddi_backup_view_is_alive (DdiBackupView *self);
void ddi_backup_view_tell (DdiBackupView *self, const char *heading, const char *body);
/* What may be pressed now. */
void ddi_backup_view_update (DdiBackupView *self);

/* The work of minutes, one at a time. */
void ddi_backup_view_make (DdiBackupView *self);
/* "backup.make" (s: kind), "backup.make-table", and of a row of the list "backup.verify" (u) and "backup.restore" (u);
 * "backup.restore-file". */
void ddi_backup_view_install_work (GtkWidgetClass *widget_class);

G_END_DECLS
