/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tasks/ddi-order-board.h"

#include "db/ddi-db-error.h"
#include "support/ddi-test-home.h"
#include "tasks/order-district.h"

static DdiDay day;
static DdiHome *the_home;

/* One home for all tests, emptied and filled again for each. */
static DdiHome *
open_seeded (void)
{
  g_autofree char *emptied = ddi_test_home_psql (
      the_home, FALSE,
      "TRUNCATE districts, stores, products, forecast_runs, forecast_history, order_dispatches CASCADE");
  g_autofree char *filled = ddi_test_home_psql (the_home, FALSE, order_district);

  return the_home;
}

static void
assert_sql (DdiHome *home, const char *sql, const char *expected)
{
  g_autofree char *got = ddi_test_home_psql (home, FALSE, sql);

  g_assert_cmpstr (got, ==, expected);
}

static GPtrArray *
run (DdiHome *home, DdiUnit *unit)
{
  g_autoptr (GError) error = NULL;
  GPtrArray *results = ddi_database_run (ddi_home_get_database (home), unit, NULL, &error);

  g_assert_no_error (error);
  return results;
}

static DdiOrder *
load (DdiHome *home, int store)
{
  g_autoptr (GError) error = NULL;
  DdiOrder *order = ddi_order_load (ddi_home_get_database (home), store, day, NULL, &error);

  g_assert_no_error (error);
  return order;
}

static const DdiOrderLine *
find (DdiOrder *order, const char *product)
{
  for (guint i = 0; i < ddi_order_get_n_lines (order); i++)
    if (g_str_equal (ddi_order_get_line (order, i)->product, product))
      return ddi_order_get_line (order, i);
  g_assert_not_reached ();
}

static gboolean
decide (DdiHome *home, DdiDecision kind, int id, int row_version, int quantity, const char *reason)
{
  DdiOrderDecision decision = { kind, id, row_version, quantity, reason, ddi_home_get_user_id (home) };
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) results =
      ddi_database_run (ddi_home_get_database (home), ddi_order_decision_unit (&decision), NULL, &error);

  if (results == NULL)
    g_assert_error (error, DDI_DB_ERROR, DDI_DB_ERROR_STALE);
  return results != NULL;
}

static void
test_lines (void)
{
  DdiHome *home = open_seeded ();
  g_autoptr (DdiOrder) order = load (home, 1);
  const DdiOrderLine *line;

  g_assert_cmpstr (ddi_order_get_store (order), ==, "Store 01");
  g_assert_cmpint (ddi_order_get_day (order), ==, day);
  g_assert_cmpint (ddi_order_get_last_day (order), ==, day - 2);
  /* Cutoff: 14:00 in New York the day before. */
  g_assert_cmpint (ddi_order_get_due (order), ==, G_GINT64_CONSTANT (1795546800));
  g_assert_cmpuint (ddi_order_get_n_lines (order), ==, 4);
  g_assert_cmpstr (ddi_order_get_line (order, 0)->product, ==, "Glazed");

  line = find (order, "Glazed");
  g_assert_cmpint (line->made_last_week, ==, 30);
  g_assert_cmpint (line->left_last_week, ==, 0);
  g_assert_true (line->sold_out_last_week);
  g_assert_false (line->is_exception);
  g_assert_cmpint (line->order, ==, 31);
  g_assert_cmpint (line->quantity, ==, 31);
  g_assert_cmpint (line->status, ==, DDI_ORDER_PENDING);
  g_assert_null (line->decided_by);

  line = find (order, "Boston Kreme");
  g_assert_true (line->is_big_change);
  g_assert_true (line->is_exception);
  g_assert_false (line->sold_out_last_week);

  line = find (order, "Pumpkin");
  g_assert_true (line->is_new);
  g_assert_true (line->is_exception);
  g_assert_cmpint (line->made_last_week, ==, DDI_ORDER_UNKNOWN);
  g_clear_pointer (&order, ddi_order_unref);
}

