/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tasks/ddi-pooler-file.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "db/ddi-conninfo.h"
#include "db/ddi-db-error.h"
#include "db/ddi-hosts.h"

/* A unit of work keeps nothing on its connection, so transactions may share it. The server then sees the pooler's
 * address: application_name tells the client's. */
static const char head[] =
    "; PgBouncer before the database of Dunkin Demand Intelligence.\n"
    "; Programs connect to it instead of the server; migrations, backups and the Database page\n"
    "; need the server itself.\n";
static const char settings[] =
    "pool_mode = transaction\n"
    "application_name_add_host = 1\n"
    "ignore_startup_parameters = extra_float_digits\n"
    "auth_type = scram-sha-256\n"
    "; one line a role: \"ddi_app\" \"its password, or its SCRAM secret from pg_authid\"\n";

/* The programs ask other computers for a certificate that is checked, so the pooler shows one. */
static const char client_tls[] = "; other computers come with TLS only; programs check this certificate\n"
                                 "client_tls_sslmode = require\n"
                                 "client_tls_cert_file = /etc/pgbouncer/server.crt\n"
                                 "client_tls_key_file = /etc/pgbouncer/server.key\n";

/* 'value', as the file wants values with blanks and quotes in them. */
static void
append_option (GString *text, const char *keyword, const char *value)
{
  if (value == NULL)
    return;
  g_string_append_printf (text, " %s='", keyword);
  for (const char *c = value; *c; c++)
    {
      if (*c == '\'')
        g_string_append_c (text, '\'');
      g_string_append_c (text, *c);
    }
  g_string_append_c (text, '\'');
}

static void
append_database (GString *text, const char *connection, const char *database)
{
  g_autofree char *host = ddi_conninfo_dup_option (connection, "host");
  g_autofree char *address = ddi_conninfo_dup_option (connection, "hostaddr");
  g_autofree char *port = ddi_conninfo_dup_option (connection, "port");

  g_string_append_printf (text, "\n[databases]\n%s =", database);
  append_option (text, "host", host ? host : address);
  append_option (text, "port", port ? port : "5432");
  append_option (text, "dbname", database);
  g_string_append_c (text, '\n');
}

/* The way on is guarded as the way to the server was to be. */
static void
append_tls (GString *text, const char *connection)
{
  g_autofree char *mode = ddi_conninfo_dup_option (connection, "sslmode");
  g_autofree char *root = ddi_conninfo_dup_option (connection, "sslrootcert");

  if (mode)
    g_string_append_printf (text, "server_tls_sslmode = %s\n", mode);
  if (mode && root)
    g_string_append_printf (text, "server_tls_ca_file = %s\n", root);
}

static gboolean
check_line (const char *value, GError **error)
{
  if (strpbrk (value, "\r\n") == NULL)
    return TRUE;
  g_set_error (error, DDI_DB_ERROR, DDI_DB_ERROR_INVALID, _ ("“%s” does not fit on one line"), value);
  return FALSE;
}

static gboolean
is_own_computer (const char *listen)
{
  g_auto (GStrv) list = g_strsplit (listen, ",", -1);

  for (gsize i = 0; list[i]; i++)
    {
      const char *address = g_strstrip (list[i]);

      if (!(g_str_equal (address, "localhost") || g_str_equal (address, "::1") ||
            (g_str_has_prefix (address, "127.") && g_hostname_is_ip_address (address))))
        return FALSE;
    }
  return TRUE;
}

static gboolean
check_listen (const char *listen, guint port, GError **error)
{
  static const char marks[] = ".:-_%*, ";
  gboolean good = FALSE;

  for (const char *c = listen; *c; c++)
    {
      if (!g_ascii_isalnum (*c) && strchr (marks, *c) == NULL)
        {
          good = FALSE;
          break;
        }
      good |= g_ascii_isalnum (*c) || *c == '*' || *c == ':';
    }
  if (!good)
    g_set_error (error, DDI_DB_ERROR, DDI_DB_ERROR_INVALID,
                 _ ("“%s” is nothing to listen on: write addresses with commas between them, or * for all"),
                 listen);
  else if (port < 1 || port > 65535)
    g_set_error_literal (error, DDI_DB_ERROR, DDI_DB_ERROR_INVALID, _ ("A port is a number from 1 to 65535"));
  return good && port >= 1 && port <= 65535;
}

char *
ddi_pooler_file_make (const DdiPoolerFile *self, GError **error)
{
  g_autofree char *host = ddi_conninfo_dup_option (self->connection, "host");
  g_autofree char *address = ddi_conninfo_dup_option (self->connection, "hostaddr");
  g_autofree char *named = ddi_conninfo_dup_option (self->connection, "dbname");
  const char *database = named ? named : "dunkin_demand";
  GString *text;

  if (host == NULL && address == NULL)
    {
      g_set_error (error, DDI_DB_ERROR, DDI_DB_ERROR_INVALID,
                   _ ("The connection does not say where the server is"));
      return NULL;
    }
  if (ddi_hosts_are_several (self->connection))
    {
      g_set_error (
          error, DDI_DB_ERROR, DDI_DB_ERROR_INVALID,
          _ ("PgBouncer would give several hosts work in turn, also to those that take no writes. Name one: "
             "the primary, or an address that always leads to it"));
      return NULL;
    }
  if (!check_line (self->connection, error) || !check_line (self->auth_file, error) ||
      !check_listen (self->listen, self->port, error))
    return NULL;
  text = g_string_new (head);
  append_database (text, self->connection, database);
  g_string_append_printf (text, "\n[pgbouncer]\nlisten_addr = %s\nlisten_port = %u\n%sauth_file = %s\n",
                          self->listen, self->port, settings, self->auth_file);
  g_string_append_printf (text, "max_client_conn = %u\ndefault_pool_size = %u\n", self->clients,
                          self->servers);
  append_tls (text, self->connection);
  if (!is_own_computer (self->listen))
    g_string_append (text, client_tls);
  return g_string_free (text, FALSE);
}
