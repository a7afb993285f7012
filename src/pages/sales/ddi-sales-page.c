/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "pages/sales/ddi-sales-page.h"

#include <glib/gi18n-lib.h>

struct _DdiSalesPage
{
  DdiRecordsPage parent_instance;
};

G_DEFINE_FINAL_TYPE (DdiSalesPage, ddi_sales_page, DDI_TYPE_RECORDS_PAGE)

/* A figure that follows from made and thrown-away pieces is not the till's: the table says so. One that is
 * archived can only be read. */
static char *
format_source (DdiRows *rows, guint row, guint column)
{
  if (ddi_rows_get_boolean (rows, row, ddi_rows_column (rows, "archived")))
    return g_strdup (_ ("Archive"));
  if (g_strcmp0 (ddi_rows_get_text (rows, row, column), "derived") == 0)
    return g_strdup (_ ("Made less thrown away"));
  return g_strdup (_ ("Till"));
}

static const DdiColumnInfo columns[] = {
  { "date", N_ ("Day"), DDI_CELL_DAY, "date" },
  { "store_name", N_ ("Shop"), DDI_CELL_TEXT, .expand = TRUE, .wide_only = TRUE },
  { "product_name", N_ ("Product"), DDI_CELL_TEXT, "product", .expand = TRUE },
  { "quantity", N_ ("Sold"), DDI_CELL_INT, "quantity" },
  { "revenue", N_ ("Revenue"), DDI_CELL_MONEY, .wide_only = TRUE },
  { "source", N_ ("From"), DDI_CELL_CUSTOM, .wide_only = TRUE, .from = 740, .format = format_source },
  { "notes", N_ ("Notes"), DDI_CELL_TEXT, .expand = TRUE, .wide_only = TRUE, .from = 800 },
  { NULL },
};

static void
ddi_sales_page_class_init (DdiSalesPageClass *klass)
{
  DdiRecordsPageClass *records_class = DDI_RECORDS_PAGE_CLASS (klass);

  DDI_PAGE_CLASS (klass)->shows = DDI_DATA_SALES | DDI_DATA_STORES | DDI_DATA_PRODUCTS;
  records_class->kind = DDI_RECORD_SALES;
  records_class->data = DDI_DATA_SALES;
  records_class->columns = columns;
  records_class->empty_title = N_ ("Nothing Sold on These Days");
  records_class->empty_text =
      N_ ("What each shop sold will be here: the till’s figure, or what was made less what was thrown away.");
  records_class->file_name = "sales";
  records_class->has_money = TRUE;
}

static void
ddi_sales_page_init (DdiSalesPage *self)
{
}
