/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/ddi-window.h"

G_BEGIN_DECLS

/* Asks where to, and writes the rows of events/list as CSV or XLSX, in the form that an import reads; a toast
 * tells how it went. */
void ddi_events_export_ask (DdiWindow *window, DdiRows *rows, GCancellable *cancellable);

/* The writing alone, on any thread. The format follows the name of @path. */
gboolean ddi_events_export_write (DdiRows *rows, const char *path, GCancellable *cancellable, GError **error);

G_END_DECLS
