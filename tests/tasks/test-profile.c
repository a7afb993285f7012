/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "db/ddi-conninfo.h"
#include "db/ddi-db-error.h"
#include "support/ddi-test-directory.h"
#include "support/ddi-test-home.h"
#include "tasks/ddi-connection-file.h"

/* An embedded home seen from outside: as a server that somebody connects to. */
static DdiHome *server;
static char *address, *owner;

static void
use (DdiHome *home)
{
  server = home;
  g_free (address);
  g_free (owner);
  address = ddi_cluster_dup_conninfo (ddi_home_get_cluster (home), DDI_CLUSTER_APP, "dunkin_demand");
  owner = ddi_home_dup_owner_conninfo (home);
}

static DdiHome *
connect_to (const char *connection, gboolean remember, GError **error)
{
  const DdiHomeOptions options = { .connection = connection, .remember = remember };

  return ddi_home_open (&options, NULL, error);
}

static void
meet (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DdiHome) home = connect_to (address, TRUE, &error);

  g_assert_no_error (error);
  ddi_home_close (home, NULL);
}

static char *
write_file (const char *text)
{
  char *path = ddi_test_directory_new_path ("connection");

  g_assert_true (g_file_set_contents (path, text, -1, NULL));
  return path;
}

static char *
sign (const char *to)
{
  g_autoptr (GError) error = NULL;
  char *text = ddi_connection_file_make (owner, 0, to, &error);

  g_assert_no_error (error);
  return text;
}

/* What this computer makes of a file: an error's code, or -1 where it is taken. */
static int
accept (const char *text)
{
  g_autofree char *path = write_file (text);
  g_autoptr (GError) error = NULL;
  g_autoptr (DdiConnectionFile) file = ddi_connection_file_read (path, &error);

  if (file && ddi_connection_file_accept (file, &error))
    return -1;
  g_assert_nonnull (error);
  g_assert_true (error->domain == DDI_PROFILE_ERROR);
  return error->code;
}

static void
forget_all (void)
{
  g_autoptr (GPtrArray) profiles = ddi_server_profile_list ();

  for (guint i = 0; i < profiles->len; i++)
    ddi_server_profile_forget (((DdiServerProfile *)profiles->pdata[i])->uuid, NULL);
}

/* A server is remembered with its UUID and key, without a password; looked at only, it is not. */
static void
test_remember (void)
{
  g_autoptr (DdiHome) home = ddi_test_home_new ();
  g_autofree char *with_password = NULL, *uuid = NULL;
  g_autoptr (GPtrArray) profiles = NULL, none = NULL;
  g_autoptr (DdiHome) client = NULL;
  g_autoptr (GError) error = NULL;
  const DdiServerProfile *profile;

  forget_all ();
  use (home);
  client = connect_to (address, FALSE, &error);
  g_assert_no_error (error);
  ddi_home_close (client, NULL);
  none = ddi_server_profile_list ();
  g_assert_cmpuint (none->len, ==, 0);

  with_password = ddi_conninfo_add_password (address, "sesame");
  g_free (address);
  address = g_strdup (with_password);
  meet ();
  profiles = ddi_server_profile_list ();
  g_assert_cmpuint (profiles->len, ==, 1);
  profile = profiles->pdata[0];
  uuid = ddi_test_home_psql (home, FALSE, "SELECT value #>> '{}' FROM settings WHERE key = 'database_uuid'");
  g_assert_cmpstr (profile->uuid, ==, uuid);
  g_assert_cmpuint (strlen (profile->key), ==, 64);
  g_assert_null (strstr (profile->address, "sesame"));
  ddi_home_close (home, NULL);
}

/* Another database at the same address is noticed before anybody's password is sent. */
static void
test_other (void)
{
  g_autoptr (DdiHome) home = ddi_test_home_new ();
  g_autoptr (DdiHome) client = NULL;
  g_autoptr (GError) error = NULL;

  forget_all ();
  use (home);
  meet ();
  meet ();
  g_free (ddi_test_home_psql (
      home, FALSE,
      "UPDATE settings SET value = to_jsonb(gen_random_uuid()::text) WHERE key = 'database_uuid'"));
  client = connect_to (address, TRUE, &error);
  g_assert_null (client);
  g_assert_error (error, DDI_PROFILE_ERROR, DDI_PROFILE_ERROR_OTHER);
  /* Where that is meant. */
  forget_all ();
  meet ();
  /* The same name with another key is another one, too. */
  g_free (ddi_test_home_psql (home, FALSE, "UPDATE auth.database_key SET public_key = repeat('a', 64)"));
  g_clear_error (&error);
  client = connect_to (address, TRUE, &error);
  g_assert_error (error, DDI_PROFILE_ERROR, DDI_PROFILE_ERROR_OTHER);
  ddi_home_close (home, NULL);
}

