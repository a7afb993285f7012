/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "forecast/ddi-croston.h"

#include <math.h>

static void
start (DdiCroston *self, double y)
{
  self->size = y;
  self->interval = self->since;
  self->probability = 1.0 / self->since;
  self->started = TRUE;
}

void
ddi_croston_step (DdiCroston *self, double alpha, double beta, double y)
{
  if (!isfinite (y))
    return;
  self->since++;
  if (!(y > 0))
    self->probability -= beta * self->probability;
  else if (!self->started)
    start (self, y);
  else
    {
      self->size += alpha * (y - self->size);
      self->interval += alpha * (self->since - self->interval);
      self->probability += beta * (1 - self->probability);
    }
  if (y > 0)
    self->since = 0;
}

double
ddi_croston_forecast (const DdiCroston *self, DdiCrostonKind kind, double alpha)
{
  if (!self->started)
    return 0;
  switch (kind)
    {
    case DDI_CROSTON_FADING:
      return self->probability * self->size;
    case DDI_CROSTON_UNBIASED:
      return (1 - alpha / 2) * self->size / self->interval;
    case DDI_CROSTON_PLAIN:
    default:
      return self->size / self->interval;
    }
}
