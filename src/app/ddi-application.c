/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/ddi-application-private.h"

#include <glib/gi18n-lib.h>
#include <locale.h>

#include "app/ddi-about.h"
#include "app/ddi-accels.h"
#include "app/ddi-backup-watch.h"
#include "app/ddi-bar-layout.h"
#include "app/ddi-choice-row.h"
#include "app/ddi-color-scheme.h"
#include "app/ddi-details.h"
#include "app/ddi-dialog-title.h"
#include "app/ddi-help-window.h"
#include "app/ddi-screenshots.h"
#include "app/ddi-shortcuts-window.h"
#include "app/ddi-text-size.h"
#include "app/ddi-view-memory.h"
#include "app/ddi-window-private.h"
#include "db/ddi-conninfo.h"
#include "ddi-config.h"
#include "ddi-ui-resources.h"

G_DEFINE_FINAL_TYPE (DdiApplication, ddi_application, ADW_TYPE_APPLICATION)

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
    { "help", help_cb, NULL, NULL, NULL, { 0 } },
    { "about", about_cb, NULL, NULL, NULL, { 0 } },
    { "shortcuts", shortcuts_cb, NULL, NULL, NULL, { 0 } },
    { "activate", activate_cb, NULL, NULL, NULL, { 0 } },
    { "quit", quit_cb, NULL, NULL, NULL, { 0 } },
  };

  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries), self);
  ddi_application_add_home_actions (self);
  ddi_details_add_action (GTK_APPLICATION (self));
  ddi_accels_add (GTK_APPLICATION (self), self->pages);
}

static void
save_view (DdiApplication *self)
{
  if (self->session && ddi_application_remembers (self))
    ddi_view_memory_save_view (self->settings, self->window, self->session);
}

static gboolean
close_request_cb (DdiApplication *self)
{
  if (self->settings && !self->screenshots)
    ddi_view_memory_save_window (self->settings, GTK_WINDOW (self->window));
  save_view (self);
  ddi_application_cancel_opening (self);
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
    ddi_application_fail (self, _ ("--screenshot-style does not know all of these words"));
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
        ddi_application_open_home (self, DDI_HOME_KIND_SERVER);
      else if (self->demo)
        ddi_application_open_home (self, DDI_HOME_KIND_DEMO);
      else if (self->data_dir)
        ddi_application_open_home (self, DDI_HOME_KIND_OWN);
      else if (kind != DDI_HOME_KIND_NONE)
        ddi_application_open_home (self, kind);
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

  ddi_application_cancel_opening (self);
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
