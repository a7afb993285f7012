/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/ddi-application-private.h"

#include <glib/gi18n-lib.h>

#include "app/ddi-connect-dialog.h"
#include "app/ddi-details.h"
#include "app/ddi-doctor-dialog.h"
#include "app/ddi-form-draft.h"
#include "app/ddi-leaving.h"
#include "app/ddi-opening.h"
#include "app/ddi-restore-chooser.h"
#include "app/ddi-screenshots.h"
#include "app/ddi-upgrade-message.h"
#include "app/ddi-view-memory.h"
#include "app/ddi-window-private.h"
#include "journal/ddi-journal.h"

void
ddi_application_fail (DdiApplication *self, const char *message)
{
  g_printerr ("dunkin-demand: %s\n", message);
  self->status = 1;
  g_application_quit (G_APPLICATION (self));
}

static void
screenshots_done_cb (const GError *error, gpointer user_data)
{
  DdiApplication *self = user_data;

  if (error)
    ddi_application_fail (self, error->message);
  else
    g_application_quit (G_APPLICATION (self));
}

static char *
describe_place (DdiApplication *self)
{
  if (self->kind == DDI_HOME_KIND_DEMO)
    return g_strdup (_ ("Demo district"));
  return g_strdup (self->kind == DDI_HOME_KIND_SERVER ? _ ("On a server") : _ ("On this computer"));
}

gboolean
ddi_application_remembers (DdiApplication *self)
{
  return self->settings && !self->demo && !self->data_dir && !self->connection && !self->screenshots;
}

/* The demo is nobody's data, and of a server others take care. */
static void
watch_backups (DdiApplication *self)
{
  g_clear_pointer (&self->backups, ddi_backup_watch_free);
  if (self->kind == DDI_HOME_KIND_OWN && !self->screenshots)
    self->backups = ddi_backup_watch_new (ddi_session_get_home (self->session));
}

static void
mark_session (DdiApplication *self)
{
  g_autofree char *directory = ddi_journal_dup_directory ();
  const char *name = self->data_dir ? self->data_dir : self->connection;
  g_autofree char *place = g_strdup_printf ("%d %s", self->kind, name ? name : "");

  g_clear_pointer (&self->mark, ddi_session_mark_end);
  self->mark = ddi_details_begin_session (self->window, directory, place);
}

static void
adopt_session (DdiApplication *self, DdiSession *session)
{
  g_autofree char *place = describe_place (self);

  g_set_object (&self->session, session);
  if (self->window == NULL)
    return;
  ddi_window_set_place (self->window, place);
  ddi_view_memory_restore_filter (ddi_application_remembers (self) ? self->settings : NULL, session);
  ddi_window_set_session (self->window, session);
  if (ddi_application_remembers (self))
    ddi_view_memory_restore_page (self->settings, self->window);
  watch_backups (self);
  ddi_form_draft_tell (self->window);
  if (!self->screenshots)
    mark_session (self);
  else
    ddi_screenshots_run (self->window, self->screenshots, self->screenshot_style && self->demo,
                         screenshots_done_cb, self);
}

static void
tell_move (DdiApplication *self, GAsyncResult *result)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DdiMoveResult) moved = ddi_opening_steal_move (result, &error);

  if (self->window && !self->screenshots)
    ddi_upgrade_message_show (GTK_WINDOW (self->window), self->session, moved, error);
}

static void
opened_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (DdiApplication) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (DdiSession) session = ddi_opening_run_finish (result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  g_clear_object (&self->opening);
  if (session)
    {
      if (ddi_application_remembers (self))
        ddi_preferences_set_home (self->settings, self->kind, NULL);
      adopt_session (self, session);
      tell_move (self, result);
    }
  else if (self->screenshots)
    ddi_application_fail (self, error->message);
  else if (self->window)
    ddi_start_view_show_error (ddi_window_get_start_view (self->window), error);
}

static void
step_cb (const char *step, gpointer user_data)
{
  DdiApplication *self = user_data;

  if (self->window)
    ddi_start_view_show_step (ddi_window_get_start_view (self->window), step, -1);
}

void
ddi_application_cancel_opening (DdiApplication *self)
{
  if (self->opening)
    g_cancellable_cancel (self->opening);
  g_clear_object (&self->opening);
}

/* What @wanted says of the home, and what the command line and the preferences say. */
static void
open_with (DdiApplication *self, const DdiOpeningOptions *wanted)
{
  g_autofree char *remembered = ddi_preferences_dup_connection (self->settings);
  DdiOpeningOptions options = *wanted;

  options.data_dir = self->data_dir;
  options.connection = self->connection ? self->connection : remembered;
  options.step = step_cb;
  options.user_data = self;
  ddi_application_cancel_opening (self);
  self->kind = wanted->kind;
  self->opening = g_cancellable_new ();
  ddi_opening_run_async (&options, self->opening, opened_cb, g_object_ref (self));
}

void
ddi_application_open_home (DdiApplication *self, DdiHomeKind kind)
{
  open_with (self, &(DdiOpeningOptions){ .kind = kind });
}

/* @callback, which may be NULL, is called once the data are closed, where there were any. */
static void
leave_home_then (DdiApplication *self, GCancellable *cancellable, GAsyncReadyCallback callback,
                 gpointer user_data)
{
  ddi_application_cancel_opening (self);
  g_clear_pointer (&self->mark, ddi_session_mark_end);
  if (self->window)
    {
      ddi_window_set_session (self->window, NULL);
      ddi_start_view_ask (ddi_window_get_start_view (self->window));
    }
  if (self->session)
    ddi_leaving_run (ddi_session_get_home (self->session), g_steal_pointer (&self->backups), cancellable,
                     callback, user_data);
  g_clear_object (&self->session);
}

