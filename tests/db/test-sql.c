/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "db/ddi-db-error-private.h"
#include "db/ddi-rows-private.h"
#include "db/ddi-sql.h"
#include "db/ddi-unit-private.h"

static void
test_split (void)
{
  static const struct
  {
    const char *text;
    const char *joined; /* with | between the statements */
  } cases[] = {
    { "", "" },
    { " ; ;; -- nothing; here\n", "" },
    { "SELECT 1", "SELECT 1" },
    { "SELECT 1; SELECT 2;\n", "SELECT 1|SELECT 2" },
    { "SELECT ';'; SELECT \"a;b\"", "SELECT ';'|SELECT \"a;b\"" },
    { "SELECT 'it''s;'; SELECT 2", "SELECT 'it''s;'|SELECT 2" },
    { "DO $$ BEGIN; END $$; SELECT 2", "DO $$ BEGIN; END $$|SELECT 2" },
    { "DO $a$ $$;$$ $a$; SELECT $1; SELECT 3", "DO $a$ $$;$$ $a$|SELECT $1|SELECT 3" },
    { "SELECT 1 /* ; /* ; */ ; */; SELECT 2", "SELECT 1 /* ; /* ; */ ; */|SELECT 2" },
    { "SELECT 1 -- a;\n; SELECT 2", "SELECT 1 -- a;|SELECT 2" },
    { "SELECT 'unfinished;", "SELECT 'unfinished;" },
    { "SELECT $$unfinished;", "SELECT $$unfinished;" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_auto (GStrv) statements = ddi_sql_split (cases[i].text);
      g_autofree char *joined = g_strjoinv ("|", statements);

      g_assert_cmpstr (joined, ==, cases[i].joined);
    }
}

static void
test_migrations (void)
{
  g_auto (GStrv) names = ddi_sql_list_migrations ();
  gint64 last = 0;

  g_assert_cmpuint (g_strv_length (names), >, 8);
  for (guint i = 0; names[i]; i++)
    {
      g_autofree char *text = ddi_sql_dup_migration (names[i]);
      gint64 number = g_ascii_strtoll (names[i], NULL, 10);

      g_assert_cmpint (number, >, last);
      g_assert_nonnull (text);
      last = number;
    }
  g_assert_null (ddi_sql_dup_migration ("9999-no-such"));
}

static void
test_money (void)
{
  static const struct
  {
    const char *text;
    gboolean good;
    gint64 value;
  } cases[] = {
    { "0", TRUE, 0 },
    { "1.5", TRUE, 150 },
    { "12.34", TRUE, 1234 },
    { "-12.34", TRUE, -1234 },
    { "12.345", TRUE, 1235 },
    { "-12.345", TRUE, -1235 },
    { "12.3449999", TRUE, 1234 },
    { "92233720368547758.07", TRUE, G_MAXINT64 },
    { "92233720368547758.08", FALSE, 0 },
    { "100000000000000000000", FALSE, 0 },
    { "NaN", FALSE, 0 },
    { "1.2.3", FALSE, 0 },
    { "", FALSE, 0 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      gint64 value = 0;

      g_assert_cmpint (ddi_rows_parse_money (cases[i].text, &value), ==, cases[i].good);
      if (cases[i].good)
        g_assert_cmpint (value, ==, cases[i].value);
    }
}

static void
check_parameter (GVariant *value, const char *expected)
{
  g_autoptr (DdiUnit) unit = ddi_unit_new ();
  GVariant *tuple = g_variant_new_tuple (&value, 1);
  guint i = ddi_unit_add_sql (unit, "SELECT $1", tuple);

  g_assert_cmpstr (ddi_unit_get_statement (unit, i)->values->pdata[0], ==, expected);
}

static void
test_parameters (void)
{
  check_parameter (g_variant_new ("i", -5), "-5");
  check_parameter (g_variant_new ("t", G_MAXUINT64), "18446744073709551615");
  check_parameter (g_variant_new ("d", 0.1), "0.10000000000000001");
  check_parameter (g_variant_new ("b", TRUE), "t");
  check_parameter (g_variant_new ("mi", FALSE, 0), NULL);
  check_parameter (g_variant_new ("mi", TRUE, 7), "7");
  check_parameter (g_variant_new ("ms", NULL), NULL);
  check_parameter (g_variant_new_parsed ("@ai [1, 2]"), "{\"1\",\"2\"}");
  check_parameter (g_variant_new_parsed ("@ai []"), "{}");
  check_parameter (g_variant_new_parsed ("@mai nothing"), NULL);
  check_parameter (g_variant_new_parsed ("@mai just [3]"), "{\"3\"}");
  check_parameter (g_variant_new_parsed ("@ams [nothing, 'a,\"b\\\\', 'NULL', '']"),
                   "{NULL,\"a,\\\"b\\\\\",\"NULL\",\"\"}");
  check_parameter (ddi_unit_day (DDI_DAY_INVALID), NULL);
  check_parameter (ddi_unit_day (0), "1970-01-01");
  check_parameter (ddi_unit_money (-1), "-0.01");
  check_parameter (ddi_unit_money (G_MAXINT64), "92233720368547758.07");
}

static void
test_sqlstates (void)
{
  static const struct
  {
    const char *state;
    DdiDbError code;
  } cases[] = {
    { NULL, DDI_DB_ERROR_OFFLINE },       { "", DDI_DB_ERROR_OFFLINE },
    { "57P01", DDI_DB_ERROR_OFFLINE },    { "57014", DDI_DB_ERROR_TIMEOUT },
    { "55P03", DDI_DB_ERROR_TIMEOUT },    { "40001", DDI_DB_ERROR_CONFLICT },
    { "40P01", DDI_DB_ERROR_CONFLICT },   { "40003", DDI_DB_ERROR_UNKNOWN },
    { "23505", DDI_DB_ERROR_CONSTRAINT }, { "22003", DDI_DB_ERROR_INVALID },
    { "42501", DDI_DB_ERROR_DENIED },     { "28P01", DDI_DB_ERROR_DENIED },
    { "42P01", DDI_DB_ERROR_VERSION },    { "53100", DDI_DB_ERROR_FULL },
    { "DD003", DDI_DB_ERROR_ARCHIVED },   { "DD002", DDI_DB_ERROR_ADDRESSEE },
    { "DD001", DDI_DB_ERROR_STALE },      { "42601", DDI_DB_ERROR_FAILED },
    { "08006", DDI_DB_ERROR_OFFLINE },    { "XX000", DDI_DB_ERROR_FAILED },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    g_assert_cmpint (ddi_db_error_code_from_sqlstate (cases[i].state), ==, cases[i].code);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/db/sql/split", test_split);
  g_test_add_func ("/db/sql/migrations", test_migrations);
  g_test_add_func ("/db/sql/money", test_money);
  g_test_add_func ("/db/sql/parameters", test_parameters);
  g_test_add_func ("/db/sql/sqlstates", test_sqlstates);
  return g_test_run ();
}
