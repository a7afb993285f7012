/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tasks/ddi-weekly.h"

#include <glib/gi18n-lib.h>

#include "exchange/ddi-table-writer.h"

#define N_WORST 10

static const DdiTableColumn columns[] = {
  { "store", DDI_TABLE_TEXT },          { "forecast", DDI_TABLE_MONEY },
  { "approved", DDI_TABLE_MONEY },      { "delivered", DDI_TABLE_MONEY },
  { "sold", DDI_TABLE_MONEY },          { "thrown", DDI_TABLE_MONEY },
  { "saved", DDI_TABLE_MONEY },         { "saved_least", DDI_TABLE_MONEY },
  { "saved_most", DDI_TABLE_MONEY },    { "kept", DDI_TABLE_MONEY },
  { "changed", DDI_TABLE_MONEY },       { "sold_before", DDI_TABLE_MONEY },
  { "thrown_before", DDI_TABLE_MONEY }, { "forecast_next", DDI_TABLE_MONEY },
  { "n_unpriced", DDI_TABLE_INTEGER },  { "n_complete", DDI_TABLE_INTEGER },
  { "earned", DDI_TABLE_MONEY },        { "net", DDI_TABLE_MONEY },
  { "net_least", DDI_TABLE_MONEY },     { "net_most", DDI_TABLE_MONEY },
};

void
ddi_weekly_free (DdiWeekly *self)
{
  g_free (self->district);
  g_free (self->currency);
  ddi_rows_unref (self->shops);
  ddi_rows_unref (self->worst);
  ddi_rows_unref (self->days);
  g_free (self);
}

DdiWeekly *
ddi_weekly_load (DdiDatabase *database, const char *district, DdiDay sunday, GCancellable *cancellable,
                 GError **error)
{
  g_autofree char *day = ddi_day_format (sunday);
  g_autoptr (GPtrArray) results = NULL;
  DdiUnit *unit = ddi_unit_new ();
  DdiWeekly *self;

  ddi_unit_set_read_only (unit);
  ddi_unit_add (unit, "session/read-settings", NULL);
  ddi_unit_add (unit, "reports/weekly", g_variant_new ("(mss)", district, day));
  ddi_unit_add (unit, "reports/weekly-worst", g_variant_new ("(mssi)", district, day, N_WORST));
  ddi_unit_add (unit, "reports/weekly-days", g_variant_new ("(mss)", district, day));
  results = ddi_database_run (database, unit, cancellable, error);
  if (results == NULL)
    return NULL;
  if (ddi_rows_get_n (results->pdata[1]) == 0)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND,
                           _ ("no shop is open in that week, or there is no such district"));
      return NULL;
    }
  self = g_new0 (DdiWeekly, 1);
  self->sunday = sunday;
  self->district = g_strdup (district);
  self->currency =
      g_strdup (ddi_rows_get_text (results->pdata[0], 0, ddi_rows_column (results->pdata[0], "currency")));
  self->shops = ddi_rows_ref (results->pdata[1]);
  self->worst = ddi_rows_ref (results->pdata[2]);
  self->days = ddi_rows_ref (results->pdata[3]);
  return self;
}

typedef struct
{
  DdiDatabase *database;
  char *district;
  DdiDay sunday;
} Job;

static void
job_free (Job *job)
{
  g_object_unref (job->database);
  g_free (job->district);
  g_free (job);
}

static gpointer
load_thread (gpointer data)
{
  g_autoptr (GTask) task = data;
  Job *job = g_task_get_task_data (task);
  GError *error = NULL;
  DdiWeekly *weekly =
      ddi_weekly_load (job->database, job->district, job->sunday, g_task_get_cancellable (task), &error);

  if (weekly)
    g_task_return_pointer (task, weekly, (GDestroyNotify)ddi_weekly_free);
  else
    g_task_return_error (task, error);
  return NULL;
}

void
ddi_weekly_load_async (DdiDatabase *database, const char *district, DdiDay sunday, GCancellable *cancellable,
                       GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *task = g_task_new (NULL, cancellable, callback, user_data);
  Job *job = g_new0 (Job, 1);

  *job = (Job){ g_object_ref (database), g_strdup (district), sunday };
  g_task_set_source_tag (task, ddi_weekly_load_async);
  g_task_set_task_data (task, job, (GDestroyNotify)job_free);
  g_thread_unref (g_thread_new ("weekly", load_thread, task));
}

DdiWeekly *
ddi_weekly_load_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, ddi_weekly_load_async), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}

gboolean
ddi_weekly_sum (const DdiWeekly *self, const char *column, gint64 *minor_units)
{
  guint c = ddi_rows_column (self->shops, column);
  gboolean known = FALSE;

  *minor_units = 0;
  for (guint row = 0; row < ddi_rows_get_n (self->shops); row++)
    {
      known = known || !ddi_rows_is_null (self->shops, row, c);
      *minor_units += ddi_rows_get_money (self->shops, row, c);
    }
  return known;
}

gint64
ddi_weekly_count (const DdiWeekly *self, const char *column)
{
  guint c = ddi_rows_column (self->shops, column);
  gint64 n = 0;

  for (guint row = 0; row < ddi_rows_get_n (self->shops); row++)
    n += ddi_rows_get_int (self->shops, row, c);
  return n;
}

static void
write_shop (const DdiWeekly *self, DdiTableWriter *writer, guint row)
{
  for (guint i = 0; i < G_N_ELEMENTS (columns); i++)
    {
      guint c = ddi_rows_column (self->shops, columns[i].name);

      if (ddi_rows_is_null (self->shops, row, c))
        ddi_table_writer_empty (writer);
      else if (columns[i].kind == DDI_TABLE_MONEY)
        ddi_table_writer_int (writer, ddi_rows_get_money (self->shops, row, c));
      else if (columns[i].kind == DDI_TABLE_INTEGER)
        ddi_table_writer_int (writer, ddi_rows_get_int (self->shops, row, c));
      else
        ddi_table_writer_text (writer, ddi_rows_get_text (self->shops, row, c));
    }
}

static void
write_sums (const DdiWeekly *self, DdiTableWriter *writer)
{
  ddi_table_writer_text (writer, _ ("All"));
  for (guint i = 1; i < G_N_ELEMENTS (columns); i++)
    {
      gint64 sum = 0;
      gboolean known = TRUE;

      if (columns[i].kind == DDI_TABLE_MONEY)
        known = ddi_weekly_sum (self, columns[i].name, &sum);
      else
        sum = ddi_weekly_count (self, columns[i].name);
      if (known)
        ddi_table_writer_int (writer, sum);
      else
        ddi_table_writer_empty (writer);
    }
}

gboolean
ddi_weekly_write_table (const DdiWeekly *self, const char *path, GError **error)
{
  g_autofree char *title = ddi_day_format (self->sunday);
  g_autoptr (DdiTableWriter) writer =
      ddi_table_writer_open (path, title, columns, G_N_ELEMENTS (columns), error);

  if (writer == NULL)
    return FALSE;
  for (guint row = 0; row < ddi_rows_get_n (self->shops); row++)
    {
      write_shop (self, writer, row);
      if (!ddi_table_writer_end_record (writer, NULL, error))
        return FALSE;
    }
  write_sums (self, writer);
  return ddi_table_writer_end_record (writer, NULL, error) && ddi_table_writer_close (writer, NULL, error);
}
