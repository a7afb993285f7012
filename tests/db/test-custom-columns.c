/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "db/ddi-db-error.h"
#include "ddi-db-fixture.h"
#include "tasks/ddi-custom-columns.h"

/* Columns that an administrator adds: what they take, and that their values go where their rows go. */

static DdiDatabase *database;

static void
expect_refused (const char *query, GVariant *params, const char *word)
{
  g_autoptr (GError) error = NULL;
  DdiUnit *unit = ddi_unit_new ();
  g_autoptr (GPtrArray) results = NULL;

  ddi_unit_add (unit, query, params);
  results = ddi_database_run (database, unit, NULL, &error);
  g_assert_null (results);
  g_assert_error (error, DDI_DB_ERROR, DDI_DB_ERROR_CONSTRAINT);
  if (word)
    {
      g_autofree char *found = g_strdup_printf ("%s", error->message);

      g_assert_nonnull (g_strstr_len (found, -1, word));
    }
}

static char *
add (const char *entity, const char *label, const char *type)
{
  g_autoptr (DdiRows) rows =
      ddi_db_fixture_query (database, "columns/add", g_variant_new ("(sss)", entity, label, type));

  return g_strdup (ddi_rows_get_text (rows, 0, 0));
}

static gint64
insert (const char *day, int product, const char *custom)
{
  g_autoptr (DdiRows) rows =
      ddi_db_fixture_query (database, "sales/insert",
                            g_variant_new ("(iisiimsmsms)", 1, 301, day, product, 5, NULL, NULL, custom));

  return ddi_rows_get_int (rows, 0, 0);
}

static void
test_define (void)
{
  g_autofree char *price = add ("sales", "Unit price", "decimal");
  g_autofree char *rain = add ("sales", "Rain", "boolean");
  g_autofree char *crew = add ("sales", " Crew on Duty ", "integer");
  g_autofree char *checked = add ("sales", "Checked on", "date");
  g_autofree char *remark = add ("sales", "Año", "text");
  g_autofree char *weight = add ("waste", "Weight", "decimal");
  g_autoptr (DdiRows) rows = ddi_db_fixture_query (database, "columns/list", NULL);
  g_autoptr (GPtrArray) columns = ddi_custom_columns_from_rows (rows, DDI_CUSTOM_SALES);

  g_assert_cmpstr (price, ==, "unit_price");
  g_assert_cmpstr (crew, ==, "crew_on_duty");
  g_assert_cmpstr (remark, ==, "ano");
  g_assert_cmpuint (columns->len, ==, 5);
  g_assert_cmpstr (((DdiCustomColumn *)columns->pdata[2])->label, ==, "Crew on Duty");
  expect_refused ("columns/add", g_variant_new ("(sss)", "sales", "unit PRICE", "text"), "Unit price");
  expect_refused ("columns/add", g_variant_new ("(sss)", "sales", "Notes", "text"), "Notes");
  expect_refused ("columns/add", g_variant_new ("(sss)", "sales", "Kind", "real"), NULL);
  expect_refused ("columns/add", g_variant_new ("(sss)", "stores", "Kind", "text"), NULL);
  ddi_db_fixture_expect ("SELECT count(*) FROM audit_logs WHERE action = 'COLUMN_ADDED'", "6");
}

/* Each type takes what is one of it, also written as text, and nothing else. */
static void
test_values (void)
{
  insert ("2025-01-01", 301,
          "{\"unit_price\": \"1.5\", \"rain\": \"Yes\", \"crew_on_duty\": 3, \"checked_on\": \"2025-01-02\", "
          "\"ano\": \"\"}");
  ddi_db_fixture_expect ("SELECT custom FROM daily_sales WHERE date = '2025-01-01'",
                         "{\"rain\": true, \"checked_on\": \"2025-01-02\", \"unit_price\": 1.50, "
                         "\"crew_on_duty\": 3}");
  static const char *const wrong[] = {
    "{\"unit_price\": \"1.555\"}", "{\"unit_price\": \"much\"}",       "{\"rain\": \"perhaps\"}",
    "{\"crew_on_duty\": 2.5}",     "{\"checked_on\": \"2025-02-30\"}", "{\"checked_on\": \"today\"}",
    "{\"ano\": {\"deep\": 1}}",    "{\"nobody_added_this\": 1}",       "[1]",
  };

  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      g_autoptr (GError) error = NULL;
      DdiUnit *unit = ddi_unit_new ();
      g_autoptr (GPtrArray) results = NULL;

      ddi_unit_add (unit, "sales/insert",
                    g_variant_new ("(iisiimsmsms)", 1, 301, "2025-01-05", 301, 5, NULL, NULL, wrong[i]));
      results = ddi_database_run (database, unit, NULL, &error);
      g_assert_null (results);
      g_assert_nonnull (error);
    }
  ddi_db_fixture_expect ("SELECT count(*) FROM daily_sales WHERE date = '2025-01-05'", "0");
  /* An object of nothing is no value. */
  insert ("2025-01-06", 301, "{\"rain\": null, \"ano\": \"\"}");
  ddi_db_fixture_expect ("SELECT custom IS NULL FROM daily_sales WHERE date = '2025-01-06'", "t");
}

