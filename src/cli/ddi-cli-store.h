/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "db/ddi-database.h"

G_BEGIN_DECLS

/* The id of the store called @name (case and blanks do not count), or whose PC number or code it is.
 * 0 with an error that lists the stores where there is none. */
int ddi_cli_find_store (DdiDatabase *database, const char *name, GError **error);

G_END_DECLS
