/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/ddi-backup-view.h"

#include <glib/gi18n-lib.h>

#include "app/ddi-busy-row.h"
#include "app/ddi-backup-choice.h"
#include "app/ddi-backup-row.h"
#include "app/ddi-continuous-group.h"
#include "app/ddi-message-dialog.h"
#include "app/ddi-restore-dialog.h"
#include "core/ddi-shown-path.h"
#include "tasks/ddi-backup-auto.h"

struct _DdiBackupView
{
  AdwBin parent_instance;

  GtkWidget *warnings;
  GtkWidget *now_button;
  DdiBusyRow *busy_row;
  GtkWidget *every;
  GtkWidget *second_row;
  GtkWidget *forget_button;
  GtkWidget *choose_button;
  GtkWidget *list;
  GtkWidget *continuous;
  GtkWidget *box;

  DdiBackupServer *server; /* NULL: nothing to show, or gone */
  DdiBackupState *state;   /* NULL until it was read */
  guint generation;        /* of what is read */
  gboolean filling;        /* what changes is not the person's doing */
};

G_DEFINE_FINAL_TYPE (DdiBackupView, ddi_backup_view, ADW_TYPE_BIN)

static gboolean
is_alive (DdiBackupView *self)
{
  return self->server && gtk_widget_get_root (GTK_WIDGET (self));
}

static void
tell (DdiBackupView *self, const char *heading, const char *body)
{
  GtkWidget *dialog =
      ddi_message_dialog_new (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))), heading, body);

  adw_message_dialog_add_response (ADW_MESSAGE_DIALOG (dialog), "close", _ ("_Close"));
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
update_buttons (DdiBackupView *self)
{
  gboolean free = self->state && !ddi_busy_row_is_busy (self->busy_row);

  gtk_widget_set_sensitive (self->now_button, free);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "backup.make", free);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "backup.make-table", free);
  gtk_widget_set_sensitive (self->list, free);
  gtk_widget_set_sensitive (self->every, self->state != NULL);
  gtk_widget_set_sensitive (self->choose_button, self->state != NULL);
  gtk_widget_set_visible (self->forget_button, self->state && self->state->settings->second_place);
}

/* ---- Work that takes minutes: one at a time ---- */

/* What is under way, as its callback gets it; it holds the view. */
typedef struct
{
  DdiBackupView *view;
  char *path;
  char *table;
  DdiSecret *passphrase;
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

  g_object_unref (self->view);
  g_free (self->path);
  g_free (self->table);
  g_clear_pointer (&self->passphrase, ddi_secret_unref);
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

  update_buttons (self);
  return work;
}

/* FALSE where nobody looks any more. */
static gboolean
end (DdiBackupView *self, const char *failed, const GError *error)
{
  if (self->busy_row)
    ddi_busy_row_end (self->busy_row);
  if (!is_alive (self))
    return FALSE;
  update_buttons (self);
  if (error && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    tell (self, failed, error->message);
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
    tell (work->view, _ ("There Is No New Backup"), _ ("Another program is making one just now."));
  ddi_backup_view_reload (work->view);
}

static void
now_cb (DdiBackupView *self)
{
  DdiBackupAutoOptions options = { .force = TRUE,
                                   .progress = ddi_busy_row_report,
                                   .user_data = self->busy_row };

  ddi_backup_auto_run_async (self->server, &options, begin (self, _ ("Saving")), made_cb,
                             work_new (self, NULL));
}

/* ---- The other kinds: made, and tried at once as the usual one is ---- */

/* One that is being tried, with the view. */
typedef struct
{
  DdiBackupView *view;
  DdiBackup *backup;
} Trial;

static void
trial_free (Trial *self)
{
  g_object_unref (self->view);
  ddi_backup_free (self->backup);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Trial, trial_free)

static void
tried_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Trial) trial = user_data;
  g_autoptr (GError) error = NULL;
  gboolean good = ddi_backup_verify_finish (result, &error);

  if (!end (trial->view, _ ("This Backup Does Not Restore"), error))
    return;
  if (good)
    ddi_backup_choice_tell_made (GTK_WIDGET (trial->view), trial->backup);
  ddi_backup_view_reload (trial->view);
}

static void
kind_made_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Work) work = user_data;
  DdiBackupView *self = work->view;
  g_autoptr (GError) error = NULL;
  g_autoptr (DdiBackup) backup = ddi_backup_make_finish (result, &error);
  DdiBackupVerifyOptions options = { .progress = ddi_busy_row_report, .user_data = self->busy_row };
  Trial *trial;

  if (backup == NULL || self->server == NULL)
    {
      end (self, _ ("There Is No New Backup"), error);
      return;
    }
  options.path = backup->path;
  trial = g_new0 (Trial, 1);
  *trial = (Trial){ g_object_ref (self), g_steal_pointer (&backup) };
  /* Still the same work: what was pressed before counts. */
  ddi_backup_verify_async (self->server, &options, g_task_get_cancellable (G_TASK (result)), tried_cb, trial);
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
verified_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Work) work = user_data;
  g_autoptr (GError) error = NULL;

  ddi_backup_verify_finish (result, &error);
  if (end (work->view, _ ("This Backup Does Not Restore"), error))
    ddi_backup_view_reload (work->view);
}

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
  tell (work->view, _ ("Restored"), body);
  if (done->kept_database)
    gtk_widget_activate_action (GTK_WIDGET (work->view), "app.reopen", NULL);
  else
    ddi_backup_view_reload (work->view);
}

