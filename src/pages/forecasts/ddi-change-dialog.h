/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "tasks/ddi-order.h"

G_BEGIN_DECLS

/* Called with the quantity and the reason (NULL: none given) when the change was confirmed. */
typedef void (*DdiChangeFunc) (const DdiOrderLine *line, int quantity, const char *reason,
                               gpointer user_data);

/* Asks how many instead, and why. @line must live in @order, which is kept. @user_data is an object that
 * is kept until the dialog closes. */
GtkWidget *ddi_change_dialog_new (GtkWindow *parent, DdiOrder *order, const DdiOrderLine *line,
                                  DdiChangeFunc changed, GObject *user_data);

G_END_DECLS
