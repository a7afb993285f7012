/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>

#include "core/ddi-json.h"
#include "tasks/ddi-backup-auto.h"
#include "tasks/ddi-backup-private.h"

#define HOUR 3600
/* A little less than what is promised, or a timer that comes a minute early would skip a day. */
#define DAILY (20 * HOUR)
#define WEEKLY (6 * 24 * HOUR + 12 * HOUR)

/* As many backups as a page shows. */
#define LISTED "200"

static const char *const names[] = { "daily", "weekly", "off" };

const char *
ddi_backup_every_name (DdiBackupEvery every)
{
  return names[every];
}

gboolean
ddi_backup_every_parse (const char *name, DdiBackupEvery *every)
{
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (g_strcmp0 (names[i], name) == 0)
      {
        *every = (DdiBackupEvery)i;
        return TRUE;
      }
  return FALSE;
}

DdiBackupSettings *
ddi_backup_settings_copy (const DdiBackupSettings *self)
{
  DdiBackupSettings *copy = g_memdup2 (self, sizeof *self);

  copy->second_place = g_strdup (self->second_place);
  return copy;
}

void
ddi_backup_settings_free (DdiBackupSettings *self)
{
  g_free (self->second_place);
  g_free (self);
}

void
ddi_backup_state_free (DdiBackupState *self)
{
  g_clear_pointer (&self->settings, ddi_backup_settings_free);
  g_free (self->database_uuid);
  g_clear_pointer (&self->backups, ddi_rows_unref);
  g_free (self->there);
  g_free (self);
}

static guint
read_count (JsonObject *object, const char *member, guint fallback)
{
  JsonNode *node = object ? json_object_get_member (object, member) : NULL;

  return node && JSON_NODE_HOLDS_VALUE (node) ? (guint)CLAMP (json_node_get_int (node), 0, 1000) : fallback;
}

static const char *
read_text (JsonObject *object, const char *member)
{
  JsonNode *node = object ? json_object_get_member (object, member) : NULL;

  return node && JSON_NODE_HOLDS_VALUE (node) ? json_node_get_string (node) : NULL;
}

/* What is not said, or cannot be, is as it is where nobody has said anything. */
static DdiBackupSettings *
parse_settings (const char *text)
{
  DdiBackupSettings *self = g_new0 (DdiBackupSettings, 1);
  g_autoptr (JsonNode) root = text ? ddi_json_parse (text, -1, NULL) : NULL;
  JsonObject *object = root && JSON_NODE_HOLDS_OBJECT (root) ? json_node_get_object (root) : NULL;

  ddi_backup_every_parse (read_text (object, "every"), &self->every);
  self->second_place = g_strdup (read_text (object, "second_place"));
  self->retention.days = read_count (object, "days", ddi_backup_retention_default.days);
  self->retention.weeks = read_count (object, "weeks", ddi_backup_retention_default.weeks);
  self->retention.months = read_count (object, "months", ddi_backup_retention_default.months);
  return self;
}

static gint64
read_age (DdiRows *rows, const char *column)
{
  guint i = ddi_rows_column (rows, column);

  return ddi_rows_is_null (rows, 0, i) ? -1 : MAX (ddi_rows_get_int (rows, 0, i), 0);
}

/* A database that is younger than that is not overdue yet. */
static gboolean
is_overdue (const DdiBackupState *self, gint64 born)
{
  gint64 limit = self->settings->every == DDI_BACKUP_WEEKLY ? WEEKLY : DAILY;

  return self->settings->every != DDI_BACKUP_BY_HAND &&
         (self->verified_age < 0 ? born : self->verified_age) >= limit;
}

static void
look_for_files (DdiBackupState *self)
{
  guint n = ddi_rows_get_n (self->backups);

  self->there = g_new0 (gboolean, n + 1);
  for (guint i = 0; i < n; i++)
    self->there[i] =
        g_strcmp0 (ddi_rows_get_text (self->backups, i, ddi_rows_column (self->backups, "machine")),
                   g_get_host_name ()) == 0 &&
        g_file_test (ddi_rows_get_text (self->backups, i, ddi_rows_column (self->backups, "path")),
                     G_FILE_TEST_IS_REGULAR);
}

DdiBackupState *
ddi_backup_state_load (const DdiBackupServer *server, GError **error)
{
  g_autoptr (DdiBackupSession) session = ddi_backup_session_open (server->owner, error);
  g_autoptr (DdiRows) rows =
      session ? ddi_backup_session_query (session, "backup/read-auto", NULL, 0, error) : NULL;
  const char *most = LISTED;
  DdiRows *backups = rows ? ddi_backup_session_query (session, "backup/list", &most, 1, error) : NULL;
  DdiBackupState *self;

  if (backups == NULL)
    return NULL;
  self = g_new0 (DdiBackupState, 1);
  self->backups = backups;
  look_for_files (self);
  self->settings = parse_settings (ddi_rows_get_text (rows, 0, ddi_rows_column (rows, "settings")));
  self->database_uuid = g_strdup (ddi_rows_get_text (rows, 0, ddi_rows_column (rows, "database_uuid")));
  self->age = read_age (rows, "age");
  self->verified_age = read_age (rows, "verified_age");
  self->overdue = is_overdue (self, read_age (rows, "born"));
  self->no_second_place = self->settings->second_place == NULL;
  self->second_place_away =
      self->settings->second_place && !g_file_test (self->settings->second_place, G_FILE_TEST_IS_DIR);
  return self;
}

GPtrArray *
ddi_backup_state_list_warnings (const DdiBackupState *self)
{
  GPtrArray *warnings = g_ptr_array_new_with_free_func (g_free);
  gulong days = (gulong)(self->verified_age / (24 * HOUR));

  if (self->verified_age < 0)
    g_ptr_array_add (warnings, g_strdup (_ ("There is no backup that is known to restore.")));
  else if (self->overdue && days > 0)
    g_ptr_array_add (warnings,
                     g_strdup_printf (ngettext ("The newest backup that is known to restore is %lu day old.",
                                                "The newest backup that is known to restore is %lu days old.",
                                                days),
                                      days));
  if (self->no_second_place)
    g_ptr_array_add (warnings,
                     g_strdup (_ ("All backups are on this computer: who steals it, or a broken disk, takes "
                                  "them along. Set a second place.")));
  else if (self->second_place_away)
    g_ptr_array_add (warnings, g_strdup_printf (_ ("The second place %s is not there now."),
                                                self->settings->second_place));
  return warnings;
}

static char *
format_settings (const DdiBackupSettings *self)
{
  g_autoptr (JsonObject) object = json_object_new ();
  g_autoptr (JsonNode) root = json_node_new (JSON_NODE_OBJECT);

  json_object_set_string_member (object, "every", ddi_backup_every_name (self->every));
  if (self->second_place)
    json_object_set_string_member (object, "second_place", self->second_place);
  json_object_set_int_member (object, "days", self->retention.days);
  json_object_set_int_member (object, "weeks", self->retention.weeks);
  json_object_set_int_member (object, "months", self->retention.months);
  json_node_set_object (root, object);
  return json_to_string (root, FALSE);
}

gboolean
ddi_backup_settings_save (const DdiBackupServer *server, const DdiBackupSettings *settings, GError **error)
{
  g_autoptr (DdiBackupSession) session = ddi_backup_session_open (server->owner, error);
  g_autofree char *text = format_settings (settings);
  const char *value = text;
  g_autoptr (DdiRows) rows =
      session ? ddi_backup_session_query (session, "backup/write-settings", &value, 1, error) : NULL;

  return rows != NULL;
}