static void
agreed_cb (GtkWidget *widget, gpointer user_data)
{
  const Work *work = user_data;
  DdiBackupView *self = work->view;
  DdiRestoreOptions options = { .path = work->path,
                                .table = work->table,
                                .passphrase = work->passphrase,
                                .progress = ddi_busy_row_report,
                                .user_data = self->busy_row };

  if (self->server == NULL || ddi_busy_row_is_busy (self->busy_row))
    return;
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
  ddi_backup_choice_ask_table_of (widget, table_chosen_cb, work_copy (user_data), work_free);
}

static void
planned_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Work) work = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (DdiRestorePlan) plan = ddi_restore_plan_finish (result, &error);

  if (end (work->view, _ ("Nothing Was Restored"), error) && plan)
    ddi_restore_dialog_ask_or_table (GTK_WIDGET (work->view), plan, agreed_cb, one_table_cb, work_copy (work),
                                     work_free);
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

static void
show (DdiBackupView *self)
{
  const char *place = self->state->settings->second_place;
  g_autofree char *shown = place ? ddi_shown_path (place) : NULL;
  g_autofree char *safe =
      g_markup_escape_text (shown ? shown : _ ("None: all backups are on this computer"), -1);

  self->filling = TRUE;
  adw_combo_row_set_selected (ADW_COMBO_ROW (self->every), self->state->settings->every);
  self->filling = FALSE;
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self->second_row), safe);
  ddi_backup_row_show_warnings (self->state, self->warnings);
  ddi_backup_row_clear_list (self->list);
  for (guint i = 0; i < ddi_rows_get_n (self->state->backups); i++)
    gtk_list_box_append (GTK_LIST_BOX (self->list), ddi_backup_row_new (self->state, i));
  update_buttons (self);
}

typedef struct
{
  DdiBackupView *view;
  guint generation;
} Loading;

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autofree Loading *loading = user_data;
  g_autoptr (DdiBackupView) self = loading->view;
  g_autoptr (GError) error = NULL;
  g_autoptr (DdiBackupState) state = ddi_backup_state_load_finish (result, &error);

  if (loading->generation != self->generation || !is_alive (self))
    return;
  if (state == NULL)
    {
      tell (self, _ ("The Backups Cannot Be Read"), error->message);
      return;
    }
  g_clear_pointer (&self->state, ddi_backup_state_free);
  self->state = g_steal_pointer (&state);
  show (self);
}

void
ddi_backup_view_reload (DdiBackupView *self)
{
  Loading *loading;

  g_return_if_fail (DDI_IS_BACKUP_VIEW (self));

  if (self->server == NULL)
    return;
  loading = g_new0 (Loading, 1);
  loading->view = g_object_ref (self);
  loading->generation = ++self->generation;
  ddi_backup_state_load_async (self->server, loaded_cb, loading);
}

/* ---- What is done by itself ---- */

static void
saved_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (DdiBackupView) self = user_data;
  g_autoptr (GError) error = NULL;

  ddi_backup_settings_save_finish (result, &error);
  if (!is_alive (self))
    return;
  if (error)
    tell (self, _ ("This Was Not Kept"), error->message);
  ddi_backup_view_reload (self);
}

static void
save (DdiBackupView *self)
{
  ddi_backup_settings_save_async (self->server, self->state->settings, saved_cb, g_object_ref (self));
}

static void
every_cb (DdiBackupView *self)
{
  DdiBackupEvery every = (DdiBackupEvery)adw_combo_row_get_selected (ADW_COMBO_ROW (self->every));

  if (self->filling || self->state == NULL || self->state->settings->every == every)
    return;
  self->state->settings->every = every;
  save (self);
}

static void
set_second_place (DdiBackupView *self, const char *place)
{
  g_free (self->state->settings->second_place);
  self->state->settings->second_place = g_strdup (place);
  save (self);
}

static void
forget_cb (DdiBackupView *self)
{
  set_second_place (self, NULL);
}

static void
chosen_cb (GtkNativeDialog *dialog, int response, DdiBackupView *self)
{
  g_autoptr (GFile) file = NULL;
  g_autofree char *folder = NULL;

  if (response == GTK_RESPONSE_ACCEPT)
    file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog));
  folder = file ? g_file_get_path (file) : NULL;
  if (folder && is_alive (self) && self->state)
    set_second_place (self, folder);
  g_object_unref (self);
  g_object_unref (dialog);
}

