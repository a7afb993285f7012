/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "exchange/ddi-calendar-file.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "exchange/ddi-cell.h"
#include "exchange/ddi-csv-reader.h"

/* An event longer than this is a date mistyped. */
#define MAX_EVENT_DAYS 1100

static const char *const kinds[] = { "holiday", "school", "promotion", "closure", "local" };

/* TRUE to go on with the next row. Takes the problem. */
static gboolean
leave_out (GPtrArray *problems, gboolean lenient, DdiProblem *problem, GError **error)
{
  if (!lenient)
    {
      g_autoptr (DdiProblem) owned = problem;
      g_autofree char *message = ddi_problem_format (problem);

      g_set_error_literal (error, DDI_EXCHANGE_ERROR, DDI_EXCHANGE_ERROR_VALUE, message);
      return FALSE;
    }
  g_ptr_array_add (problems, problem);
  return TRUE;
}

static char *
dup_field (DdiCsvReader *reader, int column)
{
  char *text = g_strstrip (g_strdup (ddi_csv_reader_get_field (reader, column)));

  if (*text == '\0')
    g_clear_pointer (&text, g_free);
  return text;
}

static void
event_row_free (DdiEventRow *row)
{
  g_free (row->name);
  g_free (row->store);
  g_free (row);
}

static const char *
find_kind (const char *text)
{
  g_autofree char *kind = g_strstrip (g_ascii_strdown (text, -1));

  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (g_str_equal (kinds[i], kind))
      return kinds[i];
  return NULL;
}

enum
{
  STARTS_ON,
  ENDS_ON,
  NAME,
  KIND,
  STORE,
  N_EVENT_COLUMNS
};

static const char *
parse_event (DdiCsvReader *reader, const int *index, DdiEventRow *row, int *column)
{
  const char *why;

  *column = index[STARTS_ON];
  if ((why = ddi_cell_parse_day (ddi_csv_reader_get_field (reader, *column), &row->starts_on)))
    return why;
  *column = index[ENDS_ON];
  row->ends_on = row->starts_on;
  if (*ddi_csv_reader_get_field (reader, *column) != '\0' &&
      (why = ddi_cell_parse_day (ddi_csv_reader_get_field (reader, *column), &row->ends_on)))
    return why;
  if (row->ends_on < row->starts_on)
    return _ ("the event ends before it starts");
  if (row->ends_on - row->starts_on > MAX_EVENT_DAYS)
    return _ ("an event of more than three years");
  *column = index[NAME];
  row->name = dup_field (reader, *column);
  if (row->name == NULL)
    return _ ("the name is missing");
  *column = index[KIND];
  row->kind = find_kind (ddi_csv_reader_get_field (reader, *column));
  if (row->kind == NULL)
    return _ ("the kind must be holiday, school, promotion, closure or local");
  row->store = dup_field (reader, index[STORE]);
  return NULL;
}

