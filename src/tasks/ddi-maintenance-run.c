/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tasks/ddi-maintenance-run.h"

#include <glib/gi18n-lib.h>

#include "core/ddi-format.h"

static const char *const names[] = { "vacuum", "analyze", "reindex", "full" };

/* One run: the connection that works, and the one that looks how far it is. */
typedef struct
{
  const DdiMaintainOptions *options;
  DdiDirect *direct;
  DdiDirect *watcher;
  const char *name;
  guint done, total;
} Run;

const char *
ddi_maintain_name (DdiMaintainVerb verb)
{
  return names[verb];
}

DdiMaintainVerb
ddi_maintain_parse (const char *name)
{
  for (guint i = 0; i < DDI_MAINTAIN_N; i++)
    if (g_strcmp0 (names[i], name) == 0)
      return i;
  return DDI_MAINTAIN_N;
}

void
ddi_maintain_plan_free (DdiMaintainPlan *self)
{
  g_free (self->largest);
  g_clear_pointer (&self->steps, ddi_rows_unref);
  g_free (self);
}

static void
add_up (DdiMaintainPlan *self, DdiMaintainVerb verb)
{
  gint64 largest = -1;

  self->n_steps = ddi_rows_get_n (self->steps);
  for (guint i = 0; i < self->n_steps; i++)
    {
      gint64 bytes = ddi_rows_get_int (self->steps, i, 2);

      self->bytes += bytes;
      if (bytes <= largest)
        continue;
      largest = bytes;
      g_free (self->largest);
      self->largest = g_strdup (ddi_rows_get_text (self->steps, i, 1));
    }
  /* The new one stands beside the old one until it is done. */
  if (verb == DDI_MAINTAIN_FULL || verb == DDI_MAINTAIN_REINDEX)
    self->room = MAX (largest, 0);
}

DdiMaintainPlan *
ddi_maintain_make_plan (DdiMaintenance *self, DdiMaintainVerb verb, const char *const *tables,
                        GCancellable *cancellable, GError **error)
{
  g_autoptr (DdiMaintainPlan) plan = g_new0 (DdiMaintainPlan, 1);
  g_autofree char *list = tables ? g_strjoinv (" ", (char **)tables) : NULL;

  plan->steps =
      ddi_maintenance_ask (self, "maintenance/make-maintenance",
                           g_variant_new ("(s@mas)", names[verb],
                                          g_variant_new_maybe (G_VARIANT_TYPE_STRING_ARRAY,
                                                               tables ? g_variant_new_strv (tables, -1)
                                                                      : NULL)),
                           cancellable, error);
  if (plan->steps == NULL)
    return NULL;
  if (ddi_rows_get_n (plan->steps) == 0)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND,
                   _ ("This program has no table “%s” with anything to do"), list ? list : "");
      return NULL;
    }
  add_up (plan, verb);
  plan->free_bytes = ddi_maintenance_get_room (self);
  return g_steal_pointer (&plan);
}

static char *
count_steps (const DdiMaintainPlan *self, DdiMaintainVerb verb)
{
  g_autofree char *bytes = g_format_size ((guint64)self->bytes);

  if (verb == DDI_MAINTAIN_REINDEX)
    return g_strdup_printf (ngettext ("%u index, %s.", "%u indexes, %s.", self->n_steps), self->n_steps,
                            bytes);
  return g_strdup_printf (ngettext ("%u table, %s.", "%u tables, %s.", self->n_steps), self->n_steps, bytes);
}

char *
ddi_maintain_plan_describe (const DdiMaintainPlan *self, DdiMaintainVerb verb)
{
  g_autofree char *room = g_format_size ((guint64)self->room);
  g_autofree char *left = self->free_bytes >= 0 ? g_format_size ((guint64)self->free_bytes) : NULL;
  g_autofree char *what = count_steps (self, verb);

  if (verb == DDI_MAINTAIN_FULL)
    return g_strdup_printf (
        _ ("%s Each is written anew; until it is done nobody can read or write it, and %s of the "
           "disk are needed for the largest, %s (%s are free)."),
        what, room, self->largest, left ? left : _ ("the server does not tell how many"));
  if (verb == DDI_MAINTAIN_REINDEX)
    return g_strdup_printf (
        _ ("%s Each is built anew while everybody works on; %s of the disk are needed for the "
           "largest, %s."),
        what, room, self->largest);
  return g_steal_pointer (&what);
}

