/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tasks/ddi-archive.h"

#include <glib/gi18n-lib.h>

#include "core/ddi-format.h"
#include "db/ddi-db-error.h"

#define BATCH 20000
/* A row that somebody is writing is waited for a few seconds at a time. */
#define TRIES 4

static const char *const tables[] = { "daily_sales", "daily_waste" };

typedef struct
{
  DdiDirect *direct;
  const DdiArchiveOptions *options;
  DdiArchiveResult *result;
  int run;
  gint64 total;
} Run;

DdiArchiveRange
ddi_archive_range_older (int years, DdiDay today)
{
  g_autoptr (GDateTime) now = ddi_day_to_date_time (today);
  g_autoptr (GDateTime) then = g_date_time_add_years (now, -years);

  return (DdiArchiveRange){ FALSE, DDI_DAY_INVALID,
                            ddi_day_from_ymd (g_date_time_get_year (then), g_date_time_get_month (then),
                                              g_date_time_get_day_of_month (then)) };
}

/* As PostgreSQL writes them; an open end is infinite. (transfer full) */
static char *
format_first (const DdiArchiveRange *range)
{
  return range->first == DDI_DAY_INVALID ? g_strdup ("-infinity") : ddi_day_format (range->first);
}

static char *
format_before (const DdiArchiveRange *range)
{
  return range->before == DDI_DAY_INVALID ? g_strdup ("infinity") : ddi_day_format (range->before);
}

static DdiDay
widen (DdiDay known, const char *text, gboolean later)
{
  DdiDay day = text ? ddi_day_parse (text) : DDI_DAY_INVALID;

  if (day == DDI_DAY_INVALID || known == DDI_DAY_INVALID)
    return day == DDI_DAY_INVALID ? known : day;
  return later ? MAX (known, day) : MIN (known, day);
}

static DdiArchivePlan *
make_plan (DdiDirect *direct, const DdiArchiveRange *range, GCancellable *cancellable, GError **error)
{
  g_autofree char *first = format_first (range), *before = format_before (range);
  g_autoptr (DdiRows) rows =
      ddi_direct_query (direct, "archive/plan", g_variant_new ("(bss)", range->back, first, before),
                        cancellable, error);
  DdiArchivePlan *self;

  if (rows == NULL)
    return NULL;
  self = g_new0 (DdiArchivePlan, 1);
  self->range = *range;
  self->oldest = self->newest = DDI_DAY_INVALID;
  for (guint i = 0; i < ddi_rows_get_n (rows); i++)
    {
      gint64 n = ddi_rows_get_int (rows, i, 1);

      *(g_str_equal (ddi_rows_get_text (rows, i, 0), "daily_sales") ? &self->sales : &self->waste) = n;
      self->bytes += ddi_rows_get_int (rows, i, 2);
      self->oldest = widen (self->oldest, ddi_rows_get_text (rows, i, 3), FALSE);
      self->newest = widen (self->newest, ddi_rows_get_text (rows, i, 4), TRUE);
    }
  return self;
}

DdiArchivePlan *
ddi_archive_make_plan (DdiMaintenance *maintenance, const DdiArchiveRange *range, GCancellable *cancellable,
                       GError **error)
{
  g_autoptr (DdiDirect) direct = ddi_maintenance_connect (maintenance, cancellable, error);

  return direct ? make_plan (direct, range, cancellable, error) : NULL;
}

char *
ddi_archive_plan_describe (const DdiArchivePlan *self)
{
  g_autofree char *sales = ddi_format_int (self->sales), *waste = ddi_format_int (self->waste);
  g_autofree char *oldest = NULL, *newest = NULL, *size = g_format_size ((guint64)self->bytes);

  if (self->sales + self->waste == 0)
    return g_strdup (self->range.back ? _ ("Nothing of these days is archived.")
                                      : _ ("There is nothing that is old enough."));
  oldest = ddi_day_format (self->oldest);
  newest = ddi_day_format (self->newest);
  return g_strdup_printf (
      self->range.back
          ? _ ("%s sales and %s waste figures from %s to %s, about %s, come back out of the archive.")
          : _ ("%s sales and %s waste figures from %s to %s, about %s, move to the archive."),
      sales, waste, oldest, newest, size);
}

