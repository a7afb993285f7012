/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The command line's import and export: what a bad file gets, and that it leaves nothing behind. */

#include <fcntl.h>
#include <glib/gstdio.h>
#include <unistd.h>

#include "cli-run.h"
#include "exchange/workbook.h"
#include "support/ddi-test-directory.h"
#include "support/ddi-test-home.h"
#include "tasks/chart.h"

/* Sunday, 7 December 2025. */
#define SUNDAY 20429

static char *folder;

static char *
put (const char *name, const char *data, gssize length)
{
  char *path = g_build_filename (folder, name, NULL);

  g_assert_true (g_file_set_contents (path, data, length, NULL));
  return path;
}

static char *
put_bytes (const char *name, GBytes *bytes)
{
  gsize size;
  const char *data = g_bytes_get_data (bytes, &size);
  char *path = put (name, data, (gssize)size);

  g_bytes_unref (bytes);
  return path;
}

static char *
put_week (const char *name, int made, int wasted)
{
  char *path = g_build_filename (folder, name, NULL);
  Chart chart = chart_new (path, SUNDAY, NULL);
  static const char *const donuts[] = { "Glazed", "Jelly", "Sugared" };

  for (guint i = 0; i < G_N_ELEMENTS (donuts); i++)
    {
      chart_name (&chart, 6 + i, donuts[i]);
      chart_put (&chart, 6 + i, 0, made, wasted);
    }
  chart_save (&chart);
  return path;
}

/* The same figures in whichever week. */
static char *
put_busy_week (const char *name, DdiDay sunday)
{
  char *path = g_build_filename (folder, name, NULL);
  Chart chart = chart_new (path, sunday, NULL);

  for (guint i = 0; i < 6; i++)
    {
      g_autofree char *product = g_strdup_printf ("Donut %c", 'A' + (int)i);

      chart_name (&chart, 6 + i, product);
      for (int k = 0; k < 7; k++)
        chart_put (&chart, 6 + i, k, 24 + (int)i, 1 + ((int)i * 3 + k * 5) % 7);
    }
  chart_save (&chart);
  return path;
}

static char *
put_negative_week (const char *name)
{
  char *path = g_build_filename (folder, name, NULL);
  Chart chart = chart_new (path, SUNDAY, NULL);

  chart_name (&chart, 6, "Glazed");
  worksheet_write_number (chart.sheet, 5, 1, -24, NULL);
  chart_save (&chart);
  return path;
}

static CliRun *
run (const char *home, int status, const char *format, const char *path)
{
  g_autofree char *arguments = g_strdup_printf ("%s %s", format, path);
  CliRun *self = cli_run (home, arguments);

  if (self->status != status)
    g_test_message ("%s: %s%s", arguments, self->out, self->err);
  g_assert_cmpint (self->status, ==, status);
  return self;
}

/* All that the database tells. */
static char *
snapshot (const char *home)
{
  g_autoptr (CliRun) sales = cli_expect (0, home, "--data-dir % export sales");
  g_autoptr (CliRun) waste = cli_expect (0, home, "--data-dir % export waste");
  g_autoptr (CliRun) production = cli_expect (0, home, "--data-dir % export production");

  return g_strconcat (sales->out, waste->out, production->out, NULL);
}

static void
refuse (const char *home, const char *kind, char *path, const char *word)
{
  g_autofree char *owned = path;
  g_autofree char *name = g_path_get_basename (path);
  g_autofree char *beginning = g_strconcat ("dunkin-demand-cli: import: ", name, ":", NULL);
  g_autofree char *command = g_strdup_printf ("--data-dir %% import %s --store Main", kind);
  g_autoptr (CliRun) told = run (home, 1, command, path);

  g_test_message ("%s", told->err);
  g_assert_cmpstr (told->out, ==, "");
  g_assert_true (g_str_has_prefix (told->err, beginning));
  g_assert_nonnull (strstr (told->err, word));
}

static char *
put_wide_csv (void)
{
  g_autoptr (GString) text = g_string_new ("store,product,date,quantity");

  for (guint i = 0; i < 296; i++)
    g_string_append_printf (text, ",c%u", i);
  return put ("wide.csv", text->str, -1);
}

/* Two gigabytes that take no room on the disk. */
static char *
put_endless_line (void)
{
  char *path = put ("endless.csv", "store,product,date,quantity\n\"", -1);

  g_assert_cmpint (truncate (path, (off_t)2 << 30), ==, 0);
  return path;
}

