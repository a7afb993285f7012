/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "pages/stores/ddi-stores-print.h"

#include <glib/gi18n-lib.h>

#include "app/ddi-message-dialog.h"
#include "app/ddi-print.h"
#include "pages/stores/ddi-stores-report.h"
#include "pages/stores/ddi-stores-sheets.h"
#include "tasks/ddi-week-sheets.h"

/* ---- sheets ---- */

static guint
count_sheets (GPtrArray *sheets, double width, double height)
{
  guint n = 0;

  for (guint i = 0; i < sheets->len; i++)
    n += ddi_week_sheet_n_pages (sheets->pdata[i]);
  return n;
}

static void
draw_sheets (GPtrArray *sheets, cairo_t *cr, guint page, double width, double height)
{
  guint i = 0;

  while (page >= ddi_week_sheet_n_pages (sheets->pdata[i]))
    page -= ddi_week_sheet_n_pages (sheets->pdata[i++]);
  ddi_print_fit (cr, DDI_WEEK_SHEET_WIDTH, DDI_WEEK_SHEET_HEIGHT, width, height);
  ddi_week_sheet_draw (sheets->pdata[i], cr, page);
}

GtkPrintOperation *
ddi_stores_sheets_operation_new (GPtrArray *sheets)
{
  const DdiWeekSheet *first = sheets->pdata[0];
  g_autofree char *saturday = ddi_day_format (first->sunday + DDI_SHEET_DAYS - 1);
  /* Translators: what a printer calls the shops' sheets; %s is a day. */
  g_autofree char *name = g_strdup_printf (_ ("Sheets of the week ending %s"), saturday);
  DdiPaper paper = { name, DDI_WEEK_SHEET_WIDTH, DDI_WEEK_SHEET_HEIGHT, (DdiPaperCount)count_sheets,
                     (DdiPaperDraw)draw_sheets };

  return ddi_print_operation_new (&paper, g_ptr_array_ref (sheets), (GDestroyNotify)g_ptr_array_unref);
}

static void
sheets_read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (DdiWindow) window = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) sheets = ddi_week_sheets_load_finish (result, &error);

  if (sheets)
    {
      g_autoptr (GtkPrintOperation) operation = ddi_stores_sheets_operation_new (sheets);

      ddi_print_ask (operation, window, "sheets");
    }
  else
    ddi_print_tell_failure (window, error);
}

void
ddi_stores_print_sheets (DdiWindow *window, GCancellable *cancellable)
{
  DdiSession *session = ddi_window_get_session (window);

  ddi_week_sheets_load_async (ddi_session_get_database (session), ddi_stores_sheets_get_sunday (session), 0,
                              cancellable, sheets_read_cb, g_object_ref (window));
}

/* ---- report ---- */

static guint
count_report (DdiWeekly *weekly, double width, double height)
{
  return ddi_weekly_n_pages (weekly);
}

static void
draw_report (DdiWeekly *weekly, cairo_t *cr, guint page, double width, double height)
{
  ddi_print_fit (cr, DDI_WEEKLY_WIDTH, DDI_WEEKLY_HEIGHT, width, height);
  ddi_weekly_draw (weekly, cr, page);
}

GtkPrintOperation *
ddi_stores_report_operation_new (DdiWeekly *weekly)
{
  g_autofree char *saturday = ddi_day_format (weekly->sunday + 6);
  /* Translators: what a printer calls the weekly report; %s is a day. */
  g_autofree char *name = g_strdup_printf (_ ("Report of the week ending %s"), saturday);
  DdiPaper paper = { name, DDI_WEEKLY_WIDTH, DDI_WEEKLY_HEIGHT, (DdiPaperCount)count_report,
                     (DdiPaperDraw)draw_report };

  return ddi_print_operation_new (&paper, weekly, (GDestroyNotify)ddi_weekly_free);
}

static void
report_read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (DdiWindow) window = user_data;
  g_autoptr (GError) error = NULL;
  DdiWeekly *weekly = ddi_weekly_load_finish (result, &error);

  if (weekly)
    {
      g_autoptr (GtkPrintOperation) operation = ddi_stores_report_operation_new (weekly);

      ddi_print_ask (operation, window, "weekly");
    }
  else
    ddi_print_tell_failure (window, error);
}

static void
print_report (DdiWindow *window, const char *district, GCancellable *cancellable)
{
  DdiSession *session = ddi_window_get_session (window);

  if (session)
    ddi_weekly_load_async (ddi_session_get_database (session), district,
                           ddi_stores_report_get_sunday (session), cancellable, report_read_cb,
                           g_object_ref (window));
}

typedef struct
{
  DdiWindow *window;
  GtkWidget *list;
  GStrv districts;
  GCancellable *cancellable;
} Question;

static void
free_question (gpointer data, GClosure *closure)
{
  Question *question = data;

  g_object_unref (question->window);
  g_strfreev (question->districts);
  g_object_unref (question->cancellable);
  g_free (question);
}

static void
response_cb (AdwMessageDialog *dialog, const char *response, Question *question)
{
  guint i = gtk_drop_down_get_selected (GTK_DROP_DOWN (question->list));

  /* The first of the list is all of them. */
  if (g_str_equal (response, "print"))
    print_report (question->window, i == 0 ? NULL : question->districts[i - 1], question->cancellable);
}

static GtkWidget *
make_list (const char *const *districts, const char *district)
{
  GtkStringList *names = gtk_string_list_new ((const char *[]){ _ ("All Districts"), NULL });
  GtkWidget *list = gtk_drop_down_new (G_LIST_MODEL (names), NULL);

  for (guint i = 0; districts[i]; i++)
    {
      gtk_string_list_append (names, districts[i]);
      if (g_strcmp0 (districts[i], district) == 0)
        gtk_drop_down_set_selected (GTK_DROP_DOWN (list), i + 1);
    }
  gtk_accessible_update_property (GTK_ACCESSIBLE (list), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("District"), -1);
  return list;
}

GtkWidget *
ddi_stores_print_report (DdiWindow *window, const char *const *districts, const char *district,
                         GCancellable *cancellable)
{
  GtkWidget *dialog;
  Question *question;

  if (g_strv_length ((GStrv)districts) < 2 && district == NULL)
    {
      print_report (window, NULL, cancellable);
      return NULL;
    }
  dialog =
      ddi_message_dialog_new (GTK_WINDOW (window), _ ("Print Last Week’s Report"), _ ("Of which shops?"));
  question = g_new0 (Question, 1);
  *question = (Question){ g_object_ref (window), make_list (districts, district),
                          g_strdupv ((GStrv)districts), g_object_ref (cancellable) };
  adw_message_dialog_set_extra_child (ADW_MESSAGE_DIALOG (dialog), question->list);
  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog), "cancel", _ ("_Cancel"), "print",
                                    _ ("_Print…"), NULL);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), "print", ADW_RESPONSE_SUGGESTED);
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), "print");
  g_signal_connect_data (dialog, "response", G_CALLBACK (response_cb), question, free_question, 0);
  gtk_window_present (GTK_WINDOW (dialog));
  return dialog;
}
