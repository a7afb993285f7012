/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "pages/forecasts/ddi-line-panel.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "app/ddi-window.h"
#include "chart/ddi-chart-view.h"
#include "core/ddi-format.h"
#include "tasks/ddi-why.h"

#define DAYS_BEFORE 42
#define DAYS_AFTER 14

struct _DdiLinePanel
{
  AdwBin parent_instance;

  GtkWidget *title;
  GtkWidget *history;
  GtkWidget *steps;
  GtkWidget *order_rule;
  GtkWidget *note;
  GtkWidget *accuracy;
  GtkWidget *comments;
  GtkWidget *comment;

  DdiSession *session;
  DdiForecastRow *row;
  GCancellable *cancellable; /* of what is being read about @row */
};

G_DEFINE_FINAL_TYPE (DdiLinePanel, ddi_line_panel, ADW_TYPE_BIN)

static guint closed_signal;

enum
{
  DAYS,
  ACCURACY,
  COMMENTS,
};

static void
show_history (DdiLinePanel *self, DdiRows *rows)
{
  const DdiOrderLine *line = ddi_forecast_row_get_line (self->row);
  guint n = ddi_rows_get_n (rows);
  g_autoptr (DdiChart) chart = ddi_chart_new_days (line->product, ddi_rows_get_day (rows, 0, 0), n, 1);
  g_autofree double *values = g_new (double, n * 5);
  double *sold = values, *out = values + n, *predicted = values + 2 * n;
  double *lower = values + 3 * n, *upper = values + 4 * n;
  /* Translators: the range that so many of a hundred days fall into. */
  g_autofree char *range = g_strdup_printf (_ ("%d %% of days"), line->coverage);

  for (guint i = 0; i < n; i++)
    {
      sold[i] = ddi_rows_get_double (rows, i, 1);
      out[i] = ddi_rows_get_boolean (rows, i, 2) ? sold[i] : NAN;
      predicted[i] = ddi_rows_get_double (rows, i, 3);
      lower[i] = ddi_rows_get_double (rows, i, 4);
      upper[i] = ddi_rows_get_double (rows, i, 5);
    }
  ddi_chart_set_today (chart, ddi_session_get_today (self->session, line->store_id));
  ddi_chart_add_band (chart, range, DDI_INK_BAND, lower, upper);
  ddi_chart_add_line (chart, _ ("Sold"), DDI_INK_TEXT, DDI_LINE_SOLID, sold);
  ddi_chart_add_line (chart, _ ("Forecast"), DDI_INK_ACCENT, DDI_LINE_DASHED, predicted);
  ddi_chart_add_dots (chart, _ ("Sold out"), DDI_INK_TEXT, out);
  ddi_chart_view_set_chart (DDI_CHART_VIEW (self->history), chart);
}

/* The factors as steps from a usual day to this forecast, in pieces. */
static void
show_steps (DdiLinePanel *self)
{
  const DdiOrderLine *line = ddi_forecast_row_get_line (self->row);
  g_autoptr (DdiWhy) why = ddi_why_parse (line->explanation, ddi_forecast_row_get_day (self->row));
  g_autoptr (GPtrArray) labels = g_ptr_array_new ();
  g_autoptr (DdiChart) chart = NULL;
  g_autofree double *y = NULL;
  g_autofree gboolean *total = NULL;
  g_autofree char *told = NULL;
  g_autoptr (GString) text = NULL;
  double running;
  guint n;

  gtk_widget_set_visible (self->steps, why != NULL);
  gtk_label_set_text (GTK_LABEL (self->order_rule), "");
  if (why == NULL)
    return;
  n = why->steps->len + 2;
  y = g_new (double, n);
  total = g_new0 (gboolean, n);
  running = y[0] = why->level;
  total[0] = total[n - 1] = TRUE;
  told = ddi_why_tell (why);
  text = g_string_new (told);
  g_ptr_array_add (labels, (gpointer)_ ("Usual day"));
  for (guint i = 0; i < why->steps->len; i++)
    {
      const DdiWhyStep *step = why->steps->pdata[i];

      y[i + 1] = running * (step->factor - 1);
      running *= step->factor;
      g_ptr_array_add (labels, step->name);
    }
  y[n - 1] = why->predicted;
  g_ptr_array_add (labels, (gpointer)_ ("Forecast"));
  chart = ddi_chart_new_rows (_ ("Why this number"), (const char *const *)labels->pdata, n);
  ddi_chart_add_steps (chart, _ ("Pieces"), y, total);
  ddi_chart_view_set_chart (DDI_CHART_VIEW (self->steps), chart);
  if (!isnan (why->fractile))
    {
      g_autofree char *rule =
          g_strdup_printf (why->fractile_from_prices
                               ? _ ("Ordered %d: cost and price make it worth lasting on %.0f of 100 days.")
                               : _ ("Ordered %d, to last on %.0f of 100 days."),
                           line->order, why->fractile * 100);

      g_string_append_printf (text, "\n%s", rule);
    }
  gtk_label_set_text (GTK_LABEL (self->order_rule), text->str);
}

