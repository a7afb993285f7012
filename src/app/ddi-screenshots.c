/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/ddi-screenshots.h"

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

#include "app/ddi-window-private.h"

#define TICK_MS 50
/* A page that has loaded still lays out and fades in; one that has not after a minute never will. */
#define SETTLE_TICKS 16
#define PATIENCE_TICKS 1200

typedef struct
{
  DdiWindow *window;
  char *dir;
  DdiScreenshotsFunc done;
  gpointer user_data;
  const DdiPageInfo *info; /* the page being visited */
  guint ticks;             /* since it was opened */
  guint settled;           /* since it has loaded */
} Tour;

static void
finish (Tour *tour, const GError *error)
{
  tour->done (error, tour->user_data);
  g_object_unref (tour->window);
  g_free (tour->dir);
  g_free (tour);
}

static gboolean
save_page (Tour *tour, GError **error)
{
  g_autofree char *name = g_strconcat (tour->info->id, ".png", NULL);
  g_autofree char *path = g_build_filename (tour->dir, name, NULL);

  return ddi_screenshots_save (GTK_WIDGET (tour->window), path, error);
}

static gboolean
tick_cb (gpointer user_data)
{
  Tour *tour = user_data;
  DdiPage *page = ddi_window_get_page (tour->window);
  DdiPageState state = ddi_page_get_state (page);
  g_autoptr (GError) error = NULL;

  if (tour->ticks++ > PATIENCE_TICKS)
    g_set_error (&error, G_IO_ERROR, G_IO_ERROR_TIMED_OUT, "%s: %s", tour->info->id, _ ("did not load"));
  else if (state == DDI_PAGE_LOADING || tour->settled++ < SETTLE_TICKS)
    return G_SOURCE_CONTINUE;
  else if (save_page (tour, &error) && (state == DDI_PAGE_ERROR || state == DDI_PAGE_OFFLINE))
    g_set_error (&error, G_IO_ERROR, G_IO_ERROR_FAILED, "%s: %s", tour->info->id, _ ("shows an error"));

  if (error == NULL && (++tour->info)->id)
    {
      ddi_window_open_page (tour->window, tour->info->id, NULL);
      tour->ticks = tour->settled = 0;
      return G_SOURCE_CONTINUE;
    }
  finish (tour, error);
  return G_SOURCE_REMOVE;
}

gboolean
ddi_screenshots_set_style (DdiWindow *window, const char *style)
{
  gboolean narrow = g_strcmp0 (style, "narrow") == 0;
  gboolean dark = g_strcmp0 (style, "dark") == 0;

  if (!narrow && !dark && g_strcmp0 (style, "wide") != 0)
    return FALSE;
  /* No desktop is there to say which font the platform uses. */
  g_object_set (gtk_settings_get_default (), "gtk-font-name", "Cantarell 11", NULL);
  gtk_window_set_default_size (GTK_WINDOW (window), narrow ? 360 : 1280, narrow ? 720 : 820);
  adw_style_manager_set_color_scheme (adw_style_manager_get_default (),
                                      dark ? ADW_COLOR_SCHEME_FORCE_DARK : ADW_COLOR_SCHEME_FORCE_LIGHT);
  return TRUE;
}

void
ddi_screenshots_run (DdiWindow *window, const char *dir, DdiScreenshotsFunc done, gpointer user_data)
{
  Tour *tour = g_new0 (Tour, 1);

  tour->window = g_object_ref (window);
  tour->dir = g_strdup (dir);
  tour->done = done;
  tour->user_data = user_data;
  tour->info = ddi_window_get_page_infos (window);
  if (g_mkdir_with_parents (dir, 0777) < 0 || tour->info->id == NULL)
    {
      g_autoptr (GError) error =
          g_error_new (G_IO_ERROR, G_IO_ERROR_FAILED, "%s: %s", dir, g_strerror (errno));

      finish (tour, error);
      return;
    }
  ddi_window_open_page (window, tour->info->id, NULL);
  g_timeout_add (TICK_MS, tick_cb, tour);
}

gboolean
ddi_screenshots_save (GtkWidget *widget, const char *path, GError **error)
{
  g_autoptr (GdkPaintable) paintable = gtk_widget_paintable_new (widget);
  GtkSnapshot *snapshot = gtk_snapshot_new ();
  int width = gtk_widget_get_width (widget), height = gtk_widget_get_height (widget);
  g_autoptr (GskRenderNode) node = NULL;
  g_autoptr (GdkTexture) texture = NULL;

  gdk_paintable_snapshot (paintable, GDK_SNAPSHOT (snapshot), width, height);
  node = gtk_snapshot_free_to_node (snapshot);
  if (node == NULL)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED, "%s: %s", path, _ ("nothing to draw"));
      return FALSE;
    }
  texture = gsk_renderer_render_texture (gtk_native_get_renderer (gtk_widget_get_native (widget)), node,
                                         &GRAPHENE_RECT_INIT (0, 0, (float)width, (float)height));
  if (gdk_texture_save_to_png (texture, path))
    return TRUE;
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED, "%s: %s", path, _ ("could not be written"));
  return FALSE;
}
