/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "pages/database/ddi-database-archive.h"

#include <glib/gi18n-lib.h>

#include "core/ddi-format.h"
#include "tasks/ddi-archive.h"

struct _DdiDatabaseArchive
{
  DdiDatabasePart parent_instance;

  GtkWidget *years;
  GtkWidget *archived;
  GtkWidget *last;
  GtkWidget *from;
  GtkWidget *archive;
  GtkWidget *back;
  GtkWidget *working;
  GtkWidget *progress;
  GCancellable *cancellable; /* of what runs; NULL: nothing does */
};

G_DEFINE_FINAL_TYPE (DdiDatabaseArchive, ddi_database_archive, DDI_TYPE_DATABASE_PART)

/* What is asked for: planned first, then done. */
typedef struct
{
  GWeakRef part;
  DdiArchiveRange range;
  int years; /* 0: the range is of the days to bring back */
} Task;

static Task *
task_new (DdiDatabaseArchive *part, const DdiArchiveRange *range, int years)
{
  Task *self = g_new0 (Task, 1);

  g_weak_ref_init (&self->part, part);
  self->range = *range;
  self->years = years;
  return self;
}

static void
task_free (gpointer data)
{
  Task *self = data;

  g_weak_ref_clear (&self->part);
  g_free (self);
}

/* ---- one run ---- */

typedef struct
{
  DdiDatabaseArchive *part;
  gint64 done, total;
} Progress;

static gboolean
show_progress_cb (gpointer user_data)
{
  Progress *self = user_data;
  GtkProgressBar *bar = GTK_PROGRESS_BAR (self->part->progress);
  g_autofree char *done = ddi_format_int (self->done),
                  *total = ddi_format_int (MAX (self->done, self->total));
  g_autofree char *text = g_strdup_printf (_ ("%s of %s figures"), done, total);

  gtk_progress_bar_set_text (bar, text);
  gtk_progress_bar_set_fraction (bar, (double)self->done / (double)MAX (MAX (self->done, self->total), 1));
  return G_SOURCE_REMOVE;
}

static void
progress_free (gpointer data)
{
  Progress *self = data;

  g_object_unref (self->part);
  g_free (self);
}

/* On the thread that works. */
static void
progress_cb (gint64 done, gint64 total, gpointer user_data)
{
  Task *task = user_data;
  DdiDatabaseArchive *part = g_weak_ref_get (&task->part);
  Progress *progress;

  if (part == NULL)
    return;
  progress = g_new0 (Progress, 1);
  progress->part = part;
  progress->done = done;
  progress->total = total;
  g_idle_add_full (G_PRIORITY_DEFAULT_IDLE, show_progress_cb, progress, progress_free);
}

static gpointer
run (DdiMaintenance *maintenance, gpointer data, GCancellable *cancellable, GError **error)
{
  Task *self = data;
  DdiArchiveOptions options = { self->range, 0, progress_cb, self };
  DdiArchiveResult result;

  if (self->years == 0 || ddi_archive_write_years (maintenance, self->years, cancellable, error))
    ddi_archive_run (maintenance, &options, &result, cancellable, error);
  return NULL;
}

static void
set_working (DdiDatabaseArchive *self, gboolean working)
{
  gtk_widget_set_sensitive (self->archive, !working);
  gtk_widget_set_sensitive (self->back, !working);
  gtk_revealer_set_reveal_child (GTK_REVEALER (self->working), working);
  gtk_progress_bar_set_fraction (GTK_PROGRESS_BAR (self->progress), 0);
  gtk_progress_bar_set_text (GTK_PROGRESS_BAR (self->progress), "");
}

static void
changed_cb (DdiDatabaseArchive *self)
{
  g_clear_object (&self->cancellable);
  set_working (self, FALSE);
}

static void
confirmed (DdiDatabasePart *part, gpointer data)
{
  DdiDatabaseArchive *self = DDI_DATABASE_ARCHIVE (part);
  const Task *asked = data;
  const DdiMaintenanceJob job = { run, task_new (self, &asked->range, asked->years), task_free, NULL };

  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
  set_working (self, TRUE);
  ddi_database_part_run (part, &job,
                         asked->range.back ? _ ("The figures are out of the archive")
                                           : _ ("The figures are in the archive"),
                         self->cancellable);
}

