/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "pages/accuracy/ddi-accuracy-text.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "core/ddi-format.h"

/* What differs by less is as it is meant to be. */
#define SLACK 0.02

const char *
ddi_accuracy_lean_caption (double lean)
{
  if (lean > 0)
    return _ ("On average too high by");
  if (lean < 0)
    return _ ("On average too low by");
  return _ ("On average");
}

char *
ddi_accuracy_explain_range (double inside, double above, double meant, gint64 n_sold_out)
{
  g_autofree char *in = NULL, *over = NULL, *under = NULL;

  /* False for NaN, too. */
  if (n_sold_out == 0 || !(fabs (inside - meant) >= SLACK))
    return NULL;
  /* More are below than above, although as many are meant to be: those that are missing above have sold out. */
  if (!(above < (1 - meant) / 2))
    return g_strdup (
        _ ("Days that sold out are left out of this: what would have sold on them is not known."));
  in = ddi_format_percent (inside, 0);
  over = ddi_format_percent (above, 0);
  under = ddi_format_percent (1 - inside - above, 0);
  /* Translators: shares of days within, below and above the range of a forecast. */
  return g_strdup_printf (
      _ ("%s within the range, %s below and only %s above it: days that sold out are left "
         "out, and many of them would have been above."),
      in, under, over);
}
