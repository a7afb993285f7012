/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>
#include <string.h>

#include "core/ddi-format.h"
#include "pages/audit/ddi-audit-words.h"

/* The columns of the tables that are logged, and what entries say of themselves. */
static const struct
{
  const char *column;
  const char *name;
} fields[] = {
  { "id", N_ ("Number") },
  { "name", N_ ("Name") },
  { "email", N_ ("E-mail") },
  { "role", N_ ("Role") },
  { "active", N_ ("Active") },
  { "user_id", N_ ("Person") },
  { "store_id", N_ ("Shop") },
  { "product_id", N_ ("Product") },
  { "product_name", N_ ("Product’s name") },
  { "district_id", N_ ("District’s number") },
  { "date", N_ ("Day") },
  { "forecast_date", N_ ("Day") },
  { "quantity_sold", N_ ("Sold") },
  { "quantity_wasted", N_ ("Thrown away") },
  { "quantity_produced", N_ ("Made") },
  { "sold_out_at", N_ ("Sold out at") },
  { "revenue", N_ ("Revenue") },
  { "cost", N_ ("Cost") },
  { "reason", N_ ("Reason") },
  { "notes", N_ ("Notes") },
  { "note", N_ ("Note") },
  { "source", N_ ("From") },
  { "state", N_ ("State") },
  { "status", N_ ("Status") },
  { "predicted_demand", N_ ("Forecast") },
  { "lower_bound", N_ ("At least") },
  { "upper_bound", N_ ("At most") },
  { "confidence", N_ ("Sure to") },
  { "model", N_ ("Model") },
  { "explanation", N_ ("How it came about") },
  { "actual_demand", N_ ("Demand that came") },
  { "actual_censored", N_ ("Sold out") },
  { "order_quantity", N_ ("Proposed order") },
  { "approved_quantity", N_ ("Approved") },
  { "decided_by", N_ ("Decided by") },
  { "decided_at", N_ ("Decided at") },
  { "decision_reason", N_ ("Why") },
  { "kept_against", N_ ("Declined proposal") },
  { "category", N_ ("Category") },
  { "unit_cost", N_ ("Cost") },
  { "unit_price", N_ ("Price") },
  { "salvage_value", N_ ("Salvage value") },
  { "pack_size", N_ ("Pack") },
  { "min_display", N_ ("Fewest on the shelf") },
  { "valid_from", N_ ("From") },
  { "starts_on", N_ ("From") },
  { "ends_on", N_ ("To") },
  { "kind", N_ ("Kind") },
  { "share", N_ ("Share") },
  { "key", N_ ("Setting or name") },
  { "value", N_ ("Value") },
  { "alias", N_ ("Also called") },
  { "code", N_ ("Code") },
  { "pc_number", N_ ("PC number") },
  { "address", N_ ("Address") },
  { "timezone", N_ ("Time zone") },
  { "order_cutoff", N_ ("Order by") },
  { "lead_days", N_ ("Days ahead") },
  { "open_weekdays", N_ ("Open on") },
  { "delivery_weekdays", N_ ("Delivered on") },
  { "opened_on", N_ ("Opened on") },
  { "closed_on", N_ ("Closed on") },
  { "closed_at", N_ ("Closed at") },
  { "opens_at", N_ ("Opens at") },
  { "closes_at", N_ ("Closes at") },
  { "expected_effect", N_ ("Expected effect") },
  { "sheet_order", N_ ("Row of the sheet") },
  { "shelf_life_days", N_ ("Keeps for days") },
  { "typed_bought", N_ ("Bought, as typed") },
  { "typed_sold", N_ ("Sold, as typed") },
  { "import_batch_id", N_ ("Import") },
  { "batch", N_ ("Import") },
  { "run", N_ ("Run") },
  { "run_id", N_ ("Run") },
  { "origin", N_ ("Figures up to") },
  { "horizon", N_ ("Days ahead") },
  { "series", N_ ("Products and shops") },
  { "file", N_ ("File") },
  { "what", N_ ("Contents") },
  { "rows", N_ ("Rows") },
  { "digest", N_ ("Digest") },
  { "file_digest", N_ ("Digest of the file") },
  { "row_version", N_ ("Version") },
  { "created_at", N_ ("Entered at") },
  { "updated_at", N_ ("Changed at") },
  { "successor", N_ ("Successor") },
  { "session", N_ ("Session") },
  { "count", N_ ("Number of them") },
  { "stores", N_ ("Shops") },
  { "merged_into", N_ ("Merged into") },
  { "offered_from", N_ ("Offered from") },
  { "offered_to", N_ ("Offered to") },
  { "starts_like_product_id", N_ ("Starts like") },
  { "starts_like_share", N_ ("Share of that") },
  { "custom", N_ ("Added columns") },
  { "entity", N_ ("Table") },
  { "label", N_ ("Title") },
  { "type", N_ ("Kind") },
  { "position", N_ ("Place") },
  { "kept_of", N_ ("Keeps values of") },
  { "cleared_at", N_ ("Cleared at") },
  { "dropped_at", N_ ("Removed at") },
  { "body", N_ ("Comment") },
  { "measure", N_ ("Measure") },
  { "source_name", N_ ("File") },
  { "first_date", N_ ("From") },
  { "last_date", N_ ("To") },
  { "rows_added", N_ ("Rows added") },
  { "rows_changed", N_ ("Rows changed") },
  { "rows_unchanged", N_ ("Rows unchanged") },
  { "warnings", N_ ("Warnings") },
  { "undone_at", N_ ("Undone at") },
  { "undone_by", N_ ("Undone by") },
};

