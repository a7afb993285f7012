/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/ddi-text-size.h"

#define KEY "text-size"
/* What GTK takes where the desktop says nothing. */
#define DEFAULT_DPI (96 * 1024)

static int
desktop_dpi (GtkSettings *gtk)
{
  int dpi;

  /* What this has set itself is not the desktop's. */
  gtk_settings_reset_property (gtk, "gtk-xft-dpi");
  g_object_get (gtk, "gtk-xft-dpi", &dpi, NULL);
  return dpi > 0 ? dpi : DEFAULT_DPI;
}

static void
changed_cb (GSettings *settings, const char *key, GtkSettings *gtk)
{
  g_autofree char *percent = g_settings_get_string (settings, KEY);
  int dpi = desktop_dpi (gtk);

  if (!g_str_equal (percent, "100"))
    g_object_set (gtk, "gtk-xft-dpi", (int)(dpi * g_ascii_strtod (percent, NULL) / 100), NULL);
}

void
ddi_text_size_follow (GSettings *settings, GtkSettings *gtk, GActionMap *actions)
{
  g_autoptr (GAction) action = NULL;

  if (settings == NULL || gtk == NULL)
    return;
  g_signal_connect_object (settings, "changed::" KEY, G_CALLBACK (changed_cb), gtk, 0);
  changed_cb (settings, KEY, gtk);
  action = g_settings_create_action (settings, KEY);
  g_action_map_add_action (actions, action);
}

int
ddi_text_size_scale (GtkWidget *widget, int pixels)
{
  int dpi;

  g_object_get (gtk_widget_get_settings (widget), "gtk-xft-dpi", &dpi, NULL);
  return dpi > 0 ? (int)((gint64)pixels * dpi / DEFAULT_DPI) : pixels;
}
