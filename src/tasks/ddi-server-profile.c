/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tasks/ddi-server-profile.h"

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

#include "db/ddi-conninfo.h"

G_DEFINE_QUARK (ddi - profile - error - quark, ddi_profile_error)

void
ddi_server_profile_free (DdiServerProfile *self)
{
  g_free (self->uuid);
  g_free (self->address);
  g_free (self->key);
  g_free (self);
}

static char *
dup_path (void)
{
  return g_build_filename (g_get_user_config_dir (), "dunkin-demand", "servers.ini", NULL);
}

/* What cannot be read is as good as none. */
static GKeyFile *
load (void)
{
  GKeyFile *file = g_key_file_new ();
  g_autofree char *path = dup_path ();

  g_key_file_load_from_file (file, path, G_KEY_FILE_NONE, NULL);
  return file;
}

static gboolean
store (GKeyFile *file, GError **error)
{
  g_autofree char *path = dup_path (), *folder = g_path_get_dirname (path);
  g_autofree char *text = g_key_file_to_data (file, NULL, NULL);

  g_mkdir_with_parents (folder, 0700);
  return g_file_set_contents_full (path, text, -1, G_FILE_SET_CONTENTS_CONSISTENT, 0600, error);
}

static DdiServerProfile *
read_profile (GKeyFile *file, const char *uuid)
{
  DdiServerProfile *self = g_new0 (DdiServerProfile, 1);

  self->uuid = g_strdup (uuid);
  self->address = g_key_file_get_string (file, uuid, "address", NULL);
  self->key = g_key_file_get_string (file, uuid, "key", NULL);
  self->seen = g_key_file_get_int64 (file, uuid, "seen", NULL);
  self->moved_at = g_key_file_get_int64 (file, uuid, "moved-at", NULL);
  return self;
}

static int
compare_newest_first (gconstpointer a, gconstpointer b)
{
  const DdiServerProfile *first = *(DdiServerProfile *const *)a, *second = *(DdiServerProfile *const *)b;

  return (first->seen < second->seen) - (first->seen > second->seen);
}

GPtrArray *
ddi_server_profile_list (void)
{
  g_autoptr (GKeyFile) file = load ();
  g_auto (GStrv) groups = g_key_file_get_groups (file, NULL);
  GPtrArray *profiles = g_ptr_array_new_with_free_func ((GDestroyNotify)ddi_server_profile_free);

  for (char **group = groups; *group; group++)
    if (g_uuid_string_is_valid (*group) && g_key_file_has_key (file, *group, "address", NULL))
      g_ptr_array_add (profiles, read_profile (file, *group));
  g_ptr_array_sort (profiles, compare_newest_first);
  return profiles;
}

DdiServerProfile *
ddi_server_profile_find (const char *uuid)
{
  g_autoptr (GKeyFile) file = load ();

  return g_key_file_has_key (file, uuid, "address", NULL) ? read_profile (file, uuid) : NULL;
}

gboolean
ddi_server_profile_save (const DdiServerProfile *self, GError **error)
{
  g_autoptr (GKeyFile) file = load ();

  g_key_file_set_string (file, self->uuid, "address", self->address);
  if (self->key)
    g_key_file_set_string (file, self->uuid, "key", self->key);
  g_key_file_set_int64 (file, self->uuid, "seen", self->seen);
  g_key_file_set_int64 (file, self->uuid, "moved-at", self->moved_at);
  return store (file, error);
}

gboolean
ddi_server_profile_forget (const char *uuid, GError **error)
{
  g_autoptr (GKeyFile) file = load ();

  return g_key_file_remove_group (file, uuid, error) && store (file, error);
}

/* Host, port and database: whoever connects. */
static char *
dup_place (const char *address)
{
  g_autofree char *plain = ddi_conninfo_for_role (address, "ddi_app");

  return ddi_conninfo_dup_label (plain);
}

static DdiServerProfile *
find_at (const char *address)
{
  g_autoptr (GPtrArray) profiles = ddi_server_profile_list ();
  g_autofree char *place = dup_place (address);

  for (guint i = 0; i < profiles->len; i++)
    {
      g_autofree char *known = dup_place (((DdiServerProfile *)profiles->pdata[i])->address);

      if (g_str_equal (known, place))
        return g_ptr_array_steal_index (profiles, i);
    }
  return NULL;
}

static DdiRows *
read_identity (DdiDatabase *database, GCancellable *cancellable, GError **error)
{
  DdiUnit *unit = ddi_unit_new ();
  g_autoptr (GPtrArray) results = NULL;

  ddi_unit_set_read_only (unit);
  ddi_unit_add (unit, "identity/read", NULL);
  results = ddi_database_run (database, unit, cancellable, error);
  return results ? ddi_rows_ref (results->pdata[0]) : NULL;
}

static gboolean
fail_other (const char *address, GError **error)
{
  g_autofree char *place = dup_place (address);

  g_set_error (
      error, DDI_PROFILE_ERROR, DDI_PROFILE_ERROR_OTHER,
      _ ("Another database answers at %s than the one that was there before. Nothing was sent to it. Where "
         "that is meant, forget the former one in the list of Connect to a Server, or with "
         "“dunkin-demand-cli "
         "server forget”"),
      place);
  return FALSE;
}

/* What was once known of a database stays: another key would let somebody else sign. */
static gboolean
remember (const char *uuid, const char *key, const char *address, GError **error)
{
  g_autoptr (DdiServerProfile) profile = ddi_server_profile_find (uuid);

  if (profile == NULL)
    {
      profile = g_new0 (DdiServerProfile, 1);
      profile->uuid = g_strdup (uuid);
    }
  if (profile->key == NULL)
    profile->key = g_strdup (key);
  g_free (profile->address);
  profile->address = ddi_conninfo_for_role (address, "ddi_app");
  profile->seen = g_get_real_time () / G_USEC_PER_SEC;
  return ddi_server_profile_save (profile, error);
}

gboolean
ddi_server_profile_meet (DdiDatabase *database, const char *address, gboolean write,
                         GCancellable *cancellable, GError **error)
{
  g_autoptr (DdiServerProfile) there = find_at (address);
  g_autoptr (DdiRows) rows = read_identity (database, cancellable, error);
  g_autoptr (DdiServerProfile) known = NULL;
  g_autoptr (GError) local = NULL;
  const char *uuid, *key;

  if (rows == NULL)
    return FALSE;
  uuid = ddi_rows_get_text (rows, 0, 0);
  key = ddi_rows_get_text (rows, 0, 1);
  if (uuid == NULL || !g_uuid_string_is_valid (uuid))
    return TRUE;
  if (there && !g_str_equal (there->uuid, uuid))
    return fail_other (address, error);
  known = ddi_server_profile_find (uuid);
  if (known && known->key && g_strcmp0 (known->key, key) != 0)
    return fail_other (address, error);
  if (write && !remember (uuid, key, address, &local))
    g_message ("the server is not remembered: %s", local->message);
  return TRUE;
}
