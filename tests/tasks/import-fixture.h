/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "support/ddi-test-home.h"
#include "tasks/ddi-import.h"

G_BEGIN_DECLS

/* What the tests of the import share: a home, a folder for files, and an import in one line. */

/* Sunday, 7 December 2025. */
#define IMPORT_SUNDAY 20429
#define IMPORT_N_DONUTS 6

extern DdiHome *import_home;
extern char *import_folder;
extern const char *const import_donuts[IMPORT_N_DONUTS];

/* Before the first test; and instead of g_test_run(). */
void import_fixture_init (void);
int import_fixture_run (void);

/* What psql prints, as the owner of the embedded home. (transfer full) */
char *import_psql (const char *sql);
void import_clear (void);

#define assert_sql(sql, expected)                                                                            \
  G_STMT_START                                                                                               \
  {                                                                                                          \
    g_autofree char *got_ = import_psql (sql);                                                               \
    g_assert_cmpstr (got_, ==, expected);                                                                    \
  }                                                                                                          \
  G_STMT_END

/* A shop's week: six donuts, made 12 + the row, thrown away by product, day and @salt; days from
 * @n_days on are still blank. Returns the path. (transfer full) */
char *import_write_week (const char *name, DdiDay sunday, int n_days, int salt);

/* Read and matched; @second may be NULL. */
DdiImportPlan *import_plan (DdiImportKind kind, const char *store, const char *first, const char *second);
DdiImportFile *import_first (DdiImportPlan *plan);
void import_preview (DdiImportPlan *plan);
void import_apply (DdiImportPlan *plan);
/* All four steps with one file; returns its batch. @counts may be NULL. */
int import_one (DdiImportKind kind, const char *store, const char *path, DdiImportCounts *counts);
DdiImportUndo import_undo (int batch);

G_END_DECLS
