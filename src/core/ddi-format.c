/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/ddi-format.h"

#include <glib/gi18n-lib.h>
#include <locale.h>
#include <math.h>
#include <string.h>

/* What NUMERIC(10,2) holds, in minor units. */
#define AMOUNT_MAX G_GINT64_CONSTANT (9999999999)

char *
ddi_format_int (gint64 value)
{
  return g_strdup_printf ("%'" G_GINT64_FORMAT, value);
}

char *
ddi_format_percent (double share, guint decimals)
{
  g_autofree char *number = NULL;

  if (isnan (share))
    return g_strdup ("–");
  number = g_strdup_printf ("%'.*f", (int)decimals, share * 100);
  /* Translators: a percentage; some languages write it without the blank. */
  return g_strdup_printf (_ ("%s %%"), number);
}

char *
ddi_format_change (double factor)
{
  double percent = round ((factor - 1) * 100);
  g_autofree char *size = ddi_format_percent (fabs (percent) / 100, 0);

  return g_strconcat (percent < 0 ? "−" : "+", size, NULL);
}

char *
ddi_format_amount (gint64 minor_units)
{
  guint64 size = minor_units < 0 ? 0 - (guint64)minor_units : (guint64)minor_units;
  const char *point = localeconv ()->decimal_point;

  return g_strdup_printf ("%s%'" G_GUINT64_FORMAT "%s%02u", minor_units < 0 ? "−" : "", size / 100,
                          *point ? point : ".", (guint)(size % 100));
}

