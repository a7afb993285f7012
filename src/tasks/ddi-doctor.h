/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "db/ddi-checkup.h"

G_BEGIN_DECLS

typedef struct
{
  const char *data_dir;   /* an embedded home; NULL with no connection: the default one */
  const char *connection; /* a server instead */
  gboolean accept_risk;
} DdiDoctorOptions;

/* Looks step by step at what keeps the database from being used: of an embedded home the directory, its lock, the
 * disk and the server, then what ddi_checkup_run() looks at, and the checksums. A home that nobody has opened yet is
 * not made for it. Blocks. (element-type DdiCheck) (transfer full) */
GPtrArray *ddi_doctor_examine (const DdiDoctorOptions *options, GCancellable *cancellable);

/* The same off the main thread; @options is copied. */
void ddi_doctor_examine_async (const DdiDoctorOptions *options, GCancellable *cancellable,
                               GAsyncReadyCallback callback, gpointer user_data);
/* (element-type DdiCheck) (transfer full) NULL where it was cancelled. */
GPtrArray *ddi_doctor_examine_finish (GAsyncResult *result, GError **error);

G_END_DECLS
