/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/ddi-window.h"
#include "pages/forecasts/ddi-forecasts-page.h"
#include "tasks/ddi-order-board.h"

G_BEGIN_DECLS

struct _DdiForecastsPage
{
  DdiPage parent_instance;

  GtkWidget *flap;
  GtkWidget *stack;
  GtkWidget *all_button;
  GtkWidget *day_button;
  GtkWidget *day_popover;
  GtkWidget *calendar;
  GtkWidget *due;
  GtkWidget *total;
  GtkWidget *categories;
  GtkWidget *sent;
  GtkWidget *approve_button;
  GtkWidget *board_table;
  GtkWidget *shop_table;
  GtkWidget *panel;
  GtkWidget *generate;

  DdiDay day;           /* of delivery; DDI_DAY_INVALID until one was found */
  DdiOrderBoard *board; /* what is shown: one of the two */
  DdiOrder *order;
  gint64 due_at; /* the cutoff that is counted down to, in Unix time; 0: none */
  guint due_source;
};

/* NULL while the page is in no window. (transfer none) */
DdiWindow *ddi_forecasts_page_get_window (DdiForecastsPage *self);
/* The header's shop; 0 for all. */
int ddi_forecasts_page_get_store (DdiForecastsPage *self);
void ddi_forecasts_page_set_store (DdiForecastsPage *self, int store_id);
/* Shows another day of delivery. */
void ddi_forecasts_page_set_day (DdiForecastsPage *self, DdiDay day);

/* Adds what "page.…" answers: decide, change, approve all, go elsewhere, forecast, print, send. */
void ddi_forecasts_page_add_actions (DdiForecastsPage *self);

G_END_DECLS
