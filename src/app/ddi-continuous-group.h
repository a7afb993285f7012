/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "tasks/ddi-backup.h"

G_BEGIN_DECLS

/* The continuous backup of an embedded home: its switch, what it takes, the way back to a moment and what was there
 * before. On a server it is not visible. After going back it activates the action "app.reopen". */
#define DDI_TYPE_CONTINUOUS_GROUP (ddi_continuous_group_get_type ())
G_DECLARE_FINAL_TYPE (DdiContinuousGroup, ddi_continuous_group, DDI, CONTINUOUS_GROUP, AdwBin)

/* Of which database (copied); NULL: none. Reads how it stands. */
void ddi_continuous_group_set_server (DdiContinuousGroup *self, const DdiBackupServer *server);
gboolean ddi_continuous_group_is_busy (DdiContinuousGroup *self);

G_END_DECLS
