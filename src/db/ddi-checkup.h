/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef enum
{
  DDI_CHECK_GOOD,
  DDI_CHECK_WARNING,
  DDI_CHECK_BAD,
  DDI_CHECK_SKIPPED, /* it makes no sense after what was bad before it */
} DdiCheckState;

/* One step of looking at what may be wrong. */
typedef struct
{
  const char *step; /* "port", "tls"…: a word for machines, never translated */
  DdiCheckState state;
  char *text; /* what was found */
  char *mend; /* what to do about it; NULL where there is nothing to do */
} DdiCheck;

DdiCheck *ddi_check_new (const char *step, DdiCheckState state, char *text, const char *mend);
void ddi_check_free (DdiCheck *self);
const char *ddi_check_state_name (DdiCheckState state);
/* What the step is about, for people. */
const char *ddi_check_title (const DdiCheck *self);
/* The first that is bad; NULL where none is. Owned by the list. */
const DdiCheck *ddi_check_find_bad (GPtrArray *checks);

/* Goes step by step where a connection goes: the connection string, the name, the port, each of several hosts, TLS,
 * authentication, the database, the server's version, a pooler, permissions and the schema. The first step that is bad
 * ends it.
 * Blocks, for at most a few seconds a host. (element-type DdiCheck) (transfer full) */
GPtrArray *ddi_checkup_run (const char *conninfo, GCancellable *cancellable);

G_END_DECLS
