/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "db/ddi-database.h"

G_BEGIN_DECLS

/* What this account knows of the servers it has worked with, in $XDG_CONFIG_HOME/dunkin-demand/servers.ini: one entry a
 * database, found by the UUID that the database carries wherever it goes. No password is in it. */
typedef struct
{
  char *uuid;
  char *address;   /* a connection string without a password */
  char *key;       /* the public half of the database's key; NULL: it had none when it was seen */
  gint64 seen;     /* epoch seconds */
  gint64 moved_at; /* of the newest connection file that was accepted; 0: none */
} DdiServerProfile;

typedef enum
{
  DDI_PROFILE_ERROR_OTHER, /* another database answers where this one was */
  DDI_PROFILE_ERROR_FORGED, /* a connection file that the database's owner has not signed, or that was changed */
  DDI_PROFILE_ERROR_OLD,    /* a newer one was accepted before */
  DDI_PROFILE_ERROR_UNKNOWN, /* of a database that this computer has never been connected to */
  DDI_PROFILE_ERROR_FILE,    /* no connection file */
} DdiProfileError;

#define DDI_PROFILE_ERROR (ddi_profile_error_quark ())
GQuark ddi_profile_error_quark (void);

void ddi_server_profile_free (DdiServerProfile *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DdiServerProfile, ddi_server_profile_free)

/* Newest first. (element-type DdiServerProfile) (transfer full) */
GPtrArray *ddi_server_profile_list (void);
/* NULL: not known. (transfer full) */
DdiServerProfile *ddi_server_profile_find (const char *uuid);
gboolean ddi_server_profile_save (const DdiServerProfile *self, GError **error);
gboolean ddi_server_profile_forget (const char *uuid, GError **error);

/* Which database @database is; compares it with what is known of @address, and with @remember writes down what is new.
 * DDI_PROFILE_ERROR_OTHER. Blocks. */
gboolean ddi_server_profile_meet (DdiDatabase *database, const char *address, gboolean remember,
                                  GCancellable *cancellable, GError **error);

G_END_DECLS
