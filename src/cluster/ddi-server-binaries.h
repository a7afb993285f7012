/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Where initdb and postgres of one PostgreSQL installation are. */
typedef struct
{
  char *directory;
  int major;
} DdiServerBinaries;

/* The oldest major version whose features the schema uses. */
#define DDI_SERVER_OLDEST 15

void ddi_server_binaries_free (DdiServerBinaries *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DdiServerBinaries, ddi_server_binaries_free)

/* The newest installation, or with @major > 0 the one of that major version. Looks in the bundle's
 * own prefix, in PATH, and in the versioned folders of the distributions. @data_dir is only named in
 * the message. Errors: DDI_CLUSTER_ERROR_NO_SERVER, DDI_CLUSTER_ERROR_VERSION. */
DdiServerBinaries *ddi_server_binaries_find (int major, const char *data_dir, GError **error);

/* Where pg_dump, pg_restore and psql are that can work with a server of @server_major: of the same version, else
 * of the next newer one, since an older pg_dump does not know what to save. A server need not be installed.
 * DDI_CLUSTER_ERROR_NO_SERVER where there is none. */
DdiServerBinaries *ddi_server_binaries_find_tools (int server_major, GError **error);

/* The same of pg_basebackup and pg_verifybackup. */
DdiServerBinaries *ddi_server_binaries_find_copy_tools (int server_major, GError **error);

/* Whether it is there only so that data of a former version can be read: the older servers that a bundle carries
 * beside its own. */
gboolean ddi_server_binaries_is_former (const DdiServerBinaries *self);

/* 15 of "postgres (PostgreSQL) 15.14 (Debian …)" or "pg_dump (PostgreSQL) …"; 0 where it is something else. */
int ddi_server_binaries_parse_version (const char *text);

G_END_DECLS