/* A complete day whose waste names a product not at all threw none of it away; a partial one says
 * nothing. */
static void
test_nothing_left (void)
{
  DdiHome *home = open_seeded ();
  g_autofree char *deleted =
      ddi_test_home_psql (home, FALSE, "DELETE FROM daily_waste WHERE store_id = 1 AND product_id = 2");
  g_autoptr (DdiOrder) order = load (home, 1);
  g_autofree char *partial = NULL;

  g_assert_cmpint (find (order, "Boston Kreme")->left_last_week, ==, 0);
  g_assert_cmpint (find (order, "Pumpkin")->left_last_week, ==, DDI_ORDER_UNKNOWN);

  partial =
      ddi_test_home_psql (home, FALSE, "UPDATE store_days SET state = 'partial' WHERE date = '2026-11-18'");
  g_clear_pointer (&order, ddi_order_unref);
  order = load (home, 1);
  g_assert_cmpint (find (order, "Boston Kreme")->left_last_week, ==, DDI_ORDER_UNKNOWN);
  g_assert_cmpint (find (order, "Plain Munchkin")->left_last_week, ==, 2);
}

static void
assert_agrees (GPtrArray *totals)
{
  for (guint i = 0; i < totals->len; i++)
    {
      const DdiOrderTotal *total = totals->pdata[i];

      g_assert_cmpint (total->waste - total->lost, ==, total->quantity - total->predicted);
      g_assert_cmpint (total->waste, >=, 0);
      g_assert_cmpint (total->lost, >=, 0);
    }
}

static void
test_totals (void)
{
  DdiHome *home = open_seeded ();
  g_autoptr (DdiOrder) order = load (home, 1);
  GPtrArray *totals = ddi_order_get_totals (order);
  const DdiOrderTotal *all;
  double waste = 0, lost = 0;

  g_assert_cmpuint (totals->len, ==, 3);
  g_assert_cmpstr (((DdiOrderTotal *)totals->pdata[0])->category, ==, "Donuts");
  g_assert_cmpstr (((DdiOrderTotal *)totals->pdata[1])->category, ==, "Munchkins");
  all = totals->pdata[2];
  g_assert_cmpstr (all->category, ==, "");
  g_assert_cmpint (all->quantity, ==, 31 + 60 + 48 + 12);
  g_assert_cmpint (all->last_week, ==, 30 + 40 + 50);
  assert_agrees (totals);
  for (guint i = 0; i < ddi_order_get_n_lines (order); i++)
    {
      const DdiOrderLine *line = ddi_order_get_line (order, i);

      g_assert_cmpfloat_with_epsilon (line->waste - line->lost, line->quantity - line->predicted, 1e-9);
      waste += line->waste;
      lost += line->lost;
    }
  g_assert_cmpfloat_with_epsilon (waste, all->waste, 0.51);
  g_assert_cmpfloat_with_epsilon (lost, all->lost, 0.51);
  g_clear_pointer (&order, ddi_order_unref);

  /* What is rejected is not made: all of its demand is lost. */
  assert_sql (home,
              "UPDATE forecasts SET status = 'rejected' WHERE store_id = 1 AND product_id = 3 RETURNING 1",
              "1");
  order = load (home, 1);
  assert_agrees (ddi_order_get_totals (order));
  g_assert_cmpint (find (order, "Plain Munchkin")->quantity, ==, 0);
  g_assert_cmpfloat (find (order, "Plain Munchkin")->lost, ==, 45);
  g_assert_cmpfloat (find (order, "Plain Munchkin")->waste, ==, 0);
  g_clear_pointer (&order, ddi_order_unref);
}

