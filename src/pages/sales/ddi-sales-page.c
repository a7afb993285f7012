/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "pages/sales/ddi-sales-page.h"

#include <glib/gi18n-lib.h>

#include "pages/sales/ddi-sales-trends.h"

struct _DdiSalesPage
{
  DdiRecordsPage parent_instance;

  GtkWidget *trends;
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
summed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (DdiLoad) load = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) rows = ddi_database_run_finish (DDI_DATABASE (source), result, &error);
  DdiSalesPage *self = ddi_load_get_page (load);

  if (self && rows == NULL)
    {
      ddi_sales_trends_clear (DDI_SALES_TRENDS (self->trends));
      ddi_load_miss (load, error);
    }
  else if (self)
    ddi_sales_trends_set_days (DDI_SALES_TRENDS (self->trends), rows->pdata[0],
                               ddi_session_get_currency (ddi_page_get_session (DDI_PAGE (self))));
}

static void
ddi_sales_page_load (DdiPage *page, DdiLoad *load)
{
  const DdiFilter *filter = ddi_load_get_filter (load);
  gint32 store = filter->store_id;
  GVariant *stores = store ? g_variant_new_fixed_array (G_VARIANT_TYPE_INT32, &store, 1, sizeof store) : NULL;
  DdiUnit *unit = ddi_unit_new ();

  DDI_PAGE_CLASS (ddi_sales_page_parent_class)->load (page, load);
  ddi_unit_set_read_only (unit);
  ddi_unit_add (unit, "reports/trends",
                g_variant_new ("(@*i@*)", ddi_unit_day (filter->last), (int)(filter->last - filter->first),
                               g_variant_new_maybe (G_VARIANT_TYPE ("ai"), stores)));
  ddi_database_run_async (ddi_load_get_database (load), unit, ddi_load_get_cancellable (load), summed_cb,
                          ddi_load_ref (load));
}

static GtkWidget *
ddi_sales_page_make_view (DdiRecordsPage *page)
{
  return DDI_SALES_PAGE (page)->trends = ddi_sales_trends_new ();
}

static void
ddi_sales_page_class_init (DdiSalesPageClass *klass)
{
  DdiRecordsPageClass *records_class = DDI_RECORDS_PAGE_CLASS (klass);

  DDI_PAGE_CLASS (klass)->load = ddi_sales_page_load;
  DDI_PAGE_CLASS (klass)->shows = DDI_DATA_SALES | DDI_DATA_STORES | DDI_DATA_PRODUCTS;
  records_class->kind = DDI_RECORD_SALES;
  records_class->data = DDI_DATA_SALES;
  records_class->columns = columns;
  records_class->empty_title = N_ ("Nothing Sold on These Days");
  records_class->empty_text =
      N_ ("What each shop sold will be here: the till’s figure, or what was made less what was thrown away.");
  records_class->file_name = "sales";
  records_class->has_money = TRUE;
  records_class->make_view = ddi_sales_page_make_view;
  records_class->view_title = N_ ("Trends");
}

static void
ddi_sales_page_init (DdiSalesPage *self)
{
}
