/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tasks/ddi-restore.h"

G_BEGIN_DECLS

/* Moving the data: from an embedded home to a server, back, or to a newer PostgreSQL. Each time it is a backup that
 * is restored there and compared row for row; only then is it that one that counts. What was there before is kept. */

typedef enum
{
  DDI_MOVE_ERROR_TAKEN, /* there are data already where it is to go */
  DDI_MOVE_ERROR_BUSY,  /* others have the home open, or go on entering */
  DDI_MOVE_ERROR_NEWEST /* the home is of the newest version that is installed */
} DdiMoveError;

#define DDI_MOVE_ERROR (ddi_move_error_quark ())
GQuark ddi_move_error_quark (void);

typedef struct
{
  guint tables; /* compared */
  gint64 rows;
  char *backup; /* the backup that it was made from, which stays */
  char *kept;   /* the former data directory; NULL: it was not on this computer */
  gint64 kept_bytes;
  int from_major, to_major; /* of a move to a newer PostgreSQL: the versions before and now */
  char *address;            /* of ddi_app on the server; NULL: this computer */
} DdiMoveResult;

void ddi_move_result_free (DdiMoveResult *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DdiMoveResult, ddi_move_result_free)

typedef struct
{
  const char
      *connection; /* the server: as who may make roles and databases to move there, else as the owner */
  gboolean accept_risk;
  DdiBackupProgressFunc progress;
  gpointer user_data;
} DdiMoveOptions;

/* The data of @home, which is open, go to the server. Afterwards the home says where they are, and can be brought
 * back with ddi_recovery_undo(). Blocks. */
DdiMoveResult *ddi_move_to_server (DdiHome *home, const DdiMoveOptions *options, GCancellable *cancellable,
                                   GError **error);
/* The data of the server become those of the embedded home @data_dir, which has none. The server is left as it is.
 * Blocks. */
DdiMoveResult *ddi_move_to_home (const char *data_dir, const DdiMoveOptions *options,
                                 GCancellable *cancellable, GError **error);
/* Which version of PostgreSQL has written the data of @data_dir, and the newest that is installed: FALSE where that is
 * no newer one. Blocks. */
gboolean ddi_move_find_newer (const char *data_dir, int *from_major, int *to_major);
/* The embedded home @data_dir, which nobody has open, goes to the newest PostgreSQL that is installed; the one that
 * has made it must be installed, too. With @again even from a version to the same. Blocks. */
DdiMoveResult *ddi_move_to_newest (const char *data_dir, gboolean again, const DdiMoveOptions *options,
                                   GCancellable *cancellable, GError **error);
/* The same where the home's data are of a former version that this program brings along to read them, and nobody has
 * the home open; otherwise TRUE, with *result NULL, and nothing is done. After an error the home is as it was. Blocks. */
gboolean ddi_move_if_former (const char *data_dir, const DdiMoveOptions *options, DdiMoveResult **result,
                             GCancellable *cancellable, GError **error);

void ddi_move_to_server_async (DdiHome *home, const DdiMoveOptions *options, GCancellable *cancellable,
                               GAsyncReadyCallback callback, gpointer user_data);
void ddi_move_to_home_async (const char *data_dir, const DdiMoveOptions *options, GCancellable *cancellable,
                             GAsyncReadyCallback callback, gpointer user_data);
void ddi_move_to_newest_async (const char *data_dir, const DdiMoveOptions *options, GCancellable *cancellable,
                               GAsyncReadyCallback callback, gpointer user_data);
/* Of these three. (transfer full) */
DdiMoveResult *ddi_move_finish (GAsyncResult *result, GError **error);

void ddi_move_if_former_async (const char *data_dir, const DdiMoveOptions *options, GCancellable *cancellable,
                               GAsyncReadyCallback callback, gpointer user_data);
/* @moved as of ddi_move_if_former(). */
gboolean ddi_move_if_former_finish (GAsyncResult *result, DdiMoveResult **moved, GError **error);

void ddi_move_find_newer_async (const char *data_dir, GCancellable *cancellable, GAsyncReadyCallback callback,
                                gpointer user_data);
gboolean ddi_move_find_newer_finish (GAsyncResult *result, int *from_major, int *to_major, GError **error);

/* Lets one of the former data directories of @data_dir go for good. */
void ddi_move_let_go_async (const char *data_dir, const char *kept, GAsyncReadyCallback callback,
                            gpointer user_data);
gboolean ddi_move_let_go_finish (GAsyncResult *result, GError **error);

G_END_DECLS
