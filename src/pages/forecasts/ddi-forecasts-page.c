/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "pages/forecasts/ddi-forecasts-page-private.h"

#include <glib/gi18n-lib.h>

#include "app/ddi-calendar.h"
#include "app/ddi-notice.h"
#include "pages/forecasts/ddi-forecast-text.h"
#include "pages/forecasts/ddi-generate-view.h"
#include "pages/forecasts/ddi-line-panel.h"

/* Minutes are shown. */
#define TICK_SECONDS 5

G_DEFINE_FINAL_TYPE (DdiForecastsPage, ddi_forecasts_page, DDI_TYPE_PAGE)

DdiWindow *
ddi_forecasts_page_get_window (DdiForecastsPage *self)
{
  return ddi_window_of (GTK_WIDGET (self));
}

int
ddi_forecasts_page_get_store (DdiForecastsPage *self)
{
  DdiFilter filter;

  ddi_session_get_filter (ddi_page_get_session (DDI_PAGE (self)), &filter);
  return filter.store_id;
}

void
ddi_forecasts_page_set_store (DdiForecastsPage *self, int store_id)
{
  DdiSession *session = ddi_page_get_session (DDI_PAGE (self));
  DdiFilter filter;

  ddi_session_get_filter (session, &filter);
  filter.store_id = store_id;
  ddi_session_set_filter (session, &filter);
}

void
ddi_forecasts_page_set_day (DdiForecastsPage *self, DdiDay day)
{
  if (day == self->day || day < DDI_DAY_MIN || day > DDI_DAY_MAX)
    return;
  self->day = day;
  ddi_page_reload (DDI_PAGE (self));
}

/* --- Showing what was read. --- */

static void
show_day (DdiForecastsPage *self)
{
  g_autoptr (GDateTime) date = ddi_day_to_date_time (self->day);
  /* Translators: the day of an order, short: "Wed 25 Nov". */
  g_autofree char *text = g_date_time_format (date, _ ("%a %-d %b"));

  gtk_menu_button_set_label (GTK_MENU_BUTTON (self->day_button), text);
  ddi_calendar_set_day (DDI_CALENDAR (self->calendar), self->day);
}

static void
show_totals (DdiForecastsPage *self, GPtrArray *totals)
{
  g_autofree char *total = ddi_forecast_text_total (totals->pdata[totals->len - 1]);
  g_autofree char *categories = ddi_forecast_text_categories (totals);

  gtk_label_set_text (GTK_LABEL (self->total), totals->len > 1 ? total : "");
  gtk_label_set_text (GTK_LABEL (self->categories), categories);
}

static void
show_time_left (DdiForecastsPage *self)
{
  DdiSession *session = ddi_page_get_session (DDI_PAGE (self));
  DdiStore *shop = ddi_session_find_store (session, ddi_forecasts_page_get_store (self));
  g_autoptr (DdiStore) first = g_list_model_get_item (ddi_session_get_stores (session), 0);
  const char *time_zone =
      shop ? ddi_store_get_timezone (shop) : (first ? ddi_store_get_timezone (first) : NULL);
  g_autofree char *text =
      ddi_forecast_text_due (self->due_at, g_get_real_time () / G_USEC_PER_SEC, time_zone);

  gtk_label_set_text (GTK_LABEL (self->due), text);
}

static gboolean
tick_cb (gpointer user_data)
{
  show_time_left (user_data);
  return G_SOURCE_CONTINUE;
}

/* What is left until the cutoff goes down in view; a label that stays the same is not drawn again. */
static void
show_due (DdiForecastsPage *self, gint64 due)
{
  self->due_at = due;
  show_time_left (self);
  if (self->due_source == 0 && due != 0)
    self->due_source = g_timeout_add_seconds (TICK_SECONDS, tick_cb, self);
  else if (due == 0)
    g_clear_handle_id (&self->due_source, g_source_remove);
}

static void
show_sent (DdiForecastsPage *self, GPtrArray *dispatches)
{
  const DdiDispatch *last = dispatches && dispatches->len > 0 ? dispatches->pdata[0] : NULL;
  g_autofree char *when = last ? ddi_forecast_text_decided (_ ("Sent"), last->sent_at) : NULL;
  g_autofree char *format = last ? g_ascii_strup (last->format, -1) : NULL;
  g_autofree char *text = last ? g_strdup_printf (_ ("%s by %s (%s)"), when, last->sent_by, format) : NULL;

  gtk_label_set_text (GTK_LABEL (self->sent), text ? text : "");
  gtk_widget_set_visible (self->sent, last != NULL);
}

