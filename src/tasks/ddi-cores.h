/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* The pool for work that keeps a core busy (fits, parsing, pictures): one thread a processor, apart
 * from the connections' pool and from GIO's shared one, where a long fit would starve file dialogs.
 *
 * Runs @func on it; it ends the task with g_task_return_*(). The pool is made at the first call and
 * lives as long as the program. */
void ddi_cores_run (GTask *task, GTaskThreadFunc func);

G_END_DECLS
