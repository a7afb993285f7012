/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "pages/overview/ddi-overview-view.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "core/ddi-format.h"
#include "pages/overview/ddi-figure-card.h"

/* A change below this is none: it would show as 0.0. */
#define LEAST_CHANGE 0.0005
#define MOST_PARTS 5

typedef char *(*FormatFunc) (DdiOverview *overview, int category);

static void
list_parts (DdiOverview *overview, DdiFigureCard *card, FormatFunc format)
{
  guint n = ddi_overview_get_n_categories (overview);

  ddi_figure_card_clear_parts (card);
  for (guint i = 0; n > 1 && i < MIN (n, MOST_PARTS); i++)
    {
      g_autofree char *figure = format (overview, (int)i);

      ddi_figure_card_add_part (card, ddi_overview_get_category (overview, i), figure);
    }
}

/* @now against @before as a percentage; more is better. */
static void
show_growth (DdiFigureCard *card, gint64 now, gint64 before, gboolean good)
{
  double change = before > 0 ? (double)now / (double)before - 1 : NAN;
  g_autofree char *text = ddi_format_percent (fabs (change), 1);
  DdiChange kind = (change > 0) == good ? DDI_CHANGE_BETTER : DDI_CHANGE_WORSE;

  if (isnan (change))
    kind = DDI_CHANGE_UNKNOWN;
  else if (fabs (change) < LEAST_CHANGE)
    kind = DDI_CHANGE_NONE;
  ddi_figure_card_set_change (card, kind, change > 0, text);
}

static char *
format_revenue (DdiOverview *overview, int category)
{
  DdiOverviewSums sums;

  ddi_overview_sum (overview, 0, category, &sums);
  return sums.revenue > 0 ? ddi_format_money_whole (sums.revenue, ddi_overview_get_currency (overview))
                          : g_strdup ("–");
}

static char *
format_made (DdiOverview *overview, int category)
{
  DdiOverviewSums sums;

  ddi_overview_sum (overview, 0, category, &sums);
  return ddi_format_int (sums.made);
}

static char *
format_sold (DdiOverview *overview, int category)
{
  DdiOverviewSums sums;

  ddi_overview_sum (overview, 0, category, &sums);
  return ddi_format_int (sums.sold);
}

static double
waste_rate (DdiOverview *overview, int period, int category)
{
  DdiOverviewSums sums;

  ddi_overview_sum (overview, period, category, &sums);
  return sums.made > 0 ? (double)sums.left / (double)sums.made : NAN;
}

static char *
format_waste (DdiOverview *overview, int category)
{
  return ddi_format_percent (waste_rate (overview, 0, category), 1);
}

static char *
format_pieces (double pieces)
{
  if (isnan (pieces))
    return g_strdup ("–");
  return pieces >= 10 ? g_strdup_printf ("± %.0f", pieces) : g_strdup_printf ("± %.1f", pieces);
}

/* In the range where enough is known, else in the newest run's backtest. */
static double
usual_error (DdiOverview *overview, int category)
{
  double error = ddi_overview_error (overview, "range", category);

  return isnan (error) ? ddi_overview_error (overview, "backtest", category) : error;
}

static char *
format_error (DdiOverview *overview, int category)
{
  return format_pieces (usual_error (overview, category));
}

/* Until products have prices, what was made is shown, never $0. */
static void
show_revenue (DdiOverview *overview, DdiFigureCard *card)
{
  DdiOverviewSums now, before;
  g_autofree char *figure = NULL;
  g_autofree char *detail = NULL;

  ddi_overview_sum (overview, 0, DDI_OVERVIEW_ALL, &now);
  ddi_overview_sum (overview, 1, DDI_OVERVIEW_ALL, &before);
  if (now.revenue == 0)
    {
      figure = format_made (overview, DDI_OVERVIEW_ALL);
      ddi_figure_card_set_figure (card, _ ("Made"), figure);
      show_growth (card, now.made, before.made, TRUE);
      ddi_figure_card_set_detail (card, _ ("Revenue is shown once products have prices"));
      list_parts (overview, card, format_made);
      return;
    }
  figure = ddi_format_money_whole (now.revenue, ddi_overview_get_currency (overview));
  ddi_figure_card_set_figure (card, _ ("Revenue"), figure);
  show_growth (card, now.revenue, before.revenue, TRUE);
  if (now.n_unpriced > 0)
    detail = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "Without %d product that has no price",
                                           "Without %d products that have no price", (gulong)now.n_unpriced),
                              (int)now.n_unpriced);
  ddi_figure_card_set_detail (card, detail);
  list_parts (overview, card, format_revenue);
}

