/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "db/ddi-checkup.h"

#include <gio/gunixsocketaddress.h>
#include <glib/gi18n-lib.h>

#include "db/ddi-checkup-private.h"

/* Seconds that a host is given to answer. */
#define PATIENCE 5

static const struct
{
  const char *step;
  const char *title;
} titles[] = {
  { "home", N_ ("Data directory") },
  { "server", N_ ("Server") },
  { "lock", N_ ("Lock") },
  { "disk", N_ ("Disk room") },
  { "string", N_ ("Connection string") },
  { "name", N_ ("Name") },
  { "port", N_ ("Port") },
  { "host", N_ ("Host") },
  { "hosts", N_ ("Hosts") },
  { "tls", N_ ("Encryption") },
  { "authentication", N_ ("Authentication") },
  { "database", N_ ("Database") },
  { "version", N_ ("Server version") },
  { "pooler", N_ ("Pooler") },
  { "permissions", N_ ("Permissions") },
  { "schema", N_ ("Schema") },
  { "checksums", N_ ("Checksums") },
};

DdiCheck *
ddi_check_new (const char *step, DdiCheckState state, char *text, const char *mend)
{
  DdiCheck *self = g_new0 (DdiCheck, 1);

  self->step = step;
  self->state = state;
  self->text = text;
  self->mend = g_strdup (mend);
  return self;
}

void
ddi_check_free (DdiCheck *self)
{
  g_free (self->text);
  g_free (self->mend);
  g_free (self);
}

const char *
ddi_check_state_name (DdiCheckState state)
{
  static const char *const names[] = { "good", "warning", "bad", "skipped" };

  return names[state];
}

const char *
ddi_check_title (const DdiCheck *self)
{
  for (guint i = 0; i < G_N_ELEMENTS (titles); i++)
    if (g_str_equal (titles[i].step, self->step))
      return _ (titles[i].title);
  return self->step;
}

const DdiCheck *
ddi_check_find_bad (GPtrArray *checks)
{
  for (guint i = 0; i < checks->len; i++)
    if (((DdiCheck *)checks->pdata[i])->state == DDI_CHECK_BAD)
      return checks->pdata[i];
  return NULL;
}

void
ddi_checkup_add (DdiCheckup *self, const char *step, DdiCheckState state, char *text, const char *mend)
{
  g_ptr_array_add (self->checks, ddi_check_new (step, state, text, mend));
}

static const char *
find_option (PQconninfoOption *options, const char *keyword, const char *variable)
{
  for (PQconninfoOption *o = options; o && o->keyword; o++)
    if (g_str_equal (o->keyword, keyword) && o->val && *o->val)
      return o->val;
  return g_getenv (variable);
}

static char *
make_socket_path (const char *directory, const char *port)
{
  return g_strdup_printf ("%s/.s.PGSQL.%s", directory, port);
}

static gboolean
is_socket (const char *host)
{
  return *host == '\0' || *host == '/' || *host == '@';
}

/* FALSE with *why where the name leads nowhere. */
static gboolean
resolve (const char *host, const char *port, GCancellable *cancellable, char **why)
{
  g_autoptr (GResolver) resolver = g_resolver_get_default ();
  g_autoptr (GError) error = NULL;
  g_autolist (GInetAddress) addresses = NULL;

  if (is_socket (host))
    {
      g_autofree char *path = make_socket_path (host, port);

      if (*host != '/' || g_file_test (path, G_FILE_TEST_EXISTS))
        return TRUE;
      *why = g_strdup_printf (_ ("there is no socket %s"), path);
      return FALSE;
    }
  addresses = g_resolver_lookup_by_name (resolver, host, cancellable, &error);
  if (addresses)
    return TRUE;
  *why = g_strdup_printf ("%s: %s", host, error->message);
  return FALSE;
}

