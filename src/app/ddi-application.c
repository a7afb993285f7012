/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/ddi-application.h"

#include <glib/gi18n-lib.h>
#include <locale.h>

#include "app/ddi-about.h"
#include "app/ddi-accels.h"
#include "app/ddi-backup-watch.h"
#include "app/ddi-bar-layout.h"
#include "app/ddi-choice-row.h"
#include "app/ddi-color-scheme.h"
#include "app/ddi-connect-dialog.h"
#include "app/ddi-details.h"
#include "app/ddi-dialog-title.h"
#include "app/ddi-form-draft.h"
#include "app/ddi-help-window.h"
#include "app/ddi-doctor-dialog.h"
#include "app/ddi-leaving.h"
#include "app/ddi-opening.h"
#include "app/ddi-restore-chooser.h"
#include "app/ddi-screenshots.h"
#include "app/ddi-shortcuts-window.h"
#include "app/ddi-text-size.h"
#include "app/ddi-upgrade-message.h"
#include "app/ddi-view-memory.h"
#include "app/ddi-window-private.h"
#include "db/ddi-conninfo.h"
#include "ddi-config.h"
#include "ddi-ui-resources.h"
#include "journal/ddi-journal.h"

struct _DdiApplication
{
  AdwApplication parent_instance;

  const DdiPageInfo *pages;
  const DdiCommandInfo *commands;
  GSettings *settings; /* NULL where the schema is not installed */

  gboolean demo;
  char *data_dir;
  char *connection;
  char *screenshots;
  char *screenshot_style;
  int status;

  DdiWindow *window;
  DdiSession *session;
  DdiSessionMark *mark; /* NULL without a session */
  GCancellable *opening;
  DdiHomeKind kind;        /* what is open, or was tried last */
  DdiBackupWatch *backups; /* of a home of one's own; else NULL */
};

G_DEFINE_FINAL_TYPE (DdiApplication, ddi_application, ADW_TYPE_APPLICATION)

static void
fail (DdiApplication *self, const char *message)
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
    fail (self, error->message);
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

/* What was asked for on the command line is for this run only: nothing of it is remembered. */
static gboolean
remembers (DdiApplication *self)
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
  ddi_view_memory_restore_filter (remembers (self) ? self->settings : NULL, session);
  ddi_window_set_session (self->window, session);
  if (remembers (self))
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
      if (remembers (self))
        ddi_preferences_set_home (self->settings, self->kind, NULL);
      adopt_session (self, session);
      tell_move (self, result);
    }
  else if (self->screenshots)
    fail (self, error->message);
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

static void
cancel_opening (DdiApplication *self)
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
  cancel_opening (self);
  self->kind = wanted->kind;
  self->opening = g_cancellable_new ();
  ddi_opening_run_async (&options, self->opening, opened_cb, g_object_ref (self));
}

static void
open_home (DdiApplication *self, DdiHomeKind kind)
{
  open_with (self, &(DdiOpeningOptions){ .kind = kind });
}

/* @callback, which may be NULL, is called once the data are closed, where there were any. */
static void
leave_home_then (DdiApplication *self, GCancellable *cancellable, GAsyncReadyCallback callback,
                 gpointer user_data)
{
  cancel_opening (self);
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
  open_home (user_data, DDI_HOME_KIND_DEMO);
}

static void
open_own_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  open_home (user_data, DDI_HOME_KIND_OWN);
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

  open_home (self, self->kind);
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
  open_home (self, self->kind);
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
  if (remembers (self) && *address)
    ddi_preferences_set_home (self->settings, DDI_HOME_KIND_SERVER, address);
  if (*address == '\0')
    open_home (self, DDI_HOME_KIND_OWN);
  else
    ask_connection (self, address);
}

static void
about_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  ddi_about_show (GTK_WINDOW (DDI_APPLICATION (user_data)->window));
}

static void
shortcuts_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  gtk_window_present (
      GTK_WINDOW (ddi_shortcuts_window_new (GTK_WINDOW (DDI_APPLICATION (user_data)->window))));
}

