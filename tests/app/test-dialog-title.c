/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A title between two buttons is as large as it has room for, in both directions. */
#include "app/ddi-dialog-title.h"

#include "app/ddi-test-window.h"

typedef struct
{
  GtkWidget *window;
  GtkWidget *label;
  gboolean small;
} Fixture;

static gboolean
is_as_asked (gpointer user_data)
{
  Fixture *self = user_data;
  PangoAttrList *attributes = gtk_label_get_attributes (GTK_LABEL (self->label));
  GSList *all = attributes ? pango_attr_list_get_attributes (attributes) : NULL;
  gboolean small = all != NULL;

  g_slist_free_full (all, (GDestroyNotify)pango_attribute_destroy);
  return small == self->small;
}

static void
ask_for (Fixture *self, int width, gboolean small)
{
  self->small = small;
  gtk_window_set_default_size (GTK_WINDOW (self->window), width, 200);
  ddi_test_wait (is_as_asked, self);
}

static void
test_there_and_back (void)
{
  GtkWidget *bar = adw_header_bar_new (), *title = g_object_new (DDI_TYPE_DIALOG_TITLE, NULL);
  GtkWidget *button = gtk_button_new_with_label ("Cancel"), *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  Fixture self = { .window = adw_window_new () };

  adw_header_bar_set_show_end_title_buttons (ADW_HEADER_BAR (bar), FALSE);
  adw_header_bar_set_title_widget (ADW_HEADER_BAR (bar), title);
  adw_header_bar_pack_start (ADW_HEADER_BAR (bar), button);
  adw_header_bar_pack_end (ADW_HEADER_BAR (bar), gtk_button_new_with_label ("Save"));
  gtk_box_append (GTK_BOX (box), bar);
  adw_window_set_content (ADW_WINDOW (self.window), box);
  gtk_window_set_title (GTK_WINDOW (self.window), "Zusammenfassungen");
  self.label = gtk_widget_get_first_child (title);
  gtk_window_set_default_size (GTK_WINDOW (self.window), 900, 200);
  gtk_window_present (GTK_WINDOW (self.window));
  ask_for (&self, 900, FALSE);
  for (int again = 0; again < 2; again++)
    {
      ask_for (&self, 260, TRUE);
      ask_for (&self, 900, FALSE);
    }
  gtk_window_destroy (GTK_WINDOW (self.window));
}

int
main (int argc, char **argv)
{
  ddi_test_ui_init (&argc, &argv);
  g_test_add_func ("/dialog-title/there-and-back", test_there_and_back);
  return g_test_run ();
}
