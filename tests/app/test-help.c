/* SPDX-License-Identifier: GPL-3.0-or-later */
/* F1: a page for what is shown, a search, and room for it in a narrow window. */
#include "app/ddi-help-window.h"
#include "app/ddi-test-window.h"
#include "app/ddi-window-private.h"
#include "pages/ddi-pages.h"
#include "support/ddi-test-home.h"

static DdiHome *home;
static DdiSession *session;

static void
test_topics (void)
{
  for (const DdiHelpTopic *topic = ddi_help_topics; topic->id; topic++)
    {
      g_auto (GStrv) pages = g_strsplit (topic->pages, " ", -1);

      g_test_message ("%s", topic->id);
      g_assert_true (ddi_help_find (topic->id) == topic);
      g_assert_nonnull (topic->blocks[0].text);
      for (char **page = pages; *page; page++)
        {
          const DdiPageInfo *info = ddi_pages;

          while (info->id && !g_str_equal (info->id, *page))
            info++;
          g_assert_nonnull (info->id);
          g_assert_true (ddi_help_find_for_page (*page) == topic);
        }
      for (const DdiHelpBlock *block = topic->blocks; block->text; block++)
        {
          g_autofree char *path =
              g_strconcat ("/io/github/dunkin_demand/Intelligence/screenshots/", block->picture, NULL);

          g_assert_cmpint (block->kind == DDI_HELP_PICTURE, ==, block->picture != NULL);
          g_assert_cmpint (block->kind == DDI_HELP_LINK, ==, block->uri != NULL);
          g_assert_true (block->uri == NULL || g_str_has_prefix (block->uri, "https://"));
          g_assert_true (block->picture == NULL || g_resources_get_info (path, 0, NULL, NULL, NULL));
        }
    }
  g_assert_null (ddi_help_find ("nothing"));
  g_assert_true (ddi_help_find_for_page (NULL) == ddi_help_topics);
  g_assert_true (ddi_help_find_for_page ("nothing") == ddi_help_topics);
}

static void
test_matches (void)
{
  const DdiHelpTopic *import = ddi_help_find ("import");

  g_assert_true (ddi_help_matches (import, ""));
  g_assert_true (ddi_help_matches (import, "IMPORT"));
  g_assert_true (ddi_help_matches (import, "copied week"));
  g_assert_true (ddi_help_matches (import, "week copi"));
  g_assert_false (ddi_help_matches (import, "copied password"));
}

static GtkWidget *
child_of (DdiHelpWindow *window, const char *name)
{
  return GTK_WIDGET (gtk_widget_get_template_child (GTK_WIDGET (window), DDI_TYPE_HELP_WINDOW, name));
}

static const char *
title_of (DdiHelpWindow *window)
{
  return adw_window_title_get_title (ADW_WINDOW_TITLE (child_of (window, "title")));
}

static DdiHelpWindow *
press_f1 (DdiWindow *window)
{
  GApplication *application = G_APPLICATION (gtk_window_get_application (GTK_WINDOW (window)));
  DdiHelpWindow *found = NULL;
  const char *const f1[] = { "F1", NULL };
  g_auto (GStrv) accels = gtk_application_get_accels_for_action (GTK_APPLICATION (application), "app.help");

  g_assert_true (g_strv_equal ((const char *const *)accels, f1));
  /* The program's own window is the application's; the test's is shown by what the action calls. */
  g_assert_nonnull (g_action_map_lookup_action (G_ACTION_MAP (application), "help"));
  ddi_help_window_show (GTK_WINDOW (window), ddi_help_find_for_page (ddi_window_get_page_id (window)));
  ddi_test_settle ();
  for (GList *l = gtk_application_get_windows (GTK_APPLICATION (application)); l; l = l->next)
    if (DDI_IS_HELP_WINDOW (l->data))
      {
        g_assert_null (found);
        found = l->data;
      }
  g_assert_nonnull (found);
  return found;
}

static guint
count_found (DdiHelpWindow *help)
{
  guint n = 0;
  GtkListBoxRow *row;

  for (int i = 0; (row = gtk_list_box_get_row_at_index (GTK_LIST_BOX (child_of (help, "rows")), i)); i++)
    n += gtk_widget_get_child_visible (GTK_WIDGET (row));
  return n;
}

