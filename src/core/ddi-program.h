/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Which program this is, for the log of a database: "dunkin-demand/0.1.0 (window)" or "(cli)", else with the program's
 * own name. Printable ASCII. (transfer full) */
char *ddi_program_dup_name (void);

/* What people call it: "Window, version 0.1.0", "Command line, version 0.1.0, till-3"; another program as it calls
 * itself, "–" where @name is NULL or empty. (transfer full) */
char *ddi_program_describe (const char *name);

G_END_DECLS