static void
allow_actions (DdiForecastsPage *self, guint n_lines, guint n_pending)
{
  static const char *const with_lines[] = { "send", "print", "save-pdf" };
  GActionMap *actions = ddi_page_get_actions (DDI_PAGE (self));

  g_simple_action_set_enabled (G_SIMPLE_ACTION (g_action_map_lookup_action (actions, "approve-all")),
                               n_pending > 0);
  for (guint i = 0; i < G_N_ELEMENTS (with_lines); i++)
    g_simple_action_set_enabled (G_SIMPLE_ACTION (g_action_map_lookup_action (actions, with_lines[i])),
                                 n_lines > 0);
}

static void
show_board (DdiForecastsPage *self, DdiOrderBoard *board)
{
  DdiSession *session = ddi_page_get_session (DDI_PAGE (self));
  guint n_lines = 0, n_pending = 0;

  g_clear_pointer (&self->order, ddi_order_unref);
  g_clear_pointer (&self->board, ddi_order_board_unref);
  self->board = board;
  for (guint i = 0; i < ddi_order_board_get_n_shops (board); i++)
    {
      n_lines += ddi_order_board_get_shop (board, i)->n_lines;
      n_pending += ddi_order_board_get_shop (board, i)->n_pending;
    }
  ddi_forecast_table_show_board (DDI_FORECAST_TABLE (self->board_table), board,
                                 ddi_session_get_today (session, 0));
  adw_flap_set_reveal_flap (ADW_FLAP (self->flap), FALSE);
  gtk_widget_set_visible (self->all_button, FALSE);
  gtk_button_set_label (GTK_BUTTON (self->approve_button), _ ("Approve All"));
  gtk_widget_set_tooltip_text (self->approve_button, _ ("Approve all without exceptions"));
  gtk_stack_set_visible_child_name (GTK_STACK (self->stack), n_lines > 0 ? "board" : "nothing");
  show_due (self, ddi_order_board_get_due (board));
  show_totals (self, ddi_order_board_get_totals (board));
  show_sent (self, ddi_order_board_get_dispatches (board));
  allow_actions (self, n_lines, n_pending);
}

static void
show_order (DdiForecastsPage *self, DdiOrder *order)
{
  guint n_lines = ddi_order_get_n_lines (order), n_pending = 0;

  g_clear_pointer (&self->board, ddi_order_board_unref);
  g_clear_pointer (&self->order, ddi_order_unref);
  self->order = order;
  for (guint i = 0; i < n_lines; i++)
    n_pending += ddi_order_get_line (order, i)->status == DDI_ORDER_PENDING;
  ddi_forecast_table_show_order (DDI_FORECAST_TABLE (self->shop_table), order);
  gtk_widget_set_visible (self->all_button, TRUE);
  gtk_button_set_label (GTK_BUTTON (self->approve_button), _ ("Approve All"));
  gtk_widget_set_tooltip_text (self->approve_button, _ ("Approve all that is pending for this shop"));
  gtk_stack_set_visible_child_name (GTK_STACK (self->stack), n_lines > 0 ? "shop" : "nothing");
  show_due (self, n_pending > 0 ? ddi_order_get_due (order) : 0);
  show_totals (self, ddi_order_get_totals (order));
  show_sent (self, NULL);
  allow_actions (self, n_lines, n_pending);
}

/* --- Reading. --- */

static void
read_cb (GObject *source, GAsyncResult *async_result, gpointer user_data)
{
  g_autoptr (DdiLoad) load = user_data;
  DdiForecastsPage *self = ddi_load_get_page (load);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) results = ddi_database_run_finish (DDI_DATABASE (source), async_result, &error);

  if (self == NULL)
    return;
  if (results == NULL)
    {
      ddi_load_fail (load, error);
      return;
    }
  show_day (self);
  if (ddi_load_get_filter (load)->store_id)
    show_order (self, ddi_order_from_rows (results));
  else
    show_board (self, ddi_order_board_from_rows (results));
  ddi_load_done (load, DDI_PAGE_CONTENT);
}

