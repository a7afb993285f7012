/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/ddi-continuous-group.h"

#include <glib/gi18n-lib.h>

#include "app/ddi-busy-row.h"
#include "app/ddi-message-dialog.h"
#include "app/ddi-moment-dialog.h"
#include "app/ddi-restore-dialog.h"
#include "core/ddi-format.h"
#include "tasks/ddi-recovery.h"

struct _DdiContinuousGroup
{
  AdwBin parent_instance;

  GtkWidget *switch_row;
  GtkWidget *on_switch;
  GtkWidget *trouble_row;
  DdiBusyRow *busy_row;
  GtkWidget *back_row;
  GtkWidget *back_button;
  GtkWidget *kept_row;
  GtkWidget *undo_button;
  GtkWidget *delete_button;

  DdiBackupServer *server;     /* NULL: nothing to show, or gone */
  DdiContinuousStatus *status; /* NULL until it was read */
  guint generation;            /* of what is read */
  gboolean filling;            /* what changes is not the person's doing */
};

G_DEFINE_FINAL_TYPE (DdiContinuousGroup, ddi_continuous_group, ADW_TYPE_BIN)

static void reload (DdiContinuousGroup *self);

static gboolean
is_alive (DdiContinuousGroup *self)
{
  return self->server && gtk_widget_get_root (GTK_WIDGET (self));
}

static void
tell (DdiContinuousGroup *self, const char *heading, const char *body)
{
  GtkWidget *dialog =
      ddi_message_dialog_new (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))), heading, body);

  adw_message_dialog_add_response (ADW_MESSAGE_DIALOG (dialog), "close", _ ("_Close"));
  gtk_window_present (GTK_WINDOW (dialog));
}

/* ---- How it stands ---- */

static char *
describe_switch (const DdiContinuousStatus *status)
{
  g_autofree char *room = g_format_size ((guint64)status->room);
  g_autofree char *taken = g_format_size ((guint64)(status->base_bytes + status->segment_bytes));
  g_autofree char *daily = g_format_size ((guint64)MAX (status->daily, 0));
  g_autofree char *data = g_format_size ((guint64)status->data_bytes);

  if (status->days == 0)
    return g_strdup_printf (
        _ ("Helps against a mistake, not against a lost computer. Needs room for a compressed copy "
           "of the data (%s) for each of %d days; %s are free."),
        data, DDI_CONTINUOUS_DAYS, room);
  if (status->daily < 0)
    return g_strdup_printf (ngettext ("%d day, %s so far; %s are free", "%d days, %s so far; %s are free",
                                      (gulong)status->days),
                            status->days, taken, room);
  return g_strdup_printf (ngettext ("%d day, %s so far, about %s a day; %s are free",
                                    "%d days, %s so far, about %s a day; %s are free", (gulong)status->days),
                          status->days, taken, daily, room);
}

static void
set_subtitle (GtkWidget *row, const char *text)
{
  g_autofree char *safe = g_markup_escape_text (text, -1);

  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), safe);
}

static void
show_kept (DdiContinuousGroup *self)
{
  g_autofree char *size = g_format_size ((guint64)self->status->kept_bytes);
  g_autofree char *text = g_strdup_printf (_ ("Kept beside the data in %s: %s"), self->server->home, size);

  set_subtitle (self->kept_row, text);
  gtk_widget_set_visible (self->kept_row, self->status->n_kept > 0);
}

static void
update (DdiContinuousGroup *self)
{
  gboolean idle = self->status && !ddi_busy_row_is_busy (self->busy_row);

  gtk_widget_set_sensitive (self->on_switch, idle);
  gtk_widget_set_sensitive (self->back_button, idle && self->status->first > 0);
  gtk_widget_set_sensitive (self->undo_button, idle);
  gtk_widget_set_sensitive (self->delete_button, idle);
}

static void
show (DdiContinuousGroup *self)
{
  const DdiContinuousStatus *status = self->status;
  g_autofree char *facts = describe_switch (status);
  g_autofree char *moment = ddi_format_moment (status->first);
  g_autofree char *since = g_strdup_printf (_ ("Any moment since %s"), moment);

  self->filling = TRUE;
  gtk_switch_set_active (GTK_SWITCH (self->on_switch), status->days > 0);
  self->filling = FALSE;
  set_subtitle (self->switch_row, facts);
  set_subtitle (self->back_row, since);
  gtk_widget_set_visible (self->back_row, status->first > 0);
  if (status->trouble)
    adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->trouble_row), status->trouble);
  gtk_widget_set_visible (self->trouble_row, status->trouble != NULL);
  show_kept (self);
  update (self);
}

typedef struct
{
  DdiContinuousGroup *group;
  guint generation;
} Loading;

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autofree Loading *loading = user_data;
  g_autoptr (DdiContinuousGroup) self = loading->group;
  g_autoptr (GError) error = NULL;
  g_autoptr (DdiContinuousStatus) status = ddi_continuous_read_finish (result, &error);

  if (loading->generation != self->generation || !is_alive (self))
    return;
  if (status == NULL)
    {
      tell (self, _ ("The Continuous Backup Cannot Be Read"), error->message);
      return;
    }
  g_clear_pointer (&self->status, ddi_continuous_status_free);
  self->status = g_steal_pointer (&status);
  show (self);
}

