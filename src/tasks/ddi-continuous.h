/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tasks/ddi-backup.h"

G_BEGIN_DECLS

/* Continuous backup of an embedded home: whole copies (bases), one a day, and everything that was written since,
 * so that the home can go back to any moment (ddi-recovery.h). It lies in the home itself: it helps against a
 * mistake, and not against a lost computer. */

#define DDI_CONTINUOUS_DAYS 7

typedef enum
{
  DDI_CONTINUOUS_ERROR_OFF,     /* it is switched off, or this is a server elsewhere */
  DDI_CONTINUOUS_ERROR_MOMENT,  /* that moment cannot be reached: before the first base, or after the end */
  DDI_CONTINUOUS_ERROR_GAP,     /* a segment on the way is missing or damaged; the message names it */
  DDI_CONTINUOUS_ERROR_DAMAGED, /* the base is not what was written */
  DDI_CONTINUOUS_ERROR_BUSY,    /* another program is at it */
} DdiContinuousError;

#define DDI_CONTINUOUS_ERROR (ddi_continuous_error_quark ())
GQuark ddi_continuous_error_quark (void);

/* A copy of the data directory, in wal/bases/<name>/. */
typedef struct
{
  char *path;
  gint64 finished; /* epoch seconds: from here on a moment can be reached */
  guint timeline;
  guint64 segment; /* the first that it needs */
  gint64 bytes;    /* on the disk */
  gint64 unpacked; /* how much room it needs when it is used */
} DdiContinuousBase;

void ddi_continuous_base_free (DdiContinuousBase *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DdiContinuousBase, ddi_continuous_base_free)

/* Those of a home that can be read, oldest first. (element-type DdiContinuousBase) (transfer full) */
GPtrArray *ddi_continuous_list_bases (const char *home);

typedef struct
{
  int days;             /* 0: off */
  guint n_bases;        /* whole copies */
  gint64 base_bytes;    /* their size */
  gint64 segment_bytes; /* of the log */
  gint64 room;          /* free on that disk */
  gint64 data_bytes;    /* of the live data, uncompressed */
  guint n_kept;         /* former data directories, kept until they are let go */
  gint64 kept_bytes;
  gint64 first;  /* epoch seconds of the first moment that can be reached; 0: none yet */
  gint64 last;   /* when something was kept last; 0: not yet */
  gint64 daily;  /* bytes a day that it takes, from the last days; -1: not known yet */
  char *trouble; /* why the newest moments cannot be reached; NULL: all is well */
} DdiContinuousStatus;

void ddi_continuous_status_free (DdiContinuousStatus *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DdiContinuousStatus, ddi_continuous_status_free)

/* DDI_CONTINUOUS_ERROR_OFF on a server. Blocks. */
DdiContinuousStatus *ddi_continuous_read (const DdiBackupServer *server, GError **error);
void ddi_continuous_read_async (const DdiBackupServer *server, GAsyncReadyCallback callback,
                                gpointer user_data);
DdiContinuousStatus *ddi_continuous_read_finish (GAsyncResult *result, GError **error);

/* Switches it on (the first base is made at once) or, with @days 0, off. The server starts anew, who uses it goes
 * on. Where the first base fails it is off again. Blocks. */
gboolean ddi_continuous_set (const DdiBackupServer *server, int days, DdiBackupProgressFunc progress,
                             gpointer user_data, GCancellable *cancellable, GError **error);
void ddi_continuous_set_async (const DdiBackupServer *server, int days, DdiBackupProgressFunc progress,
                               gpointer progress_data, GCancellable *cancellable,
                               GAsyncReadyCallback callback, gpointer user_data);
gboolean ddi_continuous_set_finish (GAsyncResult *result, GError **error);

/* Removes all that was kept; it must be off. */
gboolean ddi_continuous_forget (const DdiBackupServer *server, GError **error);

/* Makes a base where one is due (a day after the last, at once after a gap) or with @force, and removes what is older
 * than the days. Does nothing where it is off. Blocks. */
gboolean ddi_continuous_keep (const DdiBackupServer *server, gboolean force, DdiBackupProgressFunc progress,
                              gpointer user_data, GCancellable *cancellable, GError **error);

G_END_DECLS
