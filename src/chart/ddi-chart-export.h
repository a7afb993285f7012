/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "chart/ddi-chart.h"

G_BEGIN_DECLS

typedef enum
{
  DDI_CHART_FORMAT_PNG,
  DDI_CHART_FORMAT_SVG,
  DDI_CHART_FORMAT_PDF,
} DdiChartFormat;

/* By the end of a file name, PNG where it says nothing. */
DdiChartFormat ddi_chart_format_from_name (const char *name);

/* The chart with its title above, on the palette's background; PNG at twice the resolution. Works on
 * any thread. */
GBytes *ddi_chart_export (DdiChart *chart, DdiChartFormat format, double width, double height,
                          const DdiPalette *palette, GError **error);

G_END_DECLS
