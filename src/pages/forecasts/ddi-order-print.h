/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/ddi-window.h"
#include "exchange/ddi-order-matrix.h"

G_BEGIN_DECLS

/* An order on a printer; in a sandbox GTK asks the desktop's print portal. */

/* Asks which printer, and prints the sheet of one shop, or the order of all (0). */
void ddi_order_print (DdiWindow *window, DdiDay day, int store_id);
/* What is printed, to be run with any action. (transfer full) */
GtkPrintOperation *ddi_order_print_operation_new (DdiOrderMatrix *matrix);

G_END_DECLS
