/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <libpq-fe.h>
#include <string.h>

#include "db/ddi-conninfo.h"
#include "db/ddi-db-error.h"
#include "db/ddi-hosts.h"

static void
test_label (void)
{
  g_autofree char *uri = ddi_conninfo_dup_label ("postgresql://ana:secret@db.example.org:6432/dunkin_demand");
  g_autofree char *words = ddi_conninfo_dup_label ("host=db.example.org user=ana password=secret dbname=x");

  g_assert_cmpstr (uri, ==, "ana@db.example.org:6432/dunkin_demand");
  g_assert_cmpstr (words, ==, "ana@db.example.org:5432/x");
  g_assert_true (ddi_conninfo_has_password ("postgresql://ana:secret@db.example.org/x"));
  g_assert_true (ddi_conninfo_has_password ("host=x password=secret"));
  g_assert_false (ddi_conninfo_has_password ("postgresql://ana@db.example.org/x"));
  g_assert_nonnull (strstr (ddi_conninfo_warn ("host=x password=secret"), "~/.pgpass"));
  g_assert_null (ddi_conninfo_warn ("host=x"));
}

/* What is added to a string so that no server is sent a password as it is: libpq 15 only knows how not to over an
 * encrypted channel. */
static char *
with_methods (const char *conninfo)
{
  gboolean uri = g_str_has_prefix (conninfo, "postgresql:");
  const char *option = ddi_conninfo_can_forbid_methods () ? "require_auth=!password,!md5"
                       : strstr (conninfo, "verify-full") ? "channel_binding=require"
                                                          : NULL;

  return option == NULL ? g_strdup (conninfo)
                        : g_strdup_printf ("%s%s%s", conninfo,
                                           !uri                     ? " "
                                           : strchr (conninfo, '?') ? "&"
                                                                    : "?",
                                           option);
}

static void
expect (const char *got, const char *conninfo)
{
  g_autofree char *wanted = with_methods (conninfo);

  g_assert_cmpstr (got, ==, wanted);
}

/* Whoever chose a way to be asked is left with it: a pooler knows no channel binding, and who has a certificate may not
 * be asked for a password. */
static void
test_methods (void)
{
  static const char *const own[] = { "host=localhost require_auth=scram-sha-256",
                                     "host=db.example.org sslmode=verify-full channel_binding=prefer",
                                     "postgresql://db.example.org/x?sslmode=verify-full&sslcert=/x" };

  g_assert_cmpint (ddi_conninfo_can_forbid_methods (), ==, PQlibVersion () >= 160000);
  for (gsize i = 0; i < G_N_ELEMENTS (own); i++)
    {
      g_autofree char *chosen = ddi_conninfo_secure (own[i], FALSE, NULL);

      /* libpq 15 does not know require_auth, and says so itself. */
      if (i == 0 || !ddi_conninfo_can_forbid_methods ())
        g_assert_cmpstr (chosen, ==, own[i]);
      g_assert_null (strstr (chosen, "channel_binding=require"));
    }
}

/* Another machine is only spoken to with its name checked. */
static void
test_secure (void)
{
  static const char *const as_they_are[] = {
    "host=/run/postgresql dbname=x",
    "dbname=x",
    "host=localhost",
    "host=127.0.0.1",
    "host=::1",
    "postgresql:///x",
    "host=db.example.org sslmode=verify-full",
  };
  static const char *const refused[] = {
    "host=db.example.org sslmode=require",
    "host=db.example.org sslmode=disable",
    "host=db.example.org sslmode=prefer",
    "postgresql://db.example.org/x?sslmode=verify-ca",
    "host=localhost,db.example.org sslmode=require",
    "host=localhost hostaddr=192.0.2.1 sslmode=require",
    "host=127.0.0.1.example.org sslmode=allow",
  };
  g_autofree char *words = ddi_conninfo_secure ("host=db.example.org sslrootcert=/x", FALSE, NULL);
  g_autofree char *uri = ddi_conninfo_secure ("postgresql://db.example.org/x?sslrootcert=/x", FALSE, NULL);
  g_autofree char *accepted = ddi_conninfo_secure ("host=db.example.org sslmode=require", TRUE, NULL);

  expect (words, "host=db.example.org sslrootcert=/x sslmode=verify-full");
  expect (uri, "postgresql://db.example.org/x?sslrootcert=/x&sslmode=verify-full");
  expect (accepted, "host=db.example.org sslmode=require");
  for (gsize i = 0; i < G_N_ELEMENTS (as_they_are); i++)
    {
      g_autofree char *same = ddi_conninfo_secure (as_they_are[i], FALSE, NULL);

      expect (same, as_they_are[i]);
    }
  for (gsize i = 0; i < G_N_ELEMENTS (refused); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (ddi_conninfo_secure (refused[i], FALSE, &error));
      g_assert_error (error, DDI_DB_ERROR, DDI_DB_ERROR_DENIED);
    }
}

