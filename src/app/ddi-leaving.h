/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/ddi-backup-watch.h"
#include "tasks/ddi-home.h"

G_BEGIN_DECLS

/* Closes @home off the main thread, since its server may stop, which takes a moment. Takes @backups (may be NULL), which
 * ends first. */
void ddi_leaving_run (DdiHome *home, DdiBackupWatch *backups);

G_END_DECLS
