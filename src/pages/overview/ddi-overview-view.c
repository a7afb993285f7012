/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "pages/overview/ddi-overview-view.h"

#include <glib/gi18n-lib.h>

#include "app/ddi-columns-layout.h"
#include "chart/ddi-chart-view.h"
#include "core/ddi-format.h"
#include "pages/overview/ddi-figure-card.h"
#include "pages/overview/ddi-overview-charts.h"

#define DEMAND_HEIGHT 280
#define REASONS_HEIGHT 260

struct _DdiOverviewView
{
  AdwBin parent_instance;

  GtkWidget *attention;
  GtkWidget *sheets_row;
  GtkWidget *sheets;
  GtkWidget *thrown_row;
  GtkWidget *thrown;
  GtkWidget *order_row;
  GtkWidget *order_status;
  GtkWidget *category;
  GtkStringList *categories;
  GtkWidget *demand;
  GtkWidget *revenue;
  GtkWidget *sold;
  GtkWidget *waste;
  GtkWidget *accuracy;
  GtkWidget *reasons_title;
  GtkWidget *reasons;
  GtkWidget *products_title;
  GtkWidget *products;

  DdiOverview *overview;
  char *chosen;       /* the category that the person chose; NULL: none yet */
  gboolean following; /* the drop-down is being filled */
};

enum
{
  RANGE_SELECTED,
  RANGE_RESET,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (DdiOverviewView, ddi_overview_view, ADW_TYPE_BIN)

/* The drop-down begins with all of them. */
static int
chosen_category (DdiOverviewView *self)
{
  guint selected = gtk_drop_down_get_selected (GTK_DROP_DOWN (self->category));

  return selected == GTK_INVALID_LIST_POSITION || selected == 0 ? DDI_OVERVIEW_ALL : (int)selected - 1;
}

static void
set_title (GtkWidget *label, const char *title, const char *category)
{
  /* Translators: a heading and the category it is about. */
  g_autofree char *text = category ? g_strdup_printf (_ ("%s: %s"), title, category) : g_strdup (title);

  gtk_label_set_label (GTK_LABEL (label), text);
}

static void
show_charts (DdiOverviewView *self)
{
  int category = chosen_category (self);
  const char *name = category >= 0 ? ddi_overview_get_category (self->overview, (guint)category) : NULL;
  g_autoptr (DdiChart) demand = ddi_overview_demand_chart (self->overview, category);
  g_autoptr (DdiChart) reasons = ddi_overview_reasons_chart (self->overview, category);
  g_autoptr (DdiChart) products = ddi_overview_products_chart (self->overview, category);

  ddi_chart_view_set_chart (DDI_CHART_VIEW (self->demand), demand);
  ddi_chart_view_set_chart (DDI_CHART_VIEW (self->reasons), reasons);
  ddi_chart_view_set_chart (DDI_CHART_VIEW (self->products), products);
  set_title (self->reasons_title, _ ("Thrown Away by Reason"), name);
  set_title (self->products_title, _ ("Thrown Away by Product"), name);
}

/* The same category stays chosen; at first it is the one with the most products, since a total over
 * all of them says little where one category has most of the pieces. */
static void
fill_categories (DdiOverviewView *self)
{
  guint n = ddi_overview_get_n_categories (self->overview), selected = n > 1 ? 1 : 0;

  self->following = TRUE;
  gtk_string_list_splice (self->categories, 0, g_list_model_get_n_items (G_LIST_MODEL (self->categories)),
                          NULL);
  gtk_string_list_append (self->categories, _ ("All Categories"));
  if (self->chosen && *self->chosen == '\0')
    selected = 0;
  for (guint i = 0; i < n; i++)
    {
      gtk_string_list_append (self->categories, ddi_overview_get_category (self->overview, i));
      if (g_strcmp0 (self->chosen, ddi_overview_get_category (self->overview, i)) == 0)
        selected = i + 1;
    }
  gtk_drop_down_set_selected (GTK_DROP_DOWN (self->category), selected);
  gtk_widget_set_visible (self->category, n > 1);
  self->following = FALSE;
}

static void
category_selected_cb (DdiOverviewView *self)
{
  int category = chosen_category (self);

  if (self->following || self->overview == NULL)
    return;
  g_free (self->chosen);
  self->chosen = g_strdup (category >= 0 ? ddi_overview_get_category (self->overview, (guint)category) : "");
  show_charts (self);
}

static void
set_status (GtkWidget *pill, const char *css_class, const char *label)
{
  static const char *const classes[] = { "pending", "approved", "neutral" };

  for (gsize i = 0; i < G_N_ELEMENTS (classes); i++)
    gtk_widget_remove_css_class (pill, classes[i]);
  gtk_widget_add_css_class (pill, css_class);
  gtk_label_set_label (GTK_LABEL (pill), label);
}

/* "Donuts 6,480 · Munchkins 14,040": never one sum over pieces of such different size. */
static char *
describe_totals (DdiOverview *overview)
{
  DdiRows *rows = ddi_overview_get_rows (overview, DDI_OVERVIEW_ORDER_TOTALS);
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < ddi_rows_get_n (rows); i++)
    {
      const char *name = ddi_rows_get_text (rows, i, ddi_rows_column (rows, "category"));
      g_autofree char *quantity =
          ddi_format_int (ddi_rows_get_int (rows, i, ddi_rows_column (rows, "quantity")));

      g_string_append_printf (text, "%s%s\302\240%s", i > 0 ? "\302\240· " : "",
                              name ? name : _ ("Other products"), quantity);
    }
  return g_string_free (text, FALSE);
}

