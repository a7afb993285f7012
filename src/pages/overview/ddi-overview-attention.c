/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "pages/overview/ddi-overview-view.h"

#include <glib/gi18n-lib.h>

#include "core/ddi-format.h"

char *
ddi_overview_format_time (gint64 epoch)
{
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_local (epoch);

  /* Translators: a time of day, see g_date_time_format(); "%l:%M %p" gives 2:00 PM. */
  return g_date_time_format (time, _ ("%H:%M"));
}

/* A list that one look takes in; what comes first is mended first. */
#define MOST_LINES 5

/* What a row calls its icon. */
#define ICON "ddi-icon"

static gboolean
is_full (GtkListBox *list)
{
  return gtk_list_box_get_row_at_index (list, MOST_LINES - 1) != NULL;
}

/* @target is a page's id, with a place in it behind a "#". Takes both texts. */
static GtkWidget *
add_line (GtkListBox *list, const char *icon_name, char *title, char *subtitle, const char *target)
{
  GtkWidget *row =
      g_object_new (ADW_TYPE_ACTION_ROW, "title", title ? title : "", "subtitle", subtitle ? subtitle : "",
                    "use-markup", FALSE, "title-lines", 0, "subtitle-lines", 0, NULL);
  GtkWidget *icon = gtk_image_new_from_icon_name (icon_name);

  adw_action_row_add_prefix (ADW_ACTION_ROW (row), icon);
  g_object_set_data (G_OBJECT (row), ICON, icon);
  if (target)
    {
      GtkWidget *arrow = g_object_new (GTK_TYPE_IMAGE, "icon-name", "go-next-symbolic", "accessible-role",
                                       GTK_ACCESSIBLE_ROLE_PRESENTATION, NULL);

      adw_action_row_add_suffix (ADW_ACTION_ROW (row), arrow);
      gtk_actionable_set_action_target (GTK_ACTIONABLE (row), "s", target);
      gtk_actionable_set_action_name (GTK_ACTIONABLE (row), "win.open-page");
      gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
    }
  gtk_list_box_append (list, row);
  g_free (title);
  g_free (subtitle);
  return row;
}

static gint64
integer (DdiRows *rows, guint row, const char *column)
{
  return ddi_rows_get_int (rows, row, ddi_rows_column (rows, column));
}

static const char *
text (DdiRows *rows, guint row, const char *column)
{
  return ddi_rows_get_text (rows, row, ddi_rows_column (rows, column));
}

/* How long until the cutoff, or since when it is over. */
static char *
describe_due (gint64 due)
{
  gint64 minutes = (due - g_get_real_time () / G_USEC_PER_SEC) / 60;

  if (due == 0)
    return NULL;
  if (minutes < 0)
    return g_strdup (_ ("Overdue"));
  if (minutes < 60)
    return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%d minute left", "%d minutes left",
                                         (gulong)minutes),
                            (int)minutes);
  if (minutes > 24 * 60)
    return NULL;
  /* Translators: hours and minutes until a cutoff. */
  return g_strdup_printf (_ ("%d h %02d min left"), (int)(minutes / 60), (int)(minutes % 60));
}

/* A line that says how far the forecasts are, or that there are none. */
static void
run_changed_cb (GtkWidget *row, DdiGenerateRun *run)
{
  gboolean running = ddi_generate_run_is_running (run);
  g_autofree char *share = ddi_format_percent (ddi_generate_run_get_fraction (run), 0);
  g_autofree char *progress = g_strdup_printf ("%s · %s", ddi_generate_run_get_step (run), share);

  gtk_image_set_from_icon_name (g_object_get_data (G_OBJECT (row), ICON),
                                running ? "emblem-synchronizing-symbolic" : "dialog-warning-symbolic");
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), running ? _ ("The coming days are being forecast")
                                                                    : _ ("Nothing is forecast yet"));
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row),
                               running ? progress : _ ("Generate the coming days from what was sold"));
}

