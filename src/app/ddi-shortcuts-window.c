/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/ddi-shortcuts-window.h"

struct _DdiShortcutsWindow
{
  AdwWindow parent_instance;
};

G_DEFINE_FINAL_TYPE (DdiShortcutsWindow, ddi_shortcuts_window, ADW_TYPE_WINDOW)

static void
ddi_shortcuts_window_class_init (DdiShortcutsWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/dunkin_demand/Intelligence/ui/app/ddi-shortcuts-window.ui");
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
ddi_shortcuts_window_init (DdiShortcutsWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

DdiShortcutsWindow *
ddi_shortcuts_window_new (GtkWindow *parent)
{
  return g_object_new (DDI_TYPE_SHORTCUTS_WINDOW, "transient-for", parent, NULL);
}
