/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fuzz-targets.h"

#include <glib/gstdio.h>

#include "auth/ddi-backup-seal.h"
#include "tasks/chart.h"

/* Sunday, 7 December 2025. */
#define SUNDAY 20429

static const char *const names[] = { "Glazed",          "Choc Glazed",
                                     "Boston Kreme ",   "Holiday Spinkle Munch",
                                     "Old\n Fashioned", "Plain Bagel",
                                     "Blueberry" };

static GPtrArray *
seeds_of (const char *const *texts)
{
  GPtrArray *seeds = g_ptr_array_new_with_free_func ((GDestroyNotify)g_bytes_unref);

  for (; *texts; texts++)
    g_ptr_array_add (seeds, g_bytes_new (*texts, strlen (*texts)));
  return seeds;
}

GPtrArray *
fuzz_seeds_sales (void)
{
  static const char *const texts[] = {
    "store,product,date,quantity\nNorth,Glazed,2025-12-07,12\nNorth,\"Boston, Kreme\",2025-12-08,0\n",
    "\xef\xbb\xbfshop;item;day;pieces;revenue\r\nNord;\"Ber\"\"liner\";2025-12-07;12;15.60\r\nNord;Krapfen;"
    "2025-12-07;3;\r\n",
    "product\tdate\tquantity_sold\nGlazed\t2025-12-07\t12.0\n\nGlazed\t2025-12-07\t13\n",
    NULL,
  };

  return seeds_of (texts);
}

GPtrArray *
fuzz_seeds_events (void)
{
  static const char *const texts[] = {
    "starts_on,ends_on,name,kind,store\n2025-12-24,2025-12-26,Christmas,holiday,\n2025-12-13,2025-12-13,"
    "Parade,local,North\n",
    "date,rain_mm,temperature_c\n2025-12-24,1.5,-3\n2025-12-25,,4e0\n",
    NULL,
  };

  return seeds_of (texts);
}

GPtrArray *
fuzz_seeds_ical (void)
{
  static const char *const texts[] = {
    "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\nUID:1\r\nSUMMARY:Independence Day\r\n"
    "CATEGORIES:HOLIDAY\r\nDTSTART;VALUE=DATE:20200704\r\nDTEND;VALUE=DATE:20200705\r\n"
    "RRULE:FREQ=YEARLY;BYMONTH=7;BYMONTHDAY=4\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n",
    "BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:7\nSUMMARY:Market\\, with\n  music\nDTSTART;TZID=America/New_York:"
    "20250601T190000\nDURATION:PT5H\nRRULE:FREQ=WEEKLY;BYDAY=MO,2TU;UNTIL=20261231T000000Z\nEXDATE:"
    "20250608T190000\nRDATE;VALUE=DATE:20250701\nEND:VEVENT\nBEGIN:VEVENT\nUID:7\nRECURRENCE-ID:"
    "20250615T190000\nSUMMARY:Market\nDTSTART:20250616T190000Z\nEND:VEVENT\nEND:VCALENDAR\n",
    NULL,
  };

  return seeds_of (texts);
}

GPtrArray *
fuzz_seeds_sql_dump (void)
{
  static const char *const texts[] = {
    "--\n-- PostgreSQL database dump\n--\nSET standard_conforming_strings = on;\nCREATE TABLE public.users "
    "(\n    id integer "
    "NOT NULL,\n    name text DEFAULT 'it''s; so'::text\n);\nALTER TABLE public.users OWNER TO shop;\nCOPY "
    "public.users (id, "
    "\"name\") FROM stdin;\n1\tAnn; \\N\n2\t'\n\\.\n\n\nALTER TABLE ONLY public.users\n    ADD CONSTRAINT "
    "users_pkey PRIMARY KEY "
    "(id);\n--\n-- PostgreSQL database dump complete\n--\n",
    "\\connect shop\nCREATE FUNCTION public.f() RETURNS text LANGUAGE sql AS $body$ SELECT ';' $body$;\n/* a "
    "/* nested; */ "
    "comment */ INSERT INTO products VALUES (1, E'a\\'b; c', 2.5);\nCOPY public.recipes (a) FROM "
    "stdin;\nx\n\\.\nCOPY "
    "products FROM PROGRAM 'true';\nSELECT pg_catalog.setval('public.products_id_seq', 7, true);\nCREATE "
    "INDEX i ON ONLY "
    "daily_sales USING btree (date);\n",
    NULL,
  };

  return seeds_of (texts);
}

