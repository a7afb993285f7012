/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "auth/ddi-secret.h"

G_BEGIN_DECLS

/* Encrypts or decrypts between a file and a pipe, on a thread of its own, so that no plain byte comes to the
 * disk. */
typedef struct _DdiBackupStream DdiBackupStream;

/* What is written to the stream's descriptor goes sealed into @file, from where that stands. */
DdiBackupStream *ddi_backup_stream_seal (int file, DdiSecret *passphrase, GCancellable *cancellable,
                                         GError **error);
/* What is sealed in @file comes out of the stream's descriptor. */
DdiBackupStream *ddi_backup_stream_open (int file, DdiSecret *passphrase, GCancellable *cancellable,
                                         GError **error);
int ddi_backup_stream_get_fd (DdiBackupStream *self);
/* Nothing more is written or read at our end; waits for the other one. Frees it. */
gboolean ddi_backup_stream_finish (DdiBackupStream *self, GError **error);

G_END_DECLS
