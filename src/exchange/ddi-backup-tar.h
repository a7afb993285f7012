/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* A backup in files that any program reads, in one tar archive. */
typedef struct _DdiBackupTarWriter DdiBackupTarWriter;

/* @fd is not taken. */
DdiBackupTarWriter *ddi_backup_tar_writer_new (int fd, GError **error);
void ddi_backup_tar_writer_free (DdiBackupTarWriter *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DdiBackupTarWriter, ddi_backup_tar_writer_free)

/* Adds the whole file behind @fd, from its start. */
gboolean ddi_backup_tar_writer_add (DdiBackupTarWriter *self, const char *name, int fd,
                                    GCancellable *cancellable, GError **error);
gboolean ddi_backup_tar_writer_add_text (DdiBackupTarWriter *self, const char *name, const char *text,
                                         GError **error);
/* Writes the end, without which it is not whole. */
gboolean ddi_backup_tar_writer_close (DdiBackupTarWriter *self, GError **error);

typedef struct _DdiBackupTarReader DdiBackupTarReader;

/* From where @fd stands, which may be a pipe. */
DdiBackupTarReader *ddi_backup_tar_reader_new (int fd, GError **error);
void ddi_backup_tar_reader_free (DdiBackupTarReader *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DdiBackupTarReader, ddi_backup_tar_reader_free)

/* The next file's name, owned by the reader; NULL at the end, or with @error set. */
const char *ddi_backup_tar_reader_next (DdiBackupTarReader *self, GError **error);
/* The next bytes of that file: how many, 0 at its end, -1 with @error set. */
gssize ddi_backup_tar_reader_read (DdiBackupTarReader *self, char *bytes, gsize size, GError **error);

G_END_DECLS
