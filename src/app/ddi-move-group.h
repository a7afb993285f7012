/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "tasks/ddi-home.h"

G_BEGIN_DECLS

/* Moves the data of an embedded home to a server, or those of a server to this computer. Afterwards it activates the
 * action "app.moved" with where they are. */
#define DDI_TYPE_MOVE_GROUP (ddi_move_group_get_type ())
G_DECLARE_FINAL_TYPE (DdiMoveGroup, ddi_move_group, DDI, MOVE_GROUP, AdwBin)

/* @owner: as who the data of a server are read (copied, wiped). */
void ddi_move_group_set_home (DdiMoveGroup *self, DdiHome *home, const char *owner);
gboolean ddi_move_group_is_busy (DdiMoveGroup *self);
/* As the dialog does: to this server, with a password or "". */
void ddi_move_group_move (DdiMoveGroup *self, const char *address, const char *password);

G_END_DECLS
