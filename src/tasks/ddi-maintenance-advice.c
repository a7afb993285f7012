/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tasks/ddi-maintenance-advice.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "core/ddi-format.h"

/* A statement that takes this share of the time of all is worth a look. */
#define HEAVY_SHARE 0.25
/* Of these milliseconds in all; below them nobody waits. */
#define HEAVY_TIME 60000
#define BACKUP_DAYS 3
/* What is left for the database to grow into, beside its own size again. */
#define ROOM (512 * 1024 * 1024)

void
ddi_advice_free (DdiAdvice *self)
{
  g_free (self->subject);
  g_free (self->text);
  g_free (self);
}

char *
ddi_advice_dup_command (const DdiAdvice *self)
{
  switch (self->action)
    {
    case DDI_ADVICE_VACUUM:
      return g_strdup_printf (self->subject ? "maintain vacuum --table %s" : "maintain vacuum%s",
                              self->subject ? self->subject : "");
    case DDI_ADVICE_ANALYZE:
      return g_strdup_printf ("maintain analyze --table %s", self->subject);
    case DDI_ADVICE_REINDEX:
      return g_strdup ("maintain reindex");
    case DDI_ADVICE_SHOW_INDEXES:
      return g_strdup ("indexes");
    case DDI_ADVICE_SHOW_STATEMENTS:
      return g_strdup ("slow");
    case DDI_ADVICE_SHOW_ARCHIVE:
      return g_strdup ("archive --plan");
    case DDI_ADVICE_SHOW_LOG:
      return g_strdup ("audit retain");
    case DDI_ADVICE_SHOW_SESSIONS:
      return g_strdup ("locks");
    case DDI_ADVICE_COUNT_STATEMENTS:
      return g_strdup ("slow --enable");
    case DDI_ADVICE_BACK_UP:
      return g_strdup ("backup");
    case DDI_ADVICE_NOTHING:
    default:
      return NULL;
    }
}

/* A row of maintenance/list-advice. */
typedef struct
{
  const char *subject;
  gint64 bytes;
  gint64 n;
  double share;
} Finding;

static char *
tell_checksums (const Finding *f)
{
  g_autofree char *n = ddi_format_int (f->n);

  return g_strdup_printf (
      ngettext ("%s page was read damaged: the disk may be failing. Make a backup to another disk "
                "and restore from the last good one",
                "%s pages were read damaged: the disk may be failing. Make a backup to another "
                "disk and restore from the last good one",
                (gulong)f->n),
      n);
}

static char *
tell_wraparound (const Finding *f)
{
  g_autofree char *n = ddi_format_int (f->n);

  return g_strdup_printf (
      _ ("The oldest row is %s transactions old; beyond two billion the server stops. Vacuum all "
         "tables"),
      n);
}

static char *
tell_connections (const Finding *f)
{
  g_autofree char *n = ddi_format_int (f->n);
  g_autofree char *share = ddi_format_percent (f->share, 0);

  return g_strdup_printf (
      _ ("%s connections are in use, %s of those the server allows. Put PgBouncer before it, or "
         "end idle ones"),
      n, share);
}

static char *
tell_dead (const Finding *f)
{
  g_autofree char *n = ddi_format_int (f->n);
  g_autofree char *share = ddi_format_percent (f->share, 0);

  return g_strdup_printf (_ ("%s rows of %s are dead (%s): their room is used again after a vacuum"), n,
                          f->subject, share);
}

static char *
tell_analyze (const Finding *f)
{
  g_autofree char *n = ddi_format_int (f->n);

  return g_strdup_printf (
      _ ("%s rows of %s changed since it was last analyzed: its queries are planned on old figures"), n,
      f->subject);
}

static char *
tell_scans (const Finding *f)
{
  g_autofree char *n = ddi_format_int (f->n);
  g_autofree char *share = ddi_format_percent (f->share, 0);
  g_autofree char *size = g_format_size ((guint64)f->bytes);

  return g_strdup_printf (
      _ ("%s (%s) is read as a whole in %s of its scans, %s rows so far: some statement lacks an "
         "index"),
      f->subject, size, share, n);
}

static char *
tell_unused (const Finding *f)
{
  g_autofree char *size = g_format_size ((guint64)f->bytes);
  int days = (int)MAX (f->share, 0);
  g_autofree char *span = g_strdup_printf (ngettext ("%d day", "%d days", (gulong)days), days);

  return g_strdup_printf (
      ngettext ("%d index (%s; %s) was never used in the %s that were counted: each row that is "
                "written pays for it. Reports that are rarely asked for may still need it",
                "%d indexes (%s; the largest is %s) were never used in the %s that were counted: "
                "each row that is written pays for them. Reports that are rarely asked for may "
                "still need them",
                (gulong)f->n),
      (int)f->n, size, f->subject, span);
}

