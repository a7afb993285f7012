/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/ddi-preferences.h"

#include <string.h>

#include "app/ddi-window.h"
#include "core/ddi-week.h"
#include "ddi-config.h"

static const char *const kinds[] = { "none", "own", "demo", "server" };

GSettings *
ddi_preferences_open (void)
{
  GSettingsSchemaSource *source = g_settings_schema_source_get_default ();
  g_autoptr (GSettingsSchema) schema = NULL;

  /* g_settings_new() would end the program where the schema is missing, as in a build tree. */
  if (source)
    schema = g_settings_schema_source_lookup (source, DDI_APP_ID, TRUE);
  if (schema == NULL)
    return NULL;
  return g_settings_new_full (schema, NULL, NULL);
}

DdiHomeKind
ddi_preferences_get_home (GSettings *settings)
{
  g_autofree char *kind = NULL;

  if (settings == NULL)
    return DDI_HOME_KIND_NONE;
  kind = g_settings_get_string (settings, "home");
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (g_str_equal (kind, kinds[i]))
      return (DdiHomeKind)i;
  return DDI_HOME_KIND_NONE;
}

char *
ddi_preferences_dup_connection (GSettings *settings)
{
  g_autofree char *connection = settings ? g_settings_get_string (settings, "connection") : NULL;

  return connection && *connection ? g_steal_pointer (&connection) : NULL;
}

void
ddi_preferences_set_home (GSettings *settings, DdiHomeKind kind, const char *connection)
{
  g_autofree char *safe = NULL;

  if (settings == NULL)
    return;
  safe = connection ? ddi_preferences_strip_password (connection) : g_strdup ("");
  g_settings_set_string (settings, "home", kinds[kind]);
  g_settings_set_string (settings, "connection", safe);
}

static void
week_changed_cb (GSettings *settings)
{
  /* The setting counts from Monday, 1, as ISO 8601 does; 0 is the locale's. */
  ddi_week_set_first (g_settings_get_enum (settings, "week-start") - 1);
}

/* Every window shows its weeks anew. */
static void
show_weeks_cb (GtkApplication *application)
{
  for (GList *l = gtk_application_get_windows (application); l; l = l->next)
    if (DDI_IS_WINDOW (l->data) && ddi_window_get_session (l->data))
      ddi_session_changed (ddi_window_get_session (l->data), DDI_DATA_SETTINGS);
}

void
ddi_preferences_follow_week (GSettings *settings, GtkApplication *application)
{
  if (settings == NULL)
    return;
  week_changed_cb (settings);
  g_signal_connect (settings, "changed::week-start", G_CALLBACK (week_changed_cb), NULL);
  g_signal_connect_object (settings, "changed::week-start", G_CALLBACK (show_weeks_cb), application,
                           G_CONNECT_SWAPPED);
}

char *
ddi_preferences_strip_password (const char *connection)
{
  const char *const patterns[] = {
    "(?<=://)([^:@/?]*):[^@/?]*(?=@)", /* user:password@ */
    "(?<=[?&])password=[^&]*&?",       /* ?password= */
    "(?i)\\bpassword\\s*=\\s*('(?:[^'\\\\]|\\\\.)*'|\\S+)\\s*",
  };
  const char *const replacements[] = { "\\1", "", "" };
  g_autofree char *text = g_strdup (connection);

  for (gsize i = 0; i < G_N_ELEMENTS (patterns); i++)
    {
      g_autoptr (GRegex) regex = g_regex_new (patterns[i], 0, 0, NULL);
      char *stripped;

      /* The last form is that of a string without a scheme. */
      if (i == 2 && strstr (connection, "://"))
        break;
      stripped = g_regex_replace (regex, text, -1, 0, replacements[i], 0, NULL);
      g_free (text);
      text = stripped;
    }
  return g_steal_pointer (&text);
}
