/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "pages/accuracy/ddi-accuracy-view.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "app/ddi-columns-layout.h"
#include "app/ddi-drop-down.h"
#include "app/ddi-heading.h"
#include "app/ddi-product.h"
#include "app/ddi-short-list.h"
#include "app/ddi-table-memory.h"
#include "chart/ddi-chart-view.h"
#include "core/ddi-format.h"
#include "pages/accuracy/ddi-accuracy-chart.h"
#include "pages/accuracy/ddi-accuracy-text.h"
#include "pages/overview/ddi-figure-card.h"
#include "tasks/ddi-miss.h"

/* Rows of the table that are shown without scrolling in it. */
#define MOST_ROWS 10
#define ROW_PIXELS 41

struct _DdiAccuracyView
{
  AdwBin parent_instance;

  GtkWidget *product;
  GtkWidget *headline;
  GtkWidget *stack;
  GtkWidget *ours;
  GtkWidget *rule;
  GtkWidget *bias;
  GtkWidget *coverage;
  GtkWidget *range_note;
  GtkWidget *chart_bin;
  GtkWidget *dimension;
  GtkWidget *table_bin;
  GtkWidget *misses;

  GtkWidget *chart_view;
  DdiTable *table;
  GListStore *model;
  DdiRows *groups;
};

G_DEFINE_FINAL_TYPE (DdiAccuracyView, ddi_accuracy_view, ADW_TYPE_BIN)

