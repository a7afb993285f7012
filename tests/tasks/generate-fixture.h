/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "support/ddi-test-home.h"
#include "tasks/ddi-generate.h"

G_BEGIN_DECLS

/* What the tests of generating share: one home for all of them, a small district, and a run in one line. */

extern DdiHome *generate_home;

/* Before the first test; and instead of g_test_run(). */
void generate_fixture_init (int *argc, char ***argv);
int generate_fixture_run (void);

void generate_sql (const char *text);
void generate_assert_sql (const char *text, const char *expected);
void generate_empty (void);
/* Emptied, and two shops with three products up to Sunday 2026-11-22. */
void generate_set_up (void);
DdiGenerateResult generate_days (int days);

G_END_DECLS
