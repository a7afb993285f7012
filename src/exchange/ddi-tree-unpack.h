/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>
#include <sys/types.h>

G_BEGIN_DECLS

/* Unpacks a tar archive (compressed with gzip or not) of folders and files into the folder @into, which is there.
 * Whatever leads out of it, or is a link or a device, is refused. Everything is given to @uid and @gid where we
 * may. *bytes (may be NULL) grows by what was written. DDI_EXCHANGE_ERROR_FORMAT where it is damaged. */
gboolean ddi_tree_unpack (const char *tar, const char *into, uid_t uid, gid_t gid, gint64 *bytes,
                          GCancellable *cancellable, GError **error);

G_END_DECLS