/* ---- the plan before it ---- */

static gpointer
plan (DdiMaintenance *maintenance, gpointer data, GCancellable *cancellable, GError **error)
{
  Task *self = data;

  return ddi_archive_make_plan (maintenance, &self->range, cancellable, error);
}

typedef struct
{
  DdiDatabaseArchive *part;
  int years;
} Planning;

static void
planning_free (Planning *self)
{
  g_object_unref (self->part);
  g_free (self);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Planning, planning_free)

static void
ask (DdiDatabaseArchive *self, const DdiArchivePlan *planned, int years)
{
  g_autofree char *text = ddi_archive_plan_describe (planned);
  g_autofree char *body = g_strdup_printf (
      "%s\n\n%s", text,
      planned->range.back
          ? _ ("They can be changed again then. It can be stopped at any time, and goes on where it was.")
          : _ ("Lists, reports, exports and forecasts read them as before; to be changed they are brought "
               "back. It can be stopped at any time, and goes on where it was."));
  DdiDatabaseQuestion question = {
    .heading = planned->range.back ? _ ("Bring Figures Back?") : _ ("Archive Old Figures?"),
    .body = body,
    .button = planned->range.back ? _ ("_Bring Back") : _ ("_Archive"),
    .confirmed = confirmed,
    .data = task_new (self, &planned->range, years),
    .free_data = task_free,
  };

  ddi_database_part_ask (DDI_DATABASE_PART (self), &question);
}

static void
planned_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Planning) planning = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree DdiArchivePlan *planned = ddi_maintenance_run_finish (DDI_MAINTENANCE (source), result, &error);
  DdiDatabasePart *part = DDI_DATABASE_PART (planning->part);
  g_autofree char *text = planned ? ddi_archive_plan_describe (planned) : NULL;

  if (gtk_widget_get_root (GTK_WIDGET (part)) == NULL)
    return;
  if (planned && planned->sales + planned->waste > 0)
    ask (planning->part, planned, planning->years);
  else if (planned)
    ddi_database_part_tell (part, _ ("Nothing to Do"), text);
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    ddi_database_part_tell (part, _ ("It Was Not Done"), error->message);
}

static void
start (DdiDatabaseArchive *self, const DdiArchiveRange *range, int years)
{
  DdiDatabasePart *part = DDI_DATABASE_PART (self);
  const DdiMaintenanceJob job = { plan, task_new (self, range, years), task_free, g_free };
  Planning *planning = g_new0 (Planning, 1);

  planning->part = g_object_ref (self);
  planning->years = years;
  ddi_maintenance_run_async (ddi_database_part_get_maintenance (part), &job,
                             ddi_database_part_get_cancellable (part), planned_cb, planning);
}

static void
archive_cb (DdiDatabaseArchive *self)
{
  int years = gtk_spin_button_get_value_as_int (GTK_SPIN_BUTTON (self->years));
  DdiArchiveRange range = ddi_archive_range_older (years, ddi_day_today (NULL));

  start (self, &range, years);
}

static void
back_cb (DdiDatabaseArchive *self)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (self->from));
  DdiArchiveRange range = { TRUE, *text ? ddi_day_parse (text) : DDI_DAY_INVALID, DDI_DAY_INVALID };

  if (*text && range.first == DDI_DAY_INVALID)
    {
      gtk_widget_add_css_class (self->from, "error");
      gtk_widget_grab_focus (self->from);
      return;
    }
  start (self, &range, 0);
}

static void
from_changed_cb (DdiDatabaseArchive *self)
{
  gtk_widget_remove_css_class (self->from, "error");
}

static void
cancel_cb (DdiDatabaseArchive *self)
{
  g_cancellable_cancel (self->cancellable);
}

/* ---- the part ---- */

static gint64
get_int (DdiRows *state, const char *column)
{
  return ddi_rows_get_int (state, 0, ddi_rows_column (state, column));
}

static const char *
get_text (DdiRows *state, const char *column)
{
  return ddi_rows_get_text (state, 0, ddi_rows_column (state, column));
}

