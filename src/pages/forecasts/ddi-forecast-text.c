/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "pages/forecasts/ddi-forecast-text.h"

#include <glib/gi18n-lib.h>

#include "core/ddi-format.h"
#include "tasks/ddi-why.h"

/* Characters of a reason that stays in one line. */
#define WHOLE_CHARS 28
#define NO_BREAK "\302\240"

char *
ddi_forecast_text_pieces (gint64 pieces)
{
  return pieces == DDI_ORDER_UNKNOWN ? g_strdup ("–") : ddi_format_int (pieces);
}

char *
ddi_forecast_text_last_week (const DdiOrderLine *line)
{
  if (line->made_last_week == DDI_ORDER_UNKNOWN)
    return line->sold_last_week == DDI_ORDER_UNKNOWN ? g_strdup ("–")
                                                     : g_strdup_printf (_ ("sold %d"), line->sold_last_week);
  if (line->left_last_week == DDI_ORDER_UNKNOWN)
    return g_strdup_printf (_ ("made %d"), line->made_last_week);
  return g_strdup_printf (_ ("made %d, left %d"), line->made_last_week, line->left_last_week);
}

char *
ddi_forecast_text_bounds (const DdiOrderLine *line)
{
  if (line->lower == DDI_ORDER_UNKNOWN || line->upper == DDI_ORDER_UNKNOWN)
    return g_strdup ("–");
  return g_strdup_printf ("%d – %d", line->lower, line->upper);
}

char *
ddi_forecast_text_order (const DdiOrderLine *line)
{
  if (line->changed_id != DDI_ORDER_UNKNOWN)
    return g_strdup_printf ("%d → %d", line->quantity, line->changed_order);
  return ddi_format_int (line->quantity);
}

/* A line ends between two reasons, and not within one unless it is long: then not before its figure. */
static char *
keep_together (const char *text)
{
  g_auto (GStrv) reasons = g_strsplit (text, " · ", -1);
  GString *kept = g_string_new (NULL);

  for (char **reason = reasons; *reason; reason++)
    {
      gboolean whole = g_utf8_strlen (*reason, -1) <= WHOLE_CHARS;

      if (reason != reasons)
        g_string_append (kept, NO_BREAK "· ");
      for (const char *at = *reason; *at; at = g_utf8_next_char (at))
        if (*at == ' ' && (whole || !g_unichar_isalpha (g_utf8_get_char (at + 1))))
          g_string_append (kept, NO_BREAK);
        else
          g_string_append_unichar (kept, g_utf8_get_char (at));
    }
  return g_string_free (kept, FALSE);
}

char *
ddi_forecast_text_why (const DdiOrderLine *line, DdiDay day)
{
  g_autoptr (DdiWhy) why = ddi_why_parse (line->explanation, day);
  g_autofree char *summary = why ? ddi_why_summarize (why, 3) : g_strdup ("");
  g_autofree char *steps = keep_together (summary);

  if (line->changed_id != DDI_ORDER_UNKNOWN)
    return g_strdup (_ ("changed since approval"));
  if (line->is_new)
    return *steps ? g_strdup_printf (_ ("new · %s"), steps) : g_strdup (_ ("new"));
  if (line->is_sold_out)
    /* Translators: demand cannot be known where nearly every day sells out; %s are the forecast's reasons. */
    return *steps ? g_strdup_printf (_ ("keeps selling out: order more · %s"), steps)
                  : g_strdup (_ ("keeps selling out: order more"));
  return g_steal_pointer (&steps);
}

char *
ddi_forecast_text_last_count (DdiDay last, DdiDay today)
{
  if (last == DDI_DAY_INVALID)
    return g_strdup (_ ("never"));
  if (last >= today)
    return g_strdup (_ ("today"));
  if (last == today - 1)
    return g_strdup (_ ("last night"));
  if (today - last > 60)
    return ddi_format_day_short (last, today);
  return g_strdup_printf (ngettext ("%d day ago", "%d days ago", (gulong)(today - last)), today - last);
}

char *
ddi_forecast_text_change (gint64 now, gint64 before)
{
  double change;

  if (now == DDI_ORDER_UNKNOWN || before <= 0)
    return g_strdup ("–");
  change = ((double)now / (double)before - 1) * 100;
  if (change > -0.5 && change < 0.5)
    return g_strdup ("± 0 %");
  return g_strdup_printf ("%s %.0f %%", change < 0 ? "−" : "+", change < 0 ? -change : change);
}

