/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "pages/events/ddi-event-text.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define LARGEST_EFFECT 9.0

const char *
ddi_event_text_kind (DdiEventKind kind)
{
  static const char *const names[DDI_EVENT_N_KINDS] = {
    [DDI_EVENT_HOLIDAY] = N_ ("Holiday"),     [DDI_EVENT_SCHOOL] = N_ ("School holiday"),
    [DDI_EVENT_PROMOTION] = N_ ("Promotion"), [DDI_EVENT_CLOSURE] = N_ ("Closure"),
    [DDI_EVENT_LOCAL] = N_ ("Local event"),
  };

  return _ (names[kind]);
}

const char *
ddi_event_text_style (DdiEventKind kind)
{
  static const char *const styles[DDI_EVENT_N_KINDS] = {
    [DDI_EVENT_HOLIDAY] = "holiday", [DDI_EVENT_SCHOOL] = "school", [DDI_EVENT_PROMOTION] = "promotion",
    [DDI_EVENT_CLOSURE] = "closure", [DDI_EVENT_LOCAL] = "local",
  };

  return styles[kind];
}

char *
ddi_event_text_effect (double effect)
{
  long percent;

  if (isnan (effect))
    return g_strdup ("");
  percent = lround (effect * 100);
  /* Translators: a change in percent with its sign, such as "+38 %". */
  return g_strdup_printf (_ ("%s%ld %%"), percent > 0 ? "+" : percent < 0 ? "−" : "±", labs (percent));
}

gboolean
ddi_event_text_parse_effect (const char *text, double *effect)
{
  g_autofree char *plain = g_strstrip (g_strdup (text));
  g_autoptr (GRegex) regex =
      g_regex_new ("^([+\\-−])?\\s*([0-9]{1,4})(?:[.,]([0-9]{1,2}))?[\\s\u00a0]*%?$", 0, 0, NULL);
  g_autoptr (GMatchInfo) match = NULL;
  g_autofree char *sign = NULL, *whole = NULL, *fraction = NULL, *number = NULL;

  *effect = NAN;
  if (*plain == '\0')
    return TRUE;
  if (!g_regex_match (regex, plain, 0, &match))
    return FALSE;
  sign = g_match_info_fetch (match, 1);
  whole = g_match_info_fetch (match, 2);
  fraction = g_match_info_fetch (match, 3);
  number = g_strdup_printf ("%s.%s", whole, fraction && *fraction ? fraction : "0");
  *effect = g_ascii_strtod (number, NULL) / 100;
  if (sign && *sign && *sign != '+')
    *effect = -*effect;
  return *effect >= -1 && *effect <= LARGEST_EFFECT;
}

char *
ddi_event_text_learnt (DdiRows *rows, guint row)
{
  gint64 n = ddi_rows_get_int (rows, row, ddi_rows_column (rows, "n_times"));
  double spread = ddi_rows_get_double (rows, row, ddi_rows_column (rows, "spread"));
  g_autofree char *effect =
      ddi_event_text_effect (ddi_rows_get_double (rows, row, ddi_rows_column (rows, "effect")));

  if (n == 0 || *effect == '\0')
    return g_strdup ("");
  if (n == 1 || isnan (spread))
    /* Translators: what an event did, which happened once: "+38 %, once". */
    return g_strdup_printf (_ ("%s, once"), effect);
  /* Translators: what an event did on average, how far it differed, how often it happened: "+38 % ± 9, 4 times". */
  return g_strdup_printf (ngettext ("%s ± %ld, %d time", "%s ± %ld, %d times", (gulong)n), effect,
                          lround (spread * 100), (int)n);
}

char *
ddi_event_text_scope (const char *product, const char *category)
{
  if (product)
    return g_strdup (product);
  if (category)
    /* Translators: all products of a category, such as "All Donuts". */
    return g_strdup_printf (_ ("All %s"), category);
  return g_strdup (_ ("All products"));
}
