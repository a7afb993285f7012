/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What was kept while the server was away reaches it in order, once, and nobody else. */
#include "core/ddi-json.h"
#include "db/ddi-db-error.h"
#include "support/ddi-test-directory.h"
#include "support/ddi-test-home.h"
#include "support/ddi-test-proxy.h"
#include "tasks/ddi-day-entry.h"
#include "tasks/ddi-outbox.h"

#define DAY "2026-11-25"

static DdiHome *home;
static char *uuid;

typedef struct
{
  DdiTestProxy *proxy;
  DdiDatabase *database;
  DdiOutbox *outbox;
} Fixture;

static void
sign_in (DdiDatabase *database)
{
  g_autofree char *token = ddi_test_home_psql (home, FALSE, "SELECT auth.open_local_session('test')");

  ddi_database_set_session (database, token);
}

/* The server is away until the proxy listens. */
static void
set_up (Fixture *self, gconstpointer data)
{
  g_autofree char *directory = ddi_test_directory_new_path ("outbox");
  g_autofree char *out = ddi_test_home_psql (home, FALSE,
                                             "DELETE FROM daily_sales; DELETE FROM daily_waste; DELETE FROM "
                                             "daily_production; DELETE FROM store_days");
  g_autofree char *app =
      ddi_cluster_dup_conninfo (ddi_home_get_cluster (home), DDI_CLUSTER_APP, "dunkin_demand");
  g_autofree char *conninfo = NULL;
  g_autoptr (GError) error = NULL;

  self->proxy = ddi_test_proxy_new (app, 0);
  conninfo = ddi_test_proxy_dup_conninfo (self->proxy);
  self->database = ddi_database_new (conninfo, 2);
  sign_in (self->database);
  self->outbox = ddi_outbox_open (directory, uuid, ddi_home_get_user_id (home), &error);
  g_assert_no_error (error);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  ddi_database_close (self->database);
  g_object_unref (self->database);
  g_object_unref (self->outbox);
  ddi_test_proxy_free (self->proxy);
}

static void
expect (const char *sql, const char *expected)
{
  g_autofree char *answer = ddi_test_home_psql (home, FALSE, sql);

  g_assert_cmpstr (answer, ==, expected);
}

/* A cell's save, as the page makes it: the line then has what the database will have. */
static DdiUnit *
make_save (DdiEntryLine *line, gint64 made, gint64 wasted)
{
  DdiEntryFigures figures = { made, wasted, NULL, NULL };
  DdiUnit *unit = ddi_unit_new ();

  ddi_entry_line_save (line, &figures, ddi_home_get_user_id (home), unit);
  ddi_entry_day_finish (line->store_id, line->day, ddi_home_get_user_id (home), unit);
  ddi_entry_line_foresee (line, &figures);
  return unit;
}

static DdiEntryLine *
make_line (int product_id)
{
  DdiEntryLine *line = g_new0 (DdiEntryLine, 1);

  line->ref_count = 1;
  line->store_id = 1;
  line->day = ddi_day_parse (DAY);
  line->product_id = product_id;
  line->figures.made = line->figures.wasted = DDI_ENTRY_BLANK;
  return line;
}

/* Nothing waits, nothing was refused. */
static void
expect_empty (DdiOutbox *outbox)
{
  g_autoptr (GPtrArray) list = ddi_outbox_list (outbox);

  for (guint i = 0; i < list->len; i++)
    {
      const DdiOutboxEntry *entry = list->pdata[i];

      g_test_message ("left: %s, %s", entry->file, entry->refusal ? entry->refusal : "waits");
    }
  g_assert_cmpuint (list->len, ==, 0);
}

static void
keep (Fixture *self, DdiUnit *unit)
{
  DdiOutboxNote note = { "a cell", "entry", "store=1&day=" DAY, 4 };
  g_autoptr (GError) error = NULL;
  g_autoptr (DdiOutboxEntry) entry = ddi_outbox_add (self->outbox, &note, unit, &error);

  g_assert_no_error (error);
}

static gboolean
send (Fixture *self, gboolean again, GError **error)
{
  guint touched;

  return ddi_outbox_send (self->outbox, self->database, again, &touched, NULL, error);
}

