/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "pages/waste/ddi-waste-view.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "app/ddi-heading.h"
#include "chart/ddi-chart-view.h"
#include "core/ddi-format.h"

/* Bars that are drawn: one of all the others would be longer than each of them, and leave them no room. */
#define MAX_BARS 12

struct _DdiWasteView
{
  AdwBin parent_instance;

  GtkWidget *dimension;
  GtkWidget *by_cost;
  GtkWidget *few;
  GtkWidget *chart_bin;
  GtkWidget *levels;
  GtkWidget *goals;
  GtkWidget *stake;

  GtkWidget *chart_view;
  DdiWasteAnalysis *analysis;
  char *currency;
};

G_DEFINE_FINAL_TYPE (DdiWasteView, ddi_waste_view, ADW_TYPE_BIN)

static void
clear_list (GtkWidget *list)
{
  GtkListBoxRow *row;

  while ((row = gtk_list_box_get_row_at_index (GTK_LIST_BOX (list), 0)))
    gtk_list_box_remove (GTK_LIST_BOX (list), GTK_WIDGET (row));
}

/* The Pareto chart */

static char *
label_of (DdiWasteDimension dimension, const DdiWasteTotal *total)
{
  if (dimension == DDI_WASTE_BY_WEEKDAY)
    {
      /* Monday, 5 January 1970 is day 4. */
      g_autoptr (GDateTime) date =
          ddi_day_to_date_time (3 + (DdiDay)g_ascii_strtoll (total->label, NULL, 10));

      return g_date_time_format (date, "%A");
    }
  return g_strdup (total->label ? total->label : _ ("No reason"));
}

static gint64
value_of (const DdiWasteTotal *total, gboolean by_cost)
{
  return by_cost ? MAX (total->cost, 0) : total->wasted;
}

static guint
count_bars (GPtrArray *totals)
{
  return MIN (totals->len, MAX_BARS);
}

static DdiChart *
make_chart (DdiWasteView *self, GPtrArray *totals, DdiWasteDimension dimension, gboolean by_cost)
{
  guint n = count_bars (totals);
  g_autoptr (GPtrArray) labels = g_ptr_array_new_with_free_func (g_free);
  g_autofree double *y = g_new0 (double, n);
  g_autofree double *so_far = g_new0 (double, n);
  double all = 0, sum = 0;
  DdiChart *chart;

  for (guint i = 0; i < totals->len; i++)
    {
      double value = (double)value_of (totals->pdata[i], by_cost);

      all += value;
      if (i >= n)
        continue;
      y[i] = value;
      g_ptr_array_add (labels, label_of (dimension, totals->pdata[i]));
    }
  for (guint i = 0; i < n; i++)
    {
      sum += y[i];
      so_far[i] = all > 0 ? sum / all : NAN;
    }
  g_ptr_array_add (labels, NULL);
  chart = ddi_chart_new_rows (_ ("Thrown Away"), (const char *const *)labels->pdata, n);
  ddi_chart_set_measure (chart, by_cost ? DDI_MEASURE_MONEY : DDI_MEASURE_PIECES);
  ddi_chart_set_currency (chart, self->currency);
  ddi_chart_add_bars (chart, by_cost ? _ ("Cost") : _ ("Thrown away"), DDI_INK_SERIES_1, y);
  ddi_chart_add_reading (chart, _ ("With those above"), DDI_MEASURE_SHARE, so_far);
  return chart;
}

/* What the bars leave out; NULL where they are all there is. */
static char *
describe_others (DdiWasteView *self, GPtrArray *totals, gboolean by_cost)
{
  guint n = totals->len - count_bars (totals);
  gint64 sum = 0;
  g_autofree char *amount = NULL;

  for (guint i = count_bars (totals); i < totals->len; i++)
    if (__builtin_add_overflow (sum, value_of (totals->pdata[i], by_cost), &sum))
      return NULL;
  if (n == 0)
    return NULL;
  amount = by_cost ? ddi_format_money_whole (sum, self->currency) : ddi_format_int (sum);
  /* Translators: how many products, shops or reasons the chart leaves out, and their money or pieces. */
  return g_strdup_printf (ngettext ("%u other comes to %s.", "%u others together come to %s.", (gulong)n), n,
                          amount);
}

