/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "db/ddi-rows.h"

G_BEGIN_DECLS

/* A new, empty database beside the live one, into which a backup is restored. It is dropped in the end
 * unless it has taken the live one's place; what a killed program left is dropped by the next. */
typedef struct _DdiRestoreTarget DdiRestoreTarget;

/* @conninfo may create databases and is a member of ddi_owner; @kind is "verify" or "restore".
 * DDI_DB_ERROR_DENIED where the host forbids it. */
DdiRestoreTarget *ddi_restore_target_open (const char *conninfo, const char *kind, GCancellable *cancellable,
                                           GError **error);
void ddi_restore_target_free (DdiRestoreTarget *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DdiRestoreTarget, ddi_restore_target_free)

const char *ddi_restore_target_get_database (DdiRestoreTarget *self);

/* Puts it in the place of @live, in one transaction; whoever is connected is sent away. *kept is the name
 * under which the former one stays. (transfer full) */
gboolean ddi_restore_target_swap (DdiRestoreTarget *self, const char *live, char **kept, GError **error);

/* The databases that swaps have put aside (name, bytes), newest first. (transfer full) */
DdiRows *ddi_restore_target_list_kept (const char *conninfo, const char *live, GError **error);
/* Drops one of them. */
gboolean ddi_restore_target_forget (const char *conninfo, const char *name, GError **error);

G_END_DECLS
