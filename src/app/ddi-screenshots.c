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

#define CONTRAST "contrast"
/* Half as large again as the 96 dots an inch that GTK takes, in 1024ths. */
#define LARGE_DPI (144 * 1024)

/* What a page shows, one after the other: as it loaded, then what it shows while it waits and where that failed. What
 * it shows without data a home without data tells. */
static const struct
{
  const char *suffix;
  DdiPageState state;
} looks[] = {
  { "", DDI_PAGE_CONTENT },
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
  guint forecasting;       /* since it was seen loaded while forecasts are made */
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

/* Pictures are of what is there in the end; one is taken of what a new demo shows until then. */
static gboolean
await_forecasts (Tour *tour)
{
  DdiSession *session = ddi_window_get_session (tour->window);
  g_autofree char *path = NULL;
  g_autoptr (GError) error = NULL;

  if (!ddi_generate_run_is_running (ddi_session_get_generate_run (session)))
    return FALSE;
  if (ddi_page_get_state (ddi_window_get_page (tour->window)) == DDI_PAGE_LOADING ||
      tour->forecasting++ != SETTLE_TICKS)
    return TRUE;
  path = g_strdup_printf ("%s/%s-forecasting.png", tour->dir, tour->info->id);
  if (!ddi_screenshots_save (GTK_WIDGET (tour->window), path, &error))
    g_warning ("%s", error->message);
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
  else if (await_forecasts (tour) || (tour->look == 0 && state == DDI_PAGE_LOADING) ||
           tour->settled++ < SETTLE_TICKS)
    return G_SOURCE_CONTINUE;
  else if (save_page (tour, &error) && tour->look == 0 &&
           (state == DDI_PAGE_ERROR || state == DDI_PAGE_OFFLINE))
    g_set_error (&error, G_IO_ERROR, G_IO_ERROR_FAILED, "%s: %s", tour->info->id, _ ("shows an error"));

  if (error == NULL && advance (tour))
    return G_SOURCE_CONTINUE;
  finish (tour, error);
  return G_SOURCE_REMOVE;
}

/* Sizes in pixels of the program. */
static const struct
{
  const char *word;
  int width, height;
} sizes[] = {
  { "wide", 1280, 820 },
  { "narrow", 360, 720 },
  { "small", 360, 294 },
  { "picture", 1000, 700 }, /* the largest that Flathub asks for */
};

static gboolean
set_word (const char *word, GtkWindow *window)
{
  GtkSettings *settings = gtk_settings_get_default ();
  AdwStyleManager *style = adw_style_manager_get_default ();

  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    if (g_str_equal (word, sizes[i].word))
      {
        gtk_window_set_default_size (window, sizes[i].width, sizes[i].height);
        return TRUE;
      }
  if (g_str_equal (word, "dark"))
    adw_style_manager_set_color_scheme (style, ADW_COLOR_SCHEME_FORCE_DARK);
  else if (g_str_equal (word, "large"))
    g_object_set (settings, "gtk-xft-dpi", LARGE_DPI, NULL);
  else
    return g_str_equal (word, CONTRAST);
  return TRUE;
}

static char **
split_style (const char *style)
{
  return g_strsplit (style, "-", -1);
}

void
ddi_screenshots_prepare (const char *style)
{
  g_auto (GStrv) words = split_style (style);

  /* Programs cannot choose high contrast, only desktops can, and whoever tries a program. */
  if (g_strv_contains ((const char *const *)words, CONTRAST))
    g_setenv ("ADW_DEBUG_HIGH_CONTRAST", "1", TRUE);
}

gboolean
ddi_screenshots_set_style (DdiWindow *window, const char *style)
{
  g_auto (GStrv) words = split_style (style);

  /* No desktop is there to say which font and which buttons of windows the platform uses. */
  g_object_set (gtk_settings_get_default (), "gtk-font-name", "Cantarell 11", "gtk-decoration-layout",
                "appmenu:close", NULL);
  adw_style_manager_set_color_scheme (adw_style_manager_get_default (), ADW_COLOR_SCHEME_FORCE_LIGHT);
  for (char **word = words; *word; word++)
    if (!set_word (*word, GTK_WINDOW (window)))
      return FALSE;
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
  int scale = gtk_widget_get_scale_factor (widget);
  int width = gtk_widget_get_width (widget), height = gtk_widget_get_height (widget);
  g_autoptr (GskRenderNode) node = NULL;
  g_autoptr (GdkTexture) texture = NULL;

  gtk_snapshot_scale (snapshot, (float)scale, (float)scale);
  gdk_paintable_snapshot (paintable, GDK_SNAPSHOT (snapshot), width, height);
  node = gtk_snapshot_free_to_node (snapshot);
  if (node == NULL)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED, "%s: %s", path, _ ("nothing to draw"));
      return FALSE;
    }
  texture = gsk_renderer_render_texture (gtk_native_get_renderer (gtk_widget_get_native (widget)), node,
                                         &GRAPHENE_RECT_INIT (0, 0, (float)(width * scale),
                                                              (float)(height * scale)));
  if (gdk_texture_save_to_png (texture, path))
    return TRUE;
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED, "%s: %s", path, _ ("could not be written"));
  return FALSE;
}
