/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tasks/ddi-day-entry.h"

static void
test_times (void)
{
  static const struct
  {
    const char *text, *time;
  } good[] = { { "9:40", "09:40" }, { "09:40", "09:40" }, { "940", "09:40" },  { "9.40", "09:40" },
               { " 9 ", "09:00" },  { "0", "00:00" },     { "2359", "23:59" }, { "", NULL } };
  static const char *const bad[] = { "24:00", "9:60",  "9:4", "nine", "9:40 pm",
                                     "-1",    "99999", "9:",  ":40",  "1e1" };

  for (gsize i = 0; i < G_N_ELEMENTS (good); i++)
    {
      g_autofree char *time = NULL;

      g_assert_true (ddi_entry_parse_time (good[i].text, &time));
      g_assert_cmpstr (time, ==, good[i].time);
    }
  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autofree char *time = NULL;

      g_assert_false (ddi_entry_parse_time (bad[i], &time));
      g_assert_null (time);
    }
}

static void
test_pieces (void)
{
  gint64 pieces;

  g_assert_true (ddi_entry_parse_pieces (" 54 ", &pieces));
  g_assert_cmpint (pieces, ==, 54);
  g_assert_true (ddi_entry_parse_pieces ("  ", &pieces));
  g_assert_cmpint (pieces, ==, DDI_ENTRY_BLANK);
  g_assert_false (ddi_entry_parse_pieces ("-1", &pieces));
  g_assert_false (ddi_entry_parse_pieces ("1.5", &pieces));
  g_assert_false (ddi_entry_parse_pieces ("10000001", &pieces));
}

static void
test_doubts (void)
{
  static const struct
  {
    DdiEntryFigures figures;
    gboolean doubt;
  } cases[] = {
    { { 24, 3, NULL, NULL }, FALSE },
    { { 24, 24, NULL, NULL }, FALSE },
    { { 24, 25, NULL, NULL }, TRUE },
    { { DDI_ENTRY_BLANK, 3, NULL, NULL }, FALSE },
    { { DDI_ENTRY_BLANK, 0, NULL, (char *)"09:40" }, TRUE },
    { { 24, 0, NULL, (char *)"09:40" }, FALSE },
    { { 24, 2, NULL, (char *)"09:40" }, TRUE },
    { { 0, 0, NULL, (char *)"09:40" }, TRUE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    g_assert_cmpint (ddi_entry_figures_doubt (&cases[i].figures) != NULL, ==, cases[i].doubt);
}

static char *
join (const char *text)
{
  g_autoptr (GPtrArray) rows = ddi_entry_parse_table (text);
  g_autoptr (GString) out = g_string_new (NULL);

  for (guint i = 0; i < rows->len; i++)
    {
      g_autofree char *cells = g_strjoinv ("|", rows->pdata[i]);

      g_string_append_printf (out, "%s%s", i ? ";" : "", cells);
    }
  return g_string_free (g_steal_pointer (&out), FALSE);
}

static void
test_tables (void)
{
  static const struct
  {
    const char *text, *cells;
  } cases[] = {
    { "24\t3\n36\t5\n", "24|3;36|5" },
    { "24\r\n36\r\n", "24;36" },
    { "24", "24" },
    { "\t3", "|3" },
    { "24\t\n\n36", "24|;;36" },
    { "\"Old\nFashioned\"\t12\n", "Old\nFashioned|12" },
    { "\"a \"\"b\"\"\"\t1", "a \"b\"|1" },
    { "\"never closed\t1", "never closed\t1" },
    { "", "" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *cells = join (cases[i].text);

      g_assert_cmpstr (cells, ==, cases[i].cells);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/tasks/day-entry/times", test_times);
  g_test_add_func ("/tasks/day-entry/pieces", test_pieces);
  g_test_add_func ("/tasks/day-entry/doubts", test_doubts);
  g_test_add_func ("/tasks/day-entry/tables", test_tables);
  return g_test_run ();
}
