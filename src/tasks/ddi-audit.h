/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "db/ddi-database.h"

G_BEGIN_DECLS

/* The log of what was done: the database writes it, these are the two things that it cannot do alone. */

/* Chains the entries that no transaction under way can come before; the rest at the next call. Anybody's
 * program does it for all. */
gboolean ddi_audit_seal (DdiDatabase *database, GError **error);
/* Where nobody waits for it: a server that is away is told the next time. */
void ddi_audit_seal_later (DdiDatabase *database);

/* That figures have left the database: @what ("sales"), into which file (only its name is kept; NULL: none, as on a
 * terminal) and how many rows (negative: not counted). An entry that cannot be made is only told on stderr: what
 * is written is written. */
void ddi_audit_note_export (DdiDatabase *database, const char *what, const char *path, gint64 n_rows);
/* The same in the unit that makes the export. */
void ddi_audit_add_export_note (DdiUnit *unit, const char *what, const char *path, gint64 n_rows);
/* The same without waiting. */
void ddi_audit_note_export_later (DdiDatabase *database, const char *what, const char *path, gint64 n_rows);
/* That something was printed, without waiting. */
void ddi_audit_note_print_later (DdiDatabase *database, const char *what);

G_END_DECLS
