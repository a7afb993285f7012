/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/ddi-help-window.h"

#include <glib/gi18n-lib.h>

#define PICTURES "/io/github/dunkin_demand/Intelligence/screenshots/"

struct _DdiHelpWindow
{
  AdwWindow parent_instance;

  GtkWidget *leaflet;
  GtkWidget *search;
  GtkWidget *rows;
  GtkWidget *title;
  GtkWidget *scroller;
  GtkWidget *blocks;
};

G_DEFINE_FINAL_TYPE (DdiHelpWindow, ddi_help_window, ADW_TYPE_WINDOW)

static const DdiHelpTopic *
topic_of (GtkListBoxRow *row)
{
  return row ? &ddi_help_topics[gtk_list_box_row_get_index (row)] : NULL;
}

/* Blocks */

static GtkWidget *
make_label (const char *text)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_set_hexpand (label, TRUE);
  return label;
}

static GtkWidget *
make_heading (const char *text)
{
  GtkWidget *label = g_object_new (GTK_TYPE_LABEL, "accessible-role", GTK_ACCESSIBLE_ROLE_HEADING, "label",
                                   text, "wrap", TRUE, "xalign", 0.0, "margin-top", 12, NULL);

  gtk_accessible_update_property (GTK_ACCESSIBLE (label), GTK_ACCESSIBLE_PROPERTY_LEVEL, 2, -1);
  gtk_widget_add_css_class (label, "title-4");
  return label;
}

static GtkWidget *
make_step (const char *text, int number)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  g_autofree char *figure = g_strdup_printf ("%d.", number);
  GtkWidget *label = gtk_label_new (figure);

  gtk_widget_set_valign (label, GTK_ALIGN_START);
  gtk_label_set_width_chars (GTK_LABEL (label), 3);
  gtk_label_set_xalign (GTK_LABEL (label), 1);
  gtk_widget_add_css_class (label, "dim-label");
  gtk_widget_add_css_class (label, "numeric");
  gtk_box_append (GTK_BOX (box), label);
  gtk_box_append (GTK_BOX (box), make_label (text));
  return box;
}

static GtkWidget *
make_picture (const char *name, const char *text)
{
  g_autofree char *path = g_strconcat (PICTURES, name, NULL);
  GtkWidget *picture = gtk_picture_new_for_resource (path);

  gtk_picture_set_alternative_text (GTK_PICTURE (picture), text);
  gtk_widget_add_css_class (picture, "ddi-help-picture");
  gtk_widget_set_overflow (picture, GTK_OVERFLOW_HIDDEN);
  gtk_widget_set_margin_top (picture, 6);
  gtk_widget_set_margin_bottom (picture, 6);
  return picture;
}

static GtkWidget *
make_link (const char *text, const char *uri)
{
  GtkWidget *link = gtk_link_button_new_with_label (uri, text);
  GtkWidget *label = gtk_button_get_child (GTK_BUTTON (link));

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_set_halign (link, GTK_ALIGN_START);
  return link;
}

static GtkWidget *
make_block (const DdiHelpBlock *block, int step)
{
  switch (block->kind)
    {
    case DDI_HELP_HEADING:
      return make_heading (_ (block->text));
    case DDI_HELP_STEP:
      return make_step (_ (block->text), step);
    case DDI_HELP_PICTURE:
      return make_picture (block->picture, _ (block->text));
    case DDI_HELP_LINK:
      return make_link (_ (block->text), block->uri);
    case DDI_HELP_TEXT:
    default:
      return make_label (_ (block->text));
    }
}

static void
show_topic (DdiHelpWindow *self, const DdiHelpTopic *topic)
{
  GtkWidget *child;
  int step = 0;

  while ((child = gtk_widget_get_first_child (self->blocks)))
    gtk_box_remove (GTK_BOX (self->blocks), child);
  for (const DdiHelpBlock *block = topic->blocks; block->text; block++)
    {
      step = block->kind == DDI_HELP_STEP ? step + 1 : 0;
      gtk_box_append (GTK_BOX (self->blocks), make_block (block, step));
    }
  adw_window_title_set_title (ADW_WINDOW_TITLE (self->title), _ (topic->title));
  gtk_adjustment_set_value (gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (self->scroller)), 0);
}

/* The list */

static gboolean
filter_row (GtkListBoxRow *row, gpointer user_data)
{
  DdiHelpWindow *self = user_data;

  return ddi_help_matches (topic_of (row), gtk_editable_get_text (GTK_EDITABLE (self->search)));
}

static void
row_selected_cb (DdiHelpWindow *self, GtkListBoxRow *row)
{
  if (row)
    show_topic (self, topic_of (row));
}