static void
show_chart (DdiWasteView *self)
{
  DdiWasteDimension dimension =
      (DdiWasteDimension)gtk_drop_down_get_selected (GTK_DROP_DOWN (self->dimension));
  gboolean by_cost = gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (self->by_cost));
  GPtrArray *totals = self->analysis->totals[dimension];
  guint few = ddi_waste_totals_sort (totals, by_cost);
  g_autofree char *text = NULL, *others = NULL, *both = NULL;
  g_autoptr (DdiChart) chart = NULL;

  if (totals->len > 0)
    chart = make_chart (self, totals, dimension, by_cost);
  ddi_chart_view_set_chart (DDI_CHART_VIEW (self->chart_view), chart);
  if (few > 0)
    text =
        g_strdup_printf (ngettext ("%u of %u is four fifths of it.", "%u of %u are four fifths of it.", few),
                         few, totals->len);
  others = describe_others (self, totals, by_cost);
  both = text && others ? g_strjoin (" ", text, others, NULL) : g_strdup (text ? text : others);
  gtk_label_set_text (GTK_LABEL (self->few), both ? both : "");
}

/* Another order */

static GtkWidget *
add_row (GtkWidget *list, const char *title, const char *subtitle, const char *figure)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *label = gtk_label_new (figure);
  g_autofree char *escaped = g_markup_escape_text (title, -1);
  g_autofree char *below = g_markup_escape_text (subtitle, -1);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), escaped);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), below);
  gtk_widget_add_css_class (label, "numeric");
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), label);
  gtk_list_box_append (GTK_LIST_BOX (list), row);
  return label;
}

static char *
level_title (const DdiWasteLevel *level)
{
  g_autofree char *percent = ddi_format_percent (fabs (level->change), 0);

  if (level->change == 0)
    return g_strdup (_ ("As it was made"));
  /* Translators: %s is a percentage. */
  return g_strdup_printf (level->change < 0 ? _ ("%s less") : _ ("%s more"), percent);
}

static char *
level_figure (DdiWasteView *self, const DdiWasteLevel *level, gboolean priced)
{
  const DdiWasteLevel *now = &self->analysis->levels[DDI_WASTE_N_LEVELS / 2];
  double gain = now->cost + now->margin - level->cost - level->margin;
  g_autofree char *money = NULL;

  if (!priced || level == now)
    return g_strdup (level == now ? "–" : "");
  money = ddi_format_money_whole ((gint64)fabs (gain), self->currency);
  return g_strdup_printf (gain >= 0 ? _ ("▲ %s better") : _ ("▼ %s worse"), money);
}

static void
show_levels (DdiWasteView *self)
{
  const DdiWasteAnalysis *analysis = self->analysis;
  gboolean priced = analysis->n_unpriced < analysis->n_days;
  const DdiWasteLevel *now = &analysis->levels[DDI_WASTE_N_LEVELS / 2];

  clear_list (self->levels);
  for (guint i = 0; i < DDI_WASTE_N_LEVELS; i++)
    {
      const DdiWasteLevel *level = &analysis->levels[i];
      g_autofree char *title = level_title (level);
      g_autofree char *wasted = ddi_format_int ((gint64)round (level->wasted));
      g_autofree char *lost = ddi_format_int ((gint64)round (level->lost));
      g_autofree char *cost = ddi_format_money_whole ((gint64)round (level->cost), self->currency);
      g_autofree char *margin = ddi_format_money_whole ((gint64)round (level->margin), self->currency);
      g_autofree char *text =
          priced ? g_strdup_printf (_ ("%s thrown away (%s), %s sales lost (%s)"), wasted, cost, lost, margin)
                 : g_strdup_printf (_ ("%s thrown away, %s sales lost"), wasted, lost);
      g_autofree char *figure = level_figure (self, level, priced);
      GtkWidget *label = add_row (self->levels, title, text, figure);

      if (priced && level != now)
        gtk_widget_add_css_class (label, now->cost + now->margin >= level->cost + level->margin ? "success"
                                                                                                : "error");
    }
}

/* Goals */

/* "$1,234", or pieces where no cost is known. */
static char *
format_stake (DdiWasteView *self, const DdiWasteGoal *goal)
{
  double pieces = fabs ((double)goal->wasted - goal->goal * (double)goal->made);
  g_autofree char *number = NULL;

  if (isfinite (goal->stake))
    return ddi_format_money_whole ((gint64)round (fabs (goal->stake)), self->currency);
  number = ddi_format_int ((gint64)round (pieces));
  return g_strdup_printf (ngettext ("%s piece", "%s pieces", (gulong)round (pieces)), number);
}

static void
add_goal (DdiWasteView *self, const DdiWasteGoal *goal)
{
  double share = (double)goal->wasted / (double)goal->made;
  double points = (share - goal->goal) * 100;
  g_autofree char *now = ddi_format_percent (share, 1);
  g_autofree char *aim = ddi_format_percent (goal->goal, 1);
  g_autofree char *stake = format_stake (self, goal);
  /* Translators: %s are percentages, and what the pieces above the goal cost or those below it save. */
  g_autofree char *text = g_strdup_printf (points > 0 ? _ ("%s of what is made, the goal is %s: %s lost")
                                                      : _ ("%s of what is made, the goal is %s: %s saved"),
                                           now, aim, stake);
  /* Translators: percentage points above or below the goal. */
  g_autofree char *figure =
      g_strdup_printf (points > 0 ? _ ("▲ %.1f points above") : _ ("▼ %.1f points below"), fabs (points));
  GtkWidget *label = add_row (self->goals, goal->store, text, figure);

  gtk_widget_add_css_class (label, points > 0 ? "error" : "success");
}

