/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libpq-fe.h>

#include "ddi-db-fixture.h"

G_BEGIN_DECLS

/* Fills the shared home with tests/db/trust-district.sql: two districts, people of every kind whose
 * sessions have the tokens "token-11" to "token-15". */
void ddi_trust_fill (void);

/* A bare connection as ddi_app: what somebody has who knows the program's password. */
PGconn *ddi_trust_connect (void);

/* BEGIN with a session ("" for nobody); and ROLLBACK. */
void ddi_trust_begin (PGconn *pg, const char *token);
void ddi_trust_end (PGconn *pg);

G_END_DECLS
