/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/ddi-preferences.h"
#include "app/ddi-session.h"
#include "tasks/ddi-move.h"

G_BEGIN_DECLS

/* Tells what is being done, in the main context. */
typedef void (*DdiOpeningStepFunc) (const char *step, gpointer user_data);

typedef struct
{
  DdiHomeKind kind;
  const char *data_dir;            /* NULL: the default one of this kind */
  const char *connection;          /* for DDI_HOME_KIND_SERVER */
  const DdiSignInOptions *sign_in; /* how to sign in to that server; NULL: as this desktop remembers */
  const char *restore_path;        /* a backup that becomes the data of an embedded home first; NULL: none */
  DdiSecret *passphrase;           /* of that backup; NULL: it is not encrypted */
  gboolean upgrade;                /* the data go to the newest PostgreSQL first */
  DdiOpeningStepFunc step;
  gpointer user_data;
} DdiOpeningOptions;

/* $DATA/dunkin-demand, with "-demo" for the demo district. (transfer full) */
char *ddi_opening_dup_data_dir (const DdiOpeningOptions *options);

/* Opens a home off the main thread, fills the demo district where it is asked for, and reads what the
 * session needs. @options is copied. */
void ddi_opening_run_async (const DdiOpeningOptions *options, GCancellable *cancellable,
                            GAsyncReadyCallback callback, gpointer user_data);
/* (transfer full) */
DdiSession *ddi_opening_run_finish (GAsyncResult *result, GError **error);
/* How the data went to a newer PostgreSQL on the way, asked to or because they were of a former version; NULL: they did
 * not, with @error where that was asked for. Before ddi_opening_run_finish() or after, once. (transfer full) */
DdiMoveResult *ddi_opening_steal_move (GAsyncResult *result, GError **error);

G_END_DECLS
