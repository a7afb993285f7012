/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* A file that is there whole or not at all: it has no name until it is committed, so that not even a program
 * that is killed leaves a part of it behind (on a file system that knows no such files, such as a USB
 * stick's, it is called ".NAME.part" meanwhile). Mode 0600. */
typedef struct _DdiBackupFile DdiBackupFile;

DdiBackupFile *ddi_backup_file_create (const char *path, GError **error);
/* Without committing: nothing is left of it. */
void ddi_backup_file_free (DdiBackupFile *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DdiBackupFile, ddi_backup_file_free)

int ddi_backup_file_get_fd (DdiBackupFile *self);
/* On the disk, then in its place; what was there before is replaced. */
gboolean ddi_backup_file_commit (DdiBackupFile *self, GError **error);

/* A file without a name for what is needed for a moment, in @directory. -1 with @error set. */
int ddi_backup_file_open_spool (const char *directory, GError **error);

/* SHA-256, hex, and length of the whole file behind @fd, which is read from its start and left at its start. */
char *ddi_backup_file_digest (int fd, gint64 *bytes, GCancellable *cancellable, GError **error);

/* A file that is the same, whole and on the disk. */
gboolean ddi_backup_file_copy (const char *from, const char *to, GCancellable *cancellable, GError **error);

/* A whole small file, on the disk and in its place. */
gboolean ddi_backup_file_write_text (const char *path, const char *text, GError **error);

G_END_DECLS