static void
row_activated_cb (DdiHelpWindow *self, GtkListBoxRow *row)
{
  adw_leaflet_navigate (ADW_LEAFLET (self->leaflet), ADW_NAVIGATION_DIRECTION_FORWARD);
}

static void
search_cb (DdiHelpWindow *self)
{
  gtk_list_box_invalidate_filter (GTK_LIST_BOX (self->rows));
}

/* Enter in the search opens the first that was found. */
static void
search_activated_cb (DdiHelpWindow *self)
{
  GtkListBoxRow *row;

  for (int i = 0; (row = gtk_list_box_get_row_at_index (GTK_LIST_BOX (self->rows), i)); i++)
    if (gtk_widget_get_child_visible (GTK_WIDGET (row)))
      {
        gtk_list_box_select_row (GTK_LIST_BOX (self->rows), row);
        row_activated_cb (self, row);
        return;
      }
}

/* Escape in the search: first the words go, then the window. */
static void
stop_search_cb (DdiHelpWindow *self)
{
  if (*gtk_editable_get_text (GTK_EDITABLE (self->search)))
    gtk_editable_set_text (GTK_EDITABLE (self->search), "");
  else
    gtk_window_close (GTK_WINDOW (self));
}

static void
back_cb (DdiHelpWindow *self)
{
  adw_leaflet_navigate (ADW_LEAFLET (self->leaflet), ADW_NAVIGATION_DIRECTION_BACK);
}

static GtkWidget *
make_row (const DdiHelpTopic *topic)
{
  GtkWidget *label = gtk_label_new (_ (topic->title));

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  return g_object_new (GTK_TYPE_LIST_BOX_ROW, "child", label, NULL);
}

static gboolean
find_cb (GtkWidget *widget, GVariant *args, gpointer user_data)
{
  DdiHelpWindow *self = DDI_HELP_WINDOW (widget);

  back_cb (self);
  gtk_widget_grab_focus (self->search);
  return TRUE;
}

static void
ddi_help_window_class_init (DdiHelpWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/dunkin_demand/Intelligence/ui/app/ddi-help-window.ui");
  gtk_widget_class_bind_template_child (widget_class, DdiHelpWindow, leaflet);
  gtk_widget_class_bind_template_child (widget_class, DdiHelpWindow, search);
  gtk_widget_class_bind_template_child (widget_class, DdiHelpWindow, rows);
  gtk_widget_class_bind_template_child (widget_class, DdiHelpWindow, title);
  gtk_widget_class_bind_template_child (widget_class, DdiHelpWindow, scroller);
  gtk_widget_class_bind_template_child (widget_class, DdiHelpWindow, blocks);
  gtk_widget_class_bind_template_callback (widget_class, row_selected_cb);
  gtk_widget_class_bind_template_callback (widget_class, row_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, stop_search_cb);
  gtk_widget_class_bind_template_callback (widget_class, back_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_f, GDK_CONTROL_MASK, find_cb, NULL);
}

static void
ddi_help_window_init (DdiHelpWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  for (const DdiHelpTopic *topic = ddi_help_topics; topic->id; topic++)
    gtk_list_box_append (GTK_LIST_BOX (self->rows), make_row (topic));
  gtk_list_box_set_filter_func (GTK_LIST_BOX (self->rows), filter_row, self, NULL);
}

static DdiHelpWindow *
find_window (GtkApplication *application)
{
  for (GList *l = gtk_application_get_windows (application); l; l = l->next)
    if (DDI_IS_HELP_WINDOW (l->data))
      return l->data;
  return NULL;
}

DdiHelpWindow *
ddi_help_window_show (GtkWindow *owner, const DdiHelpTopic *topic)
{
  GtkApplication *application = gtk_window_get_application (owner);
  DdiHelpWindow *self = find_window (application);

  if (self == NULL)
    {
      self = g_object_new (DDI_TYPE_HELP_WINDOW, "application", application, NULL);
      /* Not transient: help is read beside the window that it is about, not above it. */
      g_signal_connect_object (owner, "destroy", G_CALLBACK (gtk_window_destroy), self, G_CONNECT_SWAPPED);
    }
  gtk_editable_set_text (GTK_EDITABLE (self->search), "");
  gtk_list_box_select_row (GTK_LIST_BOX (self->rows),
                           gtk_list_box_get_row_at_index (GTK_LIST_BOX (self->rows),
                                                          (int)(topic - ddi_help_topics)));
  adw_leaflet_navigate (ADW_LEAFLET (self->leaflet), ADW_NAVIGATION_DIRECTION_FORWARD);
  gtk_window_present (GTK_WINDOW (self));
  return self;
}
