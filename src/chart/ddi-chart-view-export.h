/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "chart/ddi-chart.h"

G_BEGIN_DECLS

/* Asks for a file and writes the chart to it. @format is "png", "svg" or "pdf"; what the person types
 * as the name's end wins. @widget says which window asks, and how large the picture is; pictures are
 * light, since they go to mail and paper. */
void ddi_chart_view_export (GtkWidget *widget, DdiChart *chart, const char *format);

G_END_DECLS
