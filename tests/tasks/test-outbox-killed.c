/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The program is killed while it writes, again and again, while others write: whatever it has acknowledged is in the
 * database in the end, and nothing twice. What was acknowledged is told through a pipe, outside of the database. */
#include <signal.h>
#include <string.h>
#include <unistd.h>

#include "db/ddi-unit-private.h"
#include "support/ddi-test-directory.h"
#include "support/ddi-test-home.h"
#include "tasks/ddi-outbox.h"

#define N_KILLS 200
#define N_CLIENTS 4
/* Of a program's life before the kill, in microseconds, after its first word. */
#define LONGEST_LIFE 60000

static const char *self_path;

static DdiHome *
new_home (void)
{
  DdiHome *home = ddi_test_home_new ();
  g_autofree char *made = ddi_test_home_psql (
      home, FALSE,
      "INSERT INTO districts (name) VALUES ('North');"
      "INSERT INTO stores (district_id, name) VALUES (1, 'Store 01');"
      /* Most of a program's life is inside a transaction. */
      "CREATE FUNCTION take_time() RETURNS trigger LANGUAGE plpgsql AS "
      "$$BEGIN IF current_setting('application_name') = 'victim' THEN PERFORM pg_sleep(0.01); END IF; "
      "RETURN NEW; END$$;"
      "CREATE TRIGGER take_time BEFORE INSERT ON forecast_comments FOR EACH ROW EXECUTE "
      "FUNCTION take_time()");

  return home;
}

/* A comment: nothing but the request's UUID keeps it from being there twice. */
static DdiOutboxOutcome
write_one (DdiOutbox *outbox, DdiDatabase *database, int user_id, const char *text, GError **error)
{
  DdiOutboxNote note = { text, "forecasts", NULL, 1 };
  g_autoptr (GPtrArray) results = NULL;
  DdiUnit *unit = ddi_unit_new ();

  ddi_unit_add (unit, "orders/insert-comment", g_variant_new ("(isiis)", 1, "2026-11-25", 0, user_id, text));
  return ddi_outbox_run (outbox, database, &note, unit, &results, error);
}

/* The program: sends what its last life has left, then writes until it is killed. */
static int
child (char **argv)
{
  g_autoptr (DdiDatabase) database = ddi_database_new (argv[2], 1);
  int user_id = (int)g_ascii_strtoll (argv[5], NULL, 10);
  g_autoptr (GError) error = NULL;
  g_autoptr (DdiOutbox) outbox = ddi_outbox_open (argv[6], argv[4], user_id, &error);
  guint touched;

  g_assert_no_error (error);
  ddi_database_set_session (database, argv[3]);
  g_assert_cmpint (write (STDOUT_FILENO, "here\n", 5), ==, 5);
  ddi_outbox_send (outbox, database, FALSE, &touched, NULL, &error);
  g_assert_no_error (error);
  for (guint i = 0;; i++)
    {
      g_autofree char *text = g_strdup_printf ("%d-%u", (int)getpid (), i);
      g_autofree char *line = g_strconcat (text, "\n", NULL);

      if (write_one (outbox, database, user_id, text, &error) == DDI_OUTBOX_FAILED)
        g_error ("%s", error->message);
      if (write (STDOUT_FILENO, line, strlen (line)) != (gssize)strlen (line))
        return 1;
    }
}

typedef struct
{
  DdiHome *home;
  GString *acknowledged;
  guint number;
  gint *stop;
  DdiOutbox *outbox; /* of test_fault() */
  DdiDatabase *database;
} Client;

static gpointer
write_beside (gpointer data)
{
  Client *client = data;
  DdiHome *home = client->home;
  int user_id = ddi_home_get_user_id (home);

  for (guint i = 0; !g_atomic_int_get (client->stop); i++)
    {
      g_autofree char *text = g_strdup_printf ("client %u-%u", client->number, i);
      g_autoptr (GError) error = NULL;

      g_assert_cmpint (write_one (ddi_home_get_outbox (home), ddi_home_get_database (home), user_id, text,
                                  &error),
                       ==, DDI_OUTBOX_SENT);
      g_string_append_printf (client->acknowledged, "%s\n", text);
    }
  return NULL;
}