static char *
tell_archived (DdiRows *state)
{
  g_autofree char *sales = ddi_format_int (get_int (state, "archived_sales"));
  g_autofree char *waste = ddi_format_int (get_int (state, "archived_waste"));
  g_autofree char *size = g_format_size ((guint64)get_int (state, "bytes"));

  if (get_text (state, "oldest") == NULL)
    return g_strdup (_ ("Nothing yet"));
  return g_strdup_printf (_ ("About %s sales and %s waste figures since %s, %s"), sales, waste,
                          get_text (state, "oldest"), size);
}

static char *
tell_last (DdiRows *state)
{
  g_autofree char *sales = ddi_format_int (get_int (state, "last_sales"));
  g_autofree char *waste = ddi_format_int (get_int (state, "last_waste"));
  const char *when = get_text (state, "last_run");

  if (when == NULL)
    return g_strdup (_ ("Never"));
  if (*get_text (state, "stopped") == 't')
    return g_strdup_printf (
        _ ("%s UTC, stopped after %s sales and %s waste figures; asked for again it goes on"), when, sales,
        waste);
  if (*get_text (state, "last_back") == 't')
    return g_strdup_printf (_ ("%s UTC, %s sales and %s waste figures brought back"), when, sales, waste);
  return g_strdup_printf (_ ("%s UTC, %s sales and %s waste figures archived"), when, sales, waste);
}

static void
ddi_database_archive_show (DdiDatabasePart *part, const DdiMaintenanceReport *report)
{
  DdiDatabaseArchive *self = DDI_DATABASE_ARCHIVE (part);
  gboolean known = report->archive != NULL;
  g_autofree char *archived = known ? tell_archived (report->archive)
                                    : g_strdup (_ ("The changes of the schema are to be applied first"));
  g_autofree char *last = known ? tell_last (report->archive) : g_strdup ("–");

  ddi_database_row_set_texts (self->archived, _ ("In the archive"), archived);
  ddi_database_row_set_texts (self->last, _ ("Last moved"), last);
  if (self->cancellable)
    return;
  gtk_widget_set_sensitive (self->archive, known);
  gtk_widget_set_sensitive (self->back, known && get_text (report->archive, "oldest") != NULL);
  if (known)
    gtk_spin_button_set_value (GTK_SPIN_BUTTON (self->years), (double)get_int (report->archive, "years"));
}

static void
ddi_database_archive_dispose (GObject *object)
{
  DdiDatabaseArchive *self = DDI_DATABASE_ARCHIVE (object);

  if (self->cancellable)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  G_OBJECT_CLASS (ddi_database_archive_parent_class)->dispose (object);
}

static void
ddi_database_archive_class_init (DdiDatabaseArchiveClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ddi_database_archive_dispose;
  DDI_DATABASE_PART_CLASS (klass)->show = ddi_database_archive_show;
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/dunkin_demand/Intelligence/ui/pages/database/ddi-database-archive.ui");
  gtk_widget_class_bind_template_child (widget_class, DdiDatabaseArchive, years);
  gtk_widget_class_bind_template_child (widget_class, DdiDatabaseArchive, archived);
  gtk_widget_class_bind_template_child (widget_class, DdiDatabaseArchive, last);
  gtk_widget_class_bind_template_child (widget_class, DdiDatabaseArchive, from);
  gtk_widget_class_bind_template_child (widget_class, DdiDatabaseArchive, archive);
  gtk_widget_class_bind_template_child (widget_class, DdiDatabaseArchive, back);
  gtk_widget_class_bind_template_child (widget_class, DdiDatabaseArchive, working);
  gtk_widget_class_bind_template_child (widget_class, DdiDatabaseArchive, progress);
  gtk_widget_class_bind_template_callback (widget_class, archive_cb);
  gtk_widget_class_bind_template_callback (widget_class, back_cb);
  gtk_widget_class_bind_template_callback (widget_class, cancel_cb);
  gtk_widget_class_bind_template_callback (widget_class, from_changed_cb);
}

static void
ddi_database_archive_init (DdiDatabaseArchive *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_spin_button_set_range (GTK_SPIN_BUTTON (self->years), DDI_ARCHIVE_YEARS_MIN, DDI_ARCHIVE_YEARS_MAX);
  gtk_spin_button_set_increments (GTK_SPIN_BUTTON (self->years), 1, 5);
  g_signal_connect (self, "changed", G_CALLBACK (changed_cb), NULL);
}