DdiRows *
ddi_archive_read_state (DdiMaintenance *maintenance, GCancellable *cancellable, GError **error)
{
  return ddi_maintenance_ask (maintenance, "archive/read-state", NULL, cancellable, error);
}

gboolean
ddi_archive_write_years (DdiMaintenance *maintenance, int years, GCancellable *cancellable, GError **error)
{
  g_autoptr (DdiRows) rows = ddi_maintenance_ask (maintenance, "archive/write-years",
                                                  g_variant_new ("(i)", years), cancellable, error);

  return rows != NULL;
}

/* ---- moving ---- */

static gboolean
may_try_again (const GError *error)
{
  return g_error_matches (error, DDI_DB_ERROR, DDI_DB_ERROR_TIMEOUT) ||
         g_error_matches (error, DDI_DB_ERROR, DDI_DB_ERROR_CONFLICT);
}

/* The batch behind the last row of @before (NULL: the first one). */
static DdiRows *
move_batch (Run *self, const char *table, DdiRows *before, GCancellable *cancellable, GError **error)
{
  int most = self->options->batch > 0 ? self->options->batch : BATCH;

  for (guint i = 1;; i++)
    {
      GError *local = NULL;
      GVariant *id = before ? g_variant_new_int64 (ddi_rows_get_int (before, 0, 2)) : NULL;
      DdiRows *rows = ddi_direct_query (self->direct, "archive/move",
                                        g_variant_new ("(isms@mxi)", self->run, table,
                                                       before ? ddi_rows_get_text (before, 0, 1) : NULL,
                                                       g_variant_new_maybe (G_VARIANT_TYPE_INT64, id), most),
                                        cancellable, &local);

      if (rows || i >= TRIES || !may_try_again (local) || g_cancellable_is_cancelled (cancellable))
        {
          if (local)
            g_propagate_error (error, local);
          return rows;
        }
      g_clear_error (&local);
    }
}

static gboolean
move_table (Run *self, const char *table, gint64 *moved, GCancellable *cancellable, GError **error)
{
  g_autoptr (DdiRows) last = NULL;

  for (;;)
    {
      g_autoptr (DdiRows) rows = move_batch (self, table, last, cancellable, error);

      if (rows == NULL)
        return FALSE;
      if (ddi_rows_get_n (rows) == 0)
        return TRUE;
      *moved += ddi_rows_get_int (rows, 0, 0);
      if (self->options->progress)
        self->options->progress (self->result->sales + self->result->waste, self->total,
                                 self->options->user_data);
      g_clear_pointer (&last, ddi_rows_unref);
      last = g_steal_pointer (&rows);
    }
}

static gboolean
begin (Run *self, DdiMaintenance *maintenance, GCancellable *cancellable, GError **error)
{
  const DdiArchiveRange *range = &self->options->range;
  g_autofree char *first = format_first (range), *before = format_before (range);
  int person = ddi_home_get_user_id (ddi_maintenance_get_home (maintenance));
  g_autoptr (DdiRows) rows =
      ddi_direct_query (self->direct, "archive/begin",
                        g_variant_new ("(bssi)", range->back, first, before, person), cancellable, error);

  if (rows)
    self->run = (int)ddi_rows_get_int (rows, 0, 0);
  return rows != NULL;
}

static gboolean
end (Run *self, GCancellable *cancellable, GError **error)
{
  g_autoptr (DdiRows) rows =
      ddi_direct_query (self->direct, "archive/end", g_variant_new ("(i)", self->run), cancellable, error);

  return rows != NULL;
}

gboolean
ddi_archive_run (DdiMaintenance *maintenance, const DdiArchiveOptions *options, DdiArchiveResult *result,
                 GCancellable *cancellable, GError **error)
{
  g_autoptr (DdiDirect) direct = ddi_maintenance_connect (maintenance, cancellable, error);
  g_autofree DdiArchivePlan *plan = direct ? make_plan (direct, &options->range, cancellable, error) : NULL;
  Run run = { direct, options, result, 0, 0 };

  *result = (DdiArchiveResult){ 0, 0 };
  if (plan == NULL || !begin (&run, maintenance, cancellable, error))
    return FALSE;
  run.total = plan->sales + plan->waste;
  return move_table (&run, tables[0], &result->sales, cancellable, error) &&
         move_table (&run, tables[1], &result->waste, cancellable, error) && end (&run, cancellable, error);
}
