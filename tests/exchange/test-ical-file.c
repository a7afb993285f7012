/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gstdio.h>

#include "exchange/ddi-ical-file.h"

#define BEGIN "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//example//test//EN\r\n"
#define END "END:VCALENDAR\r\n"
#define EVENT(lines) "BEGIN:VEVENT\r\n" lines "END:VEVENT\r\n"

static DdiEventFile *
read_text (const char *text, GError **error)
{
  return ddi_ical_file_parse (text, strlen (text), "cal.ics", TRUE, ddi_day_parse ("2024-01-01"),
                              ddi_day_parse ("2027-12-31"), NULL, error);
}

/* "name kind first last, …" */
static char *
describe (const char *text)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DdiEventFile) file = read_text (text, &error);
  GString *all = g_string_new (NULL);

  g_assert_no_error (error);
  for (guint i = 0; i < file->rows->len; i++)
    {
      const DdiEventRow *row = file->rows->pdata[i];
      g_autofree char *first = ddi_day_format (row->starts_on), *last = ddi_day_format (row->ends_on);

      g_string_append_printf (all, "%s%s %s %s %s", i ? ", " : "", row->name, row->kind, first, last);
    }
  return g_string_free (all, FALSE);
}

static void
test_events (void)
{
  static const struct
  {
    const char *text;
    const char *rows;
  } cases[] = {
    /* One whole day; a day after the last one ends it. */
    { EVENT ("UID:1\r\nSUMMARY:Parade\r\nDTSTART;VALUE=DATE:20260704\r\nDTEND;VALUE=DATE:20260705\r\n"),
      "Parade holiday 2026-07-04 2026-07-04" },
    { EVENT ("UID:1\r\nSUMMARY:Parade\\, with\r\n  music\r\nCATEGORIES:Local events\r\n"
             "DTSTART;VALUE=DATE:20260704\r\n"),
      "Parade, with music local 2026-07-04 2026-07-04" },
    { EVENT ("UID:1\r\nSUMMARY:Spring break\r\nDTSTART;VALUE=DATE:20260413\r\nDTEND;VALUE=DATE:20260418\r\n"),
      "Spring break school 2026-04-13 2026-04-17" },
    { EVENT ("UID:1\r\nSUMMARY:Inventory\r\nCATEGORIES:CLOSED\r\nDTSTART;VALUE=DATE:20260413\r\nDURATION:"
             "P2D\r\n"),
      "Inventory closure 2026-04-13 2026-04-14" },
    /* A time of day is its day; one that ends at midnight ends the day before. */
    { EVENT ("UID:1\r\nSUMMARY:Game\r\nDTSTART:20260704T190000\r\nDTEND:20260705T000000\r\n"),
      "Game local 2026-07-04 2026-07-04" },
    { EVENT ("UID:1\r\nSUMMARY:Game\r\nDTSTART;TZID=America/New_York:20260704T230000\r\n"
             "DTEND;TZID=America/New_York:20260705T020000\r\n"),
      "Game local 2026-07-04 2026-07-05" },
    /* Every year, from long before the span. */
    { EVENT ("UID:1\r\nSUMMARY:Day of X\r\nDTSTART;VALUE=DATE:19900314\r\nRRULE:FREQ=YEARLY\r\n"),
      "Day of X holiday 2024-03-14 2024-03-14, Day of X holiday 2025-03-14 2025-03-14, "
      "Day of X holiday 2026-03-14 2026-03-14, Day of X holiday 2027-03-14 2027-03-14" },
    /* The fourth Thursday of November, twice. */
    { EVENT (
          "UID:1\r\nSUMMARY:Thanks\r\nDTSTART;VALUE=DATE:20251127\r\nRRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=4TH;"
          "COUNT=2\r\n"),
      "Thanks holiday 2025-11-27 2025-11-27, Thanks holiday 2026-11-26 2026-11-26" },
    /* An exception goes, one that was moved has an event of its own, and a date of its own is added. */
    { EVENT (
          "UID:7\r\nSUMMARY:Market\r\nCATEGORIES:LOCAL\r\nDTSTART;VALUE=DATE:20260601\r\n"
          "RRULE:FREQ=WEEKLY;UNTIL=20260622\r\nEXDATE;VALUE=DATE:20260608\r\nRDATE;VALUE=DATE:20260701\r\n")
          EVENT ("UID:7\r\nSUMMARY:Market\r\nCATEGORIES:LOCAL\r\nRECURRENCE-ID;VALUE=DATE:20260615\r\n"
                 "DTSTART;VALUE=DATE:20260616\r\n"),
      "Market local 2026-06-01 2026-06-01, Market local 2026-06-22 2026-06-22, Market local 2026-07-01 "
      "2026-07-01, Market local 2026-06-16 2026-06-16" },
    { EVENT ("UID:1\r\nSUMMARY:Off\r\nSTATUS:CANCELLED\r\nDTSTART;VALUE=DATE:20260601\r\n")
          EVENT ("UID:2\r\nSUMMARY:Long ago\r\nDTSTART;VALUE=DATE:20100601\r\n"),
      "" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = g_strconcat (BEGIN, cases[i].text, END, NULL);
      g_autofree char *rows = describe (text);

      g_assert_cmpstr (rows, ==, cases[i].rows);
    }
}

/* What is written in UTC is a day of the desktop's. */
static void
test_utc (void)
{
  const char *game =
      BEGIN EVENT ("UID:1\r\nSUMMARY:Game\r\nDTSTART:20260705T010000Z\r\nDTEND:20260705T030000Z\r\n") END;
  g_autofree char *there = describe (game), *here = NULL, *zone = g_strdup (g_getenv ("TZ"));

  g_assert_cmpstr (there, ==, "Game local 2026-07-05 2026-07-05");
  g_setenv ("TZ", "America/New_York", TRUE);
  here = describe (game);
  g_assert_cmpstr (here, ==, "Game local 2026-07-04 2026-07-04");
  g_setenv ("TZ", zone ? zone : "UTC", TRUE);
}

/* One event that cannot be read is told and left out; where none may be, the file fails. */
static void
test_problems (void)
{
  static const char *const events[] = {
    EVENT ("UID:1\r\nDTSTART;VALUE=DATE:20260704\r\n"),
    EVENT ("UID:1\r\nSUMMARY:No day\r\n"),
    EVENT ("UID:1\r\nSUMMARY:Not a day\r\nDTSTART;VALUE=DATE:20261345\r\n"),
    EVENT ("UID:1\r\nSUMMARY:Back\r\nDTSTART;VALUE=DATE:20260704\r\nDTEND;VALUE=DATE:20260601\r\n"),
    EVENT ("UID:1\r\nSUMMARY:Long\r\nDTSTART;VALUE=DATE:20260704\r\nDTEND;VALUE=DATE:20360601\r\n"),
    EVENT ("UID:1\r\nSUMMARY:Tick\r\nDTSTART:20260704T000000\r\nRRULE:FREQ=SECONDLY\r\n"),
    EVENT ("UID:1\r\nSUMMARY:Old\r\nDTSTART;VALUE=DATE:17000101\r\nRRULE:FREQ=DAILY\r\n"),
  };

  for (gsize i = 0; i < G_N_ELEMENTS (events); i++)
    {
      g_autofree char *text =
          g_strconcat (BEGIN, events[i],
                       EVENT ("UID:9\r\nSUMMARY:Fine\r\nDTSTART;VALUE=DATE:20260704\r\n") END, NULL);
      g_autoptr (GError) error = NULL;
      g_autoptr (DdiEventFile) file = read_text (text, &error);

      g_assert_no_error (error);
      g_assert_cmpuint (file->problems->len, ==, 1);
      g_assert_cmpstr (((DdiEventRow *)file->rows->pdata[file->rows->len - 1])->name, ==, "Fine");
      g_assert_null (ddi_ical_file_parse (text, strlen (text), "cal.ics", FALSE, ddi_day_parse ("2024-01-01"),
                                          ddi_day_parse ("2027-12-31"), NULL, &error));
      g_assert_error (error, DDI_EXCHANGE_ERROR, DDI_EXCHANGE_ERROR_VALUE);
    }
}

static void
test_bad_files (void)
{
  g_autoptr (GString) deep = g_string_new (BEGIN);
  const struct
  {
    const char *text;
    DdiExchangeError code;
  } cases[] = {
    { "", DDI_EXCHANGE_ERROR_FORMAT },
    { "starts_on,name\n", DDI_EXCHANGE_ERROR_FORMAT },
    { "PK\003\004", DDI_EXCHANGE_ERROR_FORMAT },
    { BEGIN END, DDI_EXCHANGE_ERROR_FORMAT },
    { "BEGIN:VCALENDAR\r\nSUMMARY:\xff\r\nEND:VCALENDAR\r\n", DDI_EXCHANGE_ERROR_ENCODING },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (read_text (cases[i].text, &error));
      g_assert_error (error, DDI_EXCHANGE_ERROR, (int)cases[i].code);
    }
  for (int i = 0; i < 100000; i++)
    g_string_append (deep, "BEGIN:VEVENT\r\n");
  {
    g_autoptr (GError) error = NULL;

    g_assert_null (read_text (deep->str, &error));
    g_assert_error (error, DDI_EXCHANGE_ERROR, DDI_EXCHANGE_ERROR_LIMIT);
  }
}

/* The name of the file says what it is; what touches today is in the span that is looked at. */
static void
test_load (void)
{
  char *path = NULL;
  int fd = g_file_open_tmp ("ddi-XXXXXX.ics", &path, NULL);
  g_autofree char *owned = path, *today = ddi_day_format (ddi_day_today (NULL));
  g_auto (GStrv) parts = g_strsplit (today, "-", 3);
  g_autofree char *date = g_strjoinv ("", parts);
  g_autofree char *text =
      g_strconcat (BEGIN "BEGIN:VEVENT\r\nUID:1\r\nSUMMARY:Today\r\nDTSTART;VALUE=DATE:", date,
                   "\r\nEND:VEVENT\r\n" END, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (DdiEventFile) file = NULL;

  g_assert_cmpint (fd, >=, 0);
  g_close (fd, NULL);
  g_assert_true (g_file_set_contents (path, text, -1, NULL));
  file = ddi_event_file_load (path, FALSE, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (file->rows->len, ==, 1);
  g_remove (path);
  g_assert_null (ddi_event_file_load (path, FALSE, NULL, &error));
  g_assert_nonnull (error);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/exchange/ical/events", test_events);
  g_test_add_func ("/exchange/ical/utc", test_utc);
  g_test_add_func ("/exchange/ical/problems", test_problems);
  g_test_add_func ("/exchange/ical/bad-files", test_bad_files);
  g_test_add_func ("/exchange/ical/load", test_load);
  return g_test_run ();
}
