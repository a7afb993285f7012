/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "db/ddi-hosts.h"

#include <glib/gi18n-lib.h>
#include <libpq-fe.h>
#include <string.h>

#include "db/ddi-conninfo-private.h"
#include "db/ddi-db-error.h"

static const char *
find (PQconninfoOption *options, const char *keyword, const char *variable)
{
  for (PQconninfoOption *o = options; o && o->keyword; o++)
    if (g_str_equal (o->keyword, keyword) && o->val && *o->val)
      return o->val;
  return g_getenv (variable);
}

static const char *
find_hosts (PQconninfoOption *options)
{
  const char *host = find (options, "host", "PGHOST");

  return host ? host : find (options, "hostaddr", "PGHOSTADDR");
}

static gboolean
names_several (PQconninfoOption *options)
{
  const char *hosts = find_hosts (options);

  return hosts && strchr (hosts, ',');
}

static guint
count (const char *list)
{
  guint n = 0;

  for (const char *c = list; c; c = strchr (c, ',') ? strchr (c, ',') + 1 : NULL)
    n++;
  return n;
}

gboolean
ddi_hosts_check (const char *conninfo, GError **error)
{
  PQconninfoOption *options = PQconninfoParse (conninfo, NULL);
  guint n_hosts = count (find (options, "host", "PGHOST")),
        n_addresses = count (find (options, "hostaddr", "PGHOSTADDR")),
        n_ports = count (find (options, "port", "PGPORT")), n = MAX (MAX (n_hosts, n_addresses), 1);

  if (n_ports > 1 && n_ports != n)
    g_set_error (
        error, DDI_DB_ERROR, DDI_DB_ERROR_INVALID,
        ngettext ("The connection names %u host and %u ports: give one port for all, or one for each",
                  "The connection names %u hosts and %u ports: give one port for all, or one for each", n),
        n, n_ports);
  else if (n_hosts > 0 && n_addresses > 0 && n_hosts != n_addresses)
    g_set_error (error, DDI_DB_ERROR, DDI_DB_ERROR_INVALID,
                 _ ("The connection names hosts in host and in hostaddr, but not as many: %u and %u"),
                 n_hosts, n_addresses);
  else
    {
      PQconninfoFree (options);
      return TRUE;
    }
  PQconninfoFree (options);
  return FALSE;
}

gboolean
ddi_hosts_are_several (const char *conninfo)
{
  PQconninfoOption *options = PQconninfoParse (conninfo, NULL);
  gboolean several = names_several (options);

  PQconninfoFree (options);
  return several;
}

/* Which of several hosts the string asks for; "any" where it does not say. NULL: there is only one.
 * (transfer full) */
static char *
dup_wish (const char *conninfo)
{
  PQconninfoOption *options = PQconninfoParse (conninfo, NULL);
  const char *wish = find (options, "target_session_attrs", "PGTARGETSESSIONATTRS");
  char *copy = names_several (options) ? g_strdup (wish ? wish : "any") : NULL;

  PQconninfoFree (options);
  return copy;
}

static gboolean
is_open (const char *wish)
{
  return wish && (g_str_equal (wish, "any") || g_str_equal (wish, "prefer-standby"));
}

char *
ddi_hosts_dup_primary (const char *conninfo)
{
  g_autofree char *wish = dup_wish (conninfo);

  return is_open (wish) ? ddi_conninfo_add_option (conninfo, "target_session_attrs", "read-write")
                        : g_strdup (conninfo);
}

char *
ddi_hosts_dup_standby (const char *conninfo)
{
  g_autofree char *wish = dup_wish (conninfo);

  return is_open (wish) ? ddi_conninfo_add_option (conninfo, "target_session_attrs", "standby") : NULL;
}

/* The @i-th of a list in which one value may stand for all. */
static const char *
pick (char **list, guint i)
{
  guint n = g_strv_length (list);

  return n == 0 ? "" : list[i < n ? i : n - 1];
}

/* As for several: where another can take over, a dead one is given up soon. */
static const struct
{
  const char *keyword;
  const char *value;
} hasty[] = { { "connect_timeout", "2" },
              { "keepalives_idle", "3" },
              { "keepalives_interval", "1" },
              { "keepalives_count", "2" },
              { "tcp_user_timeout", "5000" } };

static char *
make_single (PQconninfoOption *options, const char *const *keywords, const char *const *values)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (hasty); i++)
    ddi_conninfo_append_option (text, hasty[i].keyword, hasty[i].value);
  for (PQconninfoOption *o = options; o->keyword; o++)
    if (o->val && !g_strv_contains (keywords, o->keyword))
      ddi_conninfo_append_option (text, o->keyword, o->val);
  for (guint i = 0; keywords[i]; i++)
    if (*values[i])
      ddi_conninfo_append_option (text, keywords[i], values[i]);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static GPtrArray *
split (const char *conninfo, const char *wish)
{
  static const char *const keywords[] = { "host", "hostaddr", "port", "target_session_attrs", NULL };
  PQconninfoOption *options = PQconninfoParse (conninfo, NULL);
  GPtrArray *singles;
  const char *host = find (options, "host", "PGHOST"), *address = find (options, "hostaddr", "PGHOSTADDR"),
             *port = find (options, "port", "PGPORT");
  g_auto (GStrv) hosts = g_strsplit (host ? host : "", ",", -1);
  g_auto (GStrv) addresses = g_strsplit (address ? address : "", ",", -1);
  g_auto (GStrv) ports = g_strsplit (port ? port : "", ",", -1);
  guint n = MAX (MAX (g_strv_length (hosts), g_strv_length (addresses)), 1);

  if (options == NULL)
    return NULL;
  singles = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; i < n; i++)
    {
      const char *const values[] = { pick (hosts, i), pick (addresses, i), pick (ports, i), wish, NULL };

      g_ptr_array_add (singles, make_single (options, keywords, values));
    }
  PQconninfoFree (options);
  return singles;
}

GPtrArray *
ddi_hosts_split (const char *conninfo)
{
  return split (conninfo, "any");
}

GPtrArray *
ddi_hosts_split_to_write (const char *conninfo)
{
  g_autofree char *wish = dup_wish (conninfo);

  return is_open (wish) || g_strcmp0 (wish, "read-write") == 0 || g_strcmp0 (wish, "primary") == 0
             ? split (conninfo, "read-write")
             : NULL;
}
