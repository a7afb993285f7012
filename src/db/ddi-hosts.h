/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Connection strings that name several hosts (host=a,b): a primary that takes the writes and standbys
 * that replay them. Which is which may change at any time; libpq asks each of them when it connects. */
gboolean ddi_hosts_are_several (const char *conninfo);
/* Whether its lists go together: one port for all hosts or one for each. DDI_DB_ERROR_INVALID. What cannot be read at
 * all passes. */
gboolean ddi_hosts_check (const char *conninfo, GError **error);

/* Leads to the host that takes writes; a plain copy for one host, or where the string itself says
 * with target_session_attrs what is wanted. (transfer full) */
char *ddi_hosts_dup_primary (const char *conninfo);
/* Leads to a standby. NULL for one host, and where the string asks for the primary alone
 * (target_session_attrs=read-write). (transfer full) */
char *ddi_hosts_dup_standby (const char *conninfo);

/* One connection string a host, in their order, whatever its role. NULL where it cannot be read.
 * (element-type utf8) (transfer full) */
GPtrArray *ddi_hosts_split (const char *conninfo);
/* The same, each to be taken only if it takes writes. NULL for one host, and where the string itself asks for less.
 * (element-type utf8) (transfer full) */
GPtrArray *ddi_hosts_split_to_write (const char *conninfo);
/* The host that takes writes, alone, for programs that connect by themselves; a plain copy for one host, and where none
 * does. Blocks. (transfer full) */
char *ddi_hosts_find_primary (const char *conninfo);

/* What one host is. */
typedef struct
{
  char *name;       /* host:port */
  char *why;        /* it does not let us in; NULL: it does */
  gboolean standby; /* it replays another's writes */
  guint64 position; /* bytes of the write-ahead log that were written, or replayed by a standby */
  /* In hex digits, one higher after each promotion; of a standby the one that it receives. NULL: not known, or not ours
   * to know. */
  char *timeline;
  gboolean receives; /* of a standby: it is connected to another host */
  /* Seconds since the last transaction that a standby replayed was committed, while it has received more than it
   * replayed; 0 where it has replayed all; NaN: not known. */
  double lag;
} DdiHost;

void ddi_host_free (DdiHost *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DdiHost, ddi_host_free)

/* Asks each host of @conninfo one after the other. Blocks, at most two seconds a host that does not
 * answer. (element-type DdiHost) (transfer full) */
GPtrArray *ddi_hosts_look (const char *conninfo, GCancellable *cancellable);
/* In words: "a standby, 3.0 s behind, timeline 2". (transfer full) */
char *ddi_host_describe (const DdiHost *self);
/* How many take writes: 1 in good order; more is a primary that was replaced and came back. */
guint ddi_hosts_count_primaries (GPtrArray *hosts);
/* What to do about the @i-th of @hosts; NULL: it is well. (transfer none) */
const char *ddi_hosts_mend_one (GPtrArray *hosts, guint i);
/* What is wrong with all of them together, none or more than one that takes writes, and what to do about it. FALSE:
 * nothing, or none of them lets us in. (transfer none) */
gboolean ddi_hosts_are_wrong (GPtrArray *hosts, const char **what, const char **mend);

G_END_DECLS