static void
show_sold (DdiOverview *overview, DdiFigureCard *card)
{
  DdiOverviewSums now, before;
  g_autofree char *figure = format_sold (overview, DDI_OVERVIEW_ALL);

  ddi_overview_sum (overview, 0, DDI_OVERVIEW_ALL, &now);
  ddi_overview_sum (overview, 1, DDI_OVERVIEW_ALL, &before);
  ddi_figure_card_set_figure (card, _ ("Sold"), figure);
  show_growth (card, now.sold, before.sold, TRUE);
  list_parts (overview, card, format_sold);
}

static void
show_waste (DdiOverview *overview, DdiFigureCard *card)
{
  double now = waste_rate (overview, 0, DDI_OVERVIEW_ALL),
         before = waste_rate (overview, 1, DDI_OVERVIEW_ALL);
  double change = now - before;
  DdiOverviewSums sums;
  g_autofree char *figure = format_waste (overview, DDI_OVERVIEW_ALL);
  /* Translators: a change of a percentage, in percentage points. */
  g_autofree char *points = g_strdup_printf (_ ("%.1f pts"), fabs (change) * 100);
  g_autofree char *cost = NULL;
  g_autofree char *detail = NULL;

  ddi_overview_sum (overview, 0, DDI_OVERVIEW_ALL, &sums);
  ddi_figure_card_set_figure (card, _ ("Thrown Away"), figure);
  ddi_figure_card_set_change (card,
                              isnan (change)                 ? DDI_CHANGE_UNKNOWN
                              : fabs (change) < LEAST_CHANGE ? DDI_CHANGE_NONE
                              : change < 0                   ? DDI_CHANGE_BETTER
                                                             : DDI_CHANGE_WORSE,
                              change > 0, points);
  cost = sums.waste_cost > 0 ? ddi_format_money_whole (sums.waste_cost, ddi_overview_get_currency (overview))
                             : ddi_format_int (sums.wasted);
  /* Translators: what the thrown-away goods had cost. */
  detail =
      sums.waste_cost > 0 ? g_strdup_printf (_ ("Cost %s"), cost) : g_strdup_printf (_ ("%s pieces"), cost);
  ddi_figure_card_set_detail (card, detail);
  list_parts (overview, card, format_waste);
}

static void
show_accuracy (DdiOverview *overview, DdiFigureCard *card)
{
  double now = usual_error (overview, DDI_OVERVIEW_ALL);
  double before = ddi_overview_error (overview, "before", DDI_OVERVIEW_ALL);
  gboolean proven = !isnan (ddi_overview_error (overview, "range", DDI_OVERVIEW_ALL));
  double change = proven ? now - before : NAN;
  double rule = ddi_overview_error (overview, proven ? "range_rule" : "rule_of_thumb", DDI_OVERVIEW_ALL);
  g_autofree char *figure = format_pieces (now);
  g_autofree char *amount = g_strdup_printf ("%.1f", fabs (change));
  g_autofree char *thumb = format_pieces (rule);
  /* Translators: the usual error of the mean of the last four same weekdays, such as "± 7". */
  g_autofree char *detail = isnan (rule) ? NULL : g_strdup_printf (_ ("Rule of thumb %s"), thumb);

  /* Translators: the caption above "± 5": so far off a product's forecast is on an average day. */
  ddi_figure_card_set_figure (card, _ ("Usually Within (Pieces)"), figure);
  ddi_figure_card_set_change (card,
                              isnan (change)         ? DDI_CHANGE_UNKNOWN
                              : fabs (change) < 0.05 ? DDI_CHANGE_NONE
                              : change < 0           ? DDI_CHANGE_BETTER
                                                     : DDI_CHANGE_WORSE,
                              change > 0, amount);
  ddi_figure_card_set_detail (card, detail ? detail : _ ("Known once forecasts have been made"));
  list_parts (overview, card, format_error);
}

void
ddi_overview_show_figures (DdiOverview *overview, GtkWidget *revenue, GtkWidget *sold, GtkWidget *waste,
                           GtkWidget *accuracy)
{
  show_revenue (overview, DDI_FIGURE_CARD (revenue));
  show_sold (overview, DDI_FIGURE_CARD (sold));
  show_waste (overview, DDI_FIGURE_CARD (waste));
  show_accuracy (overview, DDI_FIGURE_CARD (accuracy));
}