static GBytes *
make_bomb (void)
{
  g_autoptr (GString) rows = g_string_new ("<row>");

  while (rows->len < 24 * 1024 * 1024)
    g_string_append (rows, "<c s='1'/><c s='1'/><c s='1'/><c s='1'/>");
  g_string_append (rows, "</row>");
  return make_workbook (rows->str, "");
}

static GBytes *
make_entity (void)
{
  Package *package = package_with_workbook ("");

  package_add (package, "xl/sharedStrings.xml", "<sst xmlns='" MAIN_NS "'/>");
  package_add (package, "xl/worksheets/sheet2.xml",
               "<!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/passwd'>]><worksheet xmlns='" MAIN_NS
               "'><sheetData><row><c t='inlineStr'><is><t>&e;</t></is></c></row></sheetData></worksheet>");
  return package_zip (package);
}

static void
test_bad (void)
{
  g_autofree char *home = ddi_test_home_new_path ();
  g_autofree char *good = put_week ("good.xlsx", 24, 3);
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  g_autoptr (CliRun) imported = NULL;
  g_autoptr (CliRun) started = cli_expect (0, home, "--data-dir % server start");
  g_autoptr (CliRun) stopped = NULL;

  imported = run (home, 0, "--data-dir % import sheet --store Main", good);
  before = snapshot (home);
  g_assert_nonnull (strstr (before, "Main,2025-12-07,Glazed,21,,derived,"));

  refuse (home, "sheet", put ("text.xlsx", "no workbook", -1), "not an Excel workbook");
  refuse (home, "sheet", put ("cut.xlsx", "PK\3\4 cut off", -1), "");
  refuse (home, "sheet", put_bytes ("bomb.xlsx", make_bomb ()), "unpacks");
  refuse (home, "sheet", put_bytes ("entity.xlsx", make_entity ()), "document type");
  refuse (home, "sheet", put_bytes ("other.xlsx", make_workbook ("<row><c><v>1</v></c></row>", "")), "DATE");
  refuse (home, "sheet", put_negative_week ("negative.xlsx"), "negative");
  refuse (home, "sales", put ("header.csv", "shopping,list\nmilk,1\n", -1), "product");
  refuse (home, "sales", put_wide_csv (), "64 columns");
  refuse (home, "sales", put ("utf8.csv", "store,product,date,quantity\nMain,caf\xe9,2025-12-07,1\n", -1),
          "UTF-8");
  refuse (home, "sales", put ("utf16.csv", "\xff\xfes\0t\0o\0r\0e\0", 12), "UTF-16");
  refuse (home, "sales", put ("nul.csv", "store,product,date,quantity\nMain,a\0b,2025-12-07,1\n", 50), "NUL");
  refuse (home, "sales", put ("minus.csv", "store,product,date,quantity\nMain,Glazed,2025-12-07,-1\n", -1),
          "negative");
  refuse (home, "sales", put ("part.csv", "store,product,date,quantity\nMain,Glazed,2025-12-07,1.5\n", -1),
          "fraction");
  refuse (home, "sales", put ("day.csv", "store,product,date,quantity\nMain,Glazed,2025-02-31,1\n", -1),
          "no such day");
  refuse (home, "sales", put ("far.csv", "store,product,date,quantity\nMain,Glazed,2525-12-07,1\n", -1),
          "1980");
  refuse (home, "sales", put_endless_line (), "1 MiB");
  refuse (home, "events",
          put ("kind.csv", "starts_on,ends_on,name,kind\n2025-12-24,2025-12-24,X,party\n", -1), "kind");
  refuse (home, "weather", put ("wet.csv", "date,rain_mm\n2025-12-24,wet\n", -1), "not a number");
  refuse (home, "sales", g_build_filename (folder, "absent.csv", NULL), "");

  after = snapshot (home);
  g_assert_cmpstr (before, ==, after);
  stopped = cli_expect (0, home, "--data-dir % server stop");
}