/* An edit changes what it names; an older program, which names none, changes none; deleting is undone. */
static void
test_edit (void)
{
  gint64 id = insert ("2025-02-01", 301, "{\"rain\": true, \"crew_on_duty\": 2}");
  g_autoptr (DdiRows) changed = NULL, old = NULL, removed = NULL, list = NULL;
  const char *json;

  changed = ddi_db_fixture_query (database, "sales/update",
                                  g_variant_new ("(xiisiimsmsms)", id, 1, 301, "2025-02-01", 301, 5, NULL,
                                                 NULL, "{\"rain\": null, \"unit_price\": \"2\"}"));
  ddi_db_fixture_expect ("SELECT custom, row_version FROM daily_sales WHERE date = '2025-02-01'",
                         "{\"unit_price\": 2.00, \"crew_on_duty\": 2}|2");
  old = ddi_db_fixture_query (database, "sales/update",
                              g_variant_new ("(xiisiimsmsms)", id, 2, 301, "2025-02-01", 301, 9, NULL, NULL,
                                             NULL));
  ddi_db_fixture_expect ("SELECT custom, quantity_sold FROM daily_sales WHERE date = '2025-02-01'",
                         "{\"unit_price\": 2.00, \"crew_on_duty\": 2}|9");
  ddi_db_fixture_expect (
      "SELECT details -> 'new' -> 'custom' ->> 'unit_price' FROM audit_logs "
      "WHERE action = 'ROW_CHANGED' AND details ->> 'table' = 'daily_sales' ORDER BY id LIMIT 1",
      "2.00");
  removed = ddi_db_fixture_query (database, "sales/delete", g_variant_new_parsed ("(@ax [%x], @ai [3])", id));
  json = ddi_rows_get_text (removed, 0, 0);
  ddi_rows_unref (ddi_db_fixture_query (database, "sales/restore",
                                        g_variant_new ("(^as)", (const char *[]){ json, NULL })));
  ddi_db_fixture_expect ("SELECT custom ->> 'crew_on_duty' FROM daily_sales WHERE date = '2025-02-01'", "2");
}

/* To the archive and back, and seen meanwhile. */
static void
test_archive (void)
{
  g_free (ddi_db_fixture_psql (
      "SELECT auth.move_archive(auth.begin_archive(false, '-infinity', '2025-02-02', NULL), "
      "'daily_sales', NULL, NULL, 1000)"));
  ddi_db_fixture_expect (
      "SELECT custom ->> 'crew_on_duty' FROM daily_sales_archive WHERE date = '2025-02-01'", "2");
  ddi_db_fixture_expect ("SELECT archived, custom ->> 'unit_price' FROM all_sales WHERE date = '2025-02-01'",
                         "t|2.00");
  g_free (ddi_db_fixture_psql (
      "SELECT auth.move_archive(auth.begin_archive(true, '-infinity', 'infinity', NULL), "
      "'daily_sales', NULL, NULL, 1000)"));
  ddi_db_fixture_expect ("SELECT custom ->> 'unit_price' FROM daily_sales WHERE date = '2025-02-01'", "2.00");
}