/* Takes @part. */
static void
append_part (GString *text, guint n, char *part)
{
  if (n > 0)
    g_string_append_printf (text, "%s%s", text->len > 0 ? ", " : "", part);
  g_free (part);
}

char *
ddi_forecast_text_exceptions (const DdiOrderShop *shop)
{
  GString *text = g_string_new (NULL);
  guint n = shop->n_changed;

  append_part (text, n,
               g_strdup_printf (ngettext ("%u changed since approval", "%u changed since approval", n), n));
  n = shop->n_missing_days;
  append_part (text, n, g_strdup_printf (ngettext ("%u day missing", "%u days missing", n), n));
  n = shop->n_new_products;
  append_part (text, n, g_strdup_printf (ngettext ("%u new", "%u new", n), n));
  n = shop->n_big_changes;
  append_part (text, n, g_strdup_printf (ngettext ("%u big change", "%u big changes", n), n));
  n = shop->n_sold_out;
  append_part (text, n, g_strdup_printf (ngettext ("%u keeps selling out", "%u keep selling out", n), n));
  n = shop->n_fallbacks;
  append_part (text, n,
               n == shop->n_lines && n > 1
                   ? g_strdup (_ ("all uncertain"))
                   : g_strdup_printf (ngettext ("%u uncertain", "%u uncertain", n), n));
  return g_string_free (text, FALSE);
}

char *
ddi_forecast_text_decided (const char *status, gint64 at)
{
  g_autoptr (GDateTime) time = at ? g_date_time_new_from_unix_local (at) : NULL;
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  g_autofree char *text = NULL;

  if (time == NULL)
    return g_strdup (status);
  text = g_date_time_format (time,
                             g_date_time_difference (now, time) < 20 * G_TIME_SPAN_HOUR ? "%H:%M" : "%-d %b");
  return g_strdup_printf ("%s %s", status, text);
}

char *
ddi_forecast_text_due (gint64 due, gint64 now, const char *time_zone)
{
  g_autoptr (GTimeZone) zone = time_zone ? g_time_zone_new_identifier (time_zone) : NULL;
  g_autoptr (GDateTime) utc = due ? g_date_time_new_from_unix_utc (due) : NULL;
  g_autoptr (GDateTime) time =
      utc == NULL ? NULL : (zone ? g_date_time_to_timezone (utc, zone) : g_date_time_to_local (utc));
  g_autofree char *text = NULL;
  gint64 minutes = (due - now) / 60;

  if (time == NULL)
    return g_strdup ("");
  text = g_date_time_format (time, "%H:%M");
  if (minutes < 0 && minutes > -24 * 60)
    return g_strdup_printf (_ ("order was due %s"), text);
  if (minutes < 0)
    return g_strdup ("");
  if (minutes < 60)
    return g_strdup_printf (_ ("order due %s (in %d min)"), text, (int)minutes);
  if (minutes < 24 * 60)
    return g_strdup_printf (_ ("order due %s (in %d h %02d)"), text, (int)(minutes / 60),
                            (int)(minutes % 60));
  g_free (text);
  text = g_date_time_format (time, "%a %H:%M");
  return g_strdup_printf (_ ("order due %s"), text);
}

char *
ddi_forecast_text_total (const DdiOrderTotal *total)
{
  g_autofree char *quantity = ddi_format_int (total->quantity);
  g_autofree char *predicted = ddi_format_int (total->predicted);
  g_autofree char *waste = ddi_format_int (total->waste);
  g_autofree char *lost = ddi_format_int (total->lost);

  return g_strdup_printf (_ ("Order %s · expected demand %s, thrown away %s, lost sales %s"), quantity,
                          predicted, waste, lost);
}

char *
ddi_forecast_text_categories (GPtrArray *totals)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i + 1 < totals->len; i++)
    {
      const DdiOrderTotal *total = totals->pdata[i];
      g_autofree char *quantity = ddi_format_int (total->quantity);

      g_string_append_printf (text, "%s%s\302\240%s", i > 0 ? "\302\240· " : "",
                              *total->category ? total->category : _ ("No category"), quantity);
    }
  return g_string_free (text, FALSE);
}
