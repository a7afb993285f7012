/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/ddi-window.h"
#include "pages/entry/ddi-entry-grid.h"
#include "tasks/ddi-day-entry.h"

G_BEGIN_DECLS

/* One save of some lines of a day: to do it, and to undo it. */
typedef struct
{
  GPtrArray *lines; /* (element-type DdiEntryLine) */
  GArray *figures;  /* (element-type DdiEntryFigures) of each line, as they shall be */
} DdiEntryChange;

DdiEntryChange *ddi_entry_change_new (void);
void ddi_entry_change_free (DdiEntryChange *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DdiEntryChange, ddi_entry_change_free)

/* Copies @figures. */
void ddi_entry_change_add (DdiEntryChange *self, DdiEntryLine *line, const DdiEntryFigures *figures);
/* What stands in @grid and is not saved; with @proposed also what was ordered and nobody has confirmed. @n_wrong lines
 * cannot be read. (transfer full) */
DdiEntryChange *ddi_entry_change_gather (DdiEntryGrid *grid, gboolean proposed, guint *n_wrong);
/* Has @grid know that the @changed lines are saved, and with @refresh show them anew. A line may be another row's by
 * now, or of a day that is no longer in view. */
void ddi_entry_lines_settle (GPtrArray *changed, DdiEntryGrid *grid, gboolean refresh);
/* Saves all lines in one unit, exactly once; where the server is away it waits. Ends in
 * ddi_session_enter_finish(). */
void ddi_entry_change_save_async (DdiEntryChange *self, DdiSession *session, GAsyncReadyCallback callback,
                                  gpointer user_data);
/* @results are that unit's, NULL where it waits to be sent. Returns what brings back the figures of before. */
DdiEntryChange *ddi_entry_change_take (DdiEntryChange *self, GPtrArray *results);

/* What a change of a day's figures touches: DdiData. */
#define DDI_ENTRY_TOUCHED                                                                                    \
  (DDI_DATA_PRODUCTION | DDI_DATA_WASTE | DDI_DATA_SALES | DDI_DATA_DAYS | DDI_DATA_FORECASTS)

/* Ctrl+Z in @window saves @back (transfer full), then calls @undone, where it is not NULL, with @owner while that
 * is alive. */
void ddi_entry_undo_add (DdiWindow *window, DdiEntryChange *back, GObject *owner,
                         void (*undone) (gpointer owner, GPtrArray *lines));

G_END_DECLS
