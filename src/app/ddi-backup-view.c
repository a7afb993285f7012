/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/ddi-backup-view-private.h"

#include <glib/gi18n-lib.h>

#include "app/ddi-backup-row.h"
#include "app/ddi-continuous-group.h"
#include "app/ddi-message-dialog.h"
#include "core/ddi-shown-path.h"
#include "db/ddi-managed-host.h"

G_DEFINE_FINAL_TYPE (DdiBackupView, ddi_backup_view, ADW_TYPE_BIN)

gboolean
ddi_backup_view_is_alive (DdiBackupView *self)
{
  return self->server && gtk_widget_get_root (GTK_WIDGET (self));
}

void
ddi_backup_view_tell (DdiBackupView *self, const char *heading, const char *body)
{
  GtkWidget *dialog =
      ddi_message_dialog_new (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))), heading, body);

  adw_message_dialog_add_response (ADW_MESSAGE_DIALOG (dialog), "close", _ ("_Close"));
  gtk_window_present (GTK_WINDOW (dialog));
}

void
ddi_backup_view_update (DdiBackupView *self)
{
  gboolean free = self->state && !ddi_busy_row_is_busy (self->busy_row);

  gtk_widget_set_sensitive (self->now_button, free);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "backup.make", free);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "backup.make-table", free);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "backup.restore-file", free);
  gtk_widget_set_sensitive (self->list, free);
  gtk_widget_set_sensitive (self->every, self->state != NULL);
  gtk_widget_set_sensitive (self->choose_button, self->state != NULL);
  gtk_widget_set_visible (self->forget_button, self->state && self->state->settings->second_place);
}

static void
now_cb (DdiBackupView *self)
{
  ddi_backup_view_make (self);
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
  ddi_backup_view_update (self);
}

/* A managed host makes backups of its own, also of what this program may not. */
static void
show_host (DdiBackupView *self)
{
  DdiManagedHost host =
      self->server->home ? DDI_MANAGED_NONE : ddi_managed_host_from_conninfo (self->server->owner);
  g_autofree char *title = g_strdup_printf (_ ("Backups of %s itself"),
                                            host == DDI_MANAGED_NONE ? "" : ddi_managed_host_get_name (host));
  const char *way = ddi_managed_host_tell_backups (host);

  gtk_widget_set_visible (self->host_row, way != NULL);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->host_row), title);
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (self->host_row), FALSE);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self->host_row), way ? way : "");
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

  if (loading->generation != self->generation || !ddi_backup_view_is_alive (self))
    return;
  if (state == NULL)
    {
      ddi_backup_view_tell (self, _ ("The Backups Cannot Be Read"), error->message);
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
  if (!ddi_backup_view_is_alive (self))
    return;
  if (error)
    ddi_backup_view_tell (self, _ ("This Was Not Kept"), error->message);
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
  if (folder && ddi_backup_view_is_alive (self) && self->state)
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
  gtk_widget_class_bind_template_child (widget_class, DdiBackupView, host_row);
  gtk_widget_class_bind_template_child (widget_class, DdiBackupView, busy_row);
  gtk_widget_class_bind_template_child (widget_class, DdiBackupView, every);
  gtk_widget_class_bind_template_child (widget_class, DdiBackupView, second_row);
  gtk_widget_class_bind_template_child (widget_class, DdiBackupView, forget_button);
  gtk_widget_class_bind_template_child (widget_class, DdiBackupView, choose_button);
  gtk_widget_class_bind_template_child (widget_class, DdiBackupView, list);
  gtk_widget_class_bind_template_child (widget_class, DdiBackupView, continuous);
  gtk_widget_class_bind_template_child (widget_class, DdiBackupView, box);
  ddi_backup_view_install_work (widget_class);
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
  ddi_backup_view_update (self);
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
  if (server)
    show_host (self);
  ddi_backup_view_update (self);
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
