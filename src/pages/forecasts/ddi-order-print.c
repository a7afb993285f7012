/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "pages/forecasts/ddi-order-print.h"

#include <glib/gi18n-lib.h>

#include "app/ddi-print.h"
#include "exchange/ddi-order-sheet.h"
#include "tasks/ddi-order-matrix-load.h"

GtkPrintOperation *
ddi_order_print_operation_new (DdiOrderMatrix *matrix)
{
  g_autofree char *day = ddi_day_format (ddi_order_matrix_get_day (matrix));
  /* Translators: what a printer calls an order; %s is a day. */
  g_autofree char *name = g_strdup_printf (_ ("Order %s"), day);
  DdiPaper paper = { .name = name,
                     .count = (DdiPaperCount)ddi_order_sheet_n_pages,
                     .draw = (DdiPaperDraw)ddi_order_sheet_draw };

  /* Several shops stand beside each other: lengthwise. */
  ddi_order_sheet_default_size (matrix, &paper.width, &paper.height);
  return ddi_print_operation_new (&paper, ddi_order_matrix_ref (matrix),
                                  (GDestroyNotify)ddi_order_matrix_unref);
}

/* --- Reading what is printed. --- */

typedef struct
{
  DdiWindow *window;
  DdiDay day;
} Print;

static void
free_print (Print *print)
{
  g_object_unref (print->window);
  g_free (print);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Print, free_print)

static void
read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Print) print = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) results = ddi_database_run_finish (DDI_DATABASE (source), result, &error);

  if (results)
    {
      g_autoptr (DdiOrderMatrix) matrix = ddi_order_matrix_from_rows (print->day, results);
      g_autoptr (GtkPrintOperation) operation = ddi_order_print_operation_new (matrix);

      ddi_print_ask (operation, print->window, "order");
    }
  else
    ddi_print_tell_failure (print->window, error);
}

void
ddi_order_print (DdiWindow *window, DdiDay day, int store_id)
{
  Print *print = g_new0 (Print, 1);

  print->window = g_object_ref (window);
  print->day = day;
  ddi_database_run_async (ddi_session_get_database (ddi_window_get_session (window)),
                          ddi_order_matrix_unit (day, store_id, FALSE), NULL, read_cb, print);
}
