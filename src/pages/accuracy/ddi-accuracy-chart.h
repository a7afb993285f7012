/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "chart/ddi-chart.h"
#include "db/ddi-rows.h"

G_BEGIN_DECLS

/* Forecast, rule of thumb and what was sold over the days of accuracy/list-groups' rows; by weeks where they are
 * many. NULL without any. (transfer full) */
DdiChart *ddi_accuracy_chart (DdiRows *groups);

G_END_DECLS
