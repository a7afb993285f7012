/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/ddi-backup-view-private.h"

#include <glib/gi18n-lib.h>

#include "app/ddi-backup-choice.h"
#include "app/ddi-restore-dialog.h"
#include "tasks/ddi-foreign-dump.h"

/* ---- Work that takes minutes: one at a time ---- */

/* What is under way, as its callback gets it; it holds the view. */
typedef struct
{
  DdiBackupView *view;
  char *path;
  char *table;
  DdiSecret *passphrase;
  DdiBackup *made;  /* just now, and being tried */
  gboolean adopted; /* of a file of pg_dump, and nobody has agreed to restore it: it goes with this */
} Work;

static Work *
work_new (DdiBackupView *view, const char *path)
{
  Work *self = g_new0 (Work, 1);

  self->view = g_object_ref (view);
  self->path = g_strdup (path);
  return self;
}

static void
work_free (gpointer data)
{
  Work *self = data;
  const DdiBackup unwanted = { self->path, NULL, NULL };

  if (self->adopted)
    ddi_foreign_dump_discard (&unwanted);
  g_object_unref (self->view);
  g_free (self->path);
  g_free (self->table);
  g_clear_pointer (&self->passphrase, ddi_secret_unref);
  g_clear_pointer (&self->made, ddi_backup_free);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Work, work_free)

static Work *
work_copy (const Work *other)
{
  Work *self = work_new (other->view, other->path);

  self->table = g_strdup (other->table);
  self->passphrase = other->passphrase ? ddi_secret_ref (other->passphrase) : NULL;
  return self;
}

static GCancellable *
begin (DdiBackupView *self, const char *step)
{
  GCancellable *work = ddi_busy_row_begin (self->busy_row, step);

  ddi_backup_view_update (self);
  return work;
}

/* FALSE where nobody looks any more. */
static gboolean
end (DdiBackupView *self, const char *failed, const GError *error)
{
  if (self->busy_row)
    ddi_busy_row_end (self->busy_row);
  if (!ddi_backup_view_is_alive (self))
    return FALSE;
  ddi_backup_view_update (self);
  if (error && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    ddi_backup_view_tell (self, failed, error->message);
  return TRUE;
}

static void
made_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Work) work = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (DdiBackupAutoResult) done = ddi_backup_auto_run_finish (result, &error);

  if (!end (work->view, _ ("There Is No New Backup"), error))
    return;
  if (done && done->path == NULL)
    ddi_backup_view_tell (work->view, _ ("There Is No New Backup"),
                          _ ("Another program is making one just now."));
  ddi_backup_view_reload (work->view);
}

void
ddi_backup_view_make (DdiBackupView *self)
{
  DdiBackupAutoOptions options = { .force = TRUE,
                                   .progress = ddi_busy_row_report,
                                   .user_data = self->busy_row };

  ddi_backup_auto_run_async (self->server, &options, begin (self, _ ("Saving")), made_cb,
                             work_new (self, NULL));
}

/* ---- The other kinds: made, and tried at once as the usual one is ---- */

static void
verified_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Work) work = user_data;
  g_autoptr (GError) error = NULL;
  gboolean good = ddi_backup_verify_finish (result, &error);

  if (!end (work->view, _ ("This Backup Does Not Restore"), error))
    return;
  if (good && work->made)
    ddi_backup_choice_tell_made (GTK_WIDGET (work->view), work->made);
  ddi_backup_view_reload (work->view);
}

static void
kind_made_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Work) work = user_data;
  DdiBackupView *self = work->view;
  g_autoptr (GError) error = NULL;
  g_autoptr (DdiBackup) backup = ddi_backup_make_finish (result, &error);
  DdiBackupVerifyOptions options = { .progress = ddi_busy_row_report, .user_data = self->busy_row };

  if (backup == NULL || self->server == NULL)
    {
      end (self, _ ("There Is No New Backup"), error);
      return;
    }
  options.path = backup->path;
  work->made = g_steal_pointer (&backup);
  /* Still the same work: what was pressed before counts. */
  ddi_backup_verify_async (self->server, &options, g_task_get_cancellable (G_TASK (result)), verified_cb,
                           g_steal_pointer (&work));
}

