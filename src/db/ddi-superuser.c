/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "db/ddi-superuser.h"

#include "db/ddi-rows-private.h"
#include "db/ddi-session-private.h"

DdiRows *
ddi_superuser_ask (const char *conninfo, const char *query, GError **error)
{
  g_autoptr (PGconn) pg = ddi_session_open (conninfo, NULL, error);
  PGresult *result = pg ? ddi_session_query (pg, query, NULL, 0, error) : NULL;

  return result ? ddi_rows_new (result) : NULL;
}
