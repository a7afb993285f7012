/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "chart/ddi-scale.h"

#include <math.h>

double
ddi_scale_map (const DdiScale *self, double value)
{
  double span = self->hi - self->lo;

  if (isnan (value))
    return NAN;
  if (!(span > 0))
    return (self->from + self->to) / 2;
  return self->from + (value - self->lo) / span * (self->to - self->from);
}

double
ddi_scale_invert (const DdiScale *self, double position)
{
  double room = self->to - self->from;

  if (isnan (position))
    return NAN;
  if (room == 0)
    return (self->lo + self->hi) / 2;
  return self->lo + (position - self->from) / room * (self->hi - self->lo);
}

double
ddi_slots_width (const DdiSlots *self)
{
  return self->n > 0 ? (self->to - self->from) / self->n : 0;
}

double
ddi_slots_centre (const DdiSlots *self, guint index)
{
  return self->from + (index + 0.5) * ddi_slots_width (self);
}

int
ddi_slots_at (const DdiSlots *self, double position)
{
  double width = ddi_slots_width (self);

  if (self->n == 0 || isnan (position))
    return -1;
  if (width <= 0)
    return 0;
  return (int)CLAMP (floor ((position - self->from) / width), 0, self->n - 1.0);
}
