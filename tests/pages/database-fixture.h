/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/ddi-test-window.h"
#include "pages/database/ddi-database-page.h"
#include "pages/database/ddi-database-part.h"
#include "support/ddi-test-home.h"

G_BEGIN_DECLS

/* The Database page of an embedded home, for tests that find and press its widgets by name. */

void database_fixture_init (int *argc, char ***argv);
/* The tests, and the end of the home. */
int database_fixture_run (void);
DdiHome *database_home (void);
/* Runs it in the home's database, as its owner. */
void database_sql (const char *text);

/* A window whose page shows a part; @session NULL: of the home. */
DdiWindow *database_open (DdiSession *session, const char *part);
GtkWidget *database_get_part (DdiWindow *window, const char *name);

typedef gboolean (*DatabaseMatch) (GtkWidget *widget, const char *text);

gboolean database_has_id (GtkWidget *widget, const char *text);
/* A row whose title holds @text. */
gboolean database_has_title (GtkWidget *widget, const char *text);
gboolean database_has_tooltip (GtkWidget *widget, const char *text);
gboolean database_is_button (GtkWidget *widget, const char *text);
/* The first of @root and what is in it, NULL or, of the second, never. */
GtkWidget *database_find (GtkWidget *root, DatabaseMatch match, const char *text);
GtkWidget *database_find_sure (GtkWidget *root, DatabaseMatch match, const char *text);

void database_click (GtkWidget *button);
void database_undo (DdiWindow *window);
GtkWidget *database_wait_for_dialog (void);
void database_answer (const char *response);

G_END_DECLS