static void
reload (DdiContinuousGroup *self)
{
  Loading *loading;

  if (self->server == NULL || self->server->home == NULL)
    return;
  loading = g_new0 (Loading, 1);
  loading->group = g_object_ref (self);
  loading->generation = ++self->generation;
  ddi_continuous_read_async (self->server, loaded_cb, loading);
}

/* ---- Work that takes a while: one at a time ---- */

static GCancellable *
begin (DdiContinuousGroup *self, const char *step)
{
  GCancellable *work = ddi_busy_row_begin (self->busy_row, step);

  update (self);
  return work;
}

/* FALSE where nobody looks any more. */
static gboolean
end (DdiContinuousGroup *self, const char *failed, const GError *error)
{
  if (self->busy_row)
    ddi_busy_row_end (self->busy_row);
  if (!is_alive (self))
    return FALSE;
  update (self);
  if (error && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    tell (self, failed, error->message);
  return TRUE;
}

static void
set_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (DdiContinuousGroup) self = user_data;
  g_autoptr (GError) error = NULL;

  ddi_continuous_set_finish (result, &error);
  if (end (self, _ ("This Was Not Changed"), error))
    reload (self);
}

static void
switched_cb (DdiContinuousGroup *self)
{
  gboolean on = gtk_switch_get_active (GTK_SWITCH (self->on_switch));

  if (self->filling || self->status == NULL || ddi_busy_row_is_busy (self->busy_row) ||
      on == (self->status->days > 0))
    return;
  ddi_continuous_set_async (self->server, on ? DDI_CONTINUOUS_DAYS : 0, ddi_busy_row_report, self->busy_row,
                            begin (self, on ? _ ("Copying the database") : _ ("Switching off")), set_cb,
                            g_object_ref (self));
}

/* ---- Back ---- */

/* What was prepared is forgotten unless the person agrees to it. */
typedef struct
{
  DdiContinuousGroup *group;
  DdiBackupServer *server;
  gint64 moment;
  gboolean agreed;
} Prepared;

static gpointer
discard_thread (gpointer data)
{
  g_autoptr (DdiBackupServer) server = data;

  ddi_recovery_discard (server);
  return NULL;
}

static void
prepared_free (gpointer data)
{
  Prepared *self = data;

  if (!self->agreed)
    g_thread_unref (g_thread_new ("discard", discard_thread, g_steal_pointer (&self->server)));
  g_clear_pointer (&self->server, ddi_backup_server_free);
  g_object_unref (self->group);
  g_free (self);
}

static void
reopen (DdiContinuousGroup *self)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "app.reopen", NULL);
}

static void
applied_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (DdiContinuousGroup) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *kept = ddi_recovery_apply_finish (result, &error);

  if (!end (self, _ ("Nothing Was Changed"), error))
    return;
  if (error)
    {
      reload (self);
      return;
    }
  tell (self, _ ("Gone Back"),
        _ ("What was there before is kept; Database, Backups takes it back or deletes it."));
  reopen (self);
}

static void
agreed_cb (GtkWidget *widget, gpointer user_data)
{
  Prepared *prepared = user_data;
  DdiContinuousGroup *self = prepared->group;
  const DdiRecoveryOptions options = { .moment = prepared->moment,
                                       .progress = ddi_busy_row_report,
                                       .user_data = self->busy_row };

  if (self->server == NULL || ddi_busy_row_is_busy (self->busy_row))
    return;
  prepared->agreed = TRUE;
  ddi_recovery_apply_async (self->server, &options, begin (self, _ ("Going back")), applied_cb,
                            g_object_ref (self));
}

static void
prepared_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (DdiContinuousGroup) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (DdiRestorePlan) plan = ddi_recovery_prepare_finish (result, &error);
  Prepared *prepared;

  if (!end (self, _ ("This Moment Cannot Be Reached"), error) || plan == NULL)
    return;
  prepared = g_new0 (Prepared, 1);
  prepared->group = g_object_ref (self);
  prepared->server = ddi_backup_server_copy (self->server);
  prepared->moment = plan->moment;
  ddi_restore_dialog_ask (GTK_WIDGET (self), plan, agreed_cb, prepared, prepared_free);
}

static void
chosen_cb (GtkWidget *widget, gint64 moment)
{
  DdiContinuousGroup *self = DDI_CONTINUOUS_GROUP (widget);
  const DdiRecoveryOptions options = { .moment = moment,
                                       .progress = ddi_busy_row_report,
                                       .user_data = self->busy_row };

  if (self->server == NULL || ddi_busy_row_is_busy (self->busy_row))
    return;
  ddi_recovery_prepare_async (self->server, &options, begin (self, _ ("Checking the log")), prepared_cb,
                              g_object_ref (self));
}

static void
back_cb (DdiContinuousGroup *self)
{
  ddi_moment_dialog_ask (GTK_WIDGET (self), self->status->first, chosen_cb);
}

/* ---- What was there before ---- */

