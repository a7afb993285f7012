/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "pages/forecasts/ddi-order-print.h"

#include <glib/gi18n-lib.h>

#include "exchange/ddi-order-sheet.h"
#include "tasks/ddi-audit.h"
#include "tasks/ddi-order-matrix-load.h"

static void
begin_print_cb (GtkPrintOperation *operation, GtkPrintContext *context, DdiOrderMatrix *matrix)
{
  guint n = ddi_order_sheet_n_pages (matrix, gtk_print_context_get_width (context),
                                     gtk_print_context_get_height (context));

  gtk_print_operation_set_n_pages (operation, (int)n);
}

static void
draw_page_cb (GtkPrintOperation *operation, GtkPrintContext *context, int page, DdiOrderMatrix *matrix)
{
  ddi_order_sheet_draw (matrix, gtk_print_context_get_cairo_context (context), (guint)page,
                        gtk_print_context_get_width (context), gtk_print_context_get_height (context));
}

static void
forget_matrix (gpointer matrix, GClosure *closure)
{
  ddi_order_matrix_unref (matrix);
}

/* Several shops stand beside each other: lengthwise, on whatever paper the printer has. */
static GtkPageSetup *
make_page_setup (DdiOrderMatrix *matrix)
{
  GtkPageSetup *setup = gtk_page_setup_new ();
  double width, height;

  ddi_order_sheet_default_size (matrix, &width, &height);
  gtk_page_setup_set_orientation (setup, width > height ? GTK_PAGE_ORIENTATION_LANDSCAPE
                                                        : GTK_PAGE_ORIENTATION_PORTRAIT);
  return setup;
}

GtkPrintOperation *
ddi_order_print_operation_new (DdiOrderMatrix *matrix)
{
  GtkPrintOperation *operation = gtk_print_operation_new ();
  g_autoptr (GtkPageSetup) setup = make_page_setup (matrix);
  g_autofree char *day = ddi_day_format (ddi_order_matrix_get_day (matrix));
  /* Translators: what a printer calls an order; %s is a day. */
  g_autofree char *name = g_strdup_printf (_ ("Order %s"), day);

  gtk_print_operation_set_job_name (operation, name);
  gtk_print_operation_set_default_page_setup (operation, setup);
  gtk_print_operation_set_unit (operation, GTK_UNIT_POINTS);
  gtk_print_operation_set_use_full_page (operation, TRUE);
  g_signal_connect_data (operation, "begin-print", G_CALLBACK (begin_print_cb), ddi_order_matrix_ref (matrix),
                         forget_matrix, 0);
  g_signal_connect (operation, "draw-page", G_CALLBACK (draw_page_cb), matrix);
  return operation;
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
  g_autoptr (DdiOrderMatrix) matrix = NULL;
  g_autoptr (GtkPrintOperation) operation = NULL;
  GtkPrintOperationResult outcome = GTK_PRINT_OPERATION_RESULT_ERROR;

  if (results)
    {
      matrix = ddi_order_matrix_from_rows (print->day, results);
      operation = ddi_order_print_operation_new (matrix);
      outcome = gtk_print_operation_run (operation, GTK_PRINT_OPERATION_ACTION_PRINT_DIALOG,
                                         GTK_WINDOW (print->window), &error);
    }
  if (outcome == GTK_PRINT_OPERATION_RESULT_APPLY)
    ddi_audit_note_print_later (DDI_DATABASE (source), "order");
  else if (outcome == GTK_PRINT_OPERATION_RESULT_ERROR)
    {
      g_autofree char *text = g_strdup_printf (_ ("The order was not printed: %s"), error->message);

      ddi_window_add_toast (print->window, text);
    }
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