static void
choose_cb (DdiBackupView *self)
{
  GtkFileChooserNative *dialog =
      gtk_file_chooser_native_new (_ ("Folder Elsewhere for the Backups"),
                                   GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))),
                                   GTK_FILE_CHOOSER_ACTION_SELECT_FOLDER, _ ("_Copy There"), NULL);

  g_signal_connect (dialog, "response", G_CALLBACK (chosen_cb), g_object_ref (self));
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (dialog), TRUE);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (dialog));
}

static void
ddi_backup_view_dispose (GObject *object)
{
  DdiBackupView *self = DDI_BACKUP_VIEW (object);

  if (self->busy_row)
    ddi_busy_row_abandon (self->busy_row);
  g_clear_pointer (&self->server, ddi_backup_server_free);
  g_clear_pointer (&self->state, ddi_backup_state_free);
  G_OBJECT_CLASS (ddi_backup_view_parent_class)->dispose (object);
}

static void
ddi_backup_view_class_init (DdiBackupViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ddi_backup_view_dispose;

  g_type_ensure (DDI_TYPE_BUSY_ROW);
  g_type_ensure (DDI_TYPE_CONTINUOUS_GROUP);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/dunkin_demand/Intelligence/ui/app/ddi-backup-view.ui");
  gtk_widget_class_bind_template_child (widget_class, DdiBackupView, warnings);
  gtk_widget_class_bind_template_child (widget_class, DdiBackupView, now_button);
  gtk_widget_class_bind_template_child (widget_class, DdiBackupView, busy_row);
  gtk_widget_class_bind_template_child (widget_class, DdiBackupView, every);
  gtk_widget_class_bind_template_child (widget_class, DdiBackupView, second_row);
  gtk_widget_class_bind_template_child (widget_class, DdiBackupView, forget_button);
  gtk_widget_class_bind_template_child (widget_class, DdiBackupView, choose_button);
  gtk_widget_class_bind_template_child (widget_class, DdiBackupView, list);
  gtk_widget_class_bind_template_child (widget_class, DdiBackupView, continuous);
  gtk_widget_class_bind_template_child (widget_class, DdiBackupView, box);
  gtk_widget_class_install_action (widget_class, "backup.make", "s", make_cb);
  gtk_widget_class_install_action (widget_class, "backup.make-table", NULL, make_table_cb);
  gtk_widget_class_install_action (widget_class, "backup.verify", "u", verify_cb);
  gtk_widget_class_install_action (widget_class, "backup.restore", "u", restore_cb);
  gtk_widget_class_bind_template_callback (widget_class, now_cb);
  gtk_widget_class_bind_template_callback (widget_class, every_cb);
  gtk_widget_class_bind_template_callback (widget_class, forget_cb);
  gtk_widget_class_bind_template_callback (widget_class, choose_cb);
}

/* A split button has a tooltip for its arrow, which a screen reader takes for a description, and no name. */
static void
name_arrow (GtkWidget *split)
{
  const char *name = adw_split_button_get_dropdown_tooltip (ADW_SPLIT_BUTTON (split));

  for (GtkWidget *child = gtk_widget_get_first_child (split); child;
       child = gtk_widget_get_next_sibling (child))
    if (GTK_IS_MENU_BUTTON (child))
      gtk_accessible_update_property (GTK_ACCESSIBLE (child), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

static void
ddi_backup_view_init (DdiBackupView *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  name_arrow (self->now_button);
  update_buttons (self);
}

GtkWidget *
ddi_backup_view_new (void)
{
  return g_object_new (DDI_TYPE_BACKUP_VIEW, NULL);
}

void
ddi_backup_view_set_server (DdiBackupView *self, const DdiBackupServer *server)
{
  g_return_if_fail (DDI_IS_BACKUP_VIEW (self));

  g_clear_pointer (&self->server, ddi_backup_server_free);
  g_clear_pointer (&self->state, ddi_backup_state_free);
  self->generation++;
  self->server = server ? ddi_backup_server_copy (server) : NULL;
  ddi_continuous_group_set_server (DDI_CONTINUOUS_GROUP (self->continuous), server);
  update_buttons (self);
  ddi_backup_view_reload (self);
}

gboolean
ddi_backup_view_is_busy (DdiBackupView *self)
{
  g_return_val_if_fail (DDI_IS_BACKUP_VIEW (self), FALSE);

  return ddi_busy_row_is_busy (self->busy_row) ||
         ddi_continuous_group_is_busy (DDI_CONTINUOUS_GROUP (self->continuous));
}

void
ddi_backup_view_append (DdiBackupView *self, GtkWidget *group)
{
  g_return_if_fail (DDI_IS_BACKUP_VIEW (self));

  gtk_box_append (GTK_BOX (self->box), group);
}