static void
add_unforecast (DdiGenerateRun *run, GtkListBox *list)
{
  GtkWidget *row = add_line (list, "dialog-warning-symbolic", NULL, NULL, "forecasts");

  run_changed_cb (row, run);
  g_signal_connect_object (run, "changed", G_CALLBACK (run_changed_cb), row, G_CONNECT_SWAPPED);
}

static void
add_order (DdiOverview *overview, DdiGenerateRun *run, GtkListBox *list)
{
  DdiRows *rows = ddi_overview_get_rows (overview, DDI_OVERVIEW_ORDER);
  DdiDay day =
      ddi_rows_get_n (rows) > 0 ? ddi_rows_get_day (rows, 0, ddi_rows_column (rows, "day")) : DDI_DAY_INVALID;
  g_autofree char *date = NULL;
  g_autofree char *target = NULL;
  g_autofree char *iso = NULL;
  gint64 waiting, shops, due;

  if (day == DDI_DAY_INVALID)
    {
      add_unforecast (run, list);
      return;
    }
  date = ddi_format_day (day);
  iso = ddi_day_format (day);
  target = g_strdup_printf ("forecasts#day=%s", iso);
  waiting = integer (rows, 0, "n_waiting");
  shops = integer (rows, 0, "n_shops");
  due = integer (rows, 0, "due");
  if (waiting > 0)
    {
      g_autofree char *at = ddi_overview_format_time (due);
      /* Translators: weekday and date, then the time of the cutoff, of the only shop in view. */
      char *title =
          shops == 1
              ? g_strdup_printf (_ ("Order for %s due %s, to approve"), date, at)
              /* Translators: weekday and date, then the time of the cutoff, then two numbers of shops. */
              : g_strdup_printf (_ ("Order for %s due %s, %d of %d shops to approve"), date, at, (int)waiting,
                                 (int)shops);

      add_line (list, "alarm-symbolic", title, describe_due (due), target);
    }
  if (integer (rows, 0, "n_changed") > 0)
    add_line (list, "view-refresh-symbolic",
              g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%d quantity has changed since it was approved",
                                            "%d quantities have changed since they were approved",
                                            (gulong)integer (rows, 0, "n_changed")),
                               (int)integer (rows, 0, "n_changed")),
              g_strdup (_ ("Accept the new ones or keep yours")), target);
}

static void
add_gaps (DdiOverview *overview, GtkListBox *list)
{
  DdiRows *rows = ddi_overview_get_rows (overview, DDI_OVERVIEW_GAPS);
  DdiDay today = ddi_overview_get_today (overview);

  for (guint i = 0; i < ddi_rows_get_n (rows) && !is_full (list); i++)
    {
      int missing = (int)integer (rows, i, "n_missing"), partial = (int)integer (rows, i, "n_partial");
      g_autofree char *since =
          ddi_format_day_short (ddi_rows_get_day (rows, i, ddi_rows_column (rows, "first_day")), today);
      g_autofree char *iso = ddi_day_format (ddi_rows_get_day (rows, i, ddi_rows_column (rows, "first_day")));
      g_autofree char *target =
          g_strdup_printf ("production#store=%d&day=%s", (int)integer (rows, i, "store_id"), iso);

      add_line (list, "x-office-spreadsheet-symbolic",
                g_strdup_printf (missing > 0 ? g_dngettext (GETTEXT_PACKAGE, "%s: %d day missing",
                                                            "%s: %d days missing", (gulong)missing)
                                             : g_dngettext (GETTEXT_PACKAGE, "%s: %d day half filled",
                                                            "%s: %d days half filled", (gulong)partial),
                                 text (rows, i, "store"), missing > 0 ? missing : partial),
                /* Translators: the first of the missing days. */
                g_strdup_printf (_ ("Since %s"), since), target);
    }
}

