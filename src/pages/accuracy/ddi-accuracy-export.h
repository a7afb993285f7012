/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/ddi-window.h"
#include "db/ddi-rows.h"

G_BEGIN_DECLS

/* Asks where to, and writes the rows of accuracy/list-groups as CSV or XLSX; a toast tells how it went. */
void ddi_accuracy_export_ask (DdiWindow *window, DdiRows *groups, GCancellable *cancellable);
/* The same to @path, and waits. */
gboolean ddi_accuracy_export_write (DdiRows *groups, const char *path, GCancellable *cancellable,
                                    GError **error);

G_END_DECLS
