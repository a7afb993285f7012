/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libpq-fe.h>

#include "db/ddi-checkup.h"

G_BEGIN_DECLS

typedef struct
{
  const char *conninfo;
  GCancellable *cancellable;
  GPtrArray *checks;
  gboolean elsewhere; /* libpq alone knows where the server is */
  char **hosts, **ports;
  PGconn *pg; /* once logged in */
} DdiCheckup;

/* Takes @text. */
void ddi_checkup_add (DdiCheckup *self, const char *step, DdiCheckState state, char *text, const char *mend);

/* Where there are several: each of them, and whether exactly one takes writes. */
gboolean ddi_checkup_look_at_hosts (DdiCheckup *self);
/* TLS, authentication and the database: as far as one gets with libpq. */
gboolean ddi_checkup_log_in (DdiCheckup *self);
/* Version, pooler, permissions, schema. */
void ddi_checkup_look_inside (DdiCheckup *self);

G_END_DECLS