static void
show_order (DdiOverviewView *self)
{
  DdiRows *rows = ddi_overview_get_rows (self->overview, DDI_OVERVIEW_ORDER);
  DdiDay day =
      ddi_rows_get_n (rows) > 0 ? ddi_rows_get_day (rows, 0, ddi_rows_column (rows, "day")) : DDI_DAY_INVALID;
  g_autofree char *iso = day != DDI_DAY_INVALID ? ddi_day_format (day) : NULL;
  g_autofree char *target = iso ? g_strdup_printf ("forecasts#day=%s", iso) : g_strdup ("forecasts");
  g_autofree char *date = day != DDI_DAY_INVALID ? ddi_format_day (day) : NULL;
  g_autofree char *title = date ? g_strdup_printf (_ ("Order for %s"), date) : g_strdup (_ ("Order"));
  g_autofree char *totals = describe_totals (self->overview);
  g_autofree char *status = NULL;
  gint64 sent, waiting;

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->order_row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self->order_row), totals);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (self->order_row), "s", target);
  if (date == NULL)
    {
      set_status (self->order_status, "neutral", _ ("Not forecast"));
      return;
    }
  sent = ddi_rows_get_int (rows, 0, ddi_rows_column (rows, "sent"));
  waiting = ddi_rows_get_int (rows, 0, ddi_rows_column (rows, "n_waiting"));
  if (sent > 0)
    {
      g_autofree char *at = ddi_overview_format_time (sent);

      status = g_strdup_printf (_ ("Sent %s"), at);
      set_status (self->order_status, "approved", status);
    }
  else if (waiting > 0)
    {
      status = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%d shop waiting", "%d shops waiting",
                                             (gulong)waiting),
                                (int)waiting);
      set_status (self->order_status, "pending", status);
    }
  else
    set_status (self->order_status, "approved", _ ("Approved"));
}

static void
show_today (DdiOverviewView *self)
{
  DdiRows *rows = ddi_overview_get_rows (self->overview, DDI_OVERVIEW_TODAY);
  gint64 expected = ddi_rows_get_int (rows, 0, ddi_rows_column (rows, "n_expected"));
  gint64 received = ddi_rows_get_int (rows, 0, ddi_rows_column (rows, "n_received"));
  gint64 partial = ddi_rows_get_int (rows, 0, ddi_rows_column (rows, "n_partial"));
  gint64 made = ddi_rows_get_int (rows, 0, ddi_rows_column (rows, "made"));
  gint64 wasted = ddi_rows_get_int (rows, 0, ddi_rows_column (rows, "wasted"));
  g_autofree char *sheet_day =
      ddi_format_day (ddi_rows_get_day (rows, 0, ddi_rows_column (rows, "sheet_day")));
  g_autofree char *waste_day =
      ddi_format_day (ddi_rows_get_day (rows, 0, ddi_rows_column (rows, "waste_day")));
  /* Translators: so many sheets of so many shops. */
  g_autofree char *count = g_strdup_printf (_ ("%d of %d"), (int)received, (int)expected);
  g_autofree char *halves = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%s, %d half filled",
                                                          "%s, %d half filled", (gulong)partial),
                                             sheet_day, (int)partial);
  g_autofree char *pieces = ddi_format_int (wasted);
  g_autofree char *share = made > 0 ? ddi_format_percent ((double)wasted / (double)made, 0) : NULL;
  g_autofree char *both = share ? g_strdup_printf ("%s · %s", pieces, share) : g_strdup (pieces);

  gtk_label_set_label (GTK_LABEL (self->sheets), count);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self->sheets_row), partial > 0 ? halves : sheet_day);
  gtk_label_set_label (GTK_LABEL (self->thrown), made > 0 || wasted > 0 ? both : "–");
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self->thrown_row), waste_day);
  show_order (self);
}

static void
range_selected_cb (DdiOverviewView *self, int first, int last)
{
  g_signal_emit (self, signals[RANGE_SELECTED], 0, first, last);
}

static void
range_reset_cb (DdiOverviewView *self)
{
  g_signal_emit (self, signals[RANGE_RESET], 0);
}

