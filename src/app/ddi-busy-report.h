/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/* Shows a step of the work of @owner; @fraction 0 … 1, 0 where nobody knows. */
typedef void (*DdiBusyShow) (gpointer owner, const char *step, double fraction);

/* Calls @show on the main thread, from whichever thread works, and keeps the object @owner until then; @total 0: not
 * known. */
void ddi_busy_report (gpointer owner, DdiBusyShow show, const char *step, guint done, guint total);

G_END_DECLS