static char *
tell_invalid (const Finding *f)
{
  return g_strdup_printf (
      _ ("The index %s is broken, left behind by something that was stopped: rebuild the indexes"),
      f->subject);
}

static char *
tell_old (const Finding *f)
{
  g_autofree char *n = ddi_format_int (f->n);
  int years = (int)f->share;

  return g_strdup_printf (ngettext ("More than %s figures are older than %d year: in the archive they are "
                                    "read as before, and the daily "
                                    "tables stay small",
                                    "More than %s figures are older than %d years: in the archive they are "
                                    "read as before, and the daily "
                                    "tables stay small",
                                    (gulong)years),
                          n, years);
}

static const struct
{
  const char *kind;
  gboolean urgent;
  DdiAdviceAction action;
  char *(*tell) (const Finding *finding);
} kinds[] = {
  { "checksums", TRUE, DDI_ADVICE_BACK_UP, tell_checksums },
  { "wraparound", TRUE, DDI_ADVICE_VACUUM, tell_wraparound },
  { "connections", TRUE, DDI_ADVICE_SHOW_SESSIONS, tell_connections },
  { "invalid", TRUE, DDI_ADVICE_REINDEX, tell_invalid },
  { "dead", FALSE, DDI_ADVICE_VACUUM, tell_dead },
  { "analyze", FALSE, DDI_ADVICE_ANALYZE, tell_analyze },
  { "scans", FALSE, DDI_ADVICE_SHOW_STATEMENTS, tell_scans },
  { "old", FALSE, DDI_ADVICE_SHOW_ARCHIVE, tell_old },
  { "unused", FALSE, DDI_ADVICE_SHOW_INDEXES, tell_unused },
};

static void
add (GPtrArray *list, const char *kind, gboolean urgent, const char *subject, char *text,
     DdiAdviceAction action)
{
  DdiAdvice *self = g_new0 (DdiAdvice, 1);

  self->kind = kind;
  self->urgent = urgent;
  self->subject = g_strdup (subject);
  self->text = text;
  self->action = action;
  g_ptr_array_add (list, self);
}

static void
add_finding (GPtrArray *list, DdiRows *rows, guint row)
{
  Finding finding = { .subject = ddi_rows_get_text (rows, row, ddi_rows_column (rows, "subject")),
                      .bytes = ddi_rows_get_int (rows, row, ddi_rows_column (rows, "bytes")),
                      .n = ddi_rows_get_int (rows, row, ddi_rows_column (rows, "n")),
                      .share = ddi_rows_get_double (rows, row, ddi_rows_column (rows, "share")) };
  const char *kind = ddi_rows_get_text (rows, row, ddi_rows_column (rows, "kind"));

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (g_str_equal (kinds[i].kind, kind))
      add (list, kinds[i].kind, kinds[i].urgent, finding.subject, kinds[i].tell (&finding), kinds[i].action);
}

static gboolean
add_findings (GPtrArray *list, DdiDirect *direct, GCancellable *cancellable, GError **error)
{
  g_autoptr (DdiRows) rows = ddi_direct_query (direct, "maintenance/list-advice", NULL, cancellable, error);

  for (guint i = 0; rows && i < ddi_rows_get_n (rows); i++)
    add_finding (list, rows, i);
  return rows != NULL;
}

static gboolean
add_room (GPtrArray *list, DdiMaintenance *self, DdiDirect *direct, GCancellable *cancellable, GError **error)
{
  gint64 free_bytes = ddi_maintenance_get_room (self);
  g_autoptr (DdiRows) rows =
      ddi_direct_query (direct, "maintenance/show-checksums", NULL, cancellable, error);
  gint64 bytes = rows ? ddi_rows_get_int (rows, 0, ddi_rows_column (rows, "bytes")) : 0;
  g_autofree char *room = g_format_size ((guint64)MAX (free_bytes, 0));

  if (rows && free_bytes >= 0 && free_bytes < bytes + ROOM)
    add (list, "disk", free_bytes < ROOM, NULL,
         g_strdup_printf (
             _ ("Only %s are free on the disk of the database: make room, or export and remove old audit "
                "entries"),
             room),
         DDI_ADVICE_SHOW_LOG);
  return rows != NULL;
}

