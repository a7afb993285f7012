/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tasks/ddi-demo.h"

#include "tasks/ddi-cores.h"

/* Days ahead that are forecast: tomorrow's order and the week after it. */
#define FORECAST_DAYS 8

/* Fills faster, and may analyze. (transfer full) */
static DdiDatabase *
open_owner (DdiHome *home)
{
  g_autofree char *owner = ddi_home_dup_owner_conninfo (home);

  return owner ? ddi_database_new (owner, 1) : g_object_ref (ddi_home_get_database (home));
}

static void
close_owner (DdiHome *home, DdiDatabase *database)
{
  if (database != ddi_home_get_database (home))
    ddi_database_close (database);
  g_object_unref (database);
}

static gboolean
analyze (DdiDatabase *database, const char *statement, GCancellable *cancellable, GError **error)
{
  g_autoptr (DdiUnit) unit = ddi_unit_new ();
  g_autoptr (GPtrArray) results = NULL;

  ddi_unit_add (unit, statement, NULL);
  results = ddi_database_run (database, g_steal_pointer (&unit), cancellable, error);
  return results != NULL;
}

gboolean
ddi_demo_open_rows (DdiHome *home, DdiDemoResult *result, GCancellable *cancellable, GError **error)
{
  DdiDatabase *owner = open_owner (home);
  gboolean good = ddi_demo_fill (owner, ddi_home_get_user_id (home), DDI_DEMO_SEED, ddi_day_today (NULL),
                                 result, cancellable, error) &&
                  (result->n_rows == 0 || analyze (owner, "demo/analyze", cancellable, error));

  close_owner (home, owner);
  return good;
}

DdiGenerateOptions
ddi_demo_generate_options (DdiHome *home, const DdiDemoResult *result)
{
  return (DdiGenerateOptions){ .days = FORECAST_DAYS,
                               .past_weeks = result->past_weeks,
                               .user_id = ddi_home_get_user_id (home) };
}

gboolean
ddi_demo_settle (DdiHome *home, GCancellable *cancellable, GError **error)
{
  DdiDatabase *owner = open_owner (home);
  gboolean good = analyze (owner, "demo/analyze-forecasts", cancellable, error);

  close_owner (home, owner);
  return good;
}

static void
settle_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  GError *error = NULL;

  if (ddi_demo_settle (source, cancellable, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

void
ddi_demo_settle_async (DdiHome *home, GCancellable *cancellable, GAsyncReadyCallback callback,
                       gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (home, cancellable, callback, user_data);

  g_task_set_source_tag (task, ddi_demo_settle_async);
  ddi_cores_run (task, settle_thread);
}

gboolean
ddi_demo_settle_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

gboolean
ddi_demo_open (DdiHome *home, DdiDemoResult *result, GCancellable *cancellable, GError **error)
{
  DdiDemoResult local;
  DdiGenerateOptions options;
  DdiGenerateResult generated;

  result = result ? result : &local;
  if (!ddi_demo_open_rows (home, result, cancellable, error))
    return FALSE;
  if (!result->lacks_forecasts)
    return TRUE;
  options = ddi_demo_generate_options (home, result);
  return ddi_generate (ddi_home_get_database (home), &options, &generated, cancellable, error) &&
         ddi_demo_settle (home, cancellable, error);
}
