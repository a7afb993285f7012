/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "pages/sales/ddi-sales-trends.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "app/ddi-query-model.h"
#include "app/ddi-short-list.h"
#include "app/ddi-table-memory.h"
#include "app/ddi-table.h"
#include "chart/ddi-chart-view.h"
#include "core/ddi-format.h"

/* Pixels; below the chart is the table. */
#define CHART_HEIGHT 180

struct _DdiSalesTrends
{
  AdwBin parent_instance;

  GtkWidget *stack;
  GtkWidget *summary;
  GtkWidget *chart_bin;
  GtkWidget *table_bin;

  GtkWidget *chart_view;
  DdiTable *table;
  GListStore *model; /* of DdiQueryRow */
  DdiRows *days;     /* NULL: nothing was read yet */
};

G_DEFINE_FINAL_TYPE (DdiSalesTrends, ddi_sales_trends, ADW_TYPE_BIN)

static const DdiColumnInfo columns[] = {
  { "date", N_ ("Day"), DDI_CELL_DAY, "date", .fill = TRUE },
  { "daily_revenue", N_ ("Revenue"), DDI_CELL_MONEY, "daily_revenue" },
  { "quantity_sold", N_ ("Sold"), DDI_CELL_INT, "quantity_sold" },
  { NULL },
};

static DdiDay
day_of (DdiRows *days, guint i)
{
  return ddi_rows_get_day (days, i, ddi_rows_column (days, "date"));
}

static gint64
sold_on (DdiRows *days, guint i)
{
  return ddi_rows_get_int (days, i, ddi_rows_column (days, "quantity_sold"));
}

static gboolean
knows_revenue (DdiRows *days, guint i)
{
  return !ddi_rows_is_null (days, i, ddi_rows_column (days, "daily_revenue"));
}

/* Minor units. */
static gint64
revenue_on (DdiRows *days, guint i)
{
  return ddi_rows_get_money (days, i, ddi_rows_column (days, "daily_revenue"));
}

static gboolean
is_priced (DdiRows *days)
{
  for (guint i = 0; i < ddi_rows_get_n (days); i++)
    if (knows_revenue (days, i))
      return TRUE;
  return FALSE;
}

/* Newest first, as the query lists them; a day without sales is a gap. */
static DdiChart *
make_chart (DdiRows *days, const char *currency)
{
  guint n_days = ddi_rows_get_n (days);
  DdiDay first = day_of (days, n_days - 1);
  guint n = (guint)(day_of (days, 0) - first) + 1;
  gboolean priced = is_priced (days);
  g_autofree double *revenue = g_new (double, n);
  g_autofree double *sold = g_new (double, n);
  DdiChart *chart = ddi_chart_new_days (priced ? _ ("Revenue by day") : _ ("Sold by day"), first, n, 1);

  for (guint i = 0; i < n; i++)
    revenue[i] = sold[i] = NAN;
  for (guint i = 0; i < n_days; i++)
    {
      guint k = (guint)(day_of (days, i) - first);

      sold[k] = (double)sold_on (days, i);
      if (knows_revenue (days, i))
        revenue[k] = (double)revenue_on (days, i);
    }
  ddi_chart_set_measure (chart, priced ? DDI_MEASURE_MONEY : DDI_MEASURE_PIECES);
  ddi_chart_set_currency (chart, currency);
  ddi_chart_add_line (chart, priced ? _ ("Revenue") : _ ("Sold"), DDI_INK_TEXT, DDI_LINE_SOLID,
                      priced ? revenue : sold);
  if (priced)
    ddi_chart_add_reading (chart, _ ("Sold"), DDI_MEASURE_PIECES, sold);
  return chart;
}

static char *
format_value (gint64 value, gboolean priced, const char *currency)
{
  g_autofree char *number = NULL;

  if (priced)
    return ddi_format_money_whole (value, currency);
  number = ddi_format_int (value);
  return g_strdup_printf (ngettext ("%s piece", "%s pieces", (gulong)value), number);
}