static void
test_strict_and_dry (void)
{
  g_autofree char *home = ddi_test_home_new_path ();
  g_autofree char *sheet = put_week ("sheet.xlsx", 24, 3);
  g_autofree char *twice = g_strconcat (sheet, " ", sheet, NULL);
  g_autoptr (CliRun) started = cli_expect (0, home, "--data-dir % server start");
  g_autoptr (CliRun) nameless = run (home, 1, "--data-dir % import sheet", sheet);
  g_autoptr (CliRun) strict = run (home, 1, "--data-dir % import sheet --strict --store Main", sheet);
  g_autoptr (CliRun) dry = run (home, 0, "--data-dir % import sheet --dry-run --store Main", sheet);
  g_autoptr (CliRun) empty = cli_expect (0, home, "--data-dir % export production");
  g_autoptr (CliRun) first = run (home, 0, "--json --data-dir % import sheet --store Main", sheet);
  g_autoptr (CliRun) again = run (home, 0, "--data-dir % import sheet --strict", sheet);
  g_autoptr (CliRun) undone = NULL;
  g_autoptr (CliRun) gone = NULL;
  g_autoptr (CliRun) same = NULL;
  g_autoptr (CliRun) stopped = NULL;
  g_autoptr (JsonParser) parser = json_parser_new ();
  JsonObject *object;

  g_assert_nonnull (strstr (nameless->err, "--store"));
  g_assert_nonnull (strstr (strict->err, "Main"));
  g_assert_nonnull (strstr (dry->out, "would add 10"));
  g_assert_nonnull (strstr (dry->out, "new product: Glazed"));
  g_assert_cmpstr (empty->out, ==, "store,date,product_name,quantity_produced,sold_out_at\n");

  object = cli_run_parse (first, parser);
  g_assert_cmpint (json_array_get_length (json_object_get_array_member (object, "new_products")), ==, 3);
  object = json_array_get_object_element (json_object_get_array_member (object, "files"), 0);
  g_assert_cmpint (json_object_get_int_member (object, "added"), ==, 10);
  g_assert_cmpint (json_object_get_int_member (object, "batch"), ==, 1);
  g_assert_nonnull (strstr (again->out, "0 added, 0 changed, 10 unchanged"));

  undone = cli_expect (0, home, "--data-dir % import undo 1");
  gone = cli_expect (1, home, "--data-dir % import undo 1");
  g_assert_nonnull (strstr (gone->err, "undone before"));
  /* One week twice: it is written once. */
  same = run (home, 0, "--data-dir % import sheet --store Main", twice);
  g_assert_nonnull (strstr (same->err, "same week"));
  stopped = cli_expect (0, home, "--data-dir % server stop");
}

/* Nobody is there to ask: a week that repeats another is left out, and the exit code says so; the rest is
 * imported. */
static void
test_copied_week (void)
{
  g_autofree char *home = ddi_test_home_new_path ();
  g_autofree char *first = put_busy_week ("first.xlsx", SUNDAY);
  g_autofree char *copy = put_busy_week ("copy.xlsx", SUNDAY + 7);
  g_autofree char *both = g_strconcat (first, " ", copy, NULL);
  g_autoptr (CliRun) kept = run (home, 1, "--data-dir % --json import sheet --store Main", both);
  g_autoptr (CliRun) again = run (home, 1, "--data-dir % import sheet --store Main", copy);
  g_autoptr (CliRun) count = cli_expect (0, home, "--data-dir % export waste --from 2025-12-14");
  g_autoptr (CliRun) allowed = run (home, 0, "--data-dir % import sheet --allow-copies --store Main", copy);
  g_autoptr (CliRun) stopped = cli_expect (0, home, "--data-dir % server stop");
  g_autoptr (JsonParser) parser = json_parser_new ();
  JsonArray *files = json_object_get_array_member (cli_run_parse (kept, parser), "files");

  g_assert_cmpint (json_object_get_int_member (json_array_get_object_element (files, 0), "added"), ==, 133);
  g_assert_true (json_object_get_boolean_member (json_array_get_object_element (files, 1), "left_out"));
  g_assert_nonnull (strstr (again->err, "dunkin-demand-cli: import: copy.xlsx: "));
  g_assert_nonnull (strstr (again->err, "--allow-copies"));
  g_assert_nonnull (strstr (again->out, "copy.xlsx → Main: left out"));
  g_assert_cmpstr (count->out, ==, "store,date,product_name,quantity_wasted,reason,cost\n");
  g_assert_nonnull (strstr (allowed->out, "133 added"));
}

static void
test_usage (void)
{
  static const char *const wrong[] = {
    "import",
    "import sheet",
    "import cake x",
    "import undo",
    "import undo x",
    "import sheet --frosting x",
    "export",
    "export cake",
    "export sales --from yesterday",
    "export sales --to 2025-02-31",
    "export sales waste",
  };

  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    cli_run_free (cli_expect (2, NULL, wrong[i]));
}

int
main (int argc, char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  folder = ddi_test_directory_new_path ("files");
  g_assert_cmpint (g_mkdir (folder, 0700), ==, 0);
  g_test_add_func ("/cli/import/usage", test_usage);
  g_test_add_func ("/cli/import/bad", test_bad);
  g_test_add_func ("/cli/import/strict-and-dry", test_strict_and_dry);
  g_test_add_func ("/cli/import/copied-week", test_copied_week);
  status = g_test_run ();
  g_free (folder);
  return status;
}