/* What all shops expect is what each of them expects. */
static void
test_board_totals (void)
{
  DdiHome *home = open_seeded ();
  g_autoptr (GError) error = NULL;
  g_autoptr (DdiOrderBoard) board = ddi_order_board_load (ddi_home_get_database (home), day, NULL, &error);
  const DdiOrderTotal *all;
  double waste = 0, lost = 0;

  g_assert_no_error (error);
  all = ddi_order_board_get_totals (board)->pdata[ddi_order_board_get_totals (board)->len - 1];
  assert_agrees (ddi_order_board_get_totals (board));
  for (int store = 1; store <= 2; store++)
    {
      g_autoptr (DdiOrder) order = load (home, store);

      for (guint i = 0; i < ddi_order_get_n_lines (order); i++)
        {
          waste += ddi_order_get_line (order, i)->waste;
          lost += ddi_order_get_line (order, i)->lost;
        }
    }
  g_assert_cmpfloat_with_epsilon (waste, all->waste, 0.51);
  g_assert_cmpfloat_with_epsilon (lost, all->lost, 0.51);
}

static void
test_decide (void)
{
  DdiHome *home = open_seeded ();
  g_autoptr (DdiOrder) order = load (home, 1);
  const DdiOrderLine *glazed = find (order, "Glazed"), *boston = find (order, "Boston Kreme");
  const DdiOrderLine *munchkin = find (order, "Plain Munchkin");

  g_assert_true (decide (home, DDI_DECISION_APPROVE, glazed->id, glazed->row_version, 0, NULL));
  g_assert_true (decide (home, DDI_DECISION_CHANGE, boston->id, boston->row_version, 54, "oven two is down"));
  g_assert_true (decide (home, DDI_DECISION_REJECT, munchkin->id, munchkin->row_version, 0, NULL));
  assert_sql (home,
              "SELECT product_name, status, approved_quantity, u.name IS NOT NULL, decided_at IS NOT NULL,"
              " decision_reason FROM forecasts JOIN users u ON u.id = decided_by WHERE store_id = 1"
              " AND status <> 'pending' ORDER BY product_id",
              "Glazed|approved|31|t|t|\nBoston Kreme|approved|54|t|t|oven two is down\n"
              "Plain Munchkin|rejected||t|t|");

  /* Seen before somebody else decided. */
  g_assert_false (decide (home, DDI_DECISION_REJECT, glazed->id, glazed->row_version, 0, NULL));
  g_clear_pointer (&order, ddi_order_unref);

  order = load (home, 1);
  g_assert_cmpint (find (order, "Boston Kreme")->quantity, ==, 54);
  g_assert_cmpstr (find (order, "Boston Kreme")->reason, ==, "oven two is down");
  g_assert_nonnull (find (order, "Boston Kreme")->decided_by);
  g_assert_false (find (order, "Boston Kreme")->is_exception);
  g_clear_pointer (&order, ddi_order_unref);
}

static void
test_undo_decision (void)
{
  DdiHome *home = open_seeded ();
  g_autoptr (DdiOrder) before = load (home, 1);
  g_autoptr (DdiOrder) between = NULL;
  g_autoptr (DdiOrder) after = NULL;
  const DdiOrderLine *line = find (before, "Glazed");
  g_autoptr (GPtrArray) first = NULL;
  g_autoptr (GPtrArray) second = NULL;

  g_assert_true (decide (home, DDI_DECISION_CHANGE, line->id, line->row_version, 36, "game day"));
  between = load (home, 1);
  g_assert_true (
      decide (home, DDI_DECISION_REJECT, line->id, find (between, "Glazed")->row_version, 0, NULL));

  first = run (home, ddi_order_undo_unit (find (between, "Glazed"), DDI_DECISION_REJECT));
  after = load (home, 1);
  g_assert_cmpint (find (after, "Glazed")->status, ==, DDI_ORDER_APPROVED);
  g_assert_cmpint (find (after, "Glazed")->quantity, ==, 36);
  g_assert_cmpstr (find (after, "Glazed")->reason, ==, "game day");
  g_assert_cmpint (find (after, "Glazed")->decided_at, ==, find (between, "Glazed")->decided_at);

  second = run (home, ddi_order_undo_unit (line, DDI_DECISION_CHANGE));
  assert_sql (home,
              "SELECT status, approved_quantity, decided_by, decided_at, decision_reason FROM forecasts"
              " WHERE store_id = 1 AND product_id = 1",
              "pending||||");
}

