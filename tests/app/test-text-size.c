/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/ddi-text-size.h"

#include "app/ddi-preferences.h"
#include "app/ddi-test-window.h"

static int
get_dpi (void)
{
  int dpi;

  g_object_get (gtk_settings_get_default (), "gtk-xft-dpi", &dpi, NULL);
  return dpi > 0 ? dpi : 96 * 1024;
}

/* A label grows with the choice, and is as it was when the choice is taken back. */
static void
test_follow (void)
{
  g_autoptr (GSettings) settings = ddi_preferences_open ();
  g_autoptr (GSimpleActionGroup) actions = g_simple_action_group_new ();
  GtkWidget *label = g_object_ref_sink (gtk_label_new ("Thrown away"));
  int before = get_dpi (), small, large, room;

  g_assert_nonnull (settings);
  ddi_text_size_follow (settings, gtk_settings_get_default (), G_ACTION_MAP (actions));
  gtk_widget_measure (label, GTK_ORIENTATION_HORIZONTAL, -1, NULL, &small, NULL, NULL);
  room = ddi_text_size_scale (label, 1000);
  g_action_group_activate_action (G_ACTION_GROUP (actions), "text-size", g_variant_new_string ("150"));
  g_assert_cmpint (get_dpi (), ==, before * 3 / 2);
  g_assert_cmpint (ddi_text_size_scale (label, 1000), ==, room * 3 / 2);
  g_object_unref (label);
  label = g_object_ref_sink (gtk_label_new ("Thrown away"));
  gtk_widget_measure (label, GTK_ORIENTATION_HORIZONTAL, -1, NULL, &large, NULL, NULL);
  g_assert_cmpint (large, >, small * 13 / 10);

  /* The next choice counts from the desktop's size, not from the last one. */
  g_action_group_activate_action (G_ACTION_GROUP (actions), "text-size", g_variant_new_string ("130"));
  g_assert_cmpint (get_dpi (), ==, before * 13 / 10);
  g_settings_reset (settings, "text-size");
  g_assert_cmpint (get_dpi (), ==, before);
  g_object_unref (label);
}

static void
test_no_settings (void)
{
  g_autoptr (GSimpleActionGroup) actions = g_simple_action_group_new ();

  ddi_text_size_follow (NULL, gtk_settings_get_default (), G_ACTION_MAP (actions));
  g_assert_false (g_action_group_has_action (G_ACTION_GROUP (actions), "text-size"));
}

int
main (int argc, char *argv[])
{
  ddi_test_ui_init (&argc, &argv);
  g_test_add_func ("/text-size/follow", test_follow);
  g_test_add_func ("/text-size/no-settings", test_no_settings);
  return g_test_run ();
}