/* Of two values of one column the kept product's stays, and taking the merge back brings both back. */
static void
test_merge (void)
{
  static const char ask[] =
      "SELECT product_id, custom FROM daily_sales WHERE date >= '2025-03-01' ORDER BY date, product_id";
  static const char apart[] =
      "301|{\"rain\": true}\n302|{\"rain\": false, \"crew_on_duty\": 4}\n302|{\"ano\": \"x\"}";
  g_autoptr (DdiRows) merge = NULL, undone = NULL;

  insert ("2025-03-01", 301, "{\"rain\": true}");
  insert ("2025-03-01", 302, "{\"rain\": false, \"crew_on_duty\": 4}");
  insert ("2025-03-02", 302, "{\"ano\": \"x\"}");
  ddi_db_fixture_expect (ask, apart);
  merge = ddi_db_fixture_query (database, "products/merge", g_variant_new ("(iiii)", 302, 1, 301, 1));
  ddi_db_fixture_expect (ask, "301|{\"rain\": true, \"crew_on_duty\": 4}\n301|{\"ano\": \"x\"}");
  undone = ddi_db_fixture_query (database, "products/undo-merge",
                                 g_variant_new ("(i)", (int)ddi_rows_get_int (merge, 0, 0)));
  ddi_db_fixture_expect (ask, apart);
}

/* Removed it is out of sight with its values; added again they are back; cleared they are gone, in the archive too. */
static void
test_remove (void)
{
  g_autoptr (DdiRows) renamed =
      ddi_db_fixture_query (database, "columns/rename",
                            g_variant_new ("(sss)", "sales", "crew_on_duty", "Crew"));
  g_autoptr (DdiRows) removed = NULL, again = NULL, counted = NULL, cleared = NULL, list = NULL;
  g_autofree char *back = NULL;

  g_assert_true (ddi_rows_get_boolean (renamed, 0, 0));
  removed =
      ddi_db_fixture_query (database, "columns/remove", g_variant_new ("(ss)", "sales", "crew_on_duty"));
  g_assert_true (ddi_rows_get_boolean (removed, 0, 0));
  again = ddi_db_fixture_query (database, "columns/remove", g_variant_new ("(ss)", "sales", "crew_on_duty"));
  g_assert_false (ddi_rows_get_boolean (again, 0, 0));
  expect_refused ("columns/add", g_variant_new ("(sss)", "sales", "Crew on duty", "text"), "clear");
  back = add ("sales", "Crew on duty", "integer");
  g_assert_cmpstr (back, ==, "crew_on_duty");
  ddi_db_fixture_expect ("SELECT custom ->> 'crew_on_duty' FROM daily_sales WHERE date = '2025-02-01'", "2");
  expect_refused ("columns/clear", g_variant_new ("(ss)", "sales", "crew_on_duty"), NULL);

  ddi_rows_unref (
      ddi_db_fixture_query (database, "columns/remove", g_variant_new ("(ss)", "sales", "crew_on_duty")));
  g_free (ddi_db_fixture_psql (
      "SELECT auth.move_archive(auth.begin_archive(false, '-infinity', '2025-02-02', NULL), "
      "'daily_sales', NULL, NULL, 1000)"));
  counted = ddi_db_fixture_query (database, "columns/count-values",
                                  g_variant_new ("(ss)", "sales", "crew_on_duty"));
  g_assert_cmpint (ddi_rows_get_int (counted, 0, 0), ==, 3);
  g_assert_cmpint (ddi_rows_get_int (counted, 0, 1), ==, 2);
  cleared = ddi_db_fixture_query (database, "columns/clear", g_variant_new ("(ss)", "sales", "crew_on_duty"));
  g_assert_cmpint (ddi_rows_get_int (cleared, 0, 0), ==, 3);
  ddi_db_fixture_expect ("SELECT count(*) FROM all_sales WHERE custom ? 'crew_on_duty'", "0");
  ddi_db_fixture_expect ("SELECT custom FROM all_sales WHERE date = '2025-02-01'", "{\"unit_price\": 2.00}");
  ddi_db_fixture_expect ("SELECT details ->> 'rows' FROM audit_logs WHERE action = 'COLUMN_CLEARED'", "3");
  ddi_db_fixture_expect (
      "SELECT count(*) FROM audit_logs WHERE action = 'ROW_CHANGED' AND id > (SELECT max(id) FROM "
      "audit_logs WHERE action = 'COLUMN_REMOVED')",
      "0");
  list = ddi_db_fixture_query (database, "columns/list-all", NULL);
  for (guint i = 0; i < ddi_rows_get_n (list); i++)
    g_assert_cmpstr (ddi_rows_get_text (list, i, 1), !=, "crew_on_duty");
}

