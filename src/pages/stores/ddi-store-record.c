/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "pages/stores/ddi-store-record.h"

#define EVERY_DAY 127
#define DEFAULT_CUTOFF (14 * 60)

/* "/etc/localtime" and the like are no names that a database server knows. */
static char *
local_time_zone (void)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_local ();
  const char *name = g_time_zone_get_identifier (zone);
  g_autoptr (GTimeZone) known = g_time_zone_new_identifier (name);

  return g_strdup (known && !g_str_has_prefix (name, "/") ? name : "UTC");
}

DdiStoreRecord *
ddi_store_record_new (void)
{
  DdiStoreRecord *self = g_new0 (DdiStoreRecord, 1);

  self->name = g_strdup ("");
  self->district = g_strdup ("");
  self->code = g_strdup ("");
  self->pc_number = g_strdup ("");
  self->address = g_strdup ("");
  self->timezone = local_time_zone ();
  self->open_weekdays = self->delivery_weekdays = EVERY_DAY;
  self->opened_on = self->closed_on = DDI_DAY_INVALID;
  self->cutoff = DEFAULT_CUTOFF;
  self->lead_days = 1;
  self->opens_at = self->closes_at = -1;
  return self;
}

DdiStoreRecord *
ddi_store_record_copy (const DdiStoreRecord *self)
{
  DdiStoreRecord *copy = g_memdup2 (self, sizeof *self);

  copy->name = g_strdup (self->name);
  copy->district = g_strdup (self->district);
  copy->code = g_strdup (self->code);
  copy->pc_number = g_strdup (self->pc_number);
  copy->address = g_strdup (self->address);
  copy->timezone = g_strdup (self->timezone);
  return copy;
}

void
ddi_store_record_free (DdiStoreRecord *self)
{
  g_free (self->name);
  g_free (self->district);
  g_free (self->code);
  g_free (self->pc_number);
  g_free (self->address);
  g_free (self->timezone);
  g_free (self);
}

static char *
read_text (DdiRows *rows, guint row, const char *name)
{
  guint column = ddi_rows_column (rows, name);

  return g_strdup (ddi_rows_is_null (rows, row, column) ? "" : ddi_rows_get_text (rows, row, column));
}

static int
read_int (DdiRows *rows, guint row, const char *name)
{
  return (int)ddi_rows_get_int (rows, row, ddi_rows_column (rows, name));
}

static int
read_time (DdiRows *rows, guint row, const char *name)
{
  g_autofree char *text = read_text (rows, row, name);
  int minutes;

  return ddi_store_record_parse_time (text, &minutes) ? minutes : -1;
}

DdiStoreRecord *
ddi_store_record_from_row (DdiRows *rows, guint row)
{
  DdiStoreRecord *self = g_new0 (DdiStoreRecord, 1);
  g_autofree char *cutoff = read_text (rows, row, "order_cutoff");

  self->id = read_int (rows, row, "id");
  self->row_version = read_int (rows, row, "row_version");
  self->name = read_text (rows, row, "name");
  self->district = read_text (rows, row, "district");
  self->code = read_text (rows, row, "code");
  self->pc_number = read_text (rows, row, "pc_number");
  self->address = read_text (rows, row, "address");
  self->timezone = read_text (rows, row, "timezone");
  self->open_weekdays = read_int (rows, row, "open_weekdays");
  self->delivery_weekdays = read_int (rows, row, "delivery_weekdays");
  self->opened_on = ddi_rows_get_day (rows, row, ddi_rows_column (rows, "opened_on"));
  self->closed_on = ddi_rows_get_day (rows, row, ddi_rows_column (rows, "closed_on"));
  if (!ddi_store_record_parse_time (cutoff, &self->cutoff))
    self->cutoff = DEFAULT_CUTOFF;
  self->lead_days = read_int (rows, row, "lead_days");
  self->opens_at = read_time (rows, row, "opens_at");
  self->closes_at = read_time (rows, row, "closes_at");
  return self;
}

void
ddi_store_record_save (const DdiStoreRecord *self, DdiUnit *unit)
{
  g_autofree char *cutoff = ddi_store_record_format_time (self->cutoff);
  g_autofree char *opens_at = self->opens_at < 0 ? NULL : ddi_store_record_format_time (self->opens_at);
  g_autofree char *closes_at = self->closes_at < 0 ? NULL : ddi_store_record_format_time (self->closes_at);
  GVariantBuilder params;

  g_variant_builder_init (&params, G_VARIANT_TYPE_TUPLE);
  g_variant_builder_add (&params, "s", self->name);
  g_variant_builder_add (&params, "s", self->district);
  g_variant_builder_add (&params, "s", self->code);
  g_variant_builder_add (&params, "s", self->pc_number);
  g_variant_builder_add (&params, "s", self->address);
  g_variant_builder_add (&params, "s", self->timezone);
  g_variant_builder_add (&params, "i", self->open_weekdays);
  g_variant_builder_add_value (&params, ddi_unit_day (self->opened_on));
  g_variant_builder_add_value (&params, ddi_unit_day (self->closed_on));
  g_variant_builder_add (&params, "i", self->delivery_weekdays);
  g_variant_builder_add (&params, "s", cutoff);
  g_variant_builder_add (&params, "i", self->lead_days);
  g_variant_builder_add (&params, "ms", opens_at);
  g_variant_builder_add (&params, "ms", closes_at);
  if (self->id != 0)
    {
      g_variant_builder_add (&params, "i", self->id);
      g_variant_builder_add (&params, "i", self->row_version);
    }
  ddi_unit_add (unit, self->id == 0 ? "stores/insert" : "stores/update", g_variant_builder_end (&params));
}

void
ddi_store_record_delete (const DdiStoreRecord *self, DdiUnit *unit)
{
  GVariantBuilder ids;

  g_variant_builder_init (&ids, G_VARIANT_TYPE ("ai"));
  g_variant_builder_add (&ids, "i", self->id);
  ddi_unit_add (unit, "stores/delete", g_variant_new ("(ai)", &ids));
}

gboolean
ddi_store_record_parse_time (const char *text, int *minutes)
{
  g_autoptr (GRegex) regex = g_regex_new ("^\\s*([0-9]{1,2})(?:[:.]([0-5][0-9]))?\\s*$", 0, 0, NULL);
  g_autoptr (GMatchInfo) match = NULL;
  g_autofree char *hour = NULL, *minute = NULL;
  int h, m;

  if (!g_regex_match (regex, text, 0, &match))
    return FALSE;
  hour = g_match_info_fetch (match, 1);
  minute = g_match_info_fetch (match, 2);
  h = (int)g_ascii_strtoll (hour, NULL, 10);
  m = minute ? (int)g_ascii_strtoll (minute, NULL, 10) : 0;
  if (h > 23)
    return FALSE;
  *minutes = h * 60 + m;
  return TRUE;
}

char *
ddi_store_record_format_time (int minutes)
{
  return g_strdup_printf ("%02d:%02d", minutes / 60, minutes % 60);
}
