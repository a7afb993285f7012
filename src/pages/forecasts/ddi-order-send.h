/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/ddi-window.h"

G_BEGIN_DECLS

/* The order as it leaves the house. @store_id 0: all shops. */
typedef struct
{
  DdiDay day;
  int store_id;
  const char *format;     /* "csv", "xlsx" or "pdf" */
  gboolean approved_only; /* leaves out what is still pending */
  gboolean dispatch;      /* record that it was sent, by whom and when */
} DdiOrderSend;

/* Asks where to, then writes; a toast says what was written, and undoes the record of a dispatch. */
void ddi_order_send_ask (DdiWindow *window, const DdiOrderSend *send);
/* The same into @file, without asking. */
void ddi_order_send_to (DdiWindow *window, const DdiOrderSend *send, GFile *file);

G_END_DECLS