static void
read_day (DdiForecastsPage *self, DdiLoad *load)
{
  int store = ddi_load_get_filter (load)->store_id;
  DdiUnit *unit = store ? ddi_order_unit (store, self->day) : ddi_order_board_unit (self->day);

  ddi_database_run_async (ddi_load_get_database (load), unit, ddi_load_get_cancellable (load), read_cb,
                          ddi_load_ref (load));
}

/* Without a shop there is nothing to forecast from. */
static void
offer_first_step (DdiForecastsPage *self)
{
  gboolean has_shops =
      g_list_model_get_n_items (ddi_session_get_stores (ddi_page_get_session (DDI_PAGE (self)))) > 0;

  ddi_page_set_empty (DDI_PAGE (self), _ ("No Forecasts Yet"),
                      has_shops
                          ? _ ("What each shop should get tomorrow, and why, will be here.")
                          : _ ("What each shop should get tomorrow, and why, will be here once its sheets "
                               "have been imported."),
                      has_shops ? _ ("_Forecast the Next Seven Days") : _ ("_Import…"),
                      has_shops ? "page.generate-week" : "win.import");
}

static void
day_found_cb (GObject *source, GAsyncResult *async_result, gpointer user_data)
{
  g_autoptr (DdiLoad) load = user_data;
  DdiForecastsPage *self = ddi_load_get_page (load);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) results = ddi_database_run_finish (DDI_DATABASE (source), async_result, &error);

  if (self == NULL)
    return;
  if (results == NULL)
    {
      ddi_load_fail (load, error);
      return;
    }
  self->day = ddi_rows_get_day (results->pdata[0], 0, 0);
  if (self->day == DDI_DAY_INVALID)
    {
      allow_actions (self, 0, 0);
      offer_first_step (self);
      ddi_load_done (load, DDI_PAGE_EMPTY);
    }
  else
    read_day (self, load);
}

static void
ddi_forecasts_page_load (DdiPage *page, DdiLoad *load)
{
  DdiForecastsPage *self = DDI_FORECASTS_PAGE (page);
  DdiSession *session = ddi_page_get_session (page);
  DdiUnit *unit;

  ddi_generate_view_set_session (DDI_GENERATE_VIEW (self->generate), session);
  if (self->day != DDI_DAY_INVALID)
    {
      read_day (self, load);
      return;
    }
  unit = ddi_unit_new ();
  ddi_unit_set_read_only (unit);
  ddi_unit_add (unit, "orders/find-day",
                g_variant_new ("(@*)", ddi_unit_day (ddi_session_get_today (session, 0) + 1)));
  ddi_database_run_async (ddi_load_get_database (load), unit, ddi_load_get_cancellable (load), day_found_cb,
                          ddi_load_ref (load));
}

static void
ddi_forecasts_page_go_to (DdiPage *page, const char *place)
{
  if (g_str_has_prefix (place, "day="))
    ddi_forecasts_page_set_day (DDI_FORECASTS_PAGE (page), ddi_day_parse (place + strlen ("day=")));
}

/* --- What the widgets say. --- */

static void
shop_activated_cb (DdiForecastTable *table, DdiForecastRow *row, DdiForecastsPage *self)
{
  ddi_forecasts_page_set_store (self, ddi_forecast_row_get_shop (row)->store_id);
}

static void
line_selected_cb (DdiForecastTable *table, DdiForecastsPage *self)
{
  DdiForecastRow *row = ddi_forecast_table_get_selected (table);

  if (row == NULL)
    return;
  ddi_line_panel_show (DDI_LINE_PANEL (self->panel), ddi_page_get_session (DDI_PAGE (self)), row);
  if (!adw_flap_get_folded (ADW_FLAP (self->flap)))
    adw_flap_set_reveal_flap (ADW_FLAP (self->flap), TRUE);
}

static void
line_activated_cb (DdiForecastTable *table, DdiForecastRow *row, DdiForecastsPage *self)
{
  ddi_line_panel_show (DDI_LINE_PANEL (self->panel), ddi_page_get_session (DDI_PAGE (self)), row);
  adw_flap_set_reveal_flap (ADW_FLAP (self->flap), TRUE);
}

static void
panel_closed_cb (DdiForecastsPage *self)
{
  adw_flap_set_reveal_flap (ADW_FLAP (self->flap), FALSE);
  ddi_forecast_table_select (DDI_FORECAST_TABLE (self->shop_table), GTK_INVALID_LIST_POSITION);
}

