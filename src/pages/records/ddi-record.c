/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "pages/records/ddi-record.h"

static const char *const key_columns[] = { "date", "product_name", "quantity", "id", NULL };

static const struct
{
  DdiQuerySource source;
  const char *insert;
  const char *update;
  const char *delete;
  const char *restore;
  const char *get;
  const char *money; /* column, NULL: this kind has none */
  const char *text;
} kinds[] = {
  [DDI_RECORD_PRODUCTION] = { { "production/count", "production/list-window", key_columns,
                                "production/seek" },
                              "production/insert",
                              "production/update",
                              "production/delete",
                              "production/restore",
                              "production/get",
                              NULL,
                              "sold_out_at" },
  [DDI_RECORD_SALES] = { { "sales/count", "sales/list-window", key_columns, "sales/seek" },
                         "sales/insert",
                         "sales/update",
                         "sales/delete",
                         "sales/restore",
                         "sales/get",
                         "revenue",
                         "notes" },
  [DDI_RECORD_WASTE] = { { "waste/count", "waste/list-window", key_columns, "waste/seek" },
                         "waste/insert",
                         "waste/update",
                         "waste/delete",
                         "waste/restore",
                         "waste/get",
                         "cost",
                         "reason" },
};

DdiRecord *
ddi_record_copy (const DdiRecord *self)
{
  DdiRecord *copy = g_memdup2 (self, sizeof *self);

  copy->text = g_strdup (self->text);
  copy->custom = g_strdup (self->custom);
  return copy;
}

void
ddi_record_free (DdiRecord *self)
{
  g_free (self->text);
  g_free (self->custom);
  g_free (self);
}

const DdiQuerySource *
ddi_record_get_source (DdiRecordKind kind)
{
  return &kinds[kind].source;
}

DdiRecord *
ddi_record_from_row (DdiRecordKind kind, DdiRows *rows, guint row)
{
  DdiRecord *self = g_new0 (DdiRecord, 1);
  const char *money = kinds[kind].money;

  self->id = ddi_rows_get_int (rows, row, ddi_rows_column (rows, "id"));
  self->row_version = (int)ddi_rows_get_int (rows, row, ddi_rows_column (rows, "row_version"));
  self->store_id = (int)ddi_rows_get_int (rows, row, ddi_rows_column (rows, "store_id"));
  self->day = ddi_rows_get_day (rows, row, ddi_rows_column (rows, "date"));
  self->product_id = (int)ddi_rows_get_int (rows, row, ddi_rows_column (rows, "product_id"));
  self->pieces = ddi_rows_get_int (rows, row, ddi_rows_column (rows, "quantity"));
  self->text = g_strdup (ddi_rows_get_text (rows, row, ddi_rows_column (rows, kinds[kind].text)));
  if (kind != DDI_RECORD_PRODUCTION)
    self->custom = g_strdup (ddi_rows_get_text (rows, row, ddi_rows_column (rows, "custom")));
  self->money = DDI_RECORD_MONEY_UNKNOWN;
  if (money && !ddi_rows_is_null (rows, row, ddi_rows_column (rows, money)))
    self->money = ddi_rows_get_money (rows, row, ddi_rows_column (rows, money));
  return self;
}

void
ddi_record_read (DdiRecordKind kind, gint64 id, DdiUnit *unit)
{
  ddi_unit_add (unit, kinds[kind].get, g_variant_new ("(x)", id));
}

static GVariant *
money_param (const DdiRecord *record)
{
  if (record->money == DDI_RECORD_MONEY_UNKNOWN)
    return g_variant_new ("ms", NULL);
  return g_variant_new_maybe (NULL, ddi_unit_money (record->money));
}

