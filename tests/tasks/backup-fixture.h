/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "support/ddi-test-home.h"
#include "tasks/ddi-backup.h"

G_BEGIN_DECLS

/* A home of two districts with a row in every table, shared by the tests of a program. */
DdiHome *backup_fixture_home (void);
DdiBackupServer *backup_fixture_server (void);
void backup_fixture_end (void);

void backup_fixture_sql (const char *sql);
/* Fails the test where the text differs. */
void backup_fixture_expect (const char *sql, const char *expected);
/* No database is left but those that belong there. */
void backup_fixture_expect_no_scratch (void);
/* Names in a folder, sorted and joined with blanks. (transfer full) */
char *backup_fixture_list (const char *directory);

/* An empty folder. (transfer full) */
char *backup_fixture_new_directory (void);
/* A backup that must succeed. @name in a new folder. */
DdiBackup *backup_fixture_make (DdiBackupKind kind, const char *table, const char *name);
/* Says in the manifest of @path that its file as it is now is what was written. */
void backup_fixture_sign (const char *path);
/* Puts a program of PostgreSQL in the way: a shell script in which $REAL is the folder of the real ones.
 * NULL: no more. */
void backup_fixture_replace_tool (const char *name, const char *script);

G_END_DECLS
