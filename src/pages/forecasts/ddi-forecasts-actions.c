/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>

#include "app/ddi-message-dialog.h"
#include "pages/forecasts/ddi-change-dialog.h"
#include "pages/forecasts/ddi-decide.h"
#include "pages/forecasts/ddi-forecasts-page-private.h"
#include "pages/forecasts/ddi-generate-view.h"
#include "pages/forecasts/ddi-order-print.h"
#include "pages/forecasts/ddi-order-send.h"

static const DdiOrderLine *
find_line (DdiForecastsPage *self, int id)
{
  for (guint i = 0; self->order && i < ddi_order_get_n_lines (self->order); i++)
    if (ddi_order_get_line (self->order, i)->id == id)
      return ddi_order_get_line (self->order, i);
  return NULL;
}

static void
decide_action (gpointer user_data, GVariant *parameter, DdiDecision kind)
{
  DdiForecastsPage *self = user_data;
  const DdiOrderLine *line = find_line (self, g_variant_get_int32 (parameter));

  if (line)
    ddi_decide (ddi_forecasts_page_get_window (self), self->order, line, kind, 0, NULL);
}

static void
approve_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  decide_action (user_data, parameter, DDI_DECISION_APPROVE);
}

static void
reject_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  decide_action (user_data, parameter, DDI_DECISION_REJECT);
}

static void
accept_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  decide_action (user_data, parameter, DDI_DECISION_ACCEPT);
}

static void
keep_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  decide_action (user_data, parameter, DDI_DECISION_KEEP);
}

static void
changed_cb (const DdiOrderLine *line, int quantity, const char *reason, gpointer user_data)
{
  DdiForecastsPage *self = user_data;
  const DdiOrderLine *now = find_line (self, line->id);

  if (now)
    ddi_decide (ddi_forecasts_page_get_window (self), self->order, now, DDI_DECISION_CHANGE, quantity,
                reason);
}

static void
change_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  DdiForecastsPage *self = user_data;
  const DdiOrderLine *line = find_line (self, g_variant_get_int32 (parameter));

  if (line)
    gtk_window_present (GTK_WINDOW (ddi_change_dialog_new (GTK_WINDOW (ddi_forecasts_page_get_window (self)),
                                                           self->order, line, changed_cb, G_OBJECT (self))));
}

/* What is in view, of one shop or (0) of all. Who looks at one shop's lines has seen its exceptions. */
static void
approve_seen (DdiForecastsPage *self, int store)
{
  g_autoptr (GArray) seen = self->order   ? ddi_order_get_pending (self->order)
                            : self->board ? ddi_order_board_get_pending (self->board, store)
                                          : NULL;

  if (seen && seen->len > 0)
    ddi_decide_all (ddi_forecasts_page_get_window (self),
                    self->order ? ddi_order_get_day (self->order) : ddi_order_board_get_day (self->board),
                    seen, self->order || store != 0);
}

static void
approve_all_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  approve_seen (user_data, ddi_forecasts_page_get_store (user_data));
}

static void
approve_shop_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  approve_seen (user_data, g_variant_get_int32 (parameter));
}

static void
open_shop_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  ddi_forecasts_page_set_store (user_data, g_variant_get_int32 (parameter));
}

static void
all_shops_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  ddi_forecasts_page_set_store (user_data, 0);
}

static void
previous_day_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  ddi_forecasts_page_set_day (user_data, DDI_FORECASTS_PAGE (user_data)->day - 1);
}

static void
next_day_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  ddi_forecasts_page_set_day (user_data, DDI_FORECASTS_PAGE (user_data)->day + 1);
}

static void
generate_week_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  DdiForecastsPage *self = user_data;

  gtk_popover_popup (GTK_POPOVER (self->generate));
  ddi_generate_view_start (DDI_GENERATE_VIEW (self->generate), 7);
}

static void
print_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  DdiForecastsPage *self = user_data;

  ddi_order_print (ddi_forecasts_page_get_window (self), self->day, ddi_forecasts_page_get_store (self));
}

static void
save_pdf_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  DdiForecastsPage *self = user_data;
  DdiOrderSend send = { .day = self->day, .store_id = ddi_forecasts_page_get_store (self), .format = "pdf" };

  ddi_order_send_ask (ddi_forecasts_page_get_window (self), &send);
}

static guint
count_pending (DdiForecastsPage *self)
{
  guint n = 0;

  for (guint i = 0; self->board && i < ddi_order_board_get_n_shops (self->board); i++)
    n += ddi_order_board_get_shop (self->board, i)->n_pending;
  for (guint i = 0; self->order && i < ddi_order_get_n_lines (self->order); i++)
    n += ddi_order_get_line (self->order, i)->status == DDI_ORDER_PENDING;
  return n;
}

static void
send_response_cb (AdwMessageDialog *dialog, const char *response, gpointer user_data)
{
  DdiForecastsPage *self = user_data;
  DdiOrderSend send = { .day = self->day,
                        .store_id = ddi_forecasts_page_get_store (self),
                        .format = g_object_get_data (G_OBJECT (dialog), "format"),
                        .approved_only = g_str_equal (response, "approved"),
                        .dispatch = TRUE };

  if (!g_str_equal (response, "cancel"))
    ddi_order_send_ask (ddi_forecasts_page_get_window (self), &send);
}

static void
send_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  DdiForecastsPage *self = user_data;
  const char *format = g_variant_get_string (parameter, NULL);
  guint n = count_pending (self);
  DdiOrderSend send = {
    .day = self->day, .store_id = ddi_forecasts_page_get_store (self), .format = format, .dispatch = TRUE
  };
  GtkWidget *dialog;

  if (n == 0)
    {
      ddi_order_send_ask (ddi_forecasts_page_get_window (self), &send);
      return;
    }
  dialog = ddi_message_dialog_new (GTK_WINDOW (ddi_forecasts_page_get_window (self)),
                                   _ ("Not Everything Is Approved"), NULL);
  adw_message_dialog_format_body (
      ADW_MESSAGE_DIALOG (dialog),
      ngettext (
          "%u line is still pending. Send it with the proposed quantity, or only what is approved?",
          "%u lines are still pending. Send them with the proposed quantities, or only what is approved?", n),
      n);
  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog), "cancel", _ ("_Cancel"), "approved",
                                    _ ("Only _Approved"), "all", _ ("Send _Everything"), NULL);
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  g_object_set_data_full (G_OBJECT (dialog), "format", g_strdup (format), g_free);
  g_signal_connect_object (dialog, "response", G_CALLBACK (send_response_cb), self, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}

static const GActionEntry entries[] = {
  { "approve", approve_cb, "i" },
  { "reject", reject_cb, "i" },
  { "change", change_cb, "i" },
  { "accept", accept_cb, "i" },
  { "keep", keep_cb, "i" },
  { "approve-all", approve_all_cb },
  { "approve-shop", approve_shop_cb, "i" },
  { "open-shop", open_shop_cb, "i" },
  { "all-shops", all_shops_cb },
  { "previous-day", previous_day_cb },
  { "next-day", next_day_cb },
  { "generate-week", generate_week_cb },
  { "print", print_cb },
  { "save-pdf", save_pdf_cb },
  { "send", send_cb, "s" },
};

void
ddi_forecasts_page_add_actions (DdiForecastsPage *self)
{
  g_action_map_add_action_entries (ddi_page_get_actions (DDI_PAGE (self)), entries, G_N_ELEMENTS (entries),
                                   self);
}