/* Money and text come in the order that each kind's statements have. */
static void
add_values (GVariantBuilder *params, DdiRecordKind kind, const DdiRecord *record)
{
  g_variant_builder_add (params, "i", record->store_id);
  g_variant_builder_add_value (params, ddi_unit_day (record->day));
  g_variant_builder_add (params, "i", record->product_id);
  g_variant_builder_add (params, "i", (gint32)record->pieces);
  if (kind == DDI_RECORD_SALES)
    g_variant_builder_add_value (params, money_param (record));
  g_variant_builder_add (params, "ms", record->text);
  if (kind == DDI_RECORD_WASTE)
    g_variant_builder_add_value (params, money_param (record));
  if (kind != DDI_RECORD_PRODUCTION)
    g_variant_builder_add (params, "ms", record->custom);
}

/* sales/derive for the days of some records. What the till says needs none. */
static void
derive (DdiRecordKind kind, GPtrArray *records, int user_id, DdiUnit *unit)
{
  GVariantBuilder stores, days;

  if (kind == DDI_RECORD_SALES)
    return;
  g_variant_builder_init (&stores, G_VARIANT_TYPE ("ai"));
  g_variant_builder_init (&days, G_VARIANT_TYPE ("as"));
  for (guint i = 0; i < records->len; i++)
    {
      const DdiRecord *record = records->pdata[i];
      g_autofree char *day = ddi_day_format (record->day);

      g_variant_builder_add (&stores, "i", record->store_id);
      g_variant_builder_add (&days, "s", day);
    }
  ddi_unit_add (unit, "sales/derive", g_variant_new ("(iaias)", user_id, &stores, &days));
}

static void
derive_days (DdiRecordKind kind, const DdiRecord *one, const DdiRecord *other, int user_id, DdiUnit *unit)
{
  g_autoptr (GPtrArray) records = g_ptr_array_new ();

  g_ptr_array_add (records, (gpointer)one);
  if (other)
    g_ptr_array_add (records, (gpointer)other);
  derive (kind, records, user_id, unit);
}

void
ddi_record_insert (DdiRecordKind kind, const DdiRecord *record, int user_id, DdiUnit *unit)
{
  GVariantBuilder params;

  g_variant_builder_init (&params, G_VARIANT_TYPE_TUPLE);
  g_variant_builder_add (&params, "i", user_id);
  add_values (&params, kind, record);
  ddi_unit_add (unit, kinds[kind].insert, g_variant_builder_end (&params));
  derive_days (kind, record, NULL, user_id, unit);
}

void
ddi_record_update (DdiRecordKind kind, const DdiRecord *before, const DdiRecord *after, int user_id,
                   DdiUnit *unit)
{
  GVariantBuilder params;

  g_variant_builder_init (&params, G_VARIANT_TYPE_TUPLE);
  g_variant_builder_add (&params, "x", before->id);
  g_variant_builder_add (&params, "i", before->row_version);
  add_values (&params, kind, after);
  ddi_unit_add (unit, kinds[kind].update, g_variant_builder_end (&params));
  derive_days (kind, before, after, user_id, unit);
}

void
ddi_record_delete (DdiRecordKind kind, GPtrArray *records, int user_id, DdiUnit *unit)
{
  GVariantBuilder ids, versions;

  g_variant_builder_init (&ids, G_VARIANT_TYPE ("ax"));
  g_variant_builder_init (&versions, G_VARIANT_TYPE ("ai"));
  for (guint i = 0; i < records->len; i++)
    {
      const DdiRecord *record = records->pdata[i];

      g_variant_builder_add (&ids, "x", record->id);
      g_variant_builder_add (&versions, "i", record->row_version);
    }
  ddi_unit_add (unit, kinds[kind].delete, g_variant_new ("(axai)", &ids, &versions));
  derive (kind, records, user_id, unit);
}

void
ddi_record_restore (DdiRecordKind kind, GPtrArray *records, DdiRows *removed, int user_id, DdiUnit *unit)
{
  GVariantBuilder json;

  g_variant_builder_init (&json, G_VARIANT_TYPE ("as"));
  for (guint i = 0; i < ddi_rows_get_n (removed); i++)
    g_variant_builder_add (&json, "s", ddi_rows_get_text (removed, i, 0));
  ddi_unit_add (unit, kinds[kind].restore, g_variant_new ("(as)", &json));
  derive (kind, records, user_id, unit);
}