/* The locale's way of writing values, and back. */
static void
test_words (void)
{
  DdiCustomColumn number = { (char *)"sales", (char *)"n", (char *)"N", DDI_CUSTOM_DECIMAL, FALSE };
  DdiCustomColumn whole = { (char *)"sales", (char *)"w", (char *)"W", DDI_CUSTOM_INTEGER, FALSE };
  DdiCustomColumn day = { (char *)"sales", (char *)"d", (char *)"D", DDI_CUSTOM_DAY, FALSE };
  DdiCustomColumn yes = { (char *)"sales", (char *)"y", (char *)"Y", DDI_CUSTOM_BOOLEAN, FALSE };
  g_autoptr (JsonObject) read = json_object_new ();
  g_autoptr (JsonObject) stored =
      ddi_custom_parse ("{\"n\": -1234.50, \"w\": 7, \"d\": \"2026-11-25\", \"y\": false}");
  g_autofree char *n = ddi_custom_dup_text (stored, &number), *y = ddi_custom_dup_text (stored, &yes);
  g_autofree char *shown = ddi_custom_format (stored, &day), *text = NULL;

  g_assert_cmpstr (n, ==, "-1234.50");
  g_assert_cmpstr (y, ==, "no");
  g_assert_cmpstr (shown, ==, "Wed 25 Nov 2026");
  g_assert_true (ddi_custom_read (read, &number, " -12.5 "));
  g_assert_true (ddi_custom_read (read, &whole, ""));
  g_assert_true (ddi_custom_read (read, &day, "2026-11-25"));
  g_assert_true (ddi_custom_read (read, &yes, "NO"));
  g_assert_false (ddi_custom_read (read, &number, "12.555"));
  g_assert_false (ddi_custom_read (read, &whole, "1.5"));
  g_assert_false (ddi_custom_read (read, &day, "2026-02-30"));
  g_assert_false (ddi_custom_read (read, &yes, "perhaps"));
  text = ddi_custom_to_text (read);
  g_assert_cmpstr (text, ==, "{\"n\":\"-12.50\",\"w\":null,\"d\":\"2026-11-25\",\"y\":false}");
  /* Of another type than the program knows: as it is. */
  {
    DdiCustomColumn other = { (char *)"sales", (char *)"d", (char *)"D", DDI_CUSTOM_INTEGER, FALSE };
    DdiCustomColumn letters = { (char *)"sales", (char *)"w", (char *)"W", DDI_CUSTOM_TEXT, FALSE };
    g_autofree char *d = ddi_custom_dup_text (stored, &other), *w = ddi_custom_format (stored, &letters);
    gint64 none;

    g_assert_cmpstr (d, ==, "2026-11-25");
    g_assert_cmpstr (w, ==, "7");
    g_assert_false (ddi_custom_get_number (stored, &other, &none));
  }
  g_assert_null (ddi_custom_parse (NULL));
  g_assert_null (ddi_custom_dup_text (NULL, &number));
}

int
main (int argc, char **argv)
{
  g_autofree char *conninfo = NULL;
  int result;

  g_test_init (&argc, &argv, NULL);
  conninfo = ddi_db_fixture_dup_app ();
  database = ddi_database_new (conninfo, 2);
  ddi_db_fixture_sign_in (database);
  g_free (
      ddi_db_fixture_psql ("INSERT INTO districts (id, name) VALUES (300, 'East');"
                           "INSERT INTO stores (id, district_id, name) VALUES (301, 300, 'Store 301');"
                           "INSERT INTO products (id, name) VALUES (301, 'Bavarian'), (302, 'Bavarien')"));
  g_test_add_func ("/db/custom-columns/define", test_define);
  g_test_add_func ("/db/custom-columns/values", test_values);
  g_test_add_func ("/db/custom-columns/edit", test_edit);
  g_test_add_func ("/db/custom-columns/archive", test_archive);
  g_test_add_func ("/db/custom-columns/merge", test_merge);
  g_test_add_func ("/db/custom-columns/remove", test_remove);
  g_test_add_func ("/db/custom-columns/words", test_words);
  result = g_test_run ();
  g_clear_object (&database);
  return result;
}
