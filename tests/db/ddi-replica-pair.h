/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "db/ddi-database.h"
#include "support/ddi-test-home.h"

G_BEGIN_DECLS

/* A primary and a standby that streams from it. Both end with the test program. */
typedef struct
{
  DdiHome *home;   /* the primary */
  char *primary;   /* its socket's folder */
  char *standby;   /* the standby's, and the folder of its data */
  char *token;     /* of the local administrator */
  GPid postmaster; /* of the standby; 0: none */
} DdiReplicaPair;

DdiReplicaPair *ddi_replica_pair_new (void);
void ddi_replica_pair_free (DdiReplicaPair *self);

/* Has the primary answer a COMMIT only after the standby has it on its disk. */
void ddi_replica_pair_synchronise (DdiReplicaPair *self);
/* kill -9 */
void ddi_replica_pair_kill_primary (DdiReplicaPair *self);
void ddi_replica_pair_kill_standby (DdiReplicaPair *self);
/* The primary that was killed starts again and knows of nothing. */
void ddi_replica_pair_restart_primary (DdiReplicaPair *self);
/* The same, as a standby that follows nobody. */
void ddi_replica_pair_restart_primary_as_standby (DdiReplicaPair *self);
/* The standby that was killed. */
void ddi_replica_pair_restart_standby (DdiReplicaPair *self);

/* Both hosts, the primary first. (transfer full) */
char *ddi_replica_pair_dup_conninfo (DdiReplicaPair *self, const char *role);
/* One of them alone. (transfer full) */
char *ddi_replica_pair_dup_conninfo_of (const char *host, const char *role);
/* Signed in. (transfer full) */
DdiDatabase *ddi_replica_pair_open (DdiReplicaPair *self, guint size);
/* Runs SQL as superuser on one of them. (transfer full) */
char *ddi_replica_pair_ask (const char *host, const char *sql);
/* Until the statement answers @expected. */
void ddi_replica_pair_wait (const char *host, const char *sql, const char *expected);

G_END_DECLS
