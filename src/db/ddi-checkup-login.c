/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <errno.h>
#include <glib/gi18n-lib.h>

#include "db/ddi-checkup-private.h"
#include "db/ddi-hosts.h"

/* Seconds until a server that has taken the call must have let us in. */
#define PATIENCE 10

/* Follows the login; *last is how far it came before it failed. */
static void
follow (PGconn *pg, ConnStatusType *last)
{
  gint64 deadline = g_get_monotonic_time () + PATIENCE * G_USEC_PER_SEC;
  PostgresPollingStatusType wanted = PGRES_POLLING_WRITING;

  while (wanted != PGRES_POLLING_OK && wanted != PGRES_POLLING_FAILED && g_get_monotonic_time () < deadline)
    {
      GPollFD fd = { .fd = PQsocket (pg), .events = wanted == PGRES_POLLING_READING ? G_IO_IN : G_IO_OUT };
      int timeout = (int)MAX ((deadline - g_get_monotonic_time ()) / 1000, 0);

      while (g_poll (&fd, 1, timeout) < 0 && errno == EINTR)
        continue;
      if (PQstatus (pg) != CONNECTION_BAD)
        *last = PQstatus (pg);
      wanted = PQconnectPoll (pg);
    }
}

/* Of "…FATAL:  28P01: password authentication failed", as the server writes it when it is asked to be verbose; the
 * words may be in any language. *state is "" where the server said nothing. */
static char *
read_failure (PGconn *pg, char **state)
{
  g_autofree char *whole = g_strdup (PQerrorMessage (pg));
  g_autoptr (GRegex) regex = g_regex_new (":  ([0-9A-Z]{5}): ([^\\n]*)", 0, 0, NULL);
  g_autoptr (GMatchInfo) match = NULL;

  if (g_regex_match (regex, whole, 0, &match))
    {
      *state = g_match_info_fetch (match, 1);
      return g_match_info_fetch (match, 2);
    }
  *state = g_strdup ("");
  return g_strchomp (g_steal_pointer (&whole));
}

static const struct
{
  const char *state; /* a prefix of SQLSTATE */
  const char *step;
  const char *mend;
} refusals[] = {
  { "28P01", "authentication",
    N_ ("Give the right password: put it into ~/.pgpass, or set it anew on the server") },
  { "28", "authentication",
    N_ ("On the server, make the role and let it in: a line for it, this database and this machine’s address "
        "in "
        "pg_hba.conf") },
  { "3D000", "database",
    N_ ("Make the database on the server, then: dunkin-demand-cli migrate --provision --connection URI") },
  { "42501", "database", N_ ("Let the role in: GRANT CONNECT ON DATABASE … TO …") },
  { "53300", "database",
    N_ ("All connections are taken. Close programs, put PgBouncer before the server, or raise "
        "max_connections") },
  { "57P03", "database", N_ ("The server is starting or stopping. Wait a minute, then look at its log") },
};

static void
tell_refusal (DdiCheckup *self, const char *state, const char *why)
{
  for (guint i = 0; i < G_N_ELEMENTS (refusals); i++)
    if (g_str_has_prefix (state, refusals[i].state))
      {
        if (g_str_equal (refusals[i].step, "database"))
          ddi_checkup_add (self, "authentication", DDI_CHECK_GOOD, g_strdup (_ ("the server knows you")),
                           NULL);
        ddi_checkup_add (self, refusals[i].step, DDI_CHECK_BAD, g_strdup (why), _ (refusals[i].mend));
        return;
      }
  ddi_checkup_add (self, "authentication", DDI_CHECK_BAD, g_strdup (why),
                   _ ("Look whether it is PostgreSQL that listens there, and at its log"));
}

static void
tell_failure (DdiCheckup *self, PGconn *pg, ConnStatusType last)
{
  g_autofree char *state = NULL;
  g_autofree char *why = read_failure (pg, &state);

  if (last == CONNECTION_SSL_STARTUP)
    ddi_checkup_add (
        self, "tls", DDI_CHECK_BAD, g_strdup (why),
        _ ("Give the authority that has signed the server’s certificate with sslrootcert=FILE, and the "
           "name that stands in it; or let the server speak TLS (ssl = on)"));
  else if (PQconnectionNeedsPassword (pg))
    ddi_checkup_add (self, "authentication", DDI_CHECK_BAD, g_strdup (_ ("the server asks for a password")),
                     _ ("Put it into ~/.pgpass; on a command line every user of this machine could read it"));
  else
    tell_refusal (self, state, why);
}

static void
tell_encryption (DdiCheckup *self, PGconn *pg)
{
  const char *host = PQhost (pg);
  gboolean local = host == NULL || *host == '/' || *host == '@' || g_str_equal (host, "localhost");

  if (PQsslInUse (pg))
    ddi_checkup_add (self, "tls", DDI_CHECK_GOOD, g_strdup (PQsslAttribute (pg, "protocol")), NULL);
  else if (local)
    ddi_checkup_add (self, "tls", DDI_CHECK_GOOD, g_strdup (_ ("not needed on this machine")), NULL);
  else
    ddi_checkup_add (self, "tls", DDI_CHECK_WARNING, g_strdup (_ ("everybody on the way can read along")),
                     _ ("Let the server speak TLS and connect with sslmode=verify-full"));
}

gboolean
ddi_checkup_log_in (DdiCheckup *self)
{
  static const char *const keys[] = { "fallback_application_name", "dbname", "client_encoding", NULL };
  g_autofree char *primary = ddi_hosts_dup_primary (self->conninfo);
  const char *const values[] = { "dunkin-demand", primary, "UTF8", NULL };
  PGconn *pg = PQconnectStartParams (keys, values, 1);
  ConnStatusType last = CONNECTION_NEEDED;

  PQsetErrorVerbosity (pg, PQERRORS_VERBOSE);
  follow (pg, &last);
  if (PQstatus (pg) != CONNECTION_OK)
    {
      tell_failure (self, pg, last);
      PQfinish (pg);
      return FALSE;
    }
  self->pg = pg;
  tell_encryption (self, pg);
  ddi_checkup_add (self, "authentication", DDI_CHECK_GOOD, g_strdup_printf (_ ("as %s"), PQuser (pg)), NULL);
  ddi_checkup_add (self, "database", DDI_CHECK_GOOD, g_strdup (PQdb (pg)), NULL);
  return TRUE;
}
