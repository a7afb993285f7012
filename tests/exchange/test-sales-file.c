/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <gio/gio.h>
#include <string.h>

#include "exchange/ddi-sales-file.h"

static DdiSalesFile *
load (const char *text, gboolean lenient, const char *store, GError **error)
{
  g_autoptr (GInputStream) stream = g_memory_input_stream_new_from_data (text, -1, NULL);
  DdiSalesFileOptions options = { store, lenient };

  return ddi_sales_file_read (stream, "s.csv", &options, NULL, error);
}

static void
test_good (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DdiSalesFile) file = load ("store,product,date,quantity\n"
                                        "Store 01,Roll,2016-01-02,254\n"
                                        "Store 01, Roll ,2016-01-03,0\n"
                                        "STORE  01,\"Roll, big\",2016-01-03,12.0\n"
                                        "Store 02,roll,2016-01-02, 7\n",
                                        FALSE, NULL, &error);
  const DdiSalesRow *row;

  g_assert_no_error (error);
  g_assert_cmpuint (file->rows->len, ==, 4);
  g_assert_cmpuint (file->stores->len, ==, 2);
  g_assert_cmpuint (file->products->len, ==, 2);
  g_assert_cmpstr (file->stores->pdata[0], ==, "Store 01");
  g_assert_cmpstr (file->products->pdata[1], ==, "Roll, big");
  row = &g_array_index (file->rows, DdiSalesRow, 2);
  g_assert_cmpuint (row->store, ==, 0);
  g_assert_cmpuint (row->product, ==, 1);
  g_assert_cmpint (row->day, ==, ddi_day_from_ymd (2016, 1, 3));
  g_assert_cmpint (row->quantity, ==, 12);
  g_assert_cmpuint (row->row, ==, 4);
  row++;
  g_assert_cmpuint (row->store, ==, 1);
  g_assert_cmpuint (row->product, ==, 0);
  g_assert_cmpint (row->quantity, ==, 7);
}

static void
test_table_names (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DdiSalesFile) file = load ("\xef\xbb\xbf"
                                        "date;product_name;quantity_sold;notes\r\n2025-12-24;Glazed;54;\r\n",
                                        FALSE, "Main Street", &error);

  g_assert_no_error (error);
  g_assert_cmpuint (file->rows->len, ==, 1);
  g_assert_cmpstr (file->stores->pdata[0], ==, "Main Street");
}

static void
test_left_out (void)
{
  static const struct
  {
    const char *row, *where;
  } cases[] = {
    { "A,G,2025-01-01,-3", "s.csv:3:4: " },   { "A,G,2025-01-01,2.5", "s.csv:3:4: " },
    { "A,G,2025-01-01,", "s.csv:3:4: " },     { "A,G,2025-01-01,\"1,200\"", "s.csv:3:4: " },
    { "A,G,2025-01-01,nan", "s.csv:3:4: " },  { "A,G,2025-01-01,99999999999", "s.csv:3:4: " },
    { "A,G,2025-01-01,0x10", "s.csv:3:4: " }, { "A,G,2025-02-31,1", "s.csv:3:3: " },
    { "A,G,2525-01-01,1", "s.csv:3:3: " },    { "A,G,1725-01-01,1", "s.csv:3:3: " },
    { "A,G,01/02/2025,1", "s.csv:3:3: " },    { "A,,2025-01-01,1", "s.csv:3:2: " },
    { "  ,G,2025-01-01,1", "s.csv:3:1: " },   { "A,G,2025-01-01", "s.csv:3: " },
    { "A,G,2025-01-01,1,2", "s.csv:3: " },    { "a,g ,2024-12-31,9", "s.csv:3: " },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text =
          g_strdup_printf ("store,product,date,quantity\nA,G,2024-12-31,5\n%s\nA,G,2025-06-01,6\n",
                           cases[i].row);
      g_autoptr (GError) error = NULL;
      g_autoptr (DdiSalesFile) strict = load (text, FALSE, NULL, &error);
      g_autoptr (DdiSalesFile) lenient = load (text, TRUE, NULL, NULL);

      g_assert_null (strict);
      g_assert_error (error, DDI_EXCHANGE_ERROR, DDI_EXCHANGE_ERROR_VALUE);
      g_assert_true (g_str_has_prefix (error->message, cases[i].where));

      g_assert_nonnull (lenient);
      g_assert_cmpuint (lenient->rows->len, ==, 2);
      g_assert_cmpint (g_array_index (lenient->rows, DdiSalesRow, 0).quantity, ==, 5);
      g_assert_cmpint (g_array_index (lenient->rows, DdiSalesRow, 1).quantity, ==, 6);
      g_assert_cmpuint (lenient->n_left_out, ==, 1);
      g_assert_cmpuint (lenient->problems->len, ==, 1);
    }
}

static void
test_header (void)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (load ("shopping,list\nmilk,1\n", TRUE, NULL, &error));
  g_assert_error (error, DDI_EXCHANGE_ERROR, DDI_EXCHANGE_ERROR_HEADER);
  g_assert_nonnull (strstr (error->message, "store, product, date, quantity"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/exchange/sales-file/good", test_good);
  g_test_add_func ("/exchange/sales-file/table-names", test_table_names);
  g_test_add_func ("/exchange/sales-file/left-out", test_left_out);
  g_test_add_func ("/exchange/sales-file/header", test_header);
  return g_test_run ();
}