static gboolean
one_is_found (gpointer help)
{
  return count_found (help) == 1;
}

static void
test_window (void)
{
  DdiWindow *window = ddi_test_window_new (session);
  DdiHelpWindow *help = NULL;
  gpointer weak;

  ddi_window_open_page (window, "waste", NULL);
  help = press_f1 (window);
  weak = help;
  g_object_add_weak_pointer (G_OBJECT (help), &weak);
  g_assert_cmpstr (title_of (help), ==, "Waste and Its Goals");
  g_assert_cmpuint (count_found (help), >, 5);

  /* One window, whatever it is asked for. */
  ddi_window_open_page (window, "forecasts", NULL);
  g_assert_true (press_f1 (window) == help);
  g_assert_cmpstr (title_of (help), ==, "Read a Forecast");

  gtk_editable_set_text (GTK_EDITABLE (child_of (help, "search")), "forgot your password");
  ddi_test_wait (one_is_found, help);
  g_signal_emit_by_name (child_of (help, "search"), "activate");
  ddi_test_settle ();
  g_assert_cmpstr (title_of (help), ==, "A Forgotten Password");
  g_signal_emit_by_name (child_of (help, "search"), "stop-search");
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (child_of (help, "search"))), ==, "");

  ddi_test_window_close (window);
  ddi_test_settle ();
  g_assert_null (weak);
}

/* Pictures are neither cut nor thin strips. */
static void
assert_pictures (DdiHelpWindow *help)
{
  for (GtkWidget *block = gtk_widget_get_first_child (child_of (help, "blocks")); block;
       block = gtk_widget_get_next_sibling (block))
    if (GTK_IS_PICTURE (block))
      {
        GdkPaintable *paintable = gtk_picture_get_paintable (GTK_PICTURE (block));
        double ratio = gdk_paintable_get_intrinsic_aspect_ratio (paintable);

        g_assert_cmpint (gtk_widget_get_width (block), >, 250);
        g_assert_cmpfloat_with_epsilon (gtk_widget_get_width (block) / ratio, gtk_widget_get_height (block),
                                        2);
      }
}

static gboolean
is_folded (gpointer help)
{
  return adw_leaflet_get_folded (ADW_LEAFLET (child_of (help, "leaflet")));
}

/* At 360 px every topic fits, one column at a time. */
static void
test_narrow (void)
{
  DdiWindow *window = ddi_test_window_new (session);
  DdiHelpWindow *help = press_f1 (window);
  AdwLeaflet *leaflet = ADW_LEAFLET (child_of (help, "leaflet"));

  gtk_window_set_default_size (GTK_WINDOW (help), 360, 600);
  ddi_test_wait (is_folded, help);
  for (const DdiHelpTopic *topic = ddi_help_topics; topic->id; topic++)
    {
      int least;

      ddi_help_window_show (GTK_WINDOW (window), topic);
      ddi_test_settle ();
      g_assert_cmpstr (adw_leaflet_get_visible_child_name (leaflet), ==, "topic");
      gtk_widget_measure (child_of (help, "blocks"), GTK_ORIENTATION_HORIZONTAL, -1, &least, NULL, NULL,
                          NULL);
      g_test_message ("%s", topic->id);
      g_assert_cmpint (least, <=, 360);
      g_assert_cmpint (gtk_widget_get_width (GTK_WIDGET (help)), <=, 360);
      assert_pictures (help);
    }
  g_assert_true (adw_leaflet_navigate (leaflet, ADW_NAVIGATION_DIRECTION_BACK));
  g_assert_cmpstr (adw_leaflet_get_visible_child_name (leaflet), ==, "list");
  gtk_window_destroy (GTK_WINDOW (help));
  ddi_test_window_close (window);
}

int
main (int argc, char **argv)
{
  int status;

  ddi_test_ui_init (&argc, &argv);
  home = ddi_test_home_new ();
  session = ddi_test_session_new (home);
  g_test_add_func ("/help/topics", test_topics);
  g_test_add_func ("/help/matches", test_matches);
  g_test_add_func ("/help/window", test_window);
  g_test_add_func ("/help/narrow", test_narrow);
  status = g_test_run ();
  g_clear_object (&session);
  ddi_home_close (home, NULL);
  g_object_unref (home);
  return status;
}
