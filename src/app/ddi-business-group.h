/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "app/ddi-session.h"

G_BEGIN_DECLS

/* What the business has decided for everybody who works with this database: its currency, its goals. A choice is
 * written at once, by an administrator; others see it.
 *
 * Signal: "told" (char *): what became of a choice that is not in the database yet. */
#define DDI_TYPE_BUSINESS_GROUP (ddi_business_group_get_type ())
G_DECLARE_FINAL_TYPE (DdiBusinessGroup, ddi_business_group, DDI, BUSINESS_GROUP, AdwPreferencesGroup)

/* NULL shows nothing. */
void ddi_business_group_set_session (DdiBusinessGroup *self, DdiSession *session);
/* The row of a key of the settings table, or NULL. (transfer none) */
AdwComboRow *ddi_business_group_get_row (DdiBusinessGroup *self, const char *key);

G_END_DECLS
