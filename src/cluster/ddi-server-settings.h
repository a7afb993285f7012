/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cluster/ddi-cluster-layout.h"

G_BEGIN_DECLS

/* Writes what the program decides about its server: who may log in (pg_hba.conf, pg_ident.conf) and
 * dunkin-demand.conf, which postgresql.conf includes. Done before each start, so that a home that was
 * copied to another account, or written by an older program, is right again. */
gboolean ddi_server_settings_write (DdiClusterLayout *layout, const char *data, GError **error);

/* Makes a fresh postgresql.conf include ours. */
gboolean ddi_server_settings_include (const char *data, GError **error);

G_END_DECLS
