/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tasks/ddi-server-profile.h"

G_BEGIN_DECLS

/* A file by which the owner of a database tells every computer where it is now, signed by the database's own key. A
 * computer that has been connected before takes it; whoever has no key can neither make nor change one. */
typedef struct
{
  char *uuid;
  char *address; /* for ddi_app, without a password */
  gint64 signed_at;
  char *signature;
} DdiConnectionFile;

void ddi_connection_file_free (DdiConnectionFile *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DdiConnectionFile, ddi_connection_file_free)

/* Makes the database's key where it has none, as its owner. Blocks. */
gboolean ddi_connection_file_ensure_key (const char *owner, GError **error);
/* An address that leads nowhere would lead every computer there. DDI_DB_ERROR_INVALID. */
gboolean ddi_connection_file_check_address (const char *address, GError **error);
/* The text of a file that leads to @address, of one host or several, as the owner of the database, whose log then says
 * so. @person: the id of who does it, 0 where that is not known. DDI_DB_ERROR_INVALID where that is no address. Blocks.
 * (transfer full) */
char *ddi_connection_file_make (const char *owner, int person, const char *address, GError **error);

/* DDI_PROFILE_ERROR_FILE. */
DdiConnectionFile *ddi_connection_file_read (const char *path, GError **error);
/* What this computer knows of that database, where the file may be believed: FORGED, OLD or UNKNOWN otherwise.
 * (transfer full) */
DdiServerProfile *ddi_connection_file_check (const DdiConnectionFile *self, GError **error);
/* From now on that is where the database is. The same errors. */
gboolean ddi_connection_file_accept (const DdiConnectionFile *self, GError **error);

G_END_DECLS
