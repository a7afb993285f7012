/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tasks/ddi-home.h"

#include <sys/resource.h>

#include "auth/ddi-auth-error.h"
#include "db/ddi-db-error.h"
#include "db/ddi-migrator.h"
#include "support/ddi-test-directory.h"
#include "support/ddi-test-home.h"

static void
note_step_cb (const char *step, gpointer user_data)
{
  g_ptr_array_add (user_data, g_strdup (step));
}

static DdiHome *
open_noting (const char *path, GPtrArray *steps)
{
  DdiHomeOptions options = { .data_dir = path, .progress = note_step_cb, .user_data = steps };
  g_autoptr (GError) error = NULL;
  DdiHome *home = ddi_home_open (&options, NULL, &error);

  g_assert_no_error (error);
  return home;
}

static void
close_home (DdiHome *home)
{
  g_autoptr (GError) error = NULL;

  ddi_home_close (home, &error);
  g_assert_no_error (error);
}

static int
count_users (DdiHome *home)
{
  g_autofree char *n = ddi_test_home_psql (home, FALSE, "SELECT count(*) FROM users");

  return atoi (n);
}

static void
test_from_nothing (void)
{
  g_autofree char *path = ddi_test_directory_new_path ("home");
  g_autoptr (GPtrArray) first = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) second = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (DdiHome) home = open_noting (path, first);
  g_autoptr (DdiHome) again = NULL;
  g_autofree char *user =
      ddi_test_home_psql (home, FALSE, "SELECT name, email, password_hash, role FROM users");
  int id = ddi_home_get_user_id (home);

  g_assert_true (ddi_home_is_embedded (home));
  g_assert_cmpuint (first->len, ==, 2);
  g_assert_cmpstr (user, ==, "This computer|local@localhost|!|administrator");
  close_home (home);

  again = open_noting (path, second);
  g_assert_cmpuint (second->len, ==, 1);
  g_assert_cmpint (ddi_home_get_user_id (again), ==, id);
  g_assert_cmpint (count_users (again), ==, 1);
  close_home (again);
}

