/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "pages/waste/ddi-waste-page.h"

#include <glib/gi18n-lib.h>

struct _DdiWastePage
{
  DdiRecordsPage parent_instance;
};

G_DEFINE_FINAL_TYPE (DdiWastePage, ddi_waste_page, DDI_TYPE_RECORDS_PAGE)

static const DdiColumnInfo columns[] = {
  { "date", N_ ("Day"), DDI_CELL_DAY, "date" },
  { "store_name", N_ ("Shop"), DDI_CELL_TEXT, .expand = TRUE, .wide_only = TRUE },
  { "product_name", N_ ("Product"), DDI_CELL_TEXT, "product", .expand = TRUE },
  { "quantity", N_ ("Thrown away"), DDI_CELL_INT, "quantity" },
  { "cost", N_ ("Cost"), DDI_CELL_MONEY, .wide_only = TRUE },
  { "reason", N_ ("Reason"), DDI_CELL_TEXT, .expand = TRUE, .wide_only = TRUE },
  { NULL },
};

static void
ddi_waste_page_class_init (DdiWastePageClass *klass)
{
  DdiRecordsPageClass *records_class = DDI_RECORDS_PAGE_CLASS (klass);

  DDI_PAGE_CLASS (klass)->shows = DDI_DATA_WASTE | DDI_DATA_STORES | DDI_DATA_PRODUCTS;
  records_class->kind = DDI_RECORD_WASTE;
  records_class->data = DDI_DATA_WASTE;
  records_class->columns = columns;
  records_class->empty_title = N_ ("Nothing Thrown Away on These Days");
  records_class->empty_text = N_ ("Here stands what each shop threw away, and why.");
  records_class->file_name = "waste";
  records_class->has_money = TRUE;
}

static void
ddi_waste_page_init (DdiWastePage *self)
{
}
