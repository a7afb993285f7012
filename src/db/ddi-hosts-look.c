/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>
#include <libpq-fe.h>
#include <math.h>
#include <string.h>

#include "db/ddi-hosts.h"
#include "db/ddi-session-private.h"

/* Seconds behind that a standby is in good order. */
#define LATE 60

void
ddi_host_free (DdiHost *self)
{
  g_free (self->name);
  g_free (self->why);
  g_free (self->timeline);
  g_free (self);
}

static char *
dup_name (PGconn *pg)
{
  return g_strdup_printf ("%s:%s", PQhost (pg) ? PQhost (pg) : "", PQport (pg) ? PQport (pg) : "");
}

static char *
dup_text (PGresult *rows, const char *column)
{
  int i = PQfnumber (rows, column);

  return PQgetisnull (rows, 0, i) ? NULL : g_strdup (PQgetvalue (rows, 0, i));
}

static void
read_state (DdiHost *self, PGconn *pg)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PGresult) rows = ddi_session_query (pg, "unit/show-host", NULL, 0, &error);
  int lag;

  if (rows == NULL)
    {
      self->why = g_strdup (error->message);
      return;
    }
  lag = PQfnumber (rows, "lag");
  self->standby = *PQgetvalue (rows, 0, PQfnumber (rows, "standby")) == 't';
  self->position = g_ascii_strtoull (PQgetvalue (rows, 0, PQfnumber (rows, "position")), NULL, 10);
  self->lag = PQgetisnull (rows, 0, lag) ? NAN : g_ascii_strtod (PQgetvalue (rows, 0, lag), NULL);
  self->receives = *PQgetvalue (rows, 0, PQfnumber (rows, "receives")) == 't';
  self->timeline = self->standby ? dup_text (rows, "timeline")
                                 : ddi_session_query_text (pg, "unit/show-timeline", NULL, 0, NULL);
}

/* What follows are libpq's guesses. */
static char *
dup_first_line (const char *message)
{
  return g_strchomp (g_strndup (message, strcspn (message, "\n")));
}

static DdiHost *
look_at (const char *conninfo)
{
  static const char *const keys[] = { "fallback_application_name", "connect_timeout", "dbname",
                                      "client_encoding", NULL };
  const char *const values[] = { "dunkin-demand", "2", conninfo, "UTF8", NULL };
  g_autoptr (PGconn) pg = PQconnectdbParams (keys, values, 1);
  DdiHost *self = g_new0 (DdiHost, 1);

  self->name = dup_name (pg);
  self->lag = NAN;
  if (PQstatus (pg) == CONNECTION_OK)
    read_state (self, pg);
  else
    self->why = dup_first_line (PQerrorMessage (pg));
  return self;
}

GPtrArray *
ddi_hosts_look (const char *conninfo, GCancellable *cancellable)
{
  GPtrArray *hosts = g_ptr_array_new_with_free_func ((GDestroyNotify)ddi_host_free);
  g_autoptr (GPtrArray) singles = ddi_hosts_split (conninfo);

  for (guint i = 0; singles && i < singles->len && !g_cancellable_is_cancelled (cancellable); i++)
    g_ptr_array_add (hosts, look_at (singles->pdata[i]));
  return hosts;
}

static char *
describe_role (const DdiHost *self)
{
  if (!self->standby)
    return g_strdup (_ ("the primary, takes writes"));
  if (!self->receives)
    return g_strdup (_ ("a standby that receives nothing from a primary just now"));
  if (isnan (self->lag))
    return g_strdup (_ ("a standby that has replayed nothing yet"));
  if (self->lag <= 0)
    return g_strdup (_ ("a standby, not behind"));
  return g_strdup_printf (_ ("a standby, %.1f s behind"), self->lag);
}

static guint64
read_timeline (const DdiHost *self)
{
  return self->timeline ? g_ascii_strtoull (self->timeline, NULL, 16) : 0;
}

char *
ddi_host_describe (const DdiHost *self)
{
  g_autofree char *role = NULL;

  if (self->why)
    return g_strdup_printf (_ ("does not let us in: %s"), self->why);
  role = describe_role (self);
  return self->timeline ? g_strdup_printf (_ ("%s, timeline %u"), role, (guint)read_timeline (self))
                        : g_steal_pointer (&role);
}

guint
ddi_hosts_count_primaries (GPtrArray *hosts)
{
  guint n = 0;

  for (guint i = 0; i < hosts->len; i++)
    {
      const DdiHost *host = hosts->pdata[i];

      n += host->why == NULL && !host->standby;
    }
  return n;
}

/* The newest that is written; 0: none is. */
static guint64
find_newest (GPtrArray *hosts)
{
  guint64 newest = 0;

  for (guint i = 0; i < hosts->len; i++)
    {
      const DdiHost *host = hosts->pdata[i];

      if (host->why == NULL && !host->standby)
        newest = MAX (newest, read_timeline (host));
    }
  return newest;
}

const char *
ddi_hosts_mend_one (GPtrArray *hosts, guint i)
{
  const DdiHost *host = hosts->pdata[i];
  guint64 newest = find_newest (hosts), own = read_timeline (host);

  if (host->why)
    return _ ("See whether it runs and knows this role, or take it out of the connection until it is back");
  if (own > 0 && own < newest)
    return host->standby
               ? _ ("It follows a primary that was replaced: rebuild it from the one that takes writes")
               : _ ("It was replaced: stop it, and rebuild it with pg_rewind");
  if (host->standby && !host->receives)
    return _ ("See primary_conninfo in its settings and its log, and whether the primary runs");
  if (host->standby && host->lag > LATE)
    return _ ("Something holds it up: a long query there, a slow disk, or replay that was paused "
              "(pg_wal_replay_resume())");
  return NULL;
}

gboolean
ddi_hosts_are_wrong (GPtrArray *hosts, const char **what, const char **mend)
{
  guint n = ddi_hosts_count_primaries (hosts), n_there = 0;

  for (guint i = 0; i < hosts->len; i++)
    n_there += ((DdiHost *)hosts->pdata[i])->why == NULL;
  if (n == 1 || n_there == 0)
    return FALSE;
  *what = n == 0 ? _ ("none of the hosts takes writes") : _ ("more than one host takes writes");
  *mend =
      n == 0
          ? _ ("Start the primary, or make a standby the primary: pg_ctl promote. Until then everything "
               "can be read, and what is entered waits")
          : _ ("Stop the one with the older timeline at once: what is written to it is lost. Then rebuild it "
               "with pg_rewind");
  return TRUE;
}
