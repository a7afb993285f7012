/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>
#include <json-glib/json-glib.h>
#include <math.h>

#include "tasks/ddi-generate-private.h"

/* Adds a number with eight digits after the point, so that ten factors still multiply to a million pieces within
 * half a piece. JSON knows no NaN. */
static void
add_number (JsonBuilder *builder, const char *name, double value)
{
  json_builder_set_member_name (builder, name);
  if (isfinite (value))
    json_builder_add_double_value (builder, round (value * 1e8) / 1e8);
  else
    json_builder_add_null_value (builder);
}

static void
add_events (JsonBuilder *builder, const DdiPanel *panel, const DdiExplanation *why)
{
  json_builder_set_member_name (builder, "events");
  json_builder_begin_array (builder);
  for (int i = 0; i < why->n_events; i++)
    {
      const DdiEventFactor *factor = &why->events[i];

      json_builder_begin_object (builder);
      json_builder_set_member_name (builder, "name");
      json_builder_add_string_value (builder, ddi_panel_event (panel, factor->event)->name);
      json_builder_set_member_name (builder, "offset");
      json_builder_add_int_value (builder, factor->offset);
      add_number (builder, "factor", factor->factor);
      add_number (builder, "standard_error", factor->standard_error);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
}

/* What the order board looks for. */
static void
add_flags (JsonBuilder *builder, DdiNote note)
{
  json_builder_set_member_name (builder, "flags");
  json_builder_begin_array (builder);
  if (note & (DDI_NOTE_NO_HISTORY | DDI_NOTE_SHORT_HISTORY | DDI_NOTE_BORROWED))
    json_builder_add_string_value (builder, "new");
  if (note & (DDI_NOTE_GONE | DDI_NOTE_EVENT_UNKNOWN))
    json_builder_add_string_value (builder, "fallback");
  if (note & DDI_NOTE_RAISE_ORDER)
    json_builder_add_string_value (builder, "sell_outs");
  json_builder_end_array (builder);
}

char *
ddi_generate_explain (const DdiHistory *history, const DdiForecastRow *row)
{
  const DdiExplanation *why = &row->explanation;
  double fractile = history->fractiles[row->series];
  g_autoptr (JsonBuilder) builder = json_builder_new_immutable ();
  g_autoptr (JsonGenerator) generator = json_generator_new ();
  g_autoptr (JsonNode) root = NULL;

  json_builder_begin_object (builder);
  add_number (builder, "predicted", row->predicted);
  add_number (builder, "lower", row->lower);
  add_number (builder, "upper", row->upper);
  json_builder_set_member_name (builder, "coverage");
  json_builder_add_int_value (builder, history->coverage);
  add_number (builder, "level", why->level);
  add_number (builder, "weekday", why->weekday);
  add_number (builder, "season", why->season);
  add_number (builder, "drift", why->drift);
  add_number (builder, "weather", why->weather);
  add_number (builder, "correction", why->correction);
  add_number (builder, "spill", why->spill);
  add_number (builder, "combination", why->combination);
  add_number (builder, "open", why->open);
  add_events (builder, history->panel, why);
  add_flags (builder, row->note);
  add_number (builder, "fractile", isnan (fractile) ? history->default_fractile : fractile);
  json_builder_set_member_name (builder, "fractile_from");
  json_builder_add_string_value (builder, isnan (fractile) ? "default" : "prices");
  json_builder_set_member_name (builder, "pack");
  json_builder_add_int_value (builder, history->packs[row->series]);
  json_builder_end_object (builder);

  root = json_builder_get_root (builder);
  json_generator_set_root (generator, root);
  return json_generator_to_data (generator, NULL);
}

char *
ddi_generate_note (const DdiHistory *history, const DdiForecastRow *row)
{
  g_autofree char *note = ddi_note_to_text (row->note);
  g_autofree char *fractile = NULL;

  if (!isnan (history->fractiles[row->series]))
    return *note ? g_steal_pointer (&note) : NULL;
  fractile = g_strdup_printf (_ ("no cost and price yet: ordered to last on %.0f of 100 days"),
                              history->default_fractile * 100);
  return *note ? g_strdup_printf ("%s; %s", note, fractile) : g_steal_pointer (&fractile);
}
