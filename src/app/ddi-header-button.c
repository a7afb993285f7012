/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/ddi-header-button.h"

#include <adwaita.h>

static char *
without_mnemonic (const char *label)
{
  g_auto (GStrv) parts = g_strsplit (label, "_", -1);

  return g_strjoinv ("", parts);
}

GtkWidget *
ddi_header_button_new_of (GtkWidget *words, GtkWidget *icon, const char *label, const char *action,
                          const char *tooltip)
{
  GtkWidget *squeezer = adw_squeezer_new ();
  GtkWidget *const buttons[] = { words, icon };
  g_autofree char *plain = without_mnemonic (label);

  adw_squeezer_set_homogeneous (ADW_SQUEEZER (squeezer), FALSE);
  for (gsize i = 0; i < G_N_ELEMENTS (buttons); i++)
    {
      gtk_actionable_set_action_name (GTK_ACTIONABLE (buttons[i]), action);
      gtk_widget_add_css_class (buttons[i], "suggested-action");
      adw_squeezer_add (ADW_SQUEEZER (squeezer), buttons[i]);
    }
  gtk_widget_set_tooltip_text (words, tooltip);
  gtk_widget_set_tooltip_text (icon, tooltip ? tooltip : plain);
  gtk_accessible_update_property (GTK_ACCESSIBLE (icon), GTK_ACCESSIBLE_PROPERTY_LABEL, plain, -1);
  return squeezer;
}

GtkWidget *
ddi_header_button_new (const char *words, const char *icon_name, const char *action, const char *tooltip)
{
  return ddi_header_button_new_of (gtk_button_new_with_mnemonic (words),
                                   gtk_button_new_from_icon_name (icon_name), words, action, tooltip);
}
