/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "exchange/ddi-cell.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

/* A shop that sells more of one product in a day has mistyped. */
#define MAX_PIECES 10000000

const char *
ddi_cell_check_pieces (double number)
{
  if (number < 0)
    return _ ("a negative number of pieces");
  if (number > MAX_PIECES)
    return _ ("more than 10,000,000 pieces in a day");
  if (number != floor (number))
    return _ ("a fraction of a piece");
  return NULL;
}

const char *
ddi_cell_parse_number (const char *text, double *number)
{
  char *end;
  const char *last = text + strlen (text);

  while (g_ascii_isspace (*text))
    text++;
  while (last > text && g_ascii_isspace (last[-1]))
    last--;
  *number = g_ascii_strtod (text, &end);
  /* No "0x1p3", "inf" or "nan". */
  if (end == text || end != last || (gsize)(end - text) != strspn (text, "+-.0123456789eE") ||
      !isfinite (*number))
    return _ ("not a number");
  return NULL;
}

const char *
ddi_cell_parse_quantity (const char *text, gint32 *quantity)
{
  double number;
  const char *why;
  gint32 n = 0;
  const char *c = text;

  /* Nearly all cells are up to seven plain digits. */
  while (g_ascii_isdigit (*c) && c - text < 7)
    n = n * 10 + (*c++ - '0');
  if (*c == '\0' && c > text)
    {
      *quantity = n;
      return NULL;
    }
  why = ddi_cell_parse_number (text, &number);
  if (why == NULL)
    why = ddi_cell_check_pieces (number);
  if (why == NULL)
    *quantity = (gint32)number;
  return why;
}

/* What NUMERIC(10, 2) holds. */
#define MAX_MONEY G_GINT64_CONSTANT (9999999999)

const char *
ddi_cell_parse_money (const char *text, gint64 *minor_units)
{
  g_autofree char *bare = g_strstrip (g_strdup (text));
  gsize whole = strspn (bare, "0123456789");
  gsize decimals = bare[whole] == '.' ? strspn (bare + whole + 1, "0123456789") : 0;
  gsize length = whole + (bare[whole] == '.' ? 1 + decimals : 0);
  gint64 number = 0;

  if (whole + decimals == 0 || bare[length] != '\0')
    return *bare == '-' ? _ ("a negative amount of money") : _ ("not an amount of money; write 12.50");
  if (decimals > 2)
    return _ ("money with more than two decimals");
  for (gsize i = 0; i < whole + 2; i++)
    {
      gsize at = i < whole ? i : i + 1;

      number = number * 10 + (i < whole + decimals ? bare[at] - '0' : 0);
      if (number > MAX_MONEY)
        return _ ("more money than a day brings");
    }
  *minor_units = number;
  return NULL;
}

const char *
ddi_cell_check_day (DdiDay day)
{
  if (day == DDI_DAY_INVALID)
    return _ ("no such day");
  if (day < DDI_EXCHANGE_FIRST_DAY || day > DDI_EXCHANGE_LAST_DAY)
    return _ ("a date that cannot be meant (only 1980 to 2099)");
  return NULL;
}

static gboolean
looks_like_day (const char *text)
{
  return strlen (text) == 10 && text[4] == '-' && text[7] == '-' && strspn (text, "0123456789-") == 10;
}

const char *
ddi_cell_parse_day (const char *text, DdiDay *day)
{
  *day = ddi_day_parse (text);
  if (*day == DDI_DAY_INVALID)
    {
      g_autofree char *stripped = g_strstrip (g_strdup (text));

      if (!looks_like_day (stripped))
        return _ ("not a date; write YYYY-MM-DD");
      *day = ddi_day_parse (stripped);
    }
  return ddi_cell_check_day (*day);
}