static gboolean
check_room (const DdiMaintainPlan *plan, GError **error)
{
  g_autofree char *room = g_format_size ((guint64)plan->room);
  g_autofree char *left = g_format_size ((guint64)MAX (plan->free_bytes, 0));

  if (plan->free_bytes < 0 || plan->room <= plan->free_bytes)
    return TRUE;
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_NO_SPACE,
               _ ("The disk has %s left and %s needs %s beside what is there"), left, plan->largest, room);
  return FALSE;
}

static void
tell_progress (Run *self, double fraction)
{
  if (self->options->progress)
    self->options->progress (self->name, self->done, self->total, fraction, self->options->user_data);
}

static void
tick_cb (gpointer user_data)
{
  Run *self = user_data;
  g_autoptr (DdiRows) rows =
      self->watcher ? ddi_direct_query (self->watcher, "maintenance/read-progress",
                                        g_variant_new ("(i)", ddi_direct_get_pid (self->direct)), NULL, NULL)
                    : NULL;
  double fraction = -1;

  if (rows && ddi_rows_get_n (rows) > 0 && ddi_rows_get_int (rows, 0, 2) > 0)
    fraction = MIN (ddi_rows_get_double (rows, 0, 1) / ddi_rows_get_double (rows, 0, 2), 1);
  tell_progress (self, fraction);
}

/* Where a REINDEX was stopped, half an index stays behind that each write pays for; a next one passes it over. */
static void
clean_up (Run *self)
{
  g_autoptr (DdiRows) made = NULL;

  if (self->options->verb != DDI_MAINTAIN_REINDEX)
    return;
  made = ddi_direct_query (self->direct, "maintenance/make-leftovers", NULL, NULL, NULL);
  for (guint i = 0; made && i < ddi_rows_get_n (made); i++)
    {
      g_autoptr (DdiRows) dropped = ddi_direct_run (self->direct, ddi_rows_get_text (made, i, 0),
                                                    "maintenance/make-leftovers", NULL, NULL, NULL, NULL);
    }
}

static gboolean
run_steps (Run *self, DdiRows *steps, GCancellable *cancellable, GError **error)
{
  self->total = ddi_rows_get_n (steps);
  for (self->done = 0; self->done < self->total; self->done++)
    {
      g_autoptr (DdiRows) rows = NULL;

      self->name = ddi_rows_get_text (steps, self->done, 1);
      tell_progress (self, -1);
      rows = ddi_direct_run (self->direct, ddi_rows_get_text (steps, self->done, 0), self->name, tick_cb,
                             self, cancellable, error);
      if (rows == NULL)
        return FALSE;
    }
  return TRUE;
}

static gboolean
write_down (DdiMaintenance *self, Run *run, const DdiMaintainPlan *plan, GError **error)
{
  const DdiMaintainOptions *options = run->options;
  g_autofree char *list = options->tables ? g_strjoinv (" ", (char **)options->tables) : NULL;

  return ddi_maintenance_log (
      self, run->direct, "MAINTENANCE",
      g_variant_new_parsed ("{'what': <%s>, 'table': <%s>, 'done': <%i>, 'bytes': <%x>}",
                            names[options->verb], list ? list : "", (int)run->done, plan->bytes),
      error);
}

int
ddi_maintain_run (DdiMaintenance *self, const DdiMaintainOptions *options, GCancellable *cancellable,
                  GError **error)
{
  g_autoptr (DdiMaintainPlan) plan =
      ddi_maintain_make_plan (self, options->verb, options->tables, cancellable, error);
  g_autoptr (DdiDirect) direct = NULL, watcher = NULL;
  Run run = { .options = options };
  gboolean good;

  if (plan == NULL || !check_room (plan, error) ||
      (direct = ddi_maintenance_connect (self, cancellable, error)) == NULL)
    return -1;
  run.direct = direct;
  run.watcher = watcher = options->progress ? ddi_maintenance_connect (self, cancellable, NULL) : NULL;
  clean_up (&run);
  good = run_steps (&run, plan->steps, cancellable, error);
  if (!good)
    clean_up (&run);
  /* What was done before it was stopped is written down as well; the first error is the one to tell. */
  if (!write_down (self, &run, plan, good ? error : NULL) || !good)
    return -1;
  return (int)run.done;
}