static void
show_accuracy (DdiLinePanel *self, DdiRows *rows)
{
  double ours = NAN, rule = NAN;
  g_autofree char *text = NULL;

  for (guint i = 0; i < ddi_rows_get_n (rows); i++)
    {
      double *which = g_strcmp0 (ddi_rows_get_text (rows, i, 0), "rule_of_thumb") == 0 ? &rule : &ours;

      if (ddi_rows_get_int (rows, i, 1) > 0)
        *which = ddi_rows_get_double (rows, i, 2) / (double)ddi_rows_get_int (rows, i, 1);
    }
  if (isnan (ours))
    text = g_strdup (_ ("The history is too short to tell yet."));
  else if (isnan (rule))
    text = g_strdup_printf (_ ("± %.1f pieces a day"), ours);
  else
    text = g_strdup_printf (_ ("± %.1f pieces a day; the mean of the last four same weekdays: ± %.1f"), ours,
                            rule);
  gtk_label_set_text (GTK_LABEL (self->accuracy), text);
}

static void
append_comment_label (DdiLinePanel *self, const char *text, const char *style)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  if (style)
    {
      gtk_widget_add_css_class (label, style);
      gtk_widget_add_css_class (label, "dim-label");
    }
  gtk_box_append (GTK_BOX (self->comments), label);
}

static void
show_comments (DdiLinePanel *self, DdiRows *rows)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (self->comments)) != NULL)
    gtk_box_remove (GTK_BOX (self->comments), child);
  for (guint i = 0; i < ddi_rows_get_n (rows); i++)
    {
      g_autoptr (GDateTime) time = g_date_time_new_from_unix_local (ddi_rows_get_int (rows, i, 3));
      g_autofree char *when = g_date_time_format (time, "%-d %b %H:%M");
      g_autofree char *who = g_strdup_printf ("%s, %s", ddi_rows_get_text (rows, i, 1), when);

      append_comment_label (self, ddi_rows_get_text (rows, i, 2), NULL);
      append_comment_label (self, who, "caption");
    }
}

static void
read_cb (GObject *source, GAsyncResult *async_result, gpointer user_data)
{
  g_autoptr (DdiLinePanel) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) results = ddi_database_run_finish (DDI_DATABASE (source), async_result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (results == NULL)
    {
      gtk_label_set_text (GTK_LABEL (self->accuracy), error->message);
      return;
    }
  show_history (self, results->pdata[DAYS]);
  show_accuracy (self, results->pdata[ACCURACY]);
  show_comments (self, results->pdata[COMMENTS]);
}

static void
read_line (DdiLinePanel *self)
{
  const DdiOrderLine *line = ddi_forecast_row_get_line (self->row);
  DdiDay day = ddi_forecast_row_get_day (self->row);
  g_autofree char *first = ddi_day_format (day - DAYS_BEFORE);
  g_autofree char *last = ddi_day_format (day + DAYS_AFTER);
  g_autofree char *today = ddi_day_format (day);
  DdiUnit *unit = ddi_unit_new ();

  ddi_unit_set_read_only (unit);
  ddi_unit_add (unit, "orders/list-product-days",
                g_variant_new ("(iiss)", line->store_id, line->product_id, first, last));
  ddi_unit_add (unit, "orders/get-product-accuracy",
                g_variant_new ("(ii)", line->store_id, line->product_id));
  ddi_unit_add (unit, "orders/list-comments",
                g_variant_new ("(isi)", line->store_id, today, line->product_id));
  self->cancellable = g_cancellable_new ();
  ddi_database_run_async (ddi_session_get_database (self->session), unit, self->cancellable, read_cb,
                          g_object_ref (self));
}

