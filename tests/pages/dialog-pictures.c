/* SPDX-License-Identifier: GPL-3.0-or-later */
/* dialog-pictures HOME DIR STYLE [NAME…]: pictures of the dialogs and panels, which the program's own --screenshots does
 * not open, of the home HOME with the demo district in it, as DIR/NAME.png. Prints what is cut off in them, or can be
 * scrolled sideways outside of tables. In the language of LC_ALL, whose translation DDI_LOCALEDIR holds. Not a test:
 * somebody looks at them. */
#include <glib/gstdio.h>

#include "app/ddi-screenshots.h"
#include "app/ddi-test-window.h"
#include "core/ddi-locale.h"
#include "pages/ddi-pages.h"
#include "pages/dialog-scenes.h"
#include "support/ddi-test-home.h"

static DdiSession *session;
static DdiWindow *window;
static const char *folder;
static int width; /* of the window: dialogs are no wider */
static int height;

/* ---- what scenes share ---- */

void
dialog_settle (DdiWindow *main_window)
{
  for (guint i = 0; i < 3; i++)
    {
      ddi_test_wait_for_page (ddi_window_get_page (main_window));
      ddi_test_settle ();
    }
}

GtkWidget *
dialog_find_first (GtkWidget *root, GType type)
{
  GtkWidget *found = g_type_is_a (G_OBJECT_TYPE (root), type) && gtk_widget_get_mapped (root) ? root : NULL;

  for (GtkWidget *child = gtk_widget_get_first_child (root); child && !found;
       child = gtk_widget_get_next_sibling (child))
    found = dialog_find_first (child, type);
  return found;
}

void
dialog_select_row (DdiWindow *main_window, guint row)
{
  GtkWidget *table = dialog_find_first (GTK_WIDGET (ddi_window_get_page (main_window)), GTK_TYPE_COLUMN_VIEW);

  gtk_selection_model_select_item (gtk_column_view_get_model (GTK_COLUMN_VIEW (table)), row, TRUE);
}

GtkWidget *
dialog_find (DdiWindow *main_window)
{
  GListModel *toplevels = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (toplevels); i++)
    {
      g_autoptr (GtkWidget) toplevel = g_list_model_get_item (toplevels, i);

      if (toplevel != GTK_WIDGET (main_window) && gtk_widget_get_mapped (toplevel) &&
          !g_str_equal (G_OBJECT_TYPE_NAME (toplevel), "GtkTooltipWindow"))
        return toplevel;
    }
  return NULL;
}

/* ---- taking them ---- */

/* As the desktop would on a screen that is no larger. */
static void
fit (GtkWidget *dialog)
{
  int w, h;

  gtk_window_get_default_size (GTK_WINDOW (dialog), &w, &h);
  w = w > 0 ? w : gtk_widget_get_width (dialog);
  h = h > 0 ? h : gtk_widget_get_height (dialog);
  gtk_window_set_default_size (GTK_WINDOW (dialog), MIN (w, width), MIN (h, height));
  dialog_settle (window);
}

static void
choose_shop (const char *place)
{
  DdiFilter filter;

  ddi_session_get_filter (session, &filter);
  filter.store_id = place && g_str_has_prefix (place, "store=") ? 1 : 0;
  ddi_session_set_filter (session, &filter);
}

static void
take (const DialogScene *scene)
{
  gboolean whole = scene->place && !g_str_has_prefix (scene->place, "store=");
  g_autofree char *name = g_strconcat (scene->name, ".png", NULL),
                  *path = g_build_filename (folder, name, NULL);
  g_autoptr (GError) error = NULL;
  GtkWidget *shown;

  choose_shop (scene->place);
  g_assert_true (ddi_window_open_page (window, scene->page, whole ? scene->place : NULL));
  dialog_settle (window);
  if (scene->row >= 0)
    {
      dialog_select_row (window, (guint)scene->row);
      dialog_settle (window);
    }
  if (scene->open)
    scene->open (window);
  if (scene->action && !gtk_widget_activate_action (GTK_WIDGET (window), scene->action, NULL))
    g_error ("%s: no action %s", scene->name, scene->action);
  dialog_settle (window);
  shown = dialog_find (window);
  if (shown)
    fit (shown);
  else
    shown = dialog_find_first (GTK_WIDGET (ddi_window_get_page (window)), GTK_TYPE_POPOVER_MENU);
  if (shown == NULL)
    shown = GTK_WIDGET (window);
  dialog_faults_check (shown, scene->name, width);
  ddi_screenshots_save (shown, path, &error);
  g_assert_no_error (error);
  if (GTK_IS_POPOVER (shown))
    gtk_popover_popdown (GTK_POPOVER (shown));
  gtk_window_set_default_size (GTK_WINDOW (window), width, height);
  while ((shown = dialog_find (window)) != NULL)
    {
      gtk_window_close (GTK_WINDOW (shown));
      dialog_settle (window);
      /* A form may ask first what becomes of what was typed. */
      if (dialog_find (window) == shown)
        gtk_window_destroy (GTK_WINDOW (shown));
    }
}

static void
check_page (const char *id)
{
  choose_shop (NULL);
  g_assert_true (ddi_window_open_page (window, id, NULL));
  dialog_settle (window);
  dialog_faults_check (GTK_WIDGET (window), id, width);
}

/* Who has a role at some shops, and none at others. */
static void
add_person (DdiHome *home)
{
  g_free (
      ddi_test_home_psql (home, FALSE,
                          "INSERT INTO users (name, email, password_hash) VALUES ('Zoe Martinez-Hernandez', "
                          "'zoe.martinez-hernandez@example.com', '!') ON CONFLICT DO NOTHING;"
                          "INSERT INTO store_members (user_id, store_id, role) SELECT u.id, s, CASE s WHEN 1 "
                          "THEN 'store_manager' "
                          "ELSE 'viewer' END FROM users u, generate_series(1, 3) s WHERE email LIKE 'zoe%' "
                          "ON CONFLICT DO NOTHING"));
}

int
main (int argc, char **argv)
{
  const DialogScene *topics[] = { dialog_scenes_program, dialog_scenes_pages, dialog_scenes_database };
  g_autoptr (DdiHome) home = NULL;

  if (argc < 4)
    g_error ("usage: %s HOME DIR STYLE [NAME…]", argv[0]);
  folder = argv[2];
  g_mkdir_with_parents (folder, 0777);
  ddi_locale_init ();
  ddi_screenshots_prepare (argv[3]);
  ddi_test_ui_init (&argc, &argv);
  home = ddi_test_home_open (argv[1]);
  add_person (home);
  session = ddi_test_session_new (home);
  window = ddi_test_window_new (session);
  if (!ddi_screenshots_set_style (window, argv[3]))
    g_error ("no such style: %s", argv[3]);
  gtk_window_get_default_size (GTK_WINDOW (window), &width, &height);
  dialog_settle (window);
  for (guint i = 0; i < G_N_ELEMENTS (topics); i++)
    for (const DialogScene *scene = topics[i]; scene->name; scene++)
      if (argc == 4 || g_strv_contains ((const char *const *)argv + 4, scene->name))
        take (scene);
  /* The pages themselves only for what is wrong with them: the program takes their pictures. */
  for (const DdiPageInfo *info = ddi_pages; info->id && argc == 4; info++)
    check_page (info->id);
  gtk_window_destroy (GTK_WINDOW (window));
  g_clear_object (&session);
  ddi_home_close (home, NULL);
  return 0;
}
