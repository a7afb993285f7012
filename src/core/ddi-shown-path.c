/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/ddi-shown-path.h"

#include <gio/gio.h>

#define HOST_PATH "xattr::document-portal.host-path"

/* What follows the portal's own "doc/ID/"; NULL where the path is not the portal's. */
static const char *
find_own_part (const char *path)
{
  g_autofree char *documents = g_strconcat (g_get_user_runtime_dir (), "/doc/", NULL);
  const char *name;

  if (!g_str_has_prefix (path, documents))
    return NULL;
  name = strchr (path + strlen (documents), G_DIR_SEPARATOR);
  return name && name[1] ? name + 1 : NULL;
}

char *
ddi_shown_path (const char *path)
{
  const char *own = find_own_part (path);
  g_autoptr (GFile) file = NULL;
  g_autoptr (GFileInfo) info = NULL;
  const char *host;

  if (own == NULL)
    return g_filename_display_name (path);
  file = g_file_new_for_path (path);
  info = g_file_query_info (file, HOST_PATH, G_FILE_QUERY_INFO_NONE, NULL, NULL);
  host = info ? g_file_info_get_attribute_string (info, HOST_PATH) : NULL;
  return g_filename_display_name (host && *host ? host : own);
}
