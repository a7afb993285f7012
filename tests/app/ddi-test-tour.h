/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/ddi-window.h"

G_BEGIN_DECLS

/* What tests of every page share: each page of src/pages/ddi-pages.c is used as a person would who tries everything,
 * so that a page that is added is covered by being in that table. */

/* Called after each step with a window that is shown: the program's own, or a dialog. */
typedef void (*DdiTestTourFunc) (GtkWidget *root, gpointer user_data);

/* Two shops, four products, the last one without a price, a counted week before 25 November 2026 and forecasts for that
 * day, and an event. The names of people's own things are of @word ("[ñ]" where what is not translated is looked
 * for). */
void ddi_test_tour_fill (DdiHome *home, const char *word);

/* Opens the page, shows each of its parts, its menus, a chosen row and every dialog that its actions open, and closes
 * them again. */
void ddi_test_tour_use (DdiWindow *window, const DdiPageInfo *info, DdiTestTourFunc visit,
                        gpointer user_data);

/* Every widget below @root, @root too, hidden ones as well. */
void ddi_test_tour_walk (GtkWidget *root, void (*visit) (GtkWidget *widget, gpointer user_data),
                         gpointer user_data);

G_END_DECLS