static void
undone_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (DdiContinuousGroup) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *kept = ddi_recovery_undo_finish (result, &error);

  if (!end (self, _ ("Nothing Was Changed"), error))
    return;
  if (error)
    reload (self);
  else
    reopen (self);
}

static void
forgotten_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (DdiContinuousGroup) self = user_data;

  ddi_recovery_forget_finish (result);
  if (end (self, NULL, NULL))
    reload (self);
}

static void
answered_cb (AdwMessageDialog *dialog, const char *response, gpointer user_data)
{
  DdiContinuousGroup *self = user_data;

  if (!is_alive (self) || ddi_busy_row_is_busy (self->busy_row))
    return;
  if (g_str_equal (response, "undo"))
    {
      begin (self, _ ("Taking back"));
      ddi_recovery_undo_async (self->server, undone_cb, g_object_ref (self));
    }
  else if (g_str_equal (response, "delete"))
    {
      begin (self, _ ("Deleting"));
      ddi_recovery_forget_async (self->server, forgotten_cb, g_object_ref (self));
    }
  /* Neither stops half-way. */
  ddi_busy_row_refuse_cancel (self->busy_row);
}

static void
ask (DdiContinuousGroup *self, const char *heading, const char *body, const char *response, const char *label)
{
  GtkWidget *dialog =
      ddi_message_dialog_new (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))), heading, body);

  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog), "cancel", _ ("_Cancel"), response, label,
                                    NULL);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), response,
                                              ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  g_signal_connect_object (dialog, "response", G_CALLBACK (answered_cb), self, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
undo_cb (DdiContinuousGroup *self)
{
  ask (self, _ ("Take Back the Former Data?"),
       _ ("The data from before you last went back or moved take the place of those that are here now, "
          "which are kept in turn."),
       "undo", _ ("_Take Back"));
}

static void
delete_cb (DdiContinuousGroup *self)
{
  g_autofree char *size = g_format_size ((guint64)self->status->kept_bytes);
  g_autofree char *body = g_strdup_printf (
      ngettext ("%u former copy of the data (%s) goes for good. What is here now is not touched.",
                "%u former copies of the data (%s) go for good. What is here now is not touched.",
                self->status->n_kept),
      self->status->n_kept, size);

  ask (self, _ ("Delete the Former Data?"), body, "delete", _ ("_Delete"));
}

static void
ddi_continuous_group_dispose (GObject *object)
{
  DdiContinuousGroup *self = DDI_CONTINUOUS_GROUP (object);

  if (self->busy_row)
    ddi_busy_row_abandon (self->busy_row);
  g_clear_pointer (&self->server, ddi_backup_server_free);
  g_clear_pointer (&self->status, ddi_continuous_status_free);
  G_OBJECT_CLASS (ddi_continuous_group_parent_class)->dispose (object);
}

static void
ddi_continuous_group_class_init (DdiContinuousGroupClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ddi_continuous_group_dispose;

  g_type_ensure (DDI_TYPE_BUSY_ROW);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/dunkin_demand/Intelligence/ui/app/ddi-continuous-group.ui");
  gtk_widget_class_bind_template_child (widget_class, DdiContinuousGroup, switch_row);
  gtk_widget_class_bind_template_child (widget_class, DdiContinuousGroup, on_switch);
  gtk_widget_class_bind_template_child (widget_class, DdiContinuousGroup, trouble_row);
  gtk_widget_class_bind_template_child (widget_class, DdiContinuousGroup, busy_row);
  gtk_widget_class_bind_template_child (widget_class, DdiContinuousGroup, back_row);
  gtk_widget_class_bind_template_child (widget_class, DdiContinuousGroup, back_button);
  gtk_widget_class_bind_template_child (widget_class, DdiContinuousGroup, kept_row);
  gtk_widget_class_bind_template_child (widget_class, DdiContinuousGroup, undo_button);
  gtk_widget_class_bind_template_child (widget_class, DdiContinuousGroup, delete_button);
  gtk_widget_class_bind_template_callback (widget_class, switched_cb);
  gtk_widget_class_bind_template_callback (widget_class, back_cb);
  gtk_widget_class_bind_template_callback (widget_class, undo_cb);
  gtk_widget_class_bind_template_callback (widget_class, delete_cb);
}

static void
ddi_continuous_group_init (DdiContinuousGroup *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  update (self);
}

void
ddi_continuous_group_set_server (DdiContinuousGroup *self, const DdiBackupServer *server)
{
  g_return_if_fail (DDI_IS_CONTINUOUS_GROUP (self));

  g_clear_pointer (&self->server, ddi_backup_server_free);
  g_clear_pointer (&self->status, ddi_continuous_status_free);
  self->generation++;
  self->server = server ? ddi_backup_server_copy (server) : NULL;
  gtk_widget_set_visible (GTK_WIDGET (self), server && server->home);
  update (self);
  reload (self);
}

gboolean
ddi_continuous_group_is_busy (DdiContinuousGroup *self)
{
  g_return_val_if_fail (DDI_IS_CONTINUOUS_GROUP (self), FALSE);

  return ddi_busy_row_is_busy (self->busy_row);
}