#define FIGURES                                                                                              \
  "SELECT string_agg(product_id || ':' || coalesce(m.quantity_produced::text, '') || '/' || "                \
  "coalesce(w.quantity_wasted::text, ''), ' ' ORDER BY product_id) FROM daily_production m FULL JOIN "       \
  "daily_waste w USING (store_id, date, product_id)"

/* Nobody waits for a server that is away, and nobody is told that something was saved. */
static void
test_kept (Fixture *self, gconstpointer data)
{
  g_autoptr (DdiEntryLine) glazed = make_line (1);
  DdiOutboxNote note = { "a cell", "entry", NULL, 4 };
  g_autoptr (GPtrArray) results = NULL;
  g_autoptr (GError) away = NULL;

  g_assert_cmpint (ddi_outbox_run (self->outbox, self->database, &note,
                                   make_save (glazed, 54, DDI_ENTRY_BLANK), &results, &away),
                   ==, DDI_OUTBOX_KEPT);
  g_assert_error (away, DDI_DB_ERROR, DDI_DB_ERROR_OFFLINE);
  g_assert_null (results);
  g_assert_cmpuint (ddi_outbox_get_n (self->outbox), ==, 1);
}

/* The server is away: a cell is typed three times, one emptied again, another product's typed; all of it is there
 * once the server is back, also where the answer to a COMMIT is lost on the way. */
