/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/ddi-view-memory.h"

#include "app/ddi-window-private.h"

#define USUAL_DAYS 30
#define MOST_DAYS 3660
/* As small as the window may be. */
#define LEAST_WIDTH 360
#define LEAST_HEIGHT 294

void
ddi_view_memory_save_window (GSettings *settings, GtkWindow *window)
{
  int width, height;

  gtk_window_get_default_size (window, &width, &height);
  g_settings_set_int (settings, "window-width", MAX (width, LEAST_WIDTH));
  g_settings_set_int (settings, "window-height", MAX (height, LEAST_HEIGHT));
  g_settings_set_boolean (settings, "window-maximized", gtk_window_is_maximized (window));
}

void
ddi_view_memory_restore_window (GSettings *settings, GtkWindow *window)
{
  gtk_window_set_default_size (window, g_settings_get_int (settings, "window-width"),
                               g_settings_get_int (settings, "window-height"));
  if (g_settings_get_boolean (settings, "window-maximized"))
    gtk_window_maximize (window);
}

/* A range that does not end today is not one to begin the next day with. */
void
ddi_view_memory_save_view (GSettings *settings, DdiWindow *window, DdiSession *session)
{
  const char *page = ddi_window_get_page_id (window);
  DdiFilter filter;

  ddi_session_get_filter (session, &filter);
  g_settings_set_int (settings, "filter-store", filter.store_id);
  if (filter.last == ddi_session_get_today (session, filter.store_id))
    g_settings_set_int (settings, "filter-days", MIN (filter.last - filter.first + 1, MOST_DAYS));
  if (page)
    g_settings_set_string (settings, "page", page);
}

void
ddi_view_memory_restore_filter (GSettings *settings, DdiSession *session)
{
  DdiFilter filter;
  int days = USUAL_DAYS;

  ddi_session_get_filter (session, &filter);
  if (settings)
    {
      days = g_settings_get_int (settings, "filter-days");
      filter.store_id = g_settings_get_int (settings, "filter-store");
    }
  if (ddi_session_find_store (session, filter.store_id) == NULL)
    filter.store_id = 0;
  filter.last = ddi_session_get_today (session, filter.store_id);
  filter.first = filter.last - days + 1;
  ddi_session_set_filter (session, &filter);
}

void
ddi_view_memory_restore_page (GSettings *settings, DdiWindow *window)
{
  g_autofree char *page = g_settings_get_string (settings, "page");

  ddi_window_open_page (window, page, NULL);
}
