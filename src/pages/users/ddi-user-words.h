/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "db/ddi-rows.h"

G_BEGIN_DECLS

/* The roles in the order in which they are offered; NULL ends them. */
extern const char *const ddi_user_roles[];

const char *ddi_user_role_name (const char *role);
/* "last seen Wed 25 Nov 2026, 14:22" of a row's column last_seen; NULL: never. (transfer full) */
char *ddi_user_describe_seen (DdiRows *rows, guint row);
/* Address, role, shops and last sign-in of a row of accounts/list-users in one line. (transfer full) */
char *ddi_user_describe (DdiRows *users, guint row);

G_END_DECLS