/* Whether the stopped program's transaction is open at the server. */
static gboolean
is_inside (DdiDatabase *superuser)
{
  DdiUnit *unit = ddi_unit_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) rows = NULL;

  ddi_unit_add_sql (
      unit,
      "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'victim' AND state <> 'idle' "
      "AND xact_start IS NOT NULL",
      NULL);
  rows = ddi_database_run (superuser, unit, NULL, &error);
  g_assert_no_error (error);
  return ddi_rows_get_int (rows->pdata[0], 0, 0) > 0;
}

/* Stops it after @life, and with @aim lets it go on until it is stopped inside a transaction. Whether it was. */
static gboolean
stop_after (GSubprocess *process, DdiDatabase *superuser, gulong life, gboolean aim)
{
  gboolean inside;

  for (guint i = 0;; i++)
    {
      g_usleep (life);
      g_subprocess_send_signal (process, SIGSTOP);
      inside = is_inside (superuser);
      if (inside || !aim || i == 1000)
        return inside;
      g_subprocess_send_signal (process, SIGCONT);
      life = 500;
    }
}

/* One life; what it has acknowledged is added to @acknowledged. TRUE where it died inside a transaction. */
static gboolean
live_and_die (const char *const *argv, DdiDatabase *superuser, gulong life, gboolean aim,
              GString *acknowledged)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GSubprocess) process = g_subprocess_newv (argv, G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error);
  g_autoptr (GDataInputStream) lines = NULL;
  g_autofree char *here = NULL;
  gboolean inside;

  g_assert_no_error (error);
  lines = g_data_input_stream_new (g_subprocess_get_stdout_pipe (process));
  here = g_data_input_stream_read_line (lines, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (here, ==, "here");
  inside = stop_after (process, superuser, life, aim);
  g_subprocess_force_exit (process);
  for (;;)
    {
      g_autofree char *line = g_data_input_stream_read_line (lines, NULL, NULL, &error);

      g_assert_no_error (error);
      if (line == NULL)
        break;
      g_string_append_printf (acknowledged, "%s\n", line);
    }
  g_subprocess_wait (process, NULL, NULL);
  return inside;
}

static void
expect_all (DdiHome *home, const char *acknowledged)
{
  g_autofree char *there = ddi_test_home_psql (home, FALSE, "SELECT body FROM forecast_comments");
  g_auto (GStrv) bodies = g_strsplit (there, "\n", -1);
  g_auto (GStrv) told = g_strsplit (acknowledged, "\n", -1);
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  guint n = 0;

  for (char **body = bodies; *body; body++)
    if (!g_hash_table_add (seen, *body))
      g_error ("%s is there twice", *body);
  for (char **text = told; *text; text++)
    if (**text && !g_hash_table_contains (seen, *text))
      g_error ("%s is lost", *text);
    else
      n += **text != '\0';
  g_test_message ("%u acknowledged, %u there", n, g_hash_table_size (seen));
  g_assert_cmpuint (n, >, 20);
}

