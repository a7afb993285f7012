/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "pages/database/ddi-database-log.h"

#include <glib/gi18n-lib.h>

#include "core/ddi-format.h"
#include "tasks/ddi-audit-retention.h"

#define MONTHS_MAX 600
/* As long as somebody may still ask what was done. */
#define MONTHS 24

struct _DdiDatabaseLog
{
  DdiDatabasePart parent_instance;

  GtkWidget *entries;
  GtkWidget *last;
  GtkWidget *months;
  GtkWidget *remove;
  GtkWidget *working;
  GtkWidget *spinner;
  GtkWidget *step;
  DdiDay before;             /* the first day that stays, of what was asked about last */
  GCancellable *cancellable; /* of what runs; NULL: nothing does */
};

G_DEFINE_FINAL_TYPE (DdiDatabaseLog, ddi_database_log, DDI_TYPE_DATABASE_PART)

/* ---- one piece of work at a time ---- */

static GCancellable *
begin (DdiDatabaseLog *self, const char *step)
{
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
  gtk_widget_set_sensitive (self->remove, FALSE);
  gtk_label_set_label (GTK_LABEL (self->step), step);
  gtk_spinner_start (GTK_SPINNER (self->spinner));
  gtk_revealer_set_reveal_child (GTK_REVEALER (self->working), TRUE);
  return self->cancellable;
}

static void
end (DdiDatabaseLog *self)
{
  g_clear_object (&self->cancellable);
  gtk_widget_set_sensitive (self->remove, TRUE);
  gtk_spinner_stop (GTK_SPINNER (self->spinner));
  gtk_revealer_set_reveal_child (GTK_REVEALER (self->working), FALSE);
}

static void
cancel_cb (DdiDatabaseLog *self)
{
  g_cancellable_cancel (self->cancellable);
}

/* ---- removing ---- */

typedef struct
{
  DdiDay before;
  char *path;
} Removal;

static void
removal_free (gpointer data)
{
  Removal *self = data;

  g_free (self->path);
  g_free (self);
}

static gpointer
run (DdiMaintenance *maintenance, gpointer data, GCancellable *cancellable, GError **error)
{
  const Removal *self = data;
  DdiDatabase *database = ddi_home_get_database (ddi_maintenance_get_home (maintenance));
  gint64 removed = 0;

  ddi_audit_retention_run (database, self->before, self->path, &removed, cancellable, error);
  return NULL;
}

void
ddi_database_log_remove (DdiDatabaseLog *self, const char *path)
{
  Removal *removal;
  DdiMaintenanceJob job = { run, NULL, removal_free, NULL };
  g_autofree char *name = NULL, *done = NULL;

  g_return_if_fail (DDI_IS_DATABASE_LOG (self));

  if (self->cancellable)
    return;
  removal = g_new0 (Removal, 1);
  removal->before = self->before;
  removal->path = g_strdup (path);
  job.data = removal;
  name = g_filename_display_basename (path);
  done = g_strdup_printf (_ ("The old entries are in %s and no longer in the log"), name);
  ddi_database_part_run (DDI_DATABASE_PART (self), &job, done,
                         begin (self, _ ("Writing the old entries to the file and removing them")));
}

static void
chosen (DdiDatabasePart *part, const char *path)
{
  ddi_database_log_remove (DDI_DATABASE_LOG (part), path);
}

static void
confirmed (DdiDatabasePart *part, gpointer data)
{
  g_autofree char *day = ddi_day_format (DDI_DATABASE_LOG (part)->before);
  g_autofree char *name = g_strdup_printf ("log-before-%s.csv", day);

  ddi_database_part_ask_file (part, _ ("Where the Old Entries Go"), _ ("_Write and Remove"), name, chosen);
}

/* ---- the figures before it ---- */

static gpointer
plan (DdiMaintenance *maintenance, gpointer data, GCancellable *cancellable, GError **error)
{
  const Removal *self = data;

  return ddi_audit_retention_make_plan (ddi_home_get_database (ddi_maintenance_get_home (maintenance)),
                                        self->before, cancellable, error);
}

static void
ask (DdiDatabaseLog *self, const DdiAuditRetentionPlan *planned)
{
  g_autofree char *text = ddi_audit_retention_describe (planned);
  g_autofree char *body = g_strdup_printf (
      "%s\n\n%s", text,
      _ ("That they were removed, by whom and up to which entry stands in the log. It cannot be taken back: "
         "from then on they are in the file alone."));
  DdiDatabaseQuestion question = {
    .heading = _ ("Remove Old Entries of the Log?"),
    .body = body,
    .button = _ ("_Choose a File…"),
    .confirmed = confirmed,
  };

  ddi_database_part_ask (DDI_DATABASE_PART (self), &question);
}

