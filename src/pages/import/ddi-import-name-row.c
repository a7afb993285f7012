/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "pages/import/ddi-import-name-row.h"

#include <glib/gi18n-lib.h>

struct _DdiImportNameRow
{
  AdwComboRow parent_instance;

  DdiImportName *name;
  GPtrArray *choices; /* (element-type DdiImportProposal) behind "New product": its own, then the rest */
};

G_DEFINE_FINAL_TYPE (DdiImportNameRow, ddi_import_name_row, ADW_TYPE_COMBO_ROW)

static guint chosen_signal;

static void
selected_cb (DdiImportNameRow *self)
{
  guint selected = adw_combo_row_get_selected (ADW_COMBO_ROW (self));

  if (selected == GTK_INVALID_LIST_POSITION)
    return;
  ddi_import_name_choose (self->name, selected == 0 ? NULL : self->choices->pdata[selected - 1]);
  g_signal_emit (self, chosen_signal, 0);
}

static gboolean
is_proposed (const DdiImportName *name, int product_id)
{
  for (guint i = 0; i < name->proposals->len; i++)
    if (g_array_index (name->proposals, DdiImportProposal, i).product_id == product_id)
      return TRUE;
  return FALSE;
}

static void
gather_choices (DdiImportNameRow *self, DdiImportPlan *plan)
{
  for (guint i = 0; i < self->name->proposals->len; i++)
    g_ptr_array_add (self->choices, &g_array_index (self->name->proposals, DdiImportProposal, i));
  for (guint i = 0; i < plan->products->len; i++)
    {
      DdiImportProposal *product = plan->products->pdata[i];

      if (!is_proposed (self->name, product->product_id))
        g_ptr_array_add (self->choices, product);
    }
}

static gboolean
is_chosen (const DdiImportName *name, const DdiImportProposal *proposal)
{
  if (name->product_id != 0)
    return proposal->product_id == name->product_id;
  return proposal->product_id == 0 && g_strcmp0 (proposal->name, name->means) == 0;
}

static void
ddi_import_name_row_finalize (GObject *object)
{
  g_ptr_array_unref (DDI_IMPORT_NAME_ROW (object)->choices);
  G_OBJECT_CLASS (ddi_import_name_row_parent_class)->finalize (object);
}

static void
ddi_import_name_row_class_init (DdiImportNameRowClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = ddi_import_name_row_finalize;
  chosen_signal = g_signal_new ("chosen", DDI_TYPE_IMPORT_NAME_ROW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                G_TYPE_NONE, 0);
}

static void
ddi_import_name_row_init (DdiImportNameRow *self)
{
  self->choices = g_ptr_array_new ();
}

GtkWidget *
ddi_import_name_row_new (DdiImportPlan *plan, DdiImportName *name)
{
  DdiImportNameRow *self = g_object_new (DDI_TYPE_IMPORT_NAME_ROW, "use-markup", FALSE, NULL);
  g_autoptr (GtkStringList) texts = gtk_string_list_new (NULL);
  guint selected = 0;

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self), name->written);
  self->name = name;
  gather_choices (self, plan);
  gtk_string_list_append (texts, _ ("New product"));
  for (guint i = 0; i < self->choices->len; i++)
    {
      const DdiImportProposal *choice = self->choices->pdata[i];

      gtk_string_list_append (texts, choice->name);
      if (selected == 0 && is_chosen (name, choice))
        selected = i + 1;
    }
  if (name->category)
    adw_action_row_set_subtitle (ADW_ACTION_ROW (self), name->category);
  adw_combo_row_set_model (ADW_COMBO_ROW (self), G_LIST_MODEL (texts));
  adw_combo_row_set_selected (ADW_COMBO_ROW (self), selected);
  g_signal_connect (self, "notify::selected", G_CALLBACK (selected_cb), NULL);
  return GTK_WIDGET (self);
}
