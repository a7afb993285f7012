/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "auth/ddi-secret.h"

G_BEGIN_DECLS

/* A stream under a passphrase: a header with the derivation's parameters (Argon2id), then chunks of libsodium's
 * secretstream (XChaCha20-Poly1305), the last of which says that it is the last. Every byte is authenticated,
 * the header with the first chunk: whatever is altered, moved, appended or cut off is seen. */

/* What it costs to try a passphrase. */
typedef struct
{
  guint64 passes;
  guint64 memory; /* bytes */
} DdiBackupSealCost;

/* Bytes before the first chunk, plain bytes in a chunk, and what each chunk adds. */
#define DDI_BACKUP_SEAL_HEADER 64
#define DDI_BACKUP_SEAL_CHUNK 65536
#define DDI_BACKUP_SEAL_EXTRA 17

/* Reads @in_fd to its end and writes it sealed. @cost NULL: about a second and 256 MiB. */
gboolean ddi_backup_seal_write (int in_fd, int out_fd, DdiSecret *passphrase, const DdiBackupSealCost *cost,
                                GCancellable *cancellable, GError **error);

/* Reads what was sealed to its end and writes what it was; @out_fd -1 only looks whether all of it is in order,
 * which is to be asked before anything is done with a part of it. DDI_AUTH_ERROR_REFUSED: the passphrase is
 * wrong or the beginning is damaged; DDI_AUTH_ERROR_DAMAGED: the rest, or it is nothing that was sealed. */
gboolean ddi_backup_seal_open (int in_fd, int out_fd, DdiSecret *passphrase, GCancellable *cancellable,
                               GError **error);

/* The same with a text, in base64. (transfer full) */
char *ddi_backup_seal_text (const char *text, DdiSecret *passphrase, const DdiBackupSealCost *cost,
                            GError **error);
char *ddi_backup_seal_open_text (const char *sealed, DdiSecret *passphrase, GError **error);

G_END_DECLS
