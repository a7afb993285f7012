/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/ddi-cli-import-print.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <json-glib/json-glib.h>

#define MAX_CHANGES 20

static void
warn_copies (const DdiImportFile *file)
{
  for (guint i = 0; i < file->copies->len; i++)
    {
      const DdiImportCopy *copy = file->copies->pdata[i];
      g_autofree char *day = ddi_day_format (copy->day);
      g_autofree char *original = ddi_day_format (copy->original);

      g_printerr (_ ("%s: warning: the figures of %s are a copy of %s (%s)\n"), file->name, day, original,
                  copy->store ? copy->store : copy->file);
    }
}

void
ddi_cli_import_warn (DdiImportPlan *plan)
{
  for (guint i = 0; i < plan->files->len; i++)
    {
      const DdiImportFile *file = plan->files->pdata[i];

      for (guint k = 0; file->sheet && k < file->sheet->problems->len; k++)
        {
          g_autofree char *text = ddi_problem_format (file->sheet->problems->pdata[k]);

          g_printerr ("%s\n", text);
        }
      warn_copies (file);
      if (file->same_week)
        g_printerr (_ ("%s: warning: %s has more of the same week; this one is left out\n"), file->name,
                    file->same_week);
    }
  for (guint i = 0; i < plan->names->len; i++)
    {
      const DdiImportName *name = plan->names->pdata[i];

      if (name->product_id == 0 && ddi_import_name_get_best (name))
        g_printerr (_ ("warning: “%s” is a new product, but looks like “%s”\n"), name->written,
                    ddi_import_name_get_best (name)->name);
    }
}

static void
print_file (const DdiImportFile *file, gboolean dry_run)
{
  const DdiImportShop *shop = file->shops->len == 1 ? file->shops->pdata[0] : NULL;

  g_print ("%s%s%s: ", file->name, shop ? " → " : "", shop ? shop->name : "");
  if (!file->included)
    {
      g_print (_ ("left out\n"));
      return;
    }
  g_print (dry_run ? _ ("would add %" PRId64 ", change %" PRId64 ", leave %" PRId64 " as they are")
                   : _ ("%" PRId64 " added, %" PRId64 " changed, %" PRId64 " unchanged"),
           file->counts.added, file->counts.changed, file->counts.unchanged);
  if (file->counts.kept > 0)
    g_print (_ (", %" PRId64 " figures of the till kept"), file->counts.kept);
  if (file->batch_id)
    g_print (_ (" (import %d)"), file->batch_id);
  else if (file->known_batch)
    g_print (_ (" (the same file as import %d)"), file->known_batch);
  g_print ("\n");
  for (guint i = 0; i < MIN (file->changes->len, MAX_CHANGES); i++)
    {
      const DdiImportChange *change = file->changes->pdata[i];
      g_autofree char *day = ddi_day_format (change->day);

      g_print ("  %s %s %s: %s %d → %d\n", change->store, day, change->product, change->what, change->before,
               change->after);
    }
  if (file->changes->len > MAX_CHANGES)
    g_print (_ ("  … and %u more\n"), file->changes->len - MAX_CHANGES);
}

static void
print_new (GPtrArray *names, const char *format)
{
  for (guint i = 0; i < names->len; i++)
    g_print ("%s: %s\n", format, (char *)names->pdata[i]);
}

static JsonArray *
list_changes (const DdiImportFile *file)
{
  JsonArray *changes = json_array_new ();

  for (guint i = 0; i < file->changes->len; i++)
    {
      const DdiImportChange *change = file->changes->pdata[i];
      JsonObject *object = json_object_new ();
      g_autofree char *day = ddi_day_format (change->day);

      json_object_set_string_member (object, "store", change->store);
      json_object_set_string_member (object, "date", day);
      json_object_set_string_member (object, "product", change->product);
      json_object_set_string_member (object, "what", change->what);
      json_object_set_int_member (object, "before", change->before);
      json_object_set_int_member (object, "after", change->after);
      json_array_add_object_element (changes, object);
    }
  return changes;
}

static JsonArray *
list_warnings (const DdiImportFile *file)
{
  JsonArray *warnings = json_array_new ();

  for (guint i = 0; file->sheet && i < file->sheet->problems->len; i++)
    {
      g_autofree char *text = ddi_problem_format (file->sheet->problems->pdata[i]);

      json_array_add_string_element (warnings, text);
    }
  return warnings;
}

