/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/ddi-window.h"

G_BEGIN_DECLS

/* Visits every page of a window, waits until it has loaded and writes DIR/<page>.png; with
 * @every_state then DIR/<page>-{empty,loading,error}.png. Calls @done with NULL, or with what went wrong (a page that shows an error by
 * itself is one). */
typedef void (*DdiScreenshotsFunc) (const GError *error, gpointer user_data);

/* Names of styles: "wide", "narrow", "dark" (wide), "narrow-dark". FALSE where it is another. Sets the window's size and the
 * colour scheme. */
gboolean ddi_screenshots_set_style (DdiWindow *window, const char *style);
void ddi_screenshots_run (DdiWindow *window, const char *dir, gboolean every_state, DdiScreenshotsFunc done,
                          gpointer user_data);

/* A picture of what the widget shows now. */
gboolean ddi_screenshots_save (GtkWidget *widget, const char *path, GError **error);

G_END_DECLS
