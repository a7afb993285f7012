/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/ddi-window.h"

G_BEGIN_DECLS

/* Writes entries of the log to a file, as ddi_audit_export() does; a toast tells how it went. @filter: floating is
 * sunk. */
void ddi_audit_save (DdiWindow *window, GVariant *filter, const char *path, GCancellable *cancellable);
/* Asks for the file first. */
void ddi_audit_save_ask (DdiWindow *window, GVariant *filter, GCancellable *cancellable);

G_END_DECLS