/* As a shop fills it in: blanks, a space, an error, a carried-over figure, a week that ends on Thursday. */
static GBytes *
make_chart (int n_days)
{
  g_autofree char *folder = g_dir_make_tmp ("ddi-seed-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "chart.xlsx", NULL);
  Chart chart = chart_new (path, SUNDAY, n_days > 5 ? "345678" : NULL);
  char *data;
  gsize size;

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      chart_name (&chart, 6 + i, names[i]);
      for (int k = 0; k < n_days; k++)
        chart_put (&chart, 6 + i, k, 12 + 3 * (int)i, i == 2 && k == 1 ? 40 : (int)i + k - 3);
    }
  worksheet_write_string (chart.sheet, 5, 9, " ", NULL);
  worksheet_write_string (chart.sheet, 6, 10, "#VALUE!", NULL);
  worksheet_write_formula_num (chart.sheet, 18, 2, "=SUM(C6:C12)", NULL, 17);
  worksheet_write_number (chart.sheet, 20, 1, 492, NULL);
  chart_save (&chart);
  g_assert_true (g_file_get_contents (path, &data, &size, NULL));
  g_remove (path);
  g_rmdir (folder);
  return g_bytes_new_take (data, size);
}

GPtrArray *
fuzz_seeds_xlsx (void)
{
  GPtrArray *seeds = g_ptr_array_new_with_free_func ((GDestroyNotify)g_bytes_unref);

  g_ptr_array_add (seeds, make_chart (7));
  g_ptr_array_add (seeds, make_chart (4));
  return seeds;
}

GPtrArray *
fuzz_seeds_sheet_xml (void)
{
  static const char rows[] =
      "<row r='1'><c r='A1' t='s'><v>0</v></c></row>"
      "<row r='2'><c r='A2' t='inlineStr'><is><t>DATE:</t></is></c><c r='B2'><v>45998</v></c>"
      "<c r='D2'><f>+B2+1</f></c></row>"
      "<row r='3'><c r='B3' t='s'><v>1</v></c><c r='D3' t='s'><v>2</v></c></row>"
      "<row r='4'><c r='B4' t='str'><v>AM</v></c><c r='C4' t='str'><v>PM</v></c></row>"
      "<row r='6'><c r='A6' t='s'><v>3</v></c><c r='B6'><v>24</v></c><c r='C6'><f>2+1</f><v>3</v></c>"
      "<c r='D6' t='e'><v>#VALUE!</v></c><c r='E6' t='b'><v>1</v></c></row>\0"
      "<si><t>Store PC# : 345678    Daily Throw Away Chart</t></si><si><t>SUN</t></si>"
      "<si><r><t>MO</t></r><r><t>N</t></r></si><si><t xml:space='preserve'>Glazed </t></si>";
  GPtrArray *seeds = g_ptr_array_new_with_free_func ((GDestroyNotify)g_bytes_unref);

  g_ptr_array_add (seeds, g_bytes_new_static (rows, sizeof rows - 1));
  return seeds;
}

GPtrArray *
fuzz_seeds_cells (void)
{
  static const char *const days[] = { "SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT" };
  GPtrArray *seeds = g_ptr_array_new_with_free_func ((GDestroyNotify)g_bytes_unref);
  GString *text =
      g_string_new ("0\t0\tStore PC# : 345678    Daily Throw Away Chart\n1\t0\tDATE:\n1\t1\t45998\n");

  for (int k = 0; k < 7; k++)
    g_string_append_printf (text, "2\t%d\t%s\n3\t%d\tAM\n3\t%d\tPM\n", 1 + 2 * k, days[k], 1 + 2 * k,
                            2 + 2 * k);
  g_string_append (text, "1\t3\t=\n4\t0\tDonuts\n");
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_string_append_printf (text, "%u\t0\tDonut %u\n", 5 + i, i);
      for (int k = 0; k < 5; k++)
        g_string_append_printf (text, "%u\t%d\t%u\n%u\t%d\t%d\n", 5 + i, 1 + 2 * k, 24 + i, 5 + i, 2 + 2 * k,
                                k);
    }
  g_string_append (
      text, "18\t0\tTot PM Donut Throw\n18\t2\t=17\n20\t0\tDonuts Bought\n20\t1\t492\n21\t0\tDonuts Sold\n");
  g_ptr_array_add (seeds, g_string_free_to_bytes (text));
  /* One cell far away: what lies between is not looked at cell by cell. */
  text = g_string_new ("0\t0\tDaily Throw Away Chart\n65533\t254\tx\n1\t0\tDATE:\n1\t1\t45998\n");
  g_ptr_array_add (seeds, g_string_free_to_bytes (text));
  return seeds;
}

