/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A linear map from the data's [lo, hi] to the picture's [from, to], which may run backwards, as y
 * does. Where lo = hi everything maps to the middle. NaN maps to NaN. */
typedef struct
{
  double lo, hi;
  double from, to;
} DdiScale;

double ddi_scale_map (const DdiScale *self, double value);
double ddi_scale_invert (const DdiScale *self, double position);

/* n equal slots side by side over [from, to]; a datum sits in the middle of its slot. */
typedef struct
{
  guint n;
  double from, to;
} DdiSlots;

double ddi_slots_width (const DdiSlots *self);
double ddi_slots_centre (const DdiSlots *self, guint index);
/* The slot at @position, the nearest one outside; -1 where there are none. */
int ddi_slots_at (const DdiSlots *self, double position);

G_END_DECLS
