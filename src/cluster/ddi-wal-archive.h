/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "cluster/ddi-cluster-layout.h"

G_BEGIN_DECLS

/* What a home keeps so that it can go back to any moment of the last days: copies of the whole data directory
 * (bases) and the write-ahead log since, a file a segment.
 *
 *   wal/on           there while it is switched on; how many days it goes back
 *   wal/archive.sh   what the server runs for each segment; wal/restore.sh brings one back
 *   wal/segments/    the segments, compressed; written aside, synchronised, renamed
 *   wal/bases/       one folder a base (see ddi-continuous.h)
 *   wal/gap          there once segments were given up, so that the shop could go on
 *
 * The scripts name everything from the data directory, so a home can be carried elsewhere. */

/* 0: it is switched off. */
int ddi_wal_archive_get_days (DdiClusterLayout *layout);
/* Takes effect when the server starts. @days 0 switches it off; what was kept stays. */
gboolean ddi_wal_archive_set_days (DdiClusterLayout *layout, int days, GError **error);

/* Writes the scripts and makes the folders where it is switched on. */
gboolean ddi_wal_archive_prepare (DdiClusterLayout *layout, GError **error);
/* What dunkin-demand.conf says of it; empty where it is off. */
const char *ddi_wal_archive_get_settings (DdiClusterLayout *layout);

/* The programs that the scripts need; DDI_CLUSTER_ERROR_NO_SERVER names the one that is missing. */
gboolean ddi_wal_archive_check_tools (GError **error);

/* How large a segment is, in bytes. */
#define DDI_WAL_SEGMENT (16 * 1024 * 1024)
/* So much of the disk is left to the database: with less, segments are given up, MiB. */
#define DDI_WAL_RESERVE 256
/* So many segments may wait until they are given up. */
#define DDI_WAL_MOST_WAITING 16

/* The file's name of the segment @number of @timeline. (transfer full) */
char *ddi_wal_segment_name (guint timeline, guint64 number);
/* FALSE where @name is something else, a ".gz" behind it aside. */
gboolean ddi_wal_segment_parse (const char *name, guint *timeline, guint64 *number);
/* The segment in which "0/2000028" lies; FALSE where it is no such position. */
gboolean ddi_wal_segment_of (const char *lsn, guint64 *number);

/* Decompresses it: FALSE where it is torn, altered or of another size. */
gboolean ddi_wal_segment_is_whole (const char *path, GCancellable *cancellable);
/* Copies a file of pg_wal there as the server would. */
gboolean ddi_wal_archive_add (DdiClusterLayout *layout, const char *path, GError **error);

G_END_DECLS