/* About the page that is shown. */
static void
help_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  DdiApplication *self = user_data;

  if (self->window)
    ddi_help_window_show (GTK_WINDOW (self->window),
                          ddi_help_find_for_page (ddi_window_get_page_id (self->window)));
}

/* A click on what the desktop has told. */
static void
activate_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  g_application_activate (G_APPLICATION (user_data));
}

static void
quit_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  DdiApplication *self = user_data;

  if (self->window)
    gtk_window_close (GTK_WINDOW (self->window));
  else
    g_application_quit (G_APPLICATION (self));
}

static void
add_actions (DdiApplication *self)
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
    { "help", help_cb, NULL, NULL, NULL, { 0 } },
    { "about", about_cb, NULL, NULL, NULL, { 0 } },
    { "shortcuts", shortcuts_cb, NULL, NULL, NULL, { 0 } },
    { "activate", activate_cb, NULL, NULL, NULL, { 0 } },
    { "quit", quit_cb, NULL, NULL, NULL, { 0 } },
  };

  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries), self);
  ddi_details_add_action (GTK_APPLICATION (self));
  ddi_accels_add (GTK_APPLICATION (self), self->pages);
}

static void
save_view (DdiApplication *self)
{
  if (self->session && remembers (self))
    ddi_view_memory_save_view (self->settings, self->window, self->session);
}

static gboolean
close_request_cb (DdiApplication *self)
{
  if (self->settings && !self->screenshots)
    ddi_view_memory_save_window (self->settings, GTK_WINDOW (self->window));
  save_view (self);
  cancel_opening (self);
  g_clear_weak_pointer (&self->window);
  return FALSE;
}

static void
make_window (DdiApplication *self)
{
  DdiWindow *window = ddi_window_new (GTK_APPLICATION (self), self->pages, self->commands);

  g_set_weak_pointer (&self->window, window);
  g_signal_connect_object (window, "close-request", G_CALLBACK (close_request_cb), self, G_CONNECT_SWAPPED);
  if (self->settings)
    ddi_view_memory_restore_window (self->settings, GTK_WINDOW (window));
  if (self->screenshots &&
      !ddi_screenshots_set_style (window, self->screenshot_style ? self->screenshot_style : "wide"))
    fail (self, _ ("--screenshot-style does not know all of these words"));
}

static void
ddi_application_activate (GApplication *application)
{
  DdiApplication *self = DDI_APPLICATION (application);
  DdiHomeKind kind = ddi_preferences_get_home (self->settings);

  if (self->window == NULL)
    {
      make_window (self);
      if (self->connection)
        open_home (self, DDI_HOME_KIND_SERVER);
      else if (self->demo)
        open_home (self, DDI_HOME_KIND_DEMO);
      else if (self->data_dir)
        open_home (self, DDI_HOME_KIND_OWN);
      else if (kind != DDI_HOME_KIND_NONE)
        open_home (self, kind);
    }
  gtk_window_present (GTK_WINDOW (self->window));
}

static void
ddi_application_startup (GApplication *application)
{
  DdiApplication *self = DDI_APPLICATION (application);

  if (self->screenshot_style)
    ddi_screenshots_prepare (self->screenshot_style);
  G_APPLICATION_CLASS (ddi_application_parent_class)->startup (application);
  self->settings = ddi_preferences_open ();
  gtk_window_set_default_icon_name (DDI_APP_ID);
  add_actions (self);
  /* Pictures choose for themselves. */
  if (!self->screenshots)
    {
      ddi_color_scheme_follow (self->settings, G_ACTION_MAP (self));
      ddi_preferences_follow_week (self->settings, GTK_APPLICATION (self));
      ddi_text_size_follow (self->settings, gtk_settings_get_default (), G_ACTION_MAP (self));
    }
}