static gboolean
add_backup (GPtrArray *list, DdiDirect *direct, GCancellable *cancellable, GError **error)
{
  GError *local = NULL;
  g_autoptr (DdiRows) rows =
      ddi_maintenance_ask_made (direct, "maintenance/make-backup-age", NULL, cancellable, &local);
  double days = rows ? ddi_rows_get_double (rows, 0, 0) : 0;

  if (local)
    {
      g_propagate_error (error, local);
      return FALSE;
    }
  if (isnan (days))
    add (list, "backup", TRUE, NULL, g_strdup (_ ("There is no backup")), DDI_ADVICE_BACK_UP);
  else if (days > BACKUP_DAYS)
    add (list, "backup", TRUE, NULL,
         g_strdup_printf (ngettext ("The last backup is %d day old", "The last backup is %d days old",
                                    (gulong)days),
                          (int)days),
         DDI_ADVICE_BACK_UP);
  return TRUE;
}

/* A schema that is still to be migrated knows no archive. */
static void
add_stopped (GPtrArray *list, DdiDirect *direct, GCancellable *cancellable)
{
  g_autoptr (DdiRows) rows = ddi_direct_query (direct, "archive/read-state", NULL, cancellable, NULL);
  g_autofree char *n = NULL;

  if (rows == NULL || !ddi_rows_get_boolean (rows, 0, ddi_rows_column (rows, "stopped")))
    return;
  n = ddi_format_int (ddi_rows_get_int (rows, 0, ddi_rows_column (rows, "last_sales")) +
                      ddi_rows_get_int (rows, 0, ddi_rows_column (rows, "last_waste")));
  add (list, "stopped", FALSE, NULL,
       g_strdup_printf (
           _ ("Moving figures to the archive or back was stopped after %s of them: nothing is lost, "
              "and the same asked for again goes on"),
           n),
       DDI_ADVICE_SHOW_ARCHIVE);
}

static char *
shorten (const char *statement)
{
  g_autofree char *name = ddi_maintenance_name_statement (statement);
  g_autofree char *line = NULL;

  if (name)
    return g_steal_pointer (&name);
  line = g_utf8_substring (statement, 0, MIN (g_utf8_strlen (statement, -1), 60));
  return g_strdelimit (g_steal_pointer (&line), "\n\t", ' ');
}

static void
add_heavy (GPtrArray *list, DdiRows *rows)
{
  for (guint i = 0; i < ddi_rows_get_n (rows); i++)
    {
      double share = ddi_rows_get_double (rows, i, ddi_rows_column (rows, "share"));
      g_autofree char *percent = ddi_format_percent (share, 0);
      g_autofree char *name = shorten (ddi_rows_get_text (rows, i, ddi_rows_column (rows, "query")));

      if (share > HEAVY_SHARE &&
          ddi_rows_get_double (rows, i, ddi_rows_column (rows, "total_ms")) > HEAVY_TIME)
        add (list, "statement", FALSE, name,
             g_strdup_printf (_ ("The statement %s takes %s of the time"), name, percent),
             DDI_ADVICE_SHOW_STATEMENTS);
    }
}

/* That statements are not counted is advice, too, and no error. */
static gboolean
add_statements (GPtrArray *list, DdiMaintenance *self, GCancellable *cancellable, GError **error)
{
  GError *local = NULL;
  g_autoptr (DdiRows) rows = ddi_maintenance_list_slow (self, 5, 0, cancellable, &local);

  if (rows)
    add_heavy (list, rows);
  else if (g_error_matches (local, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED))
    {
      gboolean ours = ddi_home_is_embedded (ddi_maintenance_get_home (self));

      add (list, "uncounted", FALSE, NULL,
           g_strdup (
               ours ? _ ("Slow statements are not recorded. Switched on, they are from the server’s next "
                         "start on, at little cost")
                    : local->message),
           ours ? DDI_ADVICE_COUNT_STATEMENTS : DDI_ADVICE_NOTHING);
      g_error_free (local);
    }
  else
    {
      g_propagate_error (error, local);
      return FALSE;
    }
  return TRUE;
}

static int
compare_urgency (gconstpointer a, gconstpointer b)
{
  return (*(DdiAdvice *const *)b)->urgent - (*(DdiAdvice *const *)a)->urgent;
}

GPtrArray *
ddi_maintenance_advise (DdiMaintenance *self, GCancellable *cancellable, GError **error)
{
  g_autoptr (DdiDirect) direct = ddi_maintenance_connect (self, cancellable, error);
  g_autoptr (GPtrArray) list = g_ptr_array_new_with_free_func ((GDestroyNotify)ddi_advice_free);

  if (direct == NULL || !add_backup (list, direct, cancellable, error) ||
      !add_room (list, self, direct, cancellable, error) ||
      !add_findings (list, direct, cancellable, error) || !add_statements (list, self, cancellable, error))
    return NULL;
  add_stopped (list, direct, cancellable);
  g_ptr_array_sort (list, compare_urgency);
  return g_steal_pointer (&list);
}
