/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tasks/ddi-demo.h"

#include "tasks/ddi-generate.h"

/* Days ahead that are forecast: tomorrow's order and the week after it. */
#define FORECAST_DAYS 8
/* A new demo has lived through these weeks: at the end of each the next one was forecast from what was
 * known then, so that forecasts can be held against what came. */
#define WEEKS_LIVED 4

static gboolean
live_through (DdiDatabase *database, int user_id, DdiDay today, DdiDemoResult *result,
              GCancellable *cancellable, GError **error)
{
  DdiGenerateOptions options = { .days = 7, .user_id = user_id };
  DdiDemoResult filled;

  for (int weeks = WEEKS_LIVED; weeks > 0; weeks--)
    {
      DdiGenerateResult generated;

      if (!ddi_demo_fill (database, user_id, DDI_DEMO_SEED, today - 7 * weeks, &filled, cancellable, error))
        return FALSE;
      if (result->first == DDI_DAY_INVALID)
        result->first = filled.first;
      result->n_rows += filled.n_rows;
      /* There already, and newer: its forecasts are its own. */
      if (filled.n_rows == 0)
        return TRUE;
      if (!ddi_generate (database, &options, &generated, cancellable, error))
        return FALSE;
    }
  return TRUE;
}

gboolean
ddi_demo_open (DdiDatabase *database, int user_id, DdiDemoResult *result, GCancellable *cancellable,
               GError **error)
{
  DdiGenerateOptions options = { .days = FORECAST_DAYS, .user_id = user_id };
  DdiDay today = ddi_day_today (NULL);
  DdiDemoResult lived = { .first = DDI_DAY_INVALID, .last = DDI_DAY_INVALID };
  DdiDemoResult local = { 0 };
  DdiGenerateResult generated;

  result = result ? result : &local;
  if (!live_through (database, user_id, today, &lived, cancellable, error) ||
      !ddi_demo_fill (database, user_id, DDI_DEMO_SEED, today, result, cancellable, error))
    return FALSE;
  if (lived.first != DDI_DAY_INVALID)
    result->first = lived.first;
  result->n_rows += lived.n_rows;
  return result->n_rows == 0 || ddi_generate (database, &options, &generated, cancellable, error);
}