static void
ddi_application_shutdown (GApplication *application)
{
  DdiApplication *self = DDI_APPLICATION (application);
  g_autoptr (GError) error = NULL;

  cancel_opening (self);
  if (self->window)
    gtk_window_destroy (GTK_WINDOW (self->window));
  /* No window is left that could stall: wait for the server to stop. */
  g_clear_pointer (&self->backups, ddi_backup_watch_free);
  if (self->session && !ddi_home_close (ddi_session_get_home (self->session), &error))
    g_warning ("closing the data: %s", error->message);
  g_clear_object (&self->session);
  g_clear_pointer (&self->mark, ddi_session_mark_end);
  G_APPLICATION_CLASS (ddi_application_parent_class)->shutdown (application);
}

static int
ddi_application_handle_local_options (GApplication *application, GVariantDict *options)
{
  DdiApplication *self = DDI_APPLICATION (application);

  if (g_variant_dict_contains (options, "version"))
    {
      g_print ("dunkin-demand %s\n", DDI_VERSION);
      return 0;
    }
  if (self->connection && ddi_conninfo_warn (self->connection))
    g_printerr ("dunkin-demand: %s\n", ddi_conninfo_warn (self->connection));
  if (self->connection && (self->demo || self->data_dir))
    {
      g_printerr ("dunkin-demand: %s\n", _ ("--connection goes with neither --demo nor --data-dir"));
      return 2;
    }
  /* Data that was named on the command line is open beside what the desktop's one instance shows. */
  if (self->demo || self->data_dir || self->connection || self->screenshots)
    g_application_set_flags (application, g_application_get_flags (application) | G_APPLICATION_NON_UNIQUE);
  return -1;
}

static void
ddi_application_finalize (GObject *object)
{
  DdiApplication *self = DDI_APPLICATION (object);

  g_clear_weak_pointer (&self->window);
  g_clear_object (&self->settings);
  g_clear_object (&self->opening);
  g_free (self->data_dir);
  g_free (self->connection);
  g_free (self->screenshots);
  g_free (self->screenshot_style);
  G_OBJECT_CLASS (ddi_application_parent_class)->finalize (object);
}

static void
ddi_application_class_init (DdiApplicationClass *klass)
{
  GApplicationClass *application_class = G_APPLICATION_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = ddi_application_finalize;
  application_class->activate = ddi_application_activate;
  application_class->startup = ddi_application_startup;
  application_class->shutdown = ddi_application_shutdown;
  application_class->handle_local_options = ddi_application_handle_local_options;

  ddi_ui_register_resource ();
  /* Templates of every kind have these. */
  g_type_ensure (DDI_TYPE_BAR_LAYOUT);
  g_type_ensure (DDI_TYPE_CHOICE_ROW);
  g_type_ensure (DDI_TYPE_DIALOG_TITLE);
}

static void
ddi_application_init (DdiApplication *self)
{
  const GOptionEntry entries[] = {
    { "demo", 0, 0, G_OPTION_ARG_NONE, &self->demo, N_ ("Open the demo district"), NULL },
    { "data-dir", 0, 0, G_OPTION_ARG_FILENAME, &self->data_dir, N_ ("Keep the data in DIR"), N_ ("DIR") },
    { "connection", 0, 0, G_OPTION_ARG_STRING, &self->connection, N_ ("Use the PostgreSQL server at URI"),
      N_ ("URI") },
    { "screenshots", 0, G_OPTION_FLAG_HIDDEN, G_OPTION_ARG_FILENAME, &self->screenshots,
      N_ ("Write a picture of every page into DIR and quit"), N_ ("DIR") },
    { "screenshot-style", 0, G_OPTION_FLAG_HIDDEN, G_OPTION_ARG_STRING, &self->screenshot_style,
      N_ ("wide, narrow, small or picture, then -dark, -contrast, -large; of the demo also what waits and "
          "fails"),
      N_ ("STYLE") },
    { "version", 0, 0, G_OPTION_ARG_NONE, NULL, N_ ("Print the version and exit"), NULL },
    { NULL },
  };

  g_application_add_main_option_entries (G_APPLICATION (self), entries);
}

DdiApplication *
ddi_application_new (const DdiPageInfo *pages, const DdiCommandInfo *commands)
{
  DdiApplication *self = g_object_new (DDI_TYPE_APPLICATION, "application-id", DDI_APP_ID, NULL);

  self->pages = pages;
  self->commands = commands;
  return self;
}
