/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* Called with the moment in epoch seconds, where one was chosen. */
typedef void (*DdiMomentChosen) (GtkWidget *widget, gint64 moment);

/* Asks for a day and a time, @widget's window above: between @first and now. */
void ddi_moment_dialog_ask (GtkWidget *widget, gint64 first, DdiMomentChosen chosen);

G_END_DECLS
