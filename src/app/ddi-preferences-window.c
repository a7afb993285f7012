/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/ddi-preferences-window.h"

#include <glib/gi18n-lib.h>

#include "app/ddi-business-group.h"
#include "app/ddi-preferences.h"
#include "core/ddi-week.h"

struct _DdiPreferencesWindow
{
  AdwPreferencesWindow parent_instance;

  GtkWidget *desktop_page;
  GtkWidget *color_scheme;
  GtkWidget *text_size;
  GtkWidget *week_start;
  GtkWidget *week_names;
  GtkWidget *lock_after;
  GtkWidget *database_page;
  GtkWidget *business;
  GtkWidget *place;

  GSettings *settings; /* NULL where the schema is not installed */
  DdiWindow *window;   /* not owned; this dialog ends with it */
};

G_DEFINE_FINAL_TYPE (DdiPreferencesWindow, ddi_preferences_window, ADW_TYPE_PREFERENCES_WINDOW)

/* What a row's choices are called in the settings. */
static const char *const color_schemes[] = { "system", "light", "dark", NULL };
static const char *const text_sizes[] = { "100", "115", "130", "150", NULL };
static const char *const lock_times[] = { "never", "5", "15", "30", "60", NULL };
static const char *const week_starts[] = { "locale", "monday", "sunday", "saturday", NULL };

static gboolean
read_choice (GValue *value, GVariant *variant, gpointer choices)
{
  for (guint i = 0; ((char **)choices)[i]; i++)
    if (g_str_equal (g_variant_get_string (variant, NULL), ((char **)choices)[i]))
      {
        g_value_set_uint (value, i);
        return TRUE;
      }
  return FALSE;
}

static GVariant *
write_choice (const GValue *value, const GVariantType *type, gpointer choices)
{
  guint i = g_value_get_uint (value);

  return i < g_strv_length (choices) ? g_variant_new_string (((char **)choices)[i]) : NULL;
}

static void
bind_choices (DdiPreferencesWindow *self, const char *key, GtkWidget *row, const char *const *choices)
{
  g_settings_bind_with_mapping (self->settings, key, row, "selected", G_SETTINGS_BIND_DEFAULT, read_choice,
                                write_choice, (gpointer)choices, NULL);
}

/* "Region’s (Sunday)" */
static void
name_locale_week (DdiPreferencesWindow *self)
{
  /* 2024-01-01 was a Monday. */
  g_autoptr (GDateTime) date =
      ddi_day_to_date_time (ddi_day_from_ymd (2024, 1, 1 + (int)ddi_week_get_locale_first ()));
  g_autofree char *weekday = g_date_time_format (date, "%A");
  /* Translators: the day on which weeks begin where the user lives. */
  g_autofree char *name = g_strdup_printf (_ ("Region’s (%s)"), weekday);
  const char *names[] = { name, NULL };

  gtk_string_list_splice (GTK_STRING_LIST (self->week_names), 0, 0, names);
}

static void
told_cb (DdiPreferencesWindow *self, const char *text)
{
  g_autofree char *title = g_markup_escape_text (text, -1);

  adw_preferences_window_add_toast (ADW_PREFERENCES_WINDOW (self), adw_toast_new (title));
}

/* From one server to another by its address; from the data on this computer by leaving it. */
static void
change_cb (DdiPreferencesWindow *self)
{
  DdiWindow *window = self->window;
  gboolean embedded = ddi_home_is_embedded (ddi_session_get_home (ddi_window_get_session (window)));

  gtk_window_close (GTK_WINDOW (self));
  gtk_widget_activate_action (GTK_WIDGET (window), embedded ? "app.leave-home" : "app.connect", NULL);
}

static void
show_place (DdiPreferencesWindow *self, DdiSession *session)
{
  DdiHome *home = ddi_session_get_home (session);
  g_autofree char *label = g_markup_escape_text (ddi_home_get_label (home), -1);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->place),
                                 ddi_home_is_embedded (home) ? _ ("On this computer") : _ ("On a server"));
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self->place), label);
}

/* Here nobody has one. */
static void
show_no_password (DdiPreferencesWindow *self)
{
  gtk_widget_set_sensitive (self->lock_after, FALSE);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self->lock_after),
                               _ ("The data on this computer have no password: whoever may use this account "
                                  "may open them"));
}

static void
ddi_preferences_window_dispose (GObject *object)
{
  g_clear_object (&DDI_PREFERENCES_WINDOW (object)->settings);
  G_OBJECT_CLASS (ddi_preferences_window_parent_class)->dispose (object);
}

static void
ddi_preferences_window_class_init (DdiPreferencesWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ddi_preferences_window_dispose;

  g_type_ensure (DDI_TYPE_BUSINESS_GROUP);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/dunkin_demand/Intelligence/ui/app/ddi-preferences-window.ui");
  gtk_widget_class_bind_template_child (widget_class, DdiPreferencesWindow, desktop_page);
  gtk_widget_class_bind_template_child (widget_class, DdiPreferencesWindow, color_scheme);
  gtk_widget_class_bind_template_child (widget_class, DdiPreferencesWindow, text_size);
  gtk_widget_class_bind_template_child (widget_class, DdiPreferencesWindow, week_start);
  gtk_widget_class_bind_template_child (widget_class, DdiPreferencesWindow, week_names);
  gtk_widget_class_bind_template_child (widget_class, DdiPreferencesWindow, lock_after);
  gtk_widget_class_bind_template_child (widget_class, DdiPreferencesWindow, database_page);
  gtk_widget_class_bind_template_child (widget_class, DdiPreferencesWindow, business);
  gtk_widget_class_bind_template_child (widget_class, DdiPreferencesWindow, place);
  gtk_widget_class_bind_template_callback (widget_class, told_cb);
  gtk_widget_class_bind_template_callback (widget_class, change_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
ddi_preferences_window_init (DdiPreferencesWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  name_locale_week (self);
  self->settings = ddi_preferences_open ();
  gtk_widget_set_sensitive (self->desktop_page, self->settings != NULL);
  if (self->settings == NULL)
    return;
  bind_choices (self, "color-scheme", self->color_scheme, color_schemes);
  bind_choices (self, "text-size", self->text_size, text_sizes);
  bind_choices (self, "lock-after", self->lock_after, lock_times);
  bind_choices (self, "week-start", self->week_start, week_starts);
}

DdiPreferencesWindow *
ddi_preferences_window_new (DdiWindow *window)
{
  DdiPreferencesWindow *self = g_object_new (DDI_TYPE_PREFERENCES_WINDOW, "transient-for", window, NULL);
  DdiSession *session = ddi_window_get_session (window);

  self->window = window;
  if (session == NULL)
    {
      adw_preferences_window_remove (ADW_PREFERENCES_WINDOW (self),
                                     ADW_PREFERENCES_PAGE (self->database_page));
      return self;
    }
  ddi_business_group_set_session (DDI_BUSINESS_GROUP (self->business), session);
  show_place (self, session);
  if (ddi_home_get_email (ddi_session_get_home (session)) == NULL)
    show_no_password (self);
  return self;
}

void
ddi_preferences_command_activate (DdiWindow *window, GVariant *parameter)
{
  gtk_window_present (GTK_WINDOW (ddi_preferences_window_new (window)));
}
