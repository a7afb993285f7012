/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tasks/ddi-audit.h"

#include <json-glib/json-glib.h>

static DdiUnit *
make_seal_unit (void)
{
  DdiUnit *unit = ddi_unit_new ();

  ddi_unit_add (unit, "audit/seal", NULL);
  return unit;
}

gboolean
ddi_audit_seal (DdiDatabase *database, GError **error)
{
  gboolean more;

  do
    {
      g_autoptr (GPtrArray) results = ddi_database_run (database, make_seal_unit (), NULL, error);

      if (results == NULL)
        return FALSE;
      more = ddi_rows_get_boolean (results->pdata[0], 0, 0);
    }
  while (more);
  return TRUE;
}

static void
sealed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) results = ddi_database_run_finish (DDI_DATABASE (source), result, &error);

  if (results == NULL)
    g_message ("sealing the log: %s", error->message);
  else if (ddi_rows_get_boolean (results->pdata[0], 0, 0))
    ddi_audit_seal_later (DDI_DATABASE (source));
}

static void
done_cb (GObject *source, GAsyncResult *result, gpointer what)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) results = ddi_database_run_finish (DDI_DATABASE (source), result, &error);

  if (results == NULL)
    g_message ("%s: %s", (const char *)what, error->message);
}

void
ddi_audit_seal_later (DdiDatabase *database)
{
  ddi_database_run_async (database, make_seal_unit (), NULL, sealed_cb, NULL);
}

/* NULL and a negative number are left out. */
static void
add_note (DdiUnit *unit, const char *action, const char *what, const char *path, gint64 n_rows)
{
  g_autoptr (JsonObject) object = json_object_new ();
  g_autoptr (JsonNode) root = json_node_new (JSON_NODE_OBJECT);
  g_autofree char *text = NULL;

  json_object_set_string_member (object, "what", what);
  if (path)
    {
      g_autofree char *name = g_path_get_basename (path);
      g_autofree char *shown = g_filename_display_name (name);

      json_object_set_string_member (object, "file", shown);
    }
  if (n_rows >= 0)
    json_object_set_int_member (object, "rows", n_rows);
  json_node_set_object (root, object);
  text = json_to_string (root, FALSE);
  ddi_unit_add (unit, "audit/note", g_variant_new ("(ss)", action, text));
}

void
ddi_audit_add_export_note (DdiUnit *unit, const char *what, const char *path, gint64 n_rows)
{
  add_note (unit, "EXPORT", what, path, n_rows);
}

static DdiUnit *
make_note_unit (const char *what, const char *path, gint64 n_rows)
{
  DdiUnit *unit = ddi_unit_new ();

  ddi_audit_add_export_note (unit, what, path, n_rows);
  return unit;
}

void
ddi_audit_note_export (DdiDatabase *database, const char *what, const char *path, gint64 n_rows)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) results =
      ddi_database_run (database, make_note_unit (what, path, n_rows), NULL, &error);

  if (results == NULL)
    g_message ("noting the export in the log: %s", error->message);
}

void
ddi_audit_note_export_later (DdiDatabase *database, const char *what, const char *path, gint64 n_rows)
{
  ddi_database_run_async (database, make_note_unit (what, path, n_rows), NULL, done_cb,
                          (gpointer) "noting the export in the log");
}

void
ddi_audit_note_print_later (DdiDatabase *database, const char *what)
{
  DdiUnit *unit = ddi_unit_new ();

  add_note (unit, "PRINT", what, NULL, -1);
  ddi_database_run_async (database, unit, NULL, done_cb, (gpointer) "noting the print in the log");
}