enum
{
  PRODUCT_CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static const char *const dimensions[DDI_ACCURACY_N_DIMENSIONS] = { "horizon", "weekday", "product", "shop" };

static gboolean
is_of (DdiRows *groups, guint row, const char *dimension)
{
  return g_str_equal (ddi_rows_get_text (groups, row, ddi_rows_column (groups, "dimension")), dimension);
}

static double
figure_of (DdiRows *groups, guint row, const char *column)
{
  return ddi_rows_get_double (groups, row, ddi_rows_column (groups, column));
}

static char *
format_signed (double share)
{
  g_autofree char *percent = isfinite (share) ? ddi_format_percent (fabs (share), 1) : NULL;

  if (percent == NULL)
    return g_strdup ("–");
  return g_strconcat (share > 0 ? "+" : share < 0 ? "−" : "", percent, NULL);
}

/* ---- the table ---- */

static char *
format_label (DdiRows *rows, guint row, guint column)
{
  return ddi_accuracy_label (rows, row);
}

static char *
format_share (DdiRows *rows, guint row, guint column)
{
  return ddi_format_percent (ddi_rows_get_double (rows, row, column), 1);
}

static char *
format_bias (DdiRows *rows, guint row, guint column)
{
  return format_signed (ddi_rows_get_double (rows, row, column));
}

static const DdiColumnInfo columns[] = {
  { "label", N_ ("For"), DDI_CELL_CUSTOM, "label", .expand = TRUE, .format = format_label },
  { "wape", N_ ("Off by"), DDI_CELL_INT, "wape", .format = format_share },
  { "rule_wape", N_ ("Last four"), DDI_CELL_INT, "rule_wape", .format = format_share },
  { "bias", N_ ("Too high or low"), DDI_CELL_INT, "bias", .wide_only = TRUE, .format = format_bias },
  { "coverage", N_ ("Within range"), DDI_CELL_INT, "coverage", .wide_only = TRUE, .format = format_share },
  { "n", N_ ("Counted"), DDI_CELL_INT, "n", .wide_only = TRUE },
  { "n_sold_out", N_ ("Sold out"), DDI_CELL_INT, "n_sold_out", .wide_only = TRUE },
  { NULL },
};

static void
show_table (DdiAccuracyView *self)
{
  gboolean descending, words;
  guint dimension;
  const char *sort;
  g_autoptr (GPtrArray) rows = NULL;

  /* The choice is heard of once more when the view ends. */
  if (self->groups == NULL)
    return;
  dimension = gtk_drop_down_get_selected (GTK_DROP_DOWN (self->dimension));
  if (dimension >= DDI_ACCURACY_N_DIMENSIONS)
    return;
  words = dimension >= DDI_ACCURACY_BY_PRODUCT;
  sort = ddi_table_get_sort (self->table, &descending);
  /* Days have an order of their own, names that of the alphabet. */
  if (!g_str_equal (sort, "label"))
    words = FALSE;
  else if (!words)
    sort = "key";
  rows = ddi_short_list_sort (self->groups, sort, words, descending);
  for (guint i = rows->len; i-- > 0;)
    {
      guint row;
      DdiRows *values = ddi_query_row_get (rows->pdata[i], &row);

      if (!is_of (values, row, dimensions[dimension]))
        g_ptr_array_remove_index (rows, i);
    }
  g_list_store_splice (self->model, 0, g_list_model_get_n_items (G_LIST_MODEL (self->model)), rows->pdata,
                       rows->len);
  gtk_widget_set_size_request (self->table_bin, -1, ROW_PIXELS * (int)(MIN (rows->len, MOST_ROWS) + 1));
}

/* ---- the figures ---- */

static void
show_rule (DdiAccuracyView *self, guint row)
{
  double theirs = figure_of (self->groups, row, "rule_wape"),
         ours = figure_of (self->groups, row, "wape_beside_rule");
  g_autofree char *figure = ddi_format_percent (theirs, 1);
  g_autofree char *beside = ddi_format_percent (ours, 1);
  /* Translators: %s is how far off the forecast was, on the days that both speak of. */
  g_autofree char *detail = g_strdup_printf (_ ("Forecast, same days: %s"), beside);
  g_autofree char *points = g_strdup_printf (_ ("%.1f points"), fabs (theirs - ours) * 100);

  ddi_figure_card_set_figure (DDI_FIGURE_CARD (self->rule), _ ("Mean of the last four, off by"), figure);
  ddi_figure_card_set_detail (DDI_FIGURE_CARD (self->rule),
                              isfinite (theirs) ? detail : _ ("Not four weeks yet"));
  if (!isfinite (theirs) || !isfinite (ours))
    ddi_figure_card_set_change (DDI_FIGURE_CARD (self->ours), DDI_CHANGE_UNKNOWN, FALSE, NULL);
  else
    /* Fewer pieces off than the rule is the better. */
    ddi_figure_card_set_change (DDI_FIGURE_CARD (self->ours),
                                ours < theirs   ? DDI_CHANGE_BETTER
                                : ours > theirs ? DDI_CHANGE_WORSE
                                                : DDI_CHANGE_NONE,
                                ours > theirs, points);
}

static void
show_figures (DdiAccuracyView *self, guint row)
{
  double lean = figure_of (self->groups, row, "bias");
  g_autofree char *wape = ddi_format_percent (figure_of (self->groups, row, "wape"), 1);
  g_autofree char *bias = isfinite (lean) ? ddi_format_percent (fabs (lean), 1) : g_strdup ("–");
  g_autofree char *coverage = ddi_format_percent (figure_of (self->groups, row, "coverage"), 0);
  double goal = figure_of (self->groups, row, "meant");
  g_autofree char *share = ddi_format_percent (goal, 0);
  g_autofree char *meant = g_strdup_printf (_ ("%s are meant to be"), share);
  gint64 n = ddi_rows_get_int (self->groups, row, ddi_rows_column (self->groups, "n"));
  gint64 n_sold_out = ddi_rows_get_int (self->groups, row, ddi_rows_column (self->groups, "n_sold_out"));
  g_autofree char *note =
      ddi_accuracy_explain_range (figure_of (self->groups, row, "coverage"),
                                  figure_of (self->groups, row, "above_range"), goal, n_sold_out);
  g_autofree char *number = ddi_format_int (n), *left_out = ddi_format_int (n_sold_out);
  /* Translators: how many forecasts, and how many days of theirs that sold out are left out. */
  g_autofree char *counted = g_strdup_printf (_ ("%s counted, %s sold out"), number, left_out);

  ddi_figure_card_set_figure (DDI_FIGURE_CARD (self->ours), _ ("The forecast, off by"), wape);
  ddi_figure_card_set_detail (DDI_FIGURE_CARD (self->ours), counted);
  ddi_figure_card_set_figure (DDI_FIGURE_CARD (self->bias), ddi_accuracy_lean_caption (lean), bias);
  ddi_figure_card_set_detail (DDI_FIGURE_CARD (self->bias), lean > 0   ? _ ("More was forecast than was sold")
                                                            : lean < 0 ? _ ("Less was forecast than was sold")
                                                                       : NULL);
  ddi_figure_card_set_figure (DDI_FIGURE_CARD (self->coverage), _ ("Within the range"), coverage);
  ddi_figure_card_set_detail (DDI_FIGURE_CARD (self->coverage), isnan (goal) ? NULL : meant);
  gtk_label_set_label (GTK_LABEL (self->range_note), note ? note : "");
  gtk_widget_set_visible (self->range_note, note != NULL);
  show_rule (self, row);
}

/* The two that are to be compared stay in view wherever the page is scrolled to. */
static void
show_headline (DdiAccuracyView *self, guint row)
{
  double theirs = figure_of (self->groups, row, "rule_wape");
  g_autofree char *ours = NULL, *rule = NULL, *text = NULL;

  if (isfinite (theirs))
    {
      ours = ddi_format_percent (figure_of (self->groups, row, "wape_beside_rule"), 1);
      rule = ddi_format_percent (theirs, 1);
      /* Translators: how far off the forecast was, and the mean of the last four same weekdays. */
      text = g_strdup_printf (_ ("Off by %s, the last four by %s"), ours, rule);
    }
  gtk_label_set_label (GTK_LABEL (self->headline), text ? text : "");
}

/* ---- the worst ---- */

static DdiMiss
read_miss (DdiRows *rows, guint row)
{
  return (DdiMiss){
    .day = ddi_rows_get_day (rows, row, ddi_rows_column (rows, "forecast_date")),
    .predicted = figure_of (rows, row, "predicted"),
    .actual = figure_of (rows, row, "actual"),
    .sold_out = ddi_rows_get_boolean (rows, row, ddi_rows_column (rows, "sold_out")),
    .sold_out_at = ddi_rows_get_text (rows, row, ddi_rows_column (rows, "sold_out_at")),
    .state = ddi_rows_get_text (rows, row, ddi_rows_column (rows, "state")),
    .events = ddi_rows_get_text (rows, row, ddi_rows_column (rows, "event")),
    .explanation = ddi_rows_get_text (rows, row, ddi_rows_column (rows, "explanation")),
    .n_near = (int)ddi_rows_get_int (rows, row, ddi_rows_column (rows, "n_near")),
    .predicted_near = figure_of (rows, row, "predicted_near"),
    .actual_near = figure_of (rows, row, "actual_near"),
  };
}

static void
add_miss (DdiAccuracyView *self, DdiRows *rows, guint row)
{
  DdiMiss miss = read_miss (rows, row);
  g_autofree char *day = ddi_format_day (miss.day);
  g_autofree char *title =
      g_strdup_printf ("%s · %s · %s", ddi_rows_get_text (rows, row, ddi_rows_column (rows, "product_name")),
                       ddi_rows_get_text (rows, row, ddi_rows_column (rows, "store_name")), day);
  g_autofree char *predicted = ddi_format_int ((gint64)miss.predicted),
                  *sold = ddi_format_int ((gint64)miss.actual);
  g_autofree char *off = ddi_format_int ((gint64)fabs (miss.actual - miss.predicted));
  g_autofree char *reason = ddi_miss_explain (&miss);
  /* Translators: pieces forecast, pieces sold, and the reason why they differ. */
  g_autofree char *text = g_strdup_printf (_ ("%s forecast, %s sold. %s"), predicted, sold, reason);
  g_autofree char *figure = g_strconcat (miss.actual > miss.predicted ? "+" : "−", off, NULL);
  g_autofree char *escaped = g_markup_escape_text (title, -1), *below = g_markup_escape_text (text, -1);
  GtkWidget *line = adw_action_row_new (), *label = gtk_label_new (figure);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (line), escaped);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (line), below);
  gtk_widget_add_css_class (label, "numeric");
  adw_action_row_add_suffix (ADW_ACTION_ROW (line), label);
  gtk_list_box_append (GTK_LIST_BOX (self->misses), line);
}

