/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tasks/ddi-why.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "core/ddi-format.h"
#include "core/ddi-json.h"

/* A factor nearer to 1 than half a percent is no reason. */
#define MATTERS 0.005

static void
free_step (gpointer data)
{
  DdiWhyStep *step = data;

  g_free (step->name);
  g_free (step);
}

static void
add_step (DdiWhy *self, const char *name, double factor)
{
  DdiWhyStep *step;

  if (!isfinite (factor) || fabs (factor - 1) < MATTERS)
    return;
  step = g_new (DdiWhyStep, 1);
  step->name = g_strdup (name);
  step->factor = factor;
  step->is_rest = FALSE;
  g_ptr_array_add (self->steps, step);
}

/* What the other models of the combination add: no cause that a manager could weigh. */
static void
add_rest (DdiWhy *self, double factor)
{
  guint before = self->steps->len;

  add_step (self, _ ("other models"), factor);
  if (self->steps->len > before)
    ((DdiWhyStep *)self->steps->pdata[before])->is_rest = TRUE;
}

static void
add_events (DdiWhy *self, JsonObject *object)
{
  JsonArray *events = ddi_json_get_array (object, "events");

  for (guint i = 0; events && i < json_array_get_length (events); i++)
    {
      JsonObject *event = ddi_json_get_object_at (events, i);
      const char *name = event ? ddi_json_get_text (event, "name") : NULL;
      double offset = event ? ddi_json_get_number (event, "offset", 0) : 0;
      g_autofree char *text = NULL;

      if (name == NULL)
        continue;
      if (offset < 0)
        text = g_strdup_printf (_ ("before %s"), name);
      else if (offset > 0)
        text = g_strdup_printf (_ ("after %s"), name);
      add_step (self, text ? text : name, ddi_json_get_number (event, "factor", 1));
    }
}

DdiWhy *
ddi_why_parse (const char *explanation, DdiDay day)
{
  g_autoptr (JsonNode) root = explanation ? ddi_json_parse (explanation, -1, NULL) : NULL;
  JsonObject *object;
  DdiWhy *self;
  g_autoptr (GDateTime) date = NULL;
  g_autofree char *weekday = NULL;

  if (root == NULL || !JSON_NODE_HOLDS_OBJECT (root))
    return NULL;
  object = json_node_get_object (root);
  if (!json_object_has_member (object, "level"))
    return NULL;

  self = g_new0 (DdiWhy, 1);
  self->steps = g_ptr_array_new_with_free_func (free_step);
  self->level = ddi_json_get_number (object, "level", 0);
  self->predicted = ddi_json_get_number (object, "predicted", 0);
  self->fractile = ddi_json_get_number (object, "fractile", NAN);
  self->fractile_from_prices = g_strcmp0 (ddi_json_get_text (object, "fractile_from"), "prices") == 0;
  self->pack = (int)CLAMP (ddi_json_get_number (object, "pack", 1), 1, G_MAXINT);

  date = ddi_day_to_date_time (day);
  weekday = g_date_time_format (date, "%a");
  add_step (self, weekday, ddi_json_get_number (object, "weekday", 1));
  add_step (self, _ ("season"), ddi_json_get_number (object, "season", 1));
  add_step (self, _ ("lately in all shops"), ddi_json_get_number (object, "drift", 1));
  add_step (self, _ ("school holidays and promotions"), ddi_json_get_number (object, "spell", 1));
  add_step (self, _ ("weather"), ddi_json_get_number (object, "weather", 1));
  add_events (self, object);
  add_step (self, _ ("sold out"), ddi_json_get_number (object, "correction", 1));
  add_step (self, _ ("others sold out"), ddi_json_get_number (object, "spill", 1));
  add_rest (self, ddi_json_get_number (object, "combination", 1));
  if (ddi_json_get_number (object, "open", 1) == 0)
    add_step (self, _ ("closed"), 0);
  return self;
}

void
ddi_why_free (DdiWhy *self)
{
  g_ptr_array_unref (self->steps);
  g_free (self);
}

static double
weight (const DdiWhyStep *step)
{
  return step->factor > 0 ? fabs (log (step->factor)) : INFINITY;
}

static gint
compare_weight (gconstpointer a, gconstpointer b)
{
  const DdiWhyStep *one = *(DdiWhyStep *const *)a, *other = *(DdiWhyStep *const *)b;
  double first = weight (one), second = weight (other);

  if (one->is_rest != other->is_rest)
    return one->is_rest ? 1 : -1;
  return (first < second) - (first > second);
}

static char *
list_steps (const GPtrArray *steps, guint n, const char *separator)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < MIN (n, steps->len); i++)
    {
      const DdiWhyStep *step = steps->pdata[i];
      g_autofree char *change = ddi_format_change (step->factor);

      g_string_append_printf (text, "%s%s %s", i > 0 ? separator : "", step->name, change);
    }
  return g_string_free (text, FALSE);
}

char *
ddi_why_summarize (const DdiWhy *self, guint n)
{
  g_autoptr (GPtrArray) sorted = g_ptr_array_copy (self->steps, NULL, NULL);

  g_ptr_array_set_free_func (sorted, NULL);
  g_ptr_array_sort (sorted, compare_weight);
  return list_steps (sorted, n, " · ");
}

/* 80, or 0.4 where whole pieces would say nothing. */
static char *
format_pieces (double pieces)
{
  return pieces < 10 ? g_strdup_printf ("%.1f", MAX (pieces, 0))
                     : ddi_format_int (llround (MIN (pieces, 1e15)));
}

char *
ddi_why_tell (const DdiWhy *self)
{
  g_autofree char *level = format_pieces (self->level), *predicted = format_pieces (self->predicted);
  g_autofree char *steps = NULL;

  for (guint i = 0; i < self->steps->len; i++)
    if (((DdiWhyStep *)self->steps->pdata[i])->factor <= 0)
      return g_strdup (_ ("Nothing is sold that day: closed, not offered or no longer sold."));
  if (self->steps->len == 0)
    /* Translators: %s is a number of pieces. */
    return g_strdup_printf (_ ("A usual day sells %s, and nothing says that this day is another."), level);
  steps = list_steps (self->steps, self->steps->len, ", ");
  /* Translators: pieces, a list of reasons such as "Wed +4 %, season −2 %", pieces. */
  return g_strdup_printf (_ ("A usual day sells %s; with %s that makes %s."), level, steps, predicted);
}
