/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "pages/stores/ddi-stores-report.h"

#include <glib/gi18n-lib.h>

#include "tasks/ddi-audit.h"
#include "tasks/ddi-week-sheets.h"
#include "tasks/ddi-weekly.h"

/* The choice in the dialog, and what is kept with it. */
#define DISTRICT "district"

typedef struct
{
  DdiWindow *window;
  DdiDatabase *database;
  DdiDay sunday;
  char *district; /* NULL: all */
  char *path;
  GCancellable *cancellable;
} Report;

DdiDay
ddi_stores_report_get_sunday (DdiSession *session)
{
  return ddi_week_sheets_sunday (ddi_session_get_today (session, 0) - 7);
}

static Report *
report_new (DdiWindow *window, const char *path, const char *district, GCancellable *cancellable)
{
  DdiSession *session = ddi_window_get_session (window);
  Report *report = g_new0 (Report, 1);

  report->window = g_object_ref (window);
  report->database = g_object_ref (ddi_session_get_database (session));
  report->sunday = ddi_stores_report_get_sunday (session);
  report->district = g_strdup (district);
  report->path = g_strdup (path);
  report->cancellable = g_object_ref (cancellable);
  return report;
}

static void
report_free (Report *report)
{
  g_object_unref (report->window);
  g_object_unref (report->database);
  g_object_unref (report->cancellable);
  g_free (report->district);
  g_free (report->path);
  g_free (report);
}

static gpointer
write_thread (gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Report *report = g_task_get_task_data (task);
  GError *error = NULL;
  g_autoptr (DdiWeekly) weekly = ddi_weekly_load (report->database, report->district, report->sunday,
                                                  g_task_get_cancellable (task), &error);
  gboolean table = g_str_has_suffix (report->path, ".xlsx") || g_str_has_suffix (report->path, ".csv");

  if (weekly && (table ? ddi_weekly_write_table (weekly, report->path, &error)
                       : ddi_weekly_write_paper (weekly, report->path, &error)))
    {
      ddi_audit_note_export (report->database, "weekly", report->path, -1);
      g_task_return_boolean (task, TRUE);
    }
  else
    g_task_return_error (task, error);
  return NULL;
}

static void
written_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Report *report = g_task_get_task_data (G_TASK (result));
  g_autoptr (GError) error = NULL;
  g_autofree char *name = g_path_get_basename (report->path);
  g_autofree char *text = NULL;

  if (g_task_propagate_boolean (G_TASK (result), &error))
    text = g_strdup_printf (_ ("Last week’s report written to %s"), name);
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    text = g_strdup_printf (_ ("%s was not written: %s"), name, error->message);
  if (text)
    ddi_window_add_toast (report->window, text);
}

void
ddi_stores_report_write (DdiWindow *window, const char *path, const char *district, GCancellable *cancellable)
{
  GTask *task = g_task_new (NULL, cancellable, written_cb, NULL);

  g_task_set_source_tag (task, ddi_stores_report_write);
  g_task_set_task_data (task, report_new (window, path, district, cancellable), (GDestroyNotify)report_free);
  g_thread_unref (g_thread_new ("weekly-report", write_thread, task));
}

/* NULL: all of them, or there is but one. */
static const char *
chosen_district (GtkNativeDialog *dialog)
{
  const char *id = gtk_file_chooser_get_choice (GTK_FILE_CHOOSER (dialog), DISTRICT);
  GStrv districts = g_object_get_data (G_OBJECT (dialog), DISTRICT);

  return id && *id ? districts[g_ascii_strtoull (id, NULL, 10)] : NULL;
}

static void
response_cb (GtkNativeDialog *dialog, int response, Report *report)
{
  g_autoptr (GFile) file = NULL;
  g_autofree char *path = NULL;

  if (response == GTK_RESPONSE_ACCEPT)
    file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog));
  path = file ? g_file_get_path (file) : NULL;
  if (path && ddi_window_get_session (report->window))
    ddi_stores_report_write (report->window, path, chosen_district (dialog), report->cancellable);
  report_free (report);
  g_object_unref (dialog);
}

static void
add_filter (GtkFileChooserNative *dialog, const char *name, const char *suffix)
{
  g_autoptr (GtkFileFilter) filter = gtk_file_filter_new ();

  gtk_file_filter_set_name (filter, name);
  gtk_file_filter_add_suffix (filter, suffix);
  gtk_file_chooser_add_filter (GTK_FILE_CHOOSER (dialog), filter);
}

/* An option's id is the district's place in the list, "" that of all. The first one is chosen by itself; to choose
 * another one from here does nothing in GTK 4.8. */
static void
add_districts (GtkFileChooser *dialog, const char *const *districts, const char *district)
{
  g_autoptr (GPtrArray) ids = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) names = g_ptr_array_new ();

  g_ptr_array_add (ids, g_strdup (""));
  g_ptr_array_add (names, _ ("All Districts"));
  for (guint i = 0; districts[i]; i++)
    {
      int place = g_strcmp0 (districts[i], district) == 0 ? 0 : -1;

      g_ptr_array_insert (ids, place, g_strdup_printf ("%u", i));
      g_ptr_array_insert (names, place, (gpointer)districts[i]);
    }
  g_ptr_array_add (ids, NULL);
  g_ptr_array_add (names, NULL);
  g_object_set_data_full (G_OBJECT (dialog), DISTRICT, g_strdupv ((GStrv)districts),
                          (GDestroyNotify)g_strfreev);
  gtk_file_chooser_add_choice (dialog, DISTRICT, _ ("District"), (const char **)ids->pdata,
                               (const char **)names->pdata);
}

GtkNativeDialog *
ddi_stores_report_ask (DdiWindow *window, const char *const *districts, const char *district,
                       GCancellable *cancellable)
{
  GtkFileChooserNative *dialog =
      gtk_file_chooser_native_new (_ ("Last Week’s Report"), GTK_WINDOW (window),
                                   GTK_FILE_CHOOSER_ACTION_SAVE, _ ("_Save"), NULL);
  Report *report = report_new (window, NULL, NULL, cancellable);
  g_autofree char *saturday = ddi_day_format (report->sunday + 6);
  g_autofree char *name = g_strdup_printf ("week-ending %s.pdf", saturday);

  add_filter (dialog, _ ("PDF (.pdf)"), "pdf");
  add_filter (dialog, _ ("Workbook (.xlsx)"), "xlsx");
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (dialog), name);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (dialog), TRUE);
  g_signal_connect (dialog, "response", G_CALLBACK (response_cb), report);
  if (g_strv_length ((GStrv)districts) > 1 || district)
    add_districts (GTK_FILE_CHOOSER (dialog), districts, district);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (dialog));
  return GTK_NATIVE_DIALOG (dialog);
}