static void
test_killed (void)
{
  g_autoptr (DdiHome) home = new_home ();
  g_autofree char *app =
      ddi_cluster_dup_conninfo (ddi_home_get_cluster (home), DDI_CLUSTER_APP, "dunkin_demand");
  g_autofree char *conninfo = g_strconcat (app, " application_name=victim", NULL);
  g_autofree char *token = ddi_test_home_psql (home, FALSE, "SELECT auth.open_local_session('victim')");
  g_autofree char *uuid =
      ddi_test_home_psql (home, FALSE, "SELECT value #>> '{}' FROM settings WHERE key = 'database_uuid'");
  g_autofree char *user = g_strdup_printf ("%d", ddi_home_get_user_id (home));
  g_autofree char *directory = ddi_test_directory_new_path ("outbox");
  g_autofree char *super =
      ddi_cluster_dup_conninfo (ddi_home_get_cluster (home), DDI_CLUSTER_SUPERUSER, "dunkin_demand");
  g_autoptr (DdiDatabase) superuser = ddi_database_new (super, 1);
  const char *argv[] = { self_path, "live", conninfo, token, uuid, user, directory, NULL };
  g_autoptr (GString) acknowledged = g_string_new (NULL);
  g_autoptr (GRand) rand = g_rand_new_with_seed (20261125);
  g_autoptr (DdiOutbox) rest = NULL;
  g_autoptr (GError) error = NULL;
  Client clients[N_CLIENTS];
  GThread *threads[N_CLIENTS];
  gint stop = FALSE;
  guint touched, n_inside = 0;

  for (guint i = 0; i < N_CLIENTS; i++)
    {
      clients[i] = (Client){ home, g_string_new (NULL), i, &stop, NULL, NULL };
      threads[i] = g_thread_new ("client", write_beside, &clients[i]);
    }
  for (guint i = 0; i < N_KILLS; i++)
    n_inside += live_and_die (argv, superuser, (gulong)g_rand_int_range (rand, 0, LONGEST_LIFE), i % 3 == 0,
                              acknowledged);
  g_atomic_int_set (&stop, TRUE);
  for (guint i = 0; i < N_CLIENTS; i++)
    {
      g_thread_join (threads[i]);
      g_string_append (acknowledged, clients[i].acknowledged->str);
      g_string_free (clients[i].acknowledged, TRUE);
    }
  rest = ddi_outbox_open (directory, uuid, ddi_home_get_user_id (home), &error);
  g_assert_no_error (error);
  g_assert_cmpuint (ddi_outbox_get_n_damaged (rest), ==, 0);
  ddi_outbox_send (rest, ddi_home_get_database (home), FALSE, &touched, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (ddi_outbox_get_n (rest), ==, 0);
  g_test_message ("%u of %d kills inside a transaction", n_inside, N_KILLS);
  g_assert_cmpuint (n_inside * 10, >=, N_KILLS * 3);
  expect_all (home, acknowledged->str);
  ddi_database_close (superuser);
  ddi_home_close (home, NULL);
}

/* What a client writes while things break, at least ten lines: sent or kept, never refused. */
static gpointer
write_through (gpointer data)
{
  Client *client = data;
  DdiHome *home = client->home;
  int user_id = ddi_home_get_user_id (home);

  for (guint i = 0; i < 10 || !g_atomic_int_get (client->stop); i++)
    {
      g_autofree char *text = g_strdup_printf ("client %u-%u", client->number, i);
      g_autoptr (GError) error = NULL;

      if (write_one (client->outbox, client->database, user_id, text, &error) == DDI_OUTBOX_FAILED)
        g_error ("%s: %s", text, error->message);
      g_string_append_printf (client->acknowledged, "%s\n", text);
    }
  return NULL;
}

static void
kill_backends (DdiHome *home)
{
  g_autofree char *conninfo =
      ddi_cluster_dup_conninfo (ddi_home_get_cluster (home), DDI_CLUSTER_SUPERUSER, "dunkin_demand");
  g_autoptr (DdiDatabase) superuser = ddi_database_new (conninfo, 1);
  g_autoptr (GRand) rand = g_rand_new_with_seed (20261126);

  for (guint i = 0; i < N_KILLS; i++)
    {
      DdiUnit *unit = ddi_unit_new ();
      g_autoptr (GError) error = NULL;
      g_autoptr (GPtrArray) rows = NULL;

      g_usleep ((gulong)g_rand_int_range (rand, 0, 30000));
      ddi_unit_add_sql (
          unit, "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'victim'",
          NULL);
      rows = ddi_database_run (superuser, unit, NULL, &error);
      g_assert_no_error (error);
    }
  ddi_database_close (superuser);
}

/* Not that of the server which a client has started since. */
static gboolean
is_its_file (const char *path, const char *text)
{
  g_autofree char *now = NULL;

  return g_file_get_contents (path, &now, NULL, NULL) &&
         g_ascii_strtoll (now, NULL, 10) == g_ascii_strtoll (text, NULL, 10);
}

static void
end_server (DdiHome *home, int signal)
{
  const char *directory = ddi_cluster_get_home (ddi_home_get_cluster (home));
  g_autofree char *path = g_build_filename (directory, "data", "postmaster.pid", NULL);

  for (guint i = 0; i < 3; i++)
    {
      g_autofree char *text = NULL;

      g_usleep (700 * 1000);
      g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
      g_assert_no_errno (kill ((pid_t)g_ascii_strtoll (text, NULL, 10), signal));
      /* One that stops in order takes its file away. */
      while (signal != SIGKILL && is_its_file (path, text))
        g_usleep (20 * 1000);
      g_assert_true (ddi_cluster_ensure (ddi_home_get_cluster (home), NULL, NULL));
    }
  g_usleep (300 * 1000);
}

/* kill -9 of the postmaster; the next unit starts the server again. */
static void
kill_server (DdiHome *home)
{
  end_server (home, SIGKILL);
}

/* An administrator restarts it in the middle of the day: a fast shutdown, which ends every session. */
static void
stop_server (DdiHome *home)
{
  end_server (home, SIGINT);
}

/* Four clients write while @fault breaks what is between them and their rows. */
static void
test_fault (gconstpointer fault)
{
  g_autoptr (DdiHome) home = new_home ();
  g_autofree char *app =
      ddi_cluster_dup_conninfo (ddi_home_get_cluster (home), DDI_CLUSTER_APP, "dunkin_demand");
  g_autofree char *conninfo = g_strconcat (app, " application_name=victim", NULL);
  g_autofree char *token = ddi_test_home_psql (home, FALSE, "SELECT auth.open_local_session('victim')");
  g_autofree char *uuid =
      ddi_test_home_psql (home, FALSE, "SELECT value #>> '{}' FROM settings WHERE key = 'database_uuid'");
  g_autofree char *directory = ddi_test_directory_new_path ("outbox");
  g_autoptr (DdiDatabase) database = ddi_database_new (conninfo, N_CLIENTS);
  g_autoptr (GError) error = NULL;
  g_autoptr (DdiOutbox) outbox = ddi_outbox_open (directory, uuid, ddi_home_get_user_id (home), &error);
  g_autoptr (GString) acknowledged = g_string_new (NULL);
  Client clients[N_CLIENTS];
  GThread *threads[N_CLIENTS];
  gint stop = FALSE;
  guint touched;

  g_assert_no_error (error);
  ddi_database_set_session (database, token);
  for (guint i = 0; i < N_CLIENTS; i++)
    {
      clients[i] = (Client){ home, g_string_new (NULL), i, &stop, outbox, database };
      threads[i] = g_thread_new ("client", write_through, &clients[i]);
    }
  ((void (*) (DdiHome *))fault) (home);
  g_atomic_int_set (&stop, TRUE);
  for (guint i = 0; i < N_CLIENTS; i++)
    {
      g_thread_join (threads[i]);
      g_string_append (acknowledged, clients[i].acknowledged->str);
      g_string_free (clients[i].acknowledged, TRUE);
    }
  ddi_outbox_send (outbox, database, FALSE, &touched, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (ddi_outbox_get_n (outbox), ==, 0);
  expect_all (home, acknowledged->str);
  ddi_database_close (database);
  ddi_home_close (home, NULL);
}

int
main (int argc, char **argv)
{
  self_path = argv[0];
  if (argc == 7 && g_str_equal (argv[1], "live"))
    return child (argv);
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/tasks/outbox/killed-while-sending", test_killed);
  g_test_add_data_func ("/tasks/outbox/backends-killed", kill_backends, test_fault);
  g_test_add_data_func ("/tasks/outbox/server-killed", kill_server, test_fault);
  g_test_add_data_func ("/tasks/outbox/server-stopped", stop_server, test_fault);
  return g_test_run ();
}
