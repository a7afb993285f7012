/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tasks/ddi-demo.h"

#include "tasks/ddi-generate.h"

/* Days ahead that are forecast: tomorrow's order and the week after it. */
#define FORECAST_DAYS 8
/* As many weeks of a new demo have forecasts that can be held against what came. */
#define WEEKS_LIVED 4

static gboolean
analyze (DdiDatabase *database, const char *statement, GCancellable *cancellable, GError **error)
{
  g_autoptr (DdiUnit) unit = ddi_unit_new ();
  g_autoptr (GPtrArray) results = NULL;

  ddi_unit_add (unit, statement, NULL);
  results = ddi_database_run (database, g_steal_pointer (&unit), cancellable, error);
  return results != NULL;
}

static gboolean
fill (DdiHome *home, DdiDatabase *owner, DdiDemoResult *result, GCancellable *cancellable, GError **error)
{
  DdiGenerateOptions options = { .days = FORECAST_DAYS, .user_id = ddi_home_get_user_id (home) };
  DdiGenerateResult generated;

  if (!ddi_demo_fill (owner, options.user_id, DDI_DEMO_SEED, ddi_day_today (NULL), result, cancellable,
                      error))
    return FALSE;
  if (result->n_rows == 0)
    return TRUE;
  /* The last run reached this far beyond the days that were known then. */
  options.past_weeks = CLAMP ((result->n_days - FORECAST_DAYS) / 7, 0, WEEKS_LIVED);
  return analyze (owner, "demo/analyze", cancellable, error) &&
         ddi_generate (ddi_home_get_database (home), &options, &generated, cancellable, error) &&
         analyze (owner, "demo/analyze-forecasts", cancellable, error);
}

gboolean
ddi_demo_open (DdiHome *home, DdiDemoResult *result, GCancellable *cancellable, GError **error)
{
  g_autofree char *owner = ddi_home_dup_owner_conninfo (home);
  g_autoptr (DdiDatabase) filling =
      owner ? ddi_database_new (owner, 1) : g_object_ref (ddi_home_get_database (home));
  DdiDemoResult local = { 0 };
  gboolean good;

  good = fill (home, filling, result ? result : &local, cancellable, error);
  if (owner)
    ddi_database_close (filling);
  return good;
}
