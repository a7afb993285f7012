/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/ddi-window.h"

G_BEGIN_DECLS

/* What tests of widgets need: GTK and the resources ready, a window on a home, waiting on the main
 * loop. Run under tests/run-ui.sh. */

/* g_test_init(), GTK, libadwaita, the program's resources and an application that is not run. */
void ddi_test_ui_init (int *argc, char ***argv);

/* A session on a home of tests/support, with its shops and products read. (transfer full) */
DdiSession *ddi_test_session_new (DdiHome *home);
/* A window with the program's pages, presented. (transfer none) */
DdiWindow *ddi_test_window_new (DdiSession *session);
/* Destroys it and fails the test where the window or its visible page outlives that. */
void ddi_test_window_close (DdiWindow *window);

/* Runs the main loop until it is true; a minute of patience, then the test fails and says where it waited and for
 * what. */
typedef gboolean (*DdiTestCondition) (gpointer user_data);
#define ddi_test_wait(condition, user_data) ddi_test_wait_at (G_STRLOC, #condition, condition, user_data)
void ddi_test_wait_at (const char *place, const char *what, DdiTestCondition condition, gpointer user_data);
/* Until the page has left its loading state, and gone back from a reload. */
#define ddi_test_wait_for_page(page) ddi_test_wait_for_page_at (G_STRLOC, page)
void ddi_test_wait_for_page_at (const char *place, DdiPage *page);
/* Runs the main loop until psql, asked as ddi_owner, prints @expected for @sql. */
#define ddi_test_wait_for_sql(home, sql, expected) ddi_test_wait_for_sql_at (G_STRLOC, home, sql, expected)
void ddi_test_wait_for_sql_at (const char *place, DdiHome *home, const char *sql, const char *expected);
/* Runs what is pending, and a few frames. */
void ddi_test_settle (void);

G_END_DECLS