static void
show_misses (DdiAccuracyView *self, DdiRows *rows)
{
  GtkListBoxRow *line;

  while ((line = gtk_list_box_get_row_at_index (GTK_LIST_BOX (self->misses), 0)))
    gtk_list_box_remove (GTK_LIST_BOX (self->misses), GTK_WIDGET (line));
  for (guint i = 0; i < ddi_rows_get_n (rows); i++)
    add_miss (self, rows, i);
}

static void
product_cb (DdiAccuracyView *self)
{
  g_signal_emit (self, signals[PRODUCT_CHANGED], 0);
}

static void
ddi_accuracy_view_dispose (GObject *object)
{
  DdiAccuracyView *self = DDI_ACCURACY_VIEW (object);

  g_clear_pointer (&self->groups, ddi_rows_unref);
  g_clear_object (&self->model);
  G_OBJECT_CLASS (ddi_accuracy_view_parent_class)->dispose (object);
}

static void
ddi_accuracy_view_class_init (DdiAccuracyViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ddi_accuracy_view_dispose;
  signals[PRODUCT_CHANGED] = g_signal_new ("product-changed", DDI_TYPE_ACCURACY_VIEW, G_SIGNAL_RUN_LAST, 0,
                                           NULL, NULL, NULL, G_TYPE_NONE, 0);
  g_type_ensure (DDI_TYPE_COLUMNS_LAYOUT);
  g_type_ensure (DDI_TYPE_FIGURE_CARD);
  g_type_ensure (DDI_TYPE_PRODUCT);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/dunkin_demand/Intelligence/ui/pages/accuracy/ddi-accuracy-view.ui");
  gtk_widget_class_bind_template_child (widget_class, DdiAccuracyView, product);
  gtk_widget_class_bind_template_child (widget_class, DdiAccuracyView, headline);
  gtk_widget_class_bind_template_child (widget_class, DdiAccuracyView, stack);
  gtk_widget_class_bind_template_child (widget_class, DdiAccuracyView, ours);
  gtk_widget_class_bind_template_child (widget_class, DdiAccuracyView, rule);
  gtk_widget_class_bind_template_child (widget_class, DdiAccuracyView, bias);
  gtk_widget_class_bind_template_child (widget_class, DdiAccuracyView, coverage);
  gtk_widget_class_bind_template_child (widget_class, DdiAccuracyView, range_note);
  gtk_widget_class_bind_template_child (widget_class, DdiAccuracyView, chart_bin);
  gtk_widget_class_bind_template_child (widget_class, DdiAccuracyView, dimension);
  gtk_widget_class_bind_template_child (widget_class, DdiAccuracyView, table_bin);
  gtk_widget_class_bind_template_child (widget_class, DdiAccuracyView, misses);
  gtk_widget_class_bind_template_callback (widget_class, product_cb);
}

