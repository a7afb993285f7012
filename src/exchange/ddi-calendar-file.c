/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "exchange/ddi-calendar-file-private.h"

#include <glib/gi18n-lib.h>
#include <stdio.h>
#include <string.h>

#include "exchange/ddi-cell.h"
#include "exchange/ddi-csv-reader.h"
#include "exchange/ddi-ical-file.h"

/* Of a calendar, what forecasts can learn from and what is planned: its rules have no end. */
#define ICAL_DAYS_BACK (3 * 366)
#define ICAL_DAYS_AHEAD (2 * 366)

#define DAY_MINUTES (24 * 60)

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
  g_free (row->product);
  g_free (row->category);
  g_free (row);
}

static const char *
find_kind (const char *text)
{
  g_autofree char *name = g_strstrip (g_ascii_strdown (text, -1));
  DdiEventKind kind;

  return ddi_event_kind_parse (name, &kind) ? ddi_event_kind_name (kind) : NULL;
}

/* "13:00" or, as PostgreSQL writes it, "13:00:00". */
static const char *
parse_time (const char *text, int *minutes)
{
  int hour = 0, minute = 0, n = 0;
  g_autofree char *time = g_strstrip (g_strdup (text));

  if (sscanf (time, "%2d:%2d%n", &hour, &minute, &n) == 2 && n >= 4 &&
      (time[n] == '\0' || g_str_equal (time + n, ":00")) && g_ascii_isdigit (*time) && hour >= 0 &&
      minute >= 0 && minute < 60 && hour * 60 + minute < DAY_MINUTES)
    {
      *minutes = hour * 60 + minute;
      return NULL;
    }
  return _ ("the time of closing must be a time of day, such as 13:00");
}

enum
{
  STARTS_ON,
  ENDS_ON,
  NAME,
  KIND,
  STORE,
  EXPECTED_EFFECT,
  CLOSES_AT,
  PRODUCT,
  CATEGORY,
  N_EVENT_COLUMNS
};

/* What the manager expects, and when the shop closes. */
static const char *
parse_plan (DdiCsvReader *reader, const int *index, DdiEventRow *row, int *column)
{
  const char *text, *why;

  row->expected_effect = NAN;
  row->closes_at = -1;
  *column = index[EXPECTED_EFFECT];
  text = ddi_csv_reader_get_field (reader, *column);
  if (strspn (text, " ") != strlen (text))
    {
      if ((why = ddi_cell_parse_number (text, &row->expected_effect)))
        return why;
      if (row->expected_effect < -1 || row->expected_effect > 9)
        return _ ("the expected effect must be a share from -1 to 9, 0.15 for 15 % more");
    }
  *column = index[CLOSES_AT];
  text = ddi_csv_reader_get_field (reader, *column);
  return strspn (text, " ") == strlen (text) ? NULL : parse_time (text, &row->closes_at);
}

/* Which products it concerns. */
static const char *
parse_scope (DdiCsvReader *reader, const int *index, DdiEventRow *row, int *column)
{
  *column = index[PRODUCT];
  row->product = dup_field (reader, index[PRODUCT]);
  row->category = dup_field (reader, index[CATEGORY]);
  if (row->product && row->category)
    return _ ("an event concerns one product or one category, not both");
  if (row->category)
    *column = index[CATEGORY];
  if ((row->product || row->category) && g_str_equal (row->kind, "closure"))
    return _ ("a closure concerns the whole shop");
  return NULL;
}

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
  if (row->ends_on - row->starts_on > DDI_MAX_EVENT_DAYS)
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
  if ((why = parse_scope (reader, index, row, column)))
    return why;
  return parse_plan (reader, index, row, column);
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
    { "expected_effect|expected", FALSE },
    { "closes_at", FALSE },
    { "product|product_name", FALSE },
    { "category", FALSE },
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
ddi_event_file_new (const char *name)
{
  DdiEventFile *file = g_new0 (DdiEventFile, 1);

  file->name = g_strdup (name);
  file->rows = g_ptr_array_new_with_free_func ((GDestroyNotify)event_row_free);
  file->problems = g_ptr_array_new_with_free_func ((GDestroyNotify)ddi_problem_free);
  return file;
}

gboolean
ddi_event_file_is_calendar (const char *path)
{
  g_autofree char *lower = g_ascii_strdown (path, -1);

  return g_str_has_suffix (lower, ".ics") || g_str_has_suffix (lower, ".ical");
}

DdiEventFile *
ddi_event_file_load (const char *path, gboolean lenient, GCancellable *cancellable, GError **error)
{
  g_autoptr (DdiCsvReader) reader = NULL;
  g_autoptr (DdiEventFile) file = NULL;
  DdiDay today = ddi_day_today (NULL);

  if (ddi_event_file_is_calendar (path))
    return ddi_ical_file_load (path, lenient, today - ICAL_DAYS_BACK, today + ICAL_DAYS_AHEAD, cancellable,
                               error);
  reader = ddi_csv_reader_open (path, error);
  if (reader == NULL)
    return NULL;
  file = ddi_event_file_new (ddi_csv_reader_get_name (reader));
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
