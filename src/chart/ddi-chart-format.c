/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "chart/ddi-chart-private.h"

#include "core/ddi-format.h"

#include <math.h>

/* Beyond 2^53 a double no longer tells neighbouring whole numbers apart. */
#define EXACT 9007199254740992.0

/* Pieces are whole; a mean of few of them keeps a decimal. */
static char *
format_pieces (double size)
{
  g_autofree char *text = NULL;

  if (size >= 10 || size == round (size))
    return ddi_format_int (llround (size));
  text = g_strdup_printf ("%.1f", size);
  return g_str_has_suffix (text, "0") ? ddi_format_int (llround (size)) : g_steal_pointer (&text);
}

static char *
format_size (DdiChart *self, DdiMeasure measure, double size)
{
  if (measure == DDI_MEASURE_SHARE)
    return ddi_format_percent (size, 1);
  if (size >= EXACT)
    return g_strdup_printf ("%.3g", size);
  return measure == DDI_MEASURE_MONEY ? ddi_format_money (llround (size), self->currency)
                                      : format_pieces (size);
}

char *
ddi_chart_format_value (DdiChart *self, DdiMeasure measure, double value)
{
  g_autofree char *size = NULL;

  if (isnan (value))
    return g_strdup ("–");
  size = format_size (self, measure, fabs (value));
  return g_strconcat (value < 0 ? "−" : "", size, NULL);
}