static void
leave_home (DdiApplication *self)
{
  leave_home_then (self, NULL, NULL, NULL);
}

static void
connected_cb (DdiConnectDialog *dialog, DdiSession *session, const char *connection, DdiApplication *self)
{
  self->kind = DDI_HOME_KIND_SERVER;
  ddi_preferences_set_home (self->settings, self->kind, connection);
  adopt_session (self, session);
}

static void
open_demo_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  ddi_application_open_home (user_data, DDI_HOME_KIND_DEMO);
}

static void
open_own_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  ddi_application_open_home (user_data, DDI_HOME_KIND_OWN);
}

static void
backup_chosen_cb (const char *path, DdiSecret *passphrase, gpointer user_data)
{
  open_with (user_data, &(DdiOpeningOptions){
                            .kind = DDI_HOME_KIND_OWN, .restore_path = path, .passphrase = passphrase });
}

/* With a path as its parameter, that backup; else one that is chosen. */
static void
restore_backup_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  DdiApplication *self = user_data;
  const DdiOpeningOptions options = { .kind = DDI_HOME_KIND_OWN, .data_dir = self->data_dir };
  g_autofree char *data_dir = ddi_opening_dup_data_dir (&options);
  const char *path = g_variant_get_string (parameter, NULL);

  if (self->window == NULL || self->session)
    return;
  if (*path)
    ddi_restore_chooser_take (GTK_WIDGET (self->window), data_dir, path, backup_chosen_cb, self);
  else
    ddi_restore_chooser_ask (GTK_WIDGET (self->window), data_dir, backup_chosen_cb, self);
}

static void
ask_connection (DdiApplication *self, const char *connection)
{
  DdiConnectDialog *dialog = ddi_connect_dialog_new (GTK_WINDOW (self->window), connection);

  g_signal_connect_object (dialog, "connected", G_CALLBACK (connected_cb), self, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
connect_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  DdiApplication *self = user_data;
  g_autofree char *connection = ddi_preferences_dup_connection (self->settings);

  ask_connection (self, connection);
}

static void
leave_home_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  leave_home (user_data);
}

static void
retry_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  DdiApplication *self = user_data;

  ddi_application_open_home (self, self->kind);
}

static void
find_out_why_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  DdiApplication *self = user_data;
  g_autofree char *remembered = ddi_preferences_dup_connection (self->settings);
  const DdiOpeningOptions opening = { .kind = self->kind, .data_dir = self->data_dir };
  g_autofree char *data_dir = ddi_opening_dup_data_dir (&opening);
  DdiDoctorOptions options = { .data_dir = data_dir };

  if (self->kind == DDI_HOME_KIND_SERVER)
    options.connection = self->connection ? self->connection : remembered;
  if (self->window)
    gtk_window_present (GTK_WINDOW (ddi_doctor_dialog_new (GTK_WINDOW (self->window), &options)));
}

/* What was restored is another database under the name of the former one. */
static void
reopen_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  DdiApplication *self = user_data;

  leave_home (self);
  ddi_application_open_home (self, self->kind);
}

static void
left_to_upgrade_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (DdiApplication) self = user_data;

  if (ddi_leaving_finish (result))
    open_with (self, &(DdiOpeningOptions){ .kind = self->kind, .upgrade = TRUE });
}

/* Nobody may have the data open while they move, not even we. */
static void
upgrade_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  DdiApplication *self = user_data;
  g_autoptr (GCancellable) waiting = g_cancellable_new ();

  if (self->session == NULL || !ddi_home_is_embedded (ddi_session_get_home (self->session)))
    return;
  leave_home_then (self, waiting, left_to_upgrade_cb, g_object_ref (self));
  self->opening = g_steal_pointer (&waiting);
  step_cb (_ ("Closing the data"), self);
}

/* The data are elsewhere now: on the server of the parameter, or with "" on this computer. */
static void
moved_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  DdiApplication *self = user_data;
  const char *address = g_variant_get_string (parameter, NULL);

  leave_home (self);
  if (ddi_application_remembers (self) && *address)
    ddi_preferences_set_home (self->settings, DDI_HOME_KIND_SERVER, address);
  if (*address == '\0')
    ddi_application_open_home (self, DDI_HOME_KIND_OWN);
  else
    ask_connection (self, address);
}

void
ddi_application_add_home_actions (DdiApplication *self)
{
  static const GActionEntry entries[] = {
    { "open-demo", open_demo_cb, NULL, NULL, NULL, { 0 } },
    { "open-own", open_own_cb, NULL, NULL, NULL, { 0 } },
    { "restore-backup", restore_backup_cb, "s", NULL, NULL, { 0 } },
    { "connect", connect_cb, NULL, NULL, NULL, { 0 } },
    { "leave-home", leave_home_cb, NULL, NULL, NULL, { 0 } },
    { "reopen", reopen_cb, NULL, NULL, NULL, { 0 } },
    { "find-out-why", find_out_why_cb, NULL, NULL, NULL, { 0 } },
    { "moved", moved_cb, "s", NULL, NULL, { 0 } },
    { "upgrade", upgrade_cb, NULL, NULL, NULL, { 0 } },
    { "retry-opening", retry_cb, NULL, NULL, NULL, { 0 } },
    { "cancel-opening", leave_home_cb, NULL, NULL, NULL, { 0 } },
  };

  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries), self);
}