static JsonObject *
describe_file (const DdiImportFile *file)
{
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "file", file->name);
  if (file->shops->len == 1)
    json_object_set_string_member (object, "store", ((DdiImportShop *)file->shops->pdata[0])->name);
  if (file->batch_id)
    json_object_set_int_member (object, "batch", file->batch_id);
  if (file->known_batch)
    json_object_set_int_member (object, "same_as_batch", file->known_batch);
  json_object_set_boolean_member (object, "left_out", !file->included);
  json_object_set_int_member (object, "added", file->counts.added);
  json_object_set_int_member (object, "changed", file->counts.changed);
  json_object_set_int_member (object, "unchanged", file->counts.unchanged);
  json_object_set_int_member (object, "till_kept", file->counts.kept);
  json_object_set_int_member (object, "copied_days", file->copies->len);
  json_object_set_array_member (object, "changes", list_changes (file));
  json_object_set_array_member (object, "warnings", list_warnings (file));
  return object;
}

static JsonArray *
list_names (GPtrArray *names)
{
  JsonArray *array = json_array_new ();

  for (guint i = 0; i < names->len; i++)
    json_array_add_string_element (array, names->pdata[i]);
  return array;
}

static void
print_object (JsonObject *object)
{
  g_autoptr (JsonNode) root = json_node_new (JSON_NODE_OBJECT);
  g_autofree char *text = NULL;

  json_node_take_object (root, object);
  text = json_to_string (root, TRUE);
  g_print ("%s\n", text);
}

static void
print_json (DdiImportPlan *plan, gboolean dry_run)
{
  JsonObject *object = json_object_new ();
  JsonArray *files = json_array_new ();

  for (guint i = 0; i < plan->files->len; i++)
    json_array_add_object_element (files, describe_file (plan->files->pdata[i]));
  json_object_set_boolean_member (object, "dry_run", dry_run);
  json_object_set_array_member (object, "files", files);
  json_object_set_array_member (object, "new_stores", list_names (plan->new_stores));
  json_object_set_array_member (object, "new_products", list_names (plan->new_products));
  print_object (object);
}

/* A dry run makes nothing, but can tell what it would make. */
static void
list_what_is_missing (DdiImportPlan *plan)
{
  for (guint i = 0; i < plan->files->len; i++)
    {
      const DdiImportFile *file = plan->files->pdata[i];

      for (guint k = 0; k < file->shops->len; k++)
        {
          const DdiImportShop *shop = file->shops->pdata[k];

          if (shop->store_id == 0 &&
              !g_ptr_array_find_with_equal_func (plan->new_stores, shop->name, g_str_equal, NULL))
            g_ptr_array_add (plan->new_stores, g_strdup (shop->name));
        }
    }
  for (guint i = 0; i < plan->names->len; i++)
    {
      const DdiImportName *name = plan->names->pdata[i];

      if (name->product_id == 0)
        g_ptr_array_add (plan->new_products, g_strdup (name->written));
    }
}

void
ddi_cli_import_print (DdiImportPlan *plan, gboolean json, gboolean dry_run)
{
  if (dry_run)
    list_what_is_missing (plan);
  if (json)
    {
      print_json (plan, dry_run);
      return;
    }
  for (guint i = 0; i < plan->files->len; i++)
    print_file (plan->files->pdata[i], dry_run);
  print_new (plan->new_stores, _ ("new shop"));
  print_new (plan->new_products, _ ("new product"));
}

void
ddi_cli_import_print_undo (int batch_id, const DdiImportUndo *result, gboolean json)
{
  JsonObject *object;

  if (!json)
    {
      g_print (_ ("Import %d is undone: %" PRId64 " rows removed, %" PRId64 " put back, %" PRId64
                  " edited since and kept\n"),
               batch_id, result->removed, result->restored, result->kept);
      return;
    }
  object = json_object_new ();
  json_object_set_int_member (object, "batch", batch_id);
  json_object_set_int_member (object, "removed", result->removed);
  json_object_set_int_member (object, "restored", result->restored);
  json_object_set_int_member (object, "kept", result->kept);
  print_object (object);
}