static void
day_selected_cb (DdiForecastsPage *self)
{
  gtk_popover_popdown (GTK_POPOVER (self->day_popover));
  ddi_forecasts_page_set_day (self, ddi_calendar_get_day (DDI_CALENDAR (self->calendar)));
}

/* --- The page. --- */

static void
ddi_forecasts_page_dispose (GObject *object)
{
  DdiForecastsPage *self = DDI_FORECASTS_PAGE (object);

  g_clear_handle_id (&self->due_source, g_source_remove);
  g_clear_pointer (&self->board, ddi_order_board_unref);
  g_clear_pointer (&self->order, ddi_order_unref);
  G_OBJECT_CLASS (ddi_forecasts_page_parent_class)->dispose (object);
}

static void
ddi_forecasts_page_class_init (DdiForecastsPageClass *klass)
{
  DdiPageClass *page_class = DDI_PAGE_CLASS (klass);

  g_type_ensure (DDI_TYPE_CALENDAR);
  G_OBJECT_CLASS (klass)->dispose = ddi_forecasts_page_dispose;
  page_class->filter = DDI_PAGE_FILTER_STORE;
  page_class->shows =
      DDI_DATA_FORECASTS | DDI_DATA_STORES | DDI_DATA_PRODUCTS | DDI_DATA_DAYS | DDI_DATA_PRODUCTION;
  page_class->load = ddi_forecasts_page_load;
  page_class->go_to = ddi_forecasts_page_go_to;
}

static GtkWidget *
get_widget (GtkBuilder *builder, const char *name)
{
  return GTK_WIDGET (gtk_builder_get_object (builder, name));
}

static void
build (DdiForecastsPage *self)
{
  g_autoptr (GtkBuilder) builder =
      gtk_builder_new_from_resource ("/io/github/dunkin_demand/Intelligence/ui/pages/ddi-forecasts-page.ui");

  self->flap = get_widget (builder, "flap");
  self->stack = get_widget (builder, "stack");
  self->all_button = get_widget (builder, "all_button");
  self->day_button = get_widget (builder, "day_button");
  self->day_popover = get_widget (builder, "day_popover");
  self->calendar = get_widget (builder, "calendar");
  self->due = get_widget (builder, "due");
  self->total = get_widget (builder, "total");
  self->categories = get_widget (builder, "categories");
  self->sent = get_widget (builder, "sent");
  self->approve_button = get_widget (builder, "approve_button");

  self->board_table = ddi_forecast_table_new (DDI_FORECAST_TABLE_SHOPS);
  self->shop_table = ddi_forecast_table_new (DDI_FORECAST_TABLE_LINES);
  adw_bin_set_child (ADW_BIN (get_widget (builder, "board_bin")), self->board_table);
  adw_bin_set_child (ADW_BIN (get_widget (builder, "shop_bin")), self->shop_table);
  self->panel = ddi_line_panel_new ();
  adw_flap_set_flap (ADW_FLAP (self->flap), self->panel);
  self->generate = ddi_generate_view_new ();
  gtk_menu_button_set_popover (GTK_MENU_BUTTON (get_widget (builder, "generate_button")), self->generate);
  ddi_page_set_header (DDI_PAGE (self), get_widget (builder, "header"));
  ddi_page_set_content (DDI_PAGE (self), get_widget (builder, "content"));
}

static void
ddi_forecasts_page_init (DdiForecastsPage *self)
{
  self->day = DDI_DAY_INVALID;
  build (self);
  ddi_forecasts_page_add_actions (self);
  g_signal_connect (self->board_table, "row-activated", G_CALLBACK (shop_activated_cb), self);
  g_signal_connect (self->shop_table, "row-activated", G_CALLBACK (line_activated_cb), self);
  g_signal_connect (self->shop_table, "selection-changed", G_CALLBACK (line_selected_cb), self);
  g_signal_connect_swapped (self->panel, "closed", G_CALLBACK (panel_closed_cb), self);
  g_signal_connect_swapped (self->calendar, "day-selected", G_CALLBACK (day_selected_cb), self);
}

DdiForecastTable *
ddi_forecasts_page_get_table (DdiForecastsPage *self)
{
  return DDI_FORECAST_TABLE (self->order ? self->shop_table : self->board_table);
}

DdiDay
ddi_forecasts_page_get_day (DdiForecastsPage *self)
{
  return self->day;
}