static void
test_server_back (Fixture *self, gconstpointer data)
{
  g_autoptr (DdiEntryLine) glazed = make_line (1), kreme = make_line (2);
  g_autoptr (GError) error = NULL;
  guint touched;

  keep (self, make_save (glazed, 54, DDI_ENTRY_BLANK));
  keep (self, make_save (glazed, 54, 5));
  keep (self, make_save (glazed, 60, 5));
  keep (self, make_save (kreme, 24, 1));
  keep (self, make_save (kreme, 24, DDI_ENTRY_BLANK));
  keep (self, make_save (kreme, 24, 2));
  g_assert_cmpuint (ddi_outbox_get_n (self->outbox), ==, 6);

  ddi_test_proxy_listen (self->proxy);
  ddi_test_proxy_inject (self->proxy, GPOINTER_TO_INT (data));
  g_assert_true (ddi_outbox_send (self->outbox, self->database, FALSE, &touched, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (touched, ==, 4);
  expect_empty (self->outbox);
  expect (FIGURES, "1:60/5 2:24/2");
  /* Each change counted once: inserted, then made 60. */
  expect ("SELECT row_version FROM daily_production WHERE product_id = 1", "2");
  expect ("SELECT row_version FROM daily_waste WHERE product_id = 2", "1");
}

/* The program dies between the server's answer and the end of its file: the next one sends it again, in vain. */
static void
test_sent_twice (Fixture *self, gconstpointer data)
{
  g_autoptr (DdiEntryLine) line = make_line (1);
  g_autoptr (GPtrArray) list = NULL;
  g_autofree char *path = NULL, *text = NULL, *directory = ddi_test_directory_new_path ("outbox");
  g_autoptr (DdiOutbox) other = NULL;
  g_autoptr (GError) error = NULL;
  guint touched;

  ddi_test_proxy_listen (self->proxy);
  other = ddi_outbox_open (directory, uuid, ddi_home_get_user_id (home), &error);
  g_assert_no_error (error);
  {
    DdiOutboxNote note = { "a cell", "entry", NULL, 4 };
    g_autoptr (DdiOutboxEntry) entry = ddi_outbox_add (other, &note, make_save (line, 54, 5), &error);

    path = g_build_filename (directory, entry->file, NULL);
  }
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  g_assert_true (ddi_outbox_send (other, self->database, FALSE, &touched, NULL, &error));
  g_assert_true (g_file_set_contents (path, text, -1, NULL));
  g_clear_object (&other);
  other = ddi_outbox_open (directory, uuid, ddi_home_get_user_id (home), &error);
  g_assert_cmpuint (ddi_outbox_get_n (other), ==, 1);
  g_assert_true (ddi_outbox_send (other, self->database, FALSE, &touched, NULL, &error));
  expect_empty (other);
  expect (FIGURES, "1:54/5");
  expect ("SELECT row_version FROM daily_production", "1");
}

/* Somebody else has entered the same meanwhile: theirs stays, ours is kept and says why, the rest goes on. */
static void
test_refused (Fixture *self, gconstpointer data)
{
  g_autoptr (DdiEntryLine) glazed = make_line (1), kreme = make_line (2);
  g_autofree char *out = NULL;
  g_autoptr (GPtrArray) list = NULL, again = NULL;
  g_autoptr (GError) error = NULL;

  keep (self, make_save (glazed, 54, DDI_ENTRY_BLANK));
  keep (self, make_save (kreme, 24, 1));
  out =
      ddi_test_home_psql (home, FALSE,
                          "INSERT INTO daily_production (user_id, store_id, date, product_id, product_name, "
                          "quantity_produced) SELECT min(id), 1, '" DAY "', 1, 'Glazed', 70 FROM users");
  ddi_test_proxy_listen (self->proxy);
  g_assert_true (send (self, FALSE, &error));
  expect (FIGURES, "1:70/ 2:24/1");
  list = ddi_outbox_list (self->outbox);
  g_assert_cmpuint (list->len, ==, 1);
  g_assert_nonnull (((DdiOutboxEntry *)list->pdata[0])->refusal);
  /* Tried again it is refused again, and still there; once theirs is gone it is taken. */
  g_assert_true (send (self, TRUE, &error));
  g_assert_cmpuint (ddi_outbox_get_n (self->outbox), ==, 1);
  g_free (g_steal_pointer (&out));
  out = ddi_test_home_psql (home, FALSE, "DELETE FROM daily_production WHERE product_id = 1");
  g_assert_true (send (self, FALSE, &error));
  g_assert_cmpuint (ddi_outbox_get_n (self->outbox), ==, 1);
  g_assert_true (send (self, TRUE, &error));
  expect_empty (self->outbox);
  expect (FIGURES, "1:54/ 2:24/1");
}

/* What is refused while its form is open is the form's to tell. */
static void
test_refused_at_once (Fixture *self, gconstpointer data)
{
  g_autoptr (DdiEntryLine) line = make_line (999);
  DdiOutboxNote note = { "a cell", "entry", NULL, 4 };
  g_autoptr (GPtrArray) results = NULL;
  g_autoptr (GError) error = NULL;

  ddi_test_proxy_listen (self->proxy);
  g_assert_cmpint (ddi_outbox_run (self->outbox, self->database, &note, make_save (line, 54, 5), &results,
                                   &error),
                   ==, DDI_OUTBOX_FAILED);
  g_assert_nonnull (error);
  expect_empty (self->outbox);
}

/* A shop that this person may not write to is no reason to wait. */
static void
test_denied (Fixture *self, gconstpointer data)
{
  g_autoptr (DdiEntryLine) line = make_line (1);
  g_autofree char *down = ddi_test_home_psql (home, FALSE, "UPDATE users SET role = 'member'");
  g_autofree char *up = NULL;
  g_autoptr (GPtrArray) list = NULL;
  g_autoptr (GError) error = NULL;

  keep (self, make_save (line, 54, 5));
  ddi_test_proxy_listen (self->proxy);
  g_assert_true (send (self, FALSE, &error));
  list = ddi_outbox_list (self->outbox);
  g_assert_cmpuint (list->len, ==, 1);
  g_assert_nonnull (((DdiOutboxEntry *)list->pdata[0])->refusal);
  up = ddi_test_home_psql (home, FALSE, "UPDATE users SET role = 'administrator'");
  expect ("SELECT count(*) FROM daily_production", "0");
}

/* The session has ended: it waits for its person to sign in again. */
static void
test_session_ended (Fixture *self, gconstpointer data)
{
  g_autoptr (DdiEntryLine) line = make_line (1);
  g_autofree char *out = NULL;
  g_autoptr (GError) ended = NULL, error = NULL;

  keep (self, make_save (line, 54, 5));
  out = ddi_test_home_psql (home, FALSE, "UPDATE auth_sessions SET revoked_at = now()");
  ddi_test_proxy_listen (self->proxy);
  g_assert_false (send (self, FALSE, &ended));
  g_test_message ("%s", ended->message);
  g_assert_cmpuint (ddi_outbox_get_n (self->outbox), ==, 1);
  sign_in (self->database);
  g_assert_true (send (self, FALSE, &error));
  g_assert_no_error (error);
  expect (FIGURES, "1:54/5");
}

/* A file copied by hand, or a connection pointed elsewhere: the database itself says no. */
static void
test_stranger (Fixture *self, gconstpointer data)
{
  static const char other[] = "6f1c6c1e-7a53-4a0f-9a27-6a0f3a0a0009";
  g_autofree char *directory = ddi_test_directory_new_path ("outbox");
  g_autoptr (GError) error = NULL;
  DdiOutboxNote note = { "a cell", "entry", NULL, 4 };
  int user = ddi_home_get_user_id (home);
  guint touched;

  ddi_test_proxy_listen (self->proxy);
  for (int i = 0; i < 2; i++)
    {
      g_autoptr (DdiEntryLine) line = make_line (1);
      g_autoptr (DdiOutbox) stranger =
          ddi_outbox_open (directory, i == 0 ? other : uuid, i == 0 ? user : user + 1, &error);
      g_autoptr (DdiOutboxEntry) entry = ddi_outbox_add (stranger, &note, make_save (line, 54, 5), &error);
      g_autoptr (GError) refused = NULL;

      g_assert_no_error (error);
      g_assert_false (ddi_outbox_send (stranger, self->database, FALSE, &touched, NULL, &refused));
      g_assert_error (refused, DDI_DB_ERROR, DDI_DB_ERROR_ADDRESSEE);
      g_assert_cmpuint (ddi_outbox_get_n (stranger), ==, 1);
    }
  expect ("SELECT count(*) FROM daily_production", "0");
}

/* ---- What an older program has left ---- */

/* As one that knows more fields than we do would write it, its sum included. */
static void
add_field (const char *path)
{
  g_autofree char *text = NULL, *body = NULL, *sum = NULL, *whole = NULL;
  g_autoptr (JsonNode) root = NULL;
  JsonObject *object;
  JsonNode *entry;
  g_autoptr (GError) error = NULL;

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  root = ddi_json_parse (text, -1, &error);
  g_assert_no_error (error);
  object = json_node_get_object (root);
  entry = json_object_get_member (object, "entry");
  json_object_set_string_member (json_node_get_object (entry), "weather", "rain");
  body = json_to_string (entry, FALSE);
  sum = g_compute_checksum_for_string (G_CHECKSUM_SHA256, body, -1);
  json_object_set_string_member (object, "sha256", sum);
  whole = json_to_string (root, TRUE);
  g_assert_true (g_file_set_contents (path, whole, -1, NULL));
}

static void
leave (DdiOutbox *outbox, const char *directory, const char *query, GVariant *params)
{
  DdiOutboxNote note = { "a sale", "sales", NULL, 1 };
  DdiUnit *unit = ddi_unit_new ();
  g_autofree char *path = NULL;
  g_autoptr (DdiOutboxEntry) entry = NULL;
  g_autoptr (GError) error = NULL;

  ddi_unit_add (unit, query, params);
  entry = ddi_outbox_add (outbox, &note, unit, &error);
  g_assert_no_error (error);
  path = g_build_filename (directory, entry->file, NULL);
  add_field (path);
}

/* It knew no added columns: its statements have a parameter less. What it entered has no values, and what it changed
 * keeps those that are there. */
static void
test_older (Fixture *self, gconstpointer data)
{
  g_autofree char *directory = ddi_test_directory_new_path ("outbox");
  g_autofree char *there = ddi_test_home_psql (
      home, FALSE,
      "INSERT INTO custom_columns (entity, name, label, type, position) VALUES ('sales', 'crew', 'Crew', "
      "'integer', 1), ('waste', 'tray', 'Tray', 'text', 1);"
      "INSERT INTO daily_sales (id, user_id, store_id, date, product_id, quantity_sold, custom) VALUES (900, "
      "1, "
      "1, '2026-11-24', 1, 7, '{\"crew\": 4}')");
  int user = ddi_home_get_user_id (home);
  g_autoptr (DdiOutbox) older = NULL, newer = NULL;
  g_autoptr (GError) error = NULL;
  guint touched;

  older = ddi_outbox_open (directory, uuid, user, &error);
  g_assert_no_error (error);
  leave (older, directory, "sales/insert",
         g_variant_new ("(iisiimsms)", user, 1, DAY, 1, 12, NULL, "by hand"));
  leave (older, directory, "sales/update",
         g_variant_new ("(xiisiimsms)", (gint64)900, 1, 1, "2026-11-24", 1, 8, NULL, "counted"));
  leave (older, directory, "waste/insert", g_variant_new ("(iisiimsms)", user, 1, DAY, 2, 3, "stale", NULL));
  g_clear_object (&older);

  newer = ddi_outbox_open (directory, uuid, user, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (ddi_outbox_get_n (newer), ==, 3);
  ddi_test_proxy_listen (self->proxy);
  g_assert_true (ddi_outbox_send (newer, self->database, FALSE, &touched, NULL, &error));
  g_assert_no_error (error);
  expect_empty (newer);
  expect ("SELECT string_agg(concat_ws(' ', date, quantity_sold, notes, custom), ', ' ORDER BY date) FROM "
          "daily_sales",
          "2026-11-24 8 counted {\"crew\": 4}, 2026-11-25 12 by hand");
  expect ("SELECT concat_ws(' ', quantity_wasted, reason, custom) FROM daily_waste", "3 stale");
  expect ("DELETE FROM custom_columns", "");
}

int
main (int argc, char **argv)
{
  g_autofree char *made = NULL;
  int status;

  g_test_init (&argc, &argv, NULL);
  home = ddi_test_home_new ();
  made = ddi_test_home_psql (
      home, FALSE,
      "INSERT INTO districts (name) VALUES ('North');"
      "INSERT INTO stores (district_id, name) VALUES (1, 'Store 01');"
      "INSERT INTO products (name, sheet_order) VALUES ('Glazed', 1), ('Boston Kreme', 2)");
  uuid = ddi_test_home_psql (home, FALSE, "SELECT value #>> '{}' FROM settings WHERE key = 'database_uuid'");
#define ADD(path, data, function) g_test_add (path, Fixture, data, set_up, function, tear_down)
  ADD ("/tasks/outbox/kept", NULL, test_kept);
  ADD ("/tasks/outbox/server-back", GINT_TO_POINTER (DDI_TEST_PROXY_PASS), test_server_back);
  ADD ("/tasks/outbox/server-back/reset", GINT_TO_POINTER (DDI_TEST_PROXY_RESET), test_server_back);
  ADD ("/tasks/outbox/server-back/lose-commit", GINT_TO_POINTER (DDI_TEST_PROXY_LOSE_COMMIT),
       test_server_back);
  ADD ("/tasks/outbox/server-back/lose-answer", GINT_TO_POINTER (DDI_TEST_PROXY_LOSE_ANSWER),
       test_server_back);
  ADD ("/tasks/outbox/server-back/corrupt", GINT_TO_POINTER (DDI_TEST_PROXY_CORRUPT), test_server_back);
  ADD ("/tasks/outbox/server-back/corrupt-request", GINT_TO_POINTER (DDI_TEST_PROXY_CORRUPT_REQUEST),
       test_server_back);
  ADD ("/tasks/outbox/server-back/cut", GINT_TO_POINTER (DDI_TEST_PROXY_CUT), test_server_back);
  ADD ("/tasks/outbox/server-back/cut-answer", GINT_TO_POINTER (DDI_TEST_PROXY_CUT_ANSWER), test_server_back);
  ADD ("/tasks/outbox/sent-twice", NULL, test_sent_twice);
  ADD ("/tasks/outbox/refused", NULL, test_refused);
  ADD ("/tasks/outbox/refused-at-once", NULL, test_refused_at_once);
  ADD ("/tasks/outbox/denied", NULL, test_denied);
  ADD ("/tasks/outbox/session-ended", NULL, test_session_ended);
  ADD ("/tasks/outbox/stranger", NULL, test_stranger);
  ADD ("/tasks/outbox/older", NULL, test_older);
#undef ADD
  status = g_test_run ();
  ddi_home_close (home, NULL);
  g_clear_object (&home);
  g_free (uuid);
  return status;
}
