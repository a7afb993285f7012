/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libpq-fe.h>

#include "db/ddi-rows.h"

G_BEGIN_DECLS

/* Takes the result. NULL makes rows whose answer was lost: none, and n_affected is -1. */
DdiRows *ddi_rows_new (PGresult *result);

/* The decimal text of a NUMERIC in minor units (two decimals, more are rounded half away from zero).
 * FALSE where it is no number or does not fit. */
gboolean ddi_rows_parse_money (const char *text, gint64 *minor_units);

G_END_DECLS
