/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "tasks/ddi-home.h"

G_BEGIN_DECLS

/* Where a newer PostgreSQL is installed than the one that has written the data of an embedded home: the offer to move
 * them to it, by the action "app.upgrade". Else it is not to be seen. */
#define DDI_TYPE_VERSION_GROUP (ddi_version_group_get_type ())
G_DECLARE_FINAL_TYPE (DdiVersionGroup, ddi_version_group, DDI, VERSION_GROUP, AdwBin)

void ddi_version_group_set_home (DdiVersionGroup *self, DdiHome *home);

G_END_DECLS
