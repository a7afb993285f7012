/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/ddi-choice-row.h"

#include "app/ddi-choice-layout.h"

/* Of a name that is longer the rest may be cut off. */
#define MOST_CHARS 14

struct _DdiChoiceRow
{
  AdwComboRow parent_instance;
};

G_DEFINE_FINAL_TYPE (DdiChoiceRow, ddi_choice_row, ADW_TYPE_COMBO_ROW)

static void
setup_cb (GtkSignalListItemFactory *factory, GtkListItem *item, gpointer user_data)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 1);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_list_item_set_child (item, label);
}

/* As the list says it: by the row's expression, or the text of a string. */
static char *
describe (AdwComboRow *self, gpointer item)
{
  GtkExpression *expression = adw_combo_row_get_expression (self);
  g_auto (GValue) value = G_VALUE_INIT;

  if (expression == NULL)
    return g_strdup (GTK_IS_STRING_OBJECT (item) ? gtk_string_object_get_string (item) : "");
  if (!gtk_expression_evaluate (expression, item, &value))
    return g_strdup ("");
  return g_value_dup_string (&value);
}

static void
bind_cb (GtkSignalListItemFactory *factory, GtkListItem *item, AdwComboRow *self)
{
  g_autofree char *text = describe (self, gtk_list_item_get_item (item));
  GtkWidget *label = gtk_list_item_get_child (item);

  gtk_label_set_label (GTK_LABEL (label), text);
  gtk_label_set_width_chars (GTK_LABEL (label), (int)MIN (g_utf8_strlen (text, -1), MOST_CHARS));
}

static void
ddi_choice_row_class_init (DdiChoiceRowClass *klass)
{
}

static void
ddi_choice_row_init (DdiChoiceRow *self)
{
  AdwComboRow *row = ADW_COMBO_ROW (self);
  g_autoptr (GtkListItemFactory) shown = gtk_signal_list_item_factory_new ();

  g_signal_connect (shown, "setup", G_CALLBACK (setup_cb), NULL);
  g_signal_connect_object (shown, "bind", G_CALLBACK (bind_cb), self, 0);
  /* The list keeps what marks the chosen one. */
  adw_combo_row_set_list_factory (row, adw_combo_row_get_factory (row));
  adw_combo_row_set_factory (row, shown);
  gtk_widget_set_layout_manager (gtk_list_box_row_get_child (GTK_LIST_BOX_ROW (self)),
                                 g_object_new (DDI_TYPE_CHOICE_LAYOUT, NULL));
}

GtkWidget *
ddi_choice_row_new (void)
{
  return g_object_new (DDI_TYPE_CHOICE_ROW, NULL);
}