static void
make_kind (GtkWidget *widget, DdiBackupKind kind, const char *table, gpointer unused)
{
  DdiBackupView *self = DDI_BACKUP_VIEW (widget);
  DdiBackupOptions options = {
    .kind = kind, .table = table, .progress = ddi_busy_row_report, .user_data = self->busy_row
  };

  if (self->server == NULL || ddi_busy_row_is_busy (self->busy_row))
    return;
  ddi_backup_make_async (self->server, &options, begin (self, _ ("Saving")), kind_made_cb,
                         work_new (self, NULL));
}

static void
make_cb (GtkWidget *widget, const char *name, GVariant *which)
{
  DdiBackupKind kind;

  if (ddi_backup_kind_parse (g_variant_get_string (which, NULL), &kind))
    make_kind (widget, kind, NULL, NULL);
}

static void
make_table_cb (GtkWidget *widget, const char *name, GVariant *unused)
{
  ddi_backup_choice_ask_table (widget, make_kind);
}

/* ---- Trying one, and going back to it ---- */

static void
verify (const Work *work)
{
  DdiBackupView *self = work->view;
  DdiBackupVerifyOptions options = { work->path, work->passphrase, ddi_busy_row_report, self->busy_row };

  if (self->server == NULL || ddi_busy_row_is_busy (self->busy_row))
    return;
  ddi_backup_verify_async (self->server, &options, begin (self, _ ("Restoring")), verified_cb,
                           work_copy (work));
}

static void
restored_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Work) work = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (DdiRestoreResult) done = ddi_restore_run_finish (result, &error);
  g_autofree char *body = NULL;

  if (!end (work->view, _ ("Nothing Was Restored"), error))
    return;
  if (done == NULL)
    {
      ddi_backup_view_reload (work->view);
      return;
    }
  body = g_strdup_printf (_ ("What was there before is saved in %s"), done->safety_backup);
  ddi_backup_view_tell (work->view, _ ("Restored"), body);
  if (done->kept_database)
    gtk_widget_activate_action (GTK_WIDGET (work->view), "app.reopen", NULL);
  else
    ddi_backup_view_reload (work->view);
}

static void
agreed_cb (GtkWidget *widget, gpointer user_data)
{
  Work *work = user_data;
  DdiBackupView *self = work->view;
  DdiRestoreOptions options = { .path = work->path,
                                .table = work->table,
                                .passphrase = work->passphrase,
                                .progress = ddi_busy_row_report,
                                .user_data = self->busy_row };

  if (self->server == NULL || ddi_busy_row_is_busy (self->busy_row))
    return;
  work->adopted = FALSE;
  ddi_restore_run_async (self->server, &options, begin (self, _ ("Restoring")), restored_cb,
                         work_copy (work));
}

static void restore (const Work *work);

static void
table_chosen_cb (GtkWidget *widget, DdiBackupKind kind, const char *table, gpointer user_data)
{
  g_autoptr (Work) work = work_copy (user_data);

  work->table = g_strdup (table);
  restore (work);
}

static void
one_table_cb (GtkWidget *widget, gpointer user_data)
{
  ((Work *)user_data)->adopted = FALSE;
  ddi_backup_choice_ask_table_of (widget, table_chosen_cb, work_copy (user_data), work_free);
}

static void
planned_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Work) work = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (DdiRestorePlan) plan = ddi_restore_plan_finish (result, &error);

  if (plan && plan->foreign)
    {
      g_free (work->path);
      work->path = g_strdup (plan->backup->path);
    }
  if (end (work->view, _ ("Nothing Was Restored"), error) && plan)
    {
      Work *asked = work_copy (work);

      asked->adopted = plan->foreign != NULL;
      ddi_restore_dialog_ask_or_table (GTK_WIDGET (work->view), plan, agreed_cb, one_table_cb, asked,
                                       work_free);
    }
  else if (plan && plan->foreign)
    ddi_foreign_dump_discard (plan->backup);
}

static void
restore (const Work *work)
{
  DdiBackupView *self = work->view;
  DdiRestoreOptions options = { .path = work->path,
                                .table = work->table,
                                .passphrase = work->passphrase,
                                .progress = ddi_busy_row_report,
                                .user_data = self->busy_row };

  if (self->server == NULL || ddi_busy_row_is_busy (self->busy_row))
    return;
  ddi_restore_plan_async (self->server, &options, begin (self, _ ("Reading")), planned_cb, work_copy (work));
}