const char *
ddi_format_currency_sign (const char *currency)
{
  static const struct
  {
    const char *code;
    const char *sign;
  } signs[] = {
    { "USD", "$" },   { "EUR", "€" },  { "GBP", "£" }, { "JPY", "¥" },
    { "CAD", "CA$" }, { "AUD", "A$" }, { "INR", "₹" }, { "MXN", "MX$" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (signs); i++)
    if (g_strcmp0 (currency, signs[i].code) == 0)
      return signs[i].sign;
  return currency;
}

static char *
add_sign (const char *amount, gboolean negative, const char *currency)
{
  const char *sign = ddi_format_currency_sign (currency);
  const char *minus = negative ? "−" : "";

  /* A code without a sign stands behind, and so does a sign where the locale puts its own there. */
  if (sign == currency || localeconv ()->p_cs_precedes == 0)
    return g_strdup_printf ("%s%s\302\240%s", minus, amount, sign);
  return g_strdup_printf ("%s%s%s", minus, sign, amount);
}

char *
ddi_format_money (gint64 minor_units, const char *currency)
{
  g_autofree char *amount = ddi_format_amount (minor_units < 0 ? -minor_units : minor_units);

  return add_sign (amount, minor_units < 0, currency);
}

char *
ddi_format_money_whole (gint64 minor_units, const char *currency)
{
  gint64 size = minor_units < 0 ? -minor_units : minor_units;
  g_autofree char *amount = ddi_format_int (size / 100 + (size % 100 >= 50));

  return add_sign (amount, minor_units < 0, currency);
}

static char *
format_with (DdiDay day, const char *format)
{
  g_autoptr (GDateTime) time = ddi_day_to_date_time (day);

  return g_date_time_format (time, format);
}

char *
ddi_format_day (DdiDay day)
{
  /* Translators: weekday, day, month and year, see g_date_time_format(); reorder as your language does. */
  return format_with (day, _ ("%a %-d %b %Y"));
}

char *
ddi_format_day_short (DdiDay day, DdiDay today)
{
  int year, this_year;

  ddi_day_to_ymd (day, &year, NULL, NULL);
  ddi_day_to_ymd (today, &this_year, NULL, NULL);
  /* Translators: a day of this year. */
  return format_with (day, year == this_year ? _ ("%-d %b") : _ ("%-d %b %Y"));
}

char *
ddi_format_range (DdiDay first, DdiDay last)
{
  int first_year, first_month, last_year, last_month;
  g_autofree char *end = format_with (last, _ ("%-d %b %Y"));
  g_autofree char *start = NULL;

  if (first == last)
    return g_steal_pointer (&end);
  ddi_day_to_ymd (first, &first_year, &first_month, NULL);
  ddi_day_to_ymd (last, &last_year, &last_month, NULL);
  if (first_year != last_year)
    start = format_with (first, _ ("%-d %b %Y"));
  else if (first_month != last_month)
    start = format_with (first, _ ("%-d %b"));
  else
    /* Translators: the first day of a range within one month. */
    start = format_with (first, _ ("%-d"));
  /* Translators: from a day to a day. */
  return g_strdup_printf (_ ("%s – %s"), start, end);
}

static gboolean
is_blank (gunichar c)
{
  return g_unichar_isspace (c) || c == 0x00a0 || c == 0x202f || c == 0x2009;
}

/* The digits of @text without blanks around, without separators between groups of three; NULL where
 * something else stands in it. @fraction gets what follows the decimal sign, "" where nothing does. */
static char *
clean_number (const char *text, char **fraction)
{
  const struct lconv *locale = localeconv ();
  const char *point = *locale->decimal_point ? locale->decimal_point : ".";
  const char *separator = *locale->thousands_sep ? locale->thousands_sep : NULL;
  g_autoptr (GString) whole = g_string_new (NULL);
  g_autofree char *stripped = g_strstrip (g_strdup (text));
  const char *p = stripped;
  gssize group = -1; /* digits since the last separator, -1 before the first */

  *fraction = NULL;
  while (*p)
    {
      gunichar c = g_utf8_get_char_validated (p, -1);

      if (c >= (gunichar)-2)
        return NULL;
      if (g_ascii_isdigit (*p))
        {
          g_string_append_c (whole, *p++);
          if (group >= 0)
            group++;
        }
      else if (g_str_has_prefix (p, point) || (*p == '.' && g_strcmp0 (separator, ".") != 0))
        {
          p += *p == '.' ? 1 : strlen (point);
          *fraction = g_strdup (p);
          break;
        }
      else if (whole->len > 0 && (is_blank (c) || (separator && g_str_has_prefix (p, separator))))
        {
          if (group >= 0 ? group != 3 : whole->len > 3)
            return NULL;
          group = 0;
          p = is_blank (c) ? g_utf8_next_char (p) : p + strlen (separator);
        }
      else
        return NULL;
    }
  if (group >= 0 && group != 3)
    return NULL;
  if (*fraction == NULL)
    *fraction = g_strdup ("");
  return g_string_free (g_steal_pointer (&whole), FALSE);
}

char *
ddi_format_moment (gint64 seconds)
{
  g_autoptr (GDateTime) local = g_date_time_new_from_unix_local (seconds);
  g_autofree char *day = NULL, *time = NULL;

  if (local == NULL)
    return g_strdup ("–");
  day = ddi_format_day (ddi_day_from_ymd (g_date_time_get_year (local), g_date_time_get_month (local),
                                          g_date_time_get_day_of_month (local)));
  time = g_date_time_format (local, "%H:%M");
  return g_strdup_printf ("%s, %s", day, time);
}

gboolean
ddi_parse_pieces (const char *text, gint64 *value)
{
  g_autofree char *fraction = NULL;
  g_autofree char *whole = clean_number (text, &fraction);
  guint64 number;

  if (whole == NULL || *whole == '\0' || *fraction != '\0')
    return FALSE;
  if (!g_ascii_string_to_unsigned (whole, 10, 0, G_MAXINT32, &number, NULL))
    return FALSE;
  *value = (gint64)number;
  return TRUE;
}

gboolean
ddi_parse_amount (const char *text, gint64 *minor_units)
{
  static const char *const signs[] = { "$", "€", "£", "¥", "₹" };
  g_autofree char *fraction = NULL;
  g_autofree char *bare = g_strstrip (g_strdup (text));
  g_autofree char *whole = NULL;
  guint64 number = 0, cents = 0;
  gsize n;

  for (gsize i = 0; i < G_N_ELEMENTS (signs); i++)
    if (g_str_has_prefix (bare, signs[i]))
      memmove (bare, bare + strlen (signs[i]), strlen (bare) - strlen (signs[i]) + 1);
    else if (g_str_has_suffix (bare, signs[i]))
      bare[strlen (bare) - strlen (signs[i])] = '\0';

  whole = clean_number (bare, &fraction);
  if (whole == NULL || (*whole == '\0' && *fraction == '\0'))
    return FALSE;
  n = strlen (fraction);
  if (n > 2 || (*whole && !g_ascii_string_to_unsigned (whole, 10, 0, AMOUNT_MAX / 100, &number, NULL)))
    return FALSE;
  if (n > 0 && !g_ascii_string_to_unsigned (fraction, 10, 0, 99, &cents, NULL))
    return FALSE;
  *minor_units = (gint64)(number * 100 + (n == 1 ? cents * 10 : cents));
  return TRUE;
}
