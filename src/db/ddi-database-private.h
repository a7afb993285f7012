/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "db/ddi-database.h"

G_BEGIN_DECLS

/* What the pool connects with. */
const char *ddi_database_get_conninfo (DdiDatabase *self);

G_END_DECLS