static void
planned_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (DdiDatabaseLog) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree DdiAuditRetentionPlan *planned =
      ddi_maintenance_run_finish (DDI_MAINTENANCE (source), result, &error);
  DdiDatabasePart *part = DDI_DATABASE_PART (self);
  g_autofree char *text = planned ? ddi_audit_retention_describe (planned) : NULL;

  if (gtk_widget_get_root (GTK_WIDGET (self)) == NULL)
    return;
  end (self);
  if (planned && planned->entries > 0)
    ask (self, planned);
  else if (planned)
    ddi_database_part_tell (part, _ ("Nothing to Do"), text);
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    ddi_database_part_tell (part, _ ("It Was Not Done"), error->message);
}

static void
remove_cb (DdiDatabaseLog *self)
{
  int months = gtk_spin_button_get_value_as_int (GTK_SPIN_BUTTON (self->months));
  Removal *removal = g_new0 (Removal, 1);
  const DdiMaintenanceJob job = { plan, removal, removal_free, g_free };

  self->before = ddi_audit_retention_before (months, ddi_day_today ("UTC"));
  removal->before = self->before;
  ddi_maintenance_run_async (ddi_database_part_get_maintenance (DDI_DATABASE_PART (self)), &job,
                             begin (self, _ ("Counting")), planned_cb, g_object_ref (self));
}

/* ---- the part ---- */

static char *
tell_entries (DdiRows *rows)
{
  g_autofree char *n = ddi_format_int (ddi_rows_get_int (rows, 0, ddi_rows_column (rows, "entries")));
  g_autofree char *size =
      g_format_size ((guint64)ddi_rows_get_int (rows, 0, ddi_rows_column (rows, "bytes")));
  const char *oldest = ddi_rows_get_text (rows, 0, ddi_rows_column (rows, "oldest"));

  return oldest ? g_strdup_printf (_ ("%s since %s, %s"), n, oldest, size) : g_strdup (n);
}

static char *
tell_last (DdiRows *rows)
{
  const char *when = ddi_rows_get_text (rows, 0, ddi_rows_column (rows, "last_run"));
  gint64 n = ddi_rows_get_int (rows, 0, ddi_rows_column (rows, "last_entries"));
  g_autofree char *number = ddi_format_int (n);

  if (when == NULL)
    return g_strdup (_ ("Never"));
  return g_strdup_printf (ngettext ("%s UTC, %s entry", "%s UTC, %s entries", (gulong)n), when, number);
}

static void
ddi_database_log_show (DdiDatabasePart *part, const DdiMaintenanceReport *report)
{
  DdiDatabaseLog *self = DDI_DATABASE_LOG (part);
  gboolean known = report->log != NULL;
  g_autofree char *entries =
      known ? tell_entries (report->log) : g_strdup (_ ("The changes of the schema are to be applied first"));
  g_autofree char *last = known ? tell_last (report->log) : g_strdup ("–");

  ddi_database_row_set_texts (self->entries, _ ("Entries"), entries);
  ddi_database_row_set_texts (self->last, _ ("Last removed"), last);
  if (self->cancellable == NULL)
    gtk_widget_set_sensitive (self->remove, known);
}

static void
ddi_database_log_dispose (GObject *object)
{
  DdiDatabaseLog *self = DDI_DATABASE_LOG (object);

  if (self->cancellable)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  G_OBJECT_CLASS (ddi_database_log_parent_class)->dispose (object);
}

static void
ddi_database_log_class_init (DdiDatabaseLogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ddi_database_log_dispose;
  DDI_DATABASE_PART_CLASS (klass)->show = ddi_database_log_show;
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/dunkin_demand/Intelligence/ui/pages/database/ddi-database-log.ui");
  gtk_widget_class_bind_template_child (widget_class, DdiDatabaseLog, entries);
  gtk_widget_class_bind_template_child (widget_class, DdiDatabaseLog, last);
  gtk_widget_class_bind_template_child (widget_class, DdiDatabaseLog, months);
  gtk_widget_class_bind_template_child (widget_class, DdiDatabaseLog, remove);
  gtk_widget_class_bind_template_child (widget_class, DdiDatabaseLog, working);
  gtk_widget_class_bind_template_child (widget_class, DdiDatabaseLog, spinner);
  gtk_widget_class_bind_template_child (widget_class, DdiDatabaseLog, step);
  gtk_widget_class_bind_template_callback (widget_class, remove_cb);
  gtk_widget_class_bind_template_callback (widget_class, cancel_cb);
}

static void
ddi_database_log_init (DdiDatabaseLog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_spin_button_set_range (GTK_SPIN_BUTTON (self->months), 1, MONTHS_MAX);
  gtk_spin_button_set_increments (GTK_SPIN_BUTTON (self->months), 1, 12);
  gtk_spin_button_set_value (GTK_SPIN_BUTTON (self->months), MONTHS);
  g_signal_connect (self, "changed", G_CALLBACK (end), NULL);
}