/* An undo that waited must not sweep away what somebody else has decided since. */
static void
test_undo_too_late (void)
{
  DdiHome *home = open_seeded ();
  g_autoptr (DdiOrder) before = load (home, 1);
  const DdiOrderLine *line = find (before, "Glazed");
  g_autoptr (GPtrArray) results = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (decide (home, DDI_DECISION_APPROVE, line->id, line->row_version, 0, NULL));
  assert_sql (home,
              "INSERT INTO users (name, email, password_hash) VALUES ('Ben', 'ben@example.com', '!');"
              "UPDATE forecasts SET approved_quantity = 77, decided_by = (SELECT max(id) FROM users)"
              " WHERE store_id = 1 AND product_id = 1",
              "");
  results = ddi_database_run (ddi_home_get_database (home), ddi_order_undo_unit (line, DDI_DECISION_APPROVE),
                              NULL, &error);
  g_assert_null (results);
  g_assert_error (error, DDI_DB_ERROR, DDI_DB_ERROR_STALE);
  assert_sql (home, "SELECT status, approved_quantity FROM forecasts WHERE store_id = 1 AND product_id = 1",
              "approved|77");
  assert_sql (home,
              "UPDATE forecasts SET decided_by = user_id WHERE product_id = 1;"
              "DELETE FROM users WHERE name = 'Ben'",
              "");
}

/* What the board shows of a shop, or of all (0), as pending. (transfer full) */
static GArray *
see (DdiHome *home, int store)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DdiOrderBoard) board = ddi_order_board_load (ddi_home_get_database (home), day, NULL, &error);

  g_assert_no_error (error);
  return ddi_order_board_get_pending (board, store);
}

static void
test_approve_all (void)
{
  DdiHome *home = open_seeded ();
  g_autoptr (GArray) all = see (home, 0), second = see (home, 2);
  g_autoptr (GPtrArray) results =
      run (home, ddi_order_approve_all_unit (day, all, FALSE, ddi_home_get_user_id (home)));
  g_autoptr (GArray) ids = ddi_order_approved_ids (results);
  g_autoptr (GPtrArray) undone = NULL;
  g_autoptr (GPtrArray) every = NULL;

  /* Store 02 is two days behind: none of its lines; in Store 01 the big change and the new product
   * wait for a look. */
  g_assert_cmpuint (ids->len, ==, 2);
  assert_sql (home,
              "SELECT store_id, product_name, approved_quantity FROM forecasts WHERE status = 'approved'"
              " ORDER BY product_id",
              "1|Glazed|31\n1|Plain Munchkin|48");

  undone = run (home, ddi_order_reopen_unit (ids));
  assert_sql (home, "SELECT count(*) FROM forecasts WHERE status = 'pending' AND decided_by IS NULL", "8");

  g_assert_cmpuint (all->len, ==, 8);
  g_assert_cmpuint (second->len, ==, 4);
  every = run (home, ddi_order_approve_all_unit (day, second, TRUE, ddi_home_get_user_id (home)));
  assert_sql (home, "SELECT store_id, count(*) FROM forecasts WHERE status = 'approved' GROUP BY 1", "2|4");
}

