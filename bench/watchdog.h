/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Measures how long the main loop did not turn: a source ticks every 10 ms on the thread's main context. Time in
 * which this thread was ready to run and the kernel ran others on its processor does not count, so that a busy
 * machine is not taken for a blocked program. */
typedef struct _Watchdog Watchdog;

Watchdog *watchdog_start (void);
/* The longest time between two ticks, ms, up to now; frees it. */
double watchdog_stop (Watchdog *self);

G_END_DECLS
