/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "pages/products/ddi-products-merge.h"

#include <glib/gi18n-lib.h>

#include "pages/products/ddi-merge-dialog.h"
#include "tasks/ddi-product-merge.h"

#define TOUCHED                                                                                              \
  (DDI_DATA_PRODUCTS | DDI_DATA_PRODUCTION | DDI_DATA_SALES | DDI_DATA_WASTE | DDI_DATA_FORECASTS)

void
ddi_products_merge_undo (DdiWindow *window, int merge_id)
{
  DdiOutboxNote note = { _ ("Merged products"), "products", NULL, TOUCHED };
  DdiUnit *unit = ddi_unit_new ();

  ddi_product_merge_undo (merge_id, unit);
  ddi_window_run_undo (window, &note, unit);
}

static void
undo_cb (DdiWindow *window, gpointer user_data)
{
  ddi_products_merge_undo (window, GPOINTER_TO_INT (user_data));
}

static void
merged_cb (DdiMergeDialog *dialog, int merge_id, const char *gone, const char *kept, DdiWindow *window)
{
  /* Translators: two products, the second has taken up the first. */
  g_autofree char *title = g_strdup_printf (_ ("%s merged into %s"), gone, kept);

  if (merge_id > 0)
    ddi_window_add_undo_toast (window, title, undo_cb, GINT_TO_POINTER (merge_id), NULL);
  else
    ddi_window_add_toast (window, title);
  ddi_session_changed (ddi_window_get_session (window), TOUCHED);
}

void
ddi_products_merge_ask (DdiWindow *window, int gone_id, int kept_id)
{
  DdiMergeDialog *dialog =
      ddi_merge_dialog_new (GTK_WINDOW (window), ddi_window_get_session (window), gone_id, kept_id);

  g_signal_connect_object (dialog, "merged", G_CALLBACK (merged_cb), window, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}
