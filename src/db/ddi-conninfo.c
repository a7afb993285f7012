/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "db/ddi-conninfo.h"

#include <glib/gi18n-lib.h>
#include <libpq-fe.h>
#include <string.h>

#include "db/ddi-conninfo-private.h"
#include "db/ddi-db-error.h"
#include "db/ddi-hosts.h"

#define AUTHORITIES "/etc/ssl/certs/ca-certificates.crt"

static const char *
find (PQconninfoOption *options, const char *keyword, const char *variable)
{
  for (PQconninfoOption *o = options; o && o->keyword; o++)
    if (g_str_equal (o->keyword, keyword) && o->val && *o->val)
      return o->val;
  return variable ? g_getenv (variable) : NULL;
}

char *
ddi_conninfo_dup_label (const char *conninfo)
{
  PQconninfoOption *options = PQconninfoParse (conninfo, NULL);
  const char *user = find (options, "user", "PGUSER"), *host = find (options, "host", "PGHOST");
  const char *port = find (options, "port", "PGPORT"), *database = find (options, "dbname", "PGDATABASE");
  char *label = options ? g_strdup_printf ("%s@%s:%s/%s", user ? user : "", host ? host : "",
                                           port ? port : "5432", database ? database : "")
                        : g_strdup (conninfo);

  PQconninfoFree (options);
  return label;
}

gboolean
ddi_conninfo_has_password (const char *conninfo)
{
  PQconninfoOption *options = PQconninfoParse (conninfo, NULL);
  gboolean has = find (options, "password", NULL) != NULL;

  PQconninfoFree (options);
  return has;
}

const char *
ddi_conninfo_warn (const char *conninfo)
{
  return ddi_conninfo_has_password (conninfo)
             ? _ ("every user of this machine can read the password in --connection; put it into ~/.pgpass")
             : NULL;
}

char *
ddi_conninfo_dup_option (const char *conninfo, const char *keyword)
{
  PQconninfoOption *options = PQconninfoParse (conninfo, NULL);
  char *value = g_strdup (find (options, keyword, NULL));

  PQconninfoFree (options);
  return value;
}

/* Each of the hosts is a socket of this machine or its own address. */
static gboolean
is_local (const char *hosts)
{
  g_auto (GStrv) list = g_strsplit (hosts ? hosts : "", ",", -1);

  for (gsize i = 0; list[i]; i++)
    if (!(*list[i] == '\0' || *list[i] == '/' || *list[i] == '@' || g_str_equal (list[i], "localhost") ||
          g_str_equal (list[i], "::1") ||
          (g_str_has_prefix (list[i], "127.") && g_hostname_is_ip_address (list[i]))))
      return FALSE;
  return TRUE;
}

/* Appends to either form of connection string. */
char *
ddi_conninfo_add_option (const char *conninfo, const char *keyword, const char *value)
{
  gboolean uri = g_str_has_prefix (conninfo, "postgres://") || g_str_has_prefix (conninfo, "postgresql://");

  if (!uri)
    return g_strdup_printf ("%s %s=%s", conninfo, keyword, value);
  return g_strdup_printf ("%s%c%s=%s", conninfo, strchr (conninfo, '?') ? '&' : '?', keyword, value);
}

gboolean
ddi_conninfo_can_forbid_methods (void)
{
  PQconninfoOption *options = PQconndefaults ();
  gboolean can = FALSE;

  for (PQconninfoOption *o = options; o && o->keyword; o++)
    can |= g_str_equal (o->keyword, "require_auth");
  PQconninfoFree (options);
  return can;
}

/* A file that libpq looks for where the connection names none. */
static gboolean
has_own (const char *name)
{
  g_autofree char *path = g_build_filename (g_get_home_dir (), ".postgresql", name, NULL);

  return g_file_test (path, G_FILE_TEST_EXISTS);
}

/* A server that asks for the password itself, or for its MD5, is not to have it: it is proven by SCRAM, or not asked for.
 * An older libpq is told to bind the proof to the encrypted channel, which no other method does. Nor do poolers: they are
 * a reason to say channel_binding=prefer. Who shows a certificate may not be asked for a password at all.
 * Takes @conninfo. */
static char *
forbid_methods (char *conninfo, PQconninfoOption *options)
{
  g_autofree char *plain = conninfo;
  g_autofree char *mode = ddi_conninfo_dup_option (conninfo, "sslmode");
  gboolean verified = g_strcmp0 (mode ? mode : g_getenv ("PGSSLMODE"), "verify-full") == 0;

  if (options == NULL)
    return g_steal_pointer (&plain);
  if (ddi_conninfo_can_forbid_methods ())
    return find (options, "require_auth", "PGREQUIREAUTH")
               ? g_steal_pointer (&plain)
               : ddi_conninfo_add_option (plain, "require_auth", "!password,!md5");
  if (!verified || find (options, "channel_binding", "PGCHANNELBINDING") ||
      find (options, "sslcert", "PGSSLCERT") || has_own ("postgresql.crt"))
    return g_steal_pointer (&plain);
  return ddi_conninfo_add_option (plain, "channel_binding", "require");
}

