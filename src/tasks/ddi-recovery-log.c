/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>
#include <sys/stat.h>

#include "tasks/ddi-recovery-private.h"

/* The log from a base on, as far as it goes without a hole. */
typedef struct
{
  char *folder;
  guint timeline;
  guint64 last; /* the newest segment of that timeline, 0: none */
} Log;

static void
find_last (Log *self)
{
  g_autoptr (GDir) dir = g_dir_open (self->folder, 0, NULL);
  const char *name;

  while (dir && (name = g_dir_read_name (dir)) != NULL)
    {
      guint timeline;
      guint64 number;

      if (ddi_wal_segment_parse (name, &timeline, &number) && timeline == self->timeline)
        self->last = MAX (self->last, number);
    }
}

static gboolean
fail_gap (const char *name, gboolean there, gint64 until, GError **error)
{
  g_autofree char *moment = ddi_recovery_format_moment (until);

  g_set_error (
      error, DDI_CONTINUOUS_ERROR, DDI_CONTINUOUS_ERROR_GAP,
      there ? _ ("A part of the log is damaged (%s), and everything after it needs it. Choose a moment "
                 "before %s")
            : _ ("A part of the log is missing (%s), and everything after it needs it. Choose a moment "
                 "before %s"),
      name, moment);
  return FALSE;
}

/* Each segment holds what was written until it was kept; the one kept after the moment is the last that is needed. */
static gboolean
check (Log *self, const DdiContinuousBase *base, gint64 moment, const DdiBackupProgress *progress,
       GCancellable *cancellable, GError **error)
{
  gint64 until = base->finished;

  for (guint64 number = base->segment; number <= self->last; number++)
    {
      g_autofree char *name = ddi_wal_segment_name (self->timeline, number);
      g_autofree char *path = g_strdup_printf ("%s/%s.gz", self->folder, name);
      struct stat info;

      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return FALSE;
      ddi_backup_progress_tell (progress, _ ("Checking the log"), (guint)(number - base->segment),
                                (guint)(self->last - base->segment + 1));
      if (stat (path, &info) != 0)
        return fail_gap (name, FALSE, until, error);
      if (!ddi_wal_segment_is_whole (path, cancellable))
        return !g_cancellable_set_error_if_cancelled (cancellable, error) &&
               fail_gap (name, TRUE, until, error);
      until = MAX (until, (gint64)info.st_mtime);
      if (moment > 0 && (gint64)info.st_mtime > moment)
        return TRUE;
    }
  return TRUE;
}

static DdiContinuousBase *
copy_base (const DdiContinuousBase *base)
{
  DdiContinuousBase *copy = g_memdup2 (base, sizeof *base);

  copy->path = g_strdup (base->path);
  return copy;
}

static const DdiContinuousBase *
find_base (GPtrArray *bases, gint64 moment, GError **error)
{
  const DdiContinuousBase *found = NULL;
  g_autofree char *first = NULL;

  for (guint i = 0; i < bases->len; i++)
    if (moment == 0 || ((DdiContinuousBase *)bases->pdata[i])->finished <= moment)
      found = bases->pdata[i];
  if (found)
    return found;
  if (bases->len == 0)
    {
      g_set_error_literal (
          error, DDI_CONTINUOUS_ERROR, DDI_CONTINUOUS_ERROR_OFF,
          _ ("There is no continuous backup here to go back with; a backup file can still be "
             "restored"));
      return NULL;
    }
  first = ddi_recovery_format_moment (((DdiContinuousBase *)bases->pdata[0])->finished);
  g_set_error (error, DDI_CONTINUOUS_ERROR, DDI_CONTINUOUS_ERROR_MOMENT,
               _ ("The first moment that can be gone back to is %s"), first);
  return NULL;
}

DdiContinuousBase *
ddi_recovery_choose (DdiClusterLayout *layout, gint64 moment, const DdiBackupProgress *progress,
                     GCancellable *cancellable, GError **error)
{
  g_autoptr (GPtrArray) bases = ddi_continuous_list_bases (layout->home);
  const DdiContinuousBase *base;
  Log log = { 0 };
  gboolean good;

  if (moment > g_get_real_time () / G_USEC_PER_SEC)
    {
      g_set_error_literal (error, DDI_CONTINUOUS_ERROR, DDI_CONTINUOUS_ERROR_MOMENT,
                           _ ("That moment is still to come"));
      return NULL;
    }
  base = find_base (bases, moment, error);
  if (base == NULL)
    return NULL;
  log.folder = g_build_filename (layout->wal, "segments", NULL);
  log.timeline = base->timeline;
  find_last (&log);
  good = check (&log, base, moment, progress, cancellable, error);
  g_free (log.folder);
  return good ? copy_base (base) : NULL;
}
