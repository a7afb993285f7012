/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gstdio.h>
#include <math.h>

#include "exchange/ddi-calendar-file.h"

static char *
write_file (const char *text)
{
  char *path = NULL;
  int fd = g_file_open_tmp ("ddi-XXXXXX.csv", &path, NULL);

  g_assert_cmpint (fd, >=, 0);
  g_close (fd, NULL);
  g_assert_true (g_file_set_contents (path, text, -1, NULL));
  return path;
}

static void
test_events (void)
{
  g_autofree char *path = write_file ("starts_on,ends_on,name,kind,store\n"
                                      "2016-03-24,2016-04-02,School holiday,school,\n"
                                      "2016-03-25,,Good Friday,Holiday,Store 01\n"
                                      "2016-04-02,2016-04-01,Backwards,holiday,\n"
                                      "2016-04-02,2016-04-02,Strange,party,\n"
                                      "2016-04-31,2016-04-31,No day,holiday,\n"
                                      "2016-04-02,2016-04-02, ,holiday,\n");
  g_autoptr (GError) error = NULL;
  g_autoptr (DdiEventFile) file = ddi_event_file_load (path, TRUE, NULL, &error);
  DdiEventRow *row;

  g_assert_no_error (error);
  g_assert_cmpuint (file->rows->len, ==, 2);
  g_assert_cmpuint (file->problems->len, ==, 4);
  row = file->rows->pdata[0];
  g_assert_cmpint (row->ends_on - row->starts_on, ==, 9);
  g_assert_null (row->store);
  row = file->rows->pdata[1];
  g_assert_cmpint (row->ends_on, ==, row->starts_on);
  g_assert_cmpstr (row->kind, ==, "holiday");
  g_assert_cmpstr (row->store, ==, "Store 01");

  g_assert_null (ddi_event_file_load (path, FALSE, NULL, &error));
  g_assert_error (error, DDI_EXCHANGE_ERROR, DDI_EXCHANGE_ERROR_VALUE);
  g_remove (path);
}

/* What an export of the calendar writes is read as it was. */
static void
test_plans (void)
{
  g_autofree char *path =
      write_file ("starts_on,ends_on,name,kind,store,expected_effect,closes_at,effect,n_times\n"
                  "2026-11-26,2026-11-26,Thanksgiving,holiday,,-0.4,13:00,-0.382,3\n"
                  "2026-12-24,,Christmas Eve,holiday,,,,,\n"
                  "2026-12-25,,A,holiday,,-1.5,,,\n"
                  "2026-12-25,,B,holiday,,,25:00,,\n"
                  "2026-12-25,,C,holiday,,much,,,\n");
  g_autoptr (GError) error = NULL;
  g_autoptr (DdiEventFile) file = ddi_event_file_load (path, TRUE, NULL, &error);
  DdiEventRow *row;

  g_assert_no_error (error);
  g_assert_cmpuint (file->rows->len, ==, 2);
  g_assert_cmpuint (file->problems->len, ==, 3);
  row = file->rows->pdata[0];
  g_assert_cmpfloat (row->expected_effect, ==, -0.4);
  g_assert_cmpint (row->closes_at, ==, 13 * 60);
  row = file->rows->pdata[1];
  g_assert_true (isnan (row->expected_effect));
  g_assert_cmpint (row->closes_at, ==, -1);
  g_remove (path);
}

/* A promotion is about one product or one category; a closure is about neither. */
static void
test_scope (void)
{
  g_autofree char *path = write_file ("starts_on,ends_on,name,kind,product,category\n"
                                      "2026-03-02,2026-03-06,Bucket,promotion,,Munchkins\n"
                                      "2026-03-02,2026-03-06,Kreme week,promotion,Boston Kreme,\n"
                                      "2026-03-02,2026-03-06,All of it,promotion,,\n"
                                      "2026-03-02,2026-03-06,Both,promotion,Glazed,Donuts\n"
                                      "2026-03-02,2026-03-06,Shut,closure,Glazed,\n");
  g_autoptr (GError) error = NULL;
  g_autoptr (DdiEventFile) file = ddi_event_file_load (path, TRUE, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (file->rows->len, ==, 3);
  g_assert_cmpuint (file->problems->len, ==, 2);
  g_assert_cmpstr (((DdiEventRow *)file->rows->pdata[0])->category, ==, "Munchkins");
  g_assert_null (((DdiEventRow *)file->rows->pdata[0])->product);
  g_assert_cmpstr (((DdiEventRow *)file->rows->pdata[1])->product, ==, "Boston Kreme");
  g_assert_null (((DdiEventRow *)file->rows->pdata[2])->product);
  g_remove (path);
}

static void
test_weather (void)
{
  g_autofree char *path =
      write_file ("date,rain_mm,temperature_c\n2016-03-02,2.3,-4.2\n2016-03-03,,3.3\n2016-03-04,wet,1\n");
  g_autoptr (GError) error = NULL;
  g_autoptr (DdiWeatherFile) file = ddi_weather_file_load (path, TRUE, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (file->n_measures, ==, 2);
  g_assert_cmpstr (file->measures[1], ==, "temperature_c");
  g_assert_cmpuint (file->rows->len, ==, 2);
  g_assert_cmpuint (file->problems->len, ==, 1);
  g_assert_cmpfloat (((DdiWeatherRow *)file->rows->pdata[0])->value[1], ==, -4.2);
  g_assert_true (isnan (((DdiWeatherRow *)file->rows->pdata[1])->value[0]));
  g_remove (path);
}

static void
test_bare_weather (void)
{
  g_autofree char *path = write_file ("date\n2016-03-02\n");
  g_autoptr (GError) error = NULL;

  g_assert_null (ddi_weather_file_load (path, TRUE, NULL, &error));
  g_assert_error (error, DDI_EXCHANGE_ERROR, DDI_EXCHANGE_ERROR_HEADER);
  g_clear_error (&error);
  g_remove (path);
  g_assert_null (ddi_weather_file_load (path, TRUE, NULL, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/exchange/calendar-file/events", test_events);
  g_test_add_func ("/exchange/calendar-file/scope", test_scope);
  g_test_add_func ("/exchange/calendar-file/plans", test_plans);
  g_test_add_func ("/exchange/calendar-file/weather", test_weather);
  g_test_add_func ("/exchange/calendar-file/bare-weather", test_bare_weather);
  return g_test_run ();
}