/* Sent late: what somebody has decided since stays so, and what was forecast anew nobody has looked at. */
static void
test_approve_late (void)
{
  DdiHome *home = open_seeded ();
  g_autoptr (DdiOrder) order = load (home, 1);
  g_autoptr (GArray) seen = ddi_order_get_pending (order);
  const DdiOrderLine *line = find (order, "Glazed");
  DdiUnit *unit = ddi_order_approve_all_unit (day, seen, TRUE, ddi_home_get_user_id (home));
  g_autoptr (DdiUnit) again = ddi_unit_ref (unit);
  g_autoptr (GPtrArray) results = NULL, none = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (decide (home, DDI_DECISION_REJECT, line->id, line->row_version, 0, NULL));
  results = run (home, unit);
  assert_sql (home, "SELECT status, count(*) FROM forecasts WHERE store_id = 1 GROUP BY 1 ORDER BY 1",
              "approved|3\nrejected|1");

  assert_sql (home,
              "UPDATE forecasts SET status = 'pending', approved_quantity = NULL, decided_by = NULL, "
              "decided_at = NULL;"
              "UPDATE forecasts SET id = 9000, order_quantity = 500 WHERE store_id = 1 AND product_id = 1",
              "");
  none = ddi_database_run (ddi_home_get_database (home), g_steal_pointer (&again), NULL, &error);
  g_assert_null (none);
  g_assert_error (error, DDI_DB_ERROR, DDI_DB_ERROR_STALE);
  assert_sql (home, "SELECT count(*) FROM forecasts WHERE status <> 'pending'", "0");
}

/* A newer proposal waits beside the approved Glazed: 31 → 20. */
static void
propose (DdiHome *home)
{
  assert_sql (
      home,
      "UPDATE forecasts SET status = 'approved', approved_quantity = 31, decided_by = user_id,"
      " decided_at = now() WHERE store_id = 1 AND product_id = 1;"
      "INSERT INTO forecasts (user_id, forecast_date, product_name, store_id, product_id, run_id, horizon, "
      "model,"
      " predicted_demand, lower_bound, upper_bound, order_quantity)"
      " SELECT user_id, forecast_date, product_name, store_id, product_id, run_id, 2, model, 18, 12, 25, 20"
      " FROM forecasts WHERE store_id = 1 AND product_id = 1",
      "");
}

static void
test_accept (void)
{
  DdiHome *home = open_seeded ();
  g_autoptr (DdiOrder) order = NULL;
  g_autoptr (DdiOrder) after = NULL;
  g_autoptr (GPtrArray) undone = NULL;
  const DdiOrderLine *line;

  propose (home);
  order = load (home, 1);
  g_assert_cmpuint (ddi_order_get_n_lines (order), ==, 4);
  line = find (order, "Glazed");
  g_assert_cmpint (line->quantity, ==, 31);
  g_assert_cmpint (line->changed_order, ==, 20);

  g_assert_true (decide (home, DDI_DECISION_ACCEPT, line->changed_id, line->changed_row_version, 0, NULL));
  assert_sql (home,
              "SELECT 'now', status, approved_quantity FROM forecasts WHERE store_id = 1 AND product_id = 1"
              " UNION ALL SELECT 'history', status, approved_quantity FROM forecast_history",
              "now|approved|20\nhistory|approved|31");

  undone = run (home, ddi_order_undo_unit (line, DDI_DECISION_ACCEPT));
  after = load (home, 1);
  g_assert_cmpint (find (after, "Glazed")->quantity, ==, 31);
  g_assert_cmpint (find (after, "Glazed")->changed_order, ==, 20);
  assert_sql (home, "SELECT count(*) FROM forecast_history", "0");
}

