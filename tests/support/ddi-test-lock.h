/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tasks/ddi-home.h"

G_BEGIN_DECLS

/* A table that another session keeps locked against everybody, for as long as a test likes: whoever would wait for
 * the database on the main thread then never comes back, so that going on is the proof that nobody does. */
typedef struct _DdiTestLock DdiTestLock;

/* Returns once the table is locked. */
DdiTestLock *ddi_test_lock_new (DdiHome *home, const char *table);
/* How many sessions wait for it by now. */
guint ddi_test_lock_get_n_waiting (DdiTestLock *self);
/* Runs the main loop until so many wait, and a few turns more. */
void ddi_test_lock_await (DdiTestLock *self, guint n_waiting);
/* Lets them go on, and frees it. */
void ddi_test_lock_release (DdiTestLock *self);

G_END_DECLS
