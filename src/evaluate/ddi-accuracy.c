/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "evaluate/ddi-accuracy.h"

#include <math.h>

void
ddi_accuracy_add (DdiAccuracy *self, const DdiOutcome *o)
{
  double penalty = 2 / (1 - o->level);

  self->n++;
  self->actual += o->actual;
  self->absolute_error += fabs (o->actual - o->predicted);
  self->error += o->predicted - o->actual;
  self->inside += o->lower <= o->actual && o->actual <= o->upper;
  self->width += o->upper - o->lower;
  self->interval +=
      o->upper - o->lower + penalty * MAX (o->lower - o->actual, 0) + penalty * MAX (o->actual - o->upper, 0);
  self->mismatch +=
      o->fractile * MAX (o->actual - o->order, 0) + (1 - o->fractile) * MAX (o->order - o->actual, 0);
}

void
ddi_accuracy_merge (DdiAccuracy *self, const DdiAccuracy *other)
{
  self->n += other->n;
  self->actual += other->actual;
  self->absolute_error += other->absolute_error;
  self->error += other->error;
  self->inside += other->inside;
  self->width += other->width;
  self->interval += other->interval;
  self->mismatch += other->mismatch;
}

static double
over_actual (const DdiAccuracy *self, double sum)
{
  return self->actual > 0 ? sum / self->actual : NAN;
}

double
ddi_accuracy_wape (const DdiAccuracy *self)
{
  return over_actual (self, self->absolute_error);
}

double
ddi_accuracy_bias (const DdiAccuracy *self)
{
  return over_actual (self, self->error);
}

double
ddi_accuracy_winkler (const DdiAccuracy *self)
{
  return over_actual (self, self->interval);
}

double
ddi_accuracy_mismatch (const DdiAccuracy *self)
{
  return over_actual (self, self->mismatch);
}

double
ddi_accuracy_coverage (const DdiAccuracy *self)
{
  return self->n > 0 ? self->inside / (double)self->n : NAN;
}