static void
product_activated_cb (DdiOverviewView *self, guint index)
{
  int id = ddi_overview_products_chart_id (self->overview, chosen_category (self), index);
  g_autofree char *target = g_strdup_printf ("waste#product=%d", id);

  gtk_widget_activate_action (GTK_WIDGET (self), "win.open-page", "s", id > 0 ? target : "waste");
}

static void
ddi_overview_view_dispose (GObject *object)
{
  DdiOverviewView *self = DDI_OVERVIEW_VIEW (object);

  self->following = TRUE;
  g_clear_pointer (&self->overview, ddi_overview_free);
  G_OBJECT_CLASS (ddi_overview_view_parent_class)->dispose (object);
}

static void
ddi_overview_view_finalize (GObject *object)
{
  DdiOverviewView *self = DDI_OVERVIEW_VIEW (object);

  g_free (self->chosen);
  G_OBJECT_CLASS (ddi_overview_view_parent_class)->finalize (object);
}

static void
ddi_overview_view_class_init (DdiOverviewViewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (DDI_TYPE_COLUMNS_LAYOUT);
  g_type_ensure (DDI_TYPE_CHART_VIEW);
  g_type_ensure (DDI_TYPE_FIGURE_CARD);
  object_class->dispose = ddi_overview_view_dispose;
  object_class->finalize = ddi_overview_view_finalize;

  signals[RANGE_SELECTED] = g_signal_new ("range-selected", DDI_TYPE_OVERVIEW_VIEW, G_SIGNAL_RUN_LAST, 0,
                                          NULL, NULL, NULL, G_TYPE_NONE, 2, G_TYPE_INT, G_TYPE_INT);
  signals[RANGE_RESET] = g_signal_new ("range-reset", DDI_TYPE_OVERVIEW_VIEW, G_SIGNAL_RUN_LAST, 0, NULL,
                                       NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/dunkin_demand/Intelligence/ui/pages/overview/ddi-overview-view.ui");
  gtk_widget_class_bind_template_child (widget_class, DdiOverviewView, attention);
  gtk_widget_class_bind_template_child (widget_class, DdiOverviewView, sheets_row);
  gtk_widget_class_bind_template_child (widget_class, DdiOverviewView, sheets);
  gtk_widget_class_bind_template_child (widget_class, DdiOverviewView, thrown_row);
  gtk_widget_class_bind_template_child (widget_class, DdiOverviewView, thrown);
  gtk_widget_class_bind_template_child (widget_class, DdiOverviewView, order_row);
  gtk_widget_class_bind_template_child (widget_class, DdiOverviewView, order_status);
  gtk_widget_class_bind_template_child (widget_class, DdiOverviewView, category);
  gtk_widget_class_bind_template_child (widget_class, DdiOverviewView, categories);
  gtk_widget_class_bind_template_child (widget_class, DdiOverviewView, demand);
  gtk_widget_class_bind_template_child (widget_class, DdiOverviewView, revenue);
  gtk_widget_class_bind_template_child (widget_class, DdiOverviewView, sold);
  gtk_widget_class_bind_template_child (widget_class, DdiOverviewView, waste);
  gtk_widget_class_bind_template_child (widget_class, DdiOverviewView, accuracy);
  gtk_widget_class_bind_template_child (widget_class, DdiOverviewView, reasons_title);
  gtk_widget_class_bind_template_child (widget_class, DdiOverviewView, reasons);
  gtk_widget_class_bind_template_child (widget_class, DdiOverviewView, products_title);
  gtk_widget_class_bind_template_child (widget_class, DdiOverviewView, products);
  gtk_widget_class_bind_template_callback (widget_class, category_selected_cb);
  gtk_widget_class_bind_template_callback (widget_class, range_selected_cb);
  gtk_widget_class_bind_template_callback (widget_class, range_reset_cb);
  gtk_widget_class_bind_template_callback (widget_class, product_activated_cb);
}

static void
ddi_overview_view_init (DdiOverviewView *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  ddi_chart_view_set_day_height (DDI_CHART_VIEW (self->demand), DEMAND_HEIGHT);
  ddi_chart_view_set_day_height (DDI_CHART_VIEW (self->reasons), REASONS_HEIGHT);
}

GtkWidget *
ddi_overview_view_new (void)
{
  return g_object_new (DDI_TYPE_OVERVIEW_VIEW, NULL);
}

void
ddi_overview_view_show (DdiOverviewView *self, DdiOverview *overview, DdiGenerateRun *run)
{
  g_return_if_fail (DDI_IS_OVERVIEW_VIEW (self));

  g_clear_pointer (&self->overview, ddi_overview_free);
  self->overview = overview;
  ddi_overview_list_attention (overview, run, GTK_LIST_BOX (self->attention));
  show_today (self);
  fill_categories (self);
  show_charts (self);
  ddi_overview_show_figures (overview, self->revenue, self->sold, self->waste, self->accuracy);
}
