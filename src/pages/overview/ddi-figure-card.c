/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "pages/overview/ddi-figure-card.h"

#include <glib/gi18n-lib.h>

struct _DdiFigureCard
{
  AdwBin parent_instance;

  GtkWidget *caption;
  GtkWidget *figure;
  GtkWidget *change;
  GtkWidget *detail;
  GtkWidget *parts;
  guint n_parts;
};

G_DEFINE_FINAL_TYPE (DdiFigureCard, ddi_figure_card, ADW_TYPE_BIN)

static void
ddi_figure_card_class_init (DdiFigureCardClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/dunkin_demand/Intelligence/ui/pages/overview/ddi-figure-card.ui");
  gtk_widget_class_bind_template_child (widget_class, DdiFigureCard, caption);
  gtk_widget_class_bind_template_child (widget_class, DdiFigureCard, figure);
  gtk_widget_class_bind_template_child (widget_class, DdiFigureCard, change);
  gtk_widget_class_bind_template_child (widget_class, DdiFigureCard, detail);
  gtk_widget_class_bind_template_child (widget_class, DdiFigureCard, parts);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
ddi_figure_card_init (DdiFigureCard *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
ddi_figure_card_set_figure (DdiFigureCard *self, const char *caption, const char *figure)
{
  g_return_if_fail (DDI_IS_FIGURE_CARD (self));

  gtk_label_set_label (GTK_LABEL (self->caption), caption);
  gtk_label_set_label (GTK_LABEL (self->figure), figure);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, caption, -1);
}

void
ddi_figure_card_set_change (DdiFigureCard *self, DdiChange change, gboolean rises, const char *text)
{
  g_autofree char *label = NULL;
  g_autofree char *spoken = NULL;

  g_return_if_fail (DDI_IS_FIGURE_CARD (self));

  gtk_widget_set_visible (self->change, change != DDI_CHANGE_UNKNOWN);
  gtk_widget_remove_css_class (self->change, "success");
  gtk_widget_remove_css_class (self->change, "error");
  if (change == DDI_CHANGE_UNKNOWN)
    return;
  if (change == DDI_CHANGE_BETTER)
    gtk_widget_add_css_class (self->change, "success");
  else if (change == DDI_CHANGE_WORSE)
    gtk_widget_add_css_class (self->change, "error");

  if (change == DDI_CHANGE_NONE)
    {
      label = g_strdup (_ ("as before"));
      spoken = g_strdup (_ ("As in the range before"));
    }
  else
    {
      label = g_strdup_printf ("%s %s", rises ? "▲" : "▼", text);
      spoken = g_strdup_printf (rises ? _ ("%s more than in the range before")
                                      : _ ("%s less than in the range before"),
                                text);
    }
  gtk_label_set_label (GTK_LABEL (self->change), label);
  gtk_widget_set_tooltip_text (self->change, spoken);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->change), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken, -1);
}

void
ddi_figure_card_set_detail (DdiFigureCard *self, const char *detail)
{
  g_return_if_fail (DDI_IS_FIGURE_CARD (self));

  gtk_label_set_label (GTK_LABEL (self->detail), detail ? detail : "");
  gtk_widget_set_visible (self->detail, detail != NULL);
}

void
ddi_figure_card_clear_parts (DdiFigureCard *self)
{
  GtkWidget *child;

  g_return_if_fail (DDI_IS_FIGURE_CARD (self));

  while ((child = gtk_widget_get_first_child (self->parts)))
    gtk_grid_remove (GTK_GRID (self->parts), child);
  self->n_parts = 0;
}

void
ddi_figure_card_add_part (DdiFigureCard *self, const char *name, const char *figure)
{
  GtkWidget *left = g_object_new (GTK_TYPE_LABEL, "label", name, "xalign", 0.0, "hexpand", TRUE, "ellipsize",
                                  PANGO_ELLIPSIZE_END, NULL);
  GtkWidget *right = g_object_new (GTK_TYPE_LABEL, "label", figure, "xalign", 1.0, NULL);

  g_return_if_fail (DDI_IS_FIGURE_CARD (self));

  gtk_widget_add_css_class (left, "caption");
  gtk_widget_add_css_class (left, "dim-label");
  gtk_widget_add_css_class (right, "caption");
  gtk_widget_add_css_class (right, "numeric");
  gtk_grid_attach (GTK_GRID (self->parts), left, 0, (int)self->n_parts, 1, 1);
  gtk_grid_attach (GTK_GRID (self->parts), right, 1, (int)self->n_parts, 1, 1);
  self->n_parts++;
}