static gboolean
read_events (DdiEventFile *file, DdiCsvReader *reader, gboolean lenient, GCancellable *cancellable,
             GError **error)
{
  static const DdiCsvColumn columns[N_EVENT_COLUMNS] = {
    { "starts_on|start|date", TRUE },
    { "ends_on|end", FALSE },
    { "name|event", TRUE },
    { "kind|type", TRUE },
    { "store|store_name|shop", FALSE },
  };
  int index[N_EVENT_COLUMNS];
  g_autoptr (GError) local = NULL;

  if (!ddi_csv_reader_read_header (reader, columns, N_EVENT_COLUMNS, index, cancellable, error))
    return FALSE;
  while (ddi_csv_reader_next (reader, cancellable, &local))
    {
      DdiEventRow *row = g_new0 (DdiEventRow, 1);
      int column = -1;
      const char *why = parse_event (reader, index, row, &column);

      row->row = ddi_csv_reader_get_row (reader);
      if (why == NULL)
        {
          g_ptr_array_add (file->rows, row);
          continue;
        }
      event_row_free (row);
      if (!leave_out (file->problems, lenient,
                      ddi_csv_reader_problem (reader, column, _ ("%s: “%.60s”"), why,
                                              ddi_csv_reader_get_field (reader, column)),
                      error))
        return FALSE;
    }
  if (local == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

DdiEventFile *
ddi_event_file_load (const char *path, gboolean lenient, GCancellable *cancellable, GError **error)
{
  g_autoptr (DdiCsvReader) reader = ddi_csv_reader_open (path, error);
  g_autoptr (DdiEventFile) file = NULL;

  if (reader == NULL)
    return NULL;
  file = g_new0 (DdiEventFile, 1);
  file->name = g_strdup (ddi_csv_reader_get_name (reader));
  file->rows = g_ptr_array_new_with_free_func ((GDestroyNotify)event_row_free);
  file->problems = g_ptr_array_new_with_free_func ((GDestroyNotify)ddi_problem_free);
  return read_events (file, reader, lenient, cancellable, error) ? g_steal_pointer (&file) : NULL;
}

void
ddi_event_file_free (DdiEventFile *self)
{
  g_free (self->name);
  g_ptr_array_unref (self->rows);
  g_ptr_array_unref (self->problems);
  g_free (self);
}

static void
weather_row_free (DdiWeatherRow *row)
{
  g_free (row->store);
  g_free (row->value);
  g_free (row);
}

/* The columns that are neither date nor store are the measures; @source[k] is where measure k stands. */
static gboolean
find_measures (DdiWeatherFile *file, DdiCsvReader *reader, const int *index, int *source, GError **error)
{
  const char *const *header = ddi_csv_reader_get_header (reader);
  g_autoptr (GStrvBuilder) names = g_strv_builder_new ();

  for (int i = 0; header[i]; i++)
    if (i != index[0] && i != index[1] && header[i][0] != '\0')
      {
        g_strv_builder_add (names, header[i]);
        source[file->n_measures++] = i;
      }
  file->measures = g_strv_builder_end (names);
  if (file->n_measures > 0)
    return TRUE;
  g_set_error (error, DDI_EXCHANGE_ERROR, DDI_EXCHANGE_ERROR_HEADER,
               _ ("%s:1: no measure; beside the date there must be columns such as rain_mm"), file->name);
  return FALSE;
}

static const char *
parse_weather (DdiCsvReader *reader, const int *index, const int *source, DdiWeatherRow *row, guint n,
               int *column)
{
  const char *why;

  *column = index[0];
  if ((why = ddi_cell_parse_day (ddi_csv_reader_get_field (reader, *column), &row->day)))
    return why;
  row->store = dup_field (reader, index[1]);
  row->value = g_new (double, n);
  for (guint k = 0; k < n; k++)
    {
      const char *text = ddi_csv_reader_get_field (reader, source[k]);

      *column = source[k];
      row->value[k] = NAN;
      if (strspn (text, " ") != strlen (text) && (why = ddi_cell_parse_number (text, &row->value[k])))
        return why;
    }
  return NULL;
}

static gboolean
read_weather (DdiWeatherFile *file, DdiCsvReader *reader, gboolean lenient, GCancellable *cancellable,
              GError **error)
{
  static const DdiCsvColumn columns[] = { { "date|day", TRUE }, { "store|store_name|shop", FALSE } };
  int index[G_N_ELEMENTS (columns)];
  int source[DDI_CSV_MAX_COLUMNS];
  g_autoptr (GError) local = NULL;

  if (!ddi_csv_reader_read_header (reader, columns, G_N_ELEMENTS (columns), index, cancellable, error) ||
      !find_measures (file, reader, index, source, error))
    return FALSE;
  while (ddi_csv_reader_next (reader, cancellable, &local))
    {
      DdiWeatherRow *row = g_new0 (DdiWeatherRow, 1);
      int column = -1;
      const char *why = parse_weather (reader, index, source, row, file->n_measures, &column);

      row->row = ddi_csv_reader_get_row (reader);
      if (why == NULL)
        {
          g_ptr_array_add (file->rows, row);
          continue;
        }
      weather_row_free (row);
      if (!leave_out (file->problems, lenient,
                      ddi_csv_reader_problem (reader, column, _ ("%s: “%.60s”"), why,
                                              ddi_csv_reader_get_field (reader, column)),
                      error))
        return FALSE;
    }
  if (local == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

DdiWeatherFile *
ddi_weather_file_load (const char *path, gboolean lenient, GCancellable *cancellable, GError **error)
{
  g_autoptr (DdiCsvReader) reader = ddi_csv_reader_open (path, error);
  g_autoptr (DdiWeatherFile) file = NULL;

  if (reader == NULL)
    return NULL;
  file = g_new0 (DdiWeatherFile, 1);
  file->name = g_strdup (ddi_csv_reader_get_name (reader));
  file->rows = g_ptr_array_new_with_free_func ((GDestroyNotify)weather_row_free);
  file->problems = g_ptr_array_new_with_free_func ((GDestroyNotify)ddi_problem_free);
  return read_weather (file, reader, lenient, cancellable, error) ? g_steal_pointer (&file) : NULL;
}

void
ddi_weather_file_free (DdiWeatherFile *self)
{
  g_free (self->name);
  g_strfreev (self->measures);
  g_ptr_array_unref (self->rows);
  g_ptr_array_unref (self->problems);
  g_free (self);
}
