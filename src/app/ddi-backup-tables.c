/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/ddi-backup-tables.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define SCHEMA "public."
#define LOG "audit_logs"

/* As the pages call them. */
static const struct
{
  const char *table;
  const char *name;
} names[] = {
  { "daily_production", N_ ("Production") },
  { "daily_sales", N_ ("Sales") },
  { "daily_waste", N_ ("Waste") },
  { "forecasts", N_ ("Forecasts") },
  { "products", N_ ("Products") },
  { "product_prices", N_ ("Prices") },
  { "stores", N_ ("Shops") },
  { "calendar_events", N_ ("Events") },
  { "users", N_ ("Users") },
  { LOG, N_ ("Log") },
  { "custom_columns", N_ ("Added columns") },
  { "districts", N_ ("Districts") },
  { "forecast_comments", N_ ("Comments") },
  { "forecast_history", N_ ("Earlier forecasts") },
  { "forecast_runs", N_ ("Forecast runs") },
  { "import_batches", N_ ("Imports") },
  { "import_changes", N_ ("Kept by imports") },
  { "order_dispatches", N_ ("Orders") },
  { "product_aliases", N_ ("Product names") },
  { "product_merges", N_ ("Merged products") },
  { "product_offers", N_ ("Offered") },
  { "settings", N_ ("Settings") },
  { "store_days", N_ ("Days") },
  { "store_members", N_ ("Memberships") },
  { "waste_goals", N_ ("Waste goals") },
  { "daily_sales_archive", N_ ("Archived sales") },
  { "daily_waste_archive", N_ ("Archived waste") },
};

char *
ddi_backup_tables_dup_name (const char *table)
{
  char *text;

  if (g_str_has_prefix (table, SCHEMA))
    table += strlen (SCHEMA);
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    if (g_str_equal (names[i].table, table))
      return g_strdup (_ (names[i].name));
  text = g_strdelimit (g_strdup (table), "_", ' ');
  *text = g_ascii_toupper (*text);
  return text;
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  g_autofree char *one = ddi_backup_tables_dup_name (*(const char *const *)a);
  g_autofree char *other = ddi_backup_tables_dup_name (*(const char *const *)b);

  return g_utf8_collate (one, other);
}

GPtrArray *
ddi_backup_tables_list (void)
{
  GPtrArray *tables = g_ptr_array_new ();

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    if (!g_str_equal (names[i].table, LOG))
      g_ptr_array_add (tables, (char *)names[i].table);
  g_ptr_array_sort (tables, compare_names);
  return tables;
}
