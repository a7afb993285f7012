/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "db/ddi-rows.h"

G_BEGIN_DECLS

/* Writes the rows of events/list as CSV or XLSX, in the form that an import reads, on any thread. The format follows the name of @path. */
gboolean ddi_events_export_write (DdiRows *rows, const char *path, GCancellable *cancellable, GError **error);

G_END_DECLS
