/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/ddi-window.h"

G_BEGIN_DECLS

/* Visits every page of a window, waits until it has loaded and writes DIR/<page>.png; with
 * @every_state then DIR/<page>-{loading,error}.png. Calls @done with NULL, or with what went wrong (a page that shows
 * an error by itself is one). */
typedef void (*DdiScreenshotsFunc) (const GError *error, gpointer user_data);

/* A style is words with hyphens between: a size, "wide" (1280 x 820), "narrow" (360 x 720), "small" (360 x 294, the smallest
 * screen) or "picture" (1000 x 700), then "dark", "contrast" and "large" (text, 1.5 times).
 * ddi_screenshots_prepare() is called before libadwaita is started. ddi_screenshots_set_style() sets the size of the window and
 * what the words say; FALSE where one is another. */
void ddi_screenshots_prepare (const char *style);
gboolean ddi_screenshots_set_style (DdiWindow *window, const char *style);
void ddi_screenshots_run (DdiWindow *window, const char *dir, gboolean every_state, DdiScreenshotsFunc done,
                          gpointer user_data);

/* A picture of what the widget shows now, in pixels of the display. */
gboolean ddi_screenshots_save (GtkWidget *widget, const char *path, GError **error);

G_END_DECLS