/* Signed by the database, a file leads a computer that knows it elsewhere; anything else does not. */
static void
test_signed (void)
{
  g_autoptr (DdiHome) home = ddi_test_home_new ();
  g_autofree char *text = NULL;
  g_autoptr (DdiServerProfile) profile = NULL;
  g_autoptr (GPtrArray) profiles = NULL;
  g_autoptr (DdiConnectionFile) file = NULL;
  g_autoptr (GString) altered = NULL;
  g_autofree char *path = NULL;
  g_autoptr (GError) error = NULL;

  forget_all ();
  use (home);
  text = sign ("host=new.example.com dbname=dunkin_demand user=ana password=sesame");
  g_assert_null (strstr (text, "sesame"));
  g_assert_cmpint (accept (text), ==, DDI_PROFILE_ERROR_UNKNOWN);
  meet ();

  /* Any change of it. */
  altered = g_string_new (text);
  g_string_replace (altered, "new.example.com", "evil.example.com", 0);
  g_assert_cmpint (accept (altered->str), ==, DDI_PROFILE_ERROR_FORGED);
  for (gsize i = 0; i < strlen (text); i++)
    {
      g_autofree char *one = g_strdup (text);
      int code;

      one[i] ^= 1;
      code = accept (one);
      g_assert_cmpint (code, !=, -1);
    }
  g_assert_cmpint (accept ("{}"), ==, DDI_PROFILE_ERROR_FILE);
  g_assert_cmpint (accept ("not even JSON"), ==, DDI_PROFILE_ERROR_FILE);

  g_assert_cmpint (accept (text), ==, -1);
  profiles = ddi_server_profile_list ();
  g_assert_nonnull (strstr (((DdiServerProfile *)profiles->pdata[0])->address, "new.example.com"));
  g_assert_nonnull (strstr (((DdiServerProfile *)profiles->pdata[0])->address, "ddi_app"));

  /* An older one does not lead back. */
  path = write_file (text);
  file = ddi_connection_file_read (path, &error);
  profile = ddi_server_profile_find (file->uuid);
  profile->moved_at = file->signed_at + 1;
  g_assert_true (ddi_server_profile_save (profile, &error));
  g_assert_cmpint (accept (text), ==, DDI_PROFILE_ERROR_OLD);
  ddi_home_close (home, NULL);
}

/* A list of hosts stays one, where a server is remembered and where a file leads. */
static void
test_several_hosts (void)
{
  g_autoptr (DdiHome) home = ddi_test_home_new ();
  g_autofree char *host = NULL, *both = NULL, *text = NULL, *none = NULL;
  g_autoptr (GPtrArray) remembered = NULL, moved = NULL;
  g_autoptr (GError) error = NULL;

  forget_all ();
  use (home);
  host = ddi_conninfo_dup_option (address, "host");
  /* Of two hosts the first is not there. */
  g_free (address);
  address = g_strdup_printf ("host='/no/such/folder,%s' user=ddi_app dbname=dunkin_demand", host);
  meet ();
  both = g_strdup_printf ("/no/such/folder,%s", host);
  remembered = ddi_server_profile_list ();
  {
    g_autofree char *kept =
        ddi_conninfo_dup_option (((DdiServerProfile *)remembered->pdata[0])->address, "host");

    g_assert_cmpstr (kept, ==, both);
  }

  text = sign ("postgresql://a.example.com:1,b.example.com:2/dunkin_demand");
  g_assert_cmpint (accept (text), ==, -1);
  moved = ddi_server_profile_list ();
  g_assert_nonnull (
      strstr (((DdiServerProfile *)moved->pdata[0])->address, "host='a.example.com,b.example.com'"));
  g_assert_nonnull (strstr (((DdiServerProfile *)moved->pdata[0])->address, "port='1,2'"));

  none = ddi_connection_file_make (owner, 0, "host=a,b,c port=1,2", &error);
  g_assert_null (none);
  g_assert_error (error, DDI_DB_ERROR, DDI_DB_ERROR_INVALID);
  g_clear_error (&error);
  none = ddi_connection_file_make (owner, 0, "postgresql://[", &error);
  g_assert_error (error, DDI_DB_ERROR, DDI_DB_ERROR_INVALID);
  ddi_home_close (home, NULL);
}

/* The secret half is nobody's to read but the owner's. */
static void
test_secret (void)
{
  g_autoptr (DdiHome) home = ddi_test_home_new ();
  g_autofree char *app =
      ddi_test_home_psql (home, FALSE,
                          "SELECT has_table_privilege('ddi_app', 'auth.database_key', 'SELECT') OR "
                          "has_any_column_privilege('ddi_app', 'auth.database_key', 'SELECT')");

  g_assert_cmpstr (app, ==, "f");
  ddi_home_close (home, NULL);
}

int
main (int argc, char **argv)
{
  g_autofree char *config = NULL;

  g_test_init (&argc, &argv, NULL);
  config = ddi_test_directory_new_path ("config");
  g_setenv ("XDG_CONFIG_HOME", config, TRUE);
  g_test_add_func ("/profile/remember", test_remember);
  g_test_add_func ("/profile/other", test_other);
  g_test_add_func ("/profile/signed", test_signed);
  g_test_add_func ("/profile/several-hosts", test_several_hosts);
  g_test_add_func ("/profile/secret", test_secret);
  return g_test_run ();
}