static void
ddi_accuracy_view_init (DdiAccuracyView *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  ddi_heading_wrap (GTK_WIDGET (self));
  ddi_drop_down_choose_focused (self->product);
  self->model = g_list_store_new (DDI_TYPE_QUERY_ROW);
  self->table = ddi_table_new (_ ("Accuracy"), columns, G_LIST_MODEL (self->model), FALSE);
  ddi_table_memory_follow (self->table, "accuracy");
  ddi_table_set_read_only (self->table);
  adw_bin_set_child (ADW_BIN (self->table_bin), GTK_WIDGET (self->table));
  self->chart_view = ddi_chart_view_new ();
  adw_bin_set_child (ADW_BIN (self->chart_bin), self->chart_view);
  g_signal_connect_object (self->table, "sort-changed", G_CALLBACK (show_table), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->dimension, "notify::selected", G_CALLBACK (show_table), self,
                           G_CONNECT_SWAPPED);
}

GtkWidget *
ddi_accuracy_view_new (void)
{
  return g_object_new (DDI_TYPE_ACCURACY_VIEW, NULL);
}

void
ddi_accuracy_view_set_products (DdiAccuracyView *self, GListModel *products)
{
  g_autoptr (DdiProduct) all = ddi_product_new (0, _ ("All Products"), NULL);
  g_autoptr (GListStore) first = g_list_store_new (DDI_TYPE_PRODUCT);
  g_autoptr (GListModel) model = NULL;
  GListStore *both = g_list_store_new (G_TYPE_LIST_MODEL);

  g_return_if_fail (DDI_IS_ACCURACY_VIEW (self));

  g_list_store_append (first, all);
  g_list_store_append (both, first);
  g_list_store_append (both, products);
  model = G_LIST_MODEL (gtk_flatten_list_model_new (G_LIST_MODEL (both)));
  gtk_drop_down_set_model (GTK_DROP_DOWN (self->product), model);
}

