/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/ddi-window.h"

G_BEGIN_DECLS

/* The dialogs and panels of which dialog-pictures takes pictures, by topic. */
typedef struct
{
  const char *name;
  const char *page;
  const char *place;                /* of the page; NULL: as it opens */
  int row;                          /* selected, from 0; -1: none */
  void (*open) (DdiWindow *window); /* NULL: nothing but what @action does */
  const char *action;               /* of the window */
} DialogScene;

/* Each ends with a NULL name. */
extern const DialogScene dialog_scenes_program[];
extern const DialogScene dialog_scenes_pages[];
extern const DialogScene dialog_scenes_database[];

/* Until the page has loaded and everything has its size. */
void dialog_settle (DdiWindow *window);
/* The first widget of @type that is shown, @root too, or NULL. */
GtkWidget *dialog_find_first (GtkWidget *root, GType type);
/* The window that is open beside @window, or NULL. */
GtkWidget *dialog_find (DdiWindow *window);
/* Of the page's table, from 0. */
void dialog_select_row (DdiWindow *window, guint row);

/* Prints what is cut off in @shown, can be scrolled sideways outside of tables, or makes it wider than @width. */
void dialog_faults_check (GtkWidget *shown, const char *scene, int width);

G_END_DECLS
