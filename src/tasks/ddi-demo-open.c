/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tasks/ddi-demo.h"

#include "tasks/ddi-generate.h"

/* Days ahead that are forecast: tomorrow's order and the week after it. */
#define FORECAST_DAYS 8

gboolean
ddi_demo_open (DdiDatabase *database, int user_id, DdiDemoResult *result, GCancellable *cancellable,
               GError **error)
{
  DdiGenerateOptions options = { .days = FORECAST_DAYS, .user_id = user_id };
  DdiGenerateResult generated;
  DdiDemoResult local;

  result = result ? result : &local;
  if (!ddi_demo_fill (database, user_id, DDI_DEMO_SEED, ddi_day_today (NULL), result, cancellable, error))
    return FALSE;
  return result->n_rows == 0 || ddi_generate (database, &options, &generated, cancellable, error);
}
