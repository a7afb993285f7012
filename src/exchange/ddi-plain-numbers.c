/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "exchange/ddi-plain-numbers.h"

locale_t
ddi_plain_numbers_new (void)
{
  locale_t copy = duplocale (uselocale ((locale_t)0));
  locale_t numbers = copy ? newlocale (LC_NUMERIC_MASK, "C", copy) : (locale_t)0;

  if (numbers == (locale_t)0)
    g_error ("no memory for a locale");
  return numbers;
}

void
ddi_plain_numbers_free (locale_t numbers)
{
  freelocale (numbers);
}

void
ddi_plain_numbers_leave (locale_t *before)
{
  uselocale (*before);
}