GPtrArray *
fuzz_seeds_json (void)
{
  static const char *const texts[] = {
    "{\"level\": 52.3, \"predicted\": 61, \"weekday\": 1.04, \"events\": [{\"name\": \"Promotion\", "
    "\"factor\": 1.06}], "
    "\"flags\": [\"new\", \"sell_outs\"], \"pack\": 3, \"fractile\": 0.75, \"correction\": 1.09}",
    "{}",
    "[1, null, {\"level\": \"x\"}]",
    "{\"level\": \"x\", \"predicted\": [1], \"weekday\": true, \"events\": [1, null, [], {\"name\": 3, "
    "\"factor\": {}, "
    "\"offset\": \"x\"}], \"flags\": [1, {}, null], \"pack\": [], \"fractile\": {}, \"fractile_from\": 1}",
    "{\"level\": 1e308, \"events\": {}, \"flags\": {}, \"pack\": null, \"fractile_from\": null}",
    "[{\"Plan\": {\"Node Type\": \"Aggregate\", \"Actual Rows\": 1, \"Plan Rows\": 1, \"Actual Loops\": 1, "
    "\"Actual Total Time\": 1.5, \"Shared Hit Blocks\": 3, \"Plans\": [{\"Node Type\": \"Seq Scan\", "
    "\"Alias\": \"s\", "
    "\"Relation Name\": \"daily_sales\", \"Filter\": \"(a > 1)\"}]}, \"Planning Time\": 0.1, \"Execution "
    "Time\": 2}]",
    "[{\"Plan\": {\"Node Type\": 1, \"Actual Rows\": \"x\", \"Plans\": [1, null, {\"Plans\": {}}], "
    "\"Alias\": []}}]",
    "[{\"Plan\": 1}]",
    "[1]",
    "/*\"*/[[[[[[[[",
    NULL,
  };

  return seeds_of (texts);
}

/* Entries without their sums, which the target makes. */
GPtrArray *
fuzz_seeds_outbox (void)
{
  static const char *const texts[] = {
    "{\"version\":1,\"request\":\"6f1c6c1e-7a53-4a0f-9a27-6a0f3a0a0001\",\"database\":\"6f1c6c1e-7a53-4a0f-"
    "9a27-"
    "6a0f3a0a0002\",\"user\":1,\"title\":\"Store 01, Wed 25 Nov: Glazed\",\"page\":\"entry\",\"place\":"
    "\"store=1&day=2026-11-25\",\"touched\":12,\"made_at\":1795600000,\"statements\":[[\"entry/"
    "begin-day\",\"1\","
    "\"2026-11-25\"],[\"orders/insert-comment\",\"1\",\"2026-11-25\",null,\"1\",\"[[[\"]]}",
    "{\"version\":1,\"request\":\"6f1c6c1e-7a53-4a0f-9a27-6a0f3a0a0003\",\"database\":\"6f1c6c1e-7a53-4a0f-"
    "9a27-"
    "6a0f3a0a0002\",\"user\":2147483647,\"title\":\"\\u00e9\",\"page\":\"stores\",\"touched\":1,\"made_at\":-"
    "1,"
    "\"refusal\":\"taken\",\"statements\":[[\"stores/delete\",\"{1,2}\"]]}",
    NULL,
  };

  return seeds_of (texts);
}

GPtrArray *
fuzz_seeds_entry (void)
{
  static const char *const texts[] = {
    "1,234",      "1.234,5",        "$12.50",
    "2025-12-07", "2024-02-29",     "09:40",
    "940",        "Boston  Kreme ", "54\t0\tDamaged\t9:40\n\"a\nb\"\t3\n",
    "0x1p3",      "1e400",          "-0",
    "10000001",   "99999999.99",    NULL,
  };

  return seeds_of (texts);
}

/* Sealed under "fuzz" at the least cost: nothing, a little, and more than a chunk. */
GPtrArray *
fuzz_seeds_seal (void)
{
  static const gsize sizes[] = { 0, 100, DDI_BACKUP_SEAL_CHUNK + 100 };
  static const DdiBackupSealCost cost = { 1, 8192 };
  g_autoptr (DdiSecret) passphrase = ddi_secret_new ("fuzz", 4);
  GPtrArray *seeds = g_ptr_array_new_with_free_func ((GDestroyNotify)g_bytes_unref);

  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      g_autofree char *text = g_strnfill (sizes[i], 'x');
      g_autofree char *sealed = ddi_backup_seal_text (text, passphrase, &cost, NULL);
      gsize n;
      guchar *bytes = g_base64_decode (sealed, &n);

      g_ptr_array_add (seeds, g_bytes_new_take (bytes, n));
    }
  return seeds;
}
