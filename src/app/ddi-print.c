/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/ddi-print.h"

#include <glib/gi18n-lib.h>

#include "tasks/ddi-audit.h"

typedef struct
{
  DdiPaper paper;
  gpointer data;
  GDestroyNotify free_data;
} Pages;

static void
free_pages (gpointer data, GClosure *closure)
{
  Pages *pages = data;

  if (pages->free_data)
    pages->free_data (pages->data);
  g_free (pages);
}

static void
begin_print_cb (GtkPrintOperation *operation, GtkPrintContext *context, Pages *pages)
{
  guint n = pages->paper.count (pages->data, gtk_print_context_get_width (context),
                                gtk_print_context_get_height (context));

  gtk_print_operation_set_n_pages (operation, (int)n);
}

static void
draw_page_cb (GtkPrintOperation *operation, GtkPrintContext *context, int page, Pages *pages)
{
  pages->paper.draw (pages->data, gtk_print_context_get_cairo_context (context), (guint)page,
                     gtk_print_context_get_width (context), gtk_print_context_get_height (context));
}

GtkPrintOperation *
ddi_print_operation_new (const DdiPaper *paper, gpointer data, GDestroyNotify free_data)
{
  GtkPrintOperation *operation = gtk_print_operation_new ();
  g_autoptr (GtkPageSetup) setup = gtk_page_setup_new ();
  Pages *pages = g_new0 (Pages, 1);

  *pages = (Pages){ *paper, data, free_data };
  pages->paper.name = NULL; /* the caller's */
  gtk_page_setup_set_orientation (setup, paper->width > paper->height ? GTK_PAGE_ORIENTATION_LANDSCAPE
                                                                      : GTK_PAGE_ORIENTATION_PORTRAIT);
  gtk_print_operation_set_job_name (operation, paper->name);
  gtk_print_operation_set_default_page_setup (operation, setup);
  gtk_print_operation_set_unit (operation, GTK_UNIT_POINTS);
  gtk_print_operation_set_use_full_page (operation, TRUE);
  gtk_print_operation_set_embed_page_setup (operation, TRUE);
  g_signal_connect_data (operation, "begin-print", G_CALLBACK (begin_print_cb), pages, free_pages, 0);
  g_signal_connect (operation, "draw-page", G_CALLBACK (draw_page_cb), pages);
  return operation;
}

void
ddi_print_fit (cairo_t *cr, double own_width, double own_height, double width, double height)
{
  double scale = MIN (width / own_width, height / own_height);

  cairo_translate (cr, (width - own_width * scale) / 2, (height - own_height * scale) / 2);
  cairo_scale (cr, scale, scale);
}

/* --- Asking for the printer. --- */

typedef struct
{
  DdiWindow *window;
  DdiDatabase *database; /* of the session that printed, should another one come meanwhile */
  char *what;
} Asked;

static void
free_asked (gpointer data, GClosure *closure)
{
  Asked *asked = data;

  g_object_unref (asked->window);
  g_object_unref (asked->database);
  g_free (asked->what);
  g_free (asked);
}

void
ddi_print_tell_failure (DdiWindow *window, const GError *error)
{
  /* Translators: %s is the reason. */
  g_autofree char *text = g_strdup_printf (_ ("Not printed: %s"), error->message);

  if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    ddi_window_add_toast (window, text);
}

static void
done_cb (GtkPrintOperation *operation, GtkPrintOperationResult outcome, Asked *asked)
{
  g_autoptr (GError) error = NULL;

  if (outcome == GTK_PRINT_OPERATION_RESULT_APPLY)
    ddi_audit_note_print_later (asked->database, asked->what);
  else if (outcome == GTK_PRINT_OPERATION_RESULT_ERROR)
    {
      gtk_print_operation_get_error (operation, &error);
      ddi_print_tell_failure (asked->window, error);
    }
  g_object_unref (operation);
}

void
ddi_print_ask (GtkPrintOperation *operation, DdiWindow *window, const char *what)
{
  DdiSession *session = ddi_window_get_session (window);
  Asked *asked;

  /* It has been locked or closed while the figures were read. */
  if (session == NULL)
    return;
  asked = g_new0 (Asked, 1);
  *asked =
      (Asked){ g_object_ref (window), g_object_ref (ddi_session_get_database (session)), g_strdup (what) };
  g_signal_connect_data (operation, "done", G_CALLBACK (done_cb), asked, free_asked, 0);
  gtk_print_operation_set_allow_async (operation, TRUE);
  /* Whatever comes of it is told by "done", until when it lives. */
  gtk_print_operation_run (g_object_ref (operation), GTK_PRINT_OPERATION_ACTION_PRINT_DIALOG,
                           GTK_WINDOW (window), NULL);
}
