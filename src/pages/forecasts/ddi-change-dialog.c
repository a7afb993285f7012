/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "pages/forecasts/ddi-change-dialog.h"

#include <glib/gi18n-lib.h>

#include "app/ddi-message-dialog.h"

typedef struct
{
  DdiOrder *order;
  const DdiOrderLine *line;
  DdiChangeFunc changed;
  GObject *target;
  GtkWidget *quantity;
  GtkWidget *reason;
} Change;

static void
free_change (gpointer data, GClosure *closure)
{
  Change *change = data;

  ddi_order_unref (change->order);
  g_object_unref (change->target);
  g_free (change);
}

static void
response_cb (AdwMessageDialog *dialog, const char *response, Change *change)
{
  g_autofree char *reason = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (change->reason))));

  if (g_str_equal (response, "change"))
    change->changed (change->line, gtk_spin_button_get_value_as_int (GTK_SPIN_BUTTON (change->quantity)),
                     *reason ? reason : NULL, change->target);
}

static GtkWidget *
add_row (GtkGrid *grid, int row, const char *text, GtkWidget *field)
{
  GtkWidget *label = gtk_label_new_with_mnemonic (text);

  gtk_label_set_xalign (GTK_LABEL (label), 1);
  gtk_label_set_mnemonic_widget (GTK_LABEL (label), field);
  gtk_widget_set_hexpand (field, TRUE);
  gtk_grid_attach (grid, label, 0, row, 1, 1);
  gtk_grid_attach (grid, field, 1, row, 1, 1);
  return field;
}

GtkWidget *
ddi_change_dialog_new (GtkWindow *parent, DdiOrder *order, const DdiOrderLine *line, DdiChangeFunc changed,
                       GObject *user_data)
{
  GtkWidget *dialog = ddi_message_dialog_new (parent, line->product, NULL);
  GtkWidget *grid = gtk_grid_new ();
  Change *change = g_new0 (Change, 1);

  change->order = ddi_order_ref (order);
  change->line = line;
  change->changed = changed;
  change->target = g_object_ref (user_data);
  adw_message_dialog_format_body (ADW_MESSAGE_DIALOG (dialog),
                                  _ ("Forecast %d, proposed %d. How many instead?"), line->predicted,
                                  line->order);
  gtk_grid_set_row_spacing (GTK_GRID (grid), 12);
  gtk_grid_set_column_spacing (GTK_GRID (grid), 12);
  change->quantity =
      add_row (GTK_GRID (grid), 0, _ ("_Quantity"), gtk_spin_button_new_with_range (0, 100000, 1));
  change->reason = add_row (GTK_GRID (grid), 1, _ ("_Reason"), gtk_entry_new ());
  gtk_spin_button_set_value (GTK_SPIN_BUTTON (change->quantity), line->quantity);
  gtk_editable_set_text (GTK_EDITABLE (change->reason), line->reason ? line->reason : "");
  gtk_entry_set_activates_default (GTK_ENTRY (change->reason), TRUE);
  adw_message_dialog_set_extra_child (ADW_MESSAGE_DIALOG (dialog), grid);
  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog), "cancel", _ ("_Cancel"), "change",
                                    _ ("Ch_ange"), NULL);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), "change", ADW_RESPONSE_SUGGESTED);
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), "change");
  g_signal_connect_data (dialog, "response", G_CALLBACK (response_cb), change, free_change, 0);
  return dialog;
}
