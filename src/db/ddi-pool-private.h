/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "db/ddi-connection-private.h"

G_BEGIN_DECLS

/* What a pool leads to. */
typedef enum
{
  DDI_POOL_SERVER,   /* the one server */
  DDI_POOL_PRIMARY,  /* the one of several hosts that takes writes */
  DDI_POOL_STANDBYS, /* the others: never waited for */
} DdiPoolRole;

/* At most @size connections, opened when they are needed and kept. Thread-safe. */
typedef struct _DdiPool DdiPool;

DdiPool *ddi_pool_new (const char *conninfo, guint size, DdiPoolRole role);
void ddi_pool_free (DdiPool *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DdiPool, ddi_pool_free)

/* Owned by the pool. */
const char *ddi_pool_get_conninfo (DdiPool *self);
/* The newest history that a primary was seen to write, as eight hex digits; NULL: none was seen. (transfer full) */
char *ddi_pool_dup_timeline (DdiPool *self);

/* See ddi_database_set_reviver(). */
void ddi_pool_set_reviver (DdiPool *self, DdiReviveFunc revive, gpointer user_data, GDestroyNotify destroy);

/* Waits for a connection that is free and alive, or opens one, with back-off while the server is not
 * there: for at most five seconds, twelve where another host may be about to take its place, and not
 * at all for a standby. Of several that take writes, the one that was promoted last is taken; one that
 * was replaced by one seen before, never. */
DdiConnection *ddi_pool_acquire (DdiPool *self, GCancellable *cancellable, GError **error);
/* Takes it back; one that is not clean is closed. */
void ddi_pool_release (DdiPool *self, DdiConnection *connection);
/* Closes what is idle now, and what is in use when it comes back. */
void ddi_pool_close (DdiPool *self);

/* Sleeps about base × 2^attempt milliseconds, with jitter so that many do not come back at once.
 * FALSE with @error set where it was cancelled. */
gboolean ddi_pool_back_off (guint base, guint attempt, GCancellable *cancellable, GError **error);

G_END_DECLS
