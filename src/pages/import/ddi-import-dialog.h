/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/ddi-window.h"
#include "tasks/ddi-import.h"

G_BEGIN_DECLS

/* Brings files into the database: choose or drop them, see which shop and which products they mean
 * and what they would change, then import all that is sound.
 *
 * Signal: "imported" (GArray *batches of gint, gint64 rows added, gint64 rows changed). */
#define DDI_TYPE_IMPORT_DIALOG (ddi_import_dialog_get_type ())
G_DECLARE_FINAL_TYPE (DdiImportDialog, ddi_import_dialog, DDI, IMPORT_DIALOG, AdwWindow)

DdiImportDialog *ddi_import_dialog_new (GtkWindow *parent, DdiSession *session);
/* Reads these files at once, in place of those it has. (element-type GFile) */
void ddi_import_dialog_open (DdiImportDialog *self, GListModel *files);

/* The dialog over @window; @files may be NULL. When it has imported, the window gets a toast with Undo
 * and the pages are told. */
DdiImportDialog *ddi_import_dialog_present (DdiWindow *window, GListModel *files);

/* "win.import" and files dropped on the window; for ddi_commands. */
void ddi_import_command_activate (DdiWindow *window, GVariant *parameter);
void ddi_import_command_drop (DdiWindow *window, GListModel *files);

G_END_DECLS
