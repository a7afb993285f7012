/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "import-fixture.h"

/* What an import and its undo leave in the log: one entry each, that can be checked against the tables. */

static void
forget (void)
{
  g_free (
      import_psql ("BEGIN; ALTER TABLE audit_logs DISABLE TRIGGER USER; DELETE FROM audit_logs; ALTER TABLE "
                   "audit_logs ENABLE TRIGGER USER; COMMIT"));
}

/* The parts of the only entry of a kind, and how many entries of single figures stand beside it. */
#define PARTS(action)                                                                                        \
  "SELECT string_agg(concat_ws(' ', c ->> 'table', c ->> 'verb', c ->> 'rows'), ', ' ORDER BY c ->> "        \
  "'table', c ->> 'verb') FROM (SELECT jsonb_array_elements(details -> 'changes') AS c FROM audit_logs "     \
  "WHERE "                                                                                                   \
  "action = '" action "' AND user_id = 1) p"
#define FIGURES                                                                                              \
  "SELECT count(*) FROM audit_logs WHERE details ->> 'table' ~ '^(daily|store_days)' AND action LIKE 'ROW%'"

#define DIGEST                                                                                               \
  "(SELECT encode(sha256(string_agg(shop, '' ORDER BY store_id)), 'hex') FROM (SELECT store_id, "            \
  "sha256(convert_to(string_agg(ROW(store_id, date, product_id, quantity_wasted, reason, cost)::text, "      \
  "E'\\n' ORDER BY date, product_id), 'UTF8')) AS shop FROM daily_waste GROUP BY store_id) s)"

static void
test_import (void)
{
  g_autofree char *path = import_write_week ("week.xlsx", IMPORT_SUNDAY, 7, 0);

  import_clear ();
  forget ();
  import_one (DDI_IMPORT_SHEET, "Main Street", path, NULL);
  assert_sql (PARTS ("IMPORT"),
              "daily_production added 42, daily_sales added 42, daily_waste added 42, store_days added 7");
  assert_sql ("SELECT count(*) FROM audit_logs WHERE action = 'IMPORT'", "1");
  assert_sql (FIGURES, "0");
  assert_sql ("SELECT c ->> 'digest' = " DIGEST " AND (c -> 'sums' ->> 'quantity_wasted')::bigint = (SELECT "
              "sum(quantity_wasted) FROM daily_waste) FROM "
              "(SELECT jsonb_array_elements(details -> 'changes') AS c FROM audit_logs WHERE action = "
              "'IMPORT') p WHERE "
              "c ->> 'table' = 'daily_waste'",
              "t");
  assert_sql (
      "SELECT details ->> 'kind', details ->> 'source', (details ->> 'batch')::int = b.id, details ->> "
      "'file_digest' = b.digest FROM audit_logs, import_batches b WHERE action = 'IMPORT'",
      "sheet|week.xlsx|t|t");
  /* The same file again is no batch. */
  import_one (DDI_IMPORT_SHEET, "Main Street", path, NULL);
  assert_sql ("SELECT count(*) FROM audit_logs WHERE action = 'IMPORT'", "1");
  assert_sql ("SELECT count(*) FROM auth.audit_parts", "0");
}

/* What a second file changes stands in import_changes; its undo puts it back, and an edit by hand that lies
 * between is an entry of its own. */
static void
test_change_and_undo (void)
{
  g_autofree char *early = import_write_week ("w1.xlsx", IMPORT_SUNDAY, 7, 0);
  g_autofree char *late = import_write_week ("w2.xlsx", IMPORT_SUNDAY, 7, 1);
  DdiImportUndo result;
  int first, second;

  import_clear ();
  first = import_one (DDI_IMPORT_SHEET, "Main Street", early, NULL);
  forget ();
  second = import_one (DDI_IMPORT_SHEET, "Main Street", late, NULL);
  assert_sql (FIGURES, "0");
  assert_sql (
      "SELECT string_agg(DISTINCT c ->> 'verb', ' ') || ' ' || bool_and((c ->> 'rows')::int > 0 AND (c ->> "
      "'rows')::int = (SELECT count(*) FROM import_changes i WHERE i.table_name = c ->> 'table')) FROM "
      "(SELECT "
      "jsonb_array_elements(details -> 'changes') AS c FROM audit_logs WHERE action = 'IMPORT') p",
      "changed true");
  g_free (import_psql (
      "UPDATE daily_waste SET quantity_wasted = 8 WHERE product_name = 'Glazed' AND date = '2025-12-07'"));
  assert_sql (FIGURES, "1");
  result = import_undo (second);
  g_assert_cmpint (result.kept, ==, 1);
  g_assert_cmpint (result.restored, >, 0);
  assert_sql (FIGURES, "1");
  assert_sql (
      "SELECT sum((c ->> 'rows')::int) FILTER (WHERE c ->> 'verb' = 'restored') > 0, bool_and((details ->> "
      "'batch')::int > 0), count(DISTINCT id) FROM (SELECT id, details, jsonb_array_elements(details -> "
      "'changes') AS c FROM audit_logs WHERE action = 'IMPORT_UNDONE') p",
      "t|t|1");
  forget ();
  import_undo (first);
  assert_sql (FIGURES, "0");
  assert_sql (
      "SELECT string_agg(DISTINCT c ->> 'verb', ' ') FROM (SELECT jsonb_array_elements(details -> 'changes') "
      "AS c FROM audit_logs WHERE action = 'IMPORT_UNDONE') p",
      "removed");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  import_fixture_init ();
  g_test_add_func ("/tasks/audit-batches/import", test_import);
  g_test_add_func ("/tasks/audit-batches/change-and-undo", test_change_and_undo);
  return import_fixture_run ();
}
