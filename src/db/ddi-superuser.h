/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "db/ddi-rows.h"

G_BEGIN_DECLS

/* One question of sql/queries/<query>.sql without parameters, asked by whoever @conninfo logs in as (a superuser
 * for what only one may do), in a transaction of its own. Blocks. (transfer full) */
DdiRows *ddi_superuser_ask (const char *conninfo, const char *query, GError **error);

G_END_DECLS
