/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/ddi-dialog-title.h"

struct _DdiDialogTitle
{
  AdwBin parent_instance;
  GtkWidget *label;
  GBinding *binding; /* to the window's title */
};

G_DEFINE_FINAL_TYPE (DdiDialogTitle, ddi_dialog_title, ADW_TYPE_BIN)

static void
unbind (DdiDialogTitle *self)
{
  if (self->binding)
    g_binding_unbind (self->binding);
  g_clear_object (&self->binding);
}

static void
ddi_dialog_title_root (GtkWidget *widget)
{
  DdiDialogTitle *self = DDI_DIALOG_TITLE (widget);
  GtkRoot *root;

  GTK_WIDGET_CLASS (ddi_dialog_title_parent_class)->root (widget);
  root = gtk_widget_get_root (widget);
  unbind (self);
  if (GTK_IS_WINDOW (root))
    self->binding =
        g_object_ref (g_object_bind_property (root, "title", self->label, "label", G_BINDING_SYNC_CREATE));
}

static void
ddi_dialog_title_unroot (GtkWidget *widget)
{
  unbind (DDI_DIALOG_TITLE (widget));
  GTK_WIDGET_CLASS (ddi_dialog_title_parent_class)->unroot (widget);
}

static void
ddi_dialog_title_class_init (DdiDialogTitleClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  widget_class->root = ddi_dialog_title_root;
  widget_class->unroot = ddi_dialog_title_unroot;
}

static void
ddi_dialog_title_init (DdiDialogTitle *self)
{
  self->label = gtk_label_new (NULL);
  gtk_label_set_wrap (GTK_LABEL (self->label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (self->label), PANGO_WRAP_WORD_CHAR);
  /* Else a bar high enough for two lines asks for the width of two. */
  gtk_label_set_natural_wrap_mode (GTK_LABEL (self->label), GTK_NATURAL_WRAP_NONE);
  gtk_label_set_justify (GTK_LABEL (self->label), GTK_JUSTIFY_CENTER);
  gtk_widget_set_valign (self->label, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (self->label, "title");
  adw_bin_set_child (ADW_BIN (self), self->label);
}
