/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "exchange/ddi-exchange-error.h"

G_DEFINE_QUARK (ddi - exchange - error - quark, ddi_exchange_error)
G_DEFINE_BOXED_TYPE (DdiProblem, ddi_problem, ddi_problem_copy, ddi_problem_free)

DdiProblem *
ddi_problem_new (const char *file, guint64 row, const char *column, const char *reason)
{
  DdiProblem *self = g_new0 (DdiProblem, 1);

  self->file = g_strdup (file);
  self->row = row;
  self->column = g_strdup (column);
  self->reason = g_strdup (reason);
  return self;
}

DdiProblem *
ddi_problem_copy (const DdiProblem *self)
{
  return ddi_problem_new (self->file, self->row, self->column, self->reason);
}

void
ddi_problem_free (DdiProblem *self)
{
  g_free (self->file);
  g_free (self->column);
  g_free (self->reason);
  g_free (self);
}

char *
ddi_problem_format (const DdiProblem *self)
{
  if (self->row == 0)
    return g_strdup_printf ("%s: %s", self->file, self->reason);
  if (self->column == NULL)
    return g_strdup_printf ("%s:%" G_GUINT64_FORMAT ": %s", self->file, self->row, self->reason);
  return g_strdup_printf ("%s:%" G_GUINT64_FORMAT ":%s: %s", self->file, self->row, self->column,
                          self->reason);
}
