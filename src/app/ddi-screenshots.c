/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/ddi-screenshots.h"

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

#include "app/ddi-page-private.h"
#include "app/ddi-window-private.h"

#define TICK_MS 50
/* A page that has loaded still lays out and fades in; one that has not after a minute never will. */
#define SETTLE_TICKS 16
#define PATIENCE_TICKS 1200

/* What a page shows, one after the other: as it loaded, then around that what it shows otherwise, in its own words. */
static const struct
{
  const char *suffix;
  DdiPageState state;
} looks[] = {
  { "", DDI_PAGE_CONTENT },
  { "-empty", DDI_PAGE_EMPTY },
  { "-loading", DDI_PAGE_LOADING },
  { "-error", DDI_PAGE_ERROR },
};

typedef struct
{
  DdiWindow *window;
  char *dir;
  DdiScreenshotsFunc done;
  gpointer user_data;
  const DdiPageInfo *info; /* the page being visited */
  guint ticks;             /* since it was opened */
  guint settled;           /* since it has loaded, or shows the look */
  guint look;
  guint n_looks; /* that are taken of each page */
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
  g_autofree char *name = g_strconcat (tour->info->id, looks[tour->look].suffix, ".png", NULL);
  g_autofree char *path = g_build_filename (tour->dir, name, NULL);

  return ddi_screenshots_save (GTK_WIDGET (tour->window), path, error);
}

/* The next look of this page, else the next page; FALSE after the last. */
static gboolean
advance (Tour *tour)
{
  DdiPage *page = ddi_window_get_page (tour->window);

  tour->ticks = tour->settled = 0;
  if (++tour->look < tour->n_looks)
    {
      g_autoptr (GError) error = NULL;

      if (looks[tour->look].state == DDI_PAGE_ERROR)
        error = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_FAILED,
                                     _ ("The server ended the connection while it was asked."));
      ddi_page_settle (page, looks[tour->look].state, error);
      return TRUE;
    }
  tour->look = 0;
  if ((++tour->info)->id == NULL)
    return FALSE;
  ddi_window_open_page (tour->window, tour->info->id, NULL);
  return TRUE;
}

static gboolean
tick_cb (gpointer user_data)
{
  Tour *tour = user_data;
  DdiPageState state = ddi_page_get_state (ddi_window_get_page (tour->window));
  g_autoptr (GError) error = NULL;

  if (tour->ticks++ > PATIENCE_TICKS)
    g_set_error (&error, G_IO_ERROR, G_IO_ERROR_TIMED_OUT, "%s: %s", tour->info->id, _ ("did not load"));
  else if ((tour->look == 0 && state == DDI_PAGE_LOADING) || tour->settled++ < SETTLE_TICKS)
    return G_SOURCE_CONTINUE;
  else if (save_page (tour, &error) && tour->look == 0 &&
           (state == DDI_PAGE_ERROR || state == DDI_PAGE_OFFLINE))
    g_set_error (&error, G_IO_ERROR, G_IO_ERROR_FAILED, "%s: %s", tour->info->id, _ ("shows an error"));

  if (error == NULL && advance (tour))
    return G_SOURCE_CONTINUE;
  finish (tour, error);
  return G_SOURCE_REMOVE;
}

gboolean
ddi_screenshots_set_style (DdiWindow *window, const char *style)
{
  static const char *const styles[] = { "wide", "narrow", "dark", "narrow-dark", NULL };
  gboolean narrow = g_str_has_prefix (style, "narrow");
  gboolean dark = g_str_has_suffix (style, "dark");

  if (!g_strv_contains (styles, style))
    return FALSE;
  /* No desktop is there to say which font the platform uses. */
  g_object_set (gtk_settings_get_default (), "gtk-font-name", "Cantarell 11", NULL);
  gtk_window_set_default_size (GTK_WINDOW (window), narrow ? 360 : 1280, narrow ? 720 : 820);
  adw_style_manager_set_color_scheme (adw_style_manager_get_default (),
                                      dark ? ADW_COLOR_SCHEME_FORCE_DARK : ADW_COLOR_SCHEME_FORCE_LIGHT);
  return TRUE;
}

void
ddi_screenshots_run (DdiWindow *window, const char *dir, gboolean every_state, DdiScreenshotsFunc done,
                     gpointer user_data)
{
  Tour *tour = g_new0 (Tour, 1);

  tour->window = g_object_ref (window);
  tour->dir = g_strdup (dir);
  tour->n_looks = every_state ? G_N_ELEMENTS (looks) : 1;
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