static void
commented_cb (GObject *source, GAsyncResult *async_result, gpointer user_data)
{
  g_autoptr (DdiLinePanel) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) results = NULL;
  DdiOutboxOutcome outcome = ddi_session_enter_finish (DDI_SESSION (source), async_result, &results, &error);
  DdiWindow *window = ddi_window_of (GTK_WIDGET (self));

  gtk_editable_set_editable (GTK_EDITABLE (self->comment), TRUE);
  if (outcome == DDI_OUTBOX_FAILED)
    {
      if (window)
        ddi_window_add_toast (window, error->message);
      return;
    }
  gtk_editable_set_text (GTK_EDITABLE (self->comment), "");
  if (outcome == DDI_OUTBOX_KEPT)
    ddi_window_tell_entered (window, DDI_SESSION (source), outcome, 0);
  else if (self->row)
    ddi_line_panel_show (self, self->session, self->row);
}

static void
comment_cb (DdiLinePanel *self)
{
  const DdiOrderLine *line;
  g_autofree char *body = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->comment))));
  g_autofree char *day = NULL, *title = NULL, *place = NULL;
  DdiUnit *unit;

  if (self->row == NULL || *body == '\0')
    return;
  line = ddi_forecast_row_get_line (self->row);
  day = ddi_day_format (ddi_forecast_row_get_day (self->row));
  unit = ddi_unit_new ();
  ddi_unit_add (unit, "orders/insert-comment",
                g_variant_new ("(isiis)", line->store_id, day, line->product_id,
                               ddi_session_get_user_id (self->session), body));
  gtk_editable_set_editable (GTK_EDITABLE (self->comment), FALSE);
  /* Translators: a remark about what is ordered of a product. */
  title = g_strdup_printf (_ ("Comment on %s"), line->product);
  place = g_strconcat ("day=", day, NULL);
  ddi_session_enter_async (self->session, &(DdiOutboxNote){ title, "forecasts", place, DDI_DATA_FORECASTS },
                           unit, commented_cb, g_object_ref (self));
}

static void
close_cb (DdiLinePanel *self)
{
  g_signal_emit (self, closed_signal, 0);
}

static void
forget (DdiLinePanel *self)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->row);
  g_clear_object (&self->session);
}

static void
ddi_line_panel_dispose (GObject *object)
{
  forget (DDI_LINE_PANEL (object));
  G_OBJECT_CLASS (ddi_line_panel_parent_class)->dispose (object);
}

static void
ddi_line_panel_class_init (DdiLinePanelClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ddi_line_panel_dispose;
  closed_signal =
      g_signal_new ("closed", DDI_TYPE_LINE_PANEL, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  g_type_ensure (DDI_TYPE_CHART_VIEW);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/dunkin_demand/Intelligence/ui/pages/ddi-line-panel.ui");
  gtk_widget_class_bind_template_child (widget_class, DdiLinePanel, title);
  gtk_widget_class_bind_template_child (widget_class, DdiLinePanel, history);
  gtk_widget_class_bind_template_child (widget_class, DdiLinePanel, steps);
  gtk_widget_class_bind_template_child (widget_class, DdiLinePanel, order_rule);
  gtk_widget_class_bind_template_child (widget_class, DdiLinePanel, note);
  gtk_widget_class_bind_template_child (widget_class, DdiLinePanel, accuracy);
  gtk_widget_class_bind_template_child (widget_class, DdiLinePanel, comments);
  gtk_widget_class_bind_template_child (widget_class, DdiLinePanel, comment);
  gtk_widget_class_bind_template_callback (widget_class, close_cb);
  gtk_widget_class_bind_template_callback (widget_class, comment_cb);
}

static void
ddi_line_panel_init (DdiLinePanel *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  ddi_chart_view_set_day_height (DDI_CHART_VIEW (self->history), 200);
}

GtkWidget *
ddi_line_panel_new (void)
{
  return g_object_new (DDI_TYPE_LINE_PANEL, NULL);
}

void
ddi_line_panel_show (DdiLinePanel *self, DdiSession *session, DdiForecastRow *row)
{
  const DdiOrderLine *line;
  g_autoptr (DdiSession) kept_session = session ? g_object_ref (session) : NULL;
  g_autoptr (DdiForecastRow) kept = row ? g_object_ref (row) : NULL;

  forget (self);
  if (row == NULL)
    return;
  self->session = g_steal_pointer (&kept_session);
  self->row = g_steal_pointer (&kept);
  line = ddi_forecast_row_get_line (self->row);
  gtk_label_set_text (GTK_LABEL (self->title), line->product);
  gtk_label_set_text (GTK_LABEL (self->note), line->note ? line->note : "");
  gtk_widget_set_visible (self->note, line->note != NULL);
  show_steps (self);
  read_line (self);
}
