/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tasks/ddi-miss.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "core/ddi-format.h"
#include "core/ddi-json.h"
#include "tasks/ddi-why.h"

/* A level is new where so many days around say so, by so much. */
#define LEAST_NEAR 4
#define LEAST_SHIFT 0.2

static gboolean
is_below (const DdiMiss *self)
{
  return self->actual < self->predicted;
}

static char *
explain_state (const DdiMiss *self)
{
  if (!is_below (self))
    return NULL;
  if (g_strcmp0 (self->state, "closed") == 0)
    return g_strdup (_ ("The shop was closed"));
  if (g_strcmp0 (self->state, "closed_early") == 0)
    return g_strdup (_ ("The shop closed early"));
  return NULL;
}

static char *
explain_sell_out (const DdiMiss *self)
{
  if (!self->sold_out)
    return NULL;
  if (self->sold_out_at)
    /* Translators: %s is a time of day. */
    return g_strdup_printf (_ ("Sold out at %s, and more was wanted"), self->sold_out_at);
  return g_strdup (_ ("Sold out, and more may have been wanted"));
}

/* The step that the forecast took for one of the events; promotions and school holidays share one. NULL where it
 * knew none of them. */
static const DdiWhyStep *
find_event (const DdiWhy *why, char **events)
{
  for (guint i = 0; why && i < why->steps->len; i++)
    {
      const DdiWhyStep *step = why->steps->pdata[i];

      if (g_strv_contains ((const char *const *)events, step->name) ||
          g_str_equal (step->name, _ ("school holidays and promotions")))
        return step;
    }
  return NULL;
}

static char *
explain_event (const DdiMiss *self, const DdiWhy *why)
{
  g_auto (GStrv) events = NULL;
  g_autofree char *change = NULL;
  const DdiWhyStep *step;

  if (self->events == NULL)
    return NULL;
  events = g_strsplit (self->events, ", ", -1);
  step = find_event (why, events);
  change = step ? ddi_format_change (step->factor) : NULL;
  if (change)
    /* Translators: an event and what the forecast made of it, such as "+12 %". */
    return g_strdup_printf (_ ("%s, forecast with %s"), self->events, change);
  /* Translators: an event. */
  return g_strdup_printf (_ ("%s, whose effect was not known"), self->events);
}

static char *
explain_level (const DdiMiss *self)
{
  double shift = self->actual_near / self->predicted_near - 1;
  g_autofree char *percent = NULL;

  if (self->n_near < LEAST_NEAR || !(self->predicted_near > 0) || fabs (shift) < LEAST_SHIFT ||
      (shift < 0) != is_below (self))
    return NULL;
  percent = ddi_format_percent (fabs (shift), 0);
  /* Translators: %s is a percentage. */
  return g_strdup_printf (shift < 0 ? _ ("A new level: %s less was sold in the weeks around too")
                                    : _ ("A new level: %s more was sold in the weeks around too"),
                          percent);
}

static gboolean
has_flag (const char *explanation, const char *wanted)
{
  g_autoptr (JsonNode) root = explanation ? ddi_json_parse (explanation, -1, NULL) : NULL;
  JsonArray *flags = root && JSON_NODE_HOLDS_OBJECT (root)
                         ? ddi_json_get_array (json_node_get_object (root), "flags")
                         : NULL;

  for (guint i = 0; flags && i < json_array_get_length (flags); i++)
    if (g_strcmp0 (ddi_json_get_text_at (flags, i), wanted) == 0)
      return TRUE;
  return FALSE;
}

static char *
explain_flags (const DdiMiss *self)
{
  if (has_flag (self->explanation, "new"))
    return g_strdup (_ ("New here: little was known"));
  if (has_flag (self->explanation, "sell_outs") && !is_below (self))
    return g_strdup (_ ("It had sold out often: how much was wanted was a guess"));
  return NULL;
}

char *
ddi_miss_explain (const DdiMiss *self)
{
  g_autoptr (DdiWhy) why = ddi_why_parse (self->explanation, self->day);
  g_autofree char *steps = why ? ddi_why_summarize (why, 2) : NULL;
  char *reason = explain_state (self);

  if (reason == NULL)
    reason = explain_sell_out (self);
  if (reason == NULL)
    reason = explain_event (self, why);
  if (reason == NULL)
    reason = explain_level (self);
  if (reason == NULL)
    reason = explain_flags (self);
  if (reason == NULL && steps && *steps)
    /* Translators: what the forecast was made of, such as "Wed +4 % · Promotion +6 %". */
    reason = g_strdup_printf (_ ("An unusual day; forecast with %s"), steps);
  return reason ? reason : g_strdup (_ ("An unusual day"));
}
