/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/ddi-test-window.h"
#include "support/ddi-test-home.h"

G_BEGIN_DECLS

/* A home of two shops and one product, of which six days of production, waste and derived sales are known, and its
 * windows. */
void records_fixture_init (int *argc, char ***argv);
/* The tests, and the end of the home. */
int records_fixture_run (void);
DdiHome *records_home (void);
DdiSession *records_session (void);
/* A window that shows the page. */
DdiWindow *records_open (const char *id);

G_END_DECLS
