/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "pages/production/ddi-production-page.h"

#include <glib/gi18n-lib.h>

struct _DdiProductionPage
{
  DdiRecordsPage parent_instance;
};

G_DEFINE_FINAL_TYPE (DdiProductionPage, ddi_production_page, DDI_TYPE_RECORDS_PAGE)

static const DdiColumnInfo columns[] = {
  { "date", N_ ("Day"), DDI_CELL_DAY, "date" },
  { "store_name", N_ ("Shop"), DDI_CELL_TEXT, .expand = TRUE, .wide_only = TRUE },
  { "product_name", N_ ("Product"), DDI_CELL_TEXT, "product", .expand = TRUE },
  { "quantity", N_ ("Made"), DDI_CELL_INT, "quantity" },
  { "sold_out_at", N_ ("Sold out at"), DDI_CELL_TEXT, .wide_only = TRUE },
  { NULL },
};

static void
ddi_production_page_class_init (DdiProductionPageClass *klass)
{
  DdiRecordsPageClass *records_class = DDI_RECORDS_PAGE_CLASS (klass);

  DDI_PAGE_CLASS (klass)->shows = DDI_DATA_PRODUCTION | DDI_DATA_STORES | DDI_DATA_PRODUCTS;
  records_class->kind = DDI_RECORD_PRODUCTION;
  records_class->data = DDI_DATA_PRODUCTION;
  records_class->columns = columns;
  records_class->empty_title = N_ ("Nothing Made on These Days");
  records_class->empty_text = N_ ("What each shop made or was delivered will be here, day by day.");
  records_class->file_name = "production";
}

static void
ddi_production_page_init (DdiProductionPage *self)
{
}
