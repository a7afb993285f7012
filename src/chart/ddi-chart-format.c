/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "chart/ddi-chart-private.h"

#include <glib/gi18n-lib.h>
#include <locale.h>
#include <math.h>

/* Beyond 2^53 a double no longer tells neighbouring whole numbers apart. */
#define EXACT 9007199254740992.0

static char *
format_money (DdiChart *self, double value)
{
  gint64 minor = llround (fabs (value));
  const char *sign = value < 0 && minor > 0 ? "−" : "";
  const char *point = localeconv ()->decimal_point;

  return g_strdup_printf ("%s%s%'" G_GINT64_FORMAT "%s%02d", sign, self->currency, minor / 100, point,
                          (int)(minor % 100));
}

char *
ddi_chart_format_value (DdiChart *self, DdiMeasure measure, double value)
{
  if (isnan (value))
    return g_strdup ("–");
  if (measure == DDI_MEASURE_SHARE)
    /* Translators: a share with one decimal, such as 31.4 %. */
    return g_strdup_printf (value < 0 ? _ ("−%.1f %%") : _ ("%.1f %%"), fabs (value) * 100);
  if (fabs (value) >= EXACT)
    return g_strdup_printf ("%.3g", value);
  if (measure == DDI_MEASURE_MONEY)
    return format_money (self, value);
  /* Pieces are whole; a mean of few of them keeps a decimal. */
  if (fabs (value) >= 10)
    value = round (value);
  if (value == round (value))
    return g_strdup_printf (value < 0 ? "−%'.0f" : "%'.0f", fabs (value));
  return g_strdup_printf (value < 0 ? "−%'.1f" : "%'.1f", fabs (value));
}

char *
ddi_chart_format_day (DdiDay day)
{
  g_autoptr (GDateTime) date = ddi_day_to_date_time (day);

  /* Translators: a whole date as g_date_time_format() writes it: "Wed 25 Nov 2026". */
  return g_date_time_format (date, _ ("%a %-d %b %Y"));
}
