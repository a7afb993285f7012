/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "cluster/ddi-cluster.h"
#include "db/ddi-database.h"
#include "tasks/ddi-drafts.h"
#include "tasks/ddi-outbox.h"
#include "tasks/ddi-sign-in.h"

G_BEGIN_DECLS

/* Where the data lives: the embedded server of a directory, or a server elsewhere. Opening a home
 * makes the server run, the roles exist, the schema current and the one local user known, so that
 * what comes after only sees a DdiDatabase. */
#define DDI_TYPE_HOME (ddi_home_get_type ())
G_DECLARE_FINAL_TYPE (DdiHome, ddi_home, DDI, HOME, GObject)

/* Tells what is being done ("Starting the database"), on the thread that opens. May be NULL. */
typedef void (*DdiHomeProgressFunc) (const char *step, gpointer user_data);

typedef struct
{
  const char *data_dir;            /* NULL: the default home */
  const char *connection;          /* not NULL: this server instead of an embedded one */
  gboolean accept_risk;            /* to connect to another machine without its certificate checked */
  const char *session;             /* the token of a session on that server; NULL: nobody is signed in */
  gboolean remember;               /* look for the session in the Secret Service, and keep a new one there */
  const DdiSignInOptions *sign_in; /* how to sign in where there is no session; NULL: not at all */
  DdiHomeProgressFunc progress;
  gpointer user_data;
} DdiHomeOptions;

/* Blocks; call it on a worker thread or from the CLI. */
DdiHome *ddi_home_open (const DdiHomeOptions *options, GCancellable *cancellable, GError **error);
void ddi_home_open_async (const DdiHomeOptions *options, GCancellable *cancellable,
                          GAsyncReadyCallback callback, gpointer user_data);
DdiHome *ddi_home_open_finish (GAsyncResult *result, GError **error);

/* As ddi_app. */
DdiDatabase *ddi_home_get_database (DdiHome *self);
/* The id in users of the person at this desktop; written to user_id of what they enter. 0: nobody is
 * signed in to the server. */
int ddi_home_get_user_id (DdiHome *self);
/* Whom a password brings in again; NULL where nobody has one (an embedded home, the owner of a server). */
const char *ddi_home_get_email (DdiHome *self);
/* Whether that person may invite others, as the home was opened. */
gboolean ddi_home_is_administrator (DdiHome *self);
/* The same person signs in again after their session has ended; the database goes on with the new one. */
void ddi_home_enter_again_async (DdiHome *self, DdiSecret *password, GCancellable *cancellable,
                                 GAsyncReadyCallback callback, gpointer user_data);
gboolean ddi_home_enter_again_finish (DdiHome *self, GAsyncResult *result, GError **error);
/* Where what that person types waits for the server; NULL where nobody is signed in or the folder cannot be written
 * (a read-only home). Owned by the home. */
DdiOutbox *ddi_home_get_outbox (DdiHome *self);
/* Unfinished forms of that person; NULL where there is no outbox. Owned by the home. */
DdiDrafts *ddi_home_get_drafts (DdiHome *self);
gboolean ddi_home_is_embedded (DdiHome *self);
/* Where the data lives: the folder of an embedded home, "ana@host:5432/dunkin_demand" on a server. */
const char *ddi_home_get_label (DdiHome *self);
/* NULL on a server. Owned by the home. */
DdiCluster *ddi_home_get_cluster (DdiHome *self);
/* A connection string as ddi_owner, for migrations and maintenance; NULL on a server. */
char *ddi_home_dup_owner_conninfo (DdiHome *self);
/* Where the owner of a server's tables would connect, without a password; NULL in an embedded home. (transfer full) */
char *ddi_home_dup_owner_address (DdiHome *self);

/* Makes the local user where it is missing; as ddi_owner. @id may be NULL. */
gboolean ddi_home_ensure_user (const char *owner_conninfo, int *id, GCancellable *cancellable,
                               GError **error);

/* Closes idle connections and leaves the embedded server, which stops if we were the last. Blocks for
 * as long as a shutdown takes; call it once the work is done, before the last reference goes. */
gboolean ddi_home_close (DdiHome *self, GError **error);

G_END_DECLS