static void
test_keep (void)
{
  DdiHome *home = open_seeded ();
  g_autoptr (DdiOrder) order = NULL;
  g_autoptr (DdiOrder) after = NULL;
  g_autoptr (GPtrArray) undone = NULL;
  const DdiOrderLine *line;

  propose (home);
  order = load (home, 1);
  line = find (order, "Glazed");
  g_assert_true (decide (home, DDI_DECISION_KEEP, line->changed_id, line->changed_row_version, 0, NULL));
  assert_sql (home,
              "SELECT 'now', status, approved_quantity, kept_against FROM forecasts WHERE store_id = 1 AND "
              "product_id = 1"
              " UNION ALL SELECT 'history', status, order_quantity, NULL FROM forecast_history",
              "now|approved|31|20\nhistory|pending|20|");
  g_assert_false (decide (home, DDI_DECISION_KEEP, line->changed_id, line->changed_row_version, 0, NULL));

  undone = run (home, ddi_order_undo_unit (line, DDI_DECISION_KEEP));
  after = load (home, 1);
  g_assert_cmpint (find (after, "Glazed")->changed_order, ==, 20);
  assert_sql (home, "SELECT kept_against FROM forecasts WHERE status = 'approved'", "");
}

static void
test_board (void)
{
  DdiHome *home = open_seeded ();
  g_autoptr (GError) error = NULL;
  g_autoptr (DdiOrderBoard) board = NULL;
  const DdiOrderShop *first, *second;

  assert_sql (home,
              "INSERT INTO order_dispatches (delivery_date, user_id, format, file_name, store_ids, total)"
              " SELECT '2026-11-25', id, 'csv', 'order.csv', '{1,2}', 302 FROM users",
              "");
  assert_sql (
      home,
      "UPDATE forecasts SET status = 'approved', approved_quantity = order_quantity, decided_by = user_id,"
      " decided_at = '2026-11-24 15:02+00' WHERE store_id = 1",
      "");
  board = ddi_order_board_load (ddi_home_get_database (home), day, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (ddi_order_board_get_day (board), ==, day);
  g_assert_cmpuint (ddi_order_board_get_n_shops (board), ==, 2);

  /* The one that asks for a look comes first. */
  first = ddi_order_board_get_shop (board, 0);
  g_assert_cmpstr (first->store, ==, "Store 02");
  g_assert_cmpuint (first->n_missing_days, ==, 2);
  g_assert_cmpuint (first->n_new_products, ==, 1);
  g_assert_cmpuint (first->n_big_changes, ==, 1);
  g_assert_cmpuint (first->n_pending, ==, 4);
  g_assert_cmpint (first->last_count, ==, day - 4);

  second = ddi_order_board_get_shop (board, 1);
  g_assert_cmpuint (second->n_approved, ==, 4);
  g_assert_cmpuint (second->n_missing_days, ==, 0);
  g_assert_cmpint (second->quantity, ==, 151);
  g_assert_cmpint (second->last_week, ==, 120);
  g_assert_cmpint (second->decided_at, ==, G_GINT64_CONSTANT (1795532520));

  assert_agrees (ddi_order_board_get_totals (board));
  g_assert_cmpuint (ddi_order_board_get_dispatches (board)->len, ==, 1);
  g_assert_cmpint (ddi_order_board_get_due (board), ==, G_GINT64_CONSTANT (1795546800));
}

int
main (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  int status;

  g_test_init (&argc, &argv, NULL);
  the_home = ddi_test_home_new ();
  day = ddi_day_parse ("2026-11-25");
  g_test_add_func ("/order/lines", test_lines);
  g_test_add_func ("/order/nothing-left", test_nothing_left);
  g_test_add_func ("/order/totals", test_totals);
  g_test_add_func ("/order/board-totals", test_board_totals);
  g_test_add_func ("/order/decide", test_decide);
  g_test_add_func ("/order/undo-decision", test_undo_decision);
  g_test_add_func ("/order/undo-too-late", test_undo_too_late);
  g_test_add_func ("/order/approve-all", test_approve_all);
  g_test_add_func ("/order/approve-late", test_approve_late);
  g_test_add_func ("/order/accept", test_accept);
  g_test_add_func ("/order/keep", test_keep);
  g_test_add_func ("/order/board", test_board);
  status = g_test_run ();
  ddi_home_close (the_home, &error);
  g_assert_no_error (error);
  g_object_unref (the_home);
  return status;
}