static void
show_goals (DdiWasteView *self)
{
  GPtrArray *goals = self->analysis->goals;
  double stake = 0;
  guint n_above = 0;
  g_autofree char *money = NULL, *text = NULL;

  clear_list (self->goals);
  for (guint i = 0; i < goals->len; i++)
    {
      const DdiWasteGoal *goal = goals->pdata[i];

      add_goal (self, goal);
      n_above += (double)goal->wasted > goal->goal * (double)goal->made;
      if (isfinite (goal->stake) && goal->stake > 0)
        stake += goal->stake;
    }
  money = ddi_format_money_whole ((gint64)round (stake), self->currency);
  if (stake > 0)
    /* Translators: money, and a number of shops. */
    text = g_strdup_printf (ngettext ("%s would be kept if %u shop above its goal reached it.",
                                      "%s would be kept if the %u shops above their goals reached them.",
                                      n_above),
                            money, n_above);
  gtk_label_set_label (GTK_LABEL (self->stake), text ? text : "");
  gtk_widget_set_visible (self->stake, text != NULL);
}

static gboolean
knows_cost (const DdiWasteAnalysis *analysis)
{
  GPtrArray *totals = analysis->totals[DDI_WASTE_BY_PRODUCT];

  for (guint i = 0; i < totals->len; i++)
    if (((DdiWasteTotal *)totals->pdata[i])->cost > 0)
      return TRUE;
  return FALSE;
}

static void
dispose_view (DdiWasteView *self)
{
  g_clear_pointer (&self->analysis, ddi_waste_analysis_free);
  g_clear_pointer (&self->currency, g_free);
}

static void
choice_cb (DdiWasteView *self)
{
  if (self->analysis)
    show_chart (self);
}

void
ddi_waste_view_set_analysis (DdiWasteView *self, DdiWasteAnalysis *analysis, const char *currency)
{
  g_return_if_fail (DDI_IS_WASTE_VIEW (self));

  dispose_view (self);
  self->analysis = analysis;
  self->currency = g_strdup (currency);
  /* Pieces of a small thing would drown the others; money does not, where it is known. */
  gtk_widget_set_visible (self->by_cost, knows_cost (analysis));
  if (!knows_cost (analysis))
    gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (self->by_cost), FALSE);
  show_chart (self);
  show_levels (self);
  show_goals (self);
}

void
ddi_waste_view_clear (DdiWasteView *self)
{
  g_return_if_fail (DDI_IS_WASTE_VIEW (self));

  dispose_view (self);
  ddi_chart_view_set_chart (DDI_CHART_VIEW (self->chart_view), NULL);
  gtk_label_set_text (GTK_LABEL (self->few), "");
  clear_list (self->levels);
  clear_list (self->goals);
  gtk_widget_set_visible (self->stake, FALSE);
}

static void
ddi_waste_view_dispose (GObject *object)
{
  dispose_view (DDI_WASTE_VIEW (object));
  G_OBJECT_CLASS (ddi_waste_view_parent_class)->dispose (object);
}

static void
ddi_waste_view_class_init (DdiWasteViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ddi_waste_view_dispose;
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/dunkin_demand/Intelligence/ui/pages/waste/ddi-waste-view.ui");
  gtk_widget_class_bind_template_child (widget_class, DdiWasteView, dimension);
  gtk_widget_class_bind_template_child (widget_class, DdiWasteView, by_cost);
  gtk_widget_class_bind_template_child (widget_class, DdiWasteView, few);
  gtk_widget_class_bind_template_child (widget_class, DdiWasteView, chart_bin);
  gtk_widget_class_bind_template_child (widget_class, DdiWasteView, levels);
  gtk_widget_class_bind_template_child (widget_class, DdiWasteView, goals);
  gtk_widget_class_bind_template_child (widget_class, DdiWasteView, stake);
}

static void
ddi_waste_view_init (DdiWasteView *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  ddi_heading_wrap (GTK_WIDGET (self));
  self->chart_view = ddi_chart_view_new ();
  adw_bin_set_child (ADW_BIN (self->chart_bin), self->chart_view);
  g_signal_connect_object (self->dimension, "notify::selected", G_CALLBACK (choice_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->by_cost, "toggled", G_CALLBACK (choice_cb), self, G_CONNECT_SWAPPED);
}

GtkWidget *
ddi_waste_view_new (void)
{
  return g_object_new (DDI_TYPE_WASTE_VIEW, NULL);
}
