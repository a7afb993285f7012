/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/ddi-color-scheme.h"

#include <adwaita.h>

#define KEY "color-scheme"

static gboolean
read_scheme (GValue *value, GVariant *variant, gpointer user_data)
{
  const char *nick = g_variant_get_string (variant, NULL);
  AdwColorScheme scheme = ADW_COLOR_SCHEME_DEFAULT;

  if (g_str_equal (nick, "light"))
    scheme = ADW_COLOR_SCHEME_FORCE_LIGHT;
  else if (g_str_equal (nick, "dark"))
    scheme = ADW_COLOR_SCHEME_FORCE_DARK;
  g_value_set_enum (value, scheme);
  return TRUE;
}

void
ddi_color_scheme_follow (GSettings *settings, GActionMap *actions)
{
  g_autoptr (GAction) action = NULL;

  if (settings == NULL)
    return;
  g_settings_bind_with_mapping (settings, KEY, adw_style_manager_get_default (), KEY, G_SETTINGS_BIND_GET,
                                read_scheme, NULL, NULL, NULL);
  action = g_settings_create_action (settings, KEY);
  g_action_map_add_action (actions, action);
}
