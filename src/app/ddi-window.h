/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "app/ddi-page.h"

G_BEGIN_DECLS

/* The main window: sidebar, header filter, pages, toasts. */
#define DDI_TYPE_WINDOW (ddi_window_get_type ())
G_DECLARE_FINAL_TYPE (DdiWindow, ddi_window, DDI, WINDOW, AdwApplicationWindow)

/* A row of the sidebar; a table of them ends with a NULL id. */
typedef struct
{
  const char *id;
  const char *title; /* marked with N_() */
  const char *icon_name;
  GType (*get_type) (void); /* a DdiPage */
  gboolean administrators;  /* nobody else sees it */
} DdiPageInfo;

/* An action "win.NAME" that a layer above the window answers, such as the import dialog. A table of
 * them ends with a NULL name. @parameter is NULL or a string. */
typedef struct
{
  const char *name;
  const GVariantType *parameter_type;
  void (*activate) (DdiWindow *window, GVariant *parameter);
  /* Optional: files were dropped on the window. (element-type GFile) */
  void (*drop) (DdiWindow *window, GListModel *files);
  gboolean accounts; /* only for whom a password lets in */
} DdiCommandInfo;

DdiWindow *ddi_window_new (GtkApplication *application, const DdiPageInfo *pages,
                           const DdiCommandInfo *commands);

/* NULL before a home is open. (transfer none) */
DdiSession *ddi_window_get_session (DdiWindow *self);
void ddi_window_set_session (DdiWindow *self, DdiSession *session);

/* Shows a page of the sidebar; @place may be NULL, see DdiPageClass.go_to. FALSE where there is none
 * of this id. As an action: win.open-page('forecasts') or win.open-page('forecasts#day=2026-11-25'). */
gboolean ddi_window_open_page (DdiWindow *self, const char *id, const char *place);
/* (transfer none) (nullable) */
DdiPage *ddi_window_get_page (DdiWindow *self);

void ddi_window_add_toast (DdiWindow *self, const char *title);

/* Undoes what the toast speaks of, by its button or Ctrl+Z. Called at most once. */
typedef void (*DdiUndoFunc) (DdiWindow *window, gpointer user_data);
/* @destroy frees @user_data when it can no longer be undone, or after it was. */
void ddi_window_add_undo_toast (DdiWindow *self, const char *title, DdiUndoFunc undo, gpointer user_data,
                                GDestroyNotify destroy);
/* The same without a toast, for what is typed all the time: Ctrl+Z undoes it. */
void ddi_window_add_undo (DdiWindow *self, DdiUndoFunc undo, gpointer user_data, GDestroyNotify destroy);
/* What most of them come to: enters @unit (transfer full), then says what has changed, that it waits, or why not.
 * @what: the title names what is taken back. */
void ddi_window_run_undo (DdiWindow *self, const DdiOutboxNote *what, DdiUnit *unit);
/* Ends ddi_session_enter_async() where nothing is to be undone: what was sent has changed @touched (DdiData), and a
 * toast says of the rest that it waits. @self may be NULL: the window is gone. */
void ddi_window_tell_entered (DdiWindow *self, DdiSession *session, DdiOutboxOutcome outcome, guint touched);

/* The window that @widget sits in. (transfer none) */
DdiWindow *ddi_window_of (GtkWidget *widget);

G_END_DECLS
