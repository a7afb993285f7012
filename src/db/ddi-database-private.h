/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "db/ddi-database.h"

G_BEGIN_DECLS

/* Owned by the database. */
const char *ddi_database_get_conninfo (DdiDatabase *self);
/* The session's token; NULL where nobody is signed in. (transfer full) */
char *ddi_database_dup_session (DdiDatabase *self);

G_END_DECLS