/* Another database over the same connection, and what another program needs to make it. */
static void
test_other_programs (void)
{
  static const char *const forms[] = { "host='/a b' user=ada password='it\\'s' dbname=old connect_timeout=3",
                                       "postgresql://ada:it's@/old?host=/a%20b&connect_timeout=3" };

  for (gsize i = 0; i < G_N_ELEMENTS (forms); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *other = ddi_conninfo_with_database (forms[i], "new 'one'", &error);
      g_autofree char *name = other ? ddi_conninfo_dup_database (other) : NULL;
      g_autofree char *before = ddi_conninfo_dup_database (forms[i]);
      g_auto (GStrv) environment = NULL;

      g_assert_no_error (error);
      g_assert_cmpstr (name, ==, "new 'one'");
      g_assert_cmpstr (before, ==, "old");
      environment =
          ddi_conninfo_add_environment (g_strdupv ((char *[]){ "PGUSER=other", NULL }), other, &error);
      g_assert_no_error (error);
      g_assert_cmpstr (g_environ_getenv (environment, "PGHOST"), ==, "/a b");
      g_assert_cmpstr (g_environ_getenv (environment, "PGUSER"), ==, "ada");
      g_assert_cmpstr (g_environ_getenv (environment, "PGPASSWORD"), ==, "it's");
      g_assert_cmpstr (g_environ_getenv (environment, "PGDATABASE"), ==, "new 'one'");
      g_assert_cmpstr (g_environ_getenv (environment, "PGCONNECT_TIMEOUT"), ==, "3");
    }
}

/* A list of hosts is kept as it is, and led to the one that takes writes where that is what counts. */
static void
test_several_hosts (void)
{
  static const char *const good[] = {
    "host=a,b port=1,2 user=ana dbname=x",
    "host=a,b port=5 user=ana dbname=x",
    "host=a,b user=ana dbname=x",
    "hostaddr=192.0.2.1,192.0.2.2 host=a,b user=ana",
    "postgresql://ana@a:1,b:2/x",
    "postgresql://ana@a,b/x",
    "host=a,b port=1,2 target_session_attrs=any",
  };
  static const char *const bad[] = {
    "host=a,b,c port=1,2",
    "host=a port=1,2",
    "postgresql://ana@a,b/x?port=1,2,3",
    "host=a,b hostaddr=192.0.2.1",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (good); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *secured = ddi_conninfo_secure (good[i], FALSE, &error);
      g_autofree char *role = ddi_conninfo_for_role (good[i], "ddi_app");
      g_autofree char *host = ddi_conninfo_dup_option (role, "host");
      g_auto (GStrv) environment = ddi_conninfo_add_environment (g_new0 (char *, 1), good[i], &error);

      g_assert_no_error (error);
      g_assert_nonnull (strstr (secured, "sslmode=verify-full"));
      g_assert_true (ddi_hosts_are_several (role));
      g_assert_cmpstr (g_environ_getenv (environment, "PGHOST"), ==, host);
      g_assert_cmpstr (g_environ_getenv (environment, "PGTARGETSESSIONATTRS"), ==, "read-write");
    }
  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (ddi_conninfo_secure (bad[i], TRUE, &error));
      g_assert_error (error, DDI_DB_ERROR, DDI_DB_ERROR_INVALID);
    }
}

static void
test_unreadable (void)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (ddi_conninfo_with_database ("host", "x", &error));
  g_assert_error (error, DDI_DB_ERROR, DDI_DB_ERROR_INVALID);
  g_clear_error (&error);
  g_assert_null (ddi_conninfo_add_environment (g_get_environ (), "colour=blue", &error));
  g_assert_error (error, DDI_DB_ERROR, DDI_DB_ERROR_INVALID);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/db/conninfo/label", test_label);
  g_test_add_func ("/db/conninfo/secure", test_secure);
  g_test_add_func ("/db/conninfo/methods", test_methods);
  g_test_add_func ("/db/conninfo/other-programs", test_other_programs);
  g_test_add_func ("/db/conninfo/several-hosts", test_several_hosts);
  g_test_add_func ("/db/conninfo/unreadable", test_unreadable);
  return g_test_run ();
}