/* "$430,881 on 30 days, $14,363 a day; the most, $18,002, on Sat 21 Nov 2026". */
static char *
make_summary (DdiRows *days, const char *currency)
{
  gboolean priced = is_priced (days);
  gint64 sum = 0, n = 0, most = -1;
  DdiDay best = DDI_DAY_INVALID;
  g_autofree char *all = NULL, *each = NULL, *top = NULL, *day = NULL;

  for (guint i = 0; i < ddi_rows_get_n (days); i++)
    {
      gint64 value = priced ? revenue_on (days, i) : sold_on (days, i);

      if (priced && !knows_revenue (days, i))
        continue;
      if (__builtin_add_overflow (sum, value, &sum))
        return g_strdup ("");
      n++;
      if (value > most)
        {
          most = value;
          best = day_of (days, i);
        }
    }
  all = format_value (sum, priced, currency);
  each = format_value ((sum + n / 2) / n, priced, currency);
  top = format_value (most, priced, currency);
  day = ddi_format_day (best);
  /* Translators: an amount of money or of pieces, on how many days, on each of them, the most of a day, and which. */
  return g_strdup_printf (ngettext ("%s on %u day, %s a day; the most, %s, on %s",
                                    "%s on %u days, %s a day; the most, %s, on %s", (gulong)n),
                          all, (guint)n, each, top, day);
}

static void
show_table (DdiSalesTrends *self)
{
  static const char *const words[] = { "date", NULL };

  ddi_short_list_show_sorted (self->model, self->days, "date", self->table, words);
}

void
ddi_sales_trends_clear (DdiSalesTrends *self)
{
  g_return_if_fail (DDI_IS_SALES_TRENDS (self));

  g_clear_pointer (&self->days, ddi_rows_unref);
  g_list_store_remove_all (self->model);
  ddi_chart_view_set_chart (DDI_CHART_VIEW (self->chart_view), NULL);
  gtk_label_set_label (GTK_LABEL (self->summary), "");
}

void
ddi_sales_trends_set_days (DdiSalesTrends *self, DdiRows *days, const char *currency)
{
  gboolean any = ddi_rows_get_n (days) > 0;
  g_autoptr (DdiChart) chart = any ? make_chart (days, currency) : NULL;
  g_autofree char *summary = any ? make_summary (days, currency) : NULL;

  g_return_if_fail (DDI_IS_SALES_TRENDS (self));

  ddi_rows_ref (days);
  g_clear_pointer (&self->days, ddi_rows_unref);
  self->days = days;
  ddi_table_set_currency (self->table, ddi_format_currency_sign (currency));
  ddi_chart_view_set_chart (DDI_CHART_VIEW (self->chart_view), chart);
  gtk_label_set_label (GTK_LABEL (self->summary), summary ? summary : "");
  gtk_stack_set_visible_child_name (GTK_STACK (self->stack), any ? "days" : "nothing");
  show_table (self);
}

DdiTable *
ddi_sales_trends_get_table (DdiSalesTrends *self)
{
  g_return_val_if_fail (DDI_IS_SALES_TRENDS (self), NULL);

  return self->table;
}

static void
ddi_sales_trends_dispose (GObject *object)
{
  DdiSalesTrends *self = DDI_SALES_TRENDS (object);

  g_clear_object (&self->model);
  g_clear_pointer (&self->days, ddi_rows_unref);
  G_OBJECT_CLASS (ddi_sales_trends_parent_class)->dispose (object);
}

static void
ddi_sales_trends_class_init (DdiSalesTrendsClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ddi_sales_trends_dispose;
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/dunkin_demand/Intelligence/ui/pages/sales/ddi-sales-trends.ui");
  gtk_widget_class_bind_template_child (widget_class, DdiSalesTrends, stack);
  gtk_widget_class_bind_template_child (widget_class, DdiSalesTrends, summary);
  gtk_widget_class_bind_template_child (widget_class, DdiSalesTrends, chart_bin);
  gtk_widget_class_bind_template_child (widget_class, DdiSalesTrends, table_bin);
}

static void
ddi_sales_trends_init (DdiSalesTrends *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->chart_view = ddi_chart_view_new ();
  ddi_chart_view_set_day_height (DDI_CHART_VIEW (self->chart_view), CHART_HEIGHT);
  adw_bin_set_child (ADW_BIN (self->chart_bin), self->chart_view);
  self->model = g_list_store_new (DDI_TYPE_QUERY_ROW);
  self->table = ddi_table_new (_ ("Sales by day"), columns, G_LIST_MODEL (self->model), TRUE);
  ddi_table_set_read_only (self->table);
  ddi_table_memory_follow (self->table, "sales-trends");
  adw_bin_set_child (ADW_BIN (self->table_bin), GTK_WIDGET (self->table));
  g_signal_connect_object (self->table, "sort-changed", G_CALLBACK (show_table), self, G_CONNECT_SWAPPED);
}

GtkWidget *
ddi_sales_trends_new (void)
{
  return g_object_new (DDI_TYPE_SALES_TRENDS, NULL);
}
