/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>

#include "core/ddi-format.h"
#include "tasks/ddi-weekly.h"

/* An estimate and its range, written without their sign: the smaller amount first whichever way it goes. */
typedef struct
{
  gboolean known, ranges, negative;
  char *likely, *least, *most;
} Estimate;

static void
estimate_clear (Estimate *self)
{
  g_free (self->likely);
  g_free (self->least);
  g_free (self->most);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Estimate, estimate_clear)

static char *
money (const DdiWeekly *self, gint64 minor)
{
  return ddi_format_money_whole (minor, self->currency);
}

static void
read_estimate (const DdiWeekly *self, const char *likely_column, const char *least_column,
               const char *most_column, Estimate *estimate)
{
  gint64 likely, least, most;

  *estimate = (Estimate){ .known = ddi_weekly_sum (self, likely_column, &likely) };
  ddi_weekly_sum (self, least_column, &least);
  ddi_weekly_sum (self, most_column, &most);
  estimate->ranges = least != most;
  estimate->negative = likely < 0;
  estimate->likely = money (self, ABS (likely));
  estimate->least = money (self, likely < 0 ? -most : least);
  estimate->most = money (self, likely < 0 ? -least : most);
}

char *
ddi_weekly_describe_saved (const DdiWeekly *self)
{
  g_auto (Estimate) saved = { 0 };

  read_estimate (self, "saved", "saved_least", "saved_most", &saved);
  if (!saved.known)
    return g_strdup (_ ("Nothing to compare with the mean of the last four same weekdays yet."));
  if (!saved.ranges)
    /* Translators: an amount of money. */
    return g_strdup_printf (saved.negative
                                ? _ ("%s more thrown away than with the mean of the last four same weekdays")
                                : _ ("%s less thrown away than with the mean of the last four same weekdays"),
                            saved.likely);
  /* Translators: amounts of money: the estimate, the least and the most. */
  return g_strdup_printf (
      saved.negative ? _ ("%s more thrown away (%s to %s) than with the mean of the last four same weekdays")
                     : _ ("%s less thrown away (%s to %s) than with the mean of the last four same weekdays"),
      saved.likely, saved.least, saved.most);
}

/* The mean alone would throw less away and sell less, or more of both: both sides are told. */
char *
ddi_weekly_describe_kept (const DdiWeekly *self)
{
  gint64 kept, earned;
  g_autofree char *amount = NULL, *after = NULL;

  if (!ddi_weekly_sum (self, "kept", &kept))
    return g_strdup ("");
  amount = money (self, ABS (kept));
  if (!ddi_weekly_sum (self, "earned", &earned))
    /* Translators: an amount of money. */
    return g_strdup_printf (kept < 0 ? _ ("%s less sold than with it") : _ ("%s more sold than with it"),
                            amount);
  after = money (self, earned);
  /* Translators: amounts of money: at the price of what was sold, and that without what it cost to make. */
  return g_strdup_printf (kept < 0 ? _ ("%s less sold than with it: %s after what it cost to make")
                                   : _ ("%s more sold than with it: %s after what it cost to make"),
                          amount, after);
}

char *
ddi_weekly_describe_net (const DdiWeekly *self)
{
  g_auto (Estimate) net = { 0 };
  gint64 saved;

  if (!ddi_weekly_sum (self, "saved", &saved))
    return g_strdup ("");
  read_estimate (self, "net", "net_least", "net_most", &net);
  if (!net.known)
    return g_strdup (_ ("The net is not known: no product’s day that is compared has a price."));
  if (!net.ranges)
    /* Translators: an amount of money. */
    return g_strdup_printf (net.negative
                                ? _ ("Net: %s worse than with the mean of the last four same weekdays")
                                : _ ("Net: %s better than with the mean of the last four same weekdays"),
                            net.likely);
  /* Translators: amounts of money: the estimate, the least and the most. */
  return g_strdup_printf (
      net.negative ? _ ("Net: %s worse (%s to %s) than with the mean of the last four same weekdays")
                   : _ ("Net: %s better (%s to %s) than with the mean of the last four same weekdays"),
      net.likely, net.least, net.most);
}

char *
ddi_weekly_describe_left_out (const DdiWeekly *self)
{
  gint64 n = ddi_weekly_count (self, "n_net"), all = ddi_weekly_count (self, "n_saved");
  g_autofree char *known = ddi_format_int (n), *compared = ddi_format_int (all);

  if (n == 0 || n >= all)
    return g_strdup ("");
  /* Translators: how many products' days have a price, and how many are compared. */
  return g_strdup_printf (
      _ ("The net is that of %s of the %s products’ days compared: the others have no price."), known,
      compared);
}
