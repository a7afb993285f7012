/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>

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
  { "open_weekdays", N_ ("Open on (as bits)") },
  { "delivery_weekdays", N_ ("Delivered on (as bits)") },
  { "opened_on", N_ ("Opened on") },
  { "closed_on", N_ ("Closed on") },
  { "closed_at", N_ ("Closed at") },
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
  { "what", N_ ("What") },
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
};

char *
ddi_audit_field_name (const char *column)
{
  for (gsize i = 0; i < G_N_ELEMENTS (fields); i++)
    if (g_str_equal (fields[i].column, column))
      return g_strdup (_ (fields[i].name));
  return g_strdelimit (g_strdup (column), "_", ' ');
}