/* The database that the program sees is the application's, not the owner's. */
static void
test_role (void)
{
  g_autoptr (DdiHome) home = ddi_test_home_new ();
  g_autoptr (DdiUnit) unit = ddi_unit_new ();
  g_autoptr (GPtrArray) results = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *owner = ddi_test_home_psql (home, FALSE, "SELECT current_user");
  g_autofree char *seen = NULL;

  ddi_unit_add (unit, "session/list-stores", NULL);
  results = ddi_database_run (ddi_home_get_database (home), g_steal_pointer (&unit), NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (owner, ==, "ddi_owner");
  seen = ddi_test_home_psql (home, TRUE,
                             "SELECT DISTINCT usename FROM pg_stat_activity WHERE datname = 'dunkin_demand'"
                             " AND pid <> pg_backend_pid()");
  g_assert_cmpstr (seen, ==, "ddi_app");
  close_home (home);
}

static gpointer
open_again_thread (gpointer path)
{
  return ddi_test_home_open (path);
}

/* Two programs may be first at once. */
static void
test_two_at_once (void)
{
  g_autofree char *path = ddi_test_cluster_new_path ();
  GThread *other = g_thread_new ("other", open_again_thread, path);
  g_autoptr (DdiHome) home = ddi_test_home_open (path);
  g_autoptr (DdiHome) second = g_thread_join (other);

  g_assert_cmpint (ddi_home_get_user_id (home), ==, ddi_home_get_user_id (second));
  g_assert_cmpint (count_users (home), ==, 1);
  close_home (home);
  g_assert_cmpint (count_users (second), ==, 1);
  close_home (second);
}

/* A unit that finds the server dead gets it back; one that only reads is run again by itself. */
static void
test_revival (void)
{
  g_autoptr (DdiHome) home = ddi_test_home_new ();
  const char *path = ddi_cluster_get_home (ddi_home_get_cluster (home));
  g_autofree char *pid_file = g_build_filename (path, "data", "postmaster.pid", NULL);
  g_autofree char *text = NULL;
  g_autoptr (GPtrArray) before = NULL, after = NULL;
  g_autoptr (GError) error = NULL;
  DdiUnit *unit = ddi_unit_new ();
  DdiClusterStatus status;

  ddi_unit_add (unit, "session/list-stores", NULL);
  ddi_unit_set_read_only (unit);
  before = ddi_database_run (ddi_home_get_database (home), ddi_unit_ref (unit), NULL, &error);
  g_assert_no_error (error);
  g_assert_true (g_file_get_contents (pid_file, &text, NULL, NULL));
  *strchr (text, '\n') = '\0';
  ddi_test_run ("kill", "-KILL", text, NULL);
  do
    g_assert_true (ddi_cluster_inspect (path, &status, NULL));
  while (status.running);

  after = ddi_database_run (ddi_home_get_database (home), unit, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (after->len, ==, 1);
  close_home (home);
}

static void
opened_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  DdiHome **home = user_data;

  *home = ddi_home_open_finish (result, &error);
  g_assert_no_error (error);
}

/* The options need not outlive the call. */
static void
test_async (void)
{
  g_autofree char *path = ddi_test_home_new_path ();
  DdiHomeOptions options = { .data_dir = path };
  g_autoptr (DdiHome) home = NULL;

  ddi_home_open_async (&options, NULL, opened_cb, &home);
  options.data_dir = NULL;
  while (home == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpint (ddi_home_get_user_id (home), >, 0);
  close_home (home);
}

/* A server elsewhere is used as it is, by whom the session says, and refused while its schema is old. */
static void
test_server (void)
{
  g_autoptr (DdiHome) server = ddi_test_home_new ();
  g_autofree char *app =
      ddi_cluster_dup_conninfo (ddi_home_get_cluster (server), DDI_CLUSTER_APP, "dunkin_demand");
  DdiHomeOptions options = { .connection = app };
  g_autoptr (GError) error = NULL;
  g_autoptr (DdiHome) client = ddi_home_open (&options, NULL, &error);
  g_autoptr (DdiHome) signed_in = NULL, refused = NULL;
  g_autofree char *token = ddi_test_home_psql (server, FALSE, "SELECT auth.open_local_session('test')");
  const struct rlimit any = { RLIM_INFINITY, RLIM_INFINITY };
  struct rlimit now;

  g_assert_no_error (error);
  g_assert_false (ddi_home_is_embedded (client));
  g_assert_null (ddi_home_dup_owner_conninfo (client));
  g_assert_cmpint (ddi_home_get_user_id (client), ==, 0);
  close_home (client);

  options.session = token;
  setrlimit (RLIMIT_CORE, &any);
  signed_in = ddi_home_open (&options, NULL, &error);
  g_assert_no_error (error);
  /* Who is signed in leaves no token in a core dump, with or without a password typed. */
  g_assert_cmpint (getrlimit (RLIMIT_CORE, &now), ==, 0);
  g_assert_cmpuint (now.rlim_cur, ==, 0);
  g_assert_cmpuint (now.rlim_max, ==, 0);
  g_assert_cmpint (ddi_home_get_user_id (signed_in), ==, ddi_home_get_user_id (server));
  close_home (signed_in);

  g_free (ddi_test_home_psql (server, FALSE,
                              "DELETE FROM schema_migrations"
                              " WHERE number = (SELECT max(number) FROM schema_migrations)"));
  refused = ddi_home_open (&options, NULL, &error);
  g_assert_null (refused);
  g_assert_error (error, DDI_DB_ERROR, DDI_DB_ERROR_VERSION);
  g_assert_nonnull (strstr (error->message, "migrate"));
  close_home (server);
}

/* An invitation's code is changed for a password and a session as the home opens; the password does again. */
static void
test_sign_in (void)
{
  g_autoptr (DdiHome) server = ddi_test_home_new ();
  g_autofree char *app =
      ddi_cluster_dup_conninfo (ddi_home_get_cluster (server), DDI_CLUSTER_APP, "dunkin_demand");
  g_autofree char *code =
      ddi_test_home_psql (server, FALSE,
                          "SELECT auth.invite('ada@example.org', 'Ada', 'administrator', NULL)");
  g_autoptr (DdiSecret) password = ddi_secret_new ("nine lives of a cat", strlen ("nine lives of a cat"));
  DdiSignInOptions sign_in = {
    .kind = DDI_SIGN_IN_CODE, .email = "ada@example.org", .code = code, .password = password
  };
  DdiHomeOptions options = { .connection = app, .sign_in = &sign_in };
  g_autoptr (GError) error = NULL;
  g_autoptr (DdiHome) first = ddi_home_open (&options, NULL, &error);
  g_autoptr (DdiHome) second = NULL, third = NULL;

  g_assert_no_error (error);
  g_assert_cmpint (ddi_home_get_user_id (first), >, ddi_home_get_user_id (server));
  sign_in.kind = DDI_SIGN_IN_PASSWORD;
  second = ddi_home_open (&options, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (ddi_home_get_user_id (second), ==, ddi_home_get_user_id (first));
  sign_in.email = "eve@example.org";
  third = ddi_home_open (&options, NULL, &error);
  g_assert_null (third);
  g_assert_error (error, DDI_AUTH_ERROR, DDI_AUTH_ERROR_REFUSED);
  close_home (first);
  close_home (second);
  close_home (server);
}

/* What a start meets where the program was installed anew while a server of it ran: its libraries are gone. */
#define FILES_ARE_GONE                                                                                       \
  "ALTER FUNCTION auth.open_local_session(TEXT) RENAME TO open_whole_session;"                               \
  "CREATE TABLE started AS SELECT pg_postmaster_start_time() AS at; GRANT SELECT ON started TO PUBLIC;"      \
  "CREATE FUNCTION auth.open_local_session(client TEXT) RETURNS TEXT LANGUAGE plpgsql AS $$ BEGIN "          \
  "IF pg_postmaster_start_time() = (SELECT at FROM public.started) THEN "                                    \
  "RAISE EXCEPTION 'could not access file' USING ERRCODE = '58P01'; END IF; "                                \
  "RETURN auth.open_whole_session(client); END $$"

/* A server that nobody works with is started again; where somebody does, what is gone is told. */
static void
test_files_are_gone (void)
{
  g_autofree char *path = ddi_test_directory_new_path ("home");
  g_autoptr (GPtrArray) steps = g_ptr_array_new_with_free_func (g_free);
  DdiHome *first = open_noting (path, steps);
  g_autoptr (DdiHome) home = NULL, other = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *before = NULL, *after = NULL;
  DdiHomeOptions options = { .data_dir = path };

  g_free (ddi_test_home_psql (first, FALSE, FILES_ARE_GONE));
  g_assert_true (ddi_cluster_set_persistent (ddi_home_get_cluster (first), TRUE, &error));
  close_home (first);
  g_object_unref (first);
  home = open_noting (path, steps);
  g_assert_cmpint (count_users (home), ==, 1);

  g_free (ddi_test_home_psql (home, FALSE,
                              "TRUNCATE started; INSERT INTO started SELECT pg_postmaster_start_time()"));
  before = ddi_test_home_psql (home, FALSE, "SELECT pg_postmaster_start_time()");
  other = ddi_home_open (&options, NULL, &error);
  g_assert_null (other);
  g_assert_error (error, DDI_DB_ERROR, DDI_DB_ERROR_GONE);
  after = ddi_test_home_psql (home, FALSE, "SELECT pg_postmaster_start_time()");
  g_assert_cmpstr (after, ==, before);
  g_assert_true (ddi_cluster_set_persistent (ddi_home_get_cluster (home), FALSE, NULL));
  close_home (home);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/home/from-nothing", test_from_nothing);
  g_test_add_func ("/home/role", test_role);
  g_test_add_func ("/home/two-at-once", test_two_at_once);
  g_test_add_func ("/home/revival", test_revival);
  g_test_add_func ("/home/async", test_async);
  g_test_add_func ("/home/server", test_server);
  g_test_add_func ("/home/sign-in", test_sign_in);
  g_test_add_func ("/home/files-are-gone", test_files_are_gone);
  return g_test_run ();
}