/* Values that are words of the database. */
static const struct
{
  const char *value;
  const char *name;
} words[] = {
  { "pending", N_ ("Pending") },
  { "approved", N_ ("Approved") },
  { "rejected", N_ ("Rejected") },
  { "not_started", N_ ("Not started") },
  { "partial", N_ ("Begun") },
  { "complete", N_ ("Complete") },
  { "closed", N_ ("Closed") },
  { "closed_early", N_ ("Closed early") },
  { "not_counted", N_ ("Not counted") },
  { "till", N_ ("Till") },
  { "derived", N_ ("Made less thrown away") },
  { "administrator", N_ ("Administrator") },
  { "district_manager", N_ ("District manager") },
  { "store_manager", N_ ("Store manager") },
  { "viewer", N_ ("Viewer") },
  { "member", N_ ("By shop") },
  { "combination", N_ ("Combination of models") },
};

/* What a file that was written holds. */
static const struct
{
  const char *value;
  const char *name;
} contents[] = {
  { "sales", N_ ("Sales") },
  { "waste", N_ ("Waste") },
  { "production", N_ ("Production") },
  { "forecasts", N_ ("Forecasts") },
  { "order", N_ ("Order") },
  { "sheets", N_ ("Sheets of a week") },
  { "weekly", N_ ("Report of a week") },
  { "audit", N_ ("Log") },
  { "list", N_ ("List of a page") },
};

char *
ddi_audit_field_name (const char *column)
{
  for (gsize i = 0; i < G_N_ELEMENTS (fields); i++)
    if (g_str_equal (fields[i].column, column))
      return g_strdup (_ (fields[i].name));
  return g_strdelimit (g_strdup (column), "_", ' ');
}

static const char *
find_person (const DdiAuditNames *names, gint64 id)
{
  for (guint i = 0; names->people && i < ddi_rows_get_n (names->people); i++)
    if (ddi_rows_get_int (names->people, i, 0) == id)
      return ddi_rows_get_text (names->people, i, 1);
  return NULL;
}

static const char *
find_product (const DdiAuditNames *names, gint64 id)
{
  GListModel *products = ddi_session_get_products (names->session);

  for (guint i = 0; i < g_list_model_get_n_items (products); i++)
    {
      g_autoptr (DdiProduct) product = g_list_model_get_item (products, i);

      if (ddi_product_get_id (product) == id)
        return ddi_product_get_name (product);
    }
  return NULL;
}

static const char *
find_store (const DdiAuditNames *names, gint64 id)
{
  DdiStore *store = ddi_session_find_store (names->session, (int)id);

  return store ? ddi_store_get_name (store) : NULL;
}

/* NULL: no column of ids, or nobody knows that one any more. */
static const char *
find_name (const DdiAuditNames *names, const char *column, gint64 id)
{
  if (g_str_equal (column, "store_id"))
    return find_store (names, id);
  if (g_str_equal (column, "product_id") || g_str_equal (column, "merged_into") ||
      g_str_equal (column, "starts_like_product_id"))
    return find_product (names, id);
  if (g_str_equal (column, "user_id") || g_str_equal (column, "decided_by") ||
      g_str_equal (column, "undone_by") || g_str_equal (column, "successor"))
    return find_person (names, id);
  return NULL;
}

/* A week's days from bits, Monday's the lowest. */
static char *
format_weekdays (gint64 bits)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (int i = 0; i < 7; i++)
    if (bits & (1 << i))
      {
        /* 1 January 2024 was a Monday. */
        g_autoptr (GDateTime) day = g_date_time_new_utc (2024, 1, 1 + i, 0, 0, 0);
        g_autofree char *name = g_date_time_format (day, "%a");

        g_string_append_printf (text, "%s%s", text->len ? " " : "", name);
      }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static char *
format_integer (const DdiAuditNames *names, const char *column, gint64 value)
{
  const char *name = find_name (names, column, value);

  if (g_str_has_suffix (column, "_weekdays"))
    return format_weekdays (value);
  return name ? g_strdup (name) : ddi_format_int (value);
}

/* "2026-11-26T14:15:51.816663" loses what nobody reads; a day is written as elsewhere. */
static char *
format_text (const char *text)
{
  gsize length = strlen (text);

  for (gsize i = 0; i < G_N_ELEMENTS (words); i++)
    if (g_str_equal (words[i].value, text))
      return g_strdup (_ (words[i].name));
  if (length == 10 && ddi_day_parse (text) != DDI_DAY_INVALID)
    return ddi_format_day (ddi_day_parse (text));
  if (length >= 19 && text[10] == 'T' && text[4] == '-' && text[13] == ':')
    return g_strdup_printf ("%.10s %.8s UTC", text, text + 11);
  return g_strdup (text);
}

static const char *
find_contents (const char *text)
{
  for (gsize i = 0; i < G_N_ELEMENTS (contents); i++)
    if (g_str_equal (contents[i].value, text))
      return _ (contents[i].name);
  return text;
}

char *
ddi_audit_value (const DdiAuditNames *names, const char *column, JsonNode *node)
{
  if (node == NULL || JSON_NODE_HOLDS_NULL (node))
    return g_strdup ("–");
  if (!JSON_NODE_HOLDS_VALUE (node))
    return json_to_string (node, FALSE);
  if (json_node_get_value_type (node) == G_TYPE_BOOLEAN)
    return g_strdup (json_node_get_boolean (node) ? _ ("yes") : _ ("no"));
  if (json_node_get_value_type (node) == G_TYPE_INT64)
    return format_integer (names, column, json_node_get_int (node));
  if (g_str_equal (column, "what") && json_node_get_value_type (node) == G_TYPE_STRING)
    return g_strdup (find_contents (json_node_get_string (node)));
  if (json_node_get_value_type (node) == G_TYPE_STRING)
    return format_text (json_node_get_string (node));
  return json_to_string (node, FALSE);
}
