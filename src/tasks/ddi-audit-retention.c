/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tasks/ddi-audit-retention.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <unistd.h>

#include "core/ddi-format.h"
#include "tasks/ddi-audit-export.h"
#include "tasks/ddi-audit.h"

/* A log of years is counted and verified for minutes. */
#define PATIENCE_MS (30 * 60 * 1000)

DdiDay
ddi_audit_retention_before (int months, DdiDay today)
{
  g_autoptr (GDateTime) now = ddi_day_to_date_time (today);
  g_autoptr (GDateTime) then = g_date_time_add_months (now, -months);

  return ddi_day_from_ymd (g_date_time_get_year (then), g_date_time_get_month (then),
                           g_date_time_get_day_of_month (then));
}

static DdiRows *
ask (DdiDatabase *database, const char *query, DdiDay before, GCancellable *cancellable, GError **error)
{
  DdiUnit *unit = ddi_unit_new ();
  g_autofree char *day = ddi_day_format (before);
  g_autoptr (GPtrArray) results = NULL;

  ddi_unit_set_statement_timeout (unit, PATIENCE_MS);
  ddi_unit_add (unit, query, g_variant_new ("(s)", day));
  results = ddi_database_run (database, unit, cancellable, error);
  return results ? ddi_rows_ref (results->pdata[0]) : NULL;
}

DdiAuditRetentionPlan *
ddi_audit_retention_make_plan (DdiDatabase *database, DdiDay before, GCancellable *cancellable,
                               GError **error)
{
  g_autoptr (DdiRows) rows = ddi_audit_seal (database, error)
                                 ? ask (database, "audit/plan-retention", before, cancellable, error)
                                 : NULL;
  DdiAuditRetentionPlan *self;
  const char *oldest;

  if (rows == NULL)
    return NULL;
  oldest = ddi_rows_get_text (rows, 0, ddi_rows_column (rows, "oldest"));
  self = g_new0 (DdiAuditRetentionPlan, 1);
  self->before = before;
  self->entries = ddi_rows_get_int (rows, 0, ddi_rows_column (rows, "entries"));
  self->left = ddi_rows_get_int (rows, 0, ddi_rows_column (rows, "left"));
  self->bytes = ddi_rows_get_int (rows, 0, ddi_rows_column (rows, "bytes"));
  self->oldest = oldest ? ddi_day_parse (oldest) : DDI_DAY_INVALID;
  return self;
}

char *
ddi_audit_retention_describe (const DdiAuditRetentionPlan *self)
{
  g_autofree char *entries = ddi_format_int (self->entries), *left = ddi_format_int (self->left);
  g_autofree char *before = ddi_day_format (self->before), *last = ddi_day_format (self->before - 1);
  g_autofree char *oldest = NULL, *size = g_format_size ((guint64)self->bytes);

  if (self->entries == 0 || self->oldest == DDI_DAY_INVALID)
    return g_strdup_printf (_ ("The log has no entry from before %s."), before);
  oldest = ddi_day_format (self->oldest);
  return g_strdup_printf (ngettext ("%s entry from %s to %s, about %s, is written to a file that you choose, "
                                    "and then removed. Younger ones that stay: %s.",
                                    "%s entries from %s to %s, about %s, are written to a file that you "
                                    "choose, and then removed. Younger ones that stay: %s.",
                                    (gulong)self->entries),
                          entries, oldest, last, size, left);
}

/* The six parameters of audit/count: only what is before that day. */
static GVariant *
make_filter (DdiDay before)
{
  GVariant *params[6] = { g_variant_new_maybe (G_VARIANT_TYPE_INT64, NULL),
                          g_variant_new_maybe (NULL, g_variant_new_int64 ((gint64)before * 86400)),
                          g_variant_new_maybe (G_VARIANT_TYPE_INT32, NULL),
                          g_variant_new_maybe (G_VARIANT_TYPE_STRING_ARRAY, NULL),
                          g_variant_new ("ms", NULL),
                          g_variant_new ("ms", NULL) };

  return g_variant_new_tuple (params, G_N_ELEMENTS (params));
}

/* What is about to be removed must outlive a power cut. */
static gboolean
sync_file (const char *path, GError **error)
{
  int fd = open (path, O_RDONLY | O_CLOEXEC);
  gboolean good = fd >= 0 && fsync (fd) == 0;
  int saved = errno;

  if (fd >= 0)
    close (fd);
  if (!good)
    g_set_error (error, G_FILE_ERROR, g_file_error_from_errno (saved),
                 _ ("%s may not be on the disk, and nothing was removed: %s"), path, g_strerror (saved));
  return good;
}

gboolean
ddi_audit_retention_run (DdiDatabase *database, DdiDay before, const char *path, gint64 *removed,
                         GCancellable *cancellable, GError **error)
{
  g_autoptr (DdiRows) rows = NULL;
  gint64 exported;

  if (!ddi_audit_export (database, make_filter (before), path, &exported, cancellable, error) ||
      !sync_file (path, error) || g_cancellable_set_error_if_cancelled (cancellable, error) ||
      (rows = ask (database, "audit/retain", before, cancellable, error)) == NULL)
    return FALSE;
  *removed = ddi_rows_get_int (rows, 0, 0);
  return TRUE;
}