char *
ddi_conninfo_secure (const char *conninfo, gboolean accept_risk, GError **error)
{
  PQconninfoOption *options = PQconninfoParse (conninfo, NULL);
  const char *host = find (options, "host", "PGHOST"), *address = find (options, "hostaddr", "PGHOSTADDR");
  const char *mode = find (options, "sslmode", "PGSSLMODE"),
             *root = find (options, "sslrootcert", "PGSSLROOTCERT");
  g_autofree char *verified = NULL;
  char *result = NULL;

  /* What libpq cannot read, it says better itself. */
  if (!ddi_hosts_check (conninfo, error))
    result = NULL;
  else if (options == NULL || accept_risk || (is_local (host) && is_local (address)) ||
           g_strcmp0 (mode, "verify-full") == 0)
    result = g_strdup (conninfo);
  else if (mode == NULL)
    {
      verified = ddi_conninfo_add_option (conninfo, "sslmode", "verify-full");
      result = root == NULL && !has_own ("root.crt") && g_file_test (AUTHORITIES, G_FILE_TEST_EXISTS)
                   ? ddi_conninfo_add_option (verified, "sslrootcert", AUTHORITIES)
                   : g_strdup (verified);
    }
  else
    g_set_error (error, DDI_DB_ERROR, DDI_DB_ERROR_DENIED,
                 _ ("With sslmode=%s somebody between here and %s could read and change everything. Use "
                    "sslmode=verify-full, or accept the risk with --accept-insecure"),
                 mode, host ? host : address);
  if (result)
    result = forbid_methods (result, options);
  PQconninfoFree (options);
  return result;
}

static PQconninfoOption *
parse (const char *conninfo, GError **error)
{
  char *reason = NULL;
  PQconninfoOption *options = PQconninfoParse (conninfo, &reason);

  if (options == NULL)
    g_set_error (error, DDI_DB_ERROR, DDI_DB_ERROR_INVALID, _ ("This is no connection string: %s"),
                 reason ? g_strstrip (reason) : "");
  PQfreemem (reason);
  return options;
}

void
ddi_conninfo_append_option (GString *text, const char *keyword, const char *value)
{
  g_string_append_printf (text, "%s%s='", text->len > 0 ? " " : "", keyword);
  for (const char *c = value; *c; c++)
    {
      if (*c == '\'' || *c == '\\')
        g_string_append_c (text, '\\');
      g_string_append_c (text, *c);
    }
  g_string_append_c (text, '\'');
}

char *
ddi_conninfo_with_database (const char *conninfo, const char *database, GError **error)
{
  PQconninfoOption *options = parse (conninfo, error);
  g_autoptr (GString) text = g_string_new (NULL);

  if (options == NULL)
    return NULL;
  for (PQconninfoOption *o = options; o->keyword; o++)
    if (o->val && !g_str_equal (o->keyword, "dbname"))
      ddi_conninfo_append_option (text, o->keyword, o->val);
  ddi_conninfo_append_option (text, "dbname", database);
  PQconninfoFree (options);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

char *
ddi_conninfo_dup_database (const char *conninfo)
{
  PQconninfoOption *options = parse (conninfo, NULL);
  const char *database = find (options, "dbname", "PGDATABASE");
  char *name = g_strdup (database ? database : find (options, "user", "PGUSER"));

  PQconninfoFree (options);
  return name;
}

GStrv
ddi_conninfo_add_environment (GStrv environment, const char *conninfo, GError **error)
{
  /* Of several hosts one is read-only: what is dumped belongs to a session at the primary, and is restored there. */
  g_autofree char *primary = ddi_hosts_dup_primary (conninfo);
  PQconninfoOption *options = parse (primary, error);

  if (options == NULL)
    {
      g_strfreev (environment);
      return NULL;
    }
  for (PQconninfoOption *o = options; o->keyword; o++)
    if (o->val && o->envvar)
      environment = g_environ_setenv (environment, o->envvar, o->val, TRUE);
  PQconninfoFree (options);
  return environment;
}

/* libpq's "dispchar" marks what must not be seen: passwords. */
static gboolean
is_shown (const PQconninfoOption *option)
{
  return option->val && *option->val && *option->dispchar != '*' && !g_str_equal (option->keyword, "user");
}

char *
ddi_conninfo_for_role (const char *conninfo, const char *role)
{
  PQconninfoOption *options = PQconninfoParse (conninfo, NULL);
  GString *text;

  if (options == NULL)
    return g_strdup (conninfo);
  text = g_string_new (NULL);
  for (PQconninfoOption *o = options; o->keyword; o++)
    if (is_shown (o))
      ddi_conninfo_append_option (text, o->keyword, o->val);
  ddi_conninfo_append_option (text, "user", role);
  PQconninfoFree (options);
  return g_string_free (text, FALSE);
}

char *
ddi_conninfo_add_password (const char *conninfo, const char *password)
{
  gboolean uri = g_str_has_prefix (conninfo, "postgres://") || g_str_has_prefix (conninfo, "postgresql://");
  GString *text = g_string_new (conninfo);

  if (*password == '\0')
    return g_string_free (text, FALSE);
  if (uri)
    {
      g_string_append (text, strchr (conninfo, '?') ? "&password=" : "?password=");
      g_string_append_uri_escaped (text, password, NULL, FALSE);
    }
  else
    ddi_conninfo_append_option (text, "password", password);
  return g_string_free (text, FALSE);
}