int
ddi_accuracy_view_get_product (DdiAccuracyView *self)
{
  DdiProduct *product;

  g_return_val_if_fail (DDI_IS_ACCURACY_VIEW (self), 0);
  product = gtk_drop_down_get_selected_item (GTK_DROP_DOWN (self->product));
  return product ? ddi_product_get_id (product) : 0;
}

void
ddi_accuracy_view_set_rows (DdiAccuracyView *self, DdiRows *groups, DdiRows *misses)
{
  g_autoptr (DdiChart) chart = NULL;

  g_return_if_fail (DDI_IS_ACCURACY_VIEW (self));

  g_clear_pointer (&self->groups, ddi_rows_unref);
  self->groups = ddi_rows_ref (groups);
  gtk_label_set_label (GTK_LABEL (self->headline), "");
  for (guint row = 0; row < ddi_rows_get_n (groups); row++)
    if (is_of (groups, row, "all"))
      {
        show_figures (self, row);
        show_headline (self, row);
      }
  chart = ddi_accuracy_chart (groups);
  ddi_chart_view_set_chart (DDI_CHART_VIEW (self->chart_view), chart);
  show_table (self);
  show_misses (self, misses);
  gtk_stack_set_visible_child_name (GTK_STACK (self->stack),
                                    ddi_accuracy_has_any (groups) ? "figures" : "nothing");
}

gboolean
ddi_accuracy_has_any (DdiRows *groups)
{
  for (guint row = 0; row < ddi_rows_get_n (groups); row++)
    if (is_of (groups, row, "all"))
      return TRUE;
  return FALSE;
}

char *
ddi_accuracy_label (DdiRows *groups, guint row)
{
  guint key = ddi_rows_column (groups, "key");
  int number = (int)ddi_rows_get_int (groups, row, key);

  if (is_of (groups, row, "weekday"))
    {
      /* Monday, 5 January 1970 is day 4. */
      g_autoptr (GDateTime) date = ddi_day_to_date_time (3 + number);

      return g_date_time_format (date, "%A");
    }
  if (is_of (groups, row, "day"))
    return ddi_day_format (number);
  if (is_of (groups, row, "all"))
    return g_strdup (_ ("All"));
  if (!is_of (groups, row, "horizon"))
    return g_strdup (ddi_rows_get_text (groups, row, ddi_rows_column (groups, "label")));
  if (ddi_rows_is_null (groups, row, key))
    /* Translators: how many days ahead a forecast was made. */
    return g_strdup (_ ("Not known"));
  return g_strdup_printf (ngettext ("%d day ahead", "%d days ahead", (gulong)number), number);
}
