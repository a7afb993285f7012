/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/ddi-color-scheme.h"

#include "app/ddi-preferences.h"
#include "app/ddi-test-window.h"

static void
assert_scheme (AdwColorScheme scheme)
{
  g_assert_cmpint (adw_style_manager_get_color_scheme (adw_style_manager_get_default ()), ==, scheme);
}

/* What the menu chooses is remembered and seen at once, and so is what was remembered. */
static void
test_follow (void)
{
  g_autoptr (GSettings) settings = ddi_preferences_open ();
  g_autoptr (GSimpleActionGroup) actions = g_simple_action_group_new ();
  g_autofree char *chosen = NULL;

  g_assert_nonnull (settings);
  g_settings_set_string (settings, "color-scheme", "dark");
  ddi_color_scheme_follow (settings, G_ACTION_MAP (actions));
  assert_scheme (ADW_COLOR_SCHEME_FORCE_DARK);

  g_action_group_activate_action (G_ACTION_GROUP (actions), "color-scheme", g_variant_new_string ("light"));
  chosen = g_settings_get_string (settings, "color-scheme");
  g_assert_cmpstr (chosen, ==, "light");
  assert_scheme (ADW_COLOR_SCHEME_FORCE_LIGHT);
  g_settings_reset (settings, "color-scheme");
  assert_scheme (ADW_COLOR_SCHEME_DEFAULT);
}

static void
test_no_settings (void)
{
  g_autoptr (GSimpleActionGroup) actions = g_simple_action_group_new ();

  ddi_color_scheme_follow (NULL, G_ACTION_MAP (actions));
  g_assert_false (g_action_group_has_action (G_ACTION_GROUP (actions), "color-scheme"));
}

int
main (int argc, char *argv[])
{
  ddi_test_ui_init (&argc, &argv);
  g_test_add_func ("/color-scheme/follow", test_follow);
  g_test_add_func ("/color-scheme/no-settings", test_no_settings);
  return g_test_run ();
}
