/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Watches that the main loop stays free: a source ticks every 10 ms on the thread's main context, and
 * the test fails where more than 100 ms lie between two ticks. Time in which this thread was ready
 * to run and the kernel ran others on its processor does not count, so that a busy machine is not
 * taken for a blocked program. Use it around what is to be free of blocking, with the loop running:
 *
 *   DdiTestWatchdog *watchdog = ddi_test_watchdog_start ();
 *   …iterate until done…
 *   ddi_test_watchdog_stop (watchdog);
 */
typedef struct _DdiTestWatchdog DdiTestWatchdog;

DdiTestWatchdog *ddi_test_watchdog_start (void);

/* The longest gap so far, in ms. */
double ddi_test_watchdog_get_longest (DdiTestWatchdog *self);
guint ddi_test_watchdog_get_n_ticks (DdiTestWatchdog *self);

/* Forgets the longest gap, for a part of a test that may block (a window's first frame). */
void ddi_test_watchdog_reset (DdiTestWatchdog *self);

/* Fails the test if a gap was too long, or nothing ticked at all; frees it. */
void ddi_test_watchdog_stop (DdiTestWatchdog *self);

/* As above, but only tells whether all was well. */
gboolean ddi_test_watchdog_end (DdiTestWatchdog *self);

G_END_DECLS