static void
given_to_verify_cb (GtkWidget *widget, DdiSecret *passphrase, gpointer user_data)
{
  Work *work = user_data;

  work->passphrase = ddi_secret_ref (passphrase);
  verify (work);
}

static void
given_to_restore_cb (GtkWidget *widget, DdiSecret *passphrase, gpointer user_data)
{
  Work *work = user_data;

  work->passphrase = ddi_secret_ref (passphrase);
  restore (work);
}

/* ---- A file ---- */

void
ddi_backup_view_restore_file (DdiBackupView *self, const char *path)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DdiBackup) backup = ddi_backup_read (path, &error);
  g_autoptr (Work) work = work_new (self, path);

  if (backup == NULL && !g_error_matches (error, DDI_BACKUP_ERROR, DDI_BACKUP_ERROR_FOREIGN))
    {
      ddi_backup_view_tell (self, _ ("Nothing Was Restored"), error->message);
      return;
    }
  work->table = backup ? g_strdup (ddi_backup_get_text (backup, "table")) : NULL;
  if (backup && backup->sealed)
    ddi_restore_dialog_ask_passphrase (GTK_WIDGET (self), given_to_restore_cb, g_steal_pointer (&work),
                                       work_free);
  else
    restore (work);
}

static void
file_cb (GtkNativeDialog *dialog, int response, DdiBackupView *self)
{
  g_autoptr (GFile) file = NULL;
  g_autofree char *path = NULL;

  if (response == GTK_RESPONSE_ACCEPT)
    file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog));
  path = file ? g_file_get_path (file) : NULL;
  if (path && ddi_backup_view_is_alive (self))
    ddi_backup_view_restore_file (self, path);
  g_object_unref (self);
  g_object_unref (dialog);
}

static void
restore_file_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  GtkFileChooserNative *dialog =
      gtk_file_chooser_native_new (_ ("File to Restore"), GTK_WINDOW (gtk_widget_get_root (widget)),
                                   GTK_FILE_CHOOSER_ACTION_OPEN, _ ("_Look at It"), NULL);

  g_signal_connect (dialog, "response", G_CALLBACK (file_cb), g_object_ref (widget));
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (dialog), TRUE);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (dialog));
}

/* ---- The list ---- */

static const char *
text_of (DdiBackupView *self, guint i, const char *column)
{
  return ddi_rows_get_text (self->state->backups, i, ddi_rows_column (self->state->backups, column));
}

static gboolean
flag_of (DdiBackupView *self, guint i, const char *column)
{
  return ddi_rows_get_boolean (self->state->backups, i, ddi_rows_column (self->state->backups, column));
}

static void
act (DdiBackupView *self, GVariant *which, void (*func) (const Work *work), DdiPassphraseGiven given)
{
  guint i = g_variant_get_uint32 (which);
  g_autoptr (Work) work = NULL;

  /* The list may have been read anew since the click. */
  if (self->state == NULL || ddi_busy_row_is_busy (self->busy_row) ||
      i >= ddi_rows_get_n (self->state->backups))
    return;
  work = work_new (self, text_of (self, i, "path"));
  work->table = g_strdup (text_of (self, i, "table_name"));
  if (flag_of (self, i, "encrypted"))
    ddi_restore_dialog_ask_passphrase (GTK_WIDGET (self), given, g_steal_pointer (&work), work_free);
  else
    func (work);
}

static void
verify_cb (GtkWidget *widget, const char *name, GVariant *which)
{
  act (DDI_BACKUP_VIEW (widget), which, verify, given_to_verify_cb);
}

static void
restore_cb (GtkWidget *widget, const char *name, GVariant *which)
{
  act (DDI_BACKUP_VIEW (widget), which, restore, given_to_restore_cb);
}

void
ddi_backup_view_install_work (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "backup.make", "s", make_cb);
  gtk_widget_class_install_action (widget_class, "backup.make-table", NULL, make_table_cb);
  gtk_widget_class_install_action (widget_class, "backup.verify", "u", verify_cb);
  gtk_widget_class_install_action (widget_class, "backup.restore", "u", restore_cb);
  gtk_widget_class_install_action (widget_class, "backup.restore-file", NULL, restore_file_cb);
}