static void
add_sell_outs (DdiOverview *overview, GtkListBox *list)
{
  DdiRows *rows = ddi_overview_get_rows (overview, DDI_OVERVIEW_SELL_OUTS);

  for (guint i = 0; i < ddi_rows_get_n (rows) && !is_full (list); i++)
    {
      int n = (int)integer (rows, i, "n"), shops = (int)integer (rows, i, "n_shops");
      g_autofree char *target =
          g_strdup_printf ("production#product=%d", (int)integer (rows, i, "product_id"));

      add_line (list, "action-unavailable-symbolic",
                g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%s sold out %d time in 7 days",
                                              "%s sold out %d times in 7 days", (gulong)n),
                                 text (rows, i, "product"), n),
                shops > 1 ? g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "In %d shop", "In %d shops",
                                                          (gulong)shops),
                                             shops)
                          : NULL,
                target);
    }
}

static void
add_doubts (DdiOverview *overview, GtkListBox *list)
{
  DdiRows *rows = ddi_overview_get_rows (overview, DDI_OVERVIEW_DOUBTS);
  int over = (int)integer (rows, 0, "n_over"), clean = (int)integer (rows, 0, "n_clean");

  if (clean > 0 && !is_full (list))
    add_line (list, "dialog-question-symbolic",
              g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%s: %d day with nothing thrown away",
                                            "%s and others: %d days with nothing thrown away", (gulong)clean),
                               text (rows, 0, "clean_store"), clean),
              g_strdup (_ ("Really sold out, or not counted?")), "waste");
  if (over > 0 && !is_full (list))
    add_line (list, "dialog-question-symbolic",
              g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%s: %d figure throws away more than was made",
                                            "%s and others: %d figures throw away more than was made",
                                            (gulong)over),
                               text (rows, 0, "over_store"), over),
              g_strdup (_ ("Carried over from the day before, or miscounted")), "waste");
}

/* Forecasts that have become worse: where, how much, and whether a look at the level or the events is due. */
static void
add_drifting (DdiOverview *overview, GtkListBox *list)
{
  DdiRows *rows = ddi_overview_get_rows (overview, DDI_OVERVIEW_DRIFTING);

  for (guint i = 0; i < ddi_rows_get_n (rows) && !is_full (list); i++)
    {
      double error = ddi_rows_get_double (rows, i, ddi_rows_column (rows, "error"));
      double usual = ddi_rows_get_double (rows, i, ddi_rows_column (rows, "usual"));
      double bias = ddi_rows_get_double (rows, i, ddi_rows_column (rows, "bias"));
      g_autofree char *off = ddi_format_percent (error, 0), *before = ddi_format_percent (usual, 0);

      add_line (list, "dialog-warning-symbolic",
                g_strdup_printf (bias > error / 2    ? _ ("%s: forecasts too high for two weeks")
                                 : bias < -error / 2 ? _ ("%s: forecasts too low for two weeks")
                                                     : _ ("%s: forecasts off for two weeks"),
                                 text (rows, i, "name")),
                /* Translators: two percentages, "Off by 41 %, usually 22 %". */
                g_strdup_printf (_ ("Off by %s, usually %s: has something changed there?"), off, before),
                "accuracy");
    }
}

static void
add_unpriced (DdiOverview *overview, GtkListBox *list)
{
  DdiOverviewSums sums;
  int n;

  ddi_overview_sum (overview, 0, DDI_OVERVIEW_ALL, &sums);
  n = (int)sums.n_unpriced;
  if (n > 0 && !is_full (list))
    add_line (list, "view-list-symbolic",
              g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%d product has no price",
                                            "%d products have no price", (gulong)n),
                               n),
              g_strdup (_ ("Orders use a common service level until prices are known")), "products");
}

void
ddi_overview_list_attention (DdiOverview *overview, DdiGenerateRun *run, GtkListBox *list)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (list))))
    gtk_list_box_remove (list, child);
  add_order (overview, run, list);
  add_gaps (overview, list);
  add_sell_outs (overview, list);
  add_drifting (overview, list);
  add_doubts (overview, list);
  add_unpriced (overview, list);
  if (gtk_widget_get_first_child (GTK_WIDGET (list)) == NULL)
    add_line (list, "emblem-ok-symbolic", g_strdup (_ ("Nothing needs attention")), NULL, NULL);
}
