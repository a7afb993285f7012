/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Appends keyword='value' in the keyword form of a connection string. */
void ddi_conninfo_append_option (GString *text, const char *keyword, const char *value);
/* Adds an option, whose value needs no quoting, to either form; the last of several counts.
 * (transfer full) */
char *ddi_conninfo_add_option (const char *conninfo, const char *keyword, const char *value);

G_END_DECLS
