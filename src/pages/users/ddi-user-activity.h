/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "db/ddi-rows.h"

G_BEGIN_DECLS

/* Who has recorded the most sales.
 *
 * Signal: "range-changed" (), when other days are chosen. */
#define DDI_TYPE_USER_ACTIVITY (ddi_user_activity_get_type ())
G_DECLARE_FINAL_TYPE (DdiUserActivity, ddi_user_activity, DDI, USER_ACTIVITY, AdwBin)

/* How many days before today are looked at; 0: all that is recorded. */
int ddi_user_activity_get_days (DdiUserActivity *self);

/* @activity as reports/users lists it; @users, as accounts/list-users, say when each was seen. */
void ddi_user_activity_show (DdiUserActivity *self, DdiRows *activity, DdiRows *users);

G_END_DECLS