static gboolean
knock (const char *host, const char *port, GCancellable *cancellable, char **why)
{
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  g_autoptr (GSocketConnectable) target = NULL;
  g_autoptr (GSocketConnection) connection = NULL;
  g_autoptr (GError) error = NULL;

  if (is_socket (host) && *host != '/')
    return TRUE;
  if (is_socket (host))
    {
      g_autofree char *path = make_socket_path (host, port);

      target = G_SOCKET_CONNECTABLE (g_unix_socket_address_new (path));
    }
  else
    target = g_network_address_new (host, (guint16)g_ascii_strtoull (port, NULL, 10));
  g_socket_client_set_enable_proxy (client, FALSE);
  g_socket_client_set_timeout (client, PATIENCE);
  connection = g_socket_client_connect (client, target, cancellable, &error);
  if (connection)
    return TRUE;
  *why = g_strdup_printf (_ ("port %s of %s: %s"), port, *host ? host : "localhost", error->message);
  return FALSE;
}

typedef gboolean (*HostFunc) (const char *host, const char *port, GCancellable *cancellable, char **why);

/* One of several hosts is enough; those that do not answer are told all the same. */
static gboolean
check_hosts (DdiCheckup *self, const char *step, HostFunc check, const char *good, const char *mend)
{
  g_autoptr (GString) failures = g_string_new (NULL);
  guint n_ports = g_strv_length (self->ports);
  guint n_good = 0;

  for (guint i = 0; self->hosts[i]; i++)
    {
      g_autofree char *why = NULL;

      if (check (self->hosts[i], self->ports[n_ports > i ? i : n_ports - 1], self->cancellable, &why))
        n_good++;
      else
        g_string_append_printf (failures, "%s%s", failures->len ? "; " : "", why);
    }
  ddi_checkup_add (self, step,
                   failures->len == 0 ? DDI_CHECK_GOOD
                   : n_good > 0       ? DDI_CHECK_WARNING
                                      : DDI_CHECK_BAD,
                   g_strdup (failures->len ? failures->str : good), failures->len ? mend : NULL);
  return n_good > 0;
}

static gboolean
check_string (DdiCheckup *self)
{
  char *why = NULL;
  g_autofree char *reason = NULL;
  PQconninfoOption *options = PQconninfoParse (self->conninfo, &why);
  const char *host = find_option (options, "host", "PGHOST"),
             *address = find_option (options, "hostaddr", "PGHOSTADDR"),
             *port = find_option (options, "port", "PGPORT"),
             *service = find_option (options, "service", "PGSERVICE");

  reason = g_strchomp (g_strdup (why ? why : ""));
  if (options)
    ddi_checkup_add (self, "string", DDI_CHECK_GOOD, g_strdup (_ ("it can be read")), NULL);
  else
    ddi_checkup_add (self, "string", DDI_CHECK_BAD, g_strdup (reason),
                     _ ("Write it as postgresql://user@host:5432/dunkin_demand"));
  /* Where a service file or libpq's own default says where to go, libpq alone knows. */
  self->elsewhere = service != NULL || (host == NULL && address == NULL);
  self->hosts = g_strsplit (address ? address : host ? host : "", ",", -1);
  self->ports = g_strsplit (port ? port : "5432", ",", -1);
  PQconninfoFree (options);
  PQfreemem (why);
  return options != NULL;
}

static gboolean
check_way (DdiCheckup *self)
{
  if (self->elsewhere)
    return TRUE;
  return check_hosts (
             self, "name", resolve, _ ("it leads somewhere"),
             _ ("Look for a typing mistake in the server’s name, and whether this machine is in the right "
                "network. Where a socket is missing, the server is not running or listens elsewhere")) &&
         check_hosts (
             self, "port", knock, _ ("something listens there"),
             _ ("Start the server. Where it runs, see listen_addresses and port in its postgresql.conf and "
                "the firewalls on the way"));
}

GPtrArray *
ddi_checkup_run (const char *conninfo, GCancellable *cancellable)
{
  DdiCheckup self = { .conninfo = conninfo,
                      .cancellable = cancellable,
                      .checks = g_ptr_array_new_with_free_func ((GDestroyNotify)ddi_check_free) };

  if (check_string (&self) && check_way (&self) && ddi_checkup_look_at_hosts (&self) &&
      ddi_checkup_log_in (&self))
    ddi_checkup_look_inside (&self);
  PQfinish (self.pg);
  g_strfreev (self.hosts);
  g_strfreev (self.ports);
  return self.checks;
}
